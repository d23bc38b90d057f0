"""Nothing on paper is wider than the paper, nothing gets lost, any Unicode can be printed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.receipt_cases import CASES, QR, local
from tresen.adapters.printer_escpos import DRAWER, drawer_kick, encode
from tresen.adapters.printer_escpos.letters import spell
from tresen.adapters.printer_simulator import Cut, DrawnCode, Kick, TextLine, Trouble, read, text_of
from tresen.core.receipt_layout import layout
from tresen.core.receipt_paper import capacity, paper, wrap
from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import ENGLISH, GERMAN

TEXT = st.text(max_size=90)
STYLES = st.sampled_from(["normal", "bold", "small", "large", "title", "mark", "head"])
CELLS = st.one_of(
    st.tuples(st.just("text"), st.tuples(TEXT)),
    st.tuples(st.just("pair"), st.tuples(TEXT, TEXT)),
    st.tuples(st.just("cells"), st.tuples(TEXT, TEXT)),
    st.tuples(st.just("cells"), st.tuples(TEXT, TEXT, st.text(max_size=3))),
    st.tuples(st.just("cells"), st.tuples(TEXT, TEXT, TEXT, TEXT)),
    st.tuples(st.just("rule"), st.just(())),
    st.tuples(st.just("blank"), st.just(())),
    st.tuples(st.sampled_from(["qr", "barcode"]), st.tuples(st.text(min_size=1, max_size=60), TEXT)),
)
ROWS = st.lists(
    st.builds(
        lambda kind, style, indent, part, align: Row(part, kind[0], kind[1], style, align, indent),
        CELLS, STYLES, st.integers(0, 2), st.sampled_from(["lines", "tse", "tax"]), st.sampled_from(["left", "center"]),
    ),
    max_size=6,
)  # fmt: skip
COLUMNS = st.sampled_from([32, 42, 48])


@settings(max_examples=150)
@given(ROWS, COLUMNS)
def test_no_line_is_wider_than_the_paper(rows: list[Row], columns: int) -> None:
    for line in paper(rows, columns):
        if line.kind == "text":
            assert len(line.text) <= capacity(line.style, columns, wide=line.wide)


@settings(max_examples=150)
@given(ROWS, COLUMNS)
def test_no_letter_is_lost(rows: list[Row], columns: int) -> None:
    printed = "".join(line.text for line in paper(rows, columns))
    for row in rows:
        for cell in row.cells[:1] if row.kind in ("qr", "barcode") else row.cells:
            rest = iter(printed)
            assert all(letter in rest for letter in cell if not letter.isspace())


@settings(max_examples=150)
@given(ROWS, COLUMNS)
def test_a_printer_stumbles_over_nothing(rows: list[Row], columns: int) -> None:
    printed = read(encode(rows, columns), columns * 12)
    assert not [item for item in printed if isinstance(item, Trouble | Kick)]
    assert sum(isinstance(item, Cut) for item in printed) == 1
    assert all(item.width <= columns * 12 for item in printed if isinstance(item, TextLine))
    for row, code in zip(
        [row for row in rows if row.kind == "qr"],
        [item for item in printed if isinstance(item, DrawnCode) and item.kind == "qr"],
        strict=True,
    ):
        assert code.text == row.cells[0]


@given(st.text())
def test_any_text_can_be_spelled(text: str) -> None:
    spelled = spell(text)
    assert spelled.isprintable()
    assert len(spelled.encode("cp858")) == len(spelled)
    assert spell(spelled) == spelled


@given(st.text(max_size=200), st.integers(1, 50))
def test_wrapping_keeps_every_letter(text: str, width: int) -> None:
    pieces = wrap(text, width)
    assert all(len(piece) <= width for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_barcode_too_long_for_the_paper_stands_in_letters_on_several_lines() -> None:
    printed = read(encode([Row("foot", "barcode", ("A" * 33, ""))], 32), 32 * 12)
    assert not [item for item in printed if isinstance(item, Trouble)]
    assert [line.strip() for line in text_of(printed, 32).splitlines() if line.strip()] == ["A" * 32, "A"]


def test_umlauts_euro_and_others() -> None:
    assert spell("Äpfel süß 1,50 € ½ é ñ ø") == "Äpfel süß 1,50 € ½ é ñ ø"
    assert spell("„Crème brûlée“ – 5 % …") == '"Crème brûlée" - 5 % ...'
    assert spell("Łódź, Đorđe, Çağrı İstanbul, Œuvre, ẞ") == "Lódz, Dorde, Çagri Istanbul, OEuvre, SS"
    assert spell("Кефир") == "Kefir"
    assert spell("🍎 Apfel 👩‍🌾👍🏽") == "* Apfel ***"
    assert spell("日本") == "??"
    assert spell("a\u0308pfel") == "äpfel"
    assert spell("böse\x1b@\x1dV\x00\n") == "böse @ V  "


def test_totals_stand_at_the_right_edge_below_each_other() -> None:
    for columns in (32, 48):
        rows = layout(CASES["sale"], "de", local, QR)
        lines = text_of(read(encode(rows, columns), columns * 12), columns).splitlines()
        amounts = [line for line in lines if line.startswith(("Summe", "Sie sparen", "Bar", "Topfpflanze"))]
        assert len({line.index(",") for line in amounts}) == 1


def test_the_drawer_is_kicked_on_its_own() -> None:
    assert read(DRAWER, 576) == (Kick(2),)
    assert read(drawer_kick(5), 576) == (Kick(5),)


def test_both_dictionaries_have_the_same_words() -> None:
    assert GERMAN.keys() == ENGLISH.keys()
    assert all(GERMAN.values()) and all(ENGLISH.values())
