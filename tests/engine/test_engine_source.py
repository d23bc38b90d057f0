"""The engine as one file: always the same bytes, complete in itself, named by what is in it."""

import hashlib
import subprocess
import sys
from pathlib import Path

from tresen.core.engine import ENGINE
from tresen.operations.engine_source import engine_id, engine_zip

ASK = """
import sys
sys.path.insert(0, sys.argv[1])
from tresen.fiscal.engine import Engine
engine = Engine()
engine.rules('{"version": 3, "tax": [{"key": 1, "rate": 1900, "valid_from": "2020-01-01", "label": ""}]}')
article = '{"id": "a", "number": "1", "name": "Brot", "price": 420, "tax_key": 1}'
basket = '{"id": "b", "lines": [{"id": "l", "article": "a", "quantity": 2000}]}'
print(engine.quote('{"at": "2026-11-28T12:00:00", "articles": [' + article + '], "basket": ' + basket + '}'))
"""


def test_the_id_is_the_version_and_the_beginning_of_the_hash():
    assert engine_id() == f"{ENGINE}-{hashlib.sha256(engine_zip()).hexdigest()[:12]}"


def test_another_process_makes_the_same_bytes():
    script = "import sys; from tresen.operations.engine_source import engine_id; print(engine_id())"
    root = Path(__file__).resolve().parents[2] / "src"
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(root)}
    )
    assert said.stdout.strip() == engine_id()


def test_the_file_alone_quotes(tmp_path):
    file = tmp_path / "engine.zip"
    file.write_bytes(engine_zip())
    said = subprocess.run([sys.executable, "-I", "-c", ASK, str(file)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert '"total":840' in said.stdout
