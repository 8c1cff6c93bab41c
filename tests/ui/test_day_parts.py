"""The parts of the Journée: table, paper sheet, calendar, and what a screen reader meets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.tallies import HalfDay
from otdesk.reports.rows import DayMark
from otdesk.services import preferences
from otdesk.services.workplace import Workplace
from otdesk.ui.days.calendar_grid import broken
from otdesk.ui.days.calendar_panel import MonthView
from otdesk.ui.days.day_words import Chip
from otdesk.ui.days.lines import LineFilter
from otdesk.ui.days.state_row import ChipLabel, StateRow
from otdesk.ui.days.time_field import TimeField
from otdesk.ui.days.visits_model import AUTHOR
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.scale import Scale
from tests.offices import make_office
from tests.ui import day_records as records
from tests.ui.day_desk import Desk, dress, opened, stored
from tests.ui.day_records import SATURDAY

CTRL = Qt.KeyboardModifier.ControlModifier


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


# The table ---------------------------------------------------------------------------------


def test_only_whole_rows_are_shown(desk: Desk, office: Workplace) -> None:
    records.busy_day(office, count=30)
    desk.settled()
    view = desk.screen.page.table.view
    for height in (560, 600, 640, 701, 880):
        desk.screen.resize(1262, height)
        QApplication.processEvents()
        assert (view.height() - view.head_height) % view.row_height == 0


def test_a_past_day_with_all_its_chips_shows_four_rows_on_a_small_screen(
    desk: Desk, office: Workplace
) -> None:
    bastille = date(2026, 7, 14)
    records.busy_day(office, count=30, day=bastille)
    records.close(office, bastille, "9h30-12h30, 14h-17h")
    desk.show(bastille)
    page = desk.screen.page
    assert len(page.state.findChildren(ChipLabel)) == 3
    assert not page.timeline.is_folded
    view = page.table.view
    # 1366×768 without the head, the rail and the title of a window.
    desk.screen.resize(1267, 690)
    desk.qtbot.waitUntil(lambda: view.height() == view.head_height + 4 * view.row_height)


def test_a_past_day_gives_the_room_of_its_picture_to_the_rows_of_a_low_screen(
    desk: Desk, office: Workplace
) -> None:
    bastille = date(2026, 7, 14)
    records.busy_day(office, count=30, day=bastille)
    records.close(office, bastille, "9h30-12h30, 14h-17h")
    desk.show(bastille)
    page, view = desk.screen.page, desk.screen.page.table.view
    # 1366×768 under the bar of a desktop.
    desk.screen.resize(1262, 641)
    desk.qtbot.waitUntil(lambda: view.height() >= view.head_height + 6 * view.row_height)
    page.timeline.fold_button.click()
    desk.qtbot.waitUntil(lambda: not page.timeline.is_folded)
    # Asked for this once: the settings keep what they say.
    assert stored(office).get(settings.DAY_PICTURE)
    desk.show(desk.workplace.today())
    desk.qtbot.waitUntil(lambda: not page.timeline.is_folded)
    desk.show(bastille)
    desk.qtbot.waitUntil(lambda: page.timeline.is_folded)
    desk.screen.resize(1262, 712)
    desk.qtbot.waitUntil(lambda: not page.timeline.is_folded)


def test_a_long_date_is_written_short_before_the_chips_take_a_second_line(
    qtbot: QtBot, theme: Theme
) -> None:
    row = StateRow(theme)
    qtbot.addWidget(row)
    row.show()
    chips = [Chip(text, "granite", "sun") for text in ("Clôturée à 18:09 par NB", "Noël")]
    dates = ((1400, "Dimanche 25 décembre 2022"), (750, "Dim. 25/12/2022"), (650, "25/12/2022"))
    for width, date_told in dates:
        row.resize(width, 44)
        row.show_day(date(2022, 12, 25), chips, is_today=False)
        assert row.date.text() == date_told
    assert row.date.accessibleName() == "Dimanche 25 décembre 2022"
    # Two lines are needed in either case: nothing is won by a short one.
    row.resize(420, 80)
    assert row.date.text() == "Dimanche 25 décembre 2022"


def test_every_row_is_a_fingers_height(desk: Desk) -> None:
    assert desk.screen.page.table.view.row_height >= 44


def test_the_free_filter_keeps_what_it_finds_and_esc_shows_all(
    desk: Desk, office: Workplace
) -> None:
    for origin in ("BE", "DE", "BE"):
        records.record(office, records.visit_at(office, 600, origin=origin))
    desk.settled()
    table = desk.screen.page.table
    desk.press(Qt.Key.Key_F3, target=table.view)
    assert table.search.hasFocus()
    desk.type("belg")
    assert [line.origin for line in table.model.lines] == ["Belgique", "Belgique"]
    desk.type("zz")
    assert table.empty.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert table.model.rowCount() == 3
    assert table.view.hasFocus()


def test_the_post_stands_beside_the_initials_where_there_are_several(
    desk: Desk, office: Workplace
) -> None:
    records.record(office, records.visit_at(office, 600, origin="BE"))
    desk.settled()
    view, model = desk.screen.page.table.view, desk.screen.page.table.model
    (line,) = model.lines
    alone = view.columnWidth(AUTHOR)
    assert model.index(0, AUTHOR).data() == line.author
    model.show_lines([replace(line, post="Accueil")])
    assert model.index(0, AUTHOR).data() == f"{line.author} · Accueil"
    assert "Accueil" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert view.columnWidth(AUTHOR) > alone


def test_the_cursor_stays_on_its_line_when_another_is_added(desk: Desk, office: Workplace) -> None:
    uid = records.record(office, records.visit_at(office, 600))
    desk.settled()
    desk.screen.page.table.view.point_to(uid)
    records.record(office, records.visit_at(office, 700))
    desk.settled()
    line = desk.screen.page.table.view.line
    assert line is not None
    assert line.uid == uid


def test_the_filter_in_force_is_always_in_sight(desk: Desk, office: Workplace) -> None:
    records.sheet(office)
    desk.settled()
    bar = desk.screen.page.table.filters
    desk.screen.resize(960, 712)
    QApplication.processEvents()
    bar.choose(LineFilter.SHEETS)
    assert bar.buttons[LineFilter.SHEETS].isVisible()
    shown = [button for button in bar.buttons.values() if button.isVisible()]
    assert max(button.geometry().right() for button in shown) < bar.width()


@pytest.mark.no_cover
def test_five_hundred_lines_are_all_there_and_filtered_at_once(
    desk: Desk, office: Workplace
) -> None:
    for number in range(500):
        records.record(
            office, records.visit_at(office, 570 + number, 1, "BE" if number % 5 else "DE")
        )
    desk.settled()
    table = desk.screen.page.table
    assert table.model.rowCount() == 500
    table.search.setText("allemagne")
    assert table.model.rowCount() == 100


# The paper sheet ---------------------------------------------------------------------------


def test_a_sheet_is_typed_by_half_day_and_counts_in_the_day(desk: Desk, office: Workplace) -> None:
    desk.press(Qt.Key.Key_F, target=desk.screen.page.table.view)
    form = desk.screen.page.tally
    assert form.isVisible()
    assert desk.focus is form.persons
    form.halves[HalfDay.MORNING].click()
    form.persons.setFocus()
    desk.type("41")
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is form.acts
    desk.type("18")
    form.origins.fields["FR-48"].setText("20")
    form.walk_ins.setText("3")
    assert "21 personnes sans provenance" in form.check.text()
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.settled()
    (tally,) = desk.picture.sheets.values()
    assert (tally.half_day, tally.persons, tally.acts) == (HalfDay.MORNING, 41, 18)
    assert tally.origins == {"FR-48": 20}
    assert desk.picture.live.persons == 41
    assert desk.picture.live.walk_ins == 3


def test_sums_that_cannot_be_are_said_while_they_are_typed(desk: Desk, office: Workplace) -> None:
    desk.screen.open_sheet()
    form = desk.screen.page.tally
    form.persons.setText("10")
    form.origins.fields["FR-48"].setText("12")
    assert form.check.property("tone") == "refused"
    desk.press(Qt.Key.Key_Return, CTRL, form.persons)
    assert form.isVisible()
    assert not desk.picture.sheets
    form.origins.fields["FR-48"].setText("10")
    assert form.check.property("tone") == "ok"


def test_a_sheet_without_acts_says_at_least(desk: Desk) -> None:
    desk.screen.open_sheet()
    form = desk.screen.page.tally
    form.persons.setText("10")
    assert "au moins" in form.check.text()


def test_a_clicked_time_is_replaced_by_what_is_typed(qtbot: QtBot, theme: Theme) -> None:
    field = TimeField("fermeture", theme)
    qtbot.addWidget(field)
    field.resize(field.sizeHint())
    field.show_minute(18 * 60 + 30)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    # A window's first field has the focus already: it is left, then clicked.
    field.clearFocus()
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, "1745")
    assert field.minute == 17 * 60 + 45


def test_another_origin_is_found_in_two_letters(desk: Desk) -> None:
    desk.screen.open_sheet()
    origins = desk.screen.page.tally.origins
    assert "JP" not in origins.fields
    origins.other.setFocus()
    desk.type("jap")
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is origins.fields["JP"]


def test_a_sheet_is_corrected_with_its_own_totals(desk: Desk, office: Workplace) -> None:
    uid = records.sheet(office)
    desk.settled()
    desk.press(Qt.Key.Key_Return, target=desk.screen.page.table.view)
    form = desk.screen.page.tally
    assert form.persons.count == 41
    assert form.origins.fields["BE"].count == 6
    assert form.halves[HalfDay.MORNING].isChecked()
    form.persons.setText("44")
    desk.press(Qt.Key.Key_Return, CTRL, form.persons)
    desk.settled()
    assert desk.picture.sheets[uid].persons == 44
    assert len(desk.picture.sheets) == 1


def test_the_blank_sheet_is_asked_for(desk: Desk) -> None:
    desk.screen.open_sheet()
    desk.screen.page.tally.blank.click()
    assert desk.asked == [("summaries", "tally")]


# The calendar ------------------------------------------------------------------------------


def calendar_of(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.screen.loader.month_read):
        desk.press(Qt.Key.Key_C, target=desk.screen.page.table.view)


def test_the_calendar_names_the_days_that_are_missing(desk: Desk, office: Workplace) -> None:
    records.month_of_days(office)
    calendar_of(desk)
    calendar = desk.screen.page.calendar
    assert "non saisie\u00a0: le 4" in calendar.sentence.text()
    told = {
        number: calendar.model.data(
            calendar.model.index_of(date(2026, 8, number)), Qt.ItemDataRole.AccessibleTextRole
        )
        for number in (4, 5, 6, 7)
    }
    assert "non saisie" in told[4]
    assert "0 visiteur" in told[5]
    assert "fermé" in told[6]
    assert "Indisponibilité du personnel" in told[6]
    assert "42 visiteurs" in told[7]


def test_the_words_of_a_day_take_two_lines_before_they_are_cut(qtbot: QtBot) -> None:
    metrics = QFontMetrics(QFont())
    width = metrics.horizontalAdvance("d’ouverture") + 1
    assert broken("pas d’ouverture", metrics, width, 2) == ["pas", "d’ouverture"]
    assert broken("pas d’ouverture", metrics, 10 * width, 2) == ["pas d’ouverture"]
    assert broken("pas d’ouverture", metrics, width, 1)[0].endswith("…")
    assert broken("pas d’ouverture", metrics, width, 0) == []


def test_a_month_is_higher_where_its_words_take_two_lines(desk: Desk) -> None:
    calendar_of(desk)
    delegate = desk.screen.page.calendar.view.delegate
    assert delegate.least_height(60) > delegate.least_height(600)


def points_to(view: MonthView, day: date) -> bool:
    return view.day == day


def test_keys_go_through_days_weeks_and_months(desk: Desk) -> None:
    calendar_of(desk)
    view = desk.screen.page.calendar.view
    for key, day in (
        (Qt.Key.Key_Left, date(2026, 8, 7)),
        (Qt.Key.Key_Up, date(2026, 7, 31)),
        (Qt.Key.Key_PageUp, date(2026, 6, 30)),
        (Qt.Key.Key_PageDown, date(2026, 7, 30)),
        (Qt.Key.Key_Home, date(2026, 7, 1)),
        (Qt.Key.Key_End, date(2026, 7, 31)),
    ):
        desk.press(key, target=view)
        desk.qtbot.waitUntil(partial(points_to, view, day))


def test_enter_opens_the_day_and_p_prints_it(desk: Desk) -> None:
    calendar_of(desk)
    view = desk.screen.page.calendar.view
    desk.press(Qt.Key.Key_Left, target=view)
    desk.press(Qt.Key.Key_P, target=view)
    assert [name for name, _ in desk.asked] == ["summaries"]
    desk.press(Qt.Key.Key_Return, target=view)
    assert desk.screen.day == date(2026, 8, 7)
    assert not desk.screen.page.calendar.isVisible()


def test_esc_leaves_the_calendar(desk: Desk) -> None:
    calendar_of(desk)
    desk.press(Qt.Key.Key_Escape, target=desk.screen.page.calendar.view)
    assert desk.screen.page.is_idle
    assert desk.screen.day == SATURDAY


# Screen readers and large text -------------------------------------------------------------


def spoken_children(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for at in range(root.childCount()):
        child = root.child(at)
        if not child.isValid():
            continue
        yield child
        if child.role() not in {QAccessible.Role.Table, QAccessible.Role.Tree}:
            yield from spoken_children(child)


_CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.Table,
}


def show_every_part(desk: Desk) -> Iterator[str]:
    page, screen = desk.screen.page, desk.screen
    yield "day"
    screen.open_hours()
    yield "hours"
    screen.close_day()
    yield "closing"
    page.show_idle()
    screen.open_sheet()
    yield "sheet"
    with desk.qtbot.waitSignal(screen.loader.month_read):
        screen.open_calendar()
    yield "calendar"
    page.show_idle()
    line = page.table.model.lines[0]
    page.table.ask_motive(line)
    yield "motive"
    with desk.qtbot.waitSignal(screen.loader.history_read):
        screen.loader.ask_history(line.uid)
    yield "history"


def test_every_control_has_a_name(desk: Desk, office: Workplace) -> None:
    records.busy_day(office, count=8)
    desk.settled()
    for part in show_every_part(desk):
        QApplication.processEvents()
        root = QAccessible.queryAccessibleInterface(desk.screen)
        assert root is not None
        controls = [
            child
            for child in spoken_children(root)
            if child.role() in _CONTROLS and not child.state().invisible
        ]
        assert len(controls) > 8, part
        unnamed = [
            child.object() for child in controls if not child.text(QAccessible.Text.Name).strip()
        ]
        assert not unnamed, part


def test_tab_goes_through_the_screen_and_comes_back(desk: Desk, office: Workplace) -> None:
    records.busy_day(office, count=8)
    desk.settled()
    start = desk.screen.page.table.view
    start.setFocus()
    seen: list[QWidget] = []
    while len(seen) < 80:
        desk.press(Qt.Key.Key_Tab)
        if desk.focus is start:
            break
        seen.append(desk.focus)
    assert desk.focus is start
    page = desk.screen.page
    for wanted in (page.calendar_button, page.late_button, page.strip.hours, page.timeline.line):
        assert wanted in seen


def test_the_state_is_named_and_the_line_is_described(desk: Desk, office: Workplace) -> None:
    records.record(office, records.visit_at(office, 600))
    desk.settled()
    page = desk.screen.page
    assert page.state.accessibleName().startswith("Samedi 8 août 2026")
    assert "10 h\u00a0: 2 visiteurs" in page.timeline.line.accessibleDescription()
    page.timeline.toggle.click()
    assert page.timeline.table.isVisible()
    item = page.timeline.table.item(0, 1)
    assert item is not None
    assert item.text() == "2"


@pytest.mark.parametrize(
    ("percent", "size"),
    [(100, (1262, 712)), (100, (1176, 664)), (150, (1200, 690)), (200, (1150, 660))],
)
def test_no_word_is_cut(
    qtbot: QtBot, office: Workplace, percent: int, size: tuple[int, int]
) -> None:
    records.busy_day(office, count=8)
    scale = Scale.for_screen(size[0] + 104, size[1] + 56, percent)
    with opened(qtbot, office, dress(scale), size) as desk:
        for part in show_every_part(desk):
            # Layouts run in later events: what is still cut after a second stays cut.
            with suppress(qtbot.TimeoutError):
                qtbot.waitUntil(lambda: not cut_widgets(desk.screen), timeout=1000)
            assert not cut_widgets(desk.screen), (percent, part)
    dress()


def cut_widgets(root: QWidget) -> list[str]:
    """Return what has less room than its words ask for, or stands out of what holds it."""
    found = []
    for widget in root.findChildren(QWidget):
        # The signs inside a field are Qt's own, and smaller than the style's buttons.
        if not widget.isVisible() or isinstance(widget.parentWidget(), QLineEdit):
            continue
        if isinstance(widget, QLabel | QAbstractButton) and (is_cut(widget) or stands_out(widget)):
            found.append(f"{type(widget).__name__} {widget.accessibleName()} {widget.text()}")
    return found


def is_cut(widget: QLabel | QAbstractButton) -> bool:
    """Tell whether a text has less room than it asks for."""
    if isinstance(widget, QLabel) and not widget.text():
        return False
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    least = widget.minimumSizeHint()
    if widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored:
        return False
    # A button may stand lower than it likes, as long as its line has room and a finger too.
    high = max(44, widget.fontMetrics().height() + 8) if isinstance(widget, QAbstractButton) else 0
    return widget.width() < least.width() or widget.height() < (high or least.height())


def stands_out(widget: QWidget) -> bool:
    """Tell whether a widget is wider than the page that holds it, which only scrolls down."""
    page: QWidget | None = widget
    while page is not None:
        holder = page.parentWidget()
        if holder is not None and isinstance(holder.parentWidget(), QScrollArea):
            right = widget.mapTo(page, widget.rect().topRight()).x()
            return right > page.width() or page.width() > holder.width()
        page = holder
    return False


def test_single_letters_can_be_switched_off(qtbot: QtBot, office: Workplace, theme: Theme) -> None:
    with closing(office.open_store()) as store, store.writing_local() as connection:
        preferences.save(connection, settings.SINGLE_KEYS, False)
    with opened(qtbot, office, theme) as desk:
        desk.press(Qt.Key.Key_H, target=desk.screen.page.table.view)
        assert desk.screen.page.is_idle
        assert desk.picture.state is DayMark.NOT_ENTERED


def test_why_a_closed_day_is_corrected_is_asked_in_sight(
    qtbot: QtBot, office: Workplace, theme: Theme
) -> None:
    records.close(office, SATURDAY)
    with opened(qtbot, office, theme, size=(900, 420)) as desk:
        bar = desk.screen.page.area.verticalScrollBar()
        qtbot.waitUntil(lambda: bar.maximum() > 0)
        bar.setValue(bar.maximum())
        desk.press(Qt.Key.Key_F, target=desk.screen.page.table.view)
        reason = desk.screen.page.correction.reason
        qtbot.waitUntil(lambda: not reason.visibleRegion().isEmpty())


# The time line folded --------------------------------------------------------------------------


def test_a_folded_time_line_leaves_its_room_to_the_lines_and_stays_folded(
    desk: Desk, office: Workplace
) -> None:
    desk.screen.resize(1262, 673)
    desk.show()
    page = desk.screen.page
    before = page.table.view.height()
    page.timeline.fold_button.click()
    desk.settled()
    desk.qtbot.waitUntil(
        lambda: page.table.view.height() >= before + 3 * page.table.view.row_height
    )
    assert not page.timeline.line.isVisible()
    store = office.open_store()
    with store.reading() as connection:
        kept = preferences.load(connection)
    store.close()
    assert not kept.get(settings.DAY_PICTURE)
