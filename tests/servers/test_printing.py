"""A day's summary on a real CUPS queue: what comes out is what was shown."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from otdesk.ui.printing.pages import page_bands, page_image, page_sizes
from tests.servers.cups import PrintServer, print_server
from tests.ui.summaries_office import july_office

ROOT = Path(__file__).parents[2]
_SMALL = QSize(620, 877)
# Half of what was sent: a whole number of rows for each strip, and nothing is drawn anew.
_FINE = 2480
# Of 255: edges differ a little between a drawing and its raster.
_MEAN_DIFFERENCE = 2.5


@pytest.fixture(scope="module")
def server() -> Iterator[PrintServer]:
    with print_server() as made:
        yield made


@dataclass(frozen=True)
class Printed:
    """What the program said, how it ended, and the PDF that it handed over."""

    said: str
    code: int
    source: bytes


def print_day(server: PrintServer, folder: Path, queue: str) -> Printed:
    """Run the program's own code on a new office, in a process of its own."""
    july_office(folder)
    source = folder / "source.pdf"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.servers.print_summary",
            str(folder / "data"),
            str(folder / "state"),
            queue,
            str(source),
        ],
        cwd=ROOT,
        env={**os.environ, **server.environment, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert source.exists(), done.stderr
    return Printed(done.stdout.strip(), done.returncode, source.read_bytes())


def picture_of(content: bytes) -> QImage:
    """Return the first page, rendered as finely as a printer would and then made small."""
    fine = page_image(content, 0, _FINE)
    return fine.scaled(
        _SMALL,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def mean_difference(one: QImage, other: QImage) -> float:
    """Return how far two pictures are from each other, in grey levels."""
    first, second = (_grey_pixels(image) for image in (one, other))
    pairs = zip(first, second, strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width() * one.height())


def _grey_pixels(image: QImage) -> bytes:
    # Kept in a name: the pixels are the image's own and go with it.
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.constBits())


def test_the_day_comes_out_of_the_printer(server: PrintServer, tmp_path: Path) -> None:
    queue = server.add_queue("accueil")
    server.set_default("accueil")
    printed = print_day(server, tmp_path, "accueil")
    assert printed.code == 0, printed.said
    assert printed.said == "Envoyé à l’imprimante « accueil »."
    server.wait_until_printed()
    paper = queue.read_bytes()
    (size,) = page_sizes(paper)
    assert (round(size.width), round(size.height)) == (595, 842)
    came, shown = picture_of(paper), picture_of(printed.source)
    difference = mean_difference(came, shown)
    assert difference < _MEAN_DIFFERENCE
    # A blank page would be near to a page that is mostly white: it must be far from it.
    blank = QImage(shown.size(), shown.format())
    blank.fill(0xFFFFFFFF)
    assert mean_difference(blank, shown) > 2 * _MEAN_DIFFERENCE


def test_what_was_printed_is_the_day(server: PrintServer, tmp_path: Path) -> None:
    server.add_queue("journee")
    printed = print_day(server, tmp_path, "journee")
    document = pypdfium2.PdfDocument(printed.source)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Mercredi 13 juillet 2022" in text
    assert "Pont-de-Montvert" in text


def test_a_queue_that_rejects_is_told(server: PrintServer, tmp_path: Path) -> None:
    queue = server.add_queue("refus")
    server.reject("refus")
    printed = print_day(server, tmp_path, "refus")
    assert printed.code == 1
    assert "« refus » a refusé le document" in printed.said
    assert "enregistrer en PDF" in printed.said
    assert not queue.exists()


def test_a_post_without_printers_offers_a_file(tmp_path: Path) -> None:
    with print_server() as nothing:
        printed = print_day(nothing, tmp_path, "accueil")
    assert printed.code == 1
    assert "Aucune imprimante n’est installée" in printed.said
    assert "Enregistrer en PDF" in printed.said


def test_a_page_at_600_dpi_never_lies_whole_in_memory(tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from otdesk.ui.printing.pages import page_bands\n"
        "content = open(sys.argv[1], 'rb').read()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "rows = sum(band.height for band in page_bands(content, 0, 600, grey=False))\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(rows, (after - before) // 1024)\n"
    )
    page = tmp_path / "page.pdf"
    page.write_bytes(_a4())
    done = subprocess.run(
        [sys.executable, "-c", script, str(page)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    rows, megabytes = map(int, done.stdout.split())
    assert rows == 7016
    # The whole page takes 139 millions of bytes.
    assert megabytes < 60
    assert len(list(page_bands(_a4(), 0, 600, grey=False))) == 28


def _a4() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595.276, 841.89)
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
