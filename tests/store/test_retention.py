"""Which backups stay: a pure rule on names and dates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.store.retention import Backup, expired, name_of, order, parse

NOW = datetime(2022, 7, 14, 18, 44, 12)  # noqa: DTZ001 - local, as the names are
REASONS = st.sampled_from(["hourly", "daily", "closing", "manual", "migration", "replaced"])
MOMENTS = st.datetimes(NOW - timedelta(days=800), NOW + timedelta(days=30)).map(
    lambda moment: moment.replace(microsecond=0)
)


def backup(taken: datetime, reason: str = "hourly") -> Backup:
    """Return a backup by its moment."""
    return Backup(name_of(taken, reason), taken, reason)


BACKUPS = st.sets(st.builds(backup, MOMENTS, REASONS), max_size=60)


@given(MOMENTS, REASONS, st.integers(1, 3))
def test_a_name_is_read_back(taken: datetime, reason: str, again: int) -> None:
    name = name_of(taken, reason, again)
    assert parse(name) == Backup(name, taken, reason, again)


def test_a_name_is_as_the_manual_shows_it() -> None:
    assert name_of(NOW, "daily") == "otdesk-20220714-184412-daily.sqlite"


@pytest.mark.parametrize(
    "name",
    [
        "otdesk.sqlite",
        "photo.jpg",
        "otdesk-20220714-184412-daily.sqlite.part",
        "otdesk-20221399-184412-daily.sqlite",
        "otdesk-20220714-184412-replaced.sqlite-journal",
    ],
)
def test_what_is_no_backup_is_left_alone(name: str) -> None:
    assert parse(name) is None


@pytest.mark.parametrize("reason", ["", "Daily", "a-b", "../x"])
def test_a_reason_is_a_word(reason: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        name_of(NOW, reason)


@given(BACKUPS)
def test_the_newest_and_what_a_clock_dated_ahead_stay(backups: set[Backup]) -> None:
    gone = expired(backups, NOW)
    assert gone <= backups
    assert not {b for b in gone if b.taken > NOW}
    if backups:
        assert max(backups, key=order) not in gone


@given(BACKUPS)
def test_what_a_restore_replaced_stays_for_ever(backups: set[Backup]) -> None:
    assert not {b for b in expired(backups, NOW) if b.reason == "replaced"}


@given(BACKUPS)
def test_what_was_asked_for_stays_a_month_and_what_a_migration_took_a_year(
    backups: set[Backup],
) -> None:
    for b in expired(backups, NOW):
        age = (NOW.date() - b.taken.date()).days
        assert age >= {"manual": 31, "migration": 366}.get(b.reason, 0)


def test_of_one_second_the_last_made_is_the_last() -> None:
    both = {parse(name_of(NOW, "hourly", again)) for again in (1, 2, 10)}
    found = {b for b in both if b is not None}
    assert {b.again for b in found - expired(found, NOW)} == {10}


@given(BACKUPS)
def test_thinning_twice_is_thinning_once(backups: set[Backup]) -> None:
    left = backups - expired(backups, NOW)
    assert expired(left, NOW) == set()


@given(BACKUPS, st.integers(0, 400))
def test_thinning_on_the_way_keeps_what_thinning_at_the_end_would(
    backups: set[Backup], days: int
) -> None:
    """A backup that a later day will want is not deleted on an earlier one."""
    past = {b for b in backups if b.taken <= NOW}
    later = NOW + timedelta(days=days)
    thinned = past - expired(past, NOW)
    assert past - expired(past, later) <= thinned


@given(BACKUPS)
def test_each_hour_day_week_and_month_keeps_its_last(backups: set[Backup]) -> None:
    left = backups - expired(backups, NOW)
    for b in backups:
        age = (NOW.date() - b.taken.date()).days
        later = [o for o in left if o.taken >= b.taken]
        if age == 0:
            assert any(o.taken.hour == b.taken.hour for o in later if o.taken.date() == NOW.date())
        elif 0 < age < 7:
            assert any(o.taken.date() == b.taken.date() for o in later)
        elif 0 < age < 31:
            assert any(o.taken.isocalendar()[:2] == b.taken.isocalendar()[:2] for o in later)
        elif 0 < age < 366:
            assert any(
                (o.taken.year, o.taken.month) == (b.taken.year, b.taken.month) for o in later
            )


@pytest.mark.no_cover
def test_two_years_of_hourly_backups_stay_few() -> None:
    everything: set[Backup] = set()
    moment = NOW - timedelta(days=730)
    while moment <= NOW:
        everything.add(backup(moment))
        everything -= expired(everything, moment)
        moment += timedelta(hours=1)
    assert len(everything) <= 24 + 7 + 6 + 13
    assert min(everything, key=lambda b: b.taken).taken < NOW - timedelta(days=330)
    assert len({b for b in everything if b.taken.date() == NOW.date()}) == 19
