"""QR codes of receipts: the official examples, orders, wrapped keys, and codes read from a picture."""

from pathlib import Path

import pytest
import segno
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from tests.inspection.own_tse import ORDERS, Tse, schnorr
from tresen.fiscal.schnorr import verify_schnorr
from tresen.inspection.tse_verify import verify_tse

OFFICIAL = (
    "V0;955002-00;Kassenbeleg-V1;Beleg^0.00_2.55_0.00_0.00_0.00^2.55:Bar;18;112;2019-07-10T18:41:04.000Z;"
    "2019-07-10T18:41:04.000Z;ecdsa-plain-SHA256;unixTime;"
    "MEQCIAy4P9k+7x9saDO0uRZ4El8QwN+qTgYiv1DIaJIMWRiuAiAt+saFDGjK2Yi5Cxgy7PprXQ5O0seRgx4ltdpW9REvwA==;"
    "BHhWOeisRpPBTGQ1W4VUH95TXx2GARf8e2NYZXJoInjtGqnxJ8sZ3CQpYgjI+LYEmW5A37sLWHsyU7nSJUBemyU="
)
NEWER = (
    "V0;AMA-2642;Kassenbeleg-V1;Beleg^4.05_3.00_0.00_0.00_0.00^7.05:Bar;13;44131;2019-11-22T11:29:48.000Z;"
    "2019-11-22T11:29:49.000Z;ecdsa-plain-SHA384;unixTime;"
    "K8zsZ6NjsBzo/Yd3Hba84aH3oT+c4Og5VcfJ7s6Dxz7UmAwtcKmzW16OkS/lm8pDE/37JHoRlYofUTLNF+9bY5Jv7C2P4nuEaHwlVarbiJs3bYlg"
    "QmIXQDZnf+8FhfBm;"
    "BBXNYQErM4d9sk9Iy+0T6A4sdTocijml5X78Gq/At2uXTcs/3bZNNpyuHd+dpmY59yLh0xZcr9osHhkDAxsQumgjmtb3d9GIVnTaPCslEki84P1i"
    "HPiHKHfcszeQajPk3A=="
)


def rules(report) -> dict[str, int]:
    return dict(report.objections.counts)


def test_both_official_examples_are_true(check):
    report = check(f"{OFFICIAL}\r\n\n{NEWER}\n")
    assert rules(report) == {"tse.der_signature": 1}
    assert (report.files[0].kind, report.files[0].signatures, report.files[0].true) == ("codes", 2, 2)


def test_a_changed_code_is_told_with_its_line(check):
    report = check(f"{NEWER}\n{NEWER.replace('7.05:Bar', '7.00:Bar')}\n")
    assert [(one.rule, one.line) for one in report.objections.kept] == [("tse.signature", 2)]


def test_an_order_may_hold_semicolons_and_carriage_returns(check):
    assert rules(check(Tse().code(data='2;"Eis; groß";3.99\r1;"Kaffee";2.99', process_type="Bestellung-V1"))) == {}


def test_a_wrapped_key_is_taken_and_told(check):
    tse = Tse()
    spki = tse.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    report = check(tse.code(key=spki))
    assert rules(report) == {"tse.key_wrapped": 1}
    assert report.files[0].true == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("ecdsa-plain-SHA384", "RSA"), ("unixTime", "ISO"), (";BBXN", ";AAXN"), (";13;", ";x;"), ("V0;", "V7;")],
)
def test_what_cannot_be_checked_is_no_true_code(check, old, new):
    report = check(NEWER.replace(old, new, 1))
    assert report.objections.faults == 1
    assert report.files[0].true == 0


def test_a_code_is_read_from_a_picture(tmp_path: Path):
    file = tmp_path / "receipt.png"
    segno.make(NEWER, error="l").save(str(file), scale=4)
    report = verify_tse([file])
    assert rules(report) == {}
    assert (report.files[0].kind, report.files[0].true) == ("picture", 1)
    Image.new("L", (200, 200), 255).save(file)
    assert rules(verify_tse([file])) == {"tse.no_code": 1}


def test_without_a_reader_the_picture_is_named_as_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "receipt.png"
    segno.make(NEWER, error="l").save(str(file), scale=4)
    monkeypatch.setattr("tresen.inspection.receipt_codes._READER", "no_such_reader")
    assert rules(verify_tse([file])) == {"tse.no_code_reader": 1}


ISO_EXAMPLES = (
    (
        ec.SECP256R1(), "sha256", 0x5202A3D8ACAF6909D12C9A774CD886F9FBA61137FFD3E8E76AED363FB47AC492,
        ("5a79a0aa9b241e381a594b220554d096a5f09fa628ad9a33c3ce4393ade1def7"
        "5c0eb78b67a513c3e53b2619f96855e291d5141c7cd0915e1d04b347457c9601"),
    ),
    (
        ec.SECP384R1(), "sha384",
        int("7e4914fe4b617089f9fe80ad913d5530eec4f30bca1ad66e7b5aeacf29d2f567d9a8f4a4552a1a1af3e0b6d0a49dfcc8", 16),
        ("f907553bb5c7de029a2a567078dff9b803ec64960d75ba73a85590acc0ac4479ac52e51d5691fcb069dc5cd24e0bcec7"
        "0b9d66d5de70faa8b35634a37b33c2c460b8dc0bd4c8745bb84dc15ca8570b079258f977da8b4061f3da6ebd7c429a89"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("curve", "hash_name", "private", "signature"), ISO_EXAMPLES)
def test_the_schnorr_examples_of_the_iso_standard_are_true(curve, hash_name, private, signature):
    from tests.inspection.own_tse import point_of

    point = point_of(ec.derive_private_key(private, curve).public_key())
    raw = bytes.fromhex(signature)
    assert verify_schnorr(curve.name, point, hash_name, b"abc", raw)
    assert not verify_schnorr(curve.name, point, hash_name, b"abd", raw)
    assert not verify_schnorr(curve.name, point, hash_name, b"abc", raw[:-1])
    half = len(raw) // 2
    assert not verify_schnorr(curve.name, point, hash_name, b"abc", raw[:half] + bytes(half))
    assert not verify_schnorr(curve.name, point, hash_name, b"abc", bytes(half) + raw[half:])


def test_schnorr_at_the_edges_of_its_arithmetic():
    key = ec.derive_private_key(1, ec.SECP256R1())  # the key is the base point itself
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    for k in (1, 2, 3, ORDERS["secp256r1"] - 1):
        assert verify_schnorr("secp256r1", point, "sha256", b"x", schnorr(key, "sha256", b"x", k))
