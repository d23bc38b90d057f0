"""The node's key pair for rescue files: devices encrypt with the public half; the private one stays among the secrets."""

import asyncio
import base64
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tresen.core.failures import Failure
from tresen.operations.node import Node
from tresen.operations.writing import written
from tresen.store import secrets
from tresen.store.writer import Tx

BITS: Final = 3072
KIND, ID = "node", "rescue"


@dataclass(slots=True, frozen=True)
class RescueKey:
    """What a device needs to write a rescue file that only this node can read."""

    key: str
    """Which one it is: the beginning of the hash of `public`."""
    public: str
    """SubjectPublicKeyInfo, DER, base64: for RSA-OAEP with SHA-256."""
    algorithm: str = "RSA-OAEP-256"


async def rescue_key(node: Node) -> RescueKey | Failure:
    """The public half; the pair is made when it is first asked for."""
    private = await private_key(node)
    if isinstance(private, Failure):
        return private
    der = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return RescueKey(sha256(der).hexdigest()[:16], base64.b64encode(der).decode())


async def private_key(node: Node) -> rsa.RSAPrivateKey | Failure:
    """The private half, from the table of secrets."""
    known = await written(node, lambda tx: secrets.get(tx, KIND, ID))
    if isinstance(known, Failure):
        return known
    if known is None:
        async with node.turns.of("rescue key"):
            fresh = await asyncio.to_thread(_make)
            known = await written(node, lambda tx: _keep(tx, fresh))
        if isinstance(known, Failure):
            return known
    loaded = serialization.load_pem_private_key(known[0].encode(), password=None)
    assert isinstance(loaded, rsa.RSAPrivateKey), "the node made it"
    return loaded


def _make() -> str:
    """Takes a second; never in the event loop."""
    return (
        rsa.generate_private_key(public_exponent=65537, key_size=BITS)
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def _keep(tx: Tx, fresh: str) -> tuple[str, int, str]:
    """The first one that was made stays."""
    if secrets.get(tx, KIND, ID) is None:
        secrets.put(tx, KIND, ID, fresh)
    known = secrets.get(tx, KIND, ID)
    assert known is not None
    return known
