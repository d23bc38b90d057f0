"""Limits hold: what two sales want at once only one gets, and what is counted can be counted again from the journal."""

from dataclasses import replace

import pytest

from tests.promotions.offers import cheaper, with_code
from tresen.core.failures import Failure
from tresen.core.promotion import AppliedPromotion, Limits
from tresen.core.receipt import Party, Receipt
from tresen.journal.entry import Draft, Entry, Transfer
from tresen.ledger import accounts
from tresen.ledger.balances import Balances
from tresen.ledger.use_accounts import USE
from tresen.operations.promotions.reserved_uses import ReservedUses
from tresen.operations.selling.transfers import transfers_of

CODE = "0123456789ABCDEFGHJK"


def receipt(id: str, *applied: AppliedPromotion, customer: str = "") -> Receipt:
    made = Receipt(
        id, "sale", "Beleg", "shop-1", "till-1", "Kasse 1", "T-1", "2026-06-01", 0, 0, "s", "S", Party("", "", "", ""),
        (), (), (), 0, customer=customer,
    )  # fmt: skip
    made.promotions = applied
    return made


class Till:
    """The two sides that a sale touches in the writer: reservations and balances."""

    def __init__(self) -> None:
        self.balances = Balances()
        self.reserved = ReservedUses(self.balances)

    def take(self, made: Receipt, *, surely: bool = False) -> Failure | None:
        return self.reserved.take(made, surely=surely)

    def append(self, made: Receipt) -> None:
        draft = Draft(made.id, "receipt", 0, made.business_day, b"", transfers_of(made, "place"))
        entry = Entry(1, made.id, "receipt", 1, 0, "", "", "", "", "", 0, "", b"", b"")
        self.balances.appended(draft, entry)
        self.reserved.appended(draft, entry)

    def commit(self) -> None:
        self.balances.after_commit()
        self.reserved.after_commit()

    def roll_back(self) -> None:
        self.balances.after_rollback()
        self.reserved.after_rollback()


LIMITED = {
    "total": Limits(total=2), "per_day": Limits(per_day=2), "per_customer": Limits(per_customer=2),
}  # fmt: skip


@pytest.mark.parametrize("limits", LIMITED.values(), ids=LIMITED)
def test_a_limit_is_never_overrun(limits: Limits) -> None:
    till, hit = Till(), AppliedPromotion(cheaper(limits=limits), 50, 1, (1,))
    first, second, third = (receipt(id, hit, customer="c") for id in ("a", "b", "c"))
    assert till.take(first) is None and till.take(second) is None
    refusal = till.take(third)
    assert refusal is not None and refusal.code == "promotion_used_up"
    assert till.take(first) is None, "whoever has it may ask again"
    till.append(first)
    assert till.take(third) is not None, "in the same group of writes it is counted once, not twice and not never"
    till.roll_back()
    assert till.take(third) is not None
    till.append(first)
    till.commit()
    assert till.take(third) is not None
    till.reserved.release("b")
    assert till.take(third) is None, "a sale that came to nothing gives its place back"


def test_a_single_use_code_is_used_once() -> None:
    till, hit = Till(), AppliedPromotion(with_code(), 100, 1, (1,), code=CODE)
    assert till.take(receipt("a", hit)) is None
    refusal = till.take(receipt("b", hit))
    assert refusal is not None and refusal.code == "coupon_used"
    till.append(receipt("a", hit))
    till.commit()
    assert till.take(receipt("b", hit)) is not None
    assert till.balances.of(accounts.coupon(CODE), USE) == 1


def test_a_code_for_many_has_a_limit_of_its_own() -> None:
    till = Till()
    hit = AppliedPromotion(with_code(codes=("SOMMER",), limits=Limits(per_code=2)), 100, 1, (1,), code="SOMMER")
    assert [till.take(receipt(id, hit)) is None for id in "abc"] == [True, True, False]
    free = AppliedPromotion(with_code(codes=("SOMMER",)), 100, 1, (1,), code="SOMMER")
    assert till.take(receipt("d", free)) is None


def test_a_sale_that_was_intended_before_a_crash_is_finished_whatever_was_used_meanwhile() -> None:
    till, hit = Till(), AppliedPromotion(cheaper(limits=Limits(total=1)), 50, 1, (1,))
    till.append(receipt("a", hit))
    till.commit()
    assert till.take(receipt("b", hit)) is not None
    assert till.take(receipt("b", hit), surely=True) is None


def test_training_uses_nothing() -> None:
    hit = AppliedPromotion(cheaper(limits=Limits(total=1)), 50, 1, (1,))
    assert transfers_of(replace(receipt("a", hit), type="AVTraining"), "place") == ()


def test_only_what_is_limited_is_counted_and_every_code() -> None:
    free = AppliedPromotion(cheaper(), 50, 1, (1,))
    assert transfers_of(receipt("a", free), "place") == ()
    limited = AppliedPromotion(cheaper(limits=Limits(total=9, per_day=9, per_customer=9)), 50, 1, (1,))
    coded = AppliedPromotion(with_code(), 100, 1, (1,), code=CODE)
    moved = transfers_of(receipt("a", limited, coded, customer="c"), "place")
    assert {one.target for one in moved} == {
        "uses:soap-offer", "uses:soap-offer:day:2026-06-01", "uses:soap-offer:customer:c", f"coupon:{CODE}",
    }  # fmt: skip
    assert all((one.source, one.amount, one.unit) == ("world:offers", 1, "use") for one in moved)


def test_what_a_return_gives_back_and_what_it_makes_void() -> None:
    made = receipt("a")
    made.uses_back = (("coupon:X", 1), ("coupon:Y", -1))
    assert transfers_of(made, "place") == (
        Transfer("coupon:X", "world:offers", 1, "use", "sale"), Transfer("world:offers", "coupon:Y", 1, "use", "sale"),
    )  # fmt: skip
