"""The business day on screen: its states, its lines, its closing, its corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from otdesk.domain.openings import TimeRange, read_hours
from otdesk.domain.period import Period
from otdesk.reports.rows import DayMark
from otdesk.services import days
from otdesk.services.workplace import Workplace
from otdesk.store import tables
from otdesk.ui.days.lines import LineFilter, LineKind
from otdesk.ui.theme.apply import Theme
from tests.offices import make_office
from tests.ui import day_records as records
from tests.ui.day_desk import Desk, dress, opened, set_pin
from tests.ui.day_records import SATURDAY

FRIDAY = date(2026, 8, 7)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    made = make_office(tmp_path)
    records.plan_summer(made, date(2026, 8, 1), 31)
    return made


@pytest.fixture
def theme(qapp: object) -> Theme:
    return dress()


@pytest.fixture
def desk(qtbot: QtBot, office: Workplace, theme: Theme) -> Iterator[Desk]:
    with opened(qtbot, office, theme) as made:
        yield made


def column(workplace: Workplace, name: str) -> list[object]:
    """Return a column of the business days, as another program would read it."""
    store = workplace.open_store()
    try:
        with store.reading() as connection:
            found = connection.execute(select(tables.business_day.c[name])).scalars()
            return list(found)
    finally:
        store.close()


def open_today(workplace: Workplace, hours: str = "9:30-12:30") -> None:
    ranges = (*read_hours(hours), TimeRange(840, None))
    office = workplace.identity.office
    records.write(workplace, lambda t: days.set_hours(t, office, SATURDAY, ranges))


# States ------------------------------------------------------------------------------------


def test_zero_visitors_shut_and_not_entered_stay_apart(desk: Desk, office: Workplace) -> None:
    records.close(office, date(2026, 8, 5))
    records.stay_shut(office, date(2026, 8, 6))
    told = []
    for number in (5, 6, 4):
        desk.show(date(2026, 8, number))
        told.append((desk.screen.page.state.accessibleName(), desk.screen.page.table.empty.text()))
    assert "Clôturée" in told[0][0]
    assert "Aucun visiteur" in told[0][1]
    assert "Bureau fermé" in told[1][0]
    assert "resté fermé" in told[1][1]
    assert "Non saisie" in told[2][0]
    assert "non saisie" in told[2][1]


def test_health_never_shows_outside_its_list(desk: Desk, office: Workplace) -> None:
    records.stay_shut(office, FRIDAY)
    desk.show(FRIDAY)
    shown = desk.screen.page.state.accessibleName() + desk.screen.page.strip.note.text()
    assert "Indisponibilité du personnel" in shown
    assert "maladie" not in shown.lower()


def test_the_door_opens_and_shuts_at_the_minute_of_the_clock(desk: Desk, office: Workplace) -> None:
    desk.screen.press_door()
    desk.settled()
    assert column(office, "ranges") == ["975-"]
    assert "Ouvert depuis 16:15" in desk.screen.page.state.accessibleName()
    desk.screen.press_door()
    desk.settled()
    # Opened and shut in one minute: the range never was.
    assert column(office, "ranges") == [""]


def test_another_day_that_changes_is_not_read_again(desk: Desk, office: Workplace) -> None:
    before = desk.picture
    changes = records.write(
        office, lambda t: days.set_hours(t, "PDM", FRIDAY, read_hours("9:30-12:30"))
    )
    desk.screen.on_changes(changes)
    assert desk.screen.loader._on_its_way is None
    assert desk.picture is before


# Lines -------------------------------------------------------------------------------------


def test_enter_edits_the_accueil_under_the_cursor(desk: Desk, office: Workplace) -> None:
    uid = records.record(office, records.visit_at(office, 600))
    desk.settled()
    desk.press(Qt.Key.Key_Return, target=desk.screen.page.table.view)
    assert desk.asked == [("edit", uid)]


def test_enter_on_an_open_accueil_brings_it_to_the_front(desk: Desk, office: Workplace) -> None:
    desk.screen.set_drafts((records.open_draft(office),))
    table = desk.screen.page.table
    assert table.model.counts()[LineFilter.UNFINISHED] == 1
    desk.press(Qt.Key.Key_Return, target=table.view)
    assert desk.asked == [("draft", "draft-1")]


def test_a_void_needs_a_motive_and_stays_visible_struck(desk: Desk, office: Workplace) -> None:
    uid = records.record(office, records.visit_at(office, 600))
    desk.settled()
    table = desk.screen.page.table
    desk.press(Qt.Key.Key_Delete, target=table.view)
    assert desk.focus is table.motive.field
    assert not table.motive.apply.isEnabled()
    desk.press(Qt.Key.Key_Return)
    assert table.motive.isVisible()
    desk.type("saisi deux fois")
    desk.press(Qt.Key.Key_Return)
    desk.settled()
    line = table.model.line_at(table.model.row_of(uid))
    assert line is not None
    assert line.voided
    assert "saisi deux fois" in line.remark
    assert desk.picture.live.persons == 0


def test_esc_keeps_the_line_that_was_to_be_voided(desk: Desk, office: Workplace) -> None:
    records.record(office, records.visit_at(office, 600))
    desk.settled()
    table = desk.screen.page.table
    desk.press(Qt.Key.Key_Delete, target=table.view)
    desk.press(Qt.Key.Key_Escape)
    assert not table.motive.isVisible()
    assert desk.focus is table.view
    assert desk.picture.live.persons == 2


def test_the_history_tells_who_when_before_and_after(desk: Desk, office: Workplace) -> None:
    records.busy_day(office, count=2)
    desk.settled()
    table = desk.screen.page.table
    revised = next(line for line in table.model.lines if line.revised)
    table.view.point_to(revised.uid)
    with desk.qtbot.waitSignal(desk.screen.loader.history_read):
        desk.press(Qt.Key.Key_Space, target=table.view)
    panel = desk.screen.page.history
    assert panel.isVisible()
    told = [child.accessibleName() for child in panel.area.findChildren(QWidget)]
    assert any("Modifié par CA" in text and "2 → 3" in text for text in told)
    desk.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert desk.focus is table.view


def test_a_passage_and_a_sheet_are_voided_like_an_accueil(desk: Desk, office: Workplace) -> None:
    records.sheet(office)
    desk.settled()
    table = desk.screen.page.table
    desk.press(Qt.Key.Key_Delete, target=table.view)
    desk.type("essai")
    desk.press(Qt.Key.Key_Return)
    desk.settled()
    assert [line.voided for line in table.model.lines] == [True]
    assert desk.picture.live.persons == 0


# Hours -------------------------------------------------------------------------------------


def test_hours_that_differ_ask_why(desk: Desk, office: Workplace) -> None:
    desk.show(FRIDAY)
    desk.press(Qt.Key.Key_H)
    panel = desk.screen.page.hours
    assert panel.isVisible()
    (first, noon), (again, evening) = panel.form.fields
    for field, text in ((first, "10h10"), (noon, "1230"), (again, "14"), (evening, "18:30")):
        field.setText(text)
    desk.press(Qt.Key.Key_Return, target=first)
    assert column(office, "ranges") == []
    assert "dire pourquoi" in panel.fault.text()
    panel.form.reason.setCurrentIndex(panel.form.reason.findData("maladie"))
    assert "Indisponibilité du personnel" in panel.form.published.text()
    panel.form.internal.setText("grippe")
    desk.press(Qt.Key.Key_Return, target=first)
    desk.settled()
    assert column(office, "ranges") == ["610-750,840-1110"]
    assert not panel.isVisible()
    assert "Ouvert 40 min après l’heure prévue" in desk.screen.page.strip.lead.text()


def test_five_minutes_ask_for_no_reason(desk: Desk, office: Workplace) -> None:
    desk.show(FRIDAY)
    desk.screen.open_hours()
    panel = desk.screen.page.hours
    (first, noon), (again, evening) = panel.form.fields
    for field, text in ((first, "9:35"), (noon, "12:30"), (again, "14:00"), (evening, "18:26")):
        field.setText(text)
    desk.press(Qt.Key.Key_Return, target=evening)
    desk.settled()
    assert column(office, "reason") == [None]


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        (("neuf", "12:30"), "n’est pas une heure"),
        (("9:30", ""), "fermeture manque"),
        (("", "12:30"), "ouverture manque"),
        (("12:30", "9:30"), "après l’ouverture"),
    ],
)
def test_hours_that_cannot_be_are_said(desk: Desk, typed: tuple[str, str], complaint: str) -> None:
    desk.show(FRIDAY)
    desk.screen.open_hours()
    panel = desk.screen.page.hours
    for field, text in zip(panel.form.fields[0], typed, strict=True):
        field.setText(text)
    desk.press(Qt.Key.Key_Return, target=panel.form.fields[0][0])
    assert complaint in panel.fault.text()
    assert panel.isVisible()


# Closing -----------------------------------------------------------------------------------


def test_closing_takes_two_presses_and_offers_the_print(desk: Desk, office: Workplace) -> None:
    records.record(office, records.visit_at(office, 600, day=FRIDAY))
    desk.show(FRIDAY)
    desk.press(Qt.Key.Key_Return, CTRL, desk.screen.page.table.view)
    panel = desk.screen.page.closing
    assert panel.isVisible()
    assert column(office, "closed_at") == []
    desk.press(Qt.Key.Key_Return, CTRL, panel.close_day)
    desk.settled()
    assert desk.picture.state is DayMark.CLOSED
    assert column(office, "closed_by") == ["CA"]
    assert not panel.isVisible()
    main = desk.screen.page.ending.main
    assert main is not None
    main.click()
    assert desk.asked == [("summaries", Period.day(FRIDAY))]


def test_zero_visitors_is_confirmed(desk: Desk, office: Workplace) -> None:
    desk.show(FRIDAY)
    desk.screen.close_day()
    panel = desk.screen.page.closing
    desk.screen.close_day()
    assert "Aucun visiteur" in panel.fault.text()
    assert column(office, "closed_at") == []
    panel.zero.click()
    desk.screen.close_day()
    desk.settled()
    assert desk.picture.state is DayMark.CLOSED
    assert desk.picture.live.persons == 0


def test_open_accueils_are_told_before_the_day_is_closed(desk: Desk, office: Workplace) -> None:
    open_today(office)
    records.record(office, records.visit_at(office, 600))
    desk.screen.set_drafts((records.open_draft(office),))
    desk.settled()
    desk.screen.close_day()
    panel = desk.screen.page.closing
    panel.form.reason.setCurrentIndex(panel.form.reason.findData("affluence"))
    desk.screen.close_day()
    assert "restent à compléter" in panel.fault.text()
    assert desk.focus is panel.unfinished
    panel.unfinished.click()
    desk.screen.close_day()
    desk.settled()
    assert desk.picture.is_closed


def test_an_office_that_stayed_shut_says_why(desk: Desk, office: Workplace) -> None:
    desk.show(FRIDAY)
    desk.screen.close_day()
    panel = desk.screen.page.closing
    panel.shut.click()
    assert not panel.form.fields[0][0].isEnabled()
    desk.screen.close_day()
    assert "dire pourquoi" in panel.fault.text()
    panel.form.reason.setCurrentIndex(panel.form.reason.findData("maladie"))
    desk.screen.close_day()
    desk.settled()
    assert desk.picture.state is DayMark.SHUT


def test_an_office_with_visitors_did_not_stay_shut(desk: Desk, office: Workplace) -> None:
    records.record(office, records.visit_at(office, 600, day=FRIDAY))
    desk.show(FRIDAY)
    desk.screen.close_day()
    assert not desk.screen.page.closing.shut.isVisible()


def test_the_closing_hour_is_asked_of_a_day_that_runs(desk: Desk, office: Workplace) -> None:
    open_today(office)
    desk.settled()
    steps = [row.step for row in desk.screen.page.ending.rows]
    assert any("18:30" in step.note for step in steps)
    desk.screen.close_day()
    assert desk.screen.page.closing.form.fields[1][1].minute == 975


def test_a_day_to_come_is_neither_closed_nor_typed(desk: Desk) -> None:
    desk.show(date(2026, 8, 15))
    for act in (desk.screen.close_day, desk.screen.open_hours, desk.screen.open_sheet):
        act()
        assert desk.screen.page.is_idle
    assert not desk.screen.page.late_button.isEnabled()


# Corrections of a closed day ---------------------------------------------------------------


def closed_friday(office: Workplace) -> str:
    uid = records.record(office, records.visit_at(office, 600, day=FRIDAY))
    records.close(office, FRIDAY)
    return uid


def test_a_closed_day_asks_for_a_reason(desk: Desk, office: Workplace) -> None:
    uid = closed_friday(office)
    desk.show(FRIDAY)
    begun: list[tuple[object, str]] = []
    desk.screen.correction_begun.connect(lambda day, why: begun.append((day, why)))
    desk.press(Qt.Key.Key_Return, target=desk.screen.page.table.view)
    bar = desk.screen.page.correction
    assert bar.isVisible()
    assert not desk.asked
    assert not bar.begin.isEnabled()
    desk.type("erreur de provenance")
    desk.press(Qt.Key.Key_Return)
    assert desk.asked == [("edit", uid)]
    assert begun == [(FRIDAY, "erreur de provenance")]


def test_a_correction_shows_with_its_reason(desk: Desk, office: Workplace) -> None:
    closed_friday(office)
    desk.show(FRIDAY)
    desk.press(Qt.Key.Key_Delete, target=desk.screen.page.table.view)
    desk.type("vu avec la responsable")
    desk.press(Qt.Key.Key_Return)
    desk.type("saisi deux fois")
    desk.press(Qt.Key.Key_Return)
    desk.settled()
    assert [c.reason for c in desk.picture.corrections] == ["vu avec la responsable"]
    texts = [child.text() for child in desk.screen.page.ending.findChildren(QLabel)]
    assert any("rectifié le 08/08/2026" in text and "vu avec" in text for text in texts)


def test_a_reason_serves_one_day_only(desk: Desk, office: Workplace) -> None:
    closed_friday(office)
    desk.show(FRIDAY)
    desk.screen.correct()
    desk.type("feuille retrouvée")
    desk.press(Qt.Key.Key_Return)
    assert desk.screen.correction.reason == "feuille retrouvée"
    desk.show(SATURDAY)
    assert desk.screen.correction.reason == ""
    assert not desk.screen.page.correction.isVisible()


def test_a_pin_guards_the_correction(desk: Desk, office: Workplace) -> None:
    uid = closed_friday(office)
    set_pin(office, "2468")
    desk.show(FRIDAY)
    desk.press(Qt.Key.Key_Return, target=desk.screen.page.table.view)
    bar = desk.screen.page.correction
    desk.type("erreur")
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is bar.pin
    desk.type("1111")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "pas le bon" in bar.fault.text())
    assert not desk.asked
    desk.type("2468")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.asked == [("edit", uid)])


def test_a_day_that_another_post_closed_asks_then_does_what_was_wanted(
    desk: Desk, office: Workplace
) -> None:
    records.record(office, records.visit_at(office, 600, day=FRIDAY))
    desk.show(FRIDAY)
    table = desk.screen.page.table
    desk.press(Qt.Key.Key_Delete, target=table.view)
    records.close(office, FRIDAY)
    desk.type("essai")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(desk.screen.page.correction.isVisible)
    desk.type("saisi en double")
    desk.press(Qt.Key.Key_Return)
    desk.settled()
    assert [line.voided for line in table.model.lines] == [True]


# Ways --------------------------------------------------------------------------------------


def test_the_arrows_go_from_day_to_day(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Left, ALT, desk.screen.page.table.view)
    assert desk.screen.day == FRIDAY
    desk.press(Qt.Key.Key_Right, ALT, desk.screen.page.table.view)
    assert desk.screen.day == SATURDAY
    assert desk.screen.place() == SATURDAY


def test_a_late_entry_is_for_the_day_that_is_shown(desk: Desk) -> None:
    desk.show(FRIDAY)
    desk.screen.arrive("late")
    assert desk.asked == [("late", FRIDAY)]


def test_a_late_entry_from_today_asks_for_the_day(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.screen.loader.month_read):
        desk.screen.arrive("late")
    calendar = desk.screen.page.calendar
    assert calendar.isVisible()
    desk.press(Qt.Key.Key_Left, target=calendar.view)
    desk.press(Qt.Key.Key_Return, target=calendar.view)
    assert desk.asked == [("late", FRIDAY)]


def test_single_letters_rest_while_a_panel_is_typed_into(desk: Desk) -> None:
    desk.screen.open_hours()
    assert not any(shortcut.isEnabled() for shortcut in desk.screen.keys._single)
    desk.press(Qt.Key.Key_Escape, target=desk.screen.page.hours.form.internal)
    assert all(shortcut.isEnabled() for shortcut in desk.screen.keys._single)


def test_ctrl_d_is_left_to_the_window(desk: Desk) -> None:
    taken = {shortcut.key().toString() for shortcut in desk.screen.findChildren(QShortcut)}
    assert QKeySequence("Ctrl+D").toString() not in taken


def test_the_kinds_of_lines_have_their_filters(desk: Desk, office: Workplace) -> None:
    records.busy_day(office, count=12)
    records.sheet(office)
    desk.settled()
    counts = desk.screen.page.table.model.counts()
    assert counts[LineFilter.ALL] == 12 + 4
    assert counts[LineFilter.VOIDED] == 1
    assert counts[LineFilter.REVISED] == 1
    assert counts[LineFilter.WALK_INS] == 1
    assert counts[LineFilter.SHEETS] == 1
    desk.screen.page.table.filters.choose(LineFilter.SHEETS)
    assert [line.kind for line in desk.screen.page.table.model.lines] == [LineKind.TALLY]


def test_every_press_on_a_step_leads_somewhere(desk: Desk, office: Workplace) -> None:
    open_today(office, "9:50-12:30")
    desk.screen.set_drafts((records.open_draft(office),))
    desk.settled()
    led = []
    for name in [row.step.name for row in desk.screen.page.ending.rows]:
        row = next(r for r in desk.screen.page.ending.rows if r.step.name is name)
        row.click()
        panel = desk.screen.page._front
        filtered = desk.screen.page.table.filters.current is not LineFilter.ALL
        led.append((panel is not None) or filtered or bool(desk.asked))
        desk.screen.page.show_idle()
    assert led
    assert all(led)


def test_all_buttons_are_a_fingers_size(desk: Desk, office: Workplace) -> None:
    records.busy_day(office, count=5)
    desk.settled()
    page = desk.screen.page
    for show in (page.show_idle, desk.screen.open_hours, desk.screen.close_day):
        show()
        for button in desk.screen.findChildren(QPushButton):
            if button.isVisible() and button.visibleRegion().boundingRect().isValid():
                assert button.height() >= 44, button.accessibleName()
