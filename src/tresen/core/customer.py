"""What a quote must know of the customer: facts without a name, so that any device may have them."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class CustomerFacts:
    """The customer of the basket as promotions and price lists see them."""

    id: str
    group: str = ""
    """Customer group, for price lists and promotions."""
    tier: str = ""
    """Tier (Stufe) reached by loyalty, for example `gold`."""
    first_purchase: bool = False
    """Nothing was bought with this customer number before."""
    birthday_month: int = 0
    """1 to 12; 0: unknown or not agreed to."""
    points: int = 0
