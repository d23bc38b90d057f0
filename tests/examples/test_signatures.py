"""Signatures of real TSEs: the official examples of DSFinV-K are rebuilt to the byte and verify."""

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tresen.core.receipt import Signed
from tresen.fiscal.log_message import (
    ALGORITHMS,
    TIME_FORMATS,
    BadLogMessage,
    MessageForm,
    log_file,
    parse_log_file,
)
from tresen.fiscal.qr_code import BadQrCode, log_time, parse_qr, qr_text, read_log_time
from tresen.fiscal.verification import signed_bytes_of, verify_log_file, verify_qr, verify_signature

OLD = (
    "V0;955002-00;Kassenbeleg-V1;Beleg^0.00_2.55_0.00_0.00_0.00^2.55:Bar;18;112;2019-07-10T18:41:04.000Z;"
    "2019-07-10T18:41:04.000Z;ecdsa-plain-SHA256;unixTime;"
    "MEQCIAy4P9k+7x9saDO0uRZ4El8QwN+qTgYiv1DIaJIMWRiuAiAt+saFDGjK2Yi5Cxgy7PprXQ5O0seRgx4ltdpW9REvwA==;"
    "BHhWOeisRpPBTGQ1W4VUH95TXx2GARf8e2NYZXJoInjtGqnxJ8sZ3CQpYgjI+LYEmW5A37sLWHsyU7nSJUBemyU="
)
OLD_BYTES = (
    "020102060904007f000703070101801146696e6973685472616e73616374696f6e81093935353030322d3030822742656c65675e302e3030"
    "5f322e35355f302e30305f302e30305f302e30305e322e35353a426172830e4b617373656e62656c65672d56318501120420c92dc16a9bd3"
    "549976ebadba575895fab6f0dfb0d3001f08921db57e1e51cf2b300c060a04007f0007010104010302017002045d263140"
)
NEW = (
    "V0;AMA-2642;Kassenbeleg-V1;Beleg^4.05_3.00_0.00_0.00_0.00^7.05:Bar;13;44131;2019-11-22T11:29:48.000Z;"
    "2019-11-22T11:29:49.000Z;ecdsa-plain-SHA384;unixTime;"
    "K8zsZ6NjsBzo/Yd3Hba84aH3oT+c4Og5VcfJ7s6Dxz7UmAwtcKmzW16OkS/lm8pDE/37JHoRlYofUTLNF+9bY5Jv7C2P4nuEaHwlVarbiJs3bYlg"
    "QmIXQDZnf+8FhfBm;"
    "BBXNYQErM4d9sk9Iy+0T6A4sdTocijml5X78Gq/At2uXTcs/3bZNNpyuHd+dpmY59yLh0xZcr9osHhkDAxsQumgjmtb3d9GIVnTaPCslEki84P1i"
    "HPiHKHfcszeQajPk3A=="
)
NEW_BYTES = (
    "020102060904007f000703070101801146696e6973685472616e73616374696f6e8108414d412d32363432822742656c65675e342e30355f"
    "332e30305f302e30305f302e30305f302e30305e372e30353a426172830e4b617373656e62656c65672d563185010d0420bf1b13c1cf8a6f"
    "7958c190201daf9e18b850cf2cdc0885078d48868f625955e3300c060a04007f00070101040104020300ac6302045dd7c6ad"
)


@pytest.mark.parametrize(
    ("text", "expected", "curve", "form"),
    [(OLD, OLD_BYTES, "brainpoolP256r1", "der"), (NEW, NEW_BYTES, "brainpoolP384r1", "plain")],
)
def test_the_official_examples_verify(text, expected, curve, form):
    assert signed_bytes_of(parse_qr(text)).hex() == expected
    verdict = verify_qr(text)
    assert (verdict.valid, verdict.reason, verdict.remark) == (True, "", "")
    assert (verdict.curve, verdict.form) == (curve, form)


def test_the_serial_of_the_tse_is_computed_from_its_key():
    assert verify_qr(OLD).serial == "c92dc16a9bd3549976ebadba575895fab6f0dfb0d3001f08921db57e1e51cf2b"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2.55:Bar", "2.54:Bar", "does not belong"),
        (";18;", ";19;", "does not belong"),
        (";112;", ";113;", "does not belong"),
        ("955002-00", "955002-01", "does not belong"),
        ("Kassenbeleg-V1", "Kassenbeleg-V2", "does not belong"),
        ("04.000Z;ecdsa", "05.000Z;ecdsa", "does not belong"),
        ("SHA256", "SHA384", "does not belong"),
        ("ecdsa-plain-SHA256", "ecsdsa-plain-SHA256", "does not belong"),
        ("ecdsa-plain-SHA256", "SHA256withECDSA", "no algorithm"),
        ("unixTime", "utcTime", "does not belong"),
        ("unixTime", "ISO", "no time format"),
        ("V0;", "V1;", "version"),
        (";18;", ";018;", "no number"),
        ("2019-07-10T18:41:04.000Z;ecdsa", "2019-07-10 18:41:04;ecdsa", "log time"),
        ("2019-07-10T18:41:04.000Z;ecdsa", "2019-13-10T18:41:04.000Z;ecdsa", "no moment"),
        (";BHhW", ";AHhW", "no point"),
        ("myU=", "myQ=", "no known curve"),
        ("MEQC", "ME!C", "base64"),
    ],
)
def test_a_changed_code_is_found_out(old, new, reason):
    assert OLD.count(old) >= 1
    verdict = verify_qr(OLD.replace(old, new, 1))
    assert not verdict.valid
    assert reason in verdict.reason


