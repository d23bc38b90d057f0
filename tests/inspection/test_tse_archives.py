"""TAR archives of a TSE: what is right gives no objection, and each fault is named."""

import asyncio
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.inspection.own_tse import BEGIN, SALE, Tse, tar
from tresen.adapters.moment_system import SystemClock
from tresen.adapters.signer_simulator.simulator import SimulatedSigner
from tresen.fiscal.certificate_chain import read_certificates
from tresen.fiscal.log_message import ALGORITHMS, TIME_FORMATS, log_file
from tresen.inspection.tse_verify import verify_tse


def rules(report) -> dict[str, int]:
    return dict(report.objections.counts)


def busy(tse: Tse, sales: int = 3) -> Tse:
    tse.system("initialize")
    for number in range(1, sales + 1):
        tse.sell(number)
    tse.audit()
    return tse


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_and_time_format_is_checked(check, algorithm):
    for time_format in TIME_FORMATS:
        tse = busy(Tse(algorithm, time_format, ec.BrainpoolP384R1() if "384" in algorithm else ec.SECP256R1()), 1)
        report = check(tse.archive())
        assert rules(report) == {}
        assert [(one.kind, one.signatures, one.true) for one in report.files] == [("archive", 4, 4)]
        broken = [(tse.members[0][0], _bent(tse.members[0][1])), *tse.members[1:]]
        assert rules(check(tse.archive(broken))) == {"tse.signature": 1}


def _bent(raw: bytes) -> bytes:
    """The last byte of the signature is another."""
    return raw[:-1] + bytes([raw[-1] ^ 1])


def test_the_archive_of_the_simulator_is_sound(tmp_path: Path):
    async def use() -> bytes:
        signer = SimulatedSigner(tmp_path / "tse", SystemClock(), "P-384")
        await signer.register("T-1")
        for _ in range(3):
            started = await signer.start("T-1")
            await signer.finish("T-1", started.transaction, "Kassenbeleg-V1", SALE)
        return b"".join([piece async for piece in signer.export()])

    file = tmp_path / "tse.tar"
    file.write_bytes(asyncio.run(use()))
    report = verify_tse([file])
    assert rules(report) == {}
    assert report.files[0].true >= 6
    assert "Simulator" in report.roots[0]


def test_certificates_may_stand_behind_the_messages(check):
    tse = busy(Tse())
    assert rules(check(tar([("info.csv", b"x"), *tse.members, *tse.certificates()]))) == {}


def test_der_signatures_are_true_and_told(check):
    assert rules(check(busy(Tse(der=True)).archive())) == {"tse.der_signature": 8}


def test_an_indefinite_length_is_checked_as_it_was_signed(check):
    tse = Tse()
    data = SALE.encode()
    tse.transact(1, "Start")
    counter, at = tse.next()
    plain = tse.form.transaction(
        "FinishTransaction", "T-1", "Kassenbeleg-V1", data, transaction=1, counter=counter, at=at
    )
    message = plain.replace(
        b"\x82" + bytes([len(data)]) + data,
        b"\xa2\x80\x04\x05" + data[:5] + b"\x04" + bytes([len(data) - 5]) + data[5:] + b"\0\0",
    )
    assert message != plain
    tse.keep(message)
    assert rules(check(tse.archive())) == {}


@pytest.mark.parametrize(
    ("taken", "rule", "numbers"),
    [
        (r"No-2_", "tse.transaction_gap", "2"),
        (r"Sig-4_", "tse.counter_gap", "4"),
        (r"No-2_Start", "tse.transaction_no_start", "2"),
        (r"No-2_Finish", "tse.transaction_open", "2"),
    ],
)
def test_what_is_missing_is_named_by_number(check, taken, rule, numbers):
    tse = busy(Tse(), 4)
    report = check(tse.archive([one for one in tse.members if not re.search(taken, one[0])]))
    found = [one for one in report.objections.kept if one.rule == rule]
    assert [one.said["numbers"] for one in found] == [numbers]


def test_what_comes_twice_is_named(check):
    tse = busy(Tse())
    assert rules(check(tse.archive([*tse.members, tse.members[1], tse.members[2]]))) == {
        "tse.counter_double": 2, "tse.started_twice": 1, "tse.finished_twice": 1,
    }  # fmt: skip


def test_archives_that_follow_one_another_are_one_log(check):
    tse = busy(Tse(), 6)
    first, second = tse.members[:6], tse.members[4:]
    assert rules(check(tse.archive(first), tse.archive(second))) == {}
    assert rules(check(tse.archive(second))) == {"tse.counter_later": 1}
    gap = rules(check(tse.archive(first), tse.archive(tse.members[8:])))
    assert gap["tse.counter_gap"] == 1


def test_an_export_that_begins_inside_a_sale_blames_nobody(check):
    tse = busy(Tse(), 4)
    assert rules(check(tse.archive(tse.members[2:]))) == {"tse.counter_later": 1}


def test_a_name_that_does_not_fit_is_named(check):
    tse = busy(Tse())
    renamed = [(name.replace("_No-2_", "_No-9_"), raw) for name, raw in tse.members]
    assert rules(check(tse.archive(renamed))) == {"tse.name_differs": 2}
    for old, new in (("Unixt_", "Utc_"), ("Sig-3", "Sig-8"), ("Client-T-1", "Client-T-2"), ("_Start_", "_Update_")):
        assert rules(check(tse.archive([(name.replace(old, new), raw) for name, raw in tse.members])))
    assert rules(check(tse.archive([("message.log", tse.members[0][1]), *tse.members[1:]]))) == {"tse.name_bad": 1}


