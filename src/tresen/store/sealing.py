"""Secrets that the node itself must be able to read (PINs, PUKs, keys of a TSE), encrypted in the database.

The key is a file of its own in the data folder, so a copy of the database alone gives nothing away.
"""

import base64
import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12
_KEY: Final = 32


class SealBroken(Exception):
    """What was sealed cannot be read: the key file is missing or another one, or the text was changed."""


class Sealer:
    """AES-256-GCM with a key that is made when it is first needed."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def seal(self, plain: bytes, about: str) -> str:
        """`about`: what it belongs to; it can be opened for that only."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + self._cipher(make=True).encrypt(nonce, plain, about.encode())).decode()

    def open(self, sealed: str, about: str) -> bytes:
        """Raises SealBroken."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            return self._cipher(make=False).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())
        except (ValueError, InvalidTag, OSError) as error:
            raise SealBroken(f"{self._file.name} does not open it") from error

    def _cipher(self, *, make: bool) -> AESGCM:
        if make and not self._file.exists():
            self._make()
        key = self._file.read_bytes()
        if len(key) != _KEY:
            raise ValueError("no key of ours")
        return AESGCM(key)

    def _make(self) -> None:
        """All or nothing, readable by the node's user only."""
        half = self._file.with_name(f"{self._file.name}.new")
        with contextlib.suppress(FileNotFoundError):
            half.unlink()
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secrets.token_bytes(_KEY))
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(self._file)
