"""Years of accueils in a real folder, written through the same transaction as the counter's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection

from otdesk.domain.openings import TimeRange, format_ranges
from otdesk.journal.canonical import Payload, Value
from otdesk.journal.identifiers import uuid7
from otdesk.services.workplace import Workplace
from otdesk.store import tables
from otdesk.store.instants import instant
from tests.offices import AFTERNOON, make_office

OFFICE = "PDM"
TODAY = AFTERNOON.date()
YEARS = 10
_A_YEAR = 365
_RANGES = format_ranges((TimeRange(570, 750), TimeRange(840, 1080)))
_ORIGINS = ("FR-48", "FR-30", "FR-34", "FR-13", "FR-75", "FR-69", "BE", "DE", "NL", "FR-07", "ND")
_DEMANDS = (
    "pratique",
    "sport.randonnee",
    "manifestations",
    "hebergement",
    "patrimoine",
    "boutique",
)
_CHANNELS = ("comptoir",) * 8 + ("telephone", "courriel")


@dataclass(frozen=True)
class Years:
    """An office's folder that also holds the accueils of the whole network."""

    workplace: Workplace
    offices: tuple[str, ...]
    visits: int


def fill(folder: Path, visits: int) -> Years:
    """Make a folder whose last day is today, with as many accueils a day whatever their number.

    The first year goes through the projection; the later ones are its copies by SQL: what a key or
    an accueil costs depends on how large tables and indexes are, not on whether a proof would find
    these rows sound.
    """
    workplace = make_office(folder, office=OFFICE)
    offices = tuple(office.code for office in workplace.profile.offices)
    a_day = 1_000_000 / (YEARS * _A_YEAR)
    days = max(1, round(visits / a_day))
    first = TODAY - timedelta(days=days - 1)
    copies = max(0, days // _A_YEAR - 1)
    written, spread = visits // (copies + 1), days // (copies + 1)
    store = workplace.open_store()
    try:
        with store.writing("CA") as transaction:
            transaction.put_many("visit", accueils(offices, first, spread, written))
        with store.writing_local() as connection:
            _copy_year(connection, copies, written)
        with store.writing("CA") as transaction:
            transaction.put_many("planned_opening", _openings(offices, first, days, real=False))
            transaction.put_many("business_day", _openings(offices, first, days - 1, real=True))
            transaction.put_many("walk_in", _walk_ins(offices, first, days))
    finally:
        store.close()
    return Years(workplace, offices, visits)


def accueils(
    offices: tuple[str, ...], first: date, days: int, visits: int
) -> Iterator[tuple[str, Payload]]:
    """Yield the accueils of some days, the same at each run, with their uids."""
    chance = random.Random(48_220)
    for number in range(visits):
        day = first + timedelta(days=number * days // visits)
        minute = chance.randrange(570, 1080)
        moment = datetime.combine(day, time(minute // 60, minute % 60), UTC) - timedelta(hours=2)
        channel = chance.choice(_CHANNELS)
        asked: list[Value] = [
            {"code": code} for code in chance.sample(_DEMANDS, chance.choice((1, 1, 2)))
        ]
        yield (
            uuid7(moment, chance.randbytes(10)),
            {
                "office": chance.choice(offices),
                "day": day.isoformat(),
                "minute": minute,
                "started_at": instant(moment),
                "channel": channel,
                "party_size": chance.randint(1, 5) if channel == "comptoir" else 1,
                "origin": chance.choice(_ORIGINS),
                "entry": "manual",
                "demands": asked,
            },
        )


def _copy_year(connection: Connection, copies: int, entries: int) -> None:
    """Copy the accueils of the first year to the years after it, in the order of time."""

    def moved(uid: str, days: int) -> str:
        born = int(uid[:8] + uid[9:13], 16) + days * 86_400_000
        return f"{born >> 16:08x}-{born & 0xFFFF:04x}{uid[13:]}"

    raw = connection.connection.driver_connection
    assert raw is not None
    raw.create_function("moved", 2, moved, deterministic=True)
    newest = connection.exec_driver_sql("SELECT max(uid) FROM visit").scalar()
    for copy in range(1, copies + 1):
        days = copy * _A_YEAR
        other = {
            "uid": f"moved(uid, {days})",
            "visit_uid": f"moved(visit_uid, {days})",
            "seq": f"seq + {copy * entries}",
            "day": f"date(day, '+{days} days')",
            "started_at": f"date(substr(started_at, 1, 10), '+{days} days')"
            " || substr(started_at, 11)",
        }
        for table, key, only in (
            (tables.journal, "uid", "kind = 'visit'"),
            (tables.visit, "uid", "true"),
            (tables.visit_demand, "visit_uid", "true"),
        ):
            # The number is SQLite's to give.
            names = [column.name for column in table.columns if column.name != "id"]
            connection.exec_driver_sql(
                f"INSERT INTO {table.name} ({', '.join(names)})"
                f" SELECT {', '.join(other.get(name, name) for name in names)} FROM {table.name}"
                f" WHERE {only} AND {key} <= ? ORDER BY {key}",
                (newest,),
            )


def _openings(
    offices: tuple[str, ...], first: date, days: int, *, real: bool
) -> Iterator[tuple[str, Payload]]:
    for day, office, moment in _office_days(offices, first, days):
        payload: dict[str, Value] = {"office": office, "day": day.isoformat(), "ranges": _RANGES}
        if real:
            payload |= {"closed_at": instant(moment), "closed_by": "CA"}
        yield uuid7(moment), payload


def _walk_ins(offices: tuple[str, ...], first: date, days: int) -> Iterator[tuple[str, Payload]]:
    for day, office, moment in _office_days(offices, first, days):
        yield uuid7(moment), {"office": office, "day": day.isoformat(), "minute": 600, "count": 3}


def _office_days(
    offices: tuple[str, ...], first: date, days: int
) -> Iterator[tuple[date, str, datetime]]:
    for number in range(days):
        day = first + timedelta(days=number)
        for office in offices:
            yield day, office, datetime.combine(day, time(17), UTC)
