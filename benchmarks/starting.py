"""From the start of the process to the first answer: many articles, many entries that the folds have not seen."""

from pathlib import Path

from benchmarks.journal import fill_journal
from benchmarks.number import Number
from benchmarks.server import serving
from benchmarks.shop import close, fill
from tresen.web.app import Settings, make_node


def measure(folder: Path, quick: bool) -> list[Number]:
    count = 2_000 if quick else 100_000
    node = make_node(Settings(folder, practice=False))
    fill(node, count)
    close(node)
    with serving(folder) as plain:
        empty, held = plain.seconds, plain.memory()
    node = make_node(Settings(folder, practice=False))
    fill_journal(node, count)
    # as after a long rush that ended in a power cut: nothing of it was folded
    node.writer.write_now(lambda tx: tx.execute("UPDATE fold SET seq = ?", (node.journal.seq - count,)))
    close(node)
    with serving(folder) as behind:
        folded, memory = behind.seconds, behind.memory()
    return [
        Number(f"start with {count:,} articles", empty, "s"),
        Number(f"memory after that start, {count:,} articles", held, "MB"),
        Number(f"start with {count:,} articles and {count:,} entries to fold", folded, "s"),
        Number("memory after that start", memory, "MB"),
    ]
