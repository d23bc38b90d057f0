"""The VAT rates a German shop starts with: every key of DSFinV-K annex 2 (2024-12-05) with the days it changed."""

from typing import Final

from tresen.masterdata.kinds import Rate

_GENERAL: Final = "Allgemeiner Steuersatz"
_REDUCED: Final = "Ermäßigter Steuersatz"
_AVERAGE: Final = "Durchschnittsatz (§ 24 Abs. 1 Nr. 3 UStG)"

STARTING_RATES: Final = (
    Rate(1, 1900, "2007-01-01", _GENERAL),
    Rate(1, 1600, "2020-07-01", _GENERAL),
    Rate(1, 1900, "2021-01-01", _GENERAL),
    Rate(2, 700, "2007-01-01", _REDUCED),
    Rate(2, 500, "2020-07-01", _REDUCED),
    Rate(2, 700, "2021-01-01", _REDUCED),
    Rate(3, 1070, "2007-01-01", _AVERAGE),
    Rate(3, 950, "2022-01-01", _AVERAGE),
    Rate(3, 900, "2023-01-01", _AVERAGE),
    Rate(3, 840, "2024-12-06", _AVERAGE),
    Rate(3, 780, "2025-01-01", _AVERAGE),
    Rate(4, 550, "2007-01-01", "Durchschnittsatz (§ 24 Abs. 1 Nr. 1 UStG)"),
    Rate(5, 0, "2007-01-01", "Nicht steuerbar"),
    Rate(6, 0, "2007-01-01", "Umsatzsteuerfrei"),
    Rate(7, 0, "2007-01-01", "Umsatzsteuer nicht ermittelbar"),
    Rate(8, 0, "2023-01-01", "Nullsteuersatz (§ 12 Abs. 3 UStG)"),
    Rate(11, 1900, "2020-07-01", "Historischer allgemeiner Steuersatz 19 %"),
    Rate(12, 700, "2020-07-01", "Historischer ermäßigter Steuersatz 7 %"),
    Rate(13, 1070, "2022-01-01", "Historischer Durchschnittsatz 10,7 %"),
    Rate(21, 1600, "2021-01-01", "Historischer allgemeiner Steuersatz 16 %"),
    Rate(22, 500, "2021-01-01", "Historischer ermäßigter Steuersatz 5 %"),
    Rate(23, 950, "2023-01-01", "Historischer Durchschnittsatz 9,5 %"),
    Rate(33, 900, "2024-12-06", "Historischer Durchschnittsatz 9 %"),
    Rate(1000, 0, "2007-01-01", "Differenzbesteuerung (§ 25a UStG)", "Gebrauchtgegenstände/Sonderregelung"),
    Rate(43, 840, "2025-01-01", "Historischer Durchschnittsatz 8,4 %"),
)


def rate_id(rate: Rate) -> str:
    """The id of a rate's record: a key has one rate from a day on."""
    return f"{rate.key}-{rate.valid_from}"
