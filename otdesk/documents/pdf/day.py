"""The day on one A4 page."""

from __future__ import annotations

from otdesk.documents.charts.hours import HoursSpec, Mark, OpeningLine, hours_chart
from otdesk.documents.charts.ranked import RankedTable, height_of, ranked
from otdesk.documents.charts.stacked import Segment, stacked
from otdesk.documents.drawing import Drawing, Sketch, TextMeasure
from otdesk.documents.pdf import demands, origins, shop_words, words
from otdesk.documents.pdf.closing import closing
from otdesk.documents.pdf.heading import document_title, section, subsection
from otdesk.documents.pdf.key_figures import KeyFigure, key_figures
from otdesk.documents.pdf.legends import hours_legend
from otdesk.documents.pdf.page import BOTTOM, CONTENT, Block, PageSketch, column, span
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.record import day_record, kept, short_difference
from otdesk.documents.pdf.shop_day import shop_day
from otdesk.documents.pdf.subtitles import day_facts
from otdesk.domain.openings import Ranges
from otdesk.domain.reference import ChannelCode
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import DayMark, OfficeDay
from otdesk.reports.shop.sales import Sales
from otdesk.reports.summary import Summary
from otdesk.typography import DASH, cents, duration, integer

_TITLE, _FIGURES, _SIZE = 52.0, 112.0, 27.0
_GAP = 9.0
_RECORD, _RECORD_OF_SEVERAL = 88.0, 62.0
_BARS_BESIDE_SHOP = 50.0
# Two heads and five rows: with less, the tables say nothing.
_LEAST_TABLES = 86.0
_BAR = 13.0


def compose_day(summary: Summary, measure: TextMeasure) -> list[PageSketch]:
    """Lay out the page: fixed bands above, what the day holds in the middle, notes in the rest."""
    page = PageSketch(words.title(summary.period))
    title = document_title(
        words.title(summary.period),
        words.offices(summary),
        day_facts(summary),
        measure,
        size=_SIZE,
    )
    page.place(title, 0, _TITLE)
    y = page.place(key_figures(_figures(summary), measure, beside=True), 0, _FIGURES) + 5
    busy = bool(summary.acts or summary.persons)
    if summary.sales is not None and busy:
        _with_shop(page, summary, summary.sales, y, measure)
        return [page]
    y = page.place(_hours(summary, measure), 0, y) + _GAP
    last = closing(summary, measure)
    floor = BOTTOM - last.height - _GAP
    if busy:
        record = _RECORD if len(summary.offices) == 1 else _RECORD_OF_SEVERAL
        y = page.place(_columns(summary, floor - record - _GAP - y, measure), 0, y) + _GAP
    elif summary.sales is not None:
        shop = shop_day(summary.sales, measure)
        floor -= shop.height + _GAP
        page.place(shop, 0, floor + _GAP)
    page.place(day_record(summary, floor - y, measure), 0, y)
    page.place(last, 0, BOTTOM - last.height)
    return [page]


def _with_shop(
    page: PageSketch, summary: Summary, sales: Sales, y: float, measure: TextMeasure
) -> None:
    """Lay out a day with visitors and a shop: how it was kept goes into the last band."""
    y = page.place(_hours(summary, measure, bars=_BARS_BESIDE_SHOP), 0, y) + _GAP
    runs = [Run(f" {run.text}" if not n else run.text, run.bold)
            for sentence in kept(summary) for n, run in enumerate(sentence)]  # fmt: skip
    runs += shop_words.explanations(sales)
    last = closing(summary, measure, lines=11, kept=[*runs, Run(" ")])
    shop = shop_day(sales, measure)
    floor = BOTTOM - last.height - _GAP - shop.height
    page.place(_columns(summary, floor - _GAP - y, measure), 0, y)
    page.place(shop, 0, floor)
    page.place(last, 0, BOTTOM - last.height)


def _figures(summary: Summary) -> list[KeyFigure]:
    figures = [
        _lead(summary),
        KeyFigure(
            _("Accueils"),
            _counted(summary, summary.acts),
            3,
            2,
            _channels(summary) if summary.acts else (),
            prefix=_("au moins") if summary.acts_at_least else "",
        ),
        KeyFigure(
            _("Passages"),
            _counted(summary, summary.walk_ins),
            5,
            2,
            (_("entrés sans demande,"), _("comptés à part")) if summary.walk_ins else (),
        ),
        KeyFigure(
            _("Par heure ouverte"), words.rate(summary.persons_per_open_hour), 7, 2, _rate(summary)
        ),
    ]
    if summary.sales is not None:
        sales = summary.sales
        notes = shop_words.figure_notes(sales)
        return [*figures, KeyFigure(_("Boutique"), cents(sales.turnover_cents), 9, 3, notes)]
    return [
        *figures,
        KeyFigure(
            _("Hors les murs"),
            _counted(summary, summary.outing_persons),
            9,
            3,
            _outing_notes(summary),
        ),
    ]


