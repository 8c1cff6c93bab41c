"""The charts of who and what: origins, map, demands, publics, classement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from otdesk.documents.charts.choropleth import choropleth
from otdesk.documents.charts.faces import NOTE
from otdesk.documents.charts.gauge import Threshold as Mark
from otdesk.documents.charts.gauge import gauge, gauge_rows
from otdesk.documents.charts.ranked import RankedTable, head, height_of, ranked
from otdesk.documents.charts.stacked import Segment, stacked
from otdesk.documents.drawing import Drawing, Role, Sketch, TextMeasure
from otdesk.documents.maps import DepartmentMap
from otdesk.documents.pdf import demands, origins, words
from otdesk.i18n import _, ngettext
from otdesk.reports.records_behind import Behind
from otdesk.reports.rows import DemandRow, OriginRow
from otdesk.reports.summary import Summary
from otdesk.typography import integer, long_date
from otdesk.ui.summaries.chart_spec import ChartSpec, TableContent, TableRow
from otdesk.ui.summaries.drawing_view import Spot
from otdesk.ui.summaries.time_charts import offices_of

# On one column a map as wide as the screen would be higher than it.
_WIDEST_MAP = 250.0
_BAR = 14.0
_GAP = 9.0
_DEPARTMENTS, _COUNTRIES, _THEMES, _CHILDREN = 9, 8, 9, 5


def where_from(summary: Summary) -> ChartSpec:
    """Return the bar of the five groups over the first départements."""
    listed = origins.departments(summary, _DEPARTMENTS)
    base = next((row.share.base for row in summary.departments), 0)
    listed = replace(listed, base=_("sur {} de France").format(integer(base)))
    segments = origins.group_segments(summary)

    def top(width: float, measure: TextMeasure) -> Drawing:
        return stacked(segments, width, _BAR, measure, all_figures=True)

    def draw(width: float, measure: TextMeasure) -> Drawing:
        sketch = Sketch(width)
        y = sketch.place(top(width, measure), 0, 1)
        return sketch.finish(sketch.place(ranked(listed, width, measure), 0, y + _GAP))

    rows = _origin_rows(summary)
    places = {row.cells[0]: number for number, row in enumerate(rows)}
    places[_("Département inconnu")] = next(
        (n for n, row in enumerate(rows) if _code(row) == "FR"), 0
    )

    def spots(width: float, measure: TextMeasure) -> Sequence[Spot]:
        return _row_spots(listed, places, width, top(width, measure).height + _GAP + 1)

    first = next(iter(summary.departments), None)
    spoken = words_or_nothing(origins.known(summary))
    if first is not None and first.persons:
        spoken += " " + _("Premier département : {name}, {persons}.").format(
            name=first.label, persons=words.persons(first.persons)
        )
    return ChartSpec(
        "origins",
        _("D’où viennent-ils\u202f?"),
        _known_note(summary),
        draw,
        TableContent((_("Provenance"), _("Personnes"), _("Accueils"), _("part")), tuple(rows)),
        spoken,
        spots=spots,
    )


def _known_note(summary: Summary) -> str:
    share = words.share(summary.origin_known_share, 0)
    return _("origine connue\u00a0: {}").format(share) if share else ""


def words_or_nothing(text: str) -> str:
    """Return a sentence out of a note."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _origin_rows(summary: Summary) -> list[TableRow]:
    rows = sorted(summary.by_origin, key=lambda row: -row.persons)
    return [_origin_row(summary, row) for row in rows if row.persons or row.acts]


def _origin_row(summary: Summary, row: OriginRow) -> TableRow:
    return TableRow(
        (row.label, words.count(row.persons), words.count(row.acts), words.share(row.share)),
        Behind(summary.period, offices_of(summary), origin=row.code),
        quiet=row.code in {"ND", "FR"},
    )


def _code(row: TableRow) -> str | None:
    return row.target.origin if isinstance(row.target, Behind) else None


def _row_spots(
    table: RankedTable, places: dict[str, int], width: float, top: float
) -> Sequence[Spot]:
    spots = []
    for number, row in enumerate(table.rows):
        start = height_of(replace(table, rows=table.rows[:number]))
        end = height_of(replace(table, rows=table.rows[: number + 1]))
        if row.label in places:
            spots.append(Spot(0, top + start, width, end - start, places[row.label]))
    return spots


