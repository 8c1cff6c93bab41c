"""Barcodes as drawings: EAN where there is one, Code 128 for our own codes (reportlab's)."""

from __future__ import annotations

from otdesk.documents.drawing import Drawing, Role, Sketch

_EAN13, _EAN8 = 13, 8


def barcode(code: str, width: float, height: float) -> Drawing:
    """Draw a barcode `width` points wide, quiet zones included. Raises ValueError on no code.

    `code` is an EAN-13, an EAN-8, or any ASCII text, which is drawn as Code 128.
    """
    from reportlab.graphics.barcode import createBarcodeDrawing
    from reportlab.graphics.shapes import Rect

    if not code or not code.isascii():
        raise ValueError("a barcode is ASCII text")
    kind = "Code128"
    if code.isdecimal() and len(code) in {_EAN13, _EAN8}:
        kind = f"EAN{len(code)}"
    made = createBarcodeDrawing(kind, value=code, humanReadable=0)  # type: ignore[no-untyped-call]
    scale = width / made.width
    sketch = Sketch(width)
    for widget in made.contents:
        for shape in widget.draw().contents:
            # The widget's own outline has no fill: it is its quiet zone.
            if isinstance(shape, Rect) and shape.fillColor is not None:
                sketch.rect(shape.x * scale, 0, shape.width * scale, height, Role.INK)
    return sketch.finish(height)
