"""Legends that stand at the right of a section's title."""

from __future__ import annotations

from otdesk.documents.charts.faces import NOTE
from otdesk.documents.charts.hours import HoursSpec, call_sign, mail_sign
from otdesk.documents.charts.signs import event
from otdesk.documents.drawing import Anchor, Line, Role, Sketch, TextMeasure
from otdesk.i18n import _, ngettext
from otdesk.typography import integer

_BASELINE = 14.0


def hours_legend(
    sketch: Sketch, reference_days: int, spec: HoursSpec, measure: TextMeasure
) -> None:
    """Draw the signs that the day's chart really uses, from right to left."""
    right = sketch.width
    if spec.outings:
        right = _entry(sketch, right, _("hors les murs"), measure)
        event(sketch, right, _BASELINE - 2.2)
        right -= 12
    if spec.mails:
        right = _entry(sketch, right, _("courriel, courrier"), measure)
        mail_sign(sketch, right, _BASELINE - 2.3)
        right -= 12
    if spec.calls:
        right = _entry(sketch, right, _("appel"), measure)
        call_sign(sketch, right, _BASELINE - 2.3)
        right -= 12
    if spec.averages and reference_days:
        text = ngettext(
            "moyenne de {n} jour ouvert du mois",
            "moyenne des {n} jours ouverts du mois",
            reference_days,
        ).format(n=integer(reference_days))
        right = _entry(sketch, right, text, measure)
        mean_sign(sketch, right - 10, _BASELINE - 5.2, 12)


def _entry(sketch: Sketch, right: float, text: str, measure: TextMeasure) -> float:
    """Write the words; return where the middle of their sign stands."""
    sketch.text(right, _BASELINE, text, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    return right - measure.width(text, NOTE) - 6


def mean_sign(sketch: Sketch, x: float, y: float, width: float) -> None:
    """Draw a piece of bar with its white tick: « moyenne »."""
    sketch.rect(x, y, width, 5.6, Role.PERSONS)
    sketch.add(Line(x, y + 2.4, x + width, y + 2.4, Role.PAPER, 1.0))
