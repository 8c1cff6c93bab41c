"""A summary as a spreadsheet: real numbers and dates, filters, native charts, one idea a sheet.

Every figure is a value of the summary: no formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from otdesk import typography
from otdesk.documents.export_xlsx_book import TITLE_ROWS, Column, SummaryBook
from otdesk.documents.export_xlsx_charts import bar_chart, column_chart
from otdesk.documents.export_xlsx_sales import sales_page
from otdesk.i18n import _, ngettext
from otdesk.reports import labels
from otdesk.reports.comparison import label as period_label
from otdesk.reports.rows import AudienceRow, ChannelRow, DayRow, DemandRow, OriginRow, Share
from otdesk.reports.summary import ComparisonRow, DeltaUnit, Measure, Summary

# Rows that a chart beside a table shows: more would be unreadable, and the table has them all.
_CHART_ROWS = 15
_SHARES = frozenset({Measure.FOREIGN_SHARE, Measure.ORIGIN_KNOWN_SHARE})
_RATES = frozenset({Measure.OPEN_HOURS, Measure.PERSONS_PER_OPEN_HOUR})


def render(summary: Summary) -> bytes:
    """Return the summary as the bytes of an XLSX workbook."""
    book = SummaryBook(summary)
    _summary_page(book)
    _days_page(book)
    _origins_page(book)
    _demands_page(book)
    subtitle = _("Accueils saisis un à un, feuilles papier à part.")
    _counted_page(book, _("Canaux"), subtitle, summary.by_channel)
    _hours_page(book)
    subtitle = _("Personnes dont le public est noté.")
    _counted_page(book, _("Publics"), subtitle, summary.by_audience)
    if summary.sales is not None:
        sales_page(book, summary.sales)
    _definitions_page(book)
    book.book.close()
    return book.buffer.getvalue()


def _summary_page(book: SummaryBook) -> None:
    summary = book.summary
    columns = [
        Column(_("Mesure"), 34),
        Column(_("Valeur"), 13, "int"),
        Column(_("Base"), 13),
        Column("", 13),
        Column("", 13),
        Column("", 13),
    ]
    sheet = book.sheet(
        _("Résumé"), _("Personnes, accueils et passages ne s’additionnent pas."), columns
    )
    line = TITLE_ROWS + 1
    acts = _("Accueils, au moins") if summary.acts_at_least else _("Accueils")
    figures: list[tuple[str, Any, str, str]] = [
        (_("Visiteurs"), summary.persons, "int", _("personnes au comptoir")),
        (acts, summary.acts, "int", _("conversations, cinq canaux")),
        (_("dont au comptoir"), summary.counter_acts, "int", ""),
        (_("dont appels"), summary.calls, "int", ""),
        (_("dont courriels"), summary.emails, "int", ""),
        (_("dont courriers"), summary.letters, "int", ""),
        (_("dont hors les murs"), summary.outing_acts, "int", ""),
        (_("Passages"), summary.walk_ins, "int", _("entrés sans demande")),
        (_("Personnes hors les murs"), summary.outing_persons, "int", _("à part")),
        (
            _("Jours ouverts"),
            summary.open_days,
            "int",
            ngettext("sur {} prévu", "sur {} prévus", summary.planned_days).format(
                typography.integer(summary.planned_days)
            ),
        ),
        (
            _("Heures ouvertes"),
            summary.open_minutes / 60,
            "float",
            ngettext("sur {} prévue", "sur {} prévues", summary.planned_minutes // 60).format(
                typography.decimal(summary.planned_minutes / 60)
            ),
        ),
        (_("Personnes par jour ouvert"), summary.persons_per_open_day, "float", ""),
        (_("Personnes par heure ouverte"), summary.persons_per_open_hour, "float", ""),
        (_("Demandes non satisfaites"), summary.unmet_demands, "int", ""),
        _share(_("Provenances connues"), summary.origin_known_share),
        _share(_("Part étrangère"), summary.foreign_share),
        _share(_("Saisies express ou répétées"), summary.entry_share),
    ]
    for name, value, form, base in figures:
        book.write(sheet, line, 0, name, "text")
        book.write(sheet, line, 1, value, form)
        book.write(sheet, line, 2, base, "base")
        line += 1
    _comparison(book, sheet, line + 1)


def _share(name: str, share: Share) -> tuple[str, Any, str, str]:
    base = f"{typography.integer(share.base)} {labels.base(share.of)}"
    return name, share.value, "percent", _("sur {}").format(base)


def _comparison(book: SummaryBook, sheet: Worksheet, line: int) -> None:
    comparison = book.summary.comparison
    if comparison is None:
        return
    before = period_label(comparison.period)
    sheet.write_string(line, 0, _("Face à {}").format(before), book.forms["bold"])
    line += 1
    if comparison.refusal is not None:
        sheet.write_string(
            line,
            0,
            _("Comparaison refusée\u00a0: {}").format(comparison.refusal),
            book.forms["text"],
        )
        line += 1
    else:
        heads = (
            _("Mesure"),
            _("Cette période"),
            _("Avant"),
            _("Par jour ouvert"),
            _("Par jour ouvert, avant"),
            _("Écart"),
        )
        for number, head in enumerate(heads):
            column = Column(head, 0, "int" if number else "text")
            book.head(sheet, line, number, column)
        for row in comparison.rows:
            line += 1
            _comparison_row(book, sheet, line, row)
        line += 1
    for text in (
        *comparison.context,
        *(f"{note.subject}\u00a0: {note.text}" for note in comparison.notes),
    ):
        sheet.write_string(line, 0, text, book.forms["note"])
        line += 1


def _comparison_row(book: SummaryBook, sheet: Worksheet, line: int, row: ComparisonRow) -> None:
    form = "float" if row.measure in _RATES else "percent" if row.measure in _SHARES else "int"
    each = "float"
    figures = [row.this, row.before, row.this_per_day, row.before_per_day]
    if row.measure is Measure.TURNOVER:
        form = each = "money"
        figures = [None if cents is None else cents / 100 for cents in figures]
    book.write(sheet, line, 0, labels.measure(row.measure), "text")
    for column, (value, of) in enumerate(zip(figures, (form, form, each, each), strict=True), 1):
        book.write(sheet, line, column, value, of)
    if row.delta_unit is DeltaUnit.POINTS and row.delta is not None:
        # Points have no number format of their own: 0.022 is written 2,2 pt.
        book.write(sheet, line, 5, row.delta * 100, "points")
    else:
        count = row.delta_unit is DeltaUnit.COUNT
        book.write(sheet, line, 5, row.delta, "int" if count else "signed")


def _days_page(book: SummaryBook) -> None:
    rows = book.summary.by_day
    columns = [
        Column(_("Jour"), 16, "date"),
        Column(_("État"), 11),
        Column(_("Ouvert"), 9, "duration"),
        Column(_("Prévu"), 9, "duration"),
        Column(_("Personnes"), 10, "int"),
        Column(_("Accueils"), 10, "int"),
        Column(_("Comptoir"), 10, "int"),
        Column(_("Passages"), 10, "int"),
        Column(_("Appels"), 9, "int"),
        Column(_("Courriels"), 9, "int"),
        Column(_("Courriers"), 9, "int"),
        Column(_("Hors les murs, pers."), 11, "int"),
        Column(_("Jour férié, marché"), 24),
        Column(_("Vacances, zones"), 11),
        Column(_("Motif publié"), 44),
    ]
    sheet = book.table(_("Jours"), _("Un jour par ligne."), columns, [_day(row) for row in rows])
    sheet.set_landscape()
    if len(rows) > 1:
        chart = column_chart(
            book.book,
            sheet.get_name(),
            _("Personnes au comptoir, par jour"),
            first=TITLE_ROWS + 1,
            last=TITLE_ROWS + len(rows),
            categories=0,
            values=4,
        )
        sheet.insert_chart(TITLE_ROWS + len(rows) + 2, 0, chart)


def _day(row: DayRow) -> Sequence[Any]:
    special = [text for text in (row.public_holiday, row.market) if text]
    zones = _("non connu") if row.school_zones is None else " ".join(row.school_zones)
    return (
        row.day,
        labels.state(row.state),
        # A spreadsheet's duration is a fraction of a day.
        row.minutes / 1440 or None,
        row.planned_minutes / 1440 or None,
        row.persons,
        row.acts,
        row.counter_acts,
        row.walk_ins,
        row.calls,
        row.emails,
        row.letters,
        row.outing_persons,
        ", ".join(special),
        zones,
        "\u202f; ".join(row.reasons),
    )


def _origins_page(book: SummaryBook) -> None:
    def line(row: OriginRow) -> Sequence[Any]:
        return (
            row.label,
            row.code,
            row.persons,
            row.acts,
            row.share.value,
            labels.base(row.share.of),
        )

    rows = book.summary.by_origin
    columns = [
        Column(_("Provenance"), 30),
        Column(_("Code"), 9),
        Column(_("Personnes"), 11, "int"),
        Column(_("Accueils"), 11, "int"),
        Column(_("Part"), 9, "percent"),
        Column(_("Part de"), 28),
    ]
    sheet = book.table(
        _("Provenances"),
        _("Un département\u00a0: part des personnes de France."),
        columns,
        [line(row) for row in rows],
    )
    sheet.set_landscape()
    _bars(book, sheet, _("Personnes, par provenance"), len(rows), values=2, at=7, hue="#7A3E1D")


def _demands_page(book: SummaryBook) -> None:
    def line(row: DemandRow) -> Sequence[Any]:
        label = row.label if row.level == 1 else f"    {row.label}"
        return (label, row.code, row.level, row.acts, row.unmet, row.share.value, row.counter_acts)

    # Themes stand first, so that the chart beside is of one level.
    rows = [r for r in book.summary.by_demand if r.level == 1]
    rows += [r for r in book.summary.by_demand if r.level == 2]
    columns = [
        Column(_("Demande"), 34),
        Column(_("Code"), 22),
        Column(_("Niveau"), 8, "int"),
        Column(_("Accueils"), 11, "int"),
        Column(_("Non satisfaites"), 11, "int"),
        Column(_("Part des accueils"), 10, "percent"),
        Column(_("Au comptoir"), 10, "int"),
    ]
    sheet = book.table(
        _("Demandes"),
        _("Accueils distincts\u202f; plusieurs demandes possibles."),
        columns,
        [line(row) for row in rows],
    )
    sheet.set_landscape()
    themes = sum(row.level == 1 for row in rows)
    _bars(book, sheet, _("Accueils, par demande"), themes, values=3, at=8, hue="#1B6470")


def _bars(
    book: SummaryBook, sheet: Worksheet, title: str, rows: int, *, values: int, at: int, hue: str
) -> None:
    if not rows:
        return
    last = TITLE_ROWS + min(rows, _CHART_ROWS)
    chart = bar_chart(
        book.book,
        sheet.get_name(),
        title,
        first=TITLE_ROWS + 1,
        last=last,
        categories=0,
        values=values,
        hue=hue,
    )
    sheet.insert_chart(TITLE_ROWS, at, chart)


def _counted_page(
    book: SummaryBook, name: str, subtitle: str, rows: Sequence[ChannelRow | AudienceRow]
) -> None:
    columns = [
        Column(name, 28),
        Column(_("Code"), 20),
        Column(_("Personnes"), 11, "int"),
        Column(_("Accueils"), 11, "int"),
        Column(_("Part"), 9, "percent"),
        Column(_("Part de"), 34),
    ]
    lines = [
        (r.label, str(r.code), r.persons, r.acts, r.share.value, labels.base(r.share.of))
        for r in rows
    ]
    book.table(name, subtitle, columns, lines)


def _hours_page(book: SummaryBook) -> None:
    columns = [
        Column(_("Heure"), 10, "int"),
        Column(_("Personnes"), 11, "int"),
        Column(_("Accueils"), 11, "int"),
    ]
    rows = [(row.hour, row.persons, row.acts) for row in book.summary.by_hour]
    subtitle = _("Heure locale\u202f; feuilles papier et accueils sans heure ({}) à part.").format(
        book.summary.unknown_time_acts
    )
    book.table(_("Heures"), subtitle, columns, rows)


def _definitions_page(book: SummaryBook) -> None:
    summary = book.summary
    sheet = book.sheet(_("Définitions"), "", [Column(_("Mot"), 26), Column(_("Sens"), 90)])
    lines = list(labels.definitions())
    if summary.head:
        lines.append((_("Registre"), _("tête {}").format(summary.head)))
    lines += [
        (
            _("Rectification"),
            _("{day}, rectifié le {on}\u00a0: {reason}").format(
                day=typography.short_date(c.day),
                on=typography.short_date(c.recorded_at.date()),
                reason=c.reason,
            ),
        )
        for c in summary.corrections
    ]
    for line, (word, sense) in enumerate(lines, start=TITLE_ROWS + 1):
        sheet.write_string(line, 0, word, book.forms["bold"])
        sheet.write_string(line, 1, sense, book.forms["wrap"])
