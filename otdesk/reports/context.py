"""What a report is told besides the database: lists, profile, calendar, clock, zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from otdesk.domain.calendar import DayCalendar
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.reference import Lists


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The grounds of a report; `now` is an aware instant, `zone` the offices' own."""

    lists: Lists
    profile: NetworkProfile
    calendar: DayCalendar
    zone: ZoneInfo
    now: datetime

    @property
    def local_now(self) -> datetime:
        """Return the present instant in the offices' zone."""
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        """Return the offices' local date."""
        return self.local_now.date()

    @property
    def minute(self) -> int:
        """Return the local minute of the day."""
        local = self.local_now
        return local.hour * 60 + local.minute

    def own_departments(self, offices: Sequence[str]) -> frozenset[str]:
        """Return the origins in which these offices ask for the residency (`FR-48`)."""
        return frozenset(
            origin
            for office in self.profile.offices
            if office.code in offices
            for origin in office.own_departments
        )

    def office_name(self, code: str) -> str:
        """Return the name of an office; the code itself for one that the profile lost."""
        office = self.profile.office(code)
        return code if office is None else office.name

    def market(self, offices: Sequence[str], day: date) -> str | None:
        """Return the market of that day, where one office alone is looked at.

        Over several offices a market is nearly every day somewhere, and says nothing.
        """
        if len(offices) != 1:
            return None
        office = self.profile.office(offices[0])
        return None if office is None else office.market(day)
