"""The workbook behind the spreadsheet: its formats, its pages, and a table that can be filtered."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from otdesk import typography
from otdesk.i18n import _
from otdesk.reports.comparison import label as period_label
from otdesk.reports.summary import Summary

TITLE_ROWS = 4
_A4 = 9
_BASE: Mapping[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "vcenter"}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "text": {"indent": 1},
    "wrap": {"text_wrap": True, "valign": "top"},
    "bold": {"bold": True},
    "title": {"bold": True, "font_size": 16, "font_color": "#7A3E1D"},
    "note": {"font_color": "#5A636A", "font_size": 9},
    "base": {"font_color": "#5A636A", "font_size": 9, "indent": 1},
    "mark": {"bold": True, "bg_color": "#F2B705", "font_size": 9},
    "head": {
        "indent": 1,
        "bold": True,
        "bottom": 1,
        "text_wrap": True,
        "valign": "bottom",
        "bg_color": "#F5F2EC",
    },
    "head_right": {
        "bold": True,
        "bottom": 1,
        "text_wrap": True,
        "valign": "bottom",
        "align": "right",
        "bg_color": "#F5F2EC",
    },
    "int": {"num_format": "#,##0"},
    "float": {"num_format": "#,##0.0"},
    "money": {"num_format": '#,##0.00 "€"'},
    "money_bold": {"num_format": '#,##0.00 "€"', "bold": True, "top": 1},
    "total": {"bold": True, "top": 1, "indent": 1},
    "pieces": {"num_format": "#,##0.###"},
    "percent": {"num_format": "0.0%"},
    "signed": {"num_format": '+0.0%;"−"0.0%;0.0%'},
    "points": {"num_format": '+0.0" pt";"−"0.0" pt";0.0" pt"'},
    "date": {"num_format": "[$-40C]ddd dd/mm/yyyy", "align": "left"},
    "duration": {"num_format": "[h]:mm"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its width in characters, and its number format."""

    head: str
    width: int
    form: str = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above every sheet: title, subject, a mark, and who the workbook is of."""

    title: str
    subject: str
    author: str
    mark: str = ""


class Book:
    """A workbook in memory and its formats, made once."""

    def __init__(self, heading: Heading) -> None:
        self.heading = heading
        self.buffer = io.BytesIO()
        self.book: Workbook = xlsxwriter.Workbook(
            self.buffer,
            # A label of a list that begins with « = » is text, whoever typed it.
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_date_format": "dd/mm/yyyy",
            },
        )
        self.book.set_properties(
            {"title": heading.title, "subject": heading.subject, "author": heading.author}
        )
        self.forms: dict[str, Format] = {
            name: self.book.add_format({**_BASE, **extra}) for name, extra in _FORMS.items()
        }

    def sheet(self, name: str, subtitle: str, columns: Sequence[Column]) -> Worksheet:
        """Add a sheet with its title lines, its head, its widths and its page."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, self.heading.title, self.forms["title"])
        sheet.write_string(1, 0, self.heading.subject, self.forms["note"])
        if self.heading.mark:
            sheet.write_string(2, 0, self.heading.mark, self.forms["mark"])
        sheet.write_string(2, 1 if self.heading.mark else 0, subtitle, self.forms["note"])
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            self.head(sheet, TITLE_ROWS, number, column)
        sheet.freeze_panes(TITLE_ROWS + 1, 1)
        sheet.repeat_rows(TITLE_ROWS)
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.7, right=0.6, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{_escaped(self.heading.title)}&R&8&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def head(self, sheet: Worksheet, row: int, number: int, column: Column) -> None:
        """Write the head of a column, above its figures on the right or its texts on the left."""
        form = "head" if column.form in {"text", "date"} else "head_right"
        sheet.write_string(row, number, column.head, self.forms[form])

    def table(
        self,
        name: str,
        subtitle: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Any]],
    ) -> Worksheet:
        """Add a sheet with one table that can be filtered."""
        sheet = self.sheet(name, subtitle, columns)
        for line, row in enumerate(rows, start=TITLE_ROWS + 1):
            for number, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.write(sheet, line, number, value, column.form)
        if rows:
            sheet.autofilter(TITLE_ROWS, 0, TITLE_ROWS + len(rows), len(columns) - 1)
        return sheet

    def write(self, sheet: Worksheet, row: int, column: int, value: Any, form: str) -> None:  # noqa: ANN401 - a cell of any kind
        """Write one cell with its own type; None leaves it empty."""
        fmt = self.forms[form]
        if value is None:
            sheet.write_blank(row, column, None, fmt)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, fmt)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, fmt)
        else:
            sheet.write_string(row, column, value, fmt)


class SummaryBook(Book):
    """The workbook of a summary."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        title = _("{network}\u00a0: {period}").format(
            network=summary.network, period=period_label(summary.period)
        )
        mark = _("RECONSTITUTION") if summary.reconstruction else ""
        super().__init__(Heading(title, _subject(summary), summary.network, mark))


def _escaped(text: str) -> str:
    # « & » begins a code in a page's foot.
    return text.replace("&", "&&")


def _subject(summary: Summary) -> str:
    offices = ", ".join(office.name for office in summary.offices)
    return _("{offices} · unités, version {version} · édité le {stamp}").format(
        offices=offices,
        version=summary.unit_version,
        stamp=typography.stamp(summary.generated_at),
    )
