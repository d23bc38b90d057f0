"""The sums of a day: folds the receipts of a till since its last closing, for the X report and the Z closing.

Only receipts of type `Beleg` enter the money sums (DSFinV-K 4: businesscases, payment, cash_per_currency, both Z_SE
sums); every other type is counted, nothing more. All amounts are cents.
"""

from dataclasses import dataclass, replace

from tresen.core.money_lines import USED
from tresen.core.receipt import Receipt
from tresen.core.tax import TaxSum
from tresen.fiscal.business_cases import CASE_TYPES, CaseSum, cases_of
from tresen.fiscal.tenders import payment_type


@dataclass(slots=True)
class PaymentTotal:
    """A row of payment.csv."""

    type: str
    """ZAHLART_TYP."""
    name: str
    """ZAHLART_NAME: the card product, else empty."""
    amount: int


@dataclass(slots=True)
class CashTotal:
    """A row of cash_per_currency.csv. `amount` in hundredths of the currency."""

    currency: str
    amount: int


@dataclass(slots=True)
class KindTotal:
    """Receipts of one kind (`sale`, `refund`, `cash_out`, ...) of type Beleg."""

    kind: str
    count: int
    amount: int


@dataclass(slots=True)
class StaffTotal:
    """What one member of staff did. `sales` and `refunds` count receipts of the kinds sale/exchange and refund."""

    staff: str
    name: str
    sales: int = 0
    sales_amount: int = 0
    refunds: int = 0
    refunds_amount: int = 0
    discounts_amount: int = 0
    voids: int = 0
    aborts: int = 0
    cash: int = 0


@dataclass(slots=True)
class ClosingTotals:
    """Everything a closing says about its receipts."""

    first_receipt: str = ""
    """Z_START_ID: id of the first receipt of any type."""
    last_receipt: str = ""
    """Z_ENDE_ID."""
    first_number: int = 0
    """Of the series that the node counts."""
    last_number: int = 0
    started_at: int = 0
    """Milliseconds since 1970 UTC: begin of the first receipt."""
    finished_at: int = 0
    """End of the last."""
    cases: tuple[CaseSum, ...] = ()
    """In the order of DSFinV-K, then by VAT key."""
    taxes: tuple[TaxSum, ...] = ()
    """Printed sums per VAT key and rate, added up."""
    payments: tuple[PaymentTotal, ...] = ()
    cash: tuple[CashTotal, ...] = ()
    payments_total: int = 0
    """Z_SE_ZAHLUNGEN."""
    cash_total: int = 0
    """Z_SE_BARZAHLUNGEN: all cash, in euro; foreign cash at the rates it was taken at."""
    kinds: tuple[KindTotal, ...] = ()
    staff: tuple[StaffTotal, ...] = ()
    receipts: int = 0
    """Receipts of type Beleg."""
    records: int = 0
    """Receipts of any type."""
    aborts: int = 0
    trainings: int = 0
    others: int = 0
    """Receipts of the remaining types."""
    voids: int = 0
    """Lines taken off before payment."""
    refunds: int = 0
    """Lines of goods taken back."""
    refunds_amount: int = 0
    """Paid back for them, negative."""
    discounts: int = 0
    """Discounts given on lines and baskets."""
    discounts_amount: int = 0
    """What they took off, negative."""
    surcharges: int = 0
    """Surcharges on baskets."""
    surcharges_amount: int = 0
    price_changes: int = 0
    """Prices overridden by hand."""
    price_changes_amount: int = 0
    drawer_openings: int = 0
    """Openings without a sale."""
    outages: int = 0
    """Receipts that the TSE did not sign."""
    handed_out: int = 0
    """Receipts that were handed out without the node, in their devices' own series."""
    voided_articles: tuple[str, ...] = ()
    """Ids of articles that were taken off before payment."""


