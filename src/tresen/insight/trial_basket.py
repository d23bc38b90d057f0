"""From a receipt back to the basket it was made of, as far as a promotion cares: pure.

Prices, discounts and the promotions it used are those of the receipt, so that without the promotion that is tried the
basket costs what was paid. Returns, vouchers and deposits are left out: no promotion touches them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tresen.core.article import Article, Excerpt
from tresen.core.basket import Basket, BasketLine, Discount
from tresen.core.customer import CustomerFacts
from tresen.core.money import divide_half_up
from tresen.core.promotion import AppliedPromotion, Limits, Promotion, Selection, Usage
from tresen.core.quote import QuoteLine
from tresen.core.receipt import Receipt
from tresen.core.tax import TaxRate

PRESENTED = "TRIAL"
"""The code that opens a promotion that asks for one: in a trial everybody has it."""


@dataclass(slots=True)
class TrialCase:
    """What the receipt was made of. `paid`: cents for the goods in it."""

    basket: Basket
    excerpt: Excerpt
    at: str
    paid: int


def timeless(draft: Promotion) -> Promotion:
    """The promotion as if it had run all the time: first and last day are left out, weekdays and hours stay."""
    return replace(draft, active=True, when=replace(draft.when, valid_from="", valid_to=""))


def trial_case(
    receipt: Receipt, articles: Mapping[str, Article], facts: Callable[[str], CustomerFacts | None], draft: str
) -> TrialCase | None:
    """None if nothing on the receipt can be promoted. `draft`: id of what is tried; it is not counted twice."""
    sold = [line for line in receipt.lines if line.quantity > 0 and line.kind == "goods" and not line.return_receipt]
    if not sold:
        return None
    priced: dict[str, Article] = {}
    lines, off_basket = [], 0
    for line in sold:
        off_basket -= sum(each.amount for each in line.adjustments if each.kind == "basket_discount")
        lines.append(_line(line, priced, articles.get(line.article)))
    used = tuple(_thawed(one, receipt) for one in receipt.promotions if one.promotion.id != draft)
    discounts = (Discount("amount", off_basket, "-"),) if off_basket > 0 else ()
    tender = receipt.tenders[0].kind if receipt.tenders else ""
    basket = Basket(receipt.id, tuple(lines), discounts, receipt.customer, tender=tender)
    local = datetime.fromtimestamp(receipt.finished_at // 1000, ZoneInfo(receipt.time_zone)).replace(tzinfo=None)
    excerpt = Excerpt(
        priced, {line.tax_key: TaxRate(line.tax_key, line.tax_rate, "", "") for line in sold},
        promotions=used, customer=facts(receipt.customer) if receipt.customer else None, shop=receipt.shop,
    )  # fmt: skip
    return TrialCase(basket, excerpt, local.isoformat(), sum(line.amount for line in sold))


def with_draft(case: TrialCase, draft: Promotion, usage: Usage, alone: tuple[Promotion, ...]) -> TrialCase:
    """The same with the promotion that is tried. `alone`: it in a tuple that is always the same one."""
    others = case.excerpt.promotions
    promotions = tuple(sorted((*others, draft), key=lambda one: one.id)) if others else alone
    coupons, basket = case.excerpt.coupons, case.basket
    if draft.when.coupon:
        code = draft.when.codes[0] if draft.when.codes else PRESENTED
        basket = replace(basket, codes=(*basket.codes, code))
        coupons = coupons if draft.when.codes else {**coupons, PRESENTED: draft.id}
    excerpt = replace(case.excerpt, promotions=promotions, coupons=coupons, usage=usage)
    return replace(case, basket=basket, excerpt=excerpt)


def _thawed(applied: AppliedPromotion, receipt: Receipt) -> Promotion:
    """A promotion as the receipt used it: it is for the articles of the lines that it matched, and asks for nothing else."""
    articles = {line.n: line.article for line in receipt.lines}

    def named(numbers: tuple[int, ...]) -> Selection:
        return Selection(articles=tuple(articles[n] for n in numbers) or ("",))

    frozen, action = applied.promotion, applied.promotion.action
    parts = tuple(replace(part, goods=named(lines)) for part, lines in zip(action.parts, applied.parts, strict=False))
    gifts = named(applied.gifts) if action.gifts is not None else None
    return replace(
        frozen, goods=named(applied.lines), action=replace(action, parts=parts, gifts=gifts),
        when=replace(frozen.when, coupon=False), limits=Limits(frozen.limits.per_sale, max_saving=frozen.limits.max_saving),
    )  # fmt: skip


def _line(line: QuoteLine, priced: dict[str, Article], known: Article | None) -> BasketLine:
    """The line with its list price; one that does not follow from it (label, other price, changed by hand) as a label."""
    article = priced.get(line.article)
    if article is None:
        article = Article(
            line.article, line.number, line.name, line.price, line.tax_key, group=line.group, unit=line.unit,
            per=line.per, weighed=known.weighed if known is not None else line.unit != "piece",
            discountable=known.discountable if known is not None else True,
            tags=known.tags if known is not None else (),
        )  # fmt: skip
        priced[line.article] = article
    amount = line.list_amount + sum(each.amount for each in line.adjustments if each.kind == "price_override")
    off = -sum(each.amount for each in line.adjustments if each.kind == "line_discount")
    same = (line.price, line.per) == (article.price, article.per)
    made = BasketLine(str(line.n), line.article, line.quantity)
    if not same or divide_half_up(article.price * line.quantity, article.per) != amount:
        made.amount = amount
    if off > 0:
        made.discount = Discount("amount", off, "-")
    made.age_checked = True
    return made
