"""The keystroke table of the counter: each case is typed on the real window, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import EntryMode, Visit, VisitDemand
from otdesk.reports.last_record import last_record
from otdesk.services.workplace import Workplace
from otdesk.store import tables
from otdesk.ui.application import Session
from tests.offices import clock_of, make_office
from tests.ui.windows import close_window, open_window, rows_of, strike


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return make_office(tmp_path)


@pytest.fixture
def session(qtbot: QtBot, office: Workplace) -> Iterator[Session]:
    opened = open_window(qtbot, office)
    yield opened
    close_window(opened)


def recorded(qtbot: QtBot, session: Session) -> Visit:
    """Return the accueil that was recorded last, once it is on the disk."""
    qtbot.waitUntil(lambda: not session.link.is_writing)
    store = session.workplace.open_store()
    try:
        with store.reading() as connection:
            last = last_record(
                connection, session.workplace.identity.office, session.workplace.today()
            )
    finally:
        store.close()
    assert last is not None
    assert last.visit is not None
    return last.visit


# What is typed, how many keys it may take (`interface.md`), and what it must leave.
CASES = [
    pytest.param(
        "2 a q Space", 4, (2, "FR-48", ("pratique",)), id="a couple from Lozère, practical"
    ),
    pytest.param("F1", 1, (2, "FR-48", ("pratique",)), id="the same by express key"),
    pytest.param(
        "3 38 q s Space", 6, (3, "FR-38", ("pratique", "sport")), id="three from Isère, two demands"
    ),
    pytest.param("4 u s Space", 4, (4, "BE", ("sport",)), id="four Belgians, a hike"),
    pytest.param("025 a q Space", 6, (25, "FR-48", ("pratique",)), id="a group of 25"),
    pytest.param("1 p no Enter q Space", 7, (1, "NO", ("pratique",)), id="a rare country: Norvège"),
]


@pytest.mark.parametrize(("typed", "most", "left"), CASES)
def test_each_case_takes_no_more_keys_than_the_table_says(
    qtbot: QtBot,
    session: Session,
    typed: str,
    most: int,
    left: tuple[int, str, tuple[str, ...]],
) -> None:
    assert strike(session.window.counter, typed) <= most
    visit = recorded(qtbot, session)
    size, origin, demands = left
    assert (visit.party_size, visit.origin) == (size, origin)
    assert visit.demands == tuple(VisitDemand(code) for code in demands)
    assert visit.channel is ChannelCode.COMPTOIR


def test_the_next_accueil_saves_the_validating_key(qtbot: QtBot, session: Session) -> None:
    # « 3-4 »: the digit that begins the next accueil validates this one.
    assert strike(session.window.counter, "2 a q") == 3
    strike(session.window.counter, "4")
    assert recorded(qtbot, session).party_size == 2
    assert session.controller.draft.size == 4


def test_a_passage_takes_one_key(qtbot: QtBot, session: Session) -> None:
    assert strike(session.window.counter, "Space") == 1
    qtbot.waitUntil(lambda: not session.link.is_writing)
    assert rows_of(session.workplace, tables.walk_in) == 1
    assert rows_of(session.workplace, tables.visit) == 0


def test_a_call_during_a_conversation_takes_four_keys(qtbot: QtBot, session: Session) -> None:
    strike(session.window.counter, "2 a")
    interrupted = session.controller.draft.uid
    assert strike(session.window.counter, "F9 a q Space") == 4
    assert recorded(qtbot, session).channel is ChannelCode.TELEPHONE
    assert session.controller.draft.uid == interrupted


def test_unmet_demand_takes_one_key(qtbot: QtBot, session: Session) -> None:
    before = strike(session.window.counter, "2 a h")
    assert strike(session.window.counter, ", Space") + before == 5
    assert recorded(qtbot, session).demands == (VisitDemand("hebergement", unmet=True),)


def test_residency_takes_one_key(qtbot: QtBot, session: Session) -> None:
    strike(session.window.counter, "2 a F6 q Space")
    assert recorded(qtbot, session).residency == "secondaire"


def test_repeat_takes_one_key_and_says_so(qtbot: QtBot, session: Session) -> None:
    strike(session.window.counter, "2 a q Space")
    recorded(qtbot, session)
    # Of two records of the same millisecond, neither is the last.
    clock_of(session.workplace).instant += timedelta(seconds=1)
    assert strike(session.window.counter, "*") == 1
    assert recorded(qtbot, session).entry is EntryMode.REPEAT
    assert rows_of(session.workplace, tables.visit) == 2


def test_the_neighbours_run_the_same_day_under_their_own_profile(
    qtbot: QtBot, tmp_path: Path
) -> None:
    sommieres = make_office(tmp_path, profile="sommieres", office=first_office("sommieres"))
    session = open_window(qtbot, sommieres)
    try:
        strike(session.window.counter, "2 a F5 q Space 3 34 F5 s Space Space")
        qtbot.waitUntil(lambda: not session.link.is_writing)
        assert rows_of(sommieres, tables.visit) == 2
        assert rows_of(sommieres, tables.walk_in) == 1
    finally:
        close_window(session)


def first_office(profile: str) -> str:
    from otdesk import paths
    from otdesk.store.profiles import load_profile

    return load_profile(paths.database_files() / "profiles", profile).offices[0].code
