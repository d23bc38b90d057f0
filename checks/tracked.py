"""What all checks share: the findings they report and the files they look at."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True, frozen=True)
class Finding:
    """One broken rule, told so that the reader knows what to change."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def tracked_files(root: Path) -> list[Path]:
    """Files that are, or are about to be, in git; outside a repository every file below `root`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    asked = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if asked.returncode == 0:
        found = [root / name for name in asked.stdout.decode().split("\0") if name]
    else:
        found = list(root.rglob("*"))
    return sorted(path for path in set(found) if path.is_file() and not path.is_symlink())


def named(path: Path, root: Path) -> str:
    """The path as a finding shows it."""
    return path.relative_to(root).as_posix()


def text_of(path: Path) -> str | None:
    """The text of a file, None if it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def sources(root: Path, suffixes: tuple[str, ...], under: tuple[str, ...] = ("",)) -> Iterator[tuple[Path, str]]:
    """Tracked text files with one of the suffixes below one of the folders, with their text."""
    for path in tracked_files(root):
        name = named(path, root)
        if path.suffix in suffixes and any(name.startswith(folder) for folder in under):
            text = text_of(path)
            if text is not None:
                yield path, text
