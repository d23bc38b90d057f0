"""The library of Swissbit as real C functions (made with ctypes), with the types of the maker's public header.

Written down a second time and apart from the adapter, so that a wrong type there shows: what is passed goes through the
same C calling convention as with the real library.
"""
# ruff: noqa: N802 - the names of the C functions

import base64
import ctypes
import threading
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_ubyte, c_uint, c_uint32, c_uint64, c_void_p

PUK, ADMIN, TIME = "123456", "12345", "54321"
OUT = POINTER(POINTER(c_ubyte))
WRITE = CFUNCTYPE(c_int, POINTER(c_ubyte), c_uint, c_void_p)
PIECE = 700
SECTORS = 16_000_000


class SwissbitLibrary:
    """Stands for the loaded library: its attributes are C functions."""

    def __init__(self, element, *, state=1):
        self.element = element
        self.state = state
        self.pins = {"puk": PUK, 1: ADMIN, 2: TIME} if state == 1 else {}
        self.tested = self.timed = state == 1
        self.tries = 3
        self.users: set[int] = set()
        self.development = False
        self.sectors_used = SECTORS - 7_000_000
        self.plugged_in = True
        self.export_wants_admin = False
        self.faults: list[tuple[str, int, bool]] = []
        """(function, code, whether it is done all the same), each met once."""
        self.times_set = 0
        self.contexts = 0
        self.exporting = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self._kept: list = []
        self._answers: dict[int, object] = {}
        for name in dir(self):
            if name.startswith("_c_"):
                result, *arguments = getattr(self, name).__annotations__["return"]
                setattr(self, name[3:], CFUNCTYPE(result, *arguments)(self._guarded(name)))

    def _guarded(self, name):
        act = getattr(self, name)

        def call(*arguments):
            for index, (wanted, code, done) in enumerate(self.faults):
                if wanted == name[3:]:
                    del self.faults[index]
                    if done:
                        act(*arguments)
                    return code
            return act(*arguments)

        return call

    def _now(self, work):
        """Nothing inside really waits: no event loop is needed in the device's thread."""
        try:
            while True:
                work.send(None)
        except StopIteration as done:
            return done.value

    def _text(self, text):
        self._kept.append(ctypes.create_string_buffer(text))
        return ctypes.addressof(self._kept[-1])

    def _bytes(self, content, start, size):
        buffer = (c_ubyte * len(content))(*content)
        self._kept.append(buffer)
        start[0] = ctypes.cast(buffer, POINTER(c_ubyte))
        size[0] = len(content)

    # ---- the device

    def _c_worm_getVersion(self) -> (c_void_p,):
        return self._text(b"5.9.1")

    def _c_worm_signatureAlgorithm(self) -> (c_void_p,):
        return self._text(self.element.algorithm.encode())

    def _c_worm_logTimeFormat(self) -> (c_void_p,):
        return self._text(b"unixTime")

    def _c_worm_init(self, context, mount) -> (c_int, POINTER(c_void_p), c_char_p):
        if not self.plugged_in or mount != b"/media/tse":
            return 2
        self.contexts += 1
        context[0] = 4711
        return 0

    def _c_worm_cleanup(self, context) -> (c_int, c_void_p):
        assert context == 4711
        self.contexts -= 1
        self.users.clear()
        return 0

    def _c_worm_info_new(self, context) -> (c_void_p, c_void_p):
        assert context == 4711
        return 4712

    def _c_worm_info_free(self, info) -> (None, c_void_p):
        assert info == 4712

    def _c_worm_info_read(self, info) -> (c_int, c_void_p):
        return 0 if self.plugged_in else 3

    def _c_worm_info_tsePublicKey(self, info, start, size) -> (None, c_void_p, OUT, POINTER(c_uint64)):
        self._bytes(self.element.public_key, start, size)

    def _c_worm_info_tseSerialNumber(self, info, start, size) -> (None, c_void_p, OUT, POINTER(c_uint64)):
        self._bytes(bytes.fromhex(self.element.serial), start, size)

    def _c_worm_info_certificateExpirationDate(self, info) -> (c_uint64, c_void_p):
        return self.element.expires_at

    def _c_worm_info_isDevelopmentFirmware(self, info) -> (c_int, c_void_p):
        return self.development

    def _c_worm_info_hasValidTime(self, info) -> (c_int, c_void_p):
        return self.timed

    def _c_worm_info_hasPassedSelfTest(self, info) -> (c_int, c_void_p):
        return self.tested

    def _c_worm_info_initializationState(self, info) -> (c_int, c_void_p):
        return self.state

    def _c_worm_info_capacity(self, info) -> (c_uint32, c_void_p):
        return SECTORS

    def _c_worm_info_size(self, info) -> (c_uint32, c_void_p):
        return self.sectors_used

    def _c_worm_info_timeUntilNextSelfTest(self, info) -> (c_uint32, c_void_p):
        return 80_000

    def _c_worm_info_timeUntilNextTimeSynchronization(self, info) -> (c_uint32, c_void_p):
        return 70_000

    def _c_worm_info_startedTransactions(self, info) -> (c_uint32, c_void_p):
        return len(self.element.open)

    def _c_worm_info_maxStartedTransactions(self, info) -> (c_uint32, c_void_p):
        return self.element.open_limit

    def _c_worm_info_remainingSignatures(self, info) -> (c_uint32, c_void_p):
        return 20_000_000 - self.element.signatures

    def _c_worm_tse_setup(self, context, seed, n, puk, m, admin, k, time, j, client) -> (
        c_int, c_void_p, c_char_p, c_int, c_char_p, c_int, c_char_p, c_int, c_char_p, c_int, c_char_p,
    ):  # fmt: skip
        if self.state != 0:
            return 0x10FD
        if not self.tested:
            return 0x1054
        assert (seed, n, m, k, j) == (b"SwissbitSwissbit", 16, 6, 5, 5)
        self.pins = {"puk": puk[:m].decode(), 1: admin[:k].decode(), 2: time[:j].decode()}
        self.state = 1
        self._now(self.element.device.register(client.decode()))
        return 0

    def _c_worm_tse_runSelfTest(self, context, client) -> (c_int, c_void_p, c_char_p):
        self.tested = True
        self._now(self.element.device.self_test(""))
        return 0 if client.decode() in self.element.clients else 0x1011

    def _c_worm_tse_updateTime(self, context, seconds) -> (c_int, c_void_p, c_uint64):
        if not self.users & {1, 2}:
            return 0x100F
        if not self.tested:
            return 0x1054
        assert seconds == self.element.clock.at // 1000
        self.timed = True
        self.times_set += 1
        self._now(self.element.device.update_time())
        return 0

    def _c_worm_user_login(self, context, user, pin, size, tries) -> (
        c_int, c_void_p, c_int, c_char_p, c_int, POINTER(c_int),
    ):  # fmt: skip
        if not self.tries:
            return 0x1201
        if pin[:size].decode() != self.pins[user]:
            self.tries -= 1
            tries[0] = self.tries
            return 0x1100
        self.tries = 3
        self.users.add(user)
        return 0

    def _c_worm_user_logout(self, context, user) -> (c_int, c_void_p, c_int):
        self.users.discard(user)
        return 0

    def _c_worm_tse_listRegisteredClients(self, context, skip, page) -> (c_int, c_void_p, c_int, c_void_p):
        if 1 not in self.users:
            return 0x100F
        found = sorted(self.element.clients)[skip : skip + 16]
        ctypes.memmove(page, len(found).to_bytes(4, "little"), 4)
        for at, client in enumerate(found):
            ctypes.memmove(page + 4 + 31 * at, client.encode().ljust(31, b"\x00"), 31)
        return 0

    def _c_worm_tse_registerClient(self, context, client) -> (c_int, c_void_p, c_char_p):
        if 1 not in self.users:
            return 0x100F
        self._now(self.element.device.register(client.decode()))
        return 0

    # ---- transactions

    def _refusal(self, client):
        checks = (
            (not self.plugged_in, 3), (self.element.clock.at > self.element.expires_at * 1000, 0x100A),
            (not self.tested, 0x1054), (not self.timed, 0x1002), (self.sectors_used >= SECTORS, 0x1017),
            (client not in self.element.clients, 0x1011),
        )  # fmt: skip
        return next((code for wrong, code in checks if wrong), 0)

    def _c_worm_transaction_start(self, context, client, data, size, kind, answer) -> (
        c_int, c_void_p, c_char_p, c_char_p, c_uint64, c_char_p, c_void_p,
    ):  # fmt: skip
        assert (size, kind) == (0, b"")
        if code := self._refusal(client.decode()):
            return code
        if len(self.element.open) >= self.element.open_limit:
            return 0x1009
        self._answers[answer] = self._now(self.element.device.start(client.decode()))
        return 0

    def _c_worm_transaction_finish(self, context, client, number, data, size, kind, answer) -> (
        c_int, c_void_p, c_char_p, c_uint64, c_void_p, c_uint64, c_char_p, c_void_p,
    ):  # fmt: skip
        if code := self._refusal(client.decode()):
            return code
        if self.element.open.get(number) != client.decode():
            return 0x1008
        text = ctypes.string_at(data, size).decode()
        done = self._now(self.element.device.finish(client.decode(), number, kind.decode(), text))
        self._answers[answer] = done
        return 0

    def _c_worm_transaction_listStartedTransactions(self, context, client, skip, page, size, amount) -> (
        c_int, c_void_p, c_char_p, c_int, POINTER(c_uint64), c_int, POINTER(c_int),
    ):  # fmt: skip
        found = [number for number, owner in self.element.open.items() if client is None or owner == client.decode()]
        found = found[skip : skip + size]
        for at, number in enumerate(found):
            page[at] = number
        amount[0] = len(found)
        return 0

    def _c_worm_transaction_response_new(self, context) -> (c_void_p, c_void_p):
        handle = 5000 + len(self._answers)
        self._answers[handle] = None
        return handle

    def _c_worm_transaction_response_free(self, answer) -> (None, c_void_p):
        assert answer in self._answers

    def _c_worm_transaction_response_logTime(self, answer) -> (c_uint64, c_void_p):
        return self._answers[answer].at // 1000

    def _c_worm_transaction_response_signatureCounter(self, answer) -> (c_uint64, c_void_p):
        return self._answers[answer].counter

    def _c_worm_transaction_response_transactionNumber(self, answer) -> (c_uint64, c_void_p):
        return self._answers[answer].transaction

    def _c_worm_transaction_response_signature(self, answer, start, size) -> (None, c_void_p, OUT, POINTER(c_uint64)):
        self._bytes(self._answers[answer].signature, start, size)

    # ---- export

    def _c_worm_getLogMessageCertificate(self, context, buffer, size) -> (c_int, c_void_p, c_void_p, POINTER(c_uint32)):
        pem = b"".join(
            b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"
            for der in self.element.certificates
        )
        assert size[0] >= len(pem)
        ctypes.memmove(buffer, pem, len(pem))
        size[0] = len(pem)
        return 0

    def _give(self, tar, write):
        if self.export_wants_admin and 1 not in self.users:
            return 0x100F
        for at in range(0, len(tar), PIECE):
            piece = (c_ubyte * len(tar[at : at + PIECE]))(*tar[at : at + PIECE])
            self.exporting.set()
            self.go_on.wait()
            if write(piece, len(piece), None):
                return 10
        return 0

    def _c_worm_export_tar(self, context, write, data) -> (c_int, c_void_p, WRITE, c_void_p):
        return self._give(self._now(self.element.tar()), write)

    def _c_worm_export_tar_filtered_time(self, context, begin, end, client, write, data) -> (
        c_int, c_void_p, c_uint64, c_uint64, c_char_p, WRITE, c_void_p,
    ):  # fmt: skip
        assert (end, client) == (2**64 - 1, None)
        return self._give(self._now(self.element.tar(since=begin)), write)

    def _c_worm_export_tar_filtered_transaction(self, context, first, last, client, write, data) -> (
        c_int, c_void_p, c_uint64, c_uint64, c_char_p, WRITE, c_void_p,
    ):  # fmt: skip
        assert (first, client) == (last, None)
        if first > self.element.transactions:
            return 0x2003
        return self._give(self._now(self.element.tar(transaction=first)), write)
