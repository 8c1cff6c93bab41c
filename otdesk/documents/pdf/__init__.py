"""Printed pages: a summary laid out on A4 and written as PDF, and the blank tally sheet.

Imports `otdesk.reports` (dataclasses and labels only), `otdesk.documents` and reportlab; it asks
no database and computes no figure. `PrintStyle.shipped()` is built once and handed over.
"""

from otdesk.documents.pdf.fonts import Fonts
from otdesk.documents.pdf.render import compose, render_pdf
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.tally import tally_sheet

__all__ = ["Fonts", "PrintStyle", "compose", "render_pdf", "tally_sheet"]
