"""Whether a signature of a TSE is true: for QR codes and for `.log` files, of any maker.

The only file of `fiscal` that needs more than the standard library: `cryptography` computes, and touches nothing else.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tresen.fiscal.certificates import BadCertificate, raw_point
from tresen.fiscal.log_message import ALGORITHMS, TIME_FORMATS, BadLogMessage, LogMessage, MessageForm, parse_log_file
from tresen.fiscal.process_data import BadProcessData
from tresen.fiscal.process_grammar import check_process_data
from tresen.fiscal.qr_code import BadQrCode, QrCode, parse_qr
from tresen.fiscal.schnorr import verify_schnorr

_CURVES: Final[dict[int, tuple[ec.EllipticCurve, ...]]] = {
    65: (ec.SECP256R1(), ec.BrainpoolP256R1()),
    97: (ec.SECP384R1(), ec.BrainpoolP384R1()),
    129: (ec.BrainpoolP512R1(),),
    133: (ec.SECP521R1(),),
}
"""Curves by the length of the raw point; which one it is shows in whether the point lies on it."""
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "SHA224": hashes.SHA224(),
    "SHA256": hashes.SHA256(),
    "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
    "SHA3-224": hashes.SHA3_224(),
    "SHA3-256": hashes.SHA3_256(),
    "SHA3-384": hashes.SHA3_384(),
    "SHA3-512": hashes.SHA3_512(),
}
_SPKI_START: Final = 0x30
_POINT_START: Final = 0x04
_ECDSA: Final = "ecdsa-plain-"
_SCHNORR: Final = "ecsdsa-plain-"
WRAPPED_KEY: Final = "the key is a SubjectPublicKeyInfo, not the raw point"
"""Some interfaces give the key so; a code or an export must hold the point alone."""


@dataclass(slots=True, frozen=True)
class Verdict:
    """The answer. `valid` speaks of the signature alone; `remark` names what else breaks a rule."""

    valid: bool
    reason: str = ""
    """Why it is not valid, in plain words."""
    serial: str = ""
    """Serial of the TSE, computed from the key: 64 hex digits."""
    curve: str = ""
    form: str = ""
    """`plain` (r and s one after the other) or `der`: one official example is DER though it is named plain."""
    remark: str = ""


@lru_cache(maxsize=256)
def load_point(public_key: bytes) -> ec.EllipticCurvePublicKey | None:
    """The key of a raw uncompressed point; None if it lies on no curve that a TSE uses."""
    for curve in _CURVES.get(len(public_key), ()):
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(curve, public_key)
        except (ValueError, UnsupportedAlgorithm):
            continue
    return None


def point_in(public_key: bytes) -> bytes:
    """The raw uncompressed point of a key that may be wrapped in a SubjectPublicKeyInfo; empty if it is neither."""
    if public_key[:1] == bytes([_POINT_START]):
        return public_key
    if public_key[:1] != bytes([_SPKI_START]):
        return b""
    try:
        return raw_point(public_key)
    except BadCertificate:
        return b""


def _form_of(key: ec.EllipticCurvePublicKey, hash_name: str, message: bytes, signature: bytes) -> str:
    """`plain` or `der` if the ECDSA signature is true in that form, else empty."""
    scheme = ec.ECDSA(_HASHES[hash_name])
    size = (key.curve.key_size + 7) // 8
    forms: list[tuple[str, bytes]] = []
    if len(signature) == 2 * size:
        r = int.from_bytes(signature[:size], "big")
        s = int.from_bytes(signature[size:], "big")
        forms.append(("plain", encode_dss_signature(r, s)))
    forms.append(("der", signature))
    for form, der in forms:
        try:
            key.verify(der, message, scheme)
        except InvalidSignature:
            continue
        return form
    return ""


def verify_signature(public_key: bytes, algorithm: str, message: bytes, signature: bytes) -> Verdict:
    """Check a signature over a message. `public_key`: raw uncompressed point, or wrapped (then the verdict remarks it).

    `algorithm`: a TSE_SIG_ALGO.
    """
    if algorithm not in ALGORITHMS:
        return Verdict(False, f"{algorithm!r} is no algorithm of a TSE")
    point = point_in(public_key)
    if not point:
        return Verdict(False, "the key is no point")
    remark = "" if point == public_key else WRAPPED_KEY
    serial = sha256(point).hexdigest()
    key = load_point(point)
    if key is None:
        return Verdict(False, "the key lies on no known curve", serial, remark=remark)
    if algorithm.startswith(_ECDSA):
        form = _form_of(key, algorithm.removeprefix(_ECDSA), message, signature)
    else:
        name = algorithm.removeprefix(_SCHNORR).lower().replace("sha3-", "sha3_")
        form = "plain" if verify_schnorr(key.curve.name, point, name, message, signature) else ""
    reason = "" if form else "the signature does not belong to these data"
    return Verdict(bool(form), reason, serial, key.curve.name, form, remark)


def signed_bytes_of(code: QrCode) -> bytes:
    """The message that was signed, rebuilt from what a QR code says."""
    serial = sha256(point_in(code.public_key)).digest()
    return MessageForm(serial, code.algorithm, code.time_format).transaction(
        "FinishTransaction",
        code.client,
        code.process_type,
        code.process_data.encode(),
        transaction=code.transaction,
        counter=code.counter,
        at=code.finished_at,
    )


def _remark(code: QrCode) -> str:
    """What the text breaks although it may be signed."""
    try:
        check_process_data(code.process_type, code.process_data)
    except BadProcessData as error:
        return f"processData: {error}"
    return ""


def verify_qr(text: str) -> Verdict:
    """Check the QR code of a receipt completely: form, signature, and the grammar of processData (as a remark)."""
    try:
        code = parse_qr(text)
    except BadQrCode as error:
        return Verdict(False, str(error))
    if code.algorithm not in ALGORITHMS:
        return Verdict(False, f"{code.algorithm!r} is no algorithm of a TSE")
    if code.time_format not in TIME_FORMATS:
        return Verdict(False, f"{code.time_format!r} is no time format of a TSE")
    verdict = verify_signature(code.public_key, code.algorithm, signed_bytes_of(code), code.signature)
    remark = "; ".join(said for said in (verdict.remark, _remark(code)) if said)
    return Verdict(verdict.valid, verdict.reason, verdict.serial, verdict.curve, verdict.form, remark)


def verify_log_file(raw: bytes, public_key: bytes) -> tuple[Verdict, LogMessage | None]:
    """Check one `.log` file against the key of its TSE; also returns what it says, if it can be read."""
    try:
        message = parse_log_file(raw)
    except BadLogMessage as error:
        return Verdict(False, str(error)), None
    if message.serial != sha256(public_key).digest():
        return Verdict(False, "the message names another TSE", sha256(public_key).hexdigest()), message
    return verify_signature(public_key, message.algorithm, message.signed, message.signature), message