def test_a_file_counter_in_the_name_is_no_fault(check):
    tse = busy(Tse())
    named = [(name.replace(".log", "_Fc-1.log"), raw) for name, raw in tse.members]
    assert rules(check(tse.archive(named))) == {}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("Beleg^3,000.00_0.00_0.00_0.00_0.00^3000.00:Bar", "tse.grouped_number"),
        ("Beleg^0,39_0.00_0.00_0.00_0.00^0.39:Bar", "tse.grouped_number"),
        ("Beleg^0.39_0.00_0.00_0.00^0.39:Bar", "tse.grammar"),
        ("Beleg^0.39_0.00_0.00_0.00_0.00^0.39:Bar:EUR", "tse.grammar"),
    ],
)
def test_a_true_signature_does_not_excuse_a_wrong_text(check, data, rule):
    tse = Tse()
    tse.sell(1, data)
    assert rules(check(tse.archive())) == {rule: 1}


@pytest.mark.parametrize(
    ("data", "sound"),
    [
        ('2;"Eisbecher ""Himbeere""";3.99\r1;"Eiskaffee";2.99', True),
        ('0.451;"Käse; lose";1.20', True),
        ('2;"Eis";3.99\r\n1;"Kaffee";2.99', False),
        ('2.0;"Eis";3.99', False),
        ("2;Eis;3.99", False),
        ('2;"Eis";3.9', False),
        ('2;"Eis";3.99\r', False),
    ],
)
def test_the_text_of_an_order_has_a_grammar_too(check, data, sound):
    tse = Tse()
    tse.sell(1, data, "Bestellung-V1")
    assert rules(check(tse.archive())) == ({} if sound else {"tse.grammar": 1})


def test_data_at_the_start_and_an_unknown_type_are_told(check):
    tse = Tse()
    tse.transact(1, "Start", process_type="Kassenbeleg-V1", data=SALE)
    tse.transact(1, "Finish", process_type="Kassenbeleg-V3", data=SALE)
    assert rules(check(tse.archive())) == {"tse.data_at_start": 1, "tse.grammar": 1}


def test_a_clock_that_went_back_is_told(check):
    tse = Tse()
    tse.sell(1)
    tse.at -= 60_000
    tse.sell(2)
    assert rules(check(tse.archive()))["tse.time_back"] == 1


def test_the_certificate_must_be_there_and_bear_its_name(check):
    tse = busy(Tse())
    assert rules(check(tse.archive(certificates=[]))) == {"tse.certificate_missing": 1}
    leaf, root = tse.certificates()
    other = ("0" * 64 + "_X509.cer", leaf[1])
    assert rules(check(tse.archive(certificates=[other, root]))) == {"tse.certificate_name": 1}
    assert rules(check(tse.archive(certificates=[leaf]))) == {"tse.chain_open": 1}
    assert "tse.certificate_bad" in rules(check(tse.archive(certificates=[(leaf[0], b"no certificate"), root])))


def test_somebody_elses_certificate_vouches_for_nothing(check):
    tse = busy(Tse())
    forged = tse.certificates(by=ec.generate_private_key(ec.SECP256R1()))
    assert rules(check(tse.archive(certificates=forged))) == {"tse.chain_broken": 1}


def test_a_root_that_was_given_must_be_the_end_of_the_chain(check):
    tse, other = busy(Tse()), Tse()
    trusted = {one.serial: one for one in read_certificates("root", tse.certificates()[1][1])}
    strangers = {one.serial: one for one in read_certificates("root", other.certificates()[1][1])}
    assert rules(check(tse.archive(), trusted=trusted)) == {}
    assert rules(check(tse.archive(), trusted=strangers))
    alone = tse.archive(certificates=tse.certificates()[:1])
    assert rules(check(alone, trusted=trusted)) == {}


def test_signatures_after_the_certificate_ended_are_told(check):
    tse = busy(Tse())
    over = tse.certificates(begin=BEGIN - 90_000_000, days=1)
    assert rules(check(tse.archive(certificates=over))) == {"tse.certificate_over": 8}


def test_certificates_as_pem(check):
    tse = busy(Tse())
    pem = [
        (name.replace(".cer", ".pem"), one.itself.public_bytes(serialization.Encoding.PEM))
        for name, raw in tse.certificates()
        for one in read_certificates(name, raw)
    ]
    assert rules(check(tse.archive(certificates=pem))) == {}


def test_an_algorithm_that_no_tse_has(check):
    tse = busy(Tse())
    raw = tse.members[0][1].replace(bytes.fromhex("04007f00070101040103"), bytes.fromhex("04007f00070101040163"))
    assert rules(check(tse.archive([(tse.members[0][0], raw), *tse.members[1:]]))) == {"tse.algorithm": 1}


def test_a_folder_of_archives_is_one_log(tmp_path: Path):
    tse = busy(Tse(), 5)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.tar").write_bytes(tse.archive(tse.members[:6]))
    (tmp_path / "a" / "2.tar").write_bytes(tse.archive(tse.members[6:]))
    report = verify_tse([tmp_path])
    assert rules(report) == {}
    assert [one.signatures for one in report.files] == [6, 6]


def test_a_message_without_a_tse(check):
    tse = Tse()
    other = log_file(tse.form.system("x", b"", 1, BEGIN), b"s" * 64)
    assert rules(check(tse.archive([("Unixt_1800000000_Sig-1_Log-Sys_x.log", other)]))) == {"tse.signature": 1}
