"""« Que demandent-ils ? »: themes with their children, unmet demands, channels."""

from __future__ import annotations

from otdesk.documents.charts.ranked import RankedRow, RankedTable
from otdesk.documents.drawing import Role
from otdesk.documents.pdf import words
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import DemandRow
from otdesk.reports.summary import Summary
from otdesk.typography import THIN, integer


def base(summary: Summary) -> str:
    """Return « part des 1 387 accueils », or « part d’au moins 1 387 accueils »."""
    acts = words.accueils(summary.acts)
    if summary.acts_at_least:
        return _("part d’au moins {acts}").format(acts=acts)
    return _("part des {acts}").format(acts=acts)


def themes(summary: Summary, rows: int, children: int) -> RankedTable:
    """Return the first level, the `children` largest of the second level under their themes."""
    head = [row for row in summary.themes if row.acts][:rows]
    kept = _largest_children(summary, {row.code for row in head}, children)
    listed = []
    for theme in head:
        listed.append(_row(theme))
        listed += [_row(row, child=True) for row in kept if row.theme == theme.code]
    note = base(summary)
    if summary.unmet_demands:
        note += _(" · en blanc, non satisfaites")
    return RankedTable(
        _("Demandes"), note, tuple(listed), Role.DEMAND, _("acc."), _("part"), label_share=0.42
    )


def _largest_children(summary: Summary, themes: set[str], count: int) -> list[DemandRow]:
    below = [row for row in summary.by_demand if row.level == 2 and row.acts]
    largest = sorted((row for row in below if row.theme in themes), key=lambda row: -row.acts)
    return largest[:count]


def _row(row: DemandRow, *, child: bool = False) -> RankedRow:
    figure = integer(row.acts)
    return RankedRow(
        row.label,
        row.acts,
        f"≥{THIN}{figure}" if row.at_least else figure,
        "" if child else words.share(row.share),
        unmet=row.unmet,
        child=child,
    )


def children(summary: Summary, theme: DemandRow, rows: int) -> RankedTable:
    """Return the largest demands of one theme, as a small table of its own."""
    below = [
        row for row in summary.by_demand if row.level == 2 and row.theme == theme.code and row.acts
    ]
    return RankedTable(
        theme.label,
        "",
        tuple(
            RankedRow(row.label, row.acts, _row(row).figure, unmet=row.unmet)
            for row in below[:rows]
        ),
        Role.DEMAND,
        label_share=0.56,
    )


def unmet(summary: Summary, rows: int) -> RankedTable:
    """Return the demands that could not be answered: how many, among how many."""
    note = ngettext("{n} demande", "{n} demandes", summary.unmet_demands).format(
        n=integer(summary.unmet_demands)
    )
    head = summary.by_unmet[:rows]
    listed = [
        RankedRow(row.label, row.unmet, integer(row.unmet), integer(row.acts), unmet=row.unmet)
        for row in head
    ]
    left = len(summary.by_unmet) - len(head)
    if left > 0:
        label = ngettext("{n} autre demande", "{n} autres demandes", left).format(n=left)
        listed.append(RankedRow(label, 0, "", quiet=True))
    return RankedTable(
        _("Non satisfaites"), note, tuple(listed), Role.DEMAND, _("non"), _("sur"), 0.46
    )


def unmet_words(summary: Summary) -> str:
    """Return « Disponibilités 2 · Santé 1 », each pair bound by a no-break space."""
    return words.MIDDOT.join(
        f"{row.label.replace(' ', chr(0xA0))}\u00a0{integer(row.unmet)}" for row in summary.by_unmet
    )


def channels(summary: Summary) -> RankedTable:
    """Return the five channels; their shares are of the accueils entered one by one."""
    rows = sorted(summary.by_channel, key=lambda row: -row.acts)
    part_of = rows[0].share.base if rows else 0
    return RankedTable(
        _("Canaux"),
        ngettext("part de {n} accueil saisi", "part des {n} accueils saisis", part_of).format(
            n=integer(part_of)
        ),
        tuple(
            RankedRow(row.label, row.acts, words.count(row.acts), words.share(row.share))
            for row in rows
        ),
        Role.CHANNEL,
        _("acc."),
        _("part"),
    )
