"""Barcodes as drawings: EAN where there is one, Code 128 for our own codes (reportlab's)."""

from __future__ import annotations

from otdesk.documents.drawing import Drawing, Role, Sketch

_EAN13, _EAN8 = 13, 8
# The width of the narrowest bar of reportlab's Code 128, in points, before it is scaled.
_MODULE = 0.54


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
    # Ten modules of silence beside a Code 128, as its standard asks; reportlab leaves thirty.
    quiet = {"lquiet": 10 * _MODULE, "rquiet": 10 * _MODULE} if kind == "Code128" else {}
    made = createBarcodeDrawing(  # type: ignore[no-untyped-call]
        kind, value=code, humanReadable=0, **quiet
    )
    scale = width / made.width
    sketch = Sketch(width)
    for widget in made.contents:
        for shape in widget.draw().contents:
            # The widget's own outline has no fill: it is its quiet zone.
            if isinstance(shape, Rect) and shape.fillColor is not None:
                sketch.rect(shape.x * scale, 0, shape.width * scale, height, Role.INK)
    return sketch.finish(height)
