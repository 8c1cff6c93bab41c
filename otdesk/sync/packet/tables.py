"""Tables for people in a packet: a Frictionless data package, which the importer ignores.

Each table is CSV with a BOM, semicolons and CRLF, as French spreadsheets open it, described in
`datapackage.json` (Data Package 1.0, Table Schema), which the public `frictionless` tool checks.
Rows are given, or derived from each entry as it goes into the packet: they are what the packet
brings, revision by revision, and never what an office has in all.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, cast

from otdesk.sync.packet.manifest import FileSum

Cell = str | int | None
Row = Sequence[Cell]


class Told(NamedTuple):
    """What the header of an entry tells a table; `rev` is as it is written."""

    uid: str
    kind: str
    rev: str
    is_void: bool


# The rows that an entry of a kind makes.
RowsOf = Callable[[Told, Mapping[str, Any]], Iterable[Row]]
DELIMITER = ";"
_END = "\r\n"
# So many rows are worded and handed over at once: some tens of kilobytes.
_TOGETHER = 256
# So many amounts and times of day are worded once: a shop has few prices, a day few minutes.
_REMEMBERED = 4096
# What a spreadsheet would compute instead of showing.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class FieldKind(StrEnum):
    """What a cell is given as, and how it is written."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    DATE = "date"
    """`2022-07-14`."""
    MINUTE = "minute"
    """Minutes since midnight, written `16:44`."""
    EUROS = "euros"
    """Integer cents, written `13,90`."""
    PIECES = "pieces"
    """Integer thousandths, written `2` or `0,5`."""


_TYPES: Mapping[FieldKind, Mapping[str, str]] = {
    FieldKind.TEXT: {"type": "string"},
    FieldKind.CODE: {"type": "string"},
    FieldKind.WHOLE: {"type": "integer"},
    FieldKind.DATE: {"type": "date"},
    FieldKind.MINUTE: {"type": "time", "format": "%H:%M"},
    FieldKind.EUROS: {"type": "number", "decimalChar": ","},
    FieldKind.PIECES: {"type": "number", "decimalChar": ","},
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: `name` is ASCII and for programs, `title` is French and for people."""

    name: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file `name`.csv, of given rows and of those that the entries of some kinds make."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: Iterable[Row] = ()
    of_entry: Mapping[str, RowsOf] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """Return the name of the file."""
        return f"{self.name}.csv"

    def writer(self, write: Callable[[bytes], object]) -> TableWriter:
        """Return what hands the file's lines over, the first one with the names at once."""
        return TableWriter(self, write)


class TableWriter:
    """Writes the lines of a table, in order, many at once."""

    def __init__(self, table: Table, write: Callable[[bytes], object]) -> None:
        self._words = [_WORDS.get(field.kind, str) for field in table.fields]
        self._write = write
        names = [(field.name,) for field in table.fields]
        # It tells Excel of UTF-8.
        write(codecs.BOM_UTF8 + _lines(names).encode("utf-8"))

    def add(self, rows: Iterable[Row]) -> None:
        """Write the lines of rows. Raises ValueError on one of other cells than its fields."""
        coming = iter(rows)
        while together := tuple(islice(coming, _TOGETHER)):
            columns = tuple(zip(*together, strict=True))
            if len(columns) != len(self._words):
                raise ValueError(f"{len(self._words)} cells are wanted, not {len(columns)}")
            worded = list(map(_worded, self._words, columns))
            self._write(_lines(worded).encode("utf-8"))


def _worded(words: Callable[[str | int], str], column: Sequence[Cell]) -> Sequence[str]:
    if words is str and set(map(type, column)) == {str}:
        return cast("list[str]", column)
    if None in column:
        return ["" if cell is None else words(cell) for cell in column]
    return list(map(words, cast("Sequence[str | int]", column)))


def _lines(columns: Sequence[Sequence[str]]) -> str:
    """Return the lines of a table of at least one column and row."""
    rows = tuple(zip(*columns, strict=True))
    plain = "".join([DELIMITER.join(row) + _END for row in rows])
    # Where no cell has a sign of CSV's own, and none is a line by itself, nothing is quoted.
    if (
        len(columns) > 1
        and '"' not in plain
        and plain.count(DELIMITER) == len(rows) * (len(columns) - 1)
        and plain.count("\r") == plain.count("\n") == len(rows)
    ):
        return plain
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=DELIMITER, lineterminator=_END).writerows(rows)
    return lines.getvalue()


def data_package(
    tables: Sequence[tuple[Table, FileSum]], *, name: str, title: str, created: str
) -> bytes:
    """Return `datapackage.json` for tables that are written already."""
    described = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "created": created,
        "resources": [_resource(table, of) for table, of in tables],
    }
    # On one line: it is for tools, and only the encoder in Python indents, at many times the cost.
    text = json.dumps(described, ensure_ascii=False)
    return text.encode("utf-8") + b"\n"


def _resource(table: Table, of: FileSum) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": of.name,
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": of.size,
        "hash": f"sha256:{of.sha256}",
        "dialect": {"delimiter": DELIMITER, "lineTerminator": _END},
        "schema": {"fields": [_described(field) for field in table.fields]},
    }


def _described(field: Field) -> dict[str, object]:
    said: dict[str, object] = {"name": field.name, "title": field.title, **_TYPES[field.kind]}
    if field.required:
        said["constraints"] = {"required": True}
    return said


def _whole(value: str | int) -> int:
    if not isinstance(value, int):
        raise ValueError(f"an integer is wanted, not {value!r}")
    return value


def _text(value: str | int) -> str:
    text = str(value)
    # An apostrophe before it makes it text again.
    return f"'{text}" if text.startswith(_FORMULA) else text


@lru_cache(_REMEMBERED, typed=True)
def _euros(value: str | int) -> str:
    cents = _whole(value)
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


@lru_cache(_REMEMBERED, typed=True)
def _pieces(value: str | int) -> str:
    thousandths = _whole(value)
    whole, rest = divmod(abs(thousandths), 1000)
    decimals = f",{rest:03d}".rstrip("0") if rest else ""
    return f"{'-' if thousandths < 0 else ''}{whole}{decimals}"


@lru_cache(_REMEMBERED, typed=True)
def _minute(value: str | int) -> str:
    hour, minute = divmod(_whole(value), 60)
    return f"{hour:02d}:{minute:02d}"


_WORDS: Mapping[FieldKind, Callable[[str | int], str]] = {
    FieldKind.TEXT: _text,
    FieldKind.EUROS: _euros,
    FieldKind.PIECES: _pieces,
    FieldKind.MINUTE: _minute,
}
