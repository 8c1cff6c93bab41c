"""Background upkeep: communes, clock, backups, other programs' records, the day to open."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.changes import Changes
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.list_items import ListItem, ListName
from otdesk.errors import DataFault, DeskError, EnvironmentFault
from otdesk.services import days, preferences
from otdesk.services.workplace import Workplace
from otdesk.store import backup, tables
from otdesk.store.backup import SecondPlaceFault
from otdesk.store.network_records import list_item_payload
from otdesk.store.store import DATABASE
from otdesk.ui.afterwards import Afterwards
from otdesk.ui.application import Session
from otdesk.ui.backup_process import fault_told
from otdesk.ui.backup_upkeep import due
from otdesk.ui.days.screen import DayScreen
from otdesk.ui.summons import call_first
from tests.offices import clock_of, make_office
from tests.store.exchange import SOURCE, make_siege, project, take, to_send
from tests.ui.day_records import SATURDAY, record, visit_at, write
from tests.ui.windows import close_window, open_window, rows_of, strike


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return make_office(tmp_path)


@pytest.fixture
def session(qtbot: QtBot, office: Workplace) -> Iterator[Session]:
    opened = open_window(qtbot, office)
    yield opened
    close_window(opened)


def begin(session: Session) -> Afterwards:
    session._afterwards()
    assert session._later is not None
    return session._later


def backups(office: Workplace) -> list[str]:
    return [each.reason for each in backup.listing(office.folder / backup.BACKUPS)]


def idle(qtbot: QtBot, later: Afterwards) -> None:
    """Wait until what was asked of both threads, and of the other process, has been answered."""
    qtbot.waitUntil(lambda: not later.is_backing_up)
    done: list[int] = []
    later._session.link.run(lambda _store: 0, done.append)
    later._session.reading.run(lambda _store: 0, done.append)
    qtbot.waitUntil(lambda: len(done) == 2)


def test_the_communes_come_after_the_first_key(qtbot: QtBot, session: Session) -> None:
    assert not session._index.has_communes
    begin(session)
    qtbot.waitUntil(lambda: session._index.has_communes)
    assert session._index.search("florac")[0].code == "FR-48"


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen has no front
def test_a_second_start_brings_the_window_to_the_front(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    later = begin(session)
    assert later._summons is not None
    with qtbot.waitSignal(later._summons.called):
        assert call_first(office.folder)


def test_the_first_opening_of_a_day_is_backed_up_then_each_hour(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    later = begin(session)
    qtbot.waitUntil(lambda: backups(office) == ["daily"])
    idle(qtbot, later)
    later.keep()
    idle(qtbot, later)
    assert backups(office) == ["daily"]
    clock_of(office).instant += timedelta(minutes=61)
    later.keep()
    qtbot.waitUntil(lambda: backups(office) == ["daily", "hourly"])


@pytest.mark.parametrize(
    ("hours", "reason"), [(0, None), (0.9, None), (1, "hourly"), (-3, "hourly"), (24, "daily")]
)
def test_a_backup_is_due_by_the_hour_and_by_the_day(
    office: Workplace, hours: float, reason: str | None
) -> None:
    with closing(office.open_store()) as store:
        backup.back_up(store, "daily", office.clock)
    now = office.local(office.clock.now()).replace(tzinfo=None) + timedelta(hours=hours)
    assert due(office.folder, now) == reason


def test_a_folder_without_a_backup_is_due_at_once(office: Workplace) -> None:
    assert due(office.folder, datetime(2026, 8, 8, 9, 0)) == "daily"  # noqa: DTZ001 - local


def test_a_missing_second_place_is_told_once_and_the_backup_is_made(
    qtbot: QtBot, session: Session, office: Workplace, tmp_path: Path
) -> None:
    missing = tmp_path / "clé absente"
    session._preferences = preferences.Preferences({settings.BACKUP_FOLDER.key: str(missing)})
    later = begin(session)
    qtbot.waitUntil(lambda: "clé absente" in session.window.banner.text)
    assert backups(office) == ["daily"]
    session.window.banner.tell("autre chose")
    clock_of(office).instant += timedelta(minutes=61)
    later.keep()
    qtbot.waitUntil(lambda: len(backups(office)) == 2)
    idle(qtbot, later)
    assert "autre chose" in session.window.banner.text


def test_a_faulty_base_is_told_and_not_read_again_each_minute(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    with closing(sqlite3.connect(office.folder / DATABASE)) as connection:
        connection.execute("DROP TRIGGER journal_no_update")
        connection.execute("UPDATE journal SET author = 'XX'")
        connection.commit()
    later = begin(session)
    qtbot.waitUntil(lambda: "otdesk verify" in session.window.banner.text)
    assert backups(office) == []
    later.keep()
    at_once = later.is_backing_up
    clock_of(office).instant += timedelta(minutes=15)
    later.keep()
    assert (at_once, later.is_backing_up) == (False, True)
    idle(qtbot, later)


def test_a_window_that_closes_ends_its_backup_and_leaves_no_half_of_one(
    qtbot: QtBot, office: Workplace
) -> None:
    session = open_window(qtbot, office)
    later = begin(session)
    qtbot.waitUntil(lambda: later._backup.is_running)
    # Begun, and slow enough to be met in its work: the folder is there before the backup is.
    qtbot.waitUntil((office.folder / backup.BACKUPS).exists)
    session.window.close()
    assert not later._backup.is_running
    # A copy that was being checked may stay, where the end met it half-way into its clearing: the
    # next backup clears it (`test_what_a_kill_left_of_a_backup_is_cleared_away_a_day_later`).
    assert not [p.name for p in office.folder.rglob("*") if p.name.endswith(".part")]
    close_window(session)


def test_a_program_that_does_not_start_is_told(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    begin(session)
    qtbot.waitUntil(lambda: "n’a pas pu se terminer" in session.window.banner.text)


@pytest.mark.parametrize(
    ("code", "out", "err", "kind", "told"),
    [
        (1, "", "La base a 2 défauts.\n", DataFault, "La base a 2 défauts."),
        (2, "", "Plus de place.\nSauf.\nVider.\n", EnvironmentFault, "Plus de place."),
        (2, "Sauvegarde : x\n", "Pas copiée.\nFaite.\nBrancher.\n", SecondPlaceFault, "Pas copiée"),
        (2, "", "Notre faute.\nUn rapport : x\n", EnvironmentFault, "Notre faute. Un rapport"),
        (130, "", "", EnvironmentFault, "n’a pas pu se terminer"),
    ],
)
def test_what_the_backup_says_is_told_in_its_own_words(
    code: int, out: str, err: str, kind: type[DeskError], told: str
) -> None:
    fault = fault_told(code, out, err)
    assert type(fault) is kind
    assert told in str(fault)


def test_a_wrong_clock_is_told_and_refuses_nothing(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    record(office, visit_at(office, 600))
    clock_of(office).instant = datetime(2019, 1, 1, 9, 0, tzinfo=UTC)
    begin(session)
    qtbot.waitUntil(lambda: "horloge" in session.window.banner.text.lower())


def test_a_wrong_clock_is_told_though_the_start_writes_under_it(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    record(office, visit_at(office, 600))
    clock_of(office).instant = datetime(2019, 1, 1, 9, 0, tzinfo=UTC)
    release = threading.Event()
    session.reading.run(lambda _store: release.wait(20))
    begin(session)
    # The plan of the days to come is on the disk by then, dated by the clock that is wrong.
    written: list[int] = []
    session.link.run(lambda _store: 0, written.append)
    qtbot.waitUntil(lambda: bool(written))
    release.set()
    answered: list[int] = []
    session.reading.run(lambda _store: 0, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    assert "horloge" in session.window.banner.text.lower()


def test_no_clock_is_wrong_for_a_reconstruction(qtbot: QtBot, tmp_path: Path) -> None:
    season = make_office(tmp_path, reconstruction=True)
    record(season, visit_at(season, 600))
    clock_of(season).instant = datetime(2029, 1, 1, 9, 0, tzinfo=UTC)
    session = open_window(qtbot, season)
    begin(session)
    answered: list[int] = []
    # Asked after the clock would have been: its answer comes last.
    session.reading.read(lambda _connection: 1, answered.append)
    qtbot.waitUntil(lambda: answered == [1])
    assert "horloge" not in session.window.banner.text.lower()
    close_window(session)


def test_what_a_command_writes_beside_the_window_is_seen(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    later = begin(session)
    idle(qtbot, later)
    later.look()
    idle(qtbot, later)
    seen: list[Changes] = []
    session.link.changed.connect(seen.append)
    record(office, visit_at(office, 600, day=SATURDAY - timedelta(days=2)))
    later.look()
    qtbot.waitUntil(lambda: bool(seen))
    assert "visit" in seen[0].kinds
    assert seen[0].touches("PDM", SATURDAY)
    assert seen[0].touches("PDM", SATURDAY - timedelta(days=2))


def test_what_is_written_between_the_first_picture_and_the_first_look_is_seen(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    record(office, visit_at(office, 600))
    seen: list[Changes] = []
    session.link.changed.connect(seen.append)
    later = begin(session)
    qtbot.waitUntil(lambda: any("visit" in changes.kinds for changes in seen))
    idle(qtbot, later)


def test_ones_own_records_are_not_told_twice(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    later = begin(session)
    idle(qtbot, later)
    later.look()
    idle(qtbot, later)
    seen: list[Changes] = []
    session.link.changed.connect(seen.append)
    strike(session.window.counter, "Space")
    qtbot.waitUntil(lambda: rows_of(office, tables.walk_in) == 1)
    idle(qtbot, later)
    later.look()
    idle(qtbot, later)
    assert len(seen) == 1


def test_a_planned_day_is_offered_to_be_opened(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    later = begin(session)
    qtbot.waitUntil(lambda: "pas encore ouverte" in session.window.banner.text)
    session.window.banner.task.act.click()
    qtbot.waitUntil(lambda: rows_of(office, tables.business_day) == 1)
    qtbot.waitUntil(lambda: "Journée ouverte" in session.window.banner.text)
    idle(qtbot, later)


@pytest.mark.parametrize("tone", ["ok", "refused", "genet"])
def test_news_stand_beside_the_day_that_is_to_be_opened(
    qtbot: QtBot, session: Session, office: Workplace, tone: str
) -> None:
    later = begin(session)
    banner = session.window.banner
    qtbot.waitUntil(lambda: "pas encore ouverte" in banner.text)
    banner.tell("Le Z est fait et signé.", tone=tone)
    assert "pas encore ouverte" in banner.text
    assert "Le Z est fait" in banner.text
    assert banner.task.act.isVisible()
    banner.task.act.click()
    qtbot.waitUntil(lambda: rows_of(office, tables.business_day) == 1)
    idle(qtbot, later)


def test_a_day_that_was_opened_elsewhere_is_no_longer_offered(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    later = begin(session)
    banner = session.window.banner
    qtbot.waitUntil(lambda: "pas encore ouverte" in banner.text)
    # A passage opens no day.
    strike(session.window.counter, "2 a Space")
    idle(qtbot, later)
    assert "pas encore ouverte" in banner.text
    session.link.write("CA", lambda t: days.open_range(t, "PDM", SATURDAY, 570))
    qtbot.waitUntil(lambda: "pas encore ouverte" not in banner.text)
    assert not banner.isVisible()
    idle(qtbot, later)


def test_the_hours_that_are_offered_are_the_planned_hours_of_the_day(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    later = begin(session)
    qtbot.waitUntil(lambda: "pas encore ouverte" in session.window.banner.text)
    idle(qtbot, later)
    session.window.show_screen("day")
    screen = session.window.screen_named("day")
    assert isinstance(screen, DayScreen)
    qtbot.waitUntil(lambda: screen.picture is not None)
    assert screen.picture is not None
    assert screen.picture.office_day.planned == office.office.planned(SATURDAY)


def test_a_day_that_is_open_or_over_is_not_offered(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    write(office, lambda t: days.open_range(t, "PDM", SATURDAY, 570))
    idle(qtbot, begin(session))
    assert "pas encore ouverte" not in session.window.banner.text


def test_a_day_is_offered_again_when_the_next_one_begins(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    write(office, lambda t: days.open_range(t, "PDM", SATURDAY, 570))
    later = begin(session)
    idle(qtbot, later)
    clock_of(office).instant = datetime(2026, 8, 10, 6, 0, tzinfo=UTC)
    later.look()
    qtbot.waitUntil(lambda: "pas encore ouverte" in session.window.banner.text)


def test_everything_stops_with_the_window(qtbot: QtBot, office: Workplace) -> None:
    session = open_window(qtbot, office)
    later = begin(session)
    session.window.close()
    assert not later._follow.isActive()
    assert not later._backup.is_looking
    assert later._reader is not None
    assert not later._reader.is_alive()
    assert not call_first(office.folder)
    close_window(session)


def test_a_demand_of_the_siege_comes_under_the_keys_of_the_open_window(
    qtbot: QtBot, session: Session, office: Workplace, tmp_path: Path
) -> None:
    later = begin(session)
    idle(qtbot, later)
    later.look()
    idle(qtbot, later)
    board, controller = session.window.counter.board, session.controller
    with closing(make_siege(tmp_path)) as siege, closing(office.open_store()) as store:
        stars = ListItem(ListName.DEMANDS, "loisirs.ciel_etoile", "Ciel étoilé", parent="loisirs")
        place = ListItem(ListName.COUNTRIES, "QZ", "Syldavie")
        with siege.writing("CA") as transaction:
            for item in (stars, place):
                transaction.put("list_item", list_item_payload(item))
        source = replace(SOURCE, office="SIEGE")
        for entries in to_send(siege):
            take(store, entries, source)
        # A look that falls between the reception and the tables finds it at the next one.
        later.look()
        idle(qtbot, later)
        project(store)
    later.look()
    qtbot.waitUntil(lambda: office.lists.is_demand(stars.code))
    loisirs = controller.conversations.grammar.layout.tiles.index("loisirs")
    controller.press(Key(KeyKind.DEMAND, loisirs, shifted=True))
    labels = [tile.face.label for tile in board.demands]
    assert "Ciel étoilé" in labels
    qtbot.waitUntil(lambda: any(found.code == "QZ" for found in session._index.search("sylda")))
    idle(qtbot, later)
