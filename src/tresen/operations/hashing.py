"""Slow hashes (argon2id) of what people remember, in threads of their own and never in the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

THREADS: Final = 2
"""At most so many at once: each needs the memory below."""
LONGEST: Final = 256
"""Characters that are looked at; longer input is wrong without being hashed."""


class Hashing:
    """Two costs: a PIN is typed at every change of staff and may take 0.1 s, a password is typed once a day."""

    def __init__(
        self,
        pin: tuple[int, int] = (2, 19 * 1024),
        password: tuple[int, int] = (3, 64 * 1024),
    ) -> None:
        """Passes and KiB of memory for PIN and password (OWASP's minimum; RFC 9106, second recommendation)."""
        self._pin = PasswordHasher(time_cost=pin[0], memory_cost=pin[1], parallelism=1)
        self._password = PasswordHasher(time_cost=password[0], memory_cost=password[1], parallelism=1)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="hashing")
        self._stand_in = ""

    def pin_now(self, pin: str, salt: str) -> str:
        """Hash of a PIN in this thread, for set-up tools. The salt is a fresh secret of the node's ids."""
        return self._pin.hash(pin, salt=salt.encode())

    def password_now(self, password: str, salt: str) -> str:
        """Hash of a password in this thread, for set-up tools."""
        return self._password.hash(password, salt=salt.encode())

    async def pin(self, pin: str, salt: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.pin_now, pin, salt)

    async def password(self, password: str, salt: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.password_now, password, salt)

    async def right(self, known: str, given: str) -> bool:
        """Whether it is the PIN or password behind a hash. Without a hash it takes as long and is wrong."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._right, known, given)

    def _right(self, known: str, given: str) -> bool:
        if len(given) > LONGEST:
            return False
        if not known:
            self._stand_in = self._stand_in or self._password.hash("nobody")
        try:
            self._password.verify(known or self._stand_in, given)
            return bool(known)
        except (VerificationError, InvalidHashError):
            return False