def test_the_start_time_is_not_signed():
    assert verify_qr(OLD.replace("2019-07-10T18:41:04.000Z;2019", "2019-07-10T18:40:00.000Z;2019")).valid


def test_a_key_in_the_wrong_wrapping_is_named():
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    text = OLD.rsplit(";", 1)[0] + ";" + base64.b64encode(spki).decode()
    assert "SubjectPublicKeyInfo" in verify_qr(text).remark
    assert not verify_qr(text).valid


def test_the_key_in_the_wrong_wrapping_is_the_same_key():
    point = parse_qr(NEW).public_key
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.BrainpoolP384R1(), point)
    spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    verdict = verify_qr(NEW.rsplit(";", 1)[0] + ";" + base64.b64encode(spki).decode())
    assert verdict.valid
    assert verdict.serial == sha256(point).hexdigest()
    assert "SubjectPublicKeyInfo" in verdict.remark


@pytest.mark.parametrize("count", [0, 3, 8, 10])
def test_missing_fields_are_named(count):
    text = ";".join(OLD.split(";")[:count]) if count else ""
    assert "missing" in verify_qr(text).reason


def _own_code(
    process_type: str, process_data: str, time_format: str = "unixTime", algorithm: str = "ecdsa-plain-SHA256"
):
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    at = 1_800_000_000_123
    message = MessageForm(sha256(point).digest(), algorithm, time_format).transaction(
        "FinishTransaction", "T-1", process_type, process_data.encode(), transaction=7, counter=128, at=at
    )
    scheme = {"256": hashes.SHA256(), "512": hashes.SHA3_512()}[algorithm[-3:]]
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(scheme)))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    signed = Signed(
        client="T-1",
        process_type=process_type,
        process_data=process_data,
        transaction=7,
        counter=128,
        started_at=at - 5000,
        finished_at=at,
        signature=base64.b64encode(signature).decode(),
        algorithm=algorithm,
        time_format=time_format,
        public_key=base64.b64encode(point).decode(),
    )
    return qr_text(signed), log_file(message, signature), point


def test_an_order_may_hold_semicolons():
    order = '2;"Eisbecher ""Himbeere""";3.99\r1;"Eiskaffee";2.99'
    text, _, _ = _own_code("Bestellung-V1", order)
    assert parse_qr(text).process_data == order
    assert verify_qr(text).valid


@pytest.mark.parametrize("time_format", TIME_FORMATS)
def test_every_time_format(time_format):
    text, raw, point = _own_code("Kassenbeleg-V1", "Beleg^0.00_0.00_0.00_0.00_0.00^", time_format)
    assert verify_qr(text).valid
    verdict, message = verify_log_file(raw, point)
    assert verdict.valid
    assert message is not None
    assert message.time_format == time_format
    assert message.at <= 1_800_000_000_123 < message.at + 60_000


def test_another_hash():
    text, _, _ = _own_code("SonstigerVorgang", "Schublade geöffnet", algorithm="ecdsa-plain-SHA3-512")
    assert verify_qr(text).valid


def test_a_true_signature_does_not_excuse_a_wrong_text():
    text, _, _ = _own_code("Kassenbeleg-V1", "Beleg^3,000.00_0.00_0.00_0.00_0.00^3000.00:Bar")
    verdict = verify_qr(text)
    assert verdict.valid
    assert "processData" in verdict.remark


def test_no_signature_no_code():
    assert qr_text(Signed(client="T-1", failure="TSE ausgefallen")) == ""


def test_log_times():
    assert log_time(1562784064000) == "2019-07-10T18:41:04.000Z"
    assert read_log_time(log_time(1_800_000_000_007)) == 1_800_000_000_007
    with pytest.raises(BadQrCode):
        read_log_time("2019-07-10T18:41:04Z")


def test_signature_forms_of_the_wrong_length_are_refused():
    code = parse_qr(NEW)
    verdict = verify_signature(code.public_key, code.algorithm, signed_bytes_of(code), code.signature[:-1])
    assert not verdict.valid


def _form() -> MessageForm:
    return MessageForm(bytes(range(32)), "ecdsa-plain-SHA384")


