"""« D’où viennent-ils ? »: groups, départements, countries, residency, publics."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from otdesk.documents.charts.ranked import RankedRow, RankedTable
from otdesk.documents.charts.stacked import Segment
from otdesk.documents.drawing import Role
from otdesk.documents.pdf import words
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import AudienceRow, OriginGroup, OriginRow, head_and_rest
from otdesk.reports.summary import Summary
from otdesk.typography import integer

LEAD = Role.PERSONS
_GROUP_ROLES = {
    OriginGroup.OWN: Role.PERSONS,
    OriginGroup.OTHER_FRENCH: Role.PERSONS_MID,
    OriginGroup.FOREIGN: Role.ABROAD,
    OriginGroup.FRANCE_UNKNOWN: Role.PERSONS_PALE,
    OriginGroup.NOT_ASKED: Role.PAPER,
}
_RESIDENCY_ROLES = (Role.PERSONS, Role.PERSONS_MID, Role.PERSONS_LIGHT, Role.PERSONS_PALE)
_AUDIENCE_ROLES = (
    Role.AUDIENCE_DARK,
    Role.AUDIENCE,
    Role.AUDIENCE_LIGHT,
    Role.AUDIENCE_PALE,
)


def known(summary: Summary) -> str:
    """Return « origine connue : 94,2 % des 2 548 personnes »."""
    value = summary.origin_known_share
    if value.value is None:
        return _("aucune personne")
    return ngettext(
        "origine connue\u00a0: {share} de {n} personne",
        "origine connue\u00a0: {share} des {n} personnes",
        value.base,
    ).format(share=words.share(value), n=integer(value.base))


def group_segments(summary: Summary) -> list[Segment]:
    """Return the five groups as parts of the bar, those not asked hatched."""
    return [
        Segment(
            row.label,
            row.persons,
            _GROUP_ROLES[row.group],
            hatched=row.group is OriginGroup.NOT_ASKED,
        )
        for row in summary.by_origin_group
    ]


def departments(summary: Summary, rows: int) -> RankedTable:
    """Return the table of départements: `rows` of them, the others folded, unknown last."""
    listed = _origin_rows(summary.departments, rows, _others_departments)
    unknown = [row for row in summary.by_origin if row.code == "FR" and row.persons]
    listed += [_origin_row(row, quiet=True, label=_("Département inconnu")) for row in unknown]
    base = _base_of([*summary.departments, *unknown])
    return RankedTable(
        _("Départements"),
        _("part des {base} de France").format(base=words.persons(base)),
        tuple(listed),
        Role.PERSONS,
        _("pers."),
        _("part"),
    )


def countries(summary: Summary, rows: int, *, total: bool = False) -> RankedTable:
    """Return the table of foreign countries, with its total where there is room for it."""
    listed = _origin_rows(summary.countries, rows, _others_countries)
    if total:
        listed += [
            RankedRow(
                row.label,
                row.persons,
                integer(row.persons),
                words.share(summary.foreign_share),
                total=True,
            )
            for row in summary.by_origin_group
            if row.group is OriginGroup.FOREIGN and row.persons
        ]
    return RankedTable(
        _("Pays étrangers"),
        _("part des {n} d’origine connue").format(n=integer(summary.foreign_share.base)),
        tuple(listed),
        Role.ABROAD,
        _("pers."),
        _("part"),
    )


def areas(summary: Summary) -> RankedTable:
    """Return the groups of origins that the network follows; they may overlap."""
    rows = [row for row in summary.by_origin_area if row.persons]
    return RankedTable(
        _("Zones suivies"),
        _("part des {n} d’origine connue").format(n=integer(rows[0].share.base if rows else 0)),
        tuple(
            RankedRow(row.label, row.persons, integer(row.persons), words.share(row.share))
            for row in rows
        ),
        Role.PERSONS_MID,
        _("pers."),
        _("part"),
    )


def _others_departments(count: int) -> str:
    return ngettext("{n} autre département", "{n} autres départements", count).format(n=count)


def _others_countries(count: int) -> str:
    return ngettext("{n} autre pays", "{n} autres pays", count).format(n=count)


def _origin_rows(
    rows: Sequence[OriginRow], count: int, others: Callable[[int], str]
) -> list[RankedRow]:
    present = [row for row in rows if row.persons]
    head, rest = head_and_rest(present, count)
    listed = [_origin_row(row) for row in head]
    if rest is not None:
        listed.append(
            RankedRow(
                others(rest.rows),
                rest.persons,
                integer(rest.persons),
                words.share(rest.share),
                quiet=True,
            )
        )
    return listed


def _origin_row(row: OriginRow, *, quiet: bool = False, label: str = "") -> RankedRow:
    return RankedRow(
        label or row.label, row.persons, integer(row.persons), words.share(row.share), quiet=quiet
    )


def _base_of(rows: Sequence[OriginRow]) -> int:
    return rows[0].share.base if rows else 0


def residency_note(summary: Summary) -> str:
    """Return what the residencies are shares of, and how many persons were not asked."""
    base = summary.by_residency[0].share.base if summary.by_residency else 0
    text = ngettext("{n} personne du département", "les {n} personnes du département", base).format(
        n=integer(base)
    )
    unnoted = summary.residency_unnoted
    if unnoted:
        text += ngettext(", dont {n} non précisée", ", dont {n} non précisées", unnoted).format(
            n=integer(unnoted)
        )
    return text


def residency_segments(summary: Summary) -> list[Segment]:
    """Return the residencies as parts of one bar, those not noted hatched."""
    roles = [*_RESIDENCY_ROLES, *([Role.PERSONS_PALE] * len(summary.by_residency))]
    segments = [
        Segment(row.label, row.persons, role, outlined=role is Role.PERSONS_PALE)
        for row, role in zip(summary.by_residency, roles, strict=False)
    ]
    return [
        *segments,
        Segment(_("Non précisé"), summary.residency_unnoted, Role.PAPER, hatched=True),
    ]


def own_label(summary: Summary) -> str:
    """Return the name of the own département or départements."""
    return next(
        (row.label for row in summary.by_origin_group if row.group is OriginGroup.OWN),
        _("Département"),
    )


def residencies(summary: Summary) -> RankedTable:
    """Return the residencies of the own département as a table."""
    rows = [
        RankedRow(row.label, row.persons, integer(row.persons), words.share(row.share))
        for row in summary.by_residency
        if row.persons
    ]
    if summary.residency_unnoted:
        rows.append(
            RankedRow(
                _("Non précisé"),
                summary.residency_unnoted,
                integer(summary.residency_unnoted),
                quiet=True,
            )
        )
    base = summary.by_residency[0].share.base if summary.by_residency else 0
    return RankedTable(
        own_label(summary),
        _("part des {base} du département").format(base=words.persons(base)),
        tuple(rows),
        Role.PERSONS,
        _("pers."),
        _("part"),
    )


def audience_note(summary: Summary) -> str:
    """Return of how many persons the public is noted."""
    base = summary.by_audience[0].share.base if summary.by_audience else 0
    return _("public noté\u00a0: {base}, sans\u00a0: {n}").format(
        base=words.persons(base), n=integer(summary.audience_unnoted)
    )


def audience_segments(summary: Summary) -> list[Segment]:
    """Return the publics as parts of one bar: three shades, then outlines."""
    present = _sorted_last(summary.by_audience)
    roles = [*_AUDIENCE_ROLES, *([Role.PAPER] * len(present))]
    return [
        Segment(row.label, row.persons, role, outlined=role in {Role.AUDIENCE_PALE, Role.PAPER})
        for row, role in zip(present, roles, strict=False)
    ]


def audiences(summary: Summary, rows: int) -> RankedTable:
    """Return the publics as a table, « autres » last and grey."""
    listed = [
        RankedRow(
            row.label,
            row.persons,
            integer(row.persons),
            words.share(row.share),
            quiet=row.code == "autres",
        )
        for row in _sorted_last(summary.by_audience)[:rows]
    ]
    base = summary.by_audience[0].share.base if summary.by_audience else 0
    return RankedTable(
        _("Publics"),
        ngettext("part de {n} personne notée", "part des {n} personnes notées", base).format(
            n=integer(base)
        ),
        tuple(listed),
        Role.AUDIENCE,
        _("pers."),
        _("part"),
    )


def _sorted_last(rows: Sequence[AudienceRow]) -> list[AudienceRow]:
    """Put « autres » last: it is no public, whatever its number."""
    present = [row for row in rows if row.persons]
    return sorted(present, key=lambda row: row.code == "autres")
