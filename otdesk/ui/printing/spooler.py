"""The system's printers, and a PDF handed to one of them.

Everything here may take seconds (a network printer asleep): call it on `context.reading`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from otdesk.ui.printing import cups, faults
from otdesk.ui.printing.pages import POINTS_AN_INCH, Band, PageSize, page_bands, page_sizes

MOST_DOTS_PER_INCH = 600
_BAND = 256

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PrinterFound:
    """A printer of the system; `label` is what people call it."""

    name: str
    label: str
    is_default: bool
    can_duplex: bool
    can_colour: bool


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What to do with the pages."""

    printer: str
    title: str
    copies: int = 1
    duplex: bool = False
    colour: bool = True
    dots_per_inch: int = MOST_DOTS_PER_INCH


def printers() -> tuple[PrinterFound, ...]:
    """Return the printers of the system, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    found = [_described(QPrinterInfo.printerInfo(name), default) for name in _names()]
    return tuple(sorted(found, key=lambda printer: (not printer.is_default, printer.label)))


def _names() -> list[str]:
    return [name for name in QPrinterInfo.availablePrinterNames() if name]


def _described(info: QPrinterInfo, default: str) -> PrinterFound:
    duplex, colour = QPrinter.DuplexMode, QPrinter.ColorMode
    modes = info.supportedDuplexModes()
    return PrinterFound(
        name=info.printerName(),
        label=info.description() or info.printerName(),
        is_default=info.printerName() == default,
        can_duplex=duplex.DuplexLongSide in modes or duplex.DuplexAuto in modes,
        can_colour=colour.Color in info.supportedColorModes(),
    )


def print_pdf(
    content: bytes, order: PrintOrder, progress: Progress, is_cancelled: IsCancelled
) -> bool:
    """Print a document; return whether it was sent (False: cancelled, and nothing was).

    The pages are drawn first, strip by strip and packed (a white page is almost nothing), then
    handed over at once: what is cancelled half way leaves no half document in the queue. Raises
    PrintFault.
    """
    if not order.printer:
        raise faults.no_printer()
    sizes = page_sizes(content)
    printer = _printer(order, sizes[0])
    order = replace(order, dots_per_inch=min(order.dots_per_inch, printer.resolution()))
    packed: list[list[_Packed]] = []
    steps = sum(_strips(size, order.dots_per_inch) for size in sizes)
    done = 0
    for index in range(len(sizes)):
        packed.append([])
        grey = not order.colour
        for band in page_bands(content, index, order.dots_per_inch, grey=grey, band_height=_BAND):
            if is_cancelled():
                return False
            packed[-1].append(_Packed.of(band))
            done += 1
            progress(done, steps)
    _send(printer, order, packed, sizes)
    return True


@dataclass(frozen=True, slots=True)
class _Packed:
    """A strip without its pixels, and these compressed."""

    band: Band
    pixels: bytes

    @classmethod
    def of(cls, band: Band) -> _Packed:
        return cls(replace(band, pixels=b""), zlib.compress(band.pixels, 1))

    def unpacked(self) -> Band:
        return replace(self.band, pixels=zlib.decompress(self.pixels))


def _strips(size: PageSize, dots_per_inch: int) -> int:
    return -(-round(size.height * dots_per_inch / POINTS_AN_INCH) // _BAND)


def _printer(order: PrintOrder, size: PageSize) -> QPrinter:
    # A name that the system does not know would make QPrinter write a PDF file somewhere.
    if order.printer not in _names():
        raise faults.no_printer() if not _names() else faults.gone(order.printer)
    printer = QPrinter(QPrinterInfo.printerInfo(order.printer), QPrinter.PrinterMode.HighResolution)
    if not printer.isValid():
        raise faults.gone(order.printer)
    printer.setDocName(order.title)
    printer.setResolution(min(order.dots_per_inch, MOST_DOTS_PER_INCH))
    printer.setFullPage(True)
    _set_page(printer, size)
    printer.setCopyCount(order.copies)
    mode = QPrinter.ColorMode.Color if order.colour else QPrinter.ColorMode.GrayScale
    printer.setColorMode(mode)
    sides = QPrinter.DuplexMode.DuplexLongSide if order.duplex else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(sides)
    return printer


def _set_page(printer: QPrinter, size: PageSize) -> None:
    points = QSizeF(size.width, size.height)
    paper = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    lying = size.width > size.height
    orientation = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, orientation, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)


def _send(
    printer: QPrinter,
    order: PrintOrder,
    pages: list[list[_Packed]],
    sizes: tuple[PageSize, ...],
) -> None:
    painter = QPainter()
    if not painter.begin(printer):
        raise faults.refused(order.printer, "")
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for number, (page, size) in enumerate(zip(pages, sizes, strict=True)):
            if number:
                _set_page(printer, size)
                if not printer.newPage():
                    raise faults.refused(order.printer, "")
            for band in _unpacked(page):
                painter.drawImage(0, band.top, band.image())
    finally:
        painter.end()
    refusal = cups.last_refusal()
    if refusal is not None:
        raise faults.refused(order.printer, refusal)
    if printer.printerState() is QPrinter.PrinterState.Error:
        raise faults.refused(order.printer, "")


def _unpacked(page: list[_Packed]) -> Iterator[Band]:
    for packed in page:
        yield packed.unpacked()
