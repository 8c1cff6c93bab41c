"""The counter as it is used: keyboards, touch, drafts, corrections, what a screen reader meets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from otdesk import settings
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.openings import TimeRange
from otdesk.reports.last_record import last_record
from otdesk.services import days, drafts, preferences
from otdesk.services.workplace import Workplace
from otdesk.store import tables
from otdesk.store.instants import instant
from otdesk.ui.application import Session
from otdesk.ui.counter.key_map import LAYOUTS, KeyMap
from otdesk.ui.counter.side import hour_step
from otdesk.ui.counter.tile import Tile
from otdesk.ui.days.screen import DayScreen
from tests.offices import clock_of, make_office
from tests.ui.day_records import SATURDAY, visit_at
from tests.ui.windows import close_window, open_window, rows_of, strike


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return make_office(tmp_path)


@pytest.fixture
def session(qtbot: QtBot, office: Workplace) -> Iterator[Session]:
    opened = open_window(qtbot, office)
    yield opened
    close_window(opened)


def settled(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.link.is_writing)


def test_what_was_said_to_be_missing_is_not_said_of_the_next_key(
    qtbot: QtBot, session: Session
) -> None:
    sentence = session.window.counter.sentence
    strike(session.window.counter, "2A Space")
    assert "demande" in sentence.notice.text
    strike(session.window.counter, "Q")
    assert sentence.notice.text == ""


def test_an_accueil_of_another_day_says_so_while_it_is_corrected(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    yesterday = SATURDAY - timedelta(days=1)
    session.controller.edit("an-uid", visit_at(office, 600, day=yesterday))
    assert "07/08/2026" in session.window.counter.sentence.aside
    session.controller.edit("another-uid", visit_at(office, 600))
    assert "08/08/2026" not in session.window.counter.sentence.aside


def test_an_acknowledgement_stays_while_the_next_accueil_is_typed(
    qtbot: QtBot, session: Session
) -> None:
    sentence = session.window.counter.sentence
    strike(session.window.counter, "2AQ Space")
    settled(qtbot, session)
    strike(session.window.counter, "3")
    assert sentence.notice.tone == "ok"


def test_a_note_being_typed_is_not_validated_over_its_head(qtbot: QtBot, session: Session) -> None:
    counter = session.window.counter
    strike(counter, "2AQ :")
    assert not counter.validate_button.isVisible()
    strike(counter.note_panel.field, "Enter")
    assert counter.validate_button.isVisible()


def test_enter_presses_the_button_that_has_the_focus_but_at_the_counter(
    qtbot: QtBot, session: Session
) -> None:
    counter = session.window.counter
    strike(counter, "025")
    counter.aside_button.setFocus(Qt.FocusReason.TabFocusReason)
    strike(counter.aside_button, "Enter")
    assert session.controller.draft.size == 25
    session.window.show_screen("day")
    screen = session.window.screen_named("day")
    assert isinstance(screen, DayScreen)
    screen.page.calendar_button.setFocus(Qt.FocusReason.TabFocusReason)
    strike(screen.page.calendar_button, "Enter")
    assert screen.page.is_front(screen.page.calendar)


def test_tab_goes_to_the_tiles_before_the_buttons_under_them(session: Session) -> None:
    counter = session.window.counter
    chain: list[QWidget] = []
    each = counter.nextInFocusChain()
    while each is not None and each is not counter:
        chain.append(each)
        each = each.nextInFocusChain()
    assert chain.index(counter.board.sizes[0]) < chain.index(counter.validate_button)


def test_without_single_keys_no_cap_is_printed_and_a_button_does_what_it_says(
    qtbot: QtBot, office: Workplace
) -> None:
    store = office.open_store()
    with store.writing_local() as connection:
        preferences.save(connection, settings.SINGLE_KEYS, False)
    store.close()
    session = open_window(qtbot, office)
    counter = session.window.counter
    assert {tile.face.key for tile in (*counter.board.origins, counter.board.sizes[9])} == {""}
    assert counter.board.express[0].face.key == "F1"
    session.controller.press(Key(KeyKind.DIGIT, 4))
    counter.aside_button.setFocus(Qt.FocusReason.TabFocusReason)
    strike(counter.aside_button, "Enter")
    assert session.controller.conversations.unfinished[0].aside
    close_window(session)


# Keyboards --------------------------------------------------------------------------------------


def key_event(
    key: Qt.Key,
    text: str = "",
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    scan: int = 0,
    repeat: bool = False,
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, 0, 0, text, repeat)


AZERTY = KeyMap(LAYOUTS["azerty"])


@pytest.mark.parametrize(("text", "digit"), list(zip("&é\"'(-è_çà", range(1, 11), strict=True)))
def test_unshifted_digits_of_an_azerty_keyboard_are_digits(text: str, digit: int) -> None:
    event = key_event(Qt.Key.Key_unknown, text)
    assert AZERTY.recognise(event) == Key(KeyKind.DIGIT, digit % 10)


def test_the_keypad_works_without_num_lock() -> None:
    keypad = Qt.KeyboardModifier.KeypadModifier
    assert AZERTY.recognise(key_event(Qt.Key.Key_End, "", keypad)) == Key(KeyKind.DIGIT, 1)
    assert AZERTY.recognise(key_event(Qt.Key.Key_5, "5", keypad)) == Key(KeyKind.DIGIT, 5)
    assert AZERTY.recognise(key_event(Qt.Key.Key_End)) is None


@pytest.mark.parametrize("layout", ["azerty", "qwerty", "bepo"])
def test_the_place_of_a_key_decides_whatever_is_printed_on_it(layout: str) -> None:
    keymap = KeyMap(LAYOUTS[layout])
    # X11 keycode 24 is the first key of the upper letter row, 38 of the middle one, 52 below.
    for scan, expected in (
        (24, Key(KeyKind.ORIGIN, 0)),
        (33, Key(KeyKind.SEARCH)),
        (38, Key(KeyKind.DEMAND, 0)),
        (47, Key(KeyKind.DEMAND, 9)),
        (52, Key(KeyKind.CHANNEL, 0)),
        (57, Key(KeyKind.NOT_ASKED)),
        (60, Key(KeyKind.NOTE)),
        (10, Key(KeyKind.DIGIT, 1)),
        (19, Key(KeyKind.DIGIT, 0)),
    ):
        event = key_event(Qt.Key.Key_unknown, "?", scan=scan)
        assert keymap.recognise(event, "xcb") == expected


@pytest.mark.parametrize("layout", ["azerty", "qwerty"])
def test_the_character_decides_where_the_place_is_unknown(layout: str) -> None:
    keymap = KeyMap(LAYOUTS[layout])
    for row, kind in (
        (LAYOUTS[layout].top[:9], KeyKind.ORIGIN),
        (LAYOUTS[layout].home, KeyKind.DEMAND),
    ):
        for index, character in enumerate(row):
            event = key_event(Qt.Key.Key_unknown, character.lower())
            assert keymap.recognise(event, "offscreen") == Key(kind, index)


def test_key_repeat_and_shortcuts_mean_nothing() -> None:
    assert AZERTY.recognise(key_event(Qt.Key.Key_2, "2", repeat=True)) is None
    control = Qt.KeyboardModifier.ControlModifier
    assert AZERTY.recognise(key_event(Qt.Key.Key_2, "2", control)) is None


def test_single_keys_can_be_switched_off() -> None:
    keymap = KeyMap(LAYOUTS["azerty"], single_keys=False)
    assert keymap.recognise(key_event(Qt.Key.Key_2, "2")) is None
    assert keymap.recognise(key_event(Qt.Key.Key_Space, " ")) is None
    assert keymap.recognise(key_event(Qt.Key.Key_F9)) == Key(KeyKind.CALL)


# Touch and mouse --------------------------------------------------------------------------------


def tile_named(session: Session, name: str) -> Tile:
    return next(t for t in session.window.counter.board.tiles if t.accessibleName() == name)


def test_an_accueil_can_be_entered_by_touch_alone(qtbot: QtBot, session: Session) -> None:
    board = session.window.counter.board
    for tile in (board.sizes[1], board.origins[0], board.residency[2], board.demands[1]):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(board.extras[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(session.window.counter.validate_button, Qt.MouseButton.LeftButton)
    settled(qtbot, session)
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        last = last_record(connection, "PDM", session.workplace.today())
    assert last is not None
    assert last.visit is not None
    assert (last.visit.party_size, last.visit.origin, last.visit.residency) == (
        2,
        "FR-48",
        "sejour",
    )
    assert last.visit.demands[0].unmet


def test_touching_a_chosen_tile_takes_it_back(qtbot: QtBot, session: Session) -> None:
    tile = session.window.counter.board.origins[0]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert tile.isChecked()
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert session.controller.draft.origin is None
    assert not tile.isChecked()


def test_a_touched_size_is_a_size_and_never_a_departement(qtbot: QtBot, session: Session) -> None:
    board = session.window.counter.board
    for tile in (board.sizes[1], board.sizes[3]):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert (session.controller.draft.size, session.controller.draft.department) == (4, "")


def test_a_group_is_touched_as_its_digits(qtbot: QtBot, session: Session) -> None:
    board = session.window.counter.board
    for tile in (board.sizes[9], board.sizes[1], board.sizes[4], board.origins[0]):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert (session.controller.draft.size, session.controller.draft.origin) == (25, "FR-48")


def test_a_long_touch_shows_what_lies_under_shift(qtbot: QtBot, session: Session) -> None:
    board = session.window.counter.board
    qtbot.mousePress(board.origins[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: board.origins[0].face.label == "Pays-Bas")
    qtbot.mouseRelease(board.origins[0], Qt.MouseButton.LeftButton)
    before = session.controller.draft.origin
    qtbot.mouseClick(board.origins[0], Qt.MouseButton.LeftButton)
    assert (before, session.controller.draft.origin) == (None, "NL")
    assert board.origins[0].face.label == "Lozère"


def test_a_long_touch_on_a_demand_asks_for_its_details(qtbot: QtBot, session: Session) -> None:
    tile = session.window.counter.board.demands[1]
    with qtbot.waitSignal(tile.held):
        qtbot.mousePress(tile, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton)
    assert session.controller.draft.theme == "sport"


def test_a_touch_leaves_the_keys_to_the_counter(qtbot: QtBot, session: Session) -> None:
    qtbot.mouseClick(session.window.counter.board.sizes[2], Qt.MouseButton.LeftButton)
    strike(session.window.counter, "a q Space")
    settled(qtbot, session)
    assert rows_of(session.workplace, tables.visit) == 1


def test_every_tile_and_button_is_large_enough_for_a_finger(session: Session) -> None:
    counter = session.window.counter
    buttons: list[QWidget] = [t for t in counter.board.tiles if t.isVisible()]
    buttons += [counter.validate_button, counter.aside_button, counter.repeat_button]
    assert all(b.width() >= 44 and b.height() >= 44 for b in buttons)


# Screen readers ---------------------------------------------------------------------------------


def accessible(widget: QWidget) -> QAccessibleInterface:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface


def test_every_control_of_the_window_has_a_name(session: Session) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListWidget

    for kind in (QAbstractButton, QLineEdit, QListWidget):
        for control in session.window.findChildren(kind):
            if control.isVisibleTo(session.window):
                assert accessible(control).text(QAccessible.Text.Name), control.objectName()


def test_toggle_does_what_a_click_does(session: Session) -> None:
    tile = session.window.counter.board.sizes[3]
    actions = accessible(tile).actionInterface()
    assert actions is not None
    actions.doAction(actions.toggleAction())
    assert session.controller.draft.size == 4


def test_enter_acts_on_the_tile_that_tab_reached(session: Session) -> None:
    tile = session.window.counter.board.demands[0]
    tile.setFocus(Qt.FocusReason.TabFocusReason)
    strike(session.window.counter, "Enter")
    assert [d.code for d in session.controller.draft.demands] == ["pratique"]


def test_space_stays_validate_while_a_tile_has_the_focus(qtbot: QtBot, session: Session) -> None:
    strike(session.window.counter, "2 a q")
    session.window.counter.board.sizes[0].setFocus(Qt.FocusReason.TabFocusReason)
    strike(session.window.counter, "Space")
    settled(qtbot, session)
    assert rows_of(session.workplace, tables.visit) == 1


def test_the_sentence_is_told_as_it_changes(session: Session) -> None:
    strike(session.window.counter, "2 a")
    told = session.window.counter.sentence.accessibleDescription()
    assert "2 personnes" in told
    assert "Lozère (48)" in told


# Drafts and corrections -------------------------------------------------------------------------


def test_drafts_come_back_with_the_same_one_in_front(
    qtbot: QtBot, office: Workplace, session: Session
) -> None:
    strike(session.window.counter, "4 d Esc 2 a")
    close_window(session)
    again = open_window(qtbot, office)
    try:
        assert (again.controller.draft.size, again.controller.draft.origin) == (2, "FR-48")
        assert [d.size for d in again.controller.conversations.waiting] == [4]
        assert "retrouvés" in again.window.counter.sentence.notice.text
    finally:
        close_window(again)


def test_a_key_that_records_shows_at_once_however_slow_the_disk(
    qtbot: QtBot, office: Workplace, session: Session
) -> None:
    bar = session.window.counter.sentence
    strike(session.window.counter, "Space")
    settled(qtbot, session)
    rested = bar.grab().toImage()
    store = office.open_store()
    try:
        # Another program writes: the passage waits for it, its sign does not.
        with store.writing_local():
            strike(session.window.counter, "Space")
            waiting = bar.grab().toImage()
            assert waiting != rested
            assert session.link.is_writing
    finally:
        store.close()
    settled(qtbot, session)
    assert rows_of(office, tables.walk_in) == 2
    assert bar.grab().toImage() == rested


def test_ctrl_z_reopens_the_last_accueil_which_stays_valid(qtbot: QtBot, session: Session) -> None:
    strike(session.window.counter, "2 a q Space")
    settled(qtbot, session)
    control = Qt.KeyboardModifier.ControlModifier
    QApplication.sendEvent(session.window.counter, key_event(Qt.Key.Key_Z, "\x1a", control))
    qtbot.waitUntil(lambda: session.controller.draft.editing is not None)
    assert rows_of(session.workplace, tables.visit) == 1
    strike(session.window.counter, "5 Space")
    settled(qtbot, session)
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        row = connection.execute(select(tables.visit)).mappings().one()
    assert (row["party_size"], row["rev"]) == (5, 2)


def test_ctrl_z_takes_a_passage_back(qtbot: QtBot, session: Session) -> None:
    strike(session.window.counter, "3 Space")
    settled(qtbot, session)
    session.controller.press(Key(KeyKind.REOPEN))
    qtbot.waitUntil(lambda: session.controller.draft.size == 3)
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        reason = connection.execute(select(tables.walk_in.c.void_reason)).scalar_one()
    assert reason


def close_day(office: Workplace) -> None:
    store = office.open_store()
    try:
        with store.writing("CA") as transaction:
            days.close(
                transaction,
                office.identity.office,
                office.today(),
                ranges=(TimeRange(570, 750),),
            )
    finally:
        store.close()


def test_a_closed_day_asks_for_a_reason_and_loses_nothing(qtbot: QtBot, session: Session) -> None:
    close_day(session.workplace)
    strike(session.window.counter, "2 a q Space")
    panel = session.window.counter.reason_panel
    qtbot.waitUntil(panel.isVisible)
    assert rows_of(session.workplace, tables.visit) == 0
    panel.field.setText("oublié à la fermeture")
    strike(panel.field, "Enter")
    (waiting,) = session.controller.conversations.waiting
    session.controller.bring(waiting.uid)
    strike(session.window.counter, "Space")
    settled(qtbot, session)
    assert rows_of(session.workplace, tables.visit) == 1
    assert rows_of(session.workplace, tables.day_correction) == 1


def test_a_late_entry_shows_its_date_and_has_no_hour(qtbot: QtBot, session: Session) -> None:
    yesterday = session.workplace.today() - timedelta(days=1)
    session.controller.type_for(yesterday)
    assert session.window.counter.late_banner.isVisible()
    strike(session.window.counter, "2 a q Space")
    settled(qtbot, session)
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        row = connection.execute(select(tables.visit)).mappings().one()
    assert (row["day"], row["minute"]) == (yesterday.isoformat(), None)


def days_recorded(session: Session) -> list[tuple[str, int | None]]:
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        rows = connection.execute(select(tables.visit.c.day, tables.visit.c.minute)).all()
    return [(row.day, row.minute) for row in rows]


def test_an_accueil_goes_to_the_day_that_it_was_begun_for(qtbot: QtBot, session: Session) -> None:
    controller, counter = session.controller, session.window.counter
    today = session.workplace.today()
    yesterday = today - timedelta(days=1)
    strike(counter, "2 a")
    controller.type_for(yesterday)
    assert controller.draft.is_blank
    strike(counter, "3 z")
    controller.type_for(None)
    # What was begun for yesterday waits, and says its date once it is brought back.
    assert not counter.late_banner.isVisible()
    late = next(d for d in controller.conversations.waiting if d.late_day == yesterday)
    controller.bring(late.uid)
    assert counter.late_banner.isVisible()
    strike(counter, "q Space")
    settled(qtbot, session)
    assert days_recorded(session) == [(yesterday.isoformat(), None)]
    assert not counter.late_banner.isVisible()
    (waiting,) = controller.conversations.waiting
    controller.type_for(yesterday)
    controller.bring(waiting.uid)
    strike(counter, "q Space")
    settled(qtbot, session)
    days = dict(days_recorded(session))
    assert days[today.isoformat()] is not None


def test_passages_go_to_the_day_that_they_were_begun_for(qtbot: QtBot, session: Session) -> None:
    controller, counter = session.controller, session.window.counter
    yesterday = session.workplace.today() - timedelta(days=1)
    controller.type_for(yesterday)
    strike(counter, "3")
    controller.type_for(None)
    controller.bring(controller.conversations.waiting[0].uid)
    strike(counter, "Space")
    settled(qtbot, session)
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        row = connection.execute(select(tables.walk_in)).mappings().one()
    assert (row["day"], row["count"]) == (yesterday.isoformat(), 3)


def test_passages_begun_before_midnight_belong_to_the_day_of_their_first_key(
    qtbot: QtBot, session: Session
) -> None:
    clock = clock_of(session.workplace)
    today = session.workplace.today()
    strike(session.window.counter, "3")
    clock.instant += timedelta(days=1)
    strike(session.window.counter, "Space")
    settled(qtbot, session)
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        row = connection.execute(select(tables.walk_in)).mappings().one()
    assert (row["day"], row["minute"]) == (today.isoformat(), 16 * 60 + 15)


@pytest.mark.parametrize("notices", ["a key", "a paint"])
def test_the_counter_is_at_the_new_day_at_once_after_midnight(
    qtbot: QtBot, session: Session, notices: str
) -> None:
    counter, head = session.window.counter, session.window.head
    strike(counter, "2AQ Space")
    qtbot.waitUntil(counter.recent.reopen.isEnabled)
    clock_of(session.workplace).instant += timedelta(days=1)
    if notices == "a key":
        strike(counter, "3")
    else:
        counter.repaint()
    assert "9 août" in head.when
    qtbot.waitUntil(lambda: not counter.recent.reopen.isEnabled())


def test_passages_that_are_refused_wait_aside_on_the_disk(qtbot: QtBot, session: Session) -> None:
    close_day(session.workplace)
    strike(session.window.counter, "3 Space 2")
    qtbot.waitUntil(session.window.counter.reason_panel.isVisible)
    # What has been begun meanwhile stays under the fingers.
    assert session.controller.draft.size == 2
    qtbot.waitUntil(lambda: sizes_kept(session) == {2, 3})


def test_passages_taken_back_are_a_draft_on_the_disk(qtbot: QtBot, session: Session) -> None:
    strike(session.window.counter, "3 Space")
    settled(qtbot, session)
    session.controller.press(Key(KeyKind.REOPEN))
    qtbot.waitUntil(lambda: session.controller.draft.size == 3)
    qtbot.waitUntil(lambda: sizes_kept(session) == {3})


def sizes_kept(session: Session) -> set[int | None]:
    """Return the sizes of the drafts on the disk."""
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        kept = drafts.load(connection)
    return {draft.size for draft in kept.drafts}


def test_nothing_is_typed_for_tomorrow(session: Session) -> None:
    session.controller.type_for(session.workplace.today() + timedelta(days=1))
    assert session.controller.late_day is None


def test_no_hour_touches_the_next_in_the_bars_of_a_long_day() -> None:
    assert [hour_step(slot, 19) for slot in (24.0, 19.0, 16.0, 9.0)] == [1, 1, 2, 3]


def test_a_parked_draft_turns_amber_after_ten_minutes(session: Session) -> None:
    strike(session.window.counter, "2 a F9")
    clock = clock_of(session.workplace)
    clock.instant += timedelta(minutes=11)
    session.controller.changed.emit()
    tones = [row.face.tone for row in session.window.counter.open_panel.findChildren(Tile)]
    assert "genet" in tones


@pytest.mark.parametrize("overlay", ["open_search", "pick_counsellor"])
def test_what_was_opened_over_a_screen_comes_back_to_it(
    qtbot: QtBot, session: Session, overlay: str
) -> None:
    window = session.window
    yesterday = session.workplace.today() - timedelta(days=1)
    window.show_screen("day", yesterday)
    getattr(window, overlay)()
    assert window.current == ""
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert (window.current, window.screen_named("day").place()) == ("day", yesterday)


def test_news_that_all_went_well_stay_on_their_screen(session: Session) -> None:
    window = session.window
    for tone, stays in (("ok", False), ("refused", True)):
        window.banner.tell("La journée est clôturée.", tone=tone)
        window.show_screen("day" if window.current == "counter" else "counter")
        assert window.banner.isVisible() is stays


def test_the_first_key_gives_the_time(qtbot: QtBot, session: Session) -> None:
    strike(session.window.counter, "2 a")
    first = clock_of(session.workplace).instant
    clock_of(session.workplace).instant += timedelta(minutes=7)
    strike(session.window.counter, "q Space")
    settled(qtbot, session)
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        started = connection.execute(select(tables.visit.c.started_at)).scalar_one()
    assert started == instant(first)


# Large text -------------------------------------------------------------------------------------


def cut_widgets(session: Session) -> list[str]:
    """Return the tiles and labels that are smaller than what they say."""
    counter = session.window.counter
    cut = [
        tile.face.label
        for tile in counter.board.tiles
        if tile.isVisible() and tile.height() < tile.minimumSizeHint().height()
    ]
    cut += [
        label.text()
        for label in counter.findChildren(QLabel)
        if label.isVisible()
        and not label.wordWrap()
        and label.width() < label.minimumSizeHint().width()
    ]
    return cut


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_no_word_is_cut_at_large_text(qtbot: QtBot, tmp_path: Path, percent: int) -> None:
    office = make_office(tmp_path / str(percent))
    with closing(office.open_store()) as store, store.writing_local() as connection:
        preferences.save(connection, settings.TEXT_PERCENT, percent)
    session = open_window(qtbot, office)
    try:
        session.window.resize(1366, 697)
        strike(session.window.counter, "2 a")
        # The layout follows in the next turn of the event loop.
        qtbot.waitUntil(lambda: cut_widgets(session) == [])
        assert session.window.width() == 1366
    finally:
        close_window(session)


def test_the_reason_given_on_the_day_screen_serves_the_counter(
    qtbot: QtBot, session: Session
) -> None:
    today = session.workplace.today()
    close_day(session.workplace)
    session.window.screen_named("day").correction_begun.emit(today, "feuille retrouvée")
    strike(session.window.counter, "2 a q Space")
    settled(qtbot, session)
    assert rows_of(session.workplace, tables.visit) == 1
    assert not session.window.counter.reason_panel.isVisible()
