"""Limits hold exactly: what a sale is about to use is reserved in the writer, before its TSE transaction ends.

Follows the journal: a reservation ends when the receipt is durable, because its transfers count from then on.
"""

from collections.abc import Mapping

from tresen.core.failures import Failure
from tresen.core.receipt import Receipt
from tresen.journal.entry import Draft, Entry
from tresen.ledger import accounts
from tresen.ledger.balances import Balances
from tresen.ledger.use_accounts import USE, limits_of, uses_of
from tresen.store.writer import Tx


class ReservedUses:
    """Of sales whose intention is durable and whose receipt is not. `take` runs in the writer."""

    def __init__(self, balances: Balances) -> None:
        self._balances = balances
        self._by_receipt: dict[str, Mapping[str, int]] = {}
        self._appended: set[str] = set()

    def take(self, receipt: Receipt, *, surely: bool) -> Failure | None:
        """Reserve what a receipt uses, or say what is used up. `surely`: the sale was intended before a crash and must
        be finished, whatever was used meanwhile.
        """
        if not receipt.promotions or receipt.type != "Beleg":
            return None
        if not surely:
            for account, limit in limits_of(receipt).items():
                if self._taken(account, receipt.id) >= limit:
                    code = "coupon_used" if account.startswith(accounts.coupon("")) else "promotion_used_up"
                    return Failure(code, {})
        self._by_receipt[receipt.id] = uses_of(receipt)
        return None

    def release(self, receipt: str) -> None:
        """The sale came to nothing, or is a receipt. From any thread."""
        self._by_receipt.pop(receipt, None)

    def _taken(self, account: str, besides: str) -> int:
        waiting = 0
        for id, uses in list(self._by_receipt.items()):
            if id != besides and id not in self._appended:
                waiting += uses.get(account, 0)
        return self._balances.of(account, USE) + waiting

    def appended(self, draft: Draft, entry: Entry) -> None:
        if draft.id in self._by_receipt:
            self._appended.add(draft.id)

    def before_commit(self, tx: Tx) -> None:
        """Nothing: the transfers are the record."""

    def after_commit(self) -> None:
        for id in self._appended:
            self._by_receipt.pop(id, None)
        self._appended.clear()

    def after_rollback(self) -> None:
        self._appended.clear()

    def idle(self, tx: Tx) -> bool:
        return False
