"""The library's error codes in plain words, and which of them leave open what became of a signature."""

from typing import Final

NO_ERROR: Final = 0
NO_CARD: Final = 2
NO_TIME_SET: Final = 0x1002
NOT_STARTED: Final = 0x1008
NOT_AUTHORIZED: Final = 0x100F
CLIENT_NOT_REGISTERED: Final = 0x1011
ALREADY_INITIALIZED: Final = 0x10FD
PIN_WRONG: Final = 0x1100
PIN_BLOCKED: Final = 0x1201
NOT_LOGGED_IN: Final = 0x1202
NO_DATA: Final = 0x2003

DOUBTFUL: Final = frozenset((3, 4, 5, 6, 8, 13, 16, 19, 22, 0x1001))
"""Input and output, time-outs, answers that are missing or wrong, a power cycle: something may have been signed."""
LOST: Final = DOUBTFUL | {NO_CARD, 20, 23, 24}
"""After these the device is opened anew."""

REASONS: Final = {
    NO_CARD: "no TSE is plugged in where it should be",
    3: "the TSE cannot be read or written",
    4: "the TSE did not answer in time",
    6: "the TSE gave an answer that cannot be understood",
    7: "the memory of the TSE is full",
    13: "the TSE was without power for a moment",
    20: "the TSE cannot be reached",
    NO_TIME_SET: "the clock of the TSE is not set",
    NOT_STARTED: "the transaction is not open",
    0x1009: "too many transactions are open at the TSE",
    0x100A: "the certificate of the TSE has expired",
    0x100E: "the TSE has made all signatures of its life",
    NOT_AUTHORIZED: "the TSE does not allow this without a PIN",
    0x1010: "no more tills can be registered at the TSE",
    CLIENT_NOT_REGISTERED: "the till is not registered at the TSE",
    0x1016: "an export of the TSE is running",
    0x1017: "the memory of the TSE is full",
    0x1050: "the TSE is not set up",
    0x1051: "the TSE is not set up",
    0x1054: "the TSE wants to be tested before it signs again",
    0x1055: "the TSE has not passed its self-test",
    ALREADY_INITIALIZED: "the TSE is set up already",
    0x10FE: "the TSE was put out of use for ever",
    0x10FF: "the TSE is not set up",
    PIN_WRONG: "the PIN of the TSE is wrong",
    PIN_BLOCKED: "the PIN of the TSE is blocked: set a new one with the PUK",
    0x1300: "the TSE found a fault of its own: it must be replaced",
    0x1310: "the TSE found a fault of its own: it must be replaced",
    0x1320: "the TSE found a fault of its own: it must be replaced",
}


class WormFailed(Exception):
    """The library says no, or does not know."""

    def __init__(self, code: int) -> None:
        super().__init__(REASONS.get(code, f"the TSE of Swissbit says error {code:#x}"))
        self.code = code
