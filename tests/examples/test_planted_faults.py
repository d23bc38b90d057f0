"""The vectors are worth something: whatever small mistake is planted in the engine, a vector made by hand sees it."""

import io
import json
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from tests.examples.planted_faults import FAULTS
from tresen.operations.engine_source import engine_zip
from vectors.promotions import run

ASK = """
import json, sys
sys.path.insert(0, sys.argv[1])
from tresen.fiscal.engine import Engine
engine = Engine()
for line in open(sys.argv[2], encoding="utf-8"):
    act, text = json.loads(line)
    print(getattr(engine, act)(text))
"""


@cache
def questions() -> list[tuple[str, str]]:
    return [question for family in run.FAMILIES for case in family().cases for question in run.asked(case)]


@cache
def right_answers() -> list[str]:
    return run.answers(questions())


def answers_with(folder: Path, module: str, right: str, wrong: str) -> list[str]:
    """What an engine answers in which one place is wrong; what it said before it broke, if it breaks."""
    name = f"tresen/core/{module}.py"
    planted = folder / "engine.zip"
    with zipfile.ZipFile(io.BytesIO(engine_zip())) as sound, zipfile.ZipFile(planted, "w") as faulty:
        for each in sound.namelist():
            source = sound.read(each).decode()
            if each == name:
                assert source.count(right) == 1, "the place is there, once"
                source = source.replace(right, wrong)
            faulty.writestr(each, source)
    asked = folder / "questions"
    asked.write_text("".join(json.dumps(question) + "\n" for question in questions()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", ASK, str(planted), str(asked)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_planted_fault_is_caught(fault: str, tmp_path: Path) -> None:
    assert answers_with(tmp_path, *FAULTS[fault]) != right_answers()


def test_the_sound_engine_is_not_accused(tmp_path: Path) -> None:
    assert answers_with(tmp_path, "promoting", "MAX_CODES = 20", "MAX_CODES = 21") == right_answers()
