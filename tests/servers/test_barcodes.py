"""What is printed on a shelf label is read back by a scanner's own library (ZBar)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from otdesk.documents.pdf.shelf_labels import ShelfLabel, render_labels
from otdesk.documents.pdf.style import PrintStyle

CODES = ("9782758551362", "9782264044068", "12345670", "fiche-ml", "CARNET-10")


def test_each_label_scans_as_its_code(tmp_path: Path) -> None:
    labels = [ShelfLabel(code, "", 1390, code) for code in CODES]
    sheet = tmp_path / "labels.pdf"
    sheet.write_bytes(render_labels(labels, PrintStyle.shipped(), author="office"))
    picture = tmp_path / "labels"
    # The resolution of an office's laser printer.
    rendering = ["pdftoppm", "-r", "300", "-gray", "-png", "-singlefile", str(sheet), str(picture)]
    subprocess.run(rendering, check=True)
    scanned = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(picture.with_suffix(".png"))],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    # ZBar knows the beginning of an EAN-13 of a book for an ISBN; the digits are the same.
    assert sorted(scanned) == sorted(CODES)
