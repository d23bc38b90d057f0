"""Every engine this node ever handed to its tills, kept as a file, so that an old sale can be computed again.

Another version than the node's own runs in a process of its own, without the node's packages, folder or settings, and
for a limited time.
"""

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Final

from tresen.fiscal.engine import Engine
from tresen.operations.engine_source import engine_id, engine_zip

LIMIT: Final = 20.0
"""Seconds for one quote, with the start of the interpreter."""
_NAME: Final = re.compile(r"[0-9]{1,6}-[0-9a-f]{12}")
_PROGRAM: Final = """
import json, sys
sys.path.insert(0, sys.argv[1])
from tresen.fiscal.engine import Engine
asked = json.load(sys.stdin)
engine = Engine(sys.argv[2])
engine.rules(asked["rules"])
sys.stdout.write(engine.quote(asked["question"]))
"""


class EngineUnknown(Exception):
    """The version was never kept here, or does not run (any more). The text says which."""


class EngineArchive:
    """A folder with one file per version."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wanted = asyncio.Event()
        """Set when a receipt that was taken in waits to be computed again."""

    def keep(self) -> None:
        """Keep the node's own version. Blocks; call it before the server runs."""
        path = self._path(engine_id())
        if path.is_file() and path.read_bytes() == engine_zip():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(engine_zip())
        fresh.replace(path)

    async def quote(self, version: str, rules: str, question: str) -> str:
        """The quote that this version makes, JSON in and out. Raises EngineUnknown."""
        if version == engine_id():
            return await asyncio.to_thread(_own, version, rules, question)
        path = self._path(version)
        if not path.is_file():
            raise EngineUnknown(version or "-")
        asked = json.dumps({"rules": rules, "question": question}).encode()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-S", "-c", _PROGRAM, str(path), version, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, cwd=self.folder, env={},
        )  # fmt: skip
        try:
            async with asyncio.timeout(LIMIT):
                answer, _ = await process.communicate(asked)
        except TimeoutError:
            raise EngineUnknown(f"{version}: no answer in {LIMIT:.0f} s") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            raise EngineUnknown(f"{version}: it failed")
        return answer.decode()

    def _path(self, version: str) -> Path:
        return self.folder / f"{version if _NAME.fullmatch(version) else 'none'}.zip"


def _own(version: str, rules: str, question: str) -> str:
    engine = Engine(version)
    engine.rules(rules)
    return engine.quote(question)
