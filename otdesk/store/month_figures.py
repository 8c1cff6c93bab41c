"""What an office's month is worth, counted the same way by the office and by the head office.

The office writes it into each packet; the head office counts anew what it holds. Where the two
differ something is missing, or was changed since. The digest names its own version, and the columns
it is made of: a table that gains a column changes no month.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import Connection

from otdesk.store.reading import Driver, driver

_TAG = b"otdesk.month.1\n"
# So many lines are handed over at once.
_TOGETHER = 256
# Each kind that belongs to a day, its table, and what of its row counts in a report.
_COUNTED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "accueils": ("visit", ("day", "channel", "party_size", "origin")),
    "passages": ("walk_in", ("day", "count")),
    "sheets": ("tally", ("day", "half_day", "persons", "acts")),
    "days": ("business_day", ("day", "ranges", "closed_at")),
    "receipts": ("receipt", ("day", "till", "number", "total")),
}
_MONTHS = " UNION ".join(
    f"SELECT substr(day, 1, 7) FROM {table} WHERE office = :office"  # noqa: S608 - our own names
    for table, _columns in _COUNTED.values()
)

_OFFICES = " UNION ".join(
    f"SELECT office FROM {table} WHERE day >= :first AND day < :after"  # noqa: S608 - our own names
    for table, _columns in _COUNTED.values()
)


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The standing records of an office's month (`2026-07`): how many of each kind, one digest."""

    office: str
    month: str
    counts: Mapping[str, int]
    digest: str

    @property
    def has_activity(self) -> bool:
        """Tell whether anything was recorded; a day that was closed counts for nothing."""
        return any(count for name, count in self.counts.items() if name != "days")


def months_of(connection: Connection, office: str) -> tuple[str, ...]:
    """Return the months in which an office has any record, in order."""
    rows = driver(connection).execute(_MONTHS, {"office": office})
    return tuple(sorted(month for (month,) in rows))


def offices_of(connection: Connection, month: str) -> tuple[str, ...]:
    """Return the offices that have any record of a month (`2026-07`), in order."""
    values = {"first": f"{month}-01", "after": f"{month}-99"}
    return tuple(sorted(office for (office,) in driver(connection).execute(_OFFICES, values)))


def month_figures(connection: Connection, office: str, month: str) -> MonthFigures:
    """Count an office's month; memory stays flat."""
    digest = hashlib.sha256(_TAG)
    counts = dict.fromkeys(_COUNTED, 0)
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    values = {"office": office, "first": first.isoformat(), "last": last.isoformat()}
    asked = driver(connection)
    for name in _COUNTED:
        counts[name] = _count(asked, name, values, digest.update)
    return MonthFigures(office, month, counts, digest.hexdigest())


def _standing(table: str, columns: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{column}"' for column in ("uid", *columns))
    return (
        f"SELECT {listed} FROM {table}"  # noqa: S608 - names of our own tables
        " WHERE office = :office AND day BETWEEN :first AND :last AND void_reason IS NULL"
        " ORDER BY uid"
    )


_ASKED = {name: _standing(*counted) for name, counted in _COUNTED.items()}
# What `json.dumps` would make anew, or look around, for each row.
_words = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, None, json.encoder.encode_basestring, None, ":", ",", False, False, False
)


def _count(
    asked: Driver, name: str, values: Mapping[str, str], digested: Callable[[bytes], object]
) -> int:
    """Hand over each row of a kind as a line, and return how many there are."""
    count = 0
    rows = iter(asked.execute(_ASKED[name], values))
    while together := ["".join(_words([name, *row], 0)) for row in islice(rows, _TOGETHER)]:
        digested(("\n".join(together) + "\n").encode())
        count += len(together)
    return count
