"""What the tax adviser tells the shop: numbers of adviser and client, chart of accounts, and the accounts themselves.

The standard accounts are those of docs/reference/datev.md; every one of them can be replaced, for an adviser has the
last word. An account that is not known is asked for, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

ROLES: Final[dict[str, tuple[str, str]]] = {
    "cash": ("1000", "1600"),
    "transit": ("1360", "1460"),
    "interim": ("1590", "1370"),
    "debit_card": ("1361", "1461"),
    "credit_card": ("1361", "1461"),
    "online": ("1361", "1461"),
    "stored_value": ("1361", "1461"),
    "other_payment": ("1361", "1461"),
    "revenue_1": ("8400", "4400"),
    "revenue_2": ("8300", "4300"),
    "revenue_3": ("8190", "4180"),
    "revenue_4": ("8190", "4180"),
    "revenue_5": ("8200", "4200"),
    "revenue_6": ("8100", "4100"),
    "revenue_7": ("", ""),
    "revenue_8": ("", ""),
    "margin": ("8193", "4138"),
    "small_business": ("8195", "4185"),
    "deposit_1": ("8400", "4400"),
    "deposit_2": ("8300", "4300"),
    "multi_voucher": ("1796", "3786"),
    "prepaid_1": ("1718", "3272"),
    "prepaid_2": ("1711", "3260"),
    "receivables": ("1400", "1200"),
    "private_out": ("1800", "2100"),
    "private_in": ("1890", "2180"),
    "wages": ("1740", "3720"),
    "agency": ("1590", "1370"),
    "staff_tips": ("1590", "1370"),
    "other_in": ("1590", "1370"),
    "other_out": ("1590", "1370"),
    "shortage": ("2309", "6969"),
    "surplus": ("2709", "4839"),
}
"""What an account is for, and its number in SKR03 and SKR04; empty: there is no standard, the adviser names it."""


@dataclass(slots=True, frozen=True)
class DatevSettings:
    """One client of the adviser."""

    adviser: int = 0
    """Beraternummer, 1001 to 9999999; 0: not set up."""
    client: int = 0
    """Mandantennummer, 1 to 99999."""
    chart: Literal["03", "04"] = "03"
    year_start: int = 1
    """Month in which the fiscal year begins."""
    length: int = 4
    """Digits of an account, 4 to 8."""
    card: Literal["cash", "interim"] = "cash"
    """`cash`: all turnover goes into the cash account and card payments leave it the same day (GoBD 55 tolerates it);
    `interim`: all turnover goes to an interim account, so that the cash account sees nothing but cash."""
    cost_centre: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """Numbers that replace standard ones, by role."""

    @property
    def ready(self) -> bool:
        return self.adviser > 0 and self.client > 0

    def account(self, role: str) -> str:
        """The number for a role; empty if none is known. A longer account length fills with zeros."""
        number = self.accounts.get(role, "")
        if not number and role in ROLES:
            number = ROLES[role][self.chart == "04"]
            if number:
                number += "0" * (self.length - 4)
        return number
