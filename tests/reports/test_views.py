"""The views beside the summary: live, day, history, records behind, calendar, favourites."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from otdesk.domain.period import Period
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.journal.entry import Op
from otdesk.reports.calendar_view import calendar_month
from otdesk.reports.day_list import Line, LineKind, day_list
from otdesk.reports.favourites import favourites
from otdesk.reports.history import history
from otdesk.reports.live import LiveFigures, live
from otdesk.reports.records_behind import Behind, Records, records_behind
from otdesk.reports.rows import DayMark
from otdesk.services import tallies, visits

if TYPE_CHECKING:
    from tests.reports.conftest import Desk

DAY = date(2022, 7, 14)
JULY = Period.parse("2022-07")


def now(desk: Desk) -> LiveFigures:
    with desk.store.reading() as connection:
        return live(connection, desk.context, "PDM", DAY)


def lines(desk: Desk) -> tuple[Line, ...]:
    with desk.store.reading() as connection:
        return day_list(connection, desk.context, "PDM", DAY)


def behind(desk: Desk, filters: Behind) -> Records:
    with desk.store.reading() as connection:
        return records_behind(connection, desk.context, filters)


def test_the_last_hour_is_the_sixty_minutes_up_to_now(desk: Desk) -> None:
    desk.visit(2, minute=600)
    desk.visit(3, minute=601)
    desk.visit(4, minute=660)
    desk.visit(9, minute=661)
    desk.visit(channel="telephone", minute=650)
    desk.at(DAY, 660)
    figures = now(desk)
    assert figures.persons_last_hour == 7
    assert (figures.persons, figures.acts, figures.calls) == (18, 5, 1)
    desk.at(date(2022, 7, 15), 660)
    assert now(desk).persons_last_hour is None


def test_live_figures_agree_with_the_summary(desk: Desk) -> None:
    desk.hours("9h-12h")
    desk.visit(3, "ND")
    desk.visit(1, "BE")
    desk.passage(2)
    desk.sheet(6, 2, origins={"BE": 2})
    figures, summary = now(desk), desk.summary()
    assert (figures.persons, figures.acts, figures.walk_ins) == (10, 4, 2)
    assert figures.persons_per_open_hour == summary.persons_per_open_hour
    assert figures.origin_known_share == summary.origin_known_share
    assert (figures.origin_known_share.value, figures.origin_known_share.base) == (0.3, 10)


def test_a_day_lists_accueils_passages_and_sheets_the_latest_first(desk: Desk) -> None:
    desk.visit(3, "BE", "sport", minute=600)
    desk.visit(minute=660, channel="telephone")
    desk.passage(2)
    desk.sheet(12)
    shown = lines(desk)
    assert [line.kind for line in shown[:2]] == [LineKind.VISIT] * 2
    assert {line.kind for line in shown[2:]} == {LineKind.WALK_IN, LineKind.TALLY}
    assert [(line.minute, line.persons) for line in shown[:2]] == [(660, None), (600, 3)]
    assert (shown[1].origin_label, shown[1].demand_labels) == (
        "Belgique",
        ("Activités sportives",),
    )


def test_a_voided_accueil_stays_in_the_list_with_its_motive_and_is_not_modified(desk: Desk) -> None:
    desk.void(desk.visit(2))
    (line,) = lines(desk)
    assert (line.void_reason, line.modified, line.revisions) == ("saisi deux fois", False, 1)


def test_a_modified_accueil_tells_its_last_change(desk: Desk) -> None:
    uid = desk.visit(2)
    desk.at(DAY, 16 * 60 + 9)
    desk.visit(3, uid=uid)
    (line,) = lines(desk)
    assert (line.modified, line.revisions, line.change) == (True, 2, "2 → 3")
    assert line.changed_at is not None
    assert (line.changed_at.hour, line.changed_at.minute) == (16, 9)
    assert line.changed_by == "CM"


def test_a_history_tells_every_revision_in_french(desk: Desk) -> None:
    uid = desk.visit(2, "FR-48", "sport", residency="habitant")
    desk.visit(2, "BE", "sport", "pratique.meteo", unmet=("pratique.meteo",), minute=615, uid=uid)
    desk.void(uid)
    with desk.store.reading() as connection:
        first, second, third = history(connection, desk.context, uid)
    assert (first.op, first.changes, third.reason) == (Op.PUT, (), "saisi deux fois")
    assert {(c.field, c.before, c.after) for c in second.changes} == {
        ("Heure", "10:00", "10:15"),
        ("Provenance", "Lozère", "Belgique"),
        ("Qualité", "Habitant", ""),
        ("Demandes", "Activités sportives", "Activités sportives, Météo (non satisfaite)"),
    }


def test_the_history_of_a_sheet_and_of_hours_is_readable_too(desk: Desk) -> None:
    from otdesk.domain.tallies import HalfDay, Tally

    uid = desk.sheet(12, 5, origins={"BE": 2}, demands={"sport": 3})
    after = Tally("PDM", DAY, HalfDay.AFTERNOON, 12, 6, {"BE": 3}, {"sport": 3})
    with desk.store.writing("CM") as transaction:
        tallies.record(transaction, after, uid=uid)
    desk.hours("9h-12h")
    desk.hours("9h-12h30", motive="maladie")
    with desk.store.reading() as connection:
        of_sheet = history(connection, desk.context, uid)[1].changes
        day = connection.exec_driver_sql("SELECT uid FROM business_day").scalar_one()
        of_day = history(connection, desk.context, day)[1].changes
    assert {(c.field, c.before, c.after) for c in of_sheet} == {
        ("Accueils", "5", "6"),
        ("Provenances", "Belgique 2", "Belgique 3"),
    }
    assert {(c.field, c.after) for c in of_day} == {
        ("Horaires", "9:00–12:30"),
        ("Motif", "Indisponibilité du personnel"),
    }


def test_an_unknown_record_has_no_history(desk: Desk) -> None:
    with desk.store.reading() as connection:
        assert history(connection, desk.context, "nobody") == ()


def a_full_july(desk: Desk) -> None:
    desk.visit(3, "FR-48", "sport.baignade", "sport.velo", residency="habitant", minute=600)
    desk.visit(2, "FR-48", "sport", unmet=("sport",), audience="couples", minute=670)
    desk.visit(1, "BE", "pratique.meteo", channel="telephone", minute=675)
    desk.visit(5, "ND", "loisirs", channel="hors_les_murs", day=date(2022, 7, 15), minute=None)
    desk.void(desk.visit(9, "FR-48", "sport"))
    desk.sheet(12, 5, origins={"FR-48": 4}, demands={"sport.velo": 2, "sport.baignade": 3})
    desk.visit(7, "FR-48", "sport", office="VIA")


def test_every_figure_is_the_sum_of_the_records_behind_it(desk: Desk) -> None:
    a_full_july(desk)
    summary = desk.summary(JULY, years=0)
    offices = ("PDM",)
    every = behind(desk, Behind(JULY, offices))
    assert every.persons + every.sheet_persons == summary.persons
    assert every.acts + every.sheet_acts == summary.acts
    for origin in summary.by_origin:
        found = behind(desk, Behind(JULY, offices, origin=origin.code))
        assert found.persons + found.sheet_persons == origin.persons
        assert found.acts == origin.acts == len(found.lines)
    for demand in summary.by_demand:
        found = behind(desk, Behind(JULY, offices, demand=demand.code))
        assert found.acts + found.sheet_acts == demand.acts
        assert (
            behind(desk, Behind(JULY, offices, demand=demand.code, unmet=True)).acts == demand.unmet
        )
    for channel in summary.by_channel:
        found = behind(desk, Behind(JULY, offices, channel=channel.code))
        assert (found.persons, found.acts) == (channel.persons, channel.acts)
    for hour in summary.by_hour:
        found = behind(desk, Behind(JULY, offices, hour=hour.hour))
        assert (found.persons, found.acts) == (hour.persons, hour.acts)
    for audience in summary.by_audience:
        found = behind(desk, Behind(JULY, offices, audience=audience.code))
        assert (found.persons, found.acts) == (audience.persons, audience.acts)
    for row in summary.by_demand_channel:
        found = behind(desk, Behind(JULY, offices, demand=row.code, channel=row.channel))
        assert found.acts == row.acts


def test_filters_hold_together(desk: Desk) -> None:
    a_full_july(desk)
    found = behind(
        desk,
        Behind(
            JULY,
            ("PDM",),
            origin="FR-48",
            demand="sport",
            channel=ChannelCode.COMPTOIR,
            residency=ResidencyCode.HABITANT,
            hour=10,
            weekday=3,
        ),
    )
    assert [(line.persons, line.minute) for line in found.lines] == [(3, 600)]
    assert found.sheets == ()


def test_records_come_by_pages_with_the_sums_of_all(desk: Desk) -> None:
    for minute in range(600, 605):
        desk.visit(2, minute=minute)
    with desk.store.reading() as connection:
        page = records_behind(connection, desk.context, Behind(JULY, ("PDM",)), offset=2, limit=2)
    assert [line.minute for line in page.lines] == [602, 603]
    assert (page.acts, page.persons) == (5, 10)


def test_the_calendar_tells_state_and_persons_of_each_day(desk: Desk) -> None:
    desk.plan("9h-12h", date(2022, 7, 1), DAY)
    desk.visit(4)
    desk.close("9h-12h")
    desk.visit(1, reason="oubli")
    desk.at(date(2022, 7, 20))
    with desk.store.reading() as connection:
        cells = calendar_month(connection, desk.context, "PDM", date(2022, 7, 9))
    assert len(cells) == 31
    cell = cells[13]
    assert (cell.state, cell.persons, cell.acts, cell.corrected) == (DayMark.CLOSED, 5, 2, True)
    assert (cells[0].state, cells[0].future) == (DayMark.NOT_ENTERED, False)
    assert (cells[1].state, cells[30].future) == (DayMark.NOT_PLANNED, True)


def test_favourites_are_the_most_frequent_and_never_the_unknown(desk: Desk) -> None:
    for number in range(20):
        for _time in range(20 - number if number < 3 else 1):
            desk.visit(2, f"FR-{number + 30}", "sport", "pratique.meteo")
    for _time in range(30):
        desk.visit(1, "ND", "sport")
        desk.visit(1, "FR", "sport")
    with desk.store.reading() as connection:
        found = favourites(connection, "PDM", JULY)
    assert [f.code for f in found.origins[:3]] == ["FR-30", "FR-31", "FR-32"]
    assert (len(found.origins), len(found.more_origins)) == (9, 9)
    assert [(e.party_size, e.origin, e.demands, e.acts) for e in found.express] == [
        (1, "FR", ("sport",), 30),
        (2, "FR-30", ("pratique.meteo", "sport"), 20),
        (2, "FR-31", ("pratique.meteo", "sport"), 19),
        (2, "FR-32", ("pratique.meteo", "sport"), 18),
    ]


@pytest.mark.parametrize("office", ["PDM", "VIA"])
def test_an_empty_season_has_no_favourites(desk: Desk, office: str) -> None:
    with desk.store.reading() as connection:
        found = favourites(connection, office, JULY)
    assert (found.origins, found.more_origins, found.express) == ((), (), ())


def test_a_passage_that_was_voided_is_struck_through_and_counts_no_more(desk: Desk) -> None:
    desk.passage(3)
    (line,) = lines(desk)
    with desk.store.writing("CM") as transaction:
        visits.void_walk_in(transaction, line.uid, "PDM", DAY, "erreur")
    assert [entry.void_reason for entry in lines(desk)] == ["erreur"]
    assert desk.summary().walk_ins == 0
