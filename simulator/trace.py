"""What happened in a run, in order: the hash says whether two runs were the same."""

from dataclasses import dataclass, field
from hashlib import sha256


@dataclass
class Trace:
    """Lines of text, kept for whoever looks at a failed run."""

    lines: list[str] = field(default_factory=list)

    def say(self, *parts: object) -> None:
        self.lines.append(" ".join(map(str, parts)))

    @property
    def hash(self) -> str:
        return sha256("\n".join(self.lines).encode()).hexdigest()[:16]
