"""The maker's C library: the functions that are used, with their types, and one Python method for each.

Everything here blocks and must be called from one thread only. The library is not part of Tresen; the owner gets it from
Swissbit or the dealer.
"""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, byref, c_char, c_char_p, c_int, c_ubyte, c_uint, c_uint32, c_uint64, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tresen.adapters.signer_swissbit.codes import NO_ERROR, WormFailed

FILE: Final = "libWormAPI.so"
ADMIN: Final = 1
TIME_ADMIN: Final = 2
SEED: Final = b"SwissbitSwissbit"
"""From it the maker derives the credentials of a new device."""
STATES: Final = {0: "UNINITIALIZED", 1: "INITIALIZED", 2: "DECOMMISSIONED"}
_OTHERS_WRITE: Final = 0o022
_PAGE: Final = 62
_CLIENTS: Final = 16
_CERTIFICATE_BYTES: Final = 64 * 1024

Export = ctypes.CFUNCTYPE(c_int, POINTER(c_ubyte), c_uint, c_void_p)


class Clients(ctypes.Structure):
    """WormRegisteredClients."""

    _fields_ = (("amount", c_int), ("ids", (c_char * 31) * _CLIENTS))


_BYTES: Final = (POINTER(POINTER(c_ubyte)), POINTER(c_uint64))
_FUNCTIONS: Final[dict[str, tuple[Any, tuple[Any, ...]]]] = {
    "worm_getVersion": (c_char_p, ()),
    "worm_signatureAlgorithm": (c_char_p, ()),
    "worm_logTimeFormat": (c_char_p, ()),
    "worm_init": (c_int, (POINTER(c_void_p), c_char_p)),
    "worm_cleanup": (c_int, (c_void_p,)),
    "worm_info_new": (c_void_p, (c_void_p,)),
    "worm_info_free": (None, (c_void_p,)),
    "worm_info_read": (c_int, (c_void_p,)),
    "worm_info_tsePublicKey": (None, (c_void_p, *_BYTES)),
    "worm_info_tseSerialNumber": (None, (c_void_p, *_BYTES)),
    "worm_info_certificateExpirationDate": (c_uint64, (c_void_p,)),
    "worm_info_isDevelopmentFirmware": (c_int, (c_void_p,)),
    "worm_info_hasValidTime": (c_int, (c_void_p,)),
    "worm_info_hasPassedSelfTest": (c_int, (c_void_p,)),
    "worm_info_initializationState": (c_int, (c_void_p,)),
    **{
        f"worm_info_{name}": (c_uint32, (c_void_p,))
        for name in (
            "capacity", "size", "timeUntilNextSelfTest", "startedTransactions", "maxStartedTransactions",
            "remainingSignatures", "timeUntilNextTimeSynchronization",
        )
    },
    "worm_tse_setup": (
        c_int, (c_void_p, c_char_p, c_int, c_char_p, c_int, c_char_p, c_int, c_char_p, c_int, c_char_p),
    ),
    "worm_tse_runSelfTest": (c_int, (c_void_p, c_char_p)),
    "worm_tse_updateTime": (c_int, (c_void_p, c_uint64)),
    "worm_tse_registerClient": (c_int, (c_void_p, c_char_p)),
    "worm_tse_listRegisteredClients": (c_int, (c_void_p, c_int, POINTER(Clients))),
    "worm_user_login": (c_int, (c_void_p, c_int, c_char_p, c_int, POINTER(c_int))),
    "worm_user_logout": (c_int, (c_void_p, c_int)),
    "worm_transaction_response_new": (c_void_p, (c_void_p,)),
    "worm_transaction_response_free": (None, (c_void_p,)),
    "worm_transaction_response_logTime": (c_uint64, (c_void_p,)),
    "worm_transaction_response_signatureCounter": (c_uint64, (c_void_p,)),
    "worm_transaction_response_transactionNumber": (c_uint64, (c_void_p,)),
    "worm_transaction_response_signature": (None, (c_void_p, *_BYTES)),
    "worm_transaction_start": (c_int, (c_void_p, c_char_p, c_char_p, c_uint64, c_char_p, c_void_p)),
    "worm_transaction_finish": (c_int, (c_void_p, c_char_p, c_uint64, c_char_p, c_uint64, c_char_p, c_void_p)),
    "worm_transaction_listStartedTransactions": (
        c_int, (c_void_p, c_char_p, c_int, POINTER(c_uint64), c_int, POINTER(c_int)),
    ),
    "worm_getLogMessageCertificate": (c_int, (c_void_p, POINTER(c_ubyte), POINTER(c_uint32))),
    "worm_export_tar": (c_int, (c_void_p, Export, c_void_p)),
    "worm_export_tar_filtered_time": (c_int, (c_void_p, c_uint64, c_uint64, c_char_p, Export, c_void_p)),
    "worm_export_tar_filtered_transaction": (c_int, (c_void_p, c_uint64, c_uint64, c_char_p, Export, c_void_p)),
}  # fmt: skip
_MAY_LACK: Final = {"worm_info_timeUntilNextTimeSynchronization"}
"""Came with a later version of the library."""


