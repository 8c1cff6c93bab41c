"""An office's manager would believe it: days, hours, markets, holidays, people, demands."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from statistics import mean

import pytest

from otdesk.domain.openings import parse_ranges
from otdesk.domain.period import Period
from otdesk.reports.rows import DayMark
from tests.demo.reading import PARIS, SEASON, SEASON_2021, Season

JULY = Period.month(2022, 7)
WEDNESDAY = 2
SUNDAY = 6


def persons_by_day(season: Season, office: str, period: Period) -> dict[date, int]:
    return {
        row.day: row.persons
        for row in season.summary(office, period).by_day
        if row.state is DayMark.CLOSED
    }


@pytest.mark.parametrize("channel", ["comptoir", "telephone", "courriel", "courrier"])
def test_every_accueil_falls_inside_the_real_hours(season: Season, channel: str) -> None:
    statement = (
        "SELECT minute, ranges FROM visit LEFT JOIN business_day USING (office, day)"
        " WHERE channel = :channel"
    )
    rows = season.everywhere(statement, channel=channel)
    assert rows
    for minute, ranges in rows:
        assert any(r.start <= minute < (r.end or 0) for r in parse_ranges(ranges)), ranges


def test_every_passage_falls_inside_the_real_hours(season: Season) -> None:
    statement = "SELECT minute, ranges FROM walk_in LEFT JOIN business_day USING (office, day)"
    for minute, ranges in season.everywhere(statement):
        assert any(r.start <= minute < (r.end or 0) for r in parse_ranges(ranges))


def test_the_minute_is_the_local_time_of_the_instant(season: Season) -> None:
    for minute, day, started_at in season.everywhere("SELECT minute, day, started_at FROM visit"):
        local = datetime.fromisoformat(started_at).astimezone(PARIS)
        assert (local.date().isoformat(), local.hour * 60 + local.minute) == (day, minute)


def test_nothing_is_missing_and_every_day_is_closed(season: Season) -> None:
    for period in (SEASON, SEASON_2021):
        for office in season.offices:
            summary = season.summary(office, period)
            assert summary.missing_days == 0
            assert summary.closed_days == summary.planned_days


def test_le_pont_de_montvert_keeps_the_hours_of_its_profile(season: Season) -> None:
    profile = season.result.profile.office("PDM")
    assert profile is not None
    days = [d for d in season.summary("PDM").office_days if d.planned]
    as_usual = [d for d in days if d.planned == profile.planned(d.day)]
    assert len(as_usual) > 0.9 * len(days)


def test_a_day_that_is_longer_or_shorter_says_why(season: Season) -> None:
    days = [day for office in season.offices for day in season.summary(office).office_days]
    changed = [day for day in days if day.ranges and day.ranges != day.planned]
    assert len(changed) >= 5
    assert all(day.reason for day in changed)


def test_the_fourteenth_of_july_ran_late_and_the_storm_shut_early(season: Season) -> None:
    days = {day.day: day for day in season.summary("PDM", JULY).office_days}
    late, early = days[date(2022, 7, 14)], days[date(2022, 7, 20)]
    assert (late.minutes - late.planned_minutes, late.reason) == (30, "Affluence")
    assert early.minutes - early.planned_minutes == -60
    assert early.reason == "Coupure de courant ou de réseau"


def test_market_days_are_busier(season: Season) -> None:
    by_day = persons_by_day(season, "PDM", Period(date(2022, 7, 1), date(2022, 8, 31)))
    by_weekday = {
        weekday: mean(n for day, n in by_day.items() if day.weekday() == weekday)
        for weekday in range(7)
    }
    assert max(by_weekday, key=lambda weekday: by_weekday[weekday]) == WEDNESDAY
    # Sundays: the morning alone.
    assert min(by_weekday, key=lambda weekday: by_weekday[weekday]) == SUNDAY


def test_the_fourteenth_of_july_is_the_busiest_day_of_july(season: Season) -> None:
    by_day = persons_by_day(season, "PDM", JULY)
    busiest = max(by_day, key=lambda day: by_day[day])
    assert busiest == date(2022, 7, 14)


def test_a_day_follows_the_hours_of_a_desk(season: Season) -> None:
    hours = {row.hour: row.persons for row in season.summary("PDM", JULY).by_hour if row.persons}
    assert set(hours) == {9, 10, 11, 12, 14, 15, 16, 17, 18}
    assert max(hours, key=lambda hour: hours[hour]) in {10, 11}
    assert hours[16] > hours[14]
    assert hours[16] > hours[18]


def test_neighbours_come_out_of_season_and_paris_in_summer(season: Season) -> None:
    def share(codes: tuple[str, ...], period: Period) -> float:
        rows = season.summary("PDM", period).by_origin
        return sum(r.persons for r in rows if r.code in codes) / sum(r.persons for r in rows)

    winter = Period(date(2022, 1, 1), date(2022, 3, 31))
    assert share(("FR-48",), winter) > 1.5 * share(("FR-48",), JULY)
    assert share(("FR-75", "FR-92", "FR-78"), JULY) > share(("FR-75", "FR-92", "FR-78"), winter)


def test_parties_have_the_size_of_parties(season: Season) -> None:
    acts = season.total(lambda s: s.counter_acts)
    assert 6_000 < acts < 7_500
    assert 2.2 < season.total(lambda s: s.persons) / acts < 2.7


def test_skiing_is_asked_for_in_winter_alone_and_bathing_in_summer(season: Season) -> None:
    months: dict[str, Counter[str]] = {"sport.neige": Counter(), "sport.baignade": Counter()}
    for code, counted in months.items():
        statement = (
            "SELECT substr(day, 6, 2) FROM visit JOIN visit_demand ON visit_uid = uid"
            " WHERE code = :code AND channel = 'comptoir'"
        )
        counted.update(month for (month,) in season.everywhere(statement, code=code))
    assert months["sport.neige"].total() > 0
    assert not set(months["sport.neige"]) & {"05", "06", "07", "08", "09", "10"}
    assert months["sport.baignade"]["07"] > 3 * months["sport.baignade"]["04"]


def test_the_residency_is_asked_of_lozere_alone(season: Season) -> None:
    origins = season.everywhere("SELECT DISTINCT origin FROM visit WHERE residency IS NOT NULL")
    assert {origin for (origin,) in origins} == {"FR-48"}
    residencies = {row.code for row in season.summary("PDM").by_residency if row.persons}
    assert len(residencies) == 4


def test_some_demands_are_not_satisfied(season: Season) -> None:
    unmet: Counter[str] = Counter()
    for office in season.offices:
        unmet.update({row.code: row.unmet for row in season.summary(office).by_unmet})
    assert {code for code, _ in unmet.most_common(2)} == {
        "pratique.transport",
        "hebergement.disponibilite",
    }


def test_express_and_repeated_accueils_are_what_their_keys_enter(season: Season) -> None:
    profile = season.result.profile.office("PDM")
    assert profile is not None
    keys = {(e.channel.value, e.party_size, e.origin, ",".join(e.demands)) for e in profile.express}
    statement = (
        "SELECT channel, party_size, origin, group_concat(code) FROM visit"
        " JOIN visit_demand ON visit_uid = uid WHERE entry = 'express' GROUP BY uid"
    )
    express = season.everywhere(statement)
    assert set(express) <= keys
    assert len(express) > 200
    assert season.everywhere("SELECT 1 FROM visit WHERE entry = 'repeat'")


def test_outings_are_held_at_the_three_places_beside_the_hours(season: Season) -> None:
    outings = season.everywhere(
        "SELECT note, minute, day, party_size FROM visit WHERE channel = 'hors_les_murs'"
    )
    places = {note for note, *_ in outings}
    assert len(places) == 3
    for name in ("Saint-Privat-de-Vallongue", "Martinet", "Serre de la Can"):
        assert any(name in place for place in places)
    assert all(date.fromisoformat(day).weekday() < 2 for _, _, day, _ in outings)
    assert season.total(lambda s: s.outing_persons) > 300


def test_paper_sheets_are_in_the_totals_and_complete(season: Season) -> None:
    sheets = [sheet for office in season.offices for sheet in season.summary(office).sheets]
    assert len(sheets) == 4
    assert all(sheet.unplaced == 0 and sheet.acts and sheet.persons for sheet in sheets)


def test_a_sheet_typed_after_the_closing_is_a_correction(season: Season) -> None:
    (correction,) = season.summary("PDM", JULY).corrections
    assert correction.day == date(2022, 7, 20)
    assert correction.recorded_at.date() == date(2022, 7, 22)
    assert correction.reason == "Feuille papier saisie"


def test_the_counsellors_are_flagged_as_invented(season: Season) -> None:
    for office in season.offices:
        names = dict(season.rows(office, "SELECT initials, name FROM counsellor"))
        authors = {author for (author,) in season.rows(office, "SELECT author FROM visit")}
        assert authors <= set(names)
        assert all("inventé" in name for name in names.values())


def test_every_demand_origin_and_public_is_in_the_lists(season: Season) -> None:
    lists = season.context.lists
    for (origin,) in season.everywhere("SELECT DISTINCT origin FROM visit"):
        assert lists.is_origin(origin), origin
    for (code,) in season.everywhere("SELECT DISTINCT code FROM visit_demand"):
        assert lists.is_demand(code), code
    publics = season.everywhere("SELECT DISTINCT audience FROM visit WHERE audience IS NOT NULL")
    assert {public for (public,) in publics} <= set(season.result.profile.audiences)
    reasons = season.everywhere("SELECT DISTINCT reason FROM business_day WHERE reason > ''")
    assert {reason for (reason,) in reasons} <= set(lists.closure_reasons)


def test_an_accueil_is_recorded_at_its_own_time(season: Season) -> None:
    statement = (
        "SELECT journal.recorded_at, started_at FROM visit JOIN journal USING (uid)"
        " WHERE office = 'PDM'"
    )
    for recorded_at, started_at in season.rows("PDM", statement):
        assert datetime.fromisoformat(recorded_at).astimezone(UTC) == datetime.fromisoformat(
            started_at
        )
