"""What the command line prints when a node opens: addresses here and for other devices, in the language of the machine."""

import os
from collections.abc import Iterator
from typing import Final

from tresen.web.trust.access import Access, address_is, is_here

WORDS: Final = {
    "de": {
        "till": "Kasse", "office": "Büro", "display": "Anzeige", "api": "API",
        "trust": "Andere Geräte verbinden sich hier", "others": "Andere Geräte",
        "print": "Fingerabdruck des Zertifikats (SHA-256)",
        "practice": "ein Übungsladen, alle Geräte sind simuliert.", "password": "Passwort", "data": "Daten",
        "stop": "Beenden: Strg+C", "owner": "Inhaber", "manager": "Leitung", "cashier": "Kasse", "trainee": "Lernt noch",
        "no_signer": "Es ist keine TSE eingerichtet: Verkaufen geht, aber jeder Beleg trägt den Vermerk „TSE ausgefallen“.\n  "
        "Richten Sie gleich eine ein: im Büro unter „Finanzamt“, „TSE“.",
        "simulated_signer": "Es ist nur eine simulierte TSE eingerichtet, und jeder Beleg sagt es. Nicht für echte Verkäufe.",
    },
    "en": {
        "till": "Till", "office": "Office", "display": "Display", "api": "API",
        "trust": "Other devices connect here", "others": "Other devices",
        "print": "Fingerprint of the certificate (SHA-256)",
        "practice": "a practice shop, every device is simulated.", "password": "password", "data": "Data",
        "stop": "Stop: Ctrl+C", "owner": "owner", "manager": "manager", "cashier": "cashier", "trainee": "trainee",
        "no_signer": "No TSE is set up: selling works, but every receipt is marked “TSE ausgefallen” (TSE outage).\n  "
        "Set one up now: in the office under “Tax office”, “TSE”.",
        "simulated_signer": "Only a simulated TSE is set up, and every receipt says so. Not for real sales.",
    },
}  # fmt: skip


def language_here() -> str:
    """The language of whoever sits at the command line."""
    found = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "de" if found.lower().startswith("de") else "en"


def addresses(access: Access, language: str, till: str = "", code: str = "") -> Iterator[str]:
    """Lines to print. `till` and `code`: the display's till, and how this browser becomes the first till."""
    words = WORDS[language]
    here = is_here(access.host) or address_is(access.host, "is_unspecified")
    base = f"http://localhost:{access.port}" if here else access.safe() or access.plain()
    for word, path in (
        ("till", f"/till/{code}"),
        ("office", "/office/"),
        ("display", f"/display/{till}" if till else "/display/"),
        ("api", "/api/schema/openapi.json"),
    ):
        yield f"  {words[word]:8} {base}{path}"
    if access.reach == "trust":
        yield f"\n  {words['trust']}: {access.plain()}/trust"
        yield f"  {words['print']}:\n  {access.print_of_authority()}"
    elif access.reach == "https" or (access.reach == "plain" and here):
        yield f"\n  {words['others']}: {access.safe() or access.plain()}/till/"
