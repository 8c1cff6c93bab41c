"""Each kind of record: domain value → journal payload → row of its table, and back.

A payload holds integers and strings only, and no key for what is absent. Its shape is version
1 of each kind; a later version adds an upcaster here and never changes what an old one means.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from otdesk.domain.days import BusinessDay, MonthlyTotal, PlannedOpening
from otdesk.domain.openings import format_ranges, minutes_of, parse_ranges
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.tallies import Tally
from otdesk.domain.visits import EntryMode, Visit, VisitDemand, WalkIn
from otdesk.journal.canonical import Payload, Value
from otdesk.store import network_records, shop_records, tables, till_records
from otdesk.store.instants import instant
from otdesk.store.record_kind import RecordKind, Row, plain_row, present

PAYLOAD_SCHEMA = 1


def theme_of(code: str) -> str:
    """Return the first-level demand of a code: `sport` for `sport.baignade`."""
    return code.split(".", 1)[0]


def visit_payload(visit: Visit) -> Payload:
    """Return the payload of an accueil."""
    demands: list[Value] = [
        {"code": demand.code, "unmet": 1} if demand.unmet else {"code": demand.code}
        for demand in visit.demands
    ]
    payload = present(
        office=visit.office,
        day=visit.day.isoformat(),
        started_at=instant(visit.started_at) if visit.started_at else None,
        minute=visit.minute,
        channel=visit.channel.value,
        party_size=visit.party_size,
        origin=visit.origin,
        residency=visit.residency.value if visit.residency else None,
        audience=visit.audience,
        note=visit.note,
        entry=visit.entry.value,
    )
    if demands:
        payload["demands"] = demands
    return payload


def _visit_row(payload: Mapping[str, Any]) -> Row:
    return {
        "office": payload["office"],
        "day": payload["day"],
        "minute": payload.get("minute"),
        "started_at": payload.get("started_at"),
        "channel": payload["channel"],
        "party_size": payload["party_size"],
        "origin": payload["origin"],
        "residency": payload.get("residency"),
        "audience": payload.get("audience"),
        "note": payload.get("note", ""),
        "entry": payload["entry"],
    }


def _visit_children(uid: str, payload: Mapping[str, Any]) -> list[tuple[Table, list[Row]]]:
    rows = [
        {
            "visit_uid": uid,
            "position": position,
            "code": demand["code"],
            "theme": theme_of(demand["code"]),
            "unmet": demand.get("unmet", 0),
        }
        for position, demand in enumerate(payload.get("demands", ()))
    ]
    return [(tables.visit_demand, rows)]


def visit_of(row: Mapping[str, Any], demands: tuple[VisitDemand, ...]) -> Visit:
    """Return the accueil behind a row and its demands."""
    return Visit(
        office=row["office"],
        day=date.fromisoformat(row["day"]),
        channel=ChannelCode(row["channel"]),
        party_size=row["party_size"],
        origin=row["origin"],
        demands=demands,
        started_at=datetime.fromisoformat(row["started_at"]) if row["started_at"] else None,
        minute=row["minute"],
        residency=ResidencyCode(row["residency"]) if row["residency"] else None,
        audience=row["audience"],
        note=row["note"],
        entry=EntryMode(row["entry"]),
    )


def walk_in_payload(walk_in: WalkIn) -> Payload:
    """Return the payload of a passage."""
    return present(
        office=walk_in.office,
        day=walk_in.day.isoformat(),
        count=walk_in.count,
        started_at=instant(walk_in.started_at) if walk_in.started_at else None,
        minute=walk_in.minute,
    )


def _walk_in_row(payload: Mapping[str, Any]) -> Row:
    return {
        "office": payload["office"],
        "day": payload["day"],
        "minute": payload.get("minute"),
        "started_at": payload.get("started_at"),
        "count": payload["count"],
    }


def tally_payload(tally: Tally) -> Payload:
    """Return the payload of a paper sheet's totals."""
    payload = present(
        office=tally.office,
        day=tally.day.isoformat(),
        half_day=tally.half_day.value,
        persons=tally.persons,
        acts=tally.acts,
        note=tally.note,
    )
    if tally.origins:
        payload["origins"] = [
            {"code": code, "persons": n} for code, n in sorted(tally.origins.items())
        ]
    if tally.demands:
        payload["demands"] = [
            {"code": code, "acts": n} for code, n in sorted(tally.demands.items())
        ]
    return payload


