"""Open a rescue file: an envelope in JSON, its content encrypted with AES-256-GCM, that key wrapped for the node.

    {"format": "tresen-rescue-1", "key": <which of the node's keys>, "wrapped": <RSA-OAEP-256 of the AES key>,
     "nonce": <12 bytes>, "content": <ciphertext with its tag>}      all bytes in base64

The content is JSON: {"device", "till", "made_at", "items": [what would have been sent, one per receipt]}.
"""

import base64
import binascii
from dataclasses import dataclass, field
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT: Final = "tresen-rescue-1"
MOST_ITEMS: Final = 100_000
_OAEP: Final = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class Envelope(msgspec.Struct):
    """The file as it lies on a stick."""

    format: str
    key: str
    wrapped: str
    nonce: str
    content: str


@dataclass(slots=True)
class RescueContent:
    """What was saved."""

    device: str = ""
    till: str = ""
    made_at: int = 0
    items: list[msgspec.Raw] = field(default_factory=list)


class RescueFaulty(Exception):
    """It is no rescue file, was cut off, or is for another node."""


def opened(private: rsa.RSAPrivateKey, content: bytes) -> RescueContent:
    """The content of a file. Raises RescueFaulty. Blocks for some milliseconds per megabyte."""
    try:
        envelope = msgspec.json.decode(content, type=Envelope)
        if envelope.format != FORMAT:
            raise RescueFaulty(envelope.format[:40])
        wrapped, nonce, sealed = (
            base64.b64decode(text, validate=True) for text in (envelope.wrapped, envelope.nonce, envelope.content)
        )
        key = private.decrypt(wrapped, _OAEP)
        found = msgspec.json.decode(AESGCM(key).decrypt(nonce, sealed, None), type=RescueContent)
    except (msgspec.MsgspecError, UnicodeDecodeError, binascii.Error, ValueError, InvalidTag) as error:
        raise RescueFaulty(str(error)[:100]) from None
    if len(found.items) > MOST_ITEMS:
        raise RescueFaulty("too many")
    return found
