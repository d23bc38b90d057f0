"""Records to and from what JSON can say: dicts, lists, texts, integers. The browser and the node write the same bytes.

`reader(shape)` and `writer(shape)` are compiled once for a dataclass (or a tuple, mapping, union with None of them) from
its annotations. Reading is strict about types and deaf to unknown fields, so that newer nodes may say more; a missing
field takes its default. Only the shapes that the core uses are known.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]
Writer = Callable[[Any], Any]

PLAIN: Final = (str, int, bool)
_ABSENT: Final = object()


class Malformed(ValueError):
    """What came in has not the agreed shape. The text names the place."""


@cache
def reader(shape: Any) -> Reader:
    """What makes a value of a shape from JSON's parts, or raises `Malformed`."""
    if shape in PLAIN:
        return _plain_reader(shape)
    if isinstance(shape, type) and is_dataclass(shape):
        return _RecordReader(shape)
    origin, parts = get_origin(shape), get_args(shape)
    if origin is Literal:
        return _literal_reader(parts)
    if origin in (Union, UnionType) and len(parts) == 2 and NoneType in parts:
        return _optional_reader(reader(next(part for part in parts if part is not NoneType)))
    if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:
        return _many_reader(reader(parts[0]))
    if origin is tuple:
        return _row_reader(tuple(reader(part) for part in parts))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_reader(parts[0], reader(parts[1]))
    raise TypeError(f"no reader for {shape}")


@cache
def writer(shape: Any) -> Writer | None:
    """What makes JSON's parts from a value of a shape; None where the value is one already."""
    if shape in PLAIN:
        return None
    if isinstance(shape, type) and is_dataclass(shape):
        return _RecordWriter(shape)
    origin, parts = get_origin(shape), get_args(shape)
    if origin is Literal:
        return None
    if origin in (Union, UnionType) and len(parts) == 2 and NoneType in parts:
        return _optional_writer(writer(next(part for part in parts if part is not NoneType)))
    if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:
        return _many_writer(writer(parts[0]))
    if origin is tuple:
        return _row_writer(tuple(writer(part) for part in parts))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_writer(writer(parts[1]))
    raise TypeError(f"no writer for {shape}")


def read(shape: Any, value: object) -> Any:
    """A value of a shape from JSON's parts; raises `Malformed`."""
    return reader(shape)(value)


def written(value: Any) -> dict[str, Any]:
    """A record as JSON's parts."""
    shape: Any = type(value)
    write = writer(shape)
    assert write is not None, "a record, no plain value"
    parts: dict[str, Any] = write(value)
    return parts


class _RecordReader:
    """Reads a dataclass. Its fields are looked at when it first reads, so that a record may hold its like."""

    __slots__ = ("_fields", "_shape")

    def __init__(self, shape: type) -> None:
        self._shape = shape
        self._fields: list[tuple[str, Any, Reader, Any, Callable[[], Any] | None]] = []

    def __call__(self, value: Any) -> Any:
        if type(value) is not dict:
            raise Malformed(f"{self._shape.__name__} is no object")
        found = []
        for name, plain, read_one, default, make in self._fields or self._look():
            one = value.get(name, _ABSENT)
            if one is _ABSENT:
                if make is not None:
                    one = make()
                elif default is MISSING:
                    raise Malformed(f"{self._shape.__name__}.{name} is missing")
                else:
                    one = default
            elif type(one) is not plain:
                try:
                    one = read_one(one)
                except Malformed as fault:
                    raise Malformed(f"{self._shape.__name__}.{name}: {fault}") from None
            found.append(one)
        return self._shape(*found)

    def _look(self) -> list[tuple[str, Any, Reader, Any, Callable[[], Any] | None]]:
        hints = get_type_hints(self._shape)
        for field in fields(self._shape):
            hint = hints[field.name]
            plain = hint if hint in PLAIN else next((part for part in get_args(hint) if part in PLAIN), None)
            if plain is not None and not (hint in PLAIN or get_origin(hint) in (Union, UnionType)):
                plain = None
            make = field.default_factory if field.default_factory is not MISSING else None
            self._fields.append((field.name, plain, reader(hint), field.default, make))
        return self._fields


class _RecordWriter:
    """Writes a dataclass, all fields in their order."""

    __slots__ = ("_names", "_records", "_shape", "_values")

    def __init__(self, shape: type) -> None:
        self._shape = shape
        self._names: tuple[str, ...] = ()
        self._values: Callable[[Any], Any] = attrgetter("__class__")
        self._records: tuple[tuple[str, Writer], ...] = ()

    def __call__(self, value: Any) -> dict[str, Any]:
        if not self._names:
            hints = get_type_hints(self._shape)
            self._records = tuple(
                (field.name, write) for field in fields(self._shape) if (write := writer(hints[field.name])) is not None
            )
            names = tuple(field.name for field in fields(self._shape))
            self._values = attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)
            self._names = names
        found = dict(zip(self._names, self._values(value), strict=True))
        for name, write in self._records:
            if found[name] != ():
                found[name] = write(found[name])
        return found


def _plain_reader(shape: type) -> Reader:
    def read_plain(value: Any) -> Any:
        if type(value) is not shape:
            raise Malformed(f"no {shape.__name__}")
        return value

    return read_plain


def _literal_reader(allowed: tuple[Any, ...]) -> Reader:
    def read_literal(value: Any) -> Any:
        if type(value) is not str or value not in allowed:
            raise Malformed(f"none of {', '.join(map(str, allowed))}")
        return value

    return read_literal


def _optional_reader(inner: Reader) -> Reader:
    return lambda value: None if value is None else inner(value)


def _many_reader(inner: Reader) -> Reader:
    def read_many(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise Malformed("no list")
        return tuple([inner(one) for one in value])

    return read_many


def _row_reader(inner: tuple[Reader, ...]) -> Reader:
    def read_row(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) != len(inner):
            raise Malformed(f"no list of {len(inner)}")
        return tuple([read_one(one) for read_one, one in zip(inner, value, strict=True)])

    return read_row


def _row_writer(inner: tuple[Writer | None, ...]) -> Writer | None:
    if not any(inner):
        return None
    return lambda value: [write(one) if write else one for write, one in zip(inner, value, strict=True)]


def _optional_writer(inner: Writer | None) -> Writer | None:
    return None if inner is None else lambda value: None if value is None else inner(value)


def _many_writer(inner: Writer | None) -> Writer | None:
    return None if inner is None else lambda value: [inner(one) for one in value]


def _mapping_writer(inner: Writer | None) -> Writer:
    return dict if inner is None else lambda value: {key: inner(one) for key, one in value.items()}


def _mapping_reader(key: type, inner: Reader) -> Reader:
    """JSON's keys are texts; a mapping with whole numbers as keys writes them as such."""
    if key is str:

        def read_mapping(value: Any) -> dict[Any, Any]:
            if type(value) is not dict:
                raise Malformed("no object")
            return {name: inner(one) for name, one in value.items()}
    else:

        def read_mapping(value: Any) -> dict[Any, Any]:
            if type(value) is not dict:
                raise Malformed("no object")
            try:
                return {int(name): inner(one) for name, one in value.items()}
            except ValueError as fault:
                raise fault if isinstance(fault, Malformed) else Malformed("a key is no number") from None

    return read_mapping
