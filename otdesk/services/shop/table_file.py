"""A table that somebody keeps in a spreadsheet, read whole as texts: XLSX, ODS or CSV.

A catalogue has some hundred lines: it is held in memory, after its size was looked at.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from otdesk import typography
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.spreadsheet import CsvRows, unreadable

MAX_ROWS = 20_000
# A workbook of MAX_ROWS lines has some megabytes once it is unpacked; a bomb has gigabytes.
_MAX_UNPACKED = 200_000_000
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods"})


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its line as the spreadsheet numbers it, and its cells as texts."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table: its head, the rows behind it, and the SHA-256 of the file."""

    head: TableRow
    rows: tuple[TableRow, ...]
    sha256: str


def read_table(path: Path) -> TableFile:
    """Return the first sheet of a workbook, or a CSV file.

    Raises SourceUnreadable where the file cannot be opened, DataFault where it is no table
    (Malformed says on which line of a CSV file).
    """
    if path.suffix.casefold() in _WORKBOOKS:
        return _workbook(path)
    csv_rows = CsvRows(path, MAX_ROWS)
    (line, head), *rows = csv_rows
    return TableFile(
        TableRow(line, tuple(head)),
        tuple(TableRow(start, tuple(cells)) for start, cells in rows),
        csv_rows.sha256,
    )


def _workbook(path: Path) -> TableFile:
    # A native library that only an import needs.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        content = path.read_bytes()
        _check_size(path)
        with CalamineWorkbook.from_path(path) as book:
            cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=MAX_ROWS + 2)
    except PasswordError as error:
        raise DataFault(_("Le classeur est protégé par un mot de passe.")) from error
    except (CalamineError, zipfile.BadZipFile) as error:
        raise DataFault(
            _("Ce n’est pas un classeur lisible : l’enregistrer de nouveau en XLSX ou en ODS.")
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    rows = [
        TableRow(number, texts)
        for number, row in enumerate(cells, 1)
        if any(texts := tuple(_text(cell) for cell in row))
    ]
    if not rows:
        raise DataFault(_("La première feuille du classeur est vide."))
    if len(rows) > MAX_ROWS + 1:
        raise DataFault(_("Plus de {} lignes.").format(typography.integer(MAX_ROWS)))
    return TableFile(rows[0], tuple(rows[1:]), hashlib.sha256(content).hexdigest())


def _check_size(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
            raise DataFault(_("Ce classeur est trop grand pour un catalogue."))


def _text(cell: object) -> str:
    """Return a cell as it would be typed: a barcode that became a number is digits again."""
    if isinstance(cell, bool):
        return _("oui") if cell else _("non")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.12g}".replace(".", ",")
    if isinstance(cell, datetime | date):
        return typography.short_date(cell)
    return str(cell).strip()
