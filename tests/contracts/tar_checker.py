"""An auditor's look at a TSE export, written without the product's own reader: names, counters, signatures."""

import io
import re
import tarfile
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

LOG = re.compile(r"Unixt_(\d+)_Sig-(\d+)_Log-(?:Tra_No-(\d+)_(Start|Update|Finish)_Client-(.+)|Sys_(\w+)|Aud)\.log")


@dataclass
class Checked:
    counters: list[int] = field(default_factory=list)
    transactions: dict[int, list[str]] = field(default_factory=dict)
    system: list[str] = field(default_factory=list)
    process_data: dict[int, str] = field(default_factory=dict)
    serials: list[str] = field(default_factory=list)


def elements(raw: bytes) -> list[tuple[int, bytes, int]]:
    """(tag, content, begin) of definite-length DER elements in a row."""
    found = []
    at = 0
    while at < len(raw):
        begin, tag, size = at, raw[at], raw[at + 1]
        at += 2
        if size & 0x80:
            width = size & 0x7F
            size = int.from_bytes(raw[at : at + width], "big")
            at += width
        found.append((tag, raw[at : at + size], begin))
        at += size
    assert at == len(raw), "elements end where the message ends"
    return found


def check_tar(content: bytes, from_counter: int = 0) -> Checked:
    """Everything an auditor's software asks of the file; an AssertionError names what is wrong. `from_counter`: the file
    is the later part of a log and may begin before this signature counter, not behind it."""
    checked = Checked()
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        members = [(member.name, tar.extractfile(member).read()) for member in tar.getmembers()]
    names = [name for name, _ in members]
    assert len(names) == len(set(names)), "no name twice"
    assert dict(members)["info.csv"].startswith(b'"description:","')
    certificates = [(name, x509.load_der_x509_certificate(raw)) for name, raw in members if "_X509." in name]
    for name, certificate in certificates:
        point = certificate.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        assert name == f"{sha256(point).hexdigest()}_X509.cer", "a certificate is named by its key"
        checked.serials.append(name[:64])
    leaf, authority = certificates[0][1], certificates[-1][1]
    leaf.verify_directly_issued_by(authority)
    for name, raw in members:
        if name.endswith(".log"):
            _check_log(name, raw, leaf.public_key(), checked)
    first = checked.counters[0] if from_counter and checked.counters else 1
    assert first <= max(from_counter, 1), "nothing is missing before the first message"
    assert checked.counters == list(range(first, first + len(checked.counters))), "the signature counter has no gap"
    if from_counter:
        return checked
    assert sorted(checked.transactions) == list(range(1, len(checked.transactions) + 1)), "no transaction is missing"
    for operations in checked.transactions.values():
        assert operations[0] == "Start"
        assert operations[1:] in ([], ["Finish"])
    return checked


def _check_log(name: str, raw: bytes, key: ec.EllipticCurvePublicKey, checked: Checked) -> None:
    found = LOG.fullmatch(name)
    assert found, f"{name} follows TR-03153"
    at, counter, transaction, operation, client, system = found.groups()
    ((tag, content, _),) = elements(raw)
    assert tag == 0x30
    parts = elements(content)
    signature, begin = parts[-1][1], parts[-1][2]
    half = len(signature) // 2
    der = encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
    scheme = hashes.SHA256() if key.curve.key_size == 256 else hashes.SHA384()
    key.verify(der, content[:begin], ec.ECDSA(scheme))
    assert int.from_bytes(parts[-2][1], "big") == int(at)
    assert int.from_bytes(parts[-3][1], "big") == int(counter)
    assert parts[-5][1].hex() == checked.serials[0], "the message names the TSE of the leaf certificate"
    checked.counters.append(int(counter))
    by_tag = {tag: value for tag, value, _ in parts}
    if system:
        assert by_tag[0x80].decode() == system
        checked.system.append(system)
    if transaction:
        assert int.from_bytes(by_tag[0x85], "big") == int(transaction)
        assert by_tag[0x80].decode() == f"{operation}Transaction"
        assert by_tag[0x81].decode() == client
        checked.transactions.setdefault(int(transaction), []).append(operation)
        if operation == "Start":
            assert by_tag[0x82] == b""
        else:
            checked.process_data[int(transaction)] = by_tag[0x82].decode()
