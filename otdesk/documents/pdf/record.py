"""How a day was kept: openings and reasons, calls, sheets, corrections, and room for notes."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.drawing import Drawing, Line, Role, Sketch, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.comparison_words import comparison_line
from otdesk.documents.pdf.heading import section, subsection
from otdesk.documents.pdf.page import CONTENT, Block, column, span
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.domain.reference import ChannelCode
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import CorrectionRow, DayMark, OfficeDay, SheetRow
from otdesk.reports.summary import Summary
from otdesk.typography import MINUS, duration, integer, short_date

_LINE = 13.0
_TALL = 130.0
Sentence = list[Run]


def day_record(summary: Summary, height: float, measure: TextMeasure) -> Block:
    """Draw the record in `height`; ruled lines for notes take what the words leave."""
    sketch = Sketch(CONTENT)
    title = _("Tenue de la journée")
    top = section(sketch, title, "", measure)
    room, width = height - top, span(6) - 4
    first, later = _split(kept(summary), width, measure, room)
    used = sketch.place(_column(first, width, measure, room), 0, top) - top
    right = Sketch(span(6))
    y = right.place(_column([*later, *_contacts(summary)], width, measure, room), 0, 0)
    if room - max(y, used) > _TALL:
        sketch.place(right.finish(y), column(6), top)
        sketch.place(_wide_notes(room - max(y, used) - 14, measure), 0, top + max(y, used) + 14)
        return Block(sketch.finish(height), title)
    if room - y >= 34:
        y = _notes(right, y + (5 if y else 0), room, measure)
    sketch.place(right.finish(y), column(6), top)
    return Block(sketch.finish(height), title)


def _split(
    sentences: Sequence[Sentence], width: float, measure: TextMeasure, room: float
) -> tuple[Sequence[Sentence], Sequence[Sentence]]:
    """Part what the first column holds from what goes on in the second."""
    y = 0.0
    for number, sentence in enumerate(sentences):
        y += paragraph(sentence, width, measure, lines=4).height + 2.0
        if y > room and number:
            return sentences[:number], sentences[number:]
    return sentences, ()


def _wide_notes(height: float, measure: TextMeasure) -> Drawing:
    """Draw the lines over the whole width: a quiet day leaves half a page."""
    sketch = Sketch(CONTENT)
    return sketch.finish(_notes(sketch, 0, height, measure))


def _notes(sketch: Sketch, top: float, bottom: float, measure: TextMeasure) -> float:
    y = subsection(sketch, _("Notes"), _("à la main"), top, measure)
    y += _LINE - 3
    while y <= bottom:
        sketch.add(Line(0, y, sketch.width, y, Role.RULE, 0.4))
        y += _LINE
    return y - _LINE


def ruled_notes(height: float, measure: TextMeasure) -> Block:
    """Draw a section of blank lines that fills `height`."""
    sketch = Sketch(CONTENT)
    y = section(sketch, _("Notes"), _("à la main"), measure) + _LINE
    while y <= height - 2:
        sketch.add(Line(0, y, CONTENT, y, Role.RULE, 0.4))
        y += _LINE
    return Block(sketch.finish(height))


def _column(
    sentences: Sequence[Sentence], width: float, measure: TextMeasure, height: float
) -> Drawing:
    """Set sentences one under another; what has no room is counted, never dropped unsaid."""
    sketch = Sketch(width)
    y = 0.0
    for number, sentence in enumerate(sentences):
        drawn = paragraph(sentence, width, measure, lines=4)
        left = len(sentences) - number
        if y + drawn.height + (9 if left > 1 else 0) > height and number:
            more = ngettext("et {n} autre ligne", "et {n} autres lignes", left).format(n=left)
            y = sketch.place(paragraph([Run(more)], width, measure), 0, y)
            break
        y = sketch.place(drawn, 0, y) + 2.0
    return sketch.finish(y)


def kept(summary: Summary) -> list[Sentence]:
    """Return how the day was kept: openings, the day before, sheets, corrections."""
    several = len(summary.offices) > 1
    names = {office.code: office.name for office in summary.offices}
    sentences = [
        _office_day(day, names.get(day.office, "") if several else "")
        for day in summary.office_days
        if not several or _differs(day)
    ]
    if summary.comparison is not None and summary.comparison.refusal is None:
        sentences.append(comparison_line(summary.comparison))
    sentences += [sheet_sentence(row) for row in summary.sheets]
    sentences += [correction_sentence(row) for row in summary.corrections]
    return sentences


def _differs(day: OfficeDay) -> bool:
    """Tell whether an office of several has more to say than the chart shows."""
    return bool(day.reason or day.state is not DayMark.CLOSED or day.minutes != day.planned_minutes)


def _office_day(day: OfficeDay, name: str) -> Sentence:
    head = name or _state(day)
    text = "\u00a0: "
    if name:
        text += _state(day).lower() + ", "
    if day.ranges:
        text += words.ranges(day.ranges)
        text += _difference(day)
    elif day.planned:
        text += _("prévu {hours}").format(hours=words.ranges(day.planned))
    else:
        text += _("rien de prévu")
    if day.reason:
        text += f" ({day.reason})"
    text += "."
    if day.closed_at is not None:
        text += " " + _("Clôture à {hour} par {author}.").format(
            hour=words.clock(day.closed_at.hour * 60 + day.closed_at.minute),
            author=day.closed_by or "?",
        )
    return [Run(head, bold=True), Run(text)]


def _state(day: OfficeDay) -> str:
    return {
        DayMark.OPEN: _("Ouvert, journée non close"),
        DayMark.CLOSED: _("Ouvert, journée close"),
        DayMark.SHUT: _("Resté fermé"),
        DayMark.NOT_ENTERED: _("Non saisi"),
        DayMark.NOT_PLANNED: _("Fermé, comme prévu"),
    }[day.state]


def _difference(day: OfficeDay) -> str:
    text = difference(day.minutes, day.planned_minutes)
    return f"\u202f; {text}" if text else ""


def difference(minutes: int, planned: int) -> str:
    """Return « 30 min de plus que prévu », nothing where both are equal."""
    if minutes == planned or not planned:
        return ""
    gap = abs(minutes - planned)
    told = f"{gap}\u00a0min" if gap < 60 else duration(gap)
    more = minutes > planned
    return (_("{time} de plus que prévu") if more else _("{time} de moins que prévu")).format(
        time=told
    )


def short_difference(minutes: int, planned: int) -> str:
    """Return « +30 min », nothing where nothing was planned or both are equal."""
    if minutes == planned or not planned:
        return ""
    gap = abs(minutes - planned)
    told = f"{gap}\u00a0min" if gap < 60 else duration(gap)
    return f"{'+' if minutes > planned else MINUS}{told}"


def sheet_sentence(row: SheetRow) -> Sentence:
    """Return what a paper sheet brought."""
    half = _("matin") if row.half_day == "am" else _("après-midi")
    acts = _("accueils non comptés") if row.acts is None else words.accueils(row.acts)
    text = "\u00a0: " + _("{persons}, {acts}").format(persons=words.persons(row.persons), acts=acts)
    if row.unplaced:
        text += _(", {n} sans provenance").format(n=integer(row.unplaced))
    if row.note:
        text += f" ({row.note})"
    head = _("Feuille papier du {day}, {half}").format(day=f"{row.day:%d/%m}", half=half)
    return [Run(head, bold=True), Run(f"{text}.")]


def correction_sentence(row: CorrectionRow) -> Sentence:
    """Return « Rectifié le 23/07/2022 par CM : motif »."""
    head = _("Journée du {day} rectifiée le {date}").format(
        day=f"{row.day:%d/%m}", date=short_date(row.recorded_at)
    )
    return [Run(head, bold=True), Run(f" {_('par')} {row.author}\u00a0: {row.reason}.")]


def _contacts(summary: Summary) -> list[Sentence]:
    """List the calls and mails by their hour."""
    sentences = []
    for code, title in (
        (ChannelCode.TELEPHONE, _("Appels")),
        (ChannelCode.COURRIEL, _("Courriels")),
        (ChannelCode.COURRIER, _("Courriers")),
        (ChannelCode.HORS_LES_MURS, _("Hors les murs")),
    ):
        times = [words.clock(mark.minute) for mark in summary.marks if mark.channel is code]
        if times:
            sentences.append([Run(title, bold=True), Run(f"\u00a0: {words.MIDDOT.join(times)}")])
    return sentences
