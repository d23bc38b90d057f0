"""Every house rule finds a planted fault, and leaves good code alone: a check that cannot fail rots."""

from collections.abc import Callable
from pathlib import Path

import pytest

from checks import (
    borders,
    dictionaries,
    documents,
    failures,
    file_names,
    glossary,
    honesty,
    purity,
    schema,
    sizes,
    words,
)

House = Callable[[dict[str, str]], Path]


def lines(count: int) -> str:
    return "x = 1\n" * count


GLOSSARY = "# G\n\n| Term | German | Meaning | Avoid |\n| --- | --- | --- | --- |\n| basket | Warenkorb | open sale | `cart`, `shopping bag` |\n"
PROMISE = "TO" + "DO"

FAULTS = [
    (sizes, {"src/a.py": lines(401)}),
    (sizes, {"frontends/till/src/A.svelte": lines(401)}),
    (sizes, {"src/a.py": "# size: a table of the law, one row a line\n" + lines(600)}),
    (sizes, {"src/a.py": "def long():\n" + "    x = 1\n" * 60}),
    (file_names, {"src/tresen/core/utils.py": ""}),
    (file_names, {"frontends/till/src/price-helpers.ts": ""}),
    (file_names, {"src/tresen/common/money.py": ""}),
    (purity, {"src/tresen/core/a.py": "import os\n"}),
    (purity, {"src/tresen/core/a.py": "from tresen.ports import moment\n"}),
    (purity, {"src/tresen/core/a.py": "from tresen import fiscal\n"}),
    (purity, {"src/tresen/core/a.py": "import hashlib\n"}),
    (purity, {"src/tresen/fiscal/a.py": "import time\n"}),
    (purity, {"src/tresen/core/a.py": "x = 1.5\n"}),
    (purity, {"src/tresen/core/a.py": "x = 3 / 2\n"}),
    (purity, {"src/tresen/core/a.py": "x = 3\nx /= 2\n"}),
    (purity, {"src/tresen/fiscal/a.py": "x = float('1')\n"}),
    (purity, {"src/tresen/core/a.py": "from datetime import datetime\nx = datetime.now()\n"}),
    (borders, {"src/tresen/adapters/printer_escpos/a.py": "from tresen.fiscal import closing\n"}),
    (borders, {"src/tresen/cli.py": "def main():\n    from tresen.adapters.printer_escpos import Escpos\n"}),
    (borders, {"src/tresen/operations/sell.py": "sql = 'SELECT a FROM b'\n"}),
    (glossary, {"GLOSSARY.md": GLOSSARY, "src/tresen/core/cart.py": ""}),
    (glossary, {"GLOSSARY.md": GLOSSARY, "src/tresen/core/a.py": "def open_carts(): ...\n"}),
    (glossary, {"GLOSSARY.md": GLOSSARY, "src/tresen/core/a.py": "class ShoppingBag: ...\n"}),
    (glossary, {"GLOSSARY.md": GLOSSARY, "frontends/till/src/a.ts": "export function addToCart() {}\n"}),
    (words, {"a.py": f"# {PROMISE}: later\n"}),
    (words, {"a.md": "see /ro" + "ot/notes\n"}),
    (words, {"package-lock.json": '{"resol' + 'ved": "https://somewhere/x.tgz"}'}),
    (dictionaries, {"frontends/till/src/de.ts": "export const de = { pay: 'Zahlen' }\n"}),
    (
        dictionaries,
        {
            "frontends/till/src/de.ts": "export const de = { pay: { now: 'Jetzt', later: 'Gleich' } }",
            "frontends/till/src/en.ts": "export const en = { pay: { now: 'Now' } }",
        },
    ),
    (
        dictionaries,
        {
            "frontends/till/src/de.ts": "export const de = { pay: 'Zahlen' }",
            "frontends/till/src/en.ts": "export const en = { pay: '' }",
        },
    ),
    (documents, {"docs/a.md": "no title\n"}),
    (documents, {"docs/a.md": "# One\n\n# Two\n"}),
    (documents, {"docs/a.md": "# One\n\n[gone](b.md)\n"}),
    (documents, {"docs/a.md": "# One\n\n[gone](#two)\n"}),
    (honesty, {"tests/test_a.py": "@pytest.mark.sk" + "ip\ndef test_a(): ...\n"}),
    (honesty, {"tests/test_a.py": "time.sl" + "eep(1)\n"}),
    (honesty, {"frontends/till/src/a.test.ts": "it.on" + "ly('x', () => {})\n"}),
]

