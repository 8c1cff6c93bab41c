"""Whether an office is to be opened today, and is not yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from otdesk.domain.openings import Ranges, parse_ranges, union
from otdesk.store.siege_records import counts
from otdesk.store.tables import business_day, planned_opening

_PLANNED = select(planned_opening.c.ranges).where(
    planned_opening.c.office == bindparam("office"),
    planned_opening.c.day == bindparam("day"),
    planned_opening.c.void_reason.is_(None),
    counts(planned_opening, "office", "day"),
)
_ENTERED = (
    select(func.count())
    .select_from(business_day)
    .where(
        business_day.c.office == bindparam("office"),
        business_day.c.day == bindparam("day"),
        business_day.c.void_reason.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class OpeningToday:
    """What is planned for a day, and whether anything of the day was entered."""

    planned: Ranges
    entered: bool

    @property
    def wants_opening(self) -> bool:
        """Tell whether somebody should open the day."""
        return bool(self.planned) and not self.entered


def opening_today(connection: Connection, office: str, day: date) -> OpeningToday:
    """Return the day's plan, and whether anything was entered."""
    asked = {"office": office, "day": day.isoformat()}
    plans = connection.execute(_PLANNED, asked).scalars()
    planned = union(r for text in plans for r in parse_ranges(text))
    return OpeningToday(planned, bool(connection.execute(_ENTERED, asked).scalar_one()))
