"""Some days of a shop, seeded: everything that happens at a till, with outages of the TSE in between."""

import random
from dataclasses import dataclass, field, replace

from tests.floor import Floor, right
from tresen.core.article import Article
from tresen.core.basket import BasketLine, Discount, ReturnOf
from tresen.core.receipt import Receipt, Tender
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import change
from tresen.operations.node import Actor
from tresen.operations.selling.abort import abort
from tresen.operations.selling.sell import SaleRequest, sell

GIFT = Article("gift", "9", "Gutschein", 2000, 5, kind="voucher", discountable=False)
GOODS = ("milk", "soap", "cola")


@dataclass
class BusyDays:
    """Sells on a floor. What happened is counted, so that a test sees that nothing was left out."""

    floor: Floor
    chance: random.Random
    vouchers: list[str] = field(default_factory=list)
    sold: list[Receipt] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    async def live(self, days: int, events: int) -> None:
        floor = self.floor
        await self.stock(GIFT)
        for _ in range(days):
            for actor in (floor.cashier, floor.second):
                await floor.open_day(actor, floor.drawer(actor.till) or 10_000)
            for number in range(events):
                actor = self.chance.choice((floor.cashier, floor.second))
                floor.signer.switch("down" if number % 9 in (4, 5) else "normal")
                floor.clock.move(minutes=2, seconds=self.chance.randrange(60))
                acts = (self.buy, self.buy, self.weigh, self.reduce, self.bring_back, self.give, self.spend, self.give_up,
                        self.practise, self.pay_by_card, self.move_cash, self.hand_out)  # fmt: skip
                act = acts[number % len(acts)]
                await act(actor)
                self.done[act.__name__] = self.done.get(act.__name__, 0) + 1
            floor.signer.switch("normal")
            for actor in (floor.cashier, floor.second):
                await floor.close_day(
                    actor, {"100": floor.drawer(actor.till) // 100} if actor is floor.cashier else None
                )
            floor.clock.move(hours=16)

    async def stock(self, article: Article) -> None:
        node = self.floor.node
        await node.writer.write(
            lambda tx: change(
                tx, node.journal, "article", article.id, ArticleRecord(article), entry_id=self.floor.id(),
                at=self.floor.clock.now(), day="2026-06-01", actor="test",
            )
        )  # fmt: skip

    async def buy(self, actor: Actor) -> None:
        goods = [self.chance.choice(GOODS) for _ in range(self.chance.randint(1, 6))]
        self.sold.append((await self.floor.sell(self.floor.basket(*goods), actor)).receipt)

    async def weigh(self, actor: Actor) -> None:
        await self.floor.sell(
            self.floor.basket(BasketLine("1", "cheese", self.chance.randint(100, 900)), "milk"), actor
        )

    async def reduce(self, actor: Actor) -> None:
        basket = self.floor.basket(
            BasketLine("1", "soap", 2000, discount=Discount("amount", 50, "Delle")), "milk", "cola"
        )
        basket = replace(basket, discounts=(Discount("percent", 700, "Stammkunde"),))
        await self.floor.sell(basket, replace(self.floor.manager, till=actor.till))

    async def bring_back(self, actor: Actor) -> None:
        sale = self.sold.pop() if self.sold else (await self.floor.sell(self.floor.basket("soap"), actor)).receipt
        line = BasketLine("1", "", -1000, return_of=ReturnOf(sale.id, 1, "Gefällt nicht"))
        await self.floor.sell(self.floor.basket(line), replace(self.floor.manager, till=actor.till))

    async def give(self, actor: Actor) -> None:
        bought = (await self.floor.sell(self.floor.basket("gift"), actor)).receipt
        self.vouchers.append(bought.lines[0].barcode)

    async def spend(self, actor: Actor) -> None:
        basket = self.floor.basket("soap")
        voucher = Tender("voucher", 249, payment=self.vouchers[-1]) if self.vouchers else Tender("cash", 249)
        await self.floor.sell(basket, actor, voucher)

    async def give_up(self, actor: Actor) -> None:
        basket = self.floor.basket("milk", "soap")
        await self.floor.keep(basket, actor)
        right(await abort(self.floor.node, actor, basket.id, "Kunde möchte nicht"))

    async def practise(self, actor: Actor) -> None:
        basket = self.floor.basket("soap")
        right(await sell(self.floor.node, actor, SaleRequest(basket, 249, (), training=True)))

    async def pay_by_card(self, actor: Actor) -> None:
        basket = self.floor.basket("soap", "milk")
        await self.floor.keep(basket, actor)
        payment = await self.floor.pay(basket.id, 300, actor)
        await self.floor.sell(basket, actor, Tender("card", 300, payment=payment.id), Tender("cash", 78, 100))

    async def move_cash(self, actor: Actor) -> None:
        manager = replace(self.floor.manager, till=actor.till)
        await self.floor.cash(self.chance.choice(("cash_in", "cash_out")), 500, manager)

    async def hand_out(self, actor: Actor) -> None:
        receipt = await self.floor.hand_out(self.floor.basket("milk"))
        right(await self.floor.send(receipt))