def countries(summary: Summary) -> ChartSpec:
    """Return the foreign countries."""
    listed = origins.countries(summary, _COUNTRIES, total=True)
    rows = [_origin_row(summary, row) for row in summary.countries if row.persons or row.acts]
    places = {row.cells[0]: number for number, row in enumerate(rows)}
    bare = replace(listed, title="")
    first = next(iter(summary.countries), None)
    spoken = _("Aucune personne de l’étranger.")
    if first is not None and first.persons:
        spoken = _("Premier pays : {name}, {persons}.").format(
            name=first.label, persons=words.persons(first.persons)
        )
    return ChartSpec(
        "countries",
        _("De l’étranger"),
        "",
        lambda width, measure: ranked(bare, width, measure),
        TableContent((_("Pays"), _("Personnes"), _("Accueils"), _("part")), tuple(rows)),
        spoken,
        spots=lambda width, _measure: _row_spots(bare, places, width, 0),
    )


def department_map(summary: Summary, departments: DepartmentMap) -> ChartSpec:
    """Return the map of the départements; its table lists them all."""
    shares = {row.code: row.share.value or 0.0 for row in summary.departments}
    rows = [_origin_row(summary, row) for row in summary.departments if row.persons or row.acts]
    count = sum(1 for row in summary.departments if row.persons)
    return ChartSpec(
        "map",
        _("La carte"),
        _("part des personnes de France, en %"),
        lambda width, measure: choropleth(departments, shares, min(width, _WIDEST_MAP), measure),
        TableContent((_("Département"), _("Personnes"), _("Accueils"), _("part")), tuple(rows)),
        ngettext(
            "Carte de France : {} département représenté.",
            "Carte de France : {} départements représentés.",
            count,
        ).format(count),
    )


def what_for(summary: Summary) -> ChartSpec:
    """Return the demands, unmet ones hollow."""
    children = _CHILDREN if summary.period.days <= 31 else _CHILDREN + 3
    base = _("sur {}").format(integer(summary.acts))
    if summary.unmet_demands:
        base += _(", en creux\u00a0: non satisfaites")
    listed = replace(demands.themes(summary, _THEMES, children), title="", base=base)
    asked = [row for row in summary.by_demand if row.acts]
    rows = [_demand_row(summary, row) for row in asked]
    places = {row.label: number for number, row in enumerate(asked)}
    first = next(iter(summary.themes), None)
    spoken = _("Aucune demande.")
    if first is not None and first.acts:
        spoken = _("Première demande : {name}, {acts}.").format(
            name=first.label, acts=words.accueils(first.acts)
        )
    if summary.unmet_demands:
        spoken += " " + ngettext(
            "{} demande non satisfaite.", "{} demandes non satisfaites.", summary.unmet_demands
        ).format(integer(summary.unmet_demands))
    return ChartSpec(
        "demands",
        _("Que demandent-ils\u202f?"),
        _("accueils, tous canaux"),
        lambda width, measure: ranked(listed, width, measure),
        TableContent((_("Demande"), _("Accueils"), _("non satisfaites"), _("part")), tuple(rows)),
        spoken,
        spots=lambda width, _measure: _row_spots(listed, places, width, 0),
    )


def _demand_row(summary: Summary, row: DemandRow) -> TableRow:
    name = row.label if row.level == 1 else f"\u2003{row.label}"
    return TableRow(
        (
            name,
            words.count(row.acts, at_least=row.at_least),
            words.count(row.unmet),
            words.share(row.share),
        ),
        Behind(summary.period, offices_of(summary), demand=row.code),
        quiet=row.level == 2,
    )


