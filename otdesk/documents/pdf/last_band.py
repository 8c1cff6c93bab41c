"""The last band of a paper: what its figures mean at the left, who signs at the right."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.charts.faces import BODY, HEAD, NOTE
from otdesk.documents.drawing import Anchor, Line, Role, Sketch, TextMeasure
from otdesk.documents.pdf.page import CONTENT, Block, column, span
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.i18n import _

_LEAST = 46.0


def last_band(
    text: Sequence[Run], measure: TextMeasure, *, signers: Sequence[str] = (), name: str = ""
) -> Block:
    """Draw the words over the width that the signatures leave; `name` is the outline's entry.

    Each of up to two `signers` has four columns with a line to sign on.
    """
    sketch = Sketch(CONTENT)
    columns = 12 - 4 * len(signers)
    width = span(columns)
    sketch.rule(0, width=width, head=True)
    room = width - 4 if signers else width
    bottom = sketch.place(paragraph(text, room, measure, font=BODY, lines=12), 0, 6.0)
    height = max(_LEAST, bottom) if signers else bottom
    for number, signer in enumerate(signers):
        left = column(columns + 4 * number)
        right = left + span(4)
        sketch.rule(0, x=left, width=span(4), head=True)
        sketch.text(left, 12, signer, HEAD)
        sketch.text(right, 12, _("nom, date"), NOTE, colour=Role.SOFT, anchor=Anchor.END)
        sketch.add(Line(left, height - 1, right, height - 1, Role.INK, 0.5))
    return Block(sketch.finish(height), name)
