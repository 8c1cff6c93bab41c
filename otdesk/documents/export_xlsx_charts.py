"""The native charts of the spreadsheet: plain, one series, in the colours of the product."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

_INK = "#232B30"
_RULE = "#C9C6BF"
_CHATAIGNE = "#7A3E1D"
_SIZE = {"width": 620, "height": 330}


def column_chart(
    book: Workbook,
    sheet: str,
    title: str,
    *,
    first: int,
    last: int,
    categories: int,
    values: int,
    hue: str = _CHATAIGNE,
) -> Chart:
    """Return columns along dates; rows `first` to `last`, both included."""
    chart = _chart(book, "column", title)
    chart.add_series(_series(sheet, first, last, categories, values, hue))
    axis: dict[str, Any] = {"num_font": _font(), "line": {"color": _INK}}
    axis |= {"date_axis": True, "num_format": "dd/mm"}
    chart.set_x_axis(axis)
    chart.set_y_axis(_value_axis())
    chart.set_size({"width": 980, "height": 300})
    return chart


def bar_chart(
    book: Workbook,
    sheet: str,
    title: str,
    *,
    first: int,
    last: int,
    categories: int,
    values: int,
    hue: str,
) -> Chart:
    """Return horizontal bars, the first row on top, each with its number."""
    chart = _chart(book, "bar", title)
    series = _series(sheet, first, last, categories, values, hue)
    series["data_labels"] = {"value": True, "font": _font(), "num_format": "#,##0"}
    chart.add_series(series)
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "num_font": _font(), "line": {"color": _INK}})
    chart.set_size(_SIZE)
    return chart


def _chart(book: Workbook, kind: str, title: str) -> Chart:
    chart = book.add_chart({"type": kind})
    if chart is None:
        raise ValueError(f"no chart is called {kind!r}")
    chart.set_title({"name": title, "name_font": {"size": 11, "color": _INK}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _series(  # noqa: PLR0917 - the place of its cells
    sheet: str, first: int, last: int, categories: int, values: int, hue: str
) -> dict[str, Any]:
    return {
        "categories": [sheet, first, categories, last, categories],
        "values": [sheet, first, values, last, values],
        "fill": {"color": hue},
        "gap": 40,
    }


def _font() -> dict[str, Any]:
    return {"size": 9, "color": _INK}


def _value_axis() -> dict[str, Any]:
    return {
        "num_font": _font(),
        "num_format": "#,##0",
        # A bar is read by its length: it begins at zero.
        "min": 0,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": _RULE, "width": 0.5}},
    }
