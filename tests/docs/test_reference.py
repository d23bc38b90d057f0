"""The reference pages say what the program says: commands, journal entries, accounts, keys."""

import argparse
import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from tresen.cli import command_line
from tresen.demo.replay.command import command_line as replay_command_line
from tresen.ledger import accounts

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
Function = ast.FunctionDef | ast.AsyncFunctionDef
CELL = re.compile(r"`([^`]+)`")


def sections(name: str, level: str = "## ") -> dict[str, str]:
    """Text below each heading of a page."""
    parts = re.split(rf"^{re.escape(level)}(.+)$", (REFERENCE / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip((title.strip("` ") for title in parts[1::2]), parts[2::2], strict=True))


def rows(text: str) -> list[list[str]]:
    """Cells of the tables in a text, without headings and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    found = [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in lines]
    return [cells for cells in found if cells[0].startswith("`")]


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be typed, with its parser."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for child in action.choices.values():
            yield from commands(child)
    if not below:
        yield parser.prog, parser


def test_every_command_and_option_is_described_with_its_own_words() -> None:
    documented = {title: text for title, text in sections("cli.md").items() if title.startswith("tresen ")}
    known = dict(commands(command_line()))
    known["tresen replay"] = replay_command_line()
    assert sorted(documented) == sorted(known)
    for name, parser in known.items():
        described = {CELL.search(cells[0])[1]: cells[1] for cells in rows(documented[name])}
        options = {
            (action.option_strings or [action.metavar or action.dest])[-1]: action
            for action in parser._actions
            if action.dest != "help"
        }
        assert sorted(described) == sorted(options), name
        for option, action in options.items():
            assert not action.help or described[option] == action.help, f"{name} {option}"


class Source:
    """The program's own text: who calls what, and which texts an argument may be."""

    def __init__(self, folder: Path) -> None:
        trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")]
        self.modules = {
            ".".join(path.relative_to(folder.parent).with_suffix("").parts): tree
            for path, tree in zip(folder.rglob("*.py"), trees, strict=True)
        }
        self.calls: dict[str, list[tuple[ast.Call, ast.Module, Function | None]]] = {}
        for tree in trees:
            functions = [one for one in ast.walk(tree) if isinstance(one, Function)]
            inside = {id(part): one for one in functions for part in ast.walk(one)}
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                    self.calls.setdefault(call.func.id, []).append((call, tree, inside.get(id(call))))

    def texts(self, function: str, place: int, name: str) -> set[str]:
        """What is given to a function as its argument of this place or name."""
        found: set[str] = set()
        for call, tree, inside in self.calls.get(function, []):
            given = [keyword.value for keyword in call.keywords if keyword.arg == name] or call.args[place : place + 1]
            found |= set[str]().union(*(self.meant(value, tree, inside) for value in given))
        return found

    def meant(self, value: ast.expr, tree: ast.Module, inside: Function | None) -> set[str]:
        """A text; either branch of a choice; what a name is set to, or what callers give for it."""
        if isinstance(value, ast.Constant):
            return {str(value.value)}
        if isinstance(value, ast.IfExp):
            return self.meant(value.body, tree, inside) | self.meant(value.orelse, tree, inside)
        assert isinstance(value, ast.Name), ast.dump(value)
        parameters = [argument.arg for argument in inside.args.args] if inside is not None else []
        if inside is not None and value.id in parameters:
            return self.texts(inside.name, parameters.index(value.id), value.id)
        sets = [one.value for one in ast.walk(tree) if names(one) == [value.id]]
        for one in ast.walk(tree) if not sets else ():
            if isinstance(one, ast.ImportFrom) and value.id in [alias.name for alias in one.names]:
                tree = self.modules[str(one.module)]
                sets = [other.value for other in ast.walk(tree) if names(other) == [value.id]]
                break
        assert sets, f"nobody says what {value.id} is"
        return set[str]().union(*(self.meant(one, tree, inside) for one in sets))


def names(statement: ast.AST) -> list[str]:
    """What a statement sets, with a type or without; nothing if it sets no name to a value."""
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    else:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def kinds_in_the_source() -> set[str]:
    return Source(ROOT / "src" / "tresen").texts("Draft", 1, "kind")


def test_every_kind_of_entry_is_described() -> None:
    described = set(sections("journal-entries.md", "### "))
    assert described == kinds_in_the_source()


def test_every_account_is_described() -> None:
    patterns = {str(value) for name, value in vars(accounts).items() if name.isupper()}
    for name, function in vars(accounts).items():
        if inspect.isfunction(function) and function.__module__ == accounts.__name__:
            names = list(inspect.signature(function).parameters)
            patterns.add(function(*(f"{{{parameter}}}" for parameter in names)))
            assert name.islower()
    text = (REFERENCE / "accounts.md").read_text(encoding="utf-8")
    assert {CELL.search(cells[0])[1] for cells in rows(text)} == patterns


def words_of(language: str) -> dict[str, str]:
    """The till's dictionary in one language."""
    found: dict[str, str] = {}
    for path in (ROOT / "frontends" / "till" / "words").glob(f"*.{language}.ts"):
        pairs = re.findall(r"^\s*'([\w.]+)': '((?:[^'\\]|\\.)*)'", path.read_text(encoding="utf-8"), re.MULTILINE)
        found |= {key: text.replace("\\'", "'") for key, text in pairs}
    return found


def test_the_map_of_keys_is_the_one_that_the_till_shows() -> None:
    sheet = (ROOT / "frontends" / "till" / "sheets" / "KeysSheet.svelte").read_text(encoding="utf-8")
    german, english = words_of("de"), words_of("en")
    shown = []
    for keys, word, amount in re.findall(r"\['([^']+)', t\('([\w.]+)'(?:, \{ amount: '([^']+)' \})?\)\]", sheet):
        shown.append([f"`{keys}`", english[word].replace("{amount}", amount), german[word].replace("{amount}", amount)])
    assert shown
    assert [cells[:3] for cells in rows((REFERENCE / "keys.md").read_text(encoding="utf-8"))] == shown


def test_every_fiscal_duty_names_code_and_a_test_that_are_there() -> None:
    text = (ROOT / "docs" / "fiscal" / "README.md").read_text(encoding="utf-8").partition("## Gaps")[0]
    duties = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][2:]
    assert len(duties) > 20
    for duty, _source, code, test in duties:
        for folder, cell in (("src/tresen", code), ("tests", test)):
            named = [part for part in CELL.findall(cell) if "/" in part]
            assert named, f"{duty}: nothing named in {folder}"
            assert all((ROOT / folder / part).exists() for part in named), f"{duty}: {cell}"
