"""The names of the accounts. A name is the only place where an account's kind is written."""

from typing import Final

CUSTOMER: Final = "world:customer"
SUPPLIER: Final = "world:supplier"
COUNT: Final = "world:count"
"""Other side of differences found by counting goods or cash."""
LOSS: Final = "world:loss"
STAFF: Final = "world:staff"
"""Staff, who get benefits and their tips."""
OWNER: Final = "world:owner"
BANK: Final = "world:bank"
PROGRAMME: Final = "points:programme"
VOUCHERS: Final = "voucher:liability"
SINGLE_VOUCHERS: Final = "single_voucher:liability"
"""What the shop owes on single-purpose vouchers: goods, whose VAT is paid already."""
CREDITS: Final = "credit:liability"
OWED: Final = "owed:all"
"""Other side of what is open of each sale on account."""
DOWN_PAYMENTS: Final = "prepaid:liability"
ORDERS: Final = "world:orders"
"""Other side of every open order."""
TIPS: Final = "tips:liability"
OFFERS: Final = "world:offers"
"""Other side of every use of a promotion or code."""


def stock(place: str, article: str) -> str:
    """Goods of one article at one place, in thousandths of the article's unit."""
    return f"stock:{place}:{article}"


def drawer(till: str) -> str:
    """Cash in a till's drawer, cents."""
    return f"drawer:{till}"


def safe(shop: str) -> str:
    """Cash in the shop's safe and on its way to the bank, cents."""
    return f"safe:{shop}"


def clearing(tender: str, till: str) -> str:
    """Money on its way: what a card terminal owes the shop, cents."""
    return f"clearing:{tender}:{till}"


def points(customer: str) -> str:
    """Points of a customer."""
    return f"points:{customer}"


def voucher(code: str) -> str:
    """Value left on a voucher, cents."""
    return f"voucher:{code}"


def single_voucher(article: str, code: str) -> str:
    """Value left on a single-purpose voucher of a kind (the article it was sold as), cents."""
    return f"single_voucher:{article}:{code}"


def uses(promotion: str) -> str:
    """Receipts that a promotion with a limit in all gave something on."""
    return f"uses:{promotion}"


def uses_on(promotion: str, day: str) -> str:
    """The same of one business day, for a limit per day."""
    return f"uses:{promotion}:day:{day}"


def uses_of(promotion: str, customer: str) -> str:
    """The same of one customer, for a limit per customer."""
    return f"uses:{promotion}:customer:{customer}"


def coupon(code: str) -> str:
    """Receipts that a coupon code was used on; a single-use code is used up at 1."""
    return f"coupon:{code}"


def credit(customer: str) -> str:
    """Store credit of a customer, cents."""
    return f"credit:{customer}"


def receivable(customer: str) -> str:
    """What a customer owes from sales on account, cents."""
    return f"receivable:{customer}"


def owed(receipt: str) -> str:
    """What is still open of one sale on account, cents."""
    return f"owed:{receipt}"


def order(id: str) -> str:
    """An order; each of its records has an account below it that is 1 as long as the record is the one that holds."""
    return f"order:{id}:"


def ordered(id: str, record: str) -> str:
    """1 as long as a record says what is ordered, else 0."""
    return f"order:{id}:{record}"


def prepaid(order: str, receipt: str) -> str:
    """What is not used up of one down payment on an order, cents."""
    return f"prepaid:{order}:{receipt}"


def tips(staff: str) -> str:
    """Tips in the drawer or on cards that belong to a member of staff, cents."""
    return f"tips:{staff}"
