"""The engine as the till carries it, run by Node: the same wasm, the same library, the same zip."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import hatch_build
from tresen.operations.engine_source import engine_id

ROOT = Path(__file__).resolve().parents[2]


def built(folder: Path) -> Path:
    """Where the built engine of the present sources is: in the package, or made now if the sources are newer."""
    static = hatch_build.static_of(ROOT) / "till"
    if list(static.glob(f"engine/{engine_id()}-*.zip")):
        return static
    hatch_build.install_packages(ROOT)
    node, environment = hatch_build.node_command()
    script = ROOT / "frontends" / "scripts" / "engine.mjs"
    subprocess.run([*node, str(script), str(folder)], env=environment, check=True, capture_output=True)
    return folder


def ask(folder: Path, questions: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """What the browser's engine answers to questions, in order."""
    node, environment = hatch_build.node_command()
    script = ROOT / "frontends" / "scripts" / "ask-engine.mjs"
    lines = "".join(json.dumps({"act": act, "text": text}) + "\n" for act, text in questions)
    done = subprocess.run(
        [*node, str(script), str(folder)], input=lines, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
