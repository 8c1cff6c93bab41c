"""What posts that exchange show together, and what each keeps for itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from otdesk.domain.days import BusinessDay, DayState, PlannedOpening
from otdesk.domain.openings import TimeRange, union
from otdesk.domain.till import Perpetual
from otdesk.domain.visits import Visit
from otdesk.reports.context import ReportContext
from otdesk.reports.counsellors import present
from otdesk.reports.day_list import day_list
from otdesk.reports.last_record import last_record, visit_by_uid
from otdesk.reports.posts_of_day import posts_of_day
from otdesk.reports.queries.openings import plans
from otdesk.reports.queries.scope import Scope
from otdesk.reports.shop.till_day import till_day
from otdesk.services import counsellors, days, months, visits
from otdesk.services.corrections import closed_days
from otdesk.store.conflicts import conflicts
from otdesk.store.integrity import verify
from otdesk.store.siege_records import ManagedBySiege
from otdesk.store.store import DATABASE
from otdesk.store.till_state import beginning, state_of
from tests.headquarters.posts_office import OFFICE, Posts, place_in_memory, rows_of, shop_at
from tests.network import Place
from tests.store.desk import DAY, VISIT

MORNING = TimeRange(540, 720)


@pytest.fixture
def office() -> Iterator[Posts]:
    with ExitStack() as stack:
        made = Posts(stack.enter_context(place_in_memory()), stack)
        made.calm_down()
        yield made


@pytest.fixture
def one(office: Posts) -> Place:
    return office.posts["un"]


@pytest.fixture
def two(office: Posts) -> Place:
    return office.posts["deux"]


def record(place: Place, visit: Visit, uid: str | None = None) -> str:
    with place.store.writing("JD") as transaction:
        (written,) = visits.record(transaction, visit, uid=uid).uids
    return written


def the_day(place: Place) -> BusinessDay:
    with place.store.writing("JD") as transaction:
        found = days.find(transaction, OFFICE, DAY)
    assert found is not None
    return found[1]


def opened(place: Place, minute: int) -> None:
    with place.store.writing("JD") as transaction:
        days.open_range(transaction, OFFICE, DAY, minute)


def test_a_day_that_both_posts_began_is_closed_once_by_either(
    office: Posts, one: Place, two: Place
) -> None:
    opened(one, 540)
    opened(two, 550)
    office.calm_down()
    assert the_day(one).ranges == (TimeRange(540, None),)
    with two.store.writing("CA") as transaction:
        days.close(transaction, OFFICE, DAY, ranges=(MORNING,))
    office.calm_down()
    for place in (one, two):
        day = the_day(place)
        assert (day.state, day.ranges, day.closed_by) == (DayState.CLOSED, (MORNING,), "CA")
        with place.store.reading() as connection:
            assert DAY in closed_days(connection, OFFICE)
    assert rows_of(one) == rows_of(two)


def test_either_post_shuts_the_door_that_the_other_opened(
    office: Posts, one: Place, two: Place
) -> None:
    opened(one, 540)
    opened(two, 545)
    office.calm_down()
    with one.store.writing("JD") as transaction:
        days.close_range(transaction, OFFICE, DAY, 720)
    office.calm_down()
    assert the_day(two).ranges == (MORNING,)
    assert the_day(two).running is None


def test_a_day_that_both_closed_apart_is_closed_and_its_hours_are_the_union(
    office: Posts, one: Place, two: Place
) -> None:
    for place, hours in ((one, MORNING), (two, TimeRange(840, 1080))):
        with place.store.writing("JD") as transaction:
            days.close(transaction, OFFICE, DAY, ranges=(hours,))
    office.calm_down()
    for place in (one, two):
        assert the_day(place).state is DayState.CLOSED
        assert the_day(place).ranges == (MORNING, TimeRange(840, 1080))
    with one.store.writing("JD") as transaction:
        days.set_hours(transaction, OFFICE, DAY, (MORNING,), reason="une seule plage")
    office.calm_down()
    assert the_day(two).ranges == (MORNING,)


def test_a_date_that_both_planned_is_planned_once(office: Posts, one: Place, two: Place) -> None:
    for place in (one, two):
        with place.store.writing("otdesk") as transaction:
            days.plan_ahead(transaction, place.workplace.office, DAY)
    office.calm_down()
    for place in (one, two):
        with place.store.reading() as connection:
            twice = list(plans(connection, Scope((OFFICE,), DAY, DAY)))
        assert len(twice) == 2
        assert union(r for plan in twice for r in plan.ranges) == twice[0].ranges
        with pytest.raises(ManagedBySiege), place.store.writing("JD") as transaction:
            days.plan(transaction, [PlannedOpening(OFFICE, DAY, ())])


def test_what_both_posts_said_of_a_person_and_a_month_stands_once(
    office: Posts, one: Place, two: Place
) -> None:
    june = date(2022, 6, 1)
    for place in (one, two):
        with place.store.writing("otdesk") as transaction:
            counsellors.add(transaction, "JD", "Jeanne")
            months.declare(transaction, OFFICE, june)
    office.calm_down()
    with one.store.reading() as connection:
        (shown,) = present(connection)
    with one.store.writing("CA") as transaction:
        counsellors.leave(transaction, shown.uid, OFFICE, DAY)
        months.declare(transaction, OFFICE, june, active=False)
    office.calm_down()
    for place in (one, two):
        with place.store.reading() as connection:
            assert present(connection) == ()
            standing = connection.exec_driver_sql(
                "SELECT active FROM month_declaration WHERE void_reason IS NULL"
            ).all()
        assert [tuple(row) for row in standing] == [(0,)]


def test_an_accueil_that_both_correct_shows_the_last_word_and_lists_the_other(
    office: Posts, one: Place, two: Place
) -> None:
    uid = record(one, VISIT)
    office.calm_down()
    record(one, replace(VISIT, party_size=3), uid)
    office.network.clock.instant += timedelta(minutes=1)
    record(two, replace(VISIT, party_size=4), uid)
    office.calm_down()
    for place in (one, two):
        with place.store.reading() as connection:
            shown = visit_by_uid(connection, uid)
            (listed,) = conflicts(connection)
        assert shown is not None
        assert shown.party_size == 4
        assert (listed.uid, listed.rev) == (uid, 2)
        assert (listed.shown_stream, listed.other_stream) == (two.store.stream, one.store.stream)


def test_what_both_say_alike_is_no_conflict(office: Posts, one: Place, two: Place) -> None:
    uid = record(one, VISIT)
    office.calm_down()
    for place in (one, two):
        record(place, replace(VISIT, party_size=3), uid)
    office.calm_down()
    with one.store.reading() as connection:
        assert conflicts(connection) == ()


def test_undo_takes_back_ones_own_accueil_and_not_the_neighbours(
    office: Posts, one: Place, two: Place
) -> None:
    own = record(one, VISIT)
    record(two, VISIT)
    office.calm_down()
    with one.store.reading() as connection:
        last = last_record(connection, OFFICE, DAY)
    assert last is not None
    assert last.uid == own


def test_each_post_has_its_till_and_the_office_their_sum(
    office: Posts, one: Place, two: Place
) -> None:
    first = shop_at(office.network, one, stocked=True)
    office.calm_down()
    second = shop_at(office.network, two, stocked=False)
    assert first.post.stream != second.post.stream
    for shop, times in ((first, 2), (second, 3)):
        shop.set_float()
        for _time in range(times):
            shop.sell()
    sold, _receipt = second.sell()
    office.calm_down()
    # From the other post's receipt, out of this one's drawer.
    first.refund(sold, {0: 1})
    today = one.workplace.today()
    closing = first.close_day()
    office.calm_down()
    assert closing.totals.turnover == 2 * 80 - 80
    for place in (one, two):
        with place.store.reading() as connection:
            (turnover,) = connection.exec_driver_sql("SELECT sum(total) FROM receipt").one()
            (stock,) = connection.exec_driver_sql(
                "SELECT quantity FROM stock_level WHERE product = 'cp' AND office = ?", (OFFICE,)
            ).one()
            assert turnover == (2 + 4 - 1) * 80
            assert stock == (50 - 5) * 1000
            assert beginning(connection, second.post.stream) == Perpetual()
            assert state_of(connection, second.post.stream).drawer == 15_000 + 4 * 80
            (owed,) = [till_day(connection, today)]
        # The reminder of the evening is of one's own till.
        assert owed is not None
        assert (owed.z is None) == (place is two)


def test_a_restored_posts_till_ends_and_the_next_one_takes_over_its_totals(
    office: Posts, one: Place
) -> None:
    shop = shop_at(office.network, one, stocked=True)
    shop.sell()
    office.calm_down()
    backup = (one.workplace.folder / DATABASE).read_bytes()
    shop.sell()
    shop.sell()
    office.calm_down()
    one.store.close()
    (one.workplace.folder / DATABASE).write_bytes(backup)
    restored = office.network.opened("un", OFFICE)
    office.posts["un"] = restored
    office.calm_down()
    again = shop_at(office.network, restored, stocked=False)
    with restored.store.reading() as connection:
        before = state_of(connection, shop.post.stream).perpetual
        assert before.net == 3 * 80
        assert beginning(connection, again.post.stream) == before
    assert verify(restored.workplace.folder, restored.workplace.anchors).faults == ()


def test_the_lines_of_a_day_name_the_post_where_there_are_several(
    office: Posts, one: Place, two: Place
) -> None:
    first, second = record(one, VISIT), record(two, VISIT)
    office.calm_down()
    told = []
    for place in (one, two):
        workplace = place.workplace
        context = ReportContext(
            workplace.lists,
            workplace.profile,
            workplace.calendar,
            workplace.zone,
            workplace.clock.now(),
        )
        with place.store.reading() as connection:
            posts = {line.uid: line.post for line in day_list(connection, context, OFFICE, DAY)}
        # Both are called « Comptoir »: a number tells them apart, the same on each post.
        assert {posts[first], posts[second]} == {"Comptoir 1", "Comptoir 2"}
        told.append(posts)
    assert told[0] == told[1]


def test_a_single_post_is_not_named(tmp_path: Path) -> None:
    with ExitStack() as stack:
        alone = Posts(tmp_path, stack, names=("seul",)).posts["seul"]
        uid = record(alone, VISIT)
        with alone.store.reading() as connection:
            assert uid
            assert posts_of_day(connection, OFFICE, DAY) == {}
