"""From records and drafts to the lines of the table, in words."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.domain.counter.draft import Draft, Missing
from otdesk.domain.reference import Lists
from otdesk.i18n import _, ngettext
from otdesk.reports.day_list import Line as RecordLine
from otdesk.reports.day_list import LineKind as RecordKind
from otdesk.services.workplace import Workplace
from otdesk.typography import clock_time
from otdesk.ui.days.lines import Line, LineKind

_NONE = "\u2013"


def record_lines(records: Sequence[RecordLine], lists: Lists) -> list[Line]:
    """Return the lines of what is recorded."""
    return [_record_line(record, lists) for record in records]


def draft_lines(drafts: Sequence[Draft], workplace: Workplace) -> list[Line]:
    """Return the lines of the accueils that are still open."""
    return [_draft_line(draft, workplace) for draft in drafts]


def _record_line(record: RecordLine, lists: Lists) -> Line:
    kinds = {
        RecordKind.VISIT: (LineKind.VISIT, record.origin_label, record.channel_label.lower()),
        RecordKind.WALK_IN: (LineKind.WALK_IN, _("sans demande"), _("passage")),
        RecordKind.TALLY: (LineKind.TALLY, _sheet_words(record), _("feuille")),
    }
    kind, origin, channel = kinds[record.kind]
    origin_code = record.origin or ""
    minute = -1 if record.minute is None else record.minute
    return Line(
        uid=record.uid,
        kind=kind,
        time=_time(record),
        persons=_NONE if record.persons is None else str(record.persons),
        origin=origin,
        number=lists.origin_number(origin_code),
        demands=_demands(record, lists),
        channel=record.channel,
        channel_text=channel,
        author=record.author,
        post=record.post,
        remark=_remark(record),
        note=record.note,
        voided=record.void_reason is not None,
        revised=record.modified,
        sort_key=(minute, record.uid),
    )


def _time(record: RecordLine) -> str:
    if record.minute is not None:
        return clock_time(record.minute)
    halves = {"am": _("matin"), "pm": _("ap.-midi")}
    return halves.get(record.half_day or "", _NONE)


def _sheet_words(record: RecordLine) -> str:
    if record.acts is None:
        return _("feuille, accueils non comptés")
    acts = ngettext("{} accueil", "{} accueils", record.acts).format(record.acts)
    return _("feuille de {}").format(acts)


def _demands(record: RecordLine, lists: Lists) -> str:
    parts = []
    for demand in record.demands:
        name = lists.demand_label(demand.code, short=True)
        parts.append(_("{} (non satisfaite)").format(name) if demand.unmet else name)
    return ", ".join(parts)


def _remark(record: RecordLine) -> str:
    if record.void_reason is not None:
        return _("annulé · {}").format(record.void_reason)
    if not record.modified or record.changed_at is None:
        return ""
    when = clock_time(record.changed_at.hour * 60 + record.changed_at.minute)
    return _("modifié {time} · {who}\u00a0: {change}").format(
        time=when, who=record.changed_by, change=record.change
    )


def _draft_line(draft: Draft, workplace: Workplace) -> Line:
    lists = workplace.lists
    missing = draft.missing()
    minute = -1
    if draft.started_at is not None and draft.late_day is None:
        minute = workplace.minute(draft.started_at)
    origin = _("provenance\u202f?") if draft.origin is None else lists.origin_label(draft.origin)
    demands = ", ".join(lists.demand_label(d.code, short=True) for d in draft.demands)
    size = "?" if draft.known_size is None else str(draft.known_size)
    return Line(
        uid=draft.uid,
        kind=LineKind.DRAFT,
        time=_NONE if minute < 0 else clock_time(minute),
        persons=size if draft.face_to_face else _NONE,
        origin=origin,
        number=lists.origin_number(draft.origin or ""),
        demands=demands or _("demandes\u202f?"),
        channel=draft.channel,
        channel_text=lists.channel_label(draft.channel).lower(),
        remark=_("à compléter") if missing else _("à valider"),
        gap=Missing.ORIGIN in missing,
        sort_key=(minute, draft.uid),
    )
