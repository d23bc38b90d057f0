"""How others reach the node: what the command line asks for, and which address to tell whom."""

from pathlib import Path

import pytest

from tresen.cli import main
from tresen.web.trust.access import Access, Wanted, host_of, open_access
from tresen.web.trust.authority import Names
from tresen.web.trust.machine import machine_name, machine_names
from tresen.web.trust.printed import WORDS, addresses, language_here
from tresen.web.trust.refused import AccessRefused

HERE = Names(("localhost", "theke", "theke.local"), ("192.168.178.20", "fd00::20", "127.0.0.1"))


def opened(folder: Path, **wanted: object) -> Access:
    return open_access(folder, Wanted(**{"host": "0.0.0.0", "port": 8000, **wanted}), lambda: HERE)  # type: ignore[arg-type]


def test_whoever_serves_only_this_machine_needs_no_certificate(tmp_path: Path) -> None:
    access = opened(tmp_path, host="127.0.0.1")
    assert (access.reach, access.shown, access.safe()) == ("here", None, "")
    assert opened(tmp_path, host="127.0.0.1", https_port=8443).reach == "trust", "unless it is asked for"


def test_whoever_serves_others_gets_https_by_itself(tmp_path: Path) -> None:
    access = opened(tmp_path)
    assert (access.reach, access.https_port) == ("trust", 8443)
    assert access.shown is not None
    assert set(HERE.hosts) <= set(access.shown.names.hosts)
    assert set(HERE.addresses) <= set(access.shown.names.addresses)


def test_behind_a_proxy_the_node_stays_plain(tmp_path: Path) -> None:
    access = opened(tmp_path, plain_only=True)
    assert (access.reach, access.safe()) == ("plain", "")


def test_another_device_is_told_an_address_that_it_can_reach(tmp_path: Path) -> None:
    access = opened(tmp_path)
    assert access.plain("localhost:8000") == "http://192.168.178.20:8000", "localhost means another machine there"
    assert access.plain("127.0.0.1:8000") == "http://192.168.178.20:8000"
    assert access.plain("theke.local:8443") == "http://theke.local:8000", "what works here works there"
    assert access.safe("[fd00::20]:8000") == "https://[fd00::20]:8443"
    named = opened(tmp_path / "named", names=("Laden.LAN.", "kasse.local"))
    assert named.plain("localhost") == "http://laden.lan:8000"
    assert named.shown is not None
    assert {"laden.lan", "kasse.local"} <= set(named.shown.names.hosts)
    assert opened(tmp_path / "bound", host="192.168.178.21").plain() == "http://192.168.178.21:8000"


def test_usual_ports_are_not_said(tmp_path: Path) -> None:
    access = opened(tmp_path, port=80, https_port=443)
    assert (access.plain(), access.safe()) == ("http://192.168.178.20", "https://192.168.178.20")


def test_a_name_of_ones_own_can_be_given_before_the_authority_is_made(tmp_path: Path) -> None:
    access = opened(tmp_path, names=("kasse.meinladen.example",))
    assert access.shown is not None
    assert "kasse.meinladen.example" in access.shown.names.hosts


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"names": ("not a name",)}, "not a host name"),
        ({"certificate": Path("chain.pem")}, "belong together"),
        ({"plain_only": True, "https_port": 8443}, "contradicts"),
        ({"certificate": Path("no/chain.pem"), "key": Path("no/key.pem")}, "cannot be used"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, wanted: dict[str, object], said: str) -> None:
    with pytest.raises(AccessRefused, match=said):
        opened(tmp_path, **wanted)


def test_a_name_that_the_authority_may_not_vouch_for_is_refused(tmp_path: Path) -> None:
    opened(tmp_path)
    with pytest.raises(AccessRefused, match="may not vouch"):
        opened(tmp_path, names=("late.example",))
    assert opened(tmp_path, names=("late.local",)).reach == "trust"


def test_a_damaged_authority_is_a_sentence_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(tmp_path)
    (tmp_path / "https" / "authority.key").write_text("")
    assert main(["serve", "--data", str(tmp_path), "--host", "0.0.0.0"]) == 2
    assert "back-up" in capsys.readouterr().err


def test_the_printed_addresses_are_right_in_both_languages(tmp_path: Path) -> None:
    access = opened(tmp_path)
    german, english = ("\n".join(addresses(access, language, "till-1", "#pair=X")) for language in ("de", "en"))
    for text in (german, english):
        assert "http://localhost:8000/till/#pair=X" in text
        assert "http://192.168.178.20:8000/trust" in text
        assert access.print_of_authority() in text
    assert "Büro" in german and "Andere Geräte verbinden sich hier" in german
    assert "Office" in english and "Other devices connect here" in english
    assert WORDS["de"].keys() == WORDS["en"].keys()
    alone = "\n".join(addresses(opened(tmp_path / "alone", host="127.0.0.1"), "en"))
    assert "/trust" not in alone and "http://localhost:8000/display/" in alone


@pytest.mark.parametrize(
    ("asked", "host"),
    [
        ("theke.local:8000", "theke.local"), ("THEKE", "theke"), ("[fd00::1]:8000", "[fd00::1]"), ("[fd00::1]", "[fd00::1]"),
        ("192.168.0.1", "192.168.0.1"), ("", ""), ("a/b:1", ""), ("a@b", ""), ("x y", ""),
    ],
)  # fmt: skip
def test_the_host_of_a_request_is_read_strictly(asked: str, host: str) -> None:
    assert host_of(asked) == host


def test_this_machine_knows_its_names_and_addresses() -> None:
    found = machine_names()
    assert {"localhost", machine_name(), f"{machine_name()}.local"} <= set(found.hosts)
    assert {"127.0.0.1", "::1"} <= set(found.addresses)
    assert len(found.addresses) == len(set(found.addresses))


@pytest.mark.parametrize(
    ("set", "language"),
    [({"LANG": "de_AT.UTF-8"}, "de"), ({"LANG": "C"}, "en"), ({}, "en"), ({"LANG": "de_DE", "LC_ALL": "en_GB"}, "en")],
)
def test_the_command_line_speaks_the_language_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, set: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set.items():
        monkeypatch.setenv(name, value)
    assert language_here() == language
