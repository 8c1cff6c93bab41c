"""What happened to the month's records: paper sheets, corrections, missing days, outings."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.drawing import Drawing, Sketch, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block, column, span
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.record import Sentence, correction_sentence, sheet_sentence
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import DayMark
from otdesk.reports.summary import Summary

_LISTED = 12


def month_events(summary: Summary, room: float, measure: TextMeasure) -> Block | None:
    """Draw the section in two columns, None where nothing happened or there is no room.

    What has no room is counted in the last line: nothing is dropped unsaid.
    """
    sentences = _sentences(summary)
    if not sentences or room < 45:
        return None
    sketch = Sketch(CONTENT)
    title = _("Événements, feuilles et rectifications")
    top = section(sketch, title, "", measure)
    width = span(6) - 4
    drawn = [paragraph(sentence, width, measure, lines=3) for sentence in sentences]
    half = _half(drawn)
    left = _column(drawn[:half], width, room - top, measure)
    right = _column(drawn[half:], width, room - top, measure)
    sketch.place(left, 0, top)
    sketch.place(right, column(6), top)
    return Block(sketch.finish(top + max(left.height, right.height)), title)


def _half(drawn: Sequence[Drawing]) -> int:
    """Return after how many the first column holds at least half of the height."""
    whole, height = sum(part.height for part in drawn), 0.0
    for number, part in enumerate(drawn, 1):
        height += part.height
        if height >= whole / 2:
            return number
    return len(drawn)


def _column(drawn: Sequence[Drawing], width: float, room: float, measure: TextMeasure) -> Drawing:
    sketch = Sketch(width)
    y = 0.0
    for number, part in enumerate(drawn):
        left = len(drawn) - number
        if y + part.height + (11.5 if left > 1 else 0) > room:
            more = ngettext("et {n} autre", "et {n} autres", left).format(n=left)
            y = sketch.place(paragraph([Run(more)], width, measure), 0, y)
            break
        y = sketch.place(part, 0, y) + 2.5
    return sketch.finish(y)


def _sentences(summary: Summary) -> list[Sentence]:
    sentences = [sheet_sentence(row) for row in summary.sheets]
    sentences += [correction_sentence(row) for row in summary.corrections]
    missing = [row.day for row in summary.by_day if row.state is DayMark.NOT_ENTERED]
    if missing:
        days = ", ".join(f"{day:%d/%m}" for day in missing)
        head = ngettext("Jour non saisi", "Jours non saisis", len(missing))
        sentences.append([Run(head, bold=True), Run(f"\u00a0: {days}.")])
    outings = [row for row in summary.by_day if row.outing_persons]
    if outings:
        days = words.days(len(outings))
        if len(outings) <= _LISTED:
            days = _("les {days}").format(days=", ".join(f"{row.day:%d/%m}" for row in outings))
        text = _("\u00a0: {persons}, {acts}, comptées à part, {days}.").format(
            persons=words.persons(summary.outing_persons),
            acts=words.accueils(summary.outing_acts),
            days=days,
        )
        sentences.append([Run(_("Hors les murs"), bold=True), Run(text)])
    holidays = [row for row in summary.by_day if row.public_holiday]
    if holidays:
        names = ", ".join(f"{row.public_holiday} ({row.day:%d/%m})" for row in holidays)
        sentences.append([Run(_("Jours fériés"), bold=True), Run(f"\u00a0: {names}.")])
    return sentences