GOOD = [
    (sizes, {"src/a.py": lines(400), "src/b.py": "# size: a table of the law, one row a line\n" + lines(599)}),
    (file_names, {"src/tresen/core/basket.py": "", "docs/common.md": ""}),
    (purity, {"src/tresen/core/a.py": "import re\nfrom tresen.core.money import x\ny = 3 // 2\n"}),
    (purity, {"src/tresen/fiscal/a.py": "import hashlib\nfrom tresen.core import money\n"}),
    (borders, {"src/tresen/adapters/signer_cloud/a.py": "from tresen.fiscal import closing\n"}),
    (borders, {"src/tresen/web/node.py": "from tresen.adapters.printer_escpos import Escpos\n"}),
    (borders, {"src/tresen/operations/sell.py": '"""Update the basket from what was sold."""\n'}),
    (glossary, {"GLOSSARY.md": GLOSSARY, "src/tresen/core/a.py": "def open_basket(): ...\ndef cartesian(): ...\n"}),
    (glossary, {"GLOSSARY.md": GLOSSARY, "src/tresen/a.py": "def cart(): ...  # glossary: a shop system's own word\n"}),
    (words, {"a.py": "x = 'methodology / work'\n", "package-lock.json": '{"integrity": "sha512-x"}'}),
    (
        dictionaries,
        {
            "frontends/till/src/de.ts": "// Wörter\nexport const de = { pay: { now: 'Jetzt', n: (n: number) => `${n} Stück` }, a: 'x' }",
            "frontends/till/src/en.ts": "import type { de } from './de';\nexport const en: Record<keyof typeof de, string> = { pay: { now: 'Now', n: (n: number) => `${n} pcs` }, a: 'y' }",
        },
    ),
    (documents, {"docs/a.md": "# One\n\n[there](b.md#two-things) `[x](y)`\n\n```sh\n# no title\n```\n", "docs/b.md": "# B\n\n## Two things\n"}),
    (honesty, {"tests/test_a.py": "def test_a(): ...\n"}),
]  # fmt: skip


@pytest.mark.parametrize(("check", "files"), FAULTS)
def test_finds_the_planted_fault(house: House, check, files) -> None:
    assert len(check.findings(house(files))) >= 1


@pytest.mark.parametrize(("check", "files"), GOOD)
def test_leaves_good_code_alone(house: House, check, files) -> None:
    assert check.findings(house(files)) == []


def test_finds_a_failure_that_is_not_in_the_catalogue(house: House) -> None:
    root = house({"src/tresen/operations/sell.py": 'x = Failure("day_closed")\ny = Failure(code="a" if z else "b")\n'})
    assert set(failures.used_codes(root)) == {"day_closed", "a", "b"}


def test_finds_a_failure_without_english() -> None:
    told = {"happened": "Zu.", "safe": "Ja.", "do": "Öffnen."}
    assert [finding.text for finding in failures.gaps({"day_closed": {"de": told, "en": {**told, "do": " "}}})] == [
        "day_closed: `do` is missing in en."
    ]
    assert failures.gaps({"day_closed": {"de": told, "en": told}}) == []


def test_finds_a_failure_that_nothing_uses(house: House) -> None:
    root = house({"src/tresen/operations/sell.py": 'x = "day_closed"\n', "src/tresen/core/failures.py": '"never"\n'})
    assert failures.mentioned(root, "day_closed")
    assert not failures.mentioned(root, "never")


def test_failure_page_names_every_code() -> None:
    told = {"happened": "Zu.", "safe": "Ja.", "do": "Öffnen."}
    assert "## day_closed\n\n- Was ist passiert: Zu.\n" in failures.page({"day_closed": {"de": told, "en": told}})


def test_schema_refuses_what_is_gone_and_asks_for_what_is_new() -> None:
    shipped = ["table entry: seq", "table entry: id"]
    assert schema.compare(shipped, shipped) == []
    assert "gone or changed" in schema.compare(shipped, ["table entry: seq"])[0].text
    assert "1 additions" in schema.compare(shipped, [*shipped, "table entry: hash"])[0].text


def test_schema_snapshot_never_loses_a_line(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    root = house({schema.SNAPSHOT: "a\nb\n"})
    monkeypatch.setattr(schema, "fresh", lambda _root: ["a"])
    schema.write(root)
    assert schema.shipped_in(root) == ["a", "b"]
    monkeypatch.setattr(schema, "fresh", lambda _root: ["a", "b", "c"])
    schema.write(root)
    assert schema.shipped_in(root) == ["a", "b", "c"]


def test_schema_shows_one_line_per_column() -> None:
    assert schema.lines_of(
        "CREATE TABLE entry (\n n NUMERIC(8, 2),\n id TEXT,\n PRIMARY KEY (n, id)\n) WITHOUT ROWID"
    ) == [
        "table entry: n NUMERIC(8, 2)",
        "table entry: id TEXT",
        "table entry: PRIMARY KEY (n, id)",
        "table entry: WITHOUT ROWID",
    ]
    assert schema.lines_of("CREATE INDEX by_n\n ON entry (n)") == ["CREATE INDEX by_n ON entry (n)"]
