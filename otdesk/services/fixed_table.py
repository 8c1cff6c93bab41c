"""A small table with fixed columns, as the siège keeps one in a spreadsheet: CSV, XLSX or ODS.

Read whole, every fault told with its line and column, then all or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from otdesk.domain.visits_file import LineFault
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.shop.table_file import TableFile, read_table
from otdesk.services.spreadsheet import Malformed, columns_reason
from otdesk.services.visits_import import FileRefused

T = TypeVar("T")


@dataclass(slots=True)
class FixedRow:
    """A row by its columns, and where the faults of the file go."""

    line: int
    cells: Mapping[str, str]
    faults: list[LineFault]

    def text(self, column: str) -> str:
        """Return a cell without the blanks around it."""
        return self.cells[column].strip()

    def refuse(self, column: str, reason: str) -> None:
        """Note a fault of the row; no column is one of all of it."""
        self.faults.append(LineFault(self.line, column, reason))

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """Return what a cell holds, None where it cannot be read."""
        try:
            return reader(self.text(column))
        except DataFault as fault:
            self.refuse(column, str(fault))
            return None

    def needed(self, column: str) -> str:
        """Return a cell that must not be empty; an empty one is a fault."""
        value = self.text(column)
        if not value:
            self.refuse(column, _("la case est vide."))
        return value


@dataclass(slots=True)
class FixedTable:
    """The rows of a file whose head is right; `refused` says whether any has a fault."""

    path: Path
    sha256: str
    rows: Sequence[FixedRow]
    faults: list[LineFault] = field(default_factory=list)

    def __iter__(self) -> Iterator[FixedRow]:
        """Yield the rows in order."""
        return iter(self.rows)

    def check(self) -> None:
        """Raise FileRefused with every fault that was found so far."""
        if not self.rows:
            self.faults.append(LineFault(0, "", _("le fichier n’a aucune ligne.")))
        if self.faults:
            raise FileRefused(self.path.name, sorted(self.faults), len(self.faults))


def read_fixed(path: Path, columns: tuple[str, ...], optional: frozenset[str]) -> FixedTable:
    """Read a file that has these columns, in any order; `optional` ones may be left out.

    Raises FileRefused on a head or a form that is not right, an EnvironmentFault where the file
    cannot be read.
    """
    faults: list[LineFault] = []
    try:
        table = read_table(path)
    except Malformed as fault:
        raise FileRefused(path.name, [LineFault(fault.line, "", str(fault))], 1) from fault
    except DataFault as fault:
        raise FileRefused(path.name, [LineFault(0, "", str(fault))], 1) from fault
    names = _head(path, table, columns, optional)
    absent = dict.fromkeys(set(columns) - set(names), "")
    rows: list[FixedRow] = []
    for row in table.rows:
        if len(row.cells) != len(names):
            reason = columns_reason(len(row.cells), len(names))
            faults.append(LineFault(row.line, "", reason))
            continue
        cells = {**absent, **dict(zip(names, row.cells, strict=True))}
        rows.append(FixedRow(row.line, cells, faults))
    return FixedTable(path, table.sha256, rows, faults)


def _head(
    path: Path, table: TableFile, columns: tuple[str, ...], optional: frozenset[str]
) -> tuple[str, ...]:
    names = tuple(cell.strip().casefold() for cell in table.head.cells)
    if len(names) == 1 and any(mark in names[0] for mark in (",", "\t")):
        reason = _("les colonnes doivent être séparées par « ; ».")
        raise FileRefused(path.name, [LineFault(1, "", reason)], 1)
    faults = [
        LineFault(1, name, _("colonne inconnue « {} ».").format(cell.strip()))
        for name, cell in zip(names, table.head.cells, strict=True)
        if name not in columns
    ]
    faults += [
        LineFault(1, name, _("la colonne « {} » figure deux fois.").format(name))
        for name in columns
        if names.count(name) > 1
    ]
    faults += [
        LineFault(1, name, _("la colonne « {} » manque.").format(name))
        for name in columns
        if name not in names and name not in optional
    ]
    if faults:
        raise FileRefused(path.name, faults, len(faults))
    return names
