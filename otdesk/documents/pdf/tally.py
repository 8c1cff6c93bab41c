"""The blank tally sheet: a half-day at a market or in a power cut, counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from otdesk.documents.charts.faces import BODY, HEAD, NOTE
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import (
    Anchor,
    Circle,
    Drawing,
    Font,
    Line,
    Rect,
    Role,
    Sketch,
    TextMeasure,
    Weight,
)
from otdesk.documents.pdf.document import Metadata, write
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import BOTTOM, CONTENT, Block, Chrome, PageSketch, column, span
from otdesk.documents.pdf.paragraph import paragraph, runs
from otdesk.documents.pdf.style import PrintStyle
from otdesk.domain.profile import NetworkProfile, OfficeProfile
from otdesk.domain.reference import Lists
from otdesk.i18n import _

_TITLE = Font(27, Weight.BOLD, tracking=-0.55)
_OFFICE = Font(10.5, Weight.SEMIBOLD)
_ROW, _TALLEST = 18.0, 22.5
_GROUP = 21.0
_TOTAL = 26.0
_ORIGINS = 18
_BLANK = 6


def tally_sheet(
    network: NetworkProfile,
    office: OfficeProfile,
    lists: Lists,
    style: PrintStyle,
    out: Path | BinaryIO,
) -> None:
    """Write the sheet of an office: its favourites, then blank lines. Raises EnvironmentFault."""
    page = compose_tally(office, lists, style)
    title = _("Feuille de pointage")
    metadata = Metadata(f"{title}, {office.name}", network.legal_name, title)
    write([page.finish(_chrome(network, office, style), 1, 1, style.fonts)], metadata, style, out)


def compose_tally(office: OfficeProfile, lists: Lists, style: PrintStyle) -> PageSketch:
    """Lay the sheet out: who and when, how, then marks by fives."""
    measure = style.fonts
    page = PageSketch(_("Feuille de pointage"))
    y = page.place(_head(office, measure), 0, 54.0) + 8
    top = page.place(_instructions(measure), 0, y) + 10
    height = BOTTOM - top
    page.place(_origins(office, lists, height, measure), 0, top)
    page.place(_right(office, lists, height, measure), column(6), top)
    return page


def _chrome(network: NetworkProfile, office: OfficeProfile, style: PrintStyle) -> Chrome:
    return Chrome(
        organisation=network.legal_name,
        kind=_("Feuille de pointage"),
        running="",
        foot=_("{office} · à garder jusqu’à la saisie des totaux").format(office=office.name),
        printed=_("totaux saisis le ………… par ……"),
        mark=style.mark,
        tag=style.tag,
    )


def _head(office: OfficeProfile, measure: TextMeasure) -> Block:
    sketch = Sketch(CONTENT)
    sketch.text(-1.2, 22, _("Feuille de pointage"), _TITLE)
    name = fit(office.name, CONTENT, _OFFICE, measure)
    sketch.text(0, 40, name, _OFFICE, colour=Role.PERSONS)
    y = 62.0
    fields = (
        (_("Date"), 0, 2),
        (_("Lieu"), 2, 4),
        (_("De"), 6, 1),
        (_("à"), 7, 1),
        (_("Initiales"), 10, 2),
    )
    for label, at, columns in fields:
        left = column(at)
        sketch.text(left, y, label, NOTE, colour=Role.SOFT)
        start = left + measure.width(label, NOTE) + 4
        sketch.add(Line(start, y + 2, left + span(columns), y + 2, Role.INK, 0.5))
    for number, label in enumerate((_("matin"), _("après-midi"))):
        left = column(8) + number * 32
        sketch.add(Rect(left, y - 6, 7, 7, None, Role.INK, 0.6))
        sketch.text(left + 9.5, y, label, NOTE)
    return Block(sketch.finish(y + 6))


def _instructions(measure: TextMeasure) -> Block:
    text = _(
        "**Un trait par personne** à la provenance, **un par accueil** dans « Accueils » et à "
        "chaque demande\u202f; barrer le cinquième. Demande sans réponse\u00a0: un trait aussi "
        "dans « dont non ». Provenance non demandée\u00a0: sa ligne. "
        "**Au retour**, saisir les totaux."
    )
    return Block(paragraph(runs(text), CONTENT, measure, font=Font(7.0)))


def _origins(office: OfficeProfile, lists: Lists, height: float, measure: TextMeasure) -> Block:
    sketch = Sketch(span(6))
    y = section(sketch, _("D’où viennent-ils\u202f?"), _("un trait par personne"), measure)
    codes = dict.fromkeys((*office.own_departments, *office.favourites, *office.more_favourites))
    fixed = ["FR", "ND"]
    named = [lists.origin_label(code) for code in codes if code not in fixed][:_ORIGINS]
    labels = [*named, *[""] * _BLANK, *(lists.origin_label(code) for code in fixed)]
    row = min(_TALLEST, (height - y - _ROW - 4) / len(labels))
    drawn = _lines(labels, span(6), row, measure)
    y = sketch.place(drawn, 0, y)
    sketch.text(0, y + 12.5, _("Total des personnes"), HEAD)
    sketch.add(Rect(span(6) - _TOTAL - 14, y + 2, _TOTAL + 14, _ROW - 3, None, Role.INK, 1.0))
    return Block(sketch.finish(y + _ROW), _("Provenances"))


def _lines(labels: Sequence[str], width: float, row: float, measure: TextMeasure) -> Drawing:
    """Draw one line a label: words or a blank rule, groups of five, a box for the total."""
    sketch = Sketch(width)
    groups = int((width - 92 - _TOTAL) // _GROUP)
    label = width - groups * _GROUP - _TOTAL - 4
    for number, text in enumerate(labels):
        y = number * row
        if text:
            sketch.text(0, y + row / 2 + 2.6, fit(text, label - 4, BODY, measure), BODY)
        else:
            sketch.add(Line(0, y + row - 4, label - 6, y + row - 4, Role.SOFT, 0.4, (1, 1.5)))
        _marks(sketch, label, y, groups, row)
        sketch.add(Rect(width - _TOTAL, y + 1.5, _TOTAL, row - 3, None, Role.SOFT, 0.6))
    return sketch.finish(len(labels) * row)


def _marks(sketch: Sketch, left: float, y: float, groups: int, row: float) -> None:
    """Draw places for five marks each, pale enough to be written over."""
    for group in range(groups):
        x = left + group * _GROUP
        sketch.add(Rect(x, y + 1.5, _GROUP - 3, row - 3, None, Role.RULE, 0.5))
        for mark in range(5):
            sketch.add(Circle(x + 3 + mark * 3, y + row - 4.2, 0.45, Role.AUDIENCE))


def _right(office: OfficeProfile, lists: Lists, height: float, measure: TextMeasure) -> Block:
    sketch = Sketch(span(6))
    y = section(sketch, _("Combien"), _("un trait par accueil, par passage, par appel"), measure)
    for label, lines in ((_("Accueils"), 5), (_("Passages"), 3), (_("Appels"), 2)):
        y = sketch.place(_pool(label, lines, span(6)), 0, y) + 5
    y += 4
    demands = Sketch(span(6))
    top = section(demands, _("Que demandent-ils\u202f?"), _("un trait par accueil"), measure)
    labels = [lists.demand_label(code) for code in office.demand_tiles]
    themes = [theme.label for theme in lists.first_levels()]
    labels = list(dict.fromkeys([*labels, *themes]))
    room = height - y - top - 9
    lines = max(int(room // _TALLEST), min(len(labels) + 2, int(room // _ROW)))
    labels = [*labels[: lines - 2], *[""] * max(2, lines - len(labels))]
    row = min(_TALLEST, room / lines)
    for right, head in ((span(6) - _TOTAL - 4, _("total")), (span(6), _("dont non"))):
        demands.text(right, top + 5, head, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    drawn = _demand_lines(labels, span(6), row, measure)
    bottom = demands.place(drawn, 0, top + 8)
    y = sketch.place(demands.finish(bottom), 0, y)
    return Block(sketch.finish(y), _("Accueils et demandes"))


def _pool(label: str, lines: int, width: float) -> Drawing:
    """Draw several lines of groups that share one total."""
    sketch = Sketch(width)
    row = _ROW * 0.92
    left = 58.0
    groups = int((width - left - _TOTAL - 4) // _GROUP)
    sketch.text(0, 12, label, HEAD)
    for number in range(lines):
        _marks(sketch, left, number * row, groups, row)
    height = lines * row
    sketch.add(Rect(width - _TOTAL, 1.5, _TOTAL, height - 3, None, Role.INK, 0.9))
    return sketch.finish(height)


def _demand_lines(labels: Sequence[str], width: float, row: float, measure: TextMeasure) -> Drawing:
    """Draw the demands with a box for those that were not satisfied."""
    sketch = Sketch(width)
    narrow = width - _TOTAL - 2
    sketch.place(_lines(labels, narrow, row, measure))
    for number in range(len(labels)):
        box = (width - _TOTAL, number * row + 1.5, _TOTAL, row - 3)
        sketch.add(Rect(*box, None, Role.INK, 0.7))
    return sketch.finish(len(labels) * row)