def _outing_notes(summary: Summary) -> tuple[str, ...]:
    if not summary.outing_acts:
        return (_("aucun accueil dehors"),) if summary.open_days else ()
    return (_("personnes, comptées à part"), words.accueils(summary.outing_acts))


def _lead(summary: Summary) -> KeyFigure:
    notes = _("personnes au comptoir")
    if summary.month_record and summary.persons:
        notes += _(", record du mois")
    return KeyFigure(
        _("Visiteurs"), _counted(summary, summary.persons), 0, 3, (notes,), role=origins.LEAD
    )


def _counted(summary: Summary, value: int) -> str:
    """Return a figure; on a day that nobody entered, nothing was counted and no zero is shown."""
    entered = any(day.state in {DayMark.OPEN, DayMark.CLOSED} for day in summary.office_days)
    return integer(value) if value or entered else DASH


def _channels(summary: Summary) -> tuple[str, ...]:
    others = [
        ngettext("{n} appel", "{n} appels", summary.calls).format(n=integer(summary.calls)),
        ngettext("{n} courriel", "{n} courriels", summary.emails).format(n=integer(summary.emails)),
    ]
    if summary.letters:
        written = summary.emails + summary.letters
        others[1] = ngettext("{n} écrit", "{n} écrits", written).format(n=integer(written))
    counter = _("{n} au comptoir").format(n=integer(summary.counter_acts))
    return (counter, ", ".join(others))


def _rate(summary: Summary) -> tuple[str, ...]:
    if not summary.open_minutes:
        return (_("pas d’heure ouverte"),)
    if summary.persons_per_open_hour is None:
        return (_("moins d’une heure ouverte"),)
    return (
        _("personnes, sur {time}").format(time=duration(summary.open_minutes)),
        ngettext("{time} prévue", "{time} prévues", summary.planned_minutes // 60).format(
            time=duration(summary.planned_minutes)
        ),
    )


# ------------------------------------------------------------------------------------- the hours


def _hours(summary: Summary, measure: TextMeasure, *, bars: float = 74.0) -> Block:
    sketch = Sketch(CONTENT)
    spec = hours_spec(summary)
    title = _("Au fil des heures")
    y = section(sketch, title, "", measure)
    hours_legend(sketch, summary.reference_days, spec, measure)
    return Block(
        sketch.finish(sketch.place(hours_chart(spec, CONTENT, measure, bars=bars), 0, y)), title
    )


def hours_spec(summary: Summary) -> HoursSpec:
    """Return what the day's chart shows, on paper and on screen."""
    several = len(summary.offices) > 1
    names = {office.code: office.name for office in summary.offices}
    return HoursSpec(
        persons={row.hour: row.persons for row in summary.by_hour},
        averages={row.hour: row.reference for row in summary.by_hour if row.reference},
        openings=tuple(
            _opening(summary, day, names.get(day.office, day.office) if several else "")
            for day in summary.office_days
        ),
        visits=_marks(summary, ChannelCode.COMPTOIR),
        calls=_marks(summary, ChannelCode.TELEPHONE),
        mails=_marks(summary, ChannelCode.COURRIEL) + _marks(summary, ChannelCode.COURRIER),
        outings=_marks(summary, ChannelCode.HORS_LES_MURS),
    )


def _marks(summary: Summary, channel: ChannelCode) -> tuple[Mark, ...]:
    return tuple(
        Mark(mark.minute, max(1, mark.persons)) for mark in summary.marks if mark.channel is channel
    )


def _opening(summary: Summary, day: OfficeDay, name: str) -> OpeningLine:
    absent = {
        DayMark.SHUT: _("resté fermé"),
        DayMark.NOT_ENTERED: _("non saisi"),
        DayMark.NOT_PLANNED: _("fermé, comme prévu"),
    }.get(day.state, "")
    if absent and day.reason:
        absent += f"\u00a0: {day.reason}"
    now = summary.generated_at
    minute = now.hour * 60 + now.minute if now.date() == day.day else 24 * 60
    return OpeningLine(
        name,
        _pairs(day.ranges, minute),
        _pairs(day.planned, minute),
        absent,
        "" if absent else short_difference(day.minutes, day.planned_minutes),
        hatched=day.state is DayMark.NOT_ENTERED,
    )


