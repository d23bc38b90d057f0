"""The DSFinV-K business case of a cash movement."""


def case_of(reason: str, kind: str) -> str:
    """The business case that a reason's words name; the general case if they name none."""
    words = reason.lower()
    if kind == "float":
        return "Anfangsbestand"
    coming = kind == "cash_in"
    if "privat" in words:
        return "Privateinlage" if coming else "Privatentnahme"
    if "lohn" in words and not coming:
        return "Lohnzahlung"
    if any(word in words for word in ("tresor", "bank", "wechselgeld", "transit", "safe")):
        return "Geldtransit"
    return "Einzahlung" if coming else "Auszahlung"