def test_a_long_text_is_written_and_read():
    data = ("ä" * 40_000).encode()
    message = _form().transaction("FinishTransaction", "T" * 70, "X" * 130, data, transaction=2**40, counter=255, at=0)
    read = parse_log_file(log_file(message, b"s" * 96))
    assert (read.signed, read.signature) == (message, b"s" * 96)
    assert (read.client, read.process_type, read.process_data) == ("T" * 70, "X" * 130, data)
    assert (read.transaction, read.counter, read.at) == (2**40, 255, 0)
    assert (read.kind, read.operation, read.algorithm) == ("transaction", "FinishTransaction", "ecdsa-plain-SHA384")


@pytest.mark.parametrize("size", [0, 1, 126, 127, 128, 129, 255, 256, 65_535, 65_536])
@pytest.mark.parametrize("number", [0, 127, 128, 255, 256, 32_767, 32_768])
def test_every_length_and_number_is_written_so_that_others_read_it(size, number):
    message = _form().transaction("FinishTransaction", "T", "X", bytes(size), transaction=number, counter=number, at=0)
    read = parse_log_file(log_file(message, b"s"))
    assert (len(read.process_data), read.transaction, read.counter) == (size, number, number)
    digits = max(1, (size.bit_length() + 7) // 8)
    prefix = b"" if size < 128 else bytes([0x80 + digits])
    assert b"\x82" + prefix + size.to_bytes(digits, "big") + bytes(size) in message


def test_the_type_may_be_missing_at_start_and_other_data_may_be_given():
    message = _form().transaction("StartTransaction", "T", "", b"", transaction=5, counter=1, at=0)
    for old, new in (
        (b"\x83\x00", b""),
        (b"\x83\x00", b"\x83\x00\x84\x01a"),
        (b"\x85\x01\x05", b"\x85\x01\x05\x86\x01b"),
    ):
        assert message.count(old) == 1
        read = parse_log_file(log_file(message.replace(old, new), b"s"))
        assert (read.process_type, read.transaction, read.signed) == ("", 5, message.replace(old, new))


def test_nothing_may_stand_behind_a_message():
    raw = log_file(bytes.fromhex(OLD_BYTES), b"s" * 64)
    with pytest.raises(BadLogMessage, match="exactly one"):
        parse_log_file(raw + b"\x00")
    with pytest.raises(BadLogMessage, match="behind the signature"):
        parse_log_file(log_file(bytes.fromhex(OLD_BYTES) + b"\x04\x01s", b"s"))


def test_system_and_audit_messages():
    system = parse_log_file(log_file(_form().system("updateTime", b"\x01", 3, 5000), b"x"))
    assert (system.kind, system.operation, system.data, system.counter, system.at) == (
        "system", "updateTime", b"\x01", 3, 5000,
    )  # fmt: skip
    audit = parse_log_file(log_file(_form().audit(b"secure element", 4, 6000), b"x"))
    assert (audit.kind, audit.data, audit.counter, audit.serial) == ("audit", b"secure element", 4, bytes(range(32)))


def test_a_maker_that_writes_indefinite_lengths_verifies_over_its_raw_bytes():
    key = ec.generate_private_key(ec.BrainpoolP384R1())
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    form = MessageForm(sha256(point).digest(), "ecdsa-plain-SHA384")
    plain = form.transaction("FinishTransaction", "T-1", "X", b"Beleg^", transaction=1, counter=2, at=0)
    message = plain.replace(b"\x82\x06Beleg^", b"\xa2\x80\x04\x03Bel\x04\x03eg^\x00\x00")
    assert message != plain
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA384())))
    verdict, read = verify_log_file(log_file(message, r.to_bytes(48, "big") + s.to_bytes(48, "big")), point)
    assert verdict.valid
    assert read is not None
    assert read.process_data == b"Beleg^"
    assert not verify_log_file(log_file(plain, read.signature), point)[0].valid


def test_a_message_of_another_tse_is_named():
    _, raw, _ = _own_code("X", "")
    _, _, point = _own_code("X", "")
    verdict, _ = verify_log_file(raw, point)
    assert "another TSE" in verdict.reason


def test_cut_off_and_bent_messages_are_refused():
    raw = log_file(bytes.fromhex(OLD_BYTES), b"s" * 64)
    for size in range(len(raw)):
        with pytest.raises(BadLogMessage):
            parse_log_file(raw[:size])
    for place in range(len(raw)):
        bent = raw[:place] + bytes([raw[place] ^ 0xFF]) + raw[place + 1 :]
        try:
            assert parse_log_file(bent) != parse_log_file(raw)
        except BadLogMessage:
            continue


@pytest.mark.parametrize("raw", [b"\x30\x80" * 40, b"\x30\x84\xff\xff\xff\xff", b"\x02\x01\x02", b"\x30\x00"])
def test_nonsense_is_refused(raw):
    with pytest.raises(BadLogMessage):
        parse_log_file(raw)


def test_the_sixteen_algorithms_have_their_own_names():
    assert len(ALGORITHMS) == len(set(ALGORITHMS.values())) == 16
    assert ALGORITHMS["ecdsa-plain-SHA384"].hex() == "04007f00070101040104"
    assert ALGORITHMS["ecsdsa-plain-SHA3-512"].hex() == "04007f00070101040408"
