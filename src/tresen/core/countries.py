"""Countries that a recipient may live in: ISO 3166-1 codes of two letters with their names, the shop's own first."""

from typing import Final

COUNTRIES: Final[dict[str, tuple[str, str]]] = {
    "DE": ("Deutschland", "Germany"), "AT": ("Österreich", "Austria"), "CH": ("Schweiz", "Switzerland"),
    "BE": ("Belgien", "Belgium"), "BG": ("Bulgarien", "Bulgaria"), "CY": ("Zypern", "Cyprus"),
    "CZ": ("Tschechien", "Czechia"), "DK": ("Dänemark", "Denmark"), "EE": ("Estland", "Estonia"),
    "ES": ("Spanien", "Spain"), "FI": ("Finnland", "Finland"), "FR": ("Frankreich", "France"),
    "GB": ("Vereinigtes Königreich", "United Kingdom"), "GR": ("Griechenland", "Greece"),
    "HR": ("Kroatien", "Croatia"), "HU": ("Ungarn", "Hungary"), "IE": ("Irland", "Ireland"),
    "IS": ("Island", "Iceland"), "IT": ("Italien", "Italy"), "LI": ("Liechtenstein", "Liechtenstein"),
    "LT": ("Litauen", "Lithuania"), "LU": ("Luxemburg", "Luxembourg"), "LV": ("Lettland", "Latvia"),
    "MT": ("Malta", "Malta"), "NL": ("Niederlande", "Netherlands"), "NO": ("Norwegen", "Norway"),
    "PL": ("Polen", "Poland"), "PT": ("Portugal", "Portugal"), "RO": ("Rumänien", "Romania"),
    "RS": ("Serbien", "Serbia"), "SE": ("Schweden", "Sweden"), "SI": ("Slowenien", "Slovenia"),
    "SK": ("Slowakei", "Slovakia"), "TR": ("Türkei", "Türkiye"), "UA": ("Ukraine", "Ukraine"),
    "US": ("Vereinigte Staaten", "United States"),
}  # fmt: skip

OF_THREE_LETTERS: Final[dict[str, str]] = {
    "DEU": "DE", "AUT": "AT", "CHE": "CH", "BEL": "BE", "BGR": "BG", "CYP": "CY", "CZE": "CZ", "DNK": "DK",
    "EST": "EE", "ESP": "ES", "FIN": "FI", "FRA": "FR", "GBR": "GB", "GRC": "GR", "HRV": "HR", "HUN": "HU",
    "IRL": "IE", "ISL": "IS", "ITA": "IT", "LIE": "LI", "LTU": "LT", "LUX": "LU", "LVA": "LV", "MLT": "MT",
    "NLD": "NL", "NOR": "NO", "POL": "PL", "PRT": "PT", "ROU": "RO", "SRB": "RS", "SWE": "SE", "SVN": "SI",
    "SVK": "SK", "TUR": "TR", "UKR": "UA", "USA": "US",
}  # fmt: skip
"""The shop's own country is kept with three letters, as DSFinV-K wants it."""