@dataclass(slots=True, frozen=True)
class Response:
    """What a signature answers. `at`: seconds since 1970."""

    transaction: int
    counter: int
    at: int
    signature: bytes


@dataclass(slots=True, frozen=True)
class WormInfo:
    """The device's state, read at once. Times until something are in seconds."""

    state: str
    development: bool
    public_key: bytes
    serial: bytes
    expires_at: int
    time_is_set: bool
    self_test_passed: bool
    until_self_test: int
    until_time: int
    sectors: int
    sectors_used: int
    opened: int
    open_limit: int
    signatures_left: int


def load(folder: Path) -> Any:
    """The library from the node's own folder, or from where the system looks. Raises OSError; PermissionError for one that
    not only its owner could have put there: it would run with all that the node may do."""
    own = folder / FILE
    if own.exists() and (own.stat().st_mode | folder.stat().st_mode) & _OTHERS_WRITE:
        raise PermissionError(FILE)
    return ctypes.CDLL(str(own) if own.exists() else FILE)


class WormLibrary:
    """The functions of a library that is loaded. Raises AttributeError if it lacks one."""

    def __init__(self, loaded: Any) -> None:
        self._functions: dict[str, Callable[..., Any]] = {}
        for name, (result, arguments) in _FUNCTIONS.items():
            if name in _MAY_LACK and not hasattr(loaded, name):
                continue
            function = getattr(loaded, name)
            function.restype, function.argtypes = result, arguments
            self._functions[name] = function

    def has(self, name: str) -> bool:
        return name in self._functions

    def ask(self, name: str, *arguments: Any) -> Any:
        """A function that cannot fail."""
        return self._functions[name](*arguments)

    def call(self, name: str, *arguments: Any) -> None:
        """A function that answers with a code. Raises WormFailed."""
        code = self._functions[name](*arguments)
        if code != NO_ERROR:
            raise WormFailed(code)

    def bytes_of(self, name: str, handle: Any) -> bytes:
        """Bytes that belong to the handle, copied."""
        start, size = POINTER(c_ubyte)(), c_uint64()
        self.ask(name, handle, byref(start), byref(size))
        return ctypes.string_at(start, size.value)


