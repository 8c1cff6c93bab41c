"""A shipped list: UTF-8, `;` between the cells, a header, read strictly.

A list that is malformed is refused with its file, line and column: a half-read list would lose
origins or articles silently.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from otdesk.errors import DataFault
from otdesk.i18n import _

SHORT_LENGTH = 16

_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")


class ReferenceFault(DataFault):
    """A reference list cannot be read: `file`, `line` (the header is 1), `column`, `reason`."""

    def __init__(self, file: str, line: int, column: str, reason: str) -> None:
        where = _("{file}, ligne {line}").format(file=file, line=line)
        if column:
            where += _(", colonne « {} »").format(column)
        super().__init__(f"{where} : {reason}")
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list, read column by column."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fault(self, column: str, reason: str) -> ReferenceFault:
        """Return the refusal of one cell of this line; the caller raises it."""
        return ReferenceFault(self.file, self.line, column, reason)

    def text(self, column: str) -> str:
        """Return a cell that must not be empty."""
        value = self.cells[column]
        if not value:
            raise self.fault(column, _("la case est vide."))
        return value

    def label(self, column: str, length: int = SHORT_LENGTH) -> str:
        """Return a text that must fit a tile."""
        value = self.text(column)
        if len(value) > length:
            raise self.fault(column, _("plus de {} caractères.").format(length))
        return value

    def optional(self, column: str) -> str | None:
        """Return a cell, None where it is empty."""
        return self.cells[column] or None

    def words(self, column: str) -> tuple[str, ...]:
        """Return a cell whose values are parted by `|`."""
        value = self.cells[column]
        return tuple(value.split("|")) if value else ()

    def number(self, column: str) -> int:
        """Return a whole number, 0 for an empty cell."""
        value = self.cells[column]
        if value and not value.isdecimal():
            raise self.fault(column, _("« {} » n’est pas un nombre entier.").format(value))
        return int(value or 0)

    def flag(self, column: str) -> bool:
        """Return a cell that says 0 or 1."""
        value = self.text(column)
        if value not in {"0", "1"}:
            raise self.fault(column, _("« {} » n’est ni 0 ni 1.").format(value))
        return value == "1"

    def day(self, column: str) -> date:
        """Return a date as ISO 8601 writes it."""
        value = self.text(column)
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.fault(
                column, _("« {} » n’est pas une date : écrire 2022-07-14.").format(value)
            ) from error

    def retired(self) -> date | None:
        """Return the date from which a code is retired, None where it is not."""
        return self.day("retired") if self.cells["retired"] else None


def by_code(
    path: Path, columns: tuple[str, ...], read: Callable[[ListRow], tuple[_Key, _Entry]]
) -> Mapping[_Key, _Entry]:
    """Return the entries of a list by their code, in its order. Raises ReferenceFault."""
    entries: dict[_Key, _Entry] = {}
    for row in list_rows(path, columns):
        code, entry = read(row)
        if code in entries:
            raise row.fault("code", _("« {} » figure déjà plus haut.").format(code))
        entries[code] = entry
    return MappingProxyType(entries)


def list_rows(path: Path, columns: tuple[str, ...]) -> Iterator[ListRow]:
    """Yield the rows of a list that has exactly these columns. Raises ReferenceFault."""
    for line, cells in list_cells(path, columns):
        yield ListRow(path.name, line, dict(zip(columns, cells, strict=True)))


def list_cells(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of each row, in the order of `columns`."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";", strict=True)
        try:
            header = next(reader, [])
            for column in columns:
                if column not in header:
                    raise ReferenceFault(path.name, 1, column, _("la colonne manque."))
            if tuple(header) != columns:
                raise ReferenceFault(
                    path.name, 1, "", _("les colonnes sont, dans cet ordre : {}.").format(
                        ", ".join(columns)
                    )
                )  # fmt: skip
            for cells in reader:
                if len(cells) != len(columns):
                    raise ReferenceFault(
                        path.name,
                        reader.line_num,
                        "",
                        _("{} cases au lieu de {}.").format(len(cells), len(columns)),
                    )
                yield reader.line_num, cells
        except csv.Error as error:
            raise ReferenceFault(path.name, reader.line_num, "", str(error)) from error
        except UnicodeDecodeError as error:
            raise ReferenceFault(
                path.name, reader.line_num + 1, "", _("le fichier n’est pas en UTF-8.")
            ) from error
