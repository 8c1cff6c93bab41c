"""The pages of a PDF as pictures, for the preview and for the printer.

pdfium is not safe in two threads at once: call all of this on one thread (`context.reading`).
Each call opens the document and closes it again, which costs less than a page's first line and
leaves nothing that another thread's garbage collector could close at the wrong moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PySide6.QtGui import QImage

POINTS_AN_INCH = 72.0


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page's size in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of a page over its whole width: raw pixels, rows of `stride` bytes.

    `grey`: one byte a pixel; otherwise four (blue, green, red, unused).
    """

    top: int
    width: int
    height: int
    stride: int
    grey: bool
    pixels: bytes

    def image(self) -> QImage:
        """Return the strip as an image that owns its pixels."""
        form = QImage.Format.Format_Grayscale8 if self.grey else QImage.Format.Format_RGB32
        return QImage(self.pixels, self.width, self.height, self.stride, form).copy()


def page_sizes(content: bytes) -> tuple[PageSize, ...]:
    """Return the size of each page of a PDF."""
    with _opened(content) as document:
        sizes = (document.get_page_size(index) for index in range(len(document)))
        return tuple(PageSize(width, height) for width, height in sizes)


def page_image(content: bytes, index: int, width: int) -> QImage:
    """Return a page (0 is the first) as an image `width` pixels wide."""
    with _opened(content) as document, _page(document, index) as page:
        height = max(1, round(width * page.get_height() / page.get_width()))
        return _rendered(page, (width, height), 0, height, grey=False).image()


def page_bands(
    content: bytes, index: int, dots_per_inch: int, *, grey: bool, band_height: int = 256
) -> Iterator[Band]:
    """Yield a page strip by strip, downwards, so that no whole page lies in memory.

    An A4 page in colour at 600 dpi is 139 million bytes; a strip of 256 rows is five.
    """
    with _opened(content) as document, _page(document, index) as page:
        factor = dots_per_inch / POINTS_AN_INCH
        width, height = round(page.get_width() * factor), round(page.get_height() * factor)
        for top in range(0, height, band_height):
            rows = min(band_height, height - top)
            yield _rendered(page, (width, height), top, rows, grey=grey)


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


@contextmanager
def _page(document: pypdfium2.PdfDocument, index: int) -> Iterator[pypdfium2.PdfPage]:
    page = document[index]
    try:
        yield page
    finally:
        page.close()


def _rendered(
    page: pypdfium2.PdfPage, size: tuple[int, int], top: int, rows: int, *, grey: bool
) -> Band:
    """Render `rows` pixel rows from `top` of a page that is `size` pixels in all."""
    width, height = size
    form = pdfium.FPDFBitmap_Gray if grey else pdfium.FPDFBitmap_BGRx
    bitmap = pypdfium2.PdfBitmap.new_native(width, rows, form)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, rows)
        flags = pdfium.FPDF_ANNOT | (pdfium.FPDF_GRAYSCALE if grey else 0)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, flags)
        return Band(top, width, rows, bitmap.stride, grey, bytes(bitmap.buffer))
    finally:
        bitmap.close()