def _tally_row(payload: Mapping[str, Any]) -> Row:
    return {
        "office": payload["office"],
        "day": payload["day"],
        "half_day": payload["half_day"],
        "persons": payload["persons"],
        "acts": payload.get("acts"),
        "note": payload.get("note", ""),
    }


def _tally_children(uid: str, payload: Mapping[str, Any]) -> list[tuple[Table, list[Row]]]:
    return [
        (tables.tally_origin, [{"tally_uid": uid, **o} for o in payload.get("origins", ())]),
        (tables.tally_demand, [{"tally_uid": uid, **d} for d in payload.get("demands", ())]),
    ]


def business_day_payload(day: BusinessDay) -> Payload:
    """Return the payload of a business day; its hours stay in the stored text form."""
    payload = present(
        office=day.office,
        day=day.day.isoformat(),
        reason=day.reason,
        closed_at=instant(day.closed_at) if day.closed_at else None,
        closed_by=day.closed_by,
    )
    payload["ranges"] = format_ranges(day.ranges)
    return payload


def _business_day_row(payload: Mapping[str, Any]) -> Row:
    return {
        "office": payload["office"],
        "day": payload["day"],
        "ranges": payload["ranges"],
        "minutes": minutes_of(parse_ranges(payload["ranges"])),
        "reason": payload.get("reason"),
        "closed_at": payload.get("closed_at"),
        "closed_by": payload.get("closed_by"),
    }


def business_day_of(row: Mapping[str, Any]) -> BusinessDay:
    """Return the business day behind a row."""
    return BusinessDay(
        office=row["office"],
        day=date.fromisoformat(row["day"]),
        ranges=parse_ranges(row["ranges"]),
        reason=row["reason"],
        closed_at=datetime.fromisoformat(row["closed_at"]) if row["closed_at"] else None,
        closed_by=row["closed_by"],
    )


def planned_opening_payload(planned: PlannedOpening) -> Payload:
    """Return the payload of a planned opening."""
    return {
        "office": planned.office,
        "day": planned.day.isoformat(),
        "ranges": format_ranges(planned.ranges),
    }


def _planned_opening_row(payload: Mapping[str, Any]) -> Row:
    return {
        "office": payload["office"],
        "day": payload["day"],
        "ranges": payload["ranges"],
        "minutes": minutes_of(parse_ranges(payload["ranges"])),
    }


def monthly_total_payload(total: MonthlyTotal) -> Payload:
    """Return the payload of an imported monthly figure."""
    return {
        "office": total.office,
        "month": total.month.isoformat()[:7],
        "measure": total.measure,
        "unit": total.unit,
        "value": total.value,
        "source": total.source,
    }


def counsellor_payload(initials: str, name: str, office: str | None = None) -> Payload:
    """Return the payload of a counsellor; the siège names an office, or none for all."""
    return present(initials=initials, name=name, office=office)


def _counsellor_row(payload: Mapping[str, Any]) -> Row:
    return {
        "initials": payload["initials"],
        "name": payload["name"],
        "office": payload.get("office"),
    }


_KINDS = (
    RecordKind("visit", tables.visit, _visit_row, _visit_children),
    RecordKind("walk_in", tables.walk_in, _walk_in_row),
    RecordKind("tally", tables.tally, _tally_row, _tally_children),
    RecordKind("business_day", tables.business_day, _business_day_row),
    RecordKind("day_reason", tables.day_reason, plain_row("office", "day", "text"), personal=True),
    RecordKind("planned_opening", tables.planned_opening, _planned_opening_row),
    RecordKind(
        "day_correction",
        tables.day_correction,
        plain_row("office", "day", "record_uid", "record_kind", "reason"),
        stamped=True,
    ),
    RecordKind(
        "monthly_total",
        tables.monthly_total,
        plain_row("office", "month", "measure", "unit", "value", "source"),
    ),
    RecordKind("counsellor", tables.counsellor, _counsellor_row),
    RecordKind(
        "imported_file", tables.imported_file, plain_row("sha256", "name", "visits"), stamped=True
    ),
    RecordKind("folder", tables.folder, plain_row("network", "office", "role", "reconstruction")),
    RecordKind(
        "stream_origin",
        tables.stream_origin,
        plain_row("stream", "parent", "kept_seq", "seen_seq"),
    ),
)

KINDS: Mapping[str, RecordKind] = {
    kind.name: kind
    for kind in (*_KINDS, *shop_records.KINDS, *till_records.KINDS, *network_records.KINDS)
}
