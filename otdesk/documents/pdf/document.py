"""Write pages as a PDF file: metadata, language, outline, the same bytes for the same input."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from otdesk import __version__
from otdesk.documents.drawing import Anchor, Font, Primitive, Sketch, Text, Weight
from otdesk.documents.pdf.page import HEIGHT, WIDTH, Page
from otdesk.documents.pdf.painter import Painter
from otdesk.documents.pdf.style import PrintStyle
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _

_TAG = Font(5.9, Weight.BOLD, tracking=0.45)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a viewer and a search engine show of the document."""

    title: str
    author: str
    subject: str


def write(
    pages: Sequence[Page], metadata: Metadata, style: PrintStyle, out: Path | BinaryIO
) -> None:
    """Write the pages to an open stream, or to a file that appears only when it is whole.

    Raises EnvironmentFault where the file cannot be written.
    """
    content = document_bytes(pages, metadata, style)
    if not isinstance(out, Path):
        out.write(content)
        return
    part = out.with_name(f"{out.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, out)  # noqa: PTH105 - replace() also over a file that a viewer shows
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EnvironmentFault(
            _("Le document « {file} » n’a pas pu être écrit\u00a0: {reason}.").format(
                file=out.name, reason=error.strerror or error
            ),
            safe=_("Aucune donnée n’est touchée."),
            todo=_("Choisir un autre dossier, ou fermer le document s’il est ouvert."),
        ) from error


def document_bytes(pages: Sequence[Page], metadata: Metadata, style: PrintStyle) -> bytes:
    """Return the document; the same bytes for the same pages."""
    # Our first font from the start: otherwise reportlab puts an unembedded Helvetica in the file.
    canvas = Canvas(
        "",
        pagesize=(WIDTH, HEIGHT),
        pageCompression=1,
        invariant=1,
        # The stubs take this name for a number.
        initialFontName=style.fonts.name(Font(8)),  # type: ignore[arg-type]
        initialFontSize=8,
        lang="fr-FR",
    )
    canvas.setTitle(metadata.title)
    canvas.setAuthor(metadata.author)
    canvas.setSubject(metadata.subject)
    canvas.setCreator(f"otdesk {__version__}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for number, page in enumerate(pages):
        canvas.setPageSize((page.width, page.height))
        _outline(canvas, page, number)
        painter = Painter(canvas, style.fonts, style.palette, page.height)
        painter.paint(page.drawing.items)
        painter.paint(_missing_tag(page, style))
        canvas.showPage()
    data: bytes = canvas.getpdfdata()  # type: ignore[no-untyped-call]
    return data


def _missing_tag(page: Page, style: PrintStyle) -> tuple[Primitive, ...]:
    """Return the style's tag for a page without a head to bear it, at its very top.

    A sheet of labels is one: its first row begins at the paper's edge, and its words 4 mm below.
    """
    said = {item.text for item in page.drawing.items if isinstance(item, Text)}
    if not style.tag or style.tag in said:
        return ()
    sketch = Sketch(page.width)
    sketch.text(page.width - 8, 10, style.tag, _TAG, anchor=Anchor.END)
    return sketch.finish(page.height).items


def _outline(canvas: Canvas, page: Page, number: int) -> None:
    """Add the page to the outline, its sections below it."""
    key = f"page{number}"
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(page.title, key, level=0, closed=False)
    for index, part in enumerate(page.sections):
        below = f"{key}-{index}"
        canvas.bookmarkHorizontal(below, 0, page.height - part.y)
        canvas.addOutlineEntry(part.title, below, level=1)