class ClosingFold:
    """Takes receipts in the order of their numbers, one by one, and can say the totals at any time."""

    def __init__(self) -> None:
        self._totals = ClosingTotals()
        self._cases: dict[tuple[str, str, int, int], CaseSum] = {}
        self._taxes: dict[tuple[int, int], TaxSum] = {}
        self._payments: dict[tuple[str, str], int] = {}
        self._cash: dict[str, int] = {}
        self._kinds: dict[str, KindTotal] = {}
        self._staff: dict[str, StaffTotal] = {}
        self._voided: set[str] = set()

    def drawer_opened(self) -> None:
        """Count an opening of the drawer without a sale; it is no receipt."""
        self._totals.drawer_openings += 1

    def add(self, receipt: Receipt) -> None:
        """Take the next receipt of the till."""
        totals = self._totals
        if not totals.records:
            totals.first_receipt, totals.started_at = receipt.id, receipt.started_at
        totals.last_receipt = receipt.id
        if receipt.series:
            totals.handed_out += 1
        else:
            totals.first_number = totals.first_number or receipt.number
            totals.last_number = receipt.number
        totals.finished_at = max(totals.finished_at, receipt.finished_at)
        totals.records += 1
        if receipt.signed.failure:
            totals.outages += 1
        staff = self._staff.get(receipt.staff)
        if staff is None:
            staff = self._staff[receipt.staff] = StaffTotal(receipt.staff, receipt.staff_name)
        if receipt.type == "Beleg":
            self._add_money(receipt, staff)
        elif receipt.type == "AVBelegabbruch":
            totals.aborts += 1
            staff.aborts += 1
        elif receipt.type == "AVTraining":
            totals.trainings += 1
            return
        else:
            totals.others += 1
        voids = len(receipt.voided)
        totals.voids += voids
        staff.voids += voids
        if voids and receipt.kind != "abort":
            self._voided.update([taken_off.partition(" ")[0] for taken_off in receipt.voided])

    @property
    def records(self) -> int:
        """Receipts of any type so far."""
        return self._totals.records

    def totals(self) -> ClosingTotals:
        """The sums so far: a copy, so the fold can go on."""
        order = {case: place for place, case in enumerate(CASE_TYPES)}
        cases = sorted(
            self._cases.values(), key=lambda one: (order.get(one.type, 99), one.name, one.agency, one.tax_key)
        )
        return replace(
            self._totals,
            cases=tuple(replace(one) for one in cases),
            taxes=tuple(self._taxes[place] for place in sorted(self._taxes)),
            payments=tuple(PaymentTotal(*way, self._payments[way]) for way in sorted(self._payments)),
            cash=tuple(CashTotal(currency, self._cash[currency]) for currency in sorted(self._cash)),
            payments_total=sum(self._payments.values()),
            cash_total=sum(amount for (kind, _), amount in self._payments.items() if kind == "Bar"),
            kinds=tuple(replace(one) for one in self._kinds.values()),
            staff=tuple(replace(one) for one in self._staff.values()),
            voided_articles=tuple(sorted(self._voided)),
        )

    def _add_money(self, receipt: Receipt, staff: StaffTotal) -> None:
        self._totals.receipts += 1
        for case in cases_of(receipt):
            place = (case.type, case.name, case.agency, case.tax_key)
            known = self._cases.get(place)
            if known is None:
                self._cases[place] = case
            else:
                known.gross += case.gross
                known.net += case.net
                known.vat += case.vat
        for tax in receipt.taxes:
            rate = (tax.key, tax.rate)
            old = self._taxes.get(rate)
            if old is None:
                self._taxes[rate] = tax
            else:
                self._taxes[rate] = TaxSum(*rate, old.gross + tax.gross, old.net + tax.net, old.vat + tax.vat)
        self._add_payments(receipt, staff)
        self._add_kind(receipt, staff)
        self._add_lines(receipt, staff)

    def _add_payments(self, receipt: Receipt, staff: StaffTotal) -> None:
        for tender in receipt.tenders:
            kind = payment_type(tender)
            if not kind:
                continue
            way = (kind, tender.card)
            self._payments[way] = self._payments.get(way, 0) + tender.amount
            if kind == "Bar":
                amount = tender.amount if tender.currency == "EUR" else tender.foreign_amount
                self._cash[tender.currency] = self._cash.get(tender.currency, 0) + amount
                staff.cash += tender.amount

    def _add_kind(self, receipt: Receipt, staff: StaffTotal) -> None:
        kind = self._kinds.get(receipt.kind)
        if kind is None:
            kind = self._kinds[receipt.kind] = KindTotal(receipt.kind, 0, 0)
        kind.count += 1
        kind.amount += receipt.total
        if receipt.kind in {"sale", "exchange"}:
            staff.sales += 1
            staff.sales_amount += receipt.total
        elif receipt.kind == "refund":
            staff.refunds += 1
            staff.refunds_amount += receipt.total

    def _add_lines(self, receipt: Receipt, staff: StaffTotal) -> None:
        totals = self._totals
        causes: set[str] = set()
        surcharges: set[str] = set()
        for line in receipt.lines:
            back = line.return_receipt and line.business_case != USED
            if back or (line.quantity < 0 and line.business_case == "Umsatz"):
                totals.refunds += line.quantity < 0  # a correction line goes with the return that caused it
                totals.refunds_amount += line.amount
            for adjustment in line.adjustments:
                if adjustment.kind == "price_override":
                    totals.price_changes += 1
                    totals.price_changes_amount += adjustment.amount
                    continue
                if adjustment.kind == "basket_surcharge":
                    totals.surcharges_amount += adjustment.amount
                    surcharges.add(adjustment.cause)
                    continue
                totals.discounts_amount += adjustment.amount
                staff.discounts_amount += adjustment.amount
                if adjustment.kind == "line_discount":
                    totals.discounts += 1
                else:
                    causes.add(f"{adjustment.kind}:{adjustment.cause}")
        totals.discounts += len(causes)
        totals.surcharges += len(surcharges)