def unmet(summary: Summary) -> ChartSpec:
    """Return the demands that could not be answered."""
    listed = replace(demands.unmet(summary, 10), title="")
    rows = tuple(
        TableRow(
            (row.label, words.count(row.unmet), words.count(row.acts)),
            Behind(summary.period, offices_of(summary), demand=row.code, unmet=True),
        )
        for row in summary.by_unmet
    )
    places = {row.cells[0]: number for number, row in enumerate(rows)}
    return ChartSpec(
        "unmet",
        _("Demandes non satisfaites"),
        _("parmi les demandes"),
        lambda width, measure: ranked(listed, width, measure),
        TableContent((_("Demande"), _("non satisfaites"), _("demandées")), rows),
        ngettext(
            "{} demande non satisfaite.", "{} demandes non satisfaites.", summary.unmet_demands
        ).format(integer(summary.unmet_demands)),
        spots=lambda width, _measure: _row_spots(listed, places, width, 0),
    )


def who(summary: Summary) -> ChartSpec:
    """Return publics and residency as two bars."""
    publics, living = origins.audience_segments(summary), origins.residency_segments(summary)

    def draw(width: float, measure: TextMeasure) -> Drawing:
        sketch = Sketch(width)
        y = _titled(sketch, origins.audience_note(summary), publics, 0, measure)
        if any(segment.value for segment in living):
            y = _titled(sketch, origins.residency_note(summary), living, y + _GAP, measure)
        return sketch.finish(y)

    offices = offices_of(summary)
    rows = [
        TableRow(
            (row.label, words.count(row.persons), words.count(row.acts), words.share(row.share)),
            Behind(summary.period, offices, audience=row.code),
        )
        for row in summary.by_audience
        if row.persons or row.acts
    ]
    rows += [
        TableRow(
            (row.label, words.count(row.persons), words.count(row.acts), words.share(row.share)),
            Behind(summary.period, offices, residency=row.code),
        )
        for row in summary.by_residency
        if row.persons or row.acts
    ]
    return ChartSpec(
        "who",
        _("Qui sont-ils\u202f?"),
        _("publics, et habitants du territoire"),
        draw,
        TableContent((_("Public"), _("Personnes"), _("Accueils"), _("part")), tuple(rows)),
        words_or_nothing(origins.audience_note(summary)),
    )


def _titled(
    sketch: Sketch, note: str, segments: Sequence[Segment], y: float, measure: TextMeasure
) -> float:
    above = Sketch(sketch.width)
    head(above, "", note, measure)
    y = sketch.place(above.finish(13), 0, y)
    return sketch.place(stacked(list(segments), sketch.width, _BAR, measure), 0, y + 2)


def opening_count(summary: Summary) -> ChartSpec:
    """Return the days since January against the thresholds of the classement."""
    entries = summary.classement
    marks = [Mark(t.days, str(t.days)) for t in entries[0].thresholds]

    def draw(width: float, measure: TextMeasure) -> Drawing:
        if len(entries) > 1:
            return gauge_rows([(e.name, e.days) for e in entries], marks, width, measure)
        named = [
            Mark(t.days, f"{t.days}, {t.category.replace('catégorie', 'cat.')}")
            for t in entries[0].thresholds
        ]
        sketch = Sketch(width)
        y = sketch.place(gauge(entries[0].days, named, width, measure), 0, 0)
        for threshold in entries[0].thresholds:
            y += 11
            told = _reached(threshold.reached_on, threshold.expected_on)
            sketch.text(0, y, f"{threshold.days}\u00a0: {told}", NOTE, colour=Role.SOFT)
        return sketch.finish(y + 4)

    heads = (_("Bureau"), _("Jours"), *(str(t.days) for t in entries[0].thresholds))
    rows = [
        TableRow(
            (
                entry.name,
                words.count(entry.days),
                *(_reached(t.reached_on, t.expected_on) for t in entry.thresholds),
            )
        )
        for entry in entries
    ]
    until = long_date(entries[0].until, weekday=False)
    return ChartSpec(
        "classement",
        _("Classement"),
        _("jours d’ouverture depuis janvier"),
        draw,
        TableContent(heads, tuple(rows)),
        ngettext(
            "{days} jour d’ouverture au {until}.",
            "{days} jours d’ouverture au {until}.",
            entries[0].days,
        ).format(days=entries[0].days, until=until),
    )


def _reached(reached: date | None, expected: date | None) -> str:
    if reached is not None:
        return _("atteint le {}").format(long_date(reached, weekday=False, year=False))
    if expected is not None:
        return _("prévu le {}").format(long_date(expected, weekday=False, year=False))
    return _("pas cette année")
