"""Whatever a TSE says, a German shop reads it in German: no adapter gives a reason that has no German."""

import ast
import re
from pathlib import Path

import pytest

from tests.shop_fixture import open_shop
from tresen.core.failures import Failure
from tresen.insight.device_reasons import MAKERS, PRINTERS, SIGNERS, in_german
from tresen.insight.health import reason_in
from tresen.web.problems import problem

SOURCE = Path(__file__).parents[2] / "src/tresen"
RAISED = ("SignerDown", "SignerUnknown", "NotSent", "NoAnswer", "kind", "OSError", "AttributeError", "super().__init__")


def said(node: ast.expr) -> str:
    """A text as it may look at run time: a 7 stands for everything that is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def reasons() -> set[str]:
    """Every reason that an adapter of a TSE raises or has in a table of codes."""
    found: set[str] = set()
    for file in (SOURCE / "adapters").glob("signer_*/*.py"):
        if file.name in {"message_log.py", "recall.py"}:  # damaged files: a text for whoever looks after the machine
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and any(name in ast.unparse(node.func) for name in RAISED):
                found |= {said(argument) for argument in node.args}
            elif isinstance(node, ast.AnnAssign) and "REASONS" in ast.unparse(node.target):
                assert isinstance(node.value, ast.Dict)
                found |= {said(value) for value in node.value.values}
    return {reason for reason in found if " " in reason}


def test_every_reason_of_every_tse_has_its_german():
    found = reasons()
    assert len(found) > 100
    assert {reason for reason in found if in_german(reason) == reason and not reason.startswith("fiskaly: ")} == set()


def test_what_is_filled_in_is_translated_too():
    assert in_german("fiskaly: the server cannot be reached") == "fiskaly: der Dienst ist nicht erreichbar"
    assert in_german("till TRESEN-1 is not registered") == "Kasse TRESEN-1 ist bei der TSE nicht angemeldet"
    assert in_german("the export of the TSE is damaged: Value is not in base64") == (
        "der Export der TSE ist beschädigt: Value ist nicht in Base64"
    )


def test_the_more_exact_text_wins():
    assert in_german("the TSE of Swissbit says error 0x1234") == "die TSE von Swissbit meldet Fehler 0x1234"
    assert in_german("the TSE of Epson says TSE1_ERROR_X") == "die TSE von Epson meldet TSE1_ERROR_X"


@pytest.mark.parametrize("reason", ["", "something else", "{", "{x}", "a {b} c", "%s", "x" * 10_000])
def test_what_is_not_known_stays_as_it_was_said(reason):
    assert in_german(reason) == reason


def test_what_somebody_else_filled_in_cannot_break_the_text():
    assert in_german("fiskaly: {0} {error} {") == "fiskaly: {0} {error} {"
    assert in_german("till {client} is not registered") == "Kasse {client} ist bei der TSE nicht angemeldet"


def test_the_german_names_everything_that_the_english_does():
    names = re.compile(r"\{(\w+)\}")
    for english, german in {**PRINTERS, **SIGNERS, **MAKERS}.items():
        assert set(names.findall(english)) == set(names.findall(german)), english


def test_english_stays_english():
    assert reason_in("the TSE is locked", "en") == "the TSE is locked"
    assert reason_in("the TSE is locked", "de") == "die TSE ist gesperrt"


def test_a_failed_set_up_says_why_in_the_readers_language():
    failure = Failure("tse_test_failed", {"reason": "the admin PIN has 6 to 20 digits"})
    assert problem(failure, "de").content["detail"] == {"reason": "die Admin-PIN hat 6 bis 20 Ziffern"}
    assert problem(failure, "en").content["detail"] == {"reason": "the admin PIN has 6 to 20 digits"}
    assert failure.detail == {"reason": "the admin PIN has 6 to 20 digits"}


async def test_the_office_reads_an_outage_in_german(tmp_path):
    from tresen.insight.health import health

    async with open_shop(tmp_path) as shop:
        shop.signer.switch("down", reason="the web service of the TSE cannot be reached")
        await shop.node.signing.open()
        (tse,) = [one for one in await health(shop.node, "de") if one.what == "tse"]
        assert tse.text == "der Webdienst der TSE ist nicht erreichbar"
