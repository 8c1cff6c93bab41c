"""Printed pages: a summary laid out on A4 and written as PDF, and the blank tally sheet.

Imports `otdesk.reports` (dataclasses and labels only), `otdesk.documents` and reportlab; it asks
no database and computes no figure. `PrintStyle.shipped()` is built once and handed over.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otdesk.documents.pdf.fonts import Fonts
    from otdesk.documents.pdf.render import compose, render_pdf
    from otdesk.documents.pdf.style import PrintStyle
    from otdesk.documents.pdf.tally import tally_sheet

__all__ = ["Fonts", "PrintStyle", "compose", "render_pdf", "tally_sheet"]

_HOMES = {
    "Fonts": "fonts",
    "PrintStyle": "style",
    "compose": "render",
    "render_pdf": "render",
    "tally_sheet": "tally",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is asked for.

    Screens take this package's words and chart data; reportlab would cost them a tenth of a
    second at the counter before anything is printed.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value