class WormDevice:
    """One TSE that is mounted somewhere."""

    def __init__(self, library: WormLibrary, mount: str) -> None:
        """Open it. Raises WormFailed."""
        self._library = library
        self._context = c_void_p()
        library.call("worm_init", byref(self._context), mount.encode())

    def close(self) -> None:
        self._library.ask("worm_cleanup", self._context)

    def texts(self) -> tuple[str, str]:
        """Signature algorithm and format of the log time."""
        algorithm, time = self._library.ask("worm_signatureAlgorithm"), self._library.ask("worm_logTimeFormat")
        return (algorithm or b"").decode(), (time or b"").decode()

    def info(self) -> WormInfo:
        library = self._library
        handle = library.ask("worm_info_new", self._context)
        try:
            library.call("worm_info_read", handle)

            def told(name: str) -> int:
                return int(library.ask(f"worm_info_{name}", handle))

            return WormInfo(
                state=STATES.get(told("initializationState"), ""),
                development=bool(told("isDevelopmentFirmware")),
                public_key=library.bytes_of("worm_info_tsePublicKey", handle),
                serial=library.bytes_of("worm_info_tseSerialNumber", handle),
                expires_at=told("certificateExpirationDate"),
                time_is_set=bool(told("hasValidTime")),
                self_test_passed=bool(told("hasPassedSelfTest")),
                until_self_test=told("timeUntilNextSelfTest"),
                until_time=told("timeUntilNextTimeSynchronization")
                if library.has("worm_info_timeUntilNextTimeSynchronization") else 0,
                sectors=told("capacity"),
                sectors_used=told("size"),
                opened=told("startedTransactions"),
                open_limit=told("maxStartedTransactions"),
                signatures_left=told("remainingSignatures"),
            )  # fmt: skip
        finally:
            library.ask("worm_info_free", handle)

    def certificates(self) -> bytes:
        buffer, size = (c_ubyte * _CERTIFICATE_BYTES)(), c_uint32(_CERTIFICATE_BYTES)
        self._library.call("worm_getLogMessageCertificate", self._context, buffer, byref(size))
        return bytes(buffer[: size.value])

    def set_up(self, puk: str, admin_pin: str, time_admin_pin: str, client: str) -> None:
        values: list[Any] = []
        for value in (SEED, puk.encode(), admin_pin.encode(), time_admin_pin.encode()):
            values += [value, len(value)]
        self._library.call("worm_tse_setup", self._context, *values, client.encode())

    def self_test(self, client: str) -> None:
        self._library.call("worm_tse_runSelfTest", self._context, client.encode())

    def set_time(self, seconds: int) -> None:
        self._library.call("worm_tse_updateTime", self._context, seconds)

    def log_in(self, user: int, pin: str) -> None:
        tries, raw = c_int(), pin.encode()
        self._library.call("worm_user_login", self._context, user, raw, len(raw), byref(tries))

    def log_out(self, user: int) -> None:
        self._library.call("worm_user_logout", self._context, user)

    def clients(self) -> list[str]:
        found: list[str] = []
        while True:
            page = Clients()
            self._library.call("worm_tse_listRegisteredClients", self._context, len(found), byref(page))
            found += [page.ids[at].value.decode() for at in range(page.amount)]
            if page.amount < _CLIENTS:
                return found

    def register(self, client: str) -> None:
        self._library.call("worm_tse_registerClient", self._context, client.encode())

    def start(self, client: str) -> Response:
        return self._signed("worm_transaction_start", client.encode(), b"", 0, b"")

    def finish(self, client: str, transaction: int, process_type: str, process_data: str) -> Response:
        data = process_data.encode()
        values = (client.encode(), transaction, data, len(data), process_type.encode())
        return self._signed("worm_transaction_finish", *values)

    def _signed(self, name: str, *values: Any) -> Response:
        library = self._library
        handle = library.ask("worm_transaction_response_new", self._context)
        try:
            library.call(name, self._context, *values, handle)
            return Response(
                transaction=library.ask("worm_transaction_response_transactionNumber", handle),
                counter=library.ask("worm_transaction_response_signatureCounter", handle),
                at=library.ask("worm_transaction_response_logTime", handle),
                signature=library.bytes_of("worm_transaction_response_signature", handle),
            )
        finally:
            library.ask("worm_transaction_response_free", handle)

    def started(self, client: str | None) -> list[int]:
        """Open transactions of a till, or of all."""
        found: list[int] = []
        while True:
            page, amount = (c_uint64 * _PAGE)(), c_int()
            name = client.encode() if client else None
            self._library.call(
                "worm_transaction_listStartedTransactions", self._context, name, len(found), page, _PAGE, byref(amount)
            )
            found += page[: amount.value]
            if amount.value < _PAGE:
                return found

    def export(self, take: Callable[[bytes], bool], since: int = 0, transaction: int = 0) -> None:
        """The log as TAR, piece by piece, until `take` says that it has enough. `since`: seconds since 1970."""

        def give(start: Any, size: int, _: Any) -> int:
            return 0 if take(ctypes.string_at(start, size)) else 1

        write = Export(give)
        if transaction:
            self._library.call(
                "worm_export_tar_filtered_transaction", self._context, transaction, transaction, None, write, None
            )
        elif since:
            self._library.call("worm_export_tar_filtered_time", self._context, since, 2**64 - 1, None, write, None)
        else:
            self._library.call("worm_export_tar", self._context, write, None)
