"""Real data folders of real offices, for tests: no mock, only another clock."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from otdesk import paths, settings
from otdesk.clock import FixedClock
from otdesk.services import preferences, workplace
from otdesk.services.workplace import Grounds, Workplace

# A Saturday of August, a quarter past four in the afternoon in the Cévennes.
AFTERNOON = datetime(2026, 8, 8, 14, 15, tzinfo=UTC)


def make_office(
    folder: Path,
    *,
    profile: str = "cevennes",
    office: str = "PDM",
    now: datetime = AFTERNOON,
    counsellor: str = "CA",
    reconstruction: bool = False,
) -> Workplace:
    """Make an office's folder below `folder`, with a clock that stands still."""
    grounds = Grounds(paths.database_files(), folder / "state", FixedClock(now))
    made = workplace.create(
        grounds,
        folder / "data",
        profile_code=profile,
        office=office,
        reconstruction=reconstruction,
    )
    store = made.open_store()
    try:
        with store.writing_local() as connection:
            preferences.save(connection, settings.COUNSELLOR, counsellor)
    finally:
        store.close()
    return made


def clock_of(made: Workplace) -> FixedClock:
    """Return the clock of an office made here, to be moved."""
    assert isinstance(made.clock, FixedClock)
    return made.clock
