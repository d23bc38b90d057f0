"""Single-use codes: each names its batch, its last day and its place, and carries a keyed hash of them.

So a code cannot be guessed and needs no table: whether it was used is the balance of its account. Twenty letters and
digits (100 bits), in the alphabet of Crockford, which leaves out what people mistake for something else.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from tresen.core.failures import Failure
from tresen.ledger import accounts
from tresen.ledger.use_accounts import SINGLE, USE
from tresen.masterdata.kinds import CouponBatch
from tresen.operations.node import Node

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISTAKEN: Final = str.maketrans("OIL", "011")
LONGEST: Final = 40
BATCHES: Final = 1 << 14
DAYS: Final = 1 << 14
SERIALS: Final = 1 << 36
MARKS: Final = 1 << 36
FIRST_DAY: Final = date(2020, 1, 1)


@dataclass(slots=True, frozen=True)
class CouponCode:
    """What a code says. `last_day`: days since 2020-01-01, 0: as long as its batch."""

    batch: int
    last_day: int
    serial: int


@dataclass(slots=True, frozen=True)
class CouponState:
    """A code that can be used now. `single`: only once."""

    code: str
    promotion: str
    name: str
    """Of the promotion."""
    single: bool
    valid_to: str = ""
    """Last day, empty: without end."""


def plain_code(text: str) -> str:
    """A code as typed or scanned, without spaces and dashes, in capitals; one of ours without mistaken letters."""
    code = "".join(sign for sign in text.upper() if sign.isalnum())[:LONGEST]
    return code.translate(MISTAKEN) if len(code) == SINGLE else code


def spaced_code(code: str) -> str:
    """As people read it, in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def code_text(node: Node, code: CouponCode) -> str:
    """The twenty letters and digits of a code."""
    value = ((code.batch * DAYS + code.last_day) * SERIALS + code.serial) * MARKS + _mark(node, code)
    signs = ""
    for _ in range(SINGLE):
        value, digit = divmod(value, len(LETTERS))
        signs = LETTERS[digit] + signs
    return signs


def read_code(node: Node, text: str) -> CouponCode | None:
    """What a plain code says; None if it was not made here."""
    if len(text) != SINGLE or any(sign not in LETTERS for sign in text):
        return None
    value, mark = divmod(_number(text), MARKS)
    value, serial = divmod(value, SERIALS)
    batch, last_day = divmod(value, DAYS)
    code = CouponCode(batch, last_day, serial)
    return code if mark == _mark(node, code) else None


def batch_number(text: str) -> int | None:
    """The number of the batch that a code claims to be of, without looking whether it is true."""
    if len(text) != SINGLE or any(sign not in LETTERS for sign in text):
        return None
    return _number(text) // (MARKS * SERIALS * DAYS)


def code_in_batch(node: Node, batch: CouponBatch, serial: int) -> str:
    """A code made in advance; `serial` from 0."""
    return code_text(node, CouponCode(batch.number, 0, serial))


def issued_code(node: Node, batch: CouponBatch, receipt: str, n: int, last_day: str) -> str:
    """A code issued with a receipt: the same receipt gives the same code. `last_day`: empty, without end."""
    serial = int.from_bytes(sha256(f"{receipt} {n}".encode()).digest()[:5]) % SERIALS
    days = (date.fromisoformat(last_day) - FIRST_DAY).days if last_day else 0
    return code_text(node, CouponCode(batch.number, min(max(days, 0), DAYS - 1), serial))


def opened_by(node: Node, code: str, day: str) -> str:
    """Id of the promotion that a plain single-use code opens on a day, empty if none; used or not."""
    found = _found(node, code, day)
    return "" if isinstance(found, Failure) else found.promotion


def coupon_state(node: Node, text: str, day: str) -> CouponState | Failure:
    """A code as presented at the till, or why it opens nothing."""
    code = plain_code(text)
    for promotion in node.masterdata.offers.promotions:
        if promotion.when.coupon and code in promotion.when.codes:
            return CouponState(code, promotion.id, promotion.name, False)
    batch = _found(node, code, day)
    if isinstance(batch, Failure):
        return batch
    opened = node.masterdata.promotions.get(batch.promotion)
    if opened is None or not opened.active:
        return Failure("coupon_unknown", {})
    if node.balances.of(accounts.coupon(code), USE) > 0:
        return Failure("coupon_used", {})
    said = read_code(node, code)
    assert said is not None, "the batch was found by it"
    return CouponState(code, batch.promotion, opened.name, True, last_day_of(batch, said))


def last_day_of(batch: CouponBatch, code: CouponCode) -> str:
    """The last day a code can be used, empty: without end."""
    own = (FIRST_DAY + timedelta(days=code.last_day)).isoformat() if code.last_day else ""
    return min((day for day in (own, batch.valid_to) if day), default="")


def _number(text: str) -> int:
    value = 0
    for sign in text:
        value = value * len(LETTERS) + LETTERS.index(sign)
    return value


def _found(node: Node, code: str, day: str) -> CouponBatch | Failure:
    said = read_code(node, code)
    batch = node.masterdata.batch_numbered(said.batch) if said is not None else None
    if said is None or batch is None or not batch.active or (batch.count and said.serial >= batch.count):
        return Failure("coupon_unknown", {})
    if batch.valid_from and day < batch.valid_from:
        return Failure("coupon_not_yet", {"valid_from": batch.valid_from})
    last = last_day_of(batch, said)
    if last and day > last:
        return Failure("coupon_expired", {"valid_to": last})
    return batch


def _mark(node: Node, code: CouponCode) -> int:
    return int.from_bytes(node.keyed(f"coupon {code.batch} {code.last_day} {code.serial}")[:8]) % MARKS
