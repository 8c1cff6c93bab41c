"""One table as CSV or as a spreadsheet: what the shop's statements and its journal are written by.

CSV: UTF-8 with a BOM, semicolons, decimal commas, the first sheet alone, so that it stays one
table. XLSX: every sheet, real numbers and dates, a frozen head, a total.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otdesk.documents.export_csv import defused
from otdesk.documents.export_xlsx_book import TITLE_ROWS, Book, Column, Heading
from otdesk.domain.money import ONE

Value = str | int | date | None


class Kind(StrEnum):
    """What a column holds.

    MONEY are integer cents, PIECES thousandths, SHARE basis points: each is written as what it is
    in the world, and never as a rounded float of it in CSV.
    """

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole"
    MONEY = "money"
    PIECES = "pieces"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head, what it holds, its width in characters."""

    head: str
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A table; `total` is its last line in the spreadsheet, and not in CSV."""

    name: str
    note: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDocument:
    """Some sheets under one heading; the first is the document, the others stand beside it."""

    heading: Heading
    sheets: tuple[TableSheet, ...]


_FORMS = {
    Kind.TEXT: "text",
    Kind.DATE: "date",
    Kind.WHOLE: "int",
    Kind.MONEY: "money",
    Kind.PIECES: "pieces",
    Kind.SHARE: "percent",
}


def render_csv(document: TableDocument) -> bytes:
    """Return the first sheet as CSV bytes."""
    sheet = document.sheets[0]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.head for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow(
            [_text(value, of.kind) for value, of in zip(row, sheet.columns, strict=True)]
        )
    return text.getvalue().encode("utf-8-sig")


def render_xlsx(document: TableDocument) -> bytes:
    """Return every sheet as the bytes of a workbook."""
    book = Book(document.heading)
    for table in document.sheets:
        columns = [Column(c.head, c.width, _FORMS[c.kind]) for c in table.columns]
        rows = [
            [_number(value, of.kind) for value, of in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]
        sheet = book.table(table.name, table.note, columns, rows)
        sheet.set_landscape()
        for number, (value, of) in enumerate(zip(table.total, table.columns, strict=False)):
            if value is not None:
                form = "money_bold" if of.kind is Kind.MONEY else "total"
                line = TITLE_ROWS + 1 + len(rows)
                book.write(sheet, line, number, _number(value, of.kind), form)
    book.book.close()
    return book.buffer.getvalue()


def _text(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return defused(value)
    if kind is Kind.MONEY:
        return _decimal(value, 2)
    if kind is Kind.PIECES:
        return _trimmed(_decimal(value, 3))
    return _trimmed(_decimal(value, 2)) if kind is Kind.SHARE else str(value)


def _decimal(value: int, places: int) -> str:
    """Return an integer of hundredths or thousandths as a decimal, exactly."""
    whole, rest = divmod(abs(value), 10**places)
    return f"{'-' if value < 0 else ''}{whole},{rest:0{places}d}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(",")


def _number(value: Value, kind: Kind) -> str | float | date | None:
    if not isinstance(value, int):
        return value
    divisor = {Kind.MONEY: 100, Kind.PIECES: ONE, Kind.SHARE: 10_000}.get(kind)
    return value if divisor is None else value / divisor


def writers() -> Sequence[str]:
    """Return the formats that a table is written in."""
    return ("csv", "xlsx")


def render(document: TableDocument, form: str) -> bytes:
    """Return the document in a format of `writers`."""
    return render_csv(document) if form == "csv" else render_xlsx(document)
