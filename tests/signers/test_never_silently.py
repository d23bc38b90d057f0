"""A real shop signs with what its owner chose and with nothing else; a practice shop has its simulator."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shop_fixture import close
from tresen.ports.signer import SignerDown
from tresen.web.app import Settings, make_node

ROOT = Path(__file__).resolve().parents[2]


def test_a_new_shop_has_no_tse_until_one_is_set_up(tmp_path: Path) -> None:
    node = make_node(Settings(tmp_path, practice=False))
    assert node.signing.members == {}
    assert len(node.masterdata.signers) == 0
    assert not (tmp_path / "tse").exists(), "not even a simulator in reserve"
    assert {"simulator", "fiskaly"} <= node.signer_kinds.keys(), "but kinds to choose from"
    close(node)


def test_a_practice_shop_has_a_simulated_one_and_keeps_it(tmp_path: Path) -> None:
    for _ in range(2):
        node = make_node(Settings(tmp_path, practice=True))
        assert [one.kind for one in node.masterdata.signers] == ["simulator"]
        assert list(node.signing.members) == ["tse-1"]
        close(node)


def test_two_processes_do_not_share_a_simulated_tse(tmp_path: Path) -> None:
    node = make_node(Settings(tmp_path, practice=True))
    with pytest.raises(SignerDown, match="another process"):
        make_node(Settings(tmp_path, practice=True))
    close(node)


def test_serving_without_a_tse_says_what_that_means(tmp_path: Path) -> None:
    program = (
        "import sys, tresen.cli as cli; cli._run = lambda *_: 0;"
        "sys.exit(cli.main(['serve', '--data', sys.argv[1], '--no-https']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"}
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "data")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Es ist keine TSE eingerichtet" in ran.stdout
    assert "TSE ausgefallen" in ran.stdout
