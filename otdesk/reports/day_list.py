"""The lines of a day, as the Journée table shows them: accueils, passages, paper sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.visits import FACE_TO_FACE, EntryMode, VisitDemand
from otdesk.journal.entry import Op
from otdesk.reports.context import ReportContext
from otdesk.reports.history import history
from otdesk.reports.posts_of_day import posts_of_day
from otdesk.store.tables import tally, visit, visit_demand, walk_in


class LineKind(StrEnum):
    """What a line is; the values are the kinds of the journal."""

    VISIT = "visit"
    WALK_IN = "walk_in"
    TALLY = "tally"


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a day, voided ones included (`void_reason` is then not None).

    `minute`: local, None where unknown and on a sheet. `persons`: None for a call, an e-mail or
    a letter; of a passage, those who came in. `acts`: 1, 0 for a passage, None where a sheet
    does not say. `origin`, `channel`… are None where the kind has none. `revisions` counts the
    contents that the record has had, without a void; `change` tells the last one (`2 → 3`),
    with its instant in the office's zone and its author. `author` wrote the standing revision, on
    the `post` of that name where the office has several.
    """

    kind: LineKind
    uid: str
    office: str
    day: date
    minute: int | None
    persons: int | None
    acts: int | None
    origin: str | None
    origin_label: str
    residency: ResidencyCode | None
    audience: str | None
    demands: tuple[VisitDemand, ...]
    demand_labels: tuple[str, ...]
    channel: ChannelCode | None
    channel_label: str
    entry: EntryMode | None
    half_day: str | None
    note: str
    author: str
    rev: int
    void_reason: str | None
    revisions: int
    change: str
    changed_at: datetime | None
    changed_by: str
    post: str = ""

    @property
    def modified(self) -> bool:
        """Tell whether its content was changed after the first entry."""
        return self.revisions > 1


_OF_DAY = {
    table.name: select(table).where(
        table.c.office == bindparam("of_office"), table.c.day == bindparam("on_day")
    )
    for table in (visit, walk_in, tally)
}
_DEMANDS_OF_DAY = (
    select(visit_demand.c.visit_uid, visit_demand.c.code, visit_demand.c.unmet)
    .select_from(visit.join(visit_demand, visit_demand.c.visit_uid == visit.c.uid))
    .where(visit.c.office == bindparam("of_office"), visit.c.day == bindparam("on_day"))
    .order_by(visit_demand.c.visit_uid, visit_demand.c.position)
)
STATEMENTS = (*_OF_DAY.values(), _DEMANDS_OF_DAY)


def day_list(
    connection: Connection, context: ReportContext, office: str, day: date
) -> tuple[Line, ...]:
    """Return the lines of an office's day, the latest first, those without an hour last."""
    values = {"of_office": office, "on_day": day.isoformat()}
    demands = group_demands(connection.execute(_DEMANDS_OF_DAY, values))
    lines = [
        visit_line(row, demands.get(row["uid"], ()), context)
        for row in _rows(connection, _OF_DAY["visit"], values)
    ]
    lines += [_walk_in_line(row) for row in _rows(connection, _OF_DAY["walk_in"], values)]
    lines += [sheet_line(row) for row in _rows(connection, _OF_DAY["tally"], values)]
    posts = posts_of_day(connection, office, day)
    told = [
        replace(with_change(connection, context, line), post=posts.get(line.uid, ""))
        for line in lines
    ]
    return tuple(
        sorted(
            told,
            key=lambda line: (-1 if line.minute is None else line.minute, line.uid),
            reverse=True,
        )
    )


def _rows(
    connection: Connection, statement: Select[Any], values: Mapping[str, str]
) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(statement, values).mappings()]


def group_demands(rows: Iterable[Any]) -> dict[str, tuple[VisitDemand, ...]]:
    """Return the demands of each accueil from rows of uid, code and unmet, in order."""
    grouped: dict[str, list[VisitDemand]] = defaultdict(list)
    for uid, code, unmet in rows:
        grouped[uid].append(VisitDemand(code, bool(unmet)))
    return {uid: tuple(demands) for uid, demands in grouped.items()}


def visit_line(
    row: Mapping[str, Any], demands: tuple[VisitDemand, ...], context: ReportContext
) -> Line:
    """Return the line of an accueil from its row."""
    channel = ChannelCode(row["channel"])
    lists = context.lists
    return Line(
        kind=LineKind.VISIT,
        minute=row["minute"],
        persons=row["party_size"] if channel in FACE_TO_FACE else None,
        acts=1,
        origin=row["origin"],
        origin_label=lists.origin_label(row["origin"]),
        residency=ResidencyCode(row["residency"]) if row["residency"] else None,
        audience=row["audience"],
        demands=demands,
        demand_labels=tuple(lists.demand_label(d.code) for d in demands),
        channel=channel,
        channel_label=lists.channel_label(channel),
        entry=EntryMode(row["entry"]),
        half_day=None,
        note=row["note"],
        **_common(row),
    )


def _walk_in_line(row: Mapping[str, Any]) -> Line:
    return Line(
        kind=LineKind.WALK_IN,
        minute=row["minute"],
        persons=row["count"],
        acts=0,
        half_day=None,
        note="",
        **_NO_VISIT,
        **_common(row),
    )


def sheet_line(row: Mapping[str, Any]) -> Line:
    """Return the line of a paper sheet from its row."""
    return Line(
        kind=LineKind.TALLY,
        minute=None,
        persons=row["persons"],
        acts=row["acts"],
        half_day=row["half_day"],
        note=row["note"],
        **_NO_VISIT,
        **_common(row),
    )


_NO_VISIT: Mapping[str, Any] = {
    "origin": None,
    "origin_label": "",
    "residency": None,
    "audience": None,
    "demands": (),
    "demand_labels": (),
    "channel": None,
    "channel_label": "",
    "entry": None,
}


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    voided = row["void_reason"] is not None
    return {
        "uid": row["uid"],
        "office": row["office"],
        "day": date.fromisoformat(row["day"]),
        "author": row["author"],
        "rev": row["rev"],
        "void_reason": row["void_reason"],
        "revisions": row["rev"] - voided,
        "change": "",
        "changed_at": None,
        "changed_by": "",
    }


def with_change(connection: Connection, context: ReportContext, line: Line) -> Line:
    """Return the line with its last change told; only a modified one reads the journal."""
    if not line.modified:
        return line
    changed = [r for r in history(connection, context, line.uid) if r.op is Op.PUT]
    last = changed[-1]
    told = ", ".join(f"{c.before or '–'} → {c.after or '–'}" for c in last.changes)
    return replace(line, change=told, changed_at=last.recorded_at, changed_by=last.author)
