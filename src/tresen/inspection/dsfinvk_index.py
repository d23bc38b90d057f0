"""index.xml of an export: what it says of the files, compared with the specification. No entity is ever expanded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final
from xml.parsers import expat

from tresen.fiscal.dsfinvk.column import Column, Table
from tresen.fiscal.dsfinvk.description import DTD_FILE, FILE
from tresen.fiscal.objection import Objections

_LARGEST: Final = 4 << 20
_DEEPEST: Final = 20
_TEXTS: Final = ("URL", "Name", "DecimalSymbol", "DigitGroupingSymbol", "ColumnDelimiter", "RecordDelimiter",
                 "TextEncapsulator", "MaxLength", "Accuracy", "From")  # fmt: skip


class BadIndex(ValueError):
    """The file is no index.xml; the message says why."""


@dataclass(slots=True)
class Described:
    """What index.xml says of one file."""

    texts: dict[str, str] = field(default_factory=dict)
    utf8: bool = False
    columns: list[dict[str, str]] = field(default_factory=list)

    @property
    def file(self) -> str:
        return self.texts.get("URL", "")


def read_index(stream: BinaryIO) -> tuple[str, list[Described]]:
    """(name of the DTD, descriptions). Raises BadIndex."""
    raw = stream.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise BadIndex("it is larger than any index")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.entity
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError) as error:
        raise BadIndex(str(error)) from error
    return reader.dtd, reader.found


class _Reader:
    def __init__(self) -> None:
        self.dtd = ""
        self.found: list[Described] = []
        self._path: list[str] = []
        self._said: list[str] = []

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        self.dtd = system or ""

    def entity(self, *_: Any) -> None:
        raise BadIndex("it declares entities")

    def start(self, name: str, _: Any) -> None:
        if len(self._path) >= _DEEPEST:
            raise BadIndex("it is nested too deeply")
        self._path.append(name)
        self._said = []
        if name == "Table":
            self.found.append(Described())
        elif "Table" in self._path and self.found:
            if name in {"VariableColumn", "VariablePrimaryKey"}:
                self.found[-1].columns.append({})
            elif name == "UTF8":
                self.found[-1].utf8 = True
            elif name in {"Numeric", "AlphaNumeric", "Date"} and self.found[-1].columns:
                self.found[-1].columns[-1]["kind"] = name

    def text(self, text: str) -> None:
        self._said.append(text)

    def end(self, name: str) -> None:
        self._path.pop()
        if name in _TEXTS and "Table" in self._path and self.found:
            said = "".join(self._said)
            inside = self._path[-1]
            if inside in {"VariableColumn", "VariablePrimaryKey", "Numeric"} and self.found[-1].columns:
                self.found[-1].columns[-1][name] = said
            elif inside in {"Table", "VariableLength", "Range"}:
                self.found[-1].texts[name] = said
        self._said = []


_FORMAT: Final = {
    "DecimalSymbol": ",",
    "DigitGroupingSymbol": ".",
    "ColumnDelimiter": ";",
    "RecordDelimiter": "\r\n",
    "TextEncapsulator": '"',
    "From": "2",
}


def check_index(
    described: Iterable[Described], dtd: str, tables: Iterable[Table], files: Iterable[str], objections: Objections,
    export: str,
) -> dict[str, list[str]]:  # fmt: skip
    """Object to what index.xml says otherwise than the specification. The columns it describes, by file."""
    place = f"{export}/{FILE}"
    if dtd != DTD_FILE:
        objections.add("index.dtd", place, named=dtd or "-")
    there = set(files)
    found: dict[str, Described] = {}
    for one in described:
        if one.file in found:
            objections.add("index.table_double", place, file=one.file)
        found[one.file] = one
        if one.file not in there:
            objections.add("index.no_such_file", place, file=one.file)
    for table in tables:
        if table.file not in found:
            if table.file in there:
                objections.add("index.table_missing", place, file=table.file)
            continue
        _check_table(found[table.file], table, objections, place)
    return {file: [column.get("Name", "") for column in one.columns] for file, one in found.items()}


def _check_table(one: Described, table: Table, objections: Objections, place: str) -> None:
    if one.texts.get("Name") != table.name:
        objections.add("index.name", place, file=table.file, named=one.texts.get("Name", "-"), wanted=table.name)
    for what, wanted in _FORMAT.items():
        named = one.texts.get(what, "")
        if what == "RecordDelimiter" and named in {"\n", "\r\n"} and wanted == "\r\n" and named == wanted:
            continue
        if named != wanted:
            objections.add("index.format", place, file=table.file, what=what, named=repr(named), wanted=repr(wanted))
    if not one.utf8:
        objections.add("index.format", place, file=table.file, what="UTF8", named="-", wanted="<UTF8/>")
    for number, column in enumerate(table.columns):
        said = one.columns[number] if number < len(one.columns) else {}
        if said.get("Name") != column.name:
            objections.add(
                "index.columns", place, file=table.file, number=number + 1, named=said.get("Name", "-"), wanted=column.name
            )  # fmt: skip
            return
        if _kind(said) != _wanted(column):
            objections.add(
                "index.type", place, file=table.file, column=column.name, named=_kind(said), wanted=_wanted(column)
            )


def _kind(said: dict[str, str]) -> str:
    if said.get("kind") == "Numeric":
        return f"Numeric {said.get('Accuracy', '0')}"
    return f"{said.get('kind', '-')} {said.get('MaxLength', '-')}"


def _wanted(column: Column) -> str:
    return f"Numeric {column.decimals}" if column.numeric else f"AlphaNumeric {column.length}"
