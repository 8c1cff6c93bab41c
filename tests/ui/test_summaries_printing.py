"""The panel that prints: what it offers, what it remembers, what it says when paper fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped, unused-ignore]

from otdesk import settings
from otdesk.services import preferences
from otdesk.services.workplace import Workplace
from otdesk.ui.printing import faults
from otdesk.ui.printing.pages import page_bands, page_image, page_sizes
from otdesk.ui.printing.panel import PrintPanel
from otdesk.ui.printing.spooler import PrinterFound, PrintOrder
from otdesk.ui.summaries.export_panel import ExportPanel
from otdesk.ui.summaries.screen import View
from tests.ui.summaries_office import Desk, july_office, opened

LASER = PrinterFound("laser", "Laser du bureau", True, True, False)
PHOTO = PrinterFound("photo", "Photo", False, False, True)


@dataclass
class Tray:
    """A device that keeps what it is given, as a printer keeps its tray."""

    found: Sequence[PrinterFound] = (LASER, PHOTO)
    orders: list[PrintOrder] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    hold: threading.Event | None = None
    refusal: str = ""

    def printers(self) -> Sequence[PrinterFound]:
        return self.found

    def print_pdf(
        self,
        content: bytes,
        order: PrintOrder,
        progress: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> bool:
        progress(1, 2)
        if self.hold is not None:
            self.hold.wait(20)
        if is_cancelled():
            return False
        if self.refusal:
            raise faults.refused(order.printer, self.refusal)
        self.orders.append(order)
        self.contents.append(content)
        return True


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return july_office(tmp_path)


@contextmanager
def offered(qtbot: QtBot, office: Workplace, tray: Tray) -> Iterator[tuple[Desk, PrintPanel]]:
    """Open the panel on July and wait for the printers."""
    with opened(qtbot, office, device=tray) as desk:
        desk.screen.arrive()
        desk.shows("2022-07-01")
        desk.qtbot.keyClick(desk.screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        panel = desk.screen.panel
        assert isinstance(panel, PrintPanel)
        # Not their count: before they were looked for there are none, either.
        desk.qtbot.waitUntil(lambda: panel.go.isEnabled() or bool(panel.outcome.text))
        desk.settle()
        yield desk, panel


def test_the_summary_is_printed_on_the_default_printer(qtbot: QtBot, office: Workplace) -> None:
    tray = Tray()
    with offered(qtbot, office, tray) as (desk, panel):
        assert panel.chosen == LASER
        with desk.qtbot.waitSignal(panel.ended) as ended:
            panel.go.click()
        assert ended.args == [True]
    assert tray.orders == [PrintOrder("laser", "juillet 2022", 1, duplex=False, colour=False)]
    assert len(page_sizes(tray.contents[0])) >= 2


def test_what_a_printer_cannot_do_is_not_offered(qtbot: QtBot, office: Workplace) -> None:
    with offered(qtbot, office, Tray()) as (_desk, panel):
        assert panel.two_sides.isEnabled()
        assert not panel.colour.isEnabled()
        panel.choice.setCurrentIndex(1)
        assert not panel.two_sides.isEnabled()
        assert panel.one_side.isChecked()
        assert panel.colour.isEnabled()


def test_copies_sides_and_ink_are_ordered(qtbot: QtBot, office: Workplace) -> None:
    tray = Tray()
    with offered(qtbot, office, tray) as (desk, panel):
        panel.copies.setValue(3)
        panel.two_sides.click()
        with desk.qtbot.waitSignal(panel.ended):
            panel.start()
    assert tray.orders[0].copies == 3
    assert tray.orders[0].duplex


def test_one_page_has_no_other_side(qtbot: QtBot, office: Workplace) -> None:
    with offered(qtbot, office, Tray()) as (desk, panel):
        desk.screen.show_view(View.TALLY)
        desk.qtbot.waitUntil(lambda: "pointage" in panel.accessibleName())
        desk.settle()
        assert not panel.two_sides.isEnabled()


def test_the_printer_is_remembered(qtbot: QtBot, office: Workplace) -> None:
    with offered(qtbot, office, Tray()) as (desk, panel):
        panel.choice.setCurrentIndex(1)
        with desk.qtbot.waitSignal(panel.ended):
            panel.go.click()
        kept: list[str] = []
        desk.link.read(
            lambda connection: preferences.load(connection).get(settings.PRINTER), kept.append
        )
        desk.qtbot.waitUntil(lambda: kept == ["photo"])
        desk.screen.panels.close()
        desk.screen.open_print()
        again = desk.screen.panel
        assert isinstance(again, PrintPanel)
        desk.qtbot.waitUntil(lambda: again.chosen == PHOTO)


def test_without_a_printer_a_file_is_offered(qtbot: QtBot, office: Workplace) -> None:
    with offered(qtbot, office, Tray(found=())) as (desk, panel):
        assert "Aucune imprimante" in panel.outcome.text
        assert "rien n’est perdu" in panel.outcome.text
        assert panel.go.isHidden()
        panel.as_pdf.click()
        assert isinstance(desk.screen.panel, ExportPanel)


def test_a_refusal_is_told_with_a_way_out(qtbot: QtBot, office: Workplace) -> None:
    tray = Tray(refusal="Rejecting Jobs")
    with offered(qtbot, office, tray) as (desk, panel):
        with desk.qtbot.waitSignal(panel.ended) as ended:
            panel.go.click()
        assert ended.args == [False]
        assert "a refusé le document" in panel.outcome.text
        assert "Rejecting Jobs" in panel.outcome.text
        assert "enregistrer en PDF" in panel.outcome.text
        assert panel.go.isEnabled()


def test_a_cancelled_print_sends_nothing(qtbot: QtBot, office: Workplace) -> None:
    tray = Tray(hold=threading.Event())
    with offered(qtbot, office, tray) as (desk, panel):
        panel.start()
        desk.qtbot.waitUntil(lambda: panel.progress.bar.maximum() == 2)
        panel.progress.stop.click()
        assert tray.hold is not None
        with desk.qtbot.waitSignal(panel.ended) as ended:
            tray.hold.set()
        assert ended.args == [False]
        assert "rien n’a été envoyé" in panel.outcome.text
    assert tray.orders == []


# Pages -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def squares() -> bytes:
    """A page of A4 with a red square, and a page that lies on its side."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595.28, 841.89))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(100, 100, 300, 500, stroke=0, fill=1)
    canvas.showPage()
    canvas.setPageSize((841.89, 595.28))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_each_page_has_its_own_size(squares: bytes) -> None:
    upright, lying = page_sizes(squares)
    assert (round(upright.width), round(upright.height)) == (595, 842)
    assert (round(lying.width), round(lying.height)) == (842, 595)


def test_strips_make_up_the_page(squares: bytes) -> None:
    (one,) = page_bands(squares, 0, 100, grey=False, band_height=2000)
    whole = one.image()
    bands = list(page_bands(squares, 0, 100, grey=False, band_height=256))
    assert [band.top for band in bands] == [0, 256, 512, 768, 1024]
    assert sum(band.height for band in bands) == 1169 == whole.height()
    for band in bands:
        image = band.image()
        for row in (0, band.height // 2, band.height - 1):
            for x in (10, 200, 400, 700):
                assert image.pixelColor(x, row) == whole.pixelColor(x, band.top + row)


def test_a_preview_is_as_wide_as_it_was_asked_for(squares: bytes) -> None:
    image = page_image(squares, 0, 300)
    assert (image.width(), image.height()) == (300, 424)
    assert image.pixelColor(150, 200).name() == "#ff0000"


def test_a_grey_strip_has_a_byte_a_pixel(squares: bytes) -> None:
    band = next(iter(page_bands(squares, 0, 72, grey=True)))
    assert band.grey
    assert len(band.pixels) == band.stride * band.height
    assert band.stride < band.width * 2
