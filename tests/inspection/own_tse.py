"""A TSE of the tests: any curve, any algorithm, any time format, and archives with whatever is wrong."""

import base64
import hashlib
import io
import tarfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

from tresen.core.receipt import Signed
from tresen.fiscal.log_message import MessageForm, log_file, parse_log_file
from tresen.fiscal.qr_code import qr_text

BEGIN = 1_800_000_000_000
SALE = "Beleg^0.39_0.00_0.00_0.00_0.00^0.39:Bar"
RECEIPT = "Kassenbeleg-V1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def point_of(key):
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def schnorr(key, hash_name: str, message: bytes, k: int) -> bytes:
    """EC-SDSA of ISO/IEC 14888-3 with a given k; for tests only."""
    numbers = ec.derive_private_key(k, key.curve).public_key().public_numbers()
    width = (key.curve.key_size + 7) // 8
    text = numbers.x.to_bytes(width, "big") + numbers.y.to_bytes(width, "big") + message
    r = hashlib.new(hash_name, text).digest()
    order = ORDERS[key.curve.name]
    s = (k + int.from_bytes(r, "big") * key.private_numbers().private_value) % order
    return r + s.to_bytes((order.bit_length() + 7) // 8, "big")


ORDERS = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "brainpoolP384r1": int(
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565", 16
    ),
}
HASHES = {
    "SHA224": hashes.SHA224, "SHA256": hashes.SHA256, "SHA384": hashes.SHA384, "SHA512": hashes.SHA512,
    "SHA3-224": hashes.SHA3_224, "SHA3-256": hashes.SHA3_256, "SHA3-384": hashes.SHA3_384, "SHA3-512": hashes.SHA3_512,
}  # fmt: skip


@dataclass
class Tse:
    """Signs; keeps every message with the name its file would have."""

    algorithm: str = "ecdsa-plain-SHA256"
    time_format: str = "unixTime"
    curve: ec.EllipticCurve = field(default_factory=ec.SECP256R1)
    der: bool = False
    counter: int = 0
    at: int = BEGIN
    members: list[tuple[str, bytes]] = field(default_factory=list)

    def __post_init__(self):
        self.key = ec.generate_private_key(self.curve)
        self.point = point_of(self.key.public_key())
        self.serial = sha256(self.point).hexdigest()
        self.form = MessageForm(bytes.fromhex(self.serial), self.algorithm, self.time_format)
        self.authority = ec.generate_private_key(ec.SECP256R1())

    def sign(self, message: bytes) -> bytes:
        family, _, name = self.algorithm.partition("-plain-")
        if family == "ecsdsa":
            return schnorr(self.key, name.lower().replace("sha3-", "sha3_"), message, 987_654_321 + self.counter)
        der = self.key.sign(message, ec.ECDSA(HASHES[name]()))
        if self.der:
            return der
        r, s = decode_dss_signature(der)
        size = (self.curve.key_size + 7) // 8
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    def next(self) -> tuple[int, int]:
        self.counter += 1
        self.at += 1000
        return self.counter, self.at

    def keep(self, message: bytes, name: str = "") -> bytes:
        raw = log_file(message, self.sign(message))
        self.members.append((name or name_of(parse_log_file(raw), self.time_format), raw))
        return raw

    def transact(self, number: int, operation: str, client="T-1", process_type="", data="") -> bytes:
        counter, at = self.next()
        return self.keep(
            self.form.transaction(
                f"{operation}Transaction", client, process_type, data.encode(),
                transaction=number, counter=counter, at=at,
            )
        )  # fmt: skip

    def sell(self, number: int, data: str = SALE, process_type: str = RECEIPT) -> None:
        self.transact(number, "Start")
        self.transact(number, "Finish", process_type=process_type, data=data)

    def system(self, operation: str) -> None:
        counter, at = self.next()
        self.keep(self.form.system(operation, b"", counter, at))

    def audit(self) -> None:
        counter, at = self.next()
        self.keep(self.form.audit(b"started", counter, at))

    def code(self, number: int = 7, data: str = SALE, process_type: str = RECEIPT, key: bytes = b"") -> str:
        counter, at = self.next()
        message = self.form.transaction(
            "FinishTransaction", "T-1", process_type, data.encode(), transaction=number, counter=counter, at=at
        )
        return qr_text(
            Signed(
                client="T-1", process_type=process_type, process_data=data, transaction=number, counter=counter,
                started_at=at - 5000, finished_at=at, signature=base64.b64encode(self.sign(message)).decode(),
                algorithm=self.algorithm, time_format=self.time_format,
                public_key=base64.b64encode(key or self.point).decode(),
            )
        )  # fmt: skip

    def certificates(self, by=None, begin: int = BEGIN - 1000, days: int = 3000) -> list[tuple[str, bytes]]:
        """Leaf and root as the archive names them. `by`: another key that signs the leaf."""
        root = certificate("Root", self.authority.public_key(), "Root", self.authority, BEGIN - 1000, 9000, ca=True)
        leaf = certificate("TSE", self.key.public_key(), "Root", by or self.authority, begin, days, ca=False)
        return [(named(one), one.public_bytes(serialization.Encoding.DER)) for one in (leaf, root)]

    def archive(self, members=None, certificates=None) -> bytes:
        given = self.certificates() if certificates is None else certificates
        info = b'"description:","Test","manufacturer:","Test","version:","1"\r\n'
        return tar([("info.csv", info), *given, *(self.members if members is None else members)])


def certificate(name, key, issuer, issuer_key, begin, days, ca):
    start = EPOCH + timedelta(milliseconds=begin)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def named(one) -> str:
    return f"{sha256(point_of(one.public_key())).hexdigest()}_X509.cer"


def name_of(message, time_format: str) -> str:
    """The name TR-03153 gives a log message."""
    moment = EPOCH + timedelta(milliseconds=message.at)
    begin = {
        "unixTime": f"Unixt_{message.at // 1000}",
        "utcTime": f"Utc_{moment:%y%m%d%H%M}Z",
        "utcTimeWithSeconds": f"Utc_{moment:%y%m%d%H%M%S}Z",
        "generalizedTime": f"Gent_{moment:%Y%m%d%H%M%S}Z",
        "generalizedTimeWithMilliseconds": f"Gent_{moment:%Y%m%d%H%M%S}.{message.at % 1000:03d}Z",
    }[time_format]
    begin += f"_Sig-{message.counter}_Log-"
    if message.kind == "transaction":
        operation = message.operation.removesuffix("Transaction")
        return f"{begin}Tra_No-{message.transaction}_{operation}_Client-{message.client}.log"
    return f"{begin}Sys_{message.operation}.log" if message.kind == "system" else f"{begin}Aud.log"


def tar(members) -> bytes:
    """A TAR of (name, content) pairs, or of whole TarInfo objects with content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = info.size or len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()
