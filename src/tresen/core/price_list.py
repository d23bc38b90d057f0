"""List prices: what an article costs for whom, where, when and from which quantity on."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class ListPrice:
    """A price of an article beside its ordinary one. Kept on the article, so that both travel together."""

    price: int
    """Cents for the article's `per`."""
    list: str = ""
    """Id of the price list; empty: the base list, which holds for everybody (planned changes, quantity prices)."""
    from_quantity: int = 0
    """From so many thousandths of the article in the basket on."""
    valid_from: str = ""
    """Local wall time `YYYY-MM-DDTHH:MM:SS` (or a date), inclusive; empty: always."""
    valid_to: str = ""
    """Local wall time, exclusive; empty: for ever."""


@dataclass(slots=True, frozen=True)
class PriceList:
    """For whom a list holds. Of all lists that fit, the one with the highest priority decides, not the cheapest."""

    id: str
    name: str
    priority: int = 0
    """Higher wins; equal priorities: the smaller id."""
    active: bool = True
    groups: tuple[str, ...] = ()
    """Customer groups; empty: every customer, also none."""
    shops: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
