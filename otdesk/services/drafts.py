"""Drafts on the disk: a local table, never journalled, so that a crash loses no key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from otdesk.domain.counter.draft import Draft
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.visits import EntryMode, Visit, VisitDemand
from otdesk.store.instants import instant
from otdesk.store.reading import Readable, driver

_FRONT = "front"
_TYPED_FOR = "typed_for"


@dataclass(frozen=True, slots=True)
class DraftSet:
    """Every open draft, the one in front, and the date that is typed for (None: today)."""

    drafts: tuple[Draft, ...] = ()
    current: str = ""
    late_day: date | None = None


def save(connection: Readable, kept: DraftSet, now: datetime) -> None:
    """Replace the saved drafts by these, in the caller's transaction; blank ones are not kept."""
    saved_at = instant(now)
    rows = [
        (
            draft.uid,
            position,
            json.dumps(_to_json(draft, front=draft.uid == kept.current, typed_for=kept.late_day)),
            saved_at,
        )
        for position, draft in enumerate(kept.drafts)
        if not draft.says_nothing
    ]
    database = driver(connection)
    database.execute("DELETE FROM draft")
    database.executemany(
        "INSERT INTO draft (uid, position, content, saved_at) VALUES (?, ?, ?, ?)", rows
    )


def load(connection: Readable) -> DraftSet:
    """Return the drafts that were saved last, in their order."""
    rows = driver(connection).execute("SELECT uid, content FROM draft ORDER BY position")
    drafts: list[Draft] = []
    current = ""
    late_day = None
    for uid, text in rows:
        content = json.loads(text)
        drafts.append(_from_json(uid, content))
        if content.get(_FRONT):
            current = uid
        late_day = _day(content.get(_TYPED_FOR)) or late_day
    return DraftSet(tuple(drafts), current, late_day)


def _to_json(draft: Draft, *, front: bool, typed_for: date | None) -> dict[str, Any]:
    content: dict[str, Any] = {
        "channel": draft.channel.value,
        "size": draft.size,
        "group": draft.group,
        "origin": draft.origin,
        "department": draft.department,
        "demands": _demands_to_json(draft.demands),
        "residency": draft.residency.value if draft.residency else None,
        "audience": draft.audience,
        "note": draft.note,
        "entry": draft.entry.value,
        "started_at": draft.started_at.isoformat() if draft.started_at else None,
        "editing": draft.editing,
        "interrupted": draft.interrupted,
        "aside": draft.aside,
        "late_day": draft.late_day.isoformat() if draft.late_day else None,
        _TYPED_FOR: typed_for.isoformat() if typed_for else None,
        _FRONT: front,
    }
    if draft.original is not None:
        content["original"] = _visit_to_json(draft.original)
    return content


def _from_json(uid: str, content: Mapping[str, Any]) -> Draft:
    original = content.get("original")
    return Draft(
        uid=uid,
        channel=ChannelCode(content["channel"]),
        size=content["size"],
        group=content["group"],
        origin=content["origin"],
        department=content["department"],
        demands=_demands_from_json(content["demands"]),
        residency=ResidencyCode(content["residency"]) if content["residency"] else None,
        audience=content["audience"],
        note=content["note"],
        entry=EntryMode(content["entry"]),
        started_at=_moment(content["started_at"]),
        late_day=_day(content.get("late_day")),
        editing=content["editing"],
        original=None if original is None else _visit_from_json(original),
        interrupted=content["interrupted"],
        aside=content["aside"],
    )


def _demands_to_json(demands: Iterable[VisitDemand]) -> list[list[Any]]:
    return [[demand.code, int(demand.unmet)] for demand in demands]


def _demands_from_json(rows: Iterable[list[Any]]) -> tuple[VisitDemand, ...]:
    return tuple(VisitDemand(code, bool(unmet)) for code, unmet in rows)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _visit_to_json(visit: Visit) -> dict[str, Any]:
    return {
        "office": visit.office,
        "day": visit.day.isoformat(),
        "channel": visit.channel.value,
        "party_size": visit.party_size,
        "origin": visit.origin,
        "demands": _demands_to_json(visit.demands),
        "started_at": visit.started_at.isoformat() if visit.started_at else None,
        "minute": visit.minute,
        "residency": visit.residency.value if visit.residency else None,
        "audience": visit.audience,
        "note": visit.note,
        "entry": visit.entry.value,
    }


def _visit_from_json(content: Mapping[str, Any]) -> Visit:
    return Visit(
        office=content["office"],
        day=date.fromisoformat(content["day"]),
        channel=ChannelCode(content["channel"]),
        party_size=content["party_size"],
        origin=content["origin"],
        demands=_demands_from_json(content["demands"]),
        started_at=_moment(content["started_at"]),
        minute=content["minute"],
        residency=ResidencyCode(content["residency"]) if content["residency"] else None,
        audience=content["audience"],
        note=content["note"],
        entry=EntryMode(content["entry"]),
    )