def _pairs(ranges: Ranges, now: int) -> tuple[tuple[int, int], ...]:
    """Return ranges as pairs; one that still runs reaches up to now."""
    return tuple((r.start, max(r.start + 1, now) if r.end is None else r.end) for r in ranges)


# ----------------------------------------------------------------------- origins and demands


def _columns(summary: Summary, height: float, measure: TextMeasure) -> Block:
    left = _origins(summary, height, measure)
    right = _demands(summary, height, measure)
    sketch = Sketch(CONTENT)
    sketch.place(left, 0, 0)
    sketch.place(right, column(6), 0)
    return Block(
        sketch.finish(max(left.height, right.height)), _("D’où viennent-ils, que demandent-ils")
    )


def _origins(summary: Summary, height: float, measure: TextMeasure) -> Drawing:
    width = span(6)
    sketch = Sketch(width)
    y = section(sketch, _("D’où viennent-ils\u202f?"), origins.known(summary), measure)
    y = sketch.place(stacked(origins.group_segments(summary), width, _BAR, measure), 0, y + 1)
    foot = _segments(
        origins.own_label(summary),
        origins.residency_note(summary),
        origins.residency_segments(summary),
        measure,
    )
    room = height - y - foot.height - 3 * _GAP
    if room < _LEAST_TABLES and foot.height:
        # Where they come from goes before how they stay.
        room, foot = room + foot.height + _GAP, Drawing(width, 0)
    for table in _fitting(summary, room):
        y = sketch.place(ranked(table, width, measure), 0, y + _GAP)
    if foot.height:
        y = sketch.place(foot, 0, y + _GAP)
    return sketch.finish(y)


def _fitting(summary: Summary, room: float) -> list[RankedTable]:
    """Shorten the longer of the two tables of origins until both fit."""
    french, foreign = len(summary.departments), len(summary.countries)
    while True:
        tables = [origins.departments(summary, french), origins.countries(summary, foreign)]
        tables = [table for table in tables if table.rows]
        if sum(height_of(table) for table in tables) <= room or max(french, foreign) <= 1:
            return tables
        if french >= foreign * 1.6:
            french -= 1
        else:
            foreign -= 1


def _demands(summary: Summary, height: float, measure: TextMeasure) -> Drawing:
    width = span(6)
    sketch = Sketch(width)
    note = words.accueils(summary.acts, at_least=summary.acts_at_least)
    y = section(
        sketch, _("Que demandent-ils\u202f?"), _("{acts}, tous canaux").format(acts=note), measure
    )
    unmet = _unmet(summary, measure)
    foot = _segments(
        _("Publics"), origins.audience_note(summary), origins.audience_segments(summary), measure
    )
    room = height - y - unmet.height - foot.height - 2 * _GAP
    if room < _LEAST_TABLES and foot.height:
        room, foot = room + foot.height + _GAP, Drawing(width, 0)
    table = _fitting_demands(summary, room)
    if table.rows:
        y = sketch.place(ranked(table, width, measure), 0, y)
    y = sketch.place(unmet, 0, y + 4) if unmet.height else y
    if foot.height:
        y = sketch.place(foot, 0, y + _GAP)
    return sketch.finish(y)


def _fitting_demands(summary: Summary, room: float) -> RankedTable:
    """Drop the smallest children first, then the smallest themes."""
    rows, children = len(summary.themes), 12
    while True:
        table = demands.themes(summary, rows, children)
        if height_of(table) <= room or rows <= 1:
            return table
        if children:
            children -= 1
        else:
            rows -= 1


def _unmet(summary: Summary, measure: TextMeasure) -> Drawing:
    if not summary.unmet_demands:
        return Drawing(span(6), 0)
    head = ngettext(
        "{n} demande non satisfaite", "{n} demandes non satisfaites", summary.unmet_demands
    ).format(n=integer(summary.unmet_demands))
    content = [Run(head, bold=True), Run(f"\u00a0: {demands.unmet_words(summary)}")]
    return paragraph(content, span(6), measure, lines=3)


def _segments(title: str, note: str, segments: list[Segment], measure: TextMeasure) -> Drawing:
    sketch = Sketch(span(6))
    if not any(segment.value for segment in segments):
        return sketch.finish(0)
    y = subsection(sketch, title, note, 0, measure)
    return sketch.finish(sketch.place(stacked(segments, span(6), _BAR - 1, measure), 0, y))
