"""The screen of the summaries: which period, which figures, what they open, how it is driven."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.clock import FixedClock
from otdesk.domain.period import Period, PeriodKind
from otdesk.services import days
from otdesk.services.preferences import Preferences
from otdesk.services.workplace import Workplace
from otdesk.store.store import Store
from otdesk.ui.printing.tasks import NewestOnly
from otdesk.ui.summaries import periods
from otdesk.ui.summaries.figures import facts
from otdesk.ui.summaries.material import Material
from otdesk.ui.summaries.period_picker import PeriodPicker
from otdesk.ui.summaries.records_panel import RecordsPanel
from otdesk.ui.summaries.screen import View
from otdesk.ui.summaries.time_charts import week_heat
from tests.documents.summaries import month_summary
from tests.ui.summaries_office import Desk, july_office, opened, record

JULY = Period.month(2022, 7)
DAY = date(2022, 7, 13)


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return july_office(tmp_path)


@pytest.fixture
def desk(qtbot: QtBot, office: Workplace) -> Iterator[Desk]:
    with opened(qtbot, office) as made:
        made.screen.arrive()
        made.shows("2022-07-01")
        yield made


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    focused = desk.screen.focusWidget()
    desk.qtbot.keyClick(focused, key, modifier or Qt.KeyboardModifier.NoModifier)


def figure(desk: Desk, title: str) -> str:
    buttons = desk.screen.overview.figures.buttons
    return next(b.figure.value for b in buttons if b.figure.title == title)


# Which period ---------------------------------------------------------------------------------


def test_it_opens_on_this_month(desk: Desk) -> None:
    assert desk.screen.shown == JULY
    assert figure(desk, "Visiteurs") == "27"
    assert figure(desk, "Accueils") == "12"
    assert figure(desk, "Passages") == "6"


def test_it_arrives_on_the_period_it_is_given(desk: Desk) -> None:
    desk.screen.arrive(Period.day(DAY))
    desk.shows("2022-07-13")
    assert desk.screen.choices.kinds[PeriodKind.DAY].isChecked()
    assert figure(desk, "Visiteurs") == "9"


@pytest.mark.parametrize(
    ("key", "first"),
    [(Qt.Key.Key_J, "2022-07-16"), (Qt.Key.Key_A, "2022-01-01"), (Qt.Key.Key_Left, "2022-06-01")],
)
def test_a_key_changes_the_period(desk: Desk, key: Qt.Key, first: str) -> None:
    press(desk, key)
    desk.shows(first)


def test_alt_and_an_arrow_step_from_anywhere(desk: Desk) -> None:
    desk.screen.overview.cards[0].toggle.setFocus()
    press(desk, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.shows("2022-06-01")
    press(desk, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.shows("2022-07-01")


def test_no_step_leads_beyond_today(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Right)
    desk.settle()
    assert desk.screen.shown == JULY
    assert not desk.screen.choices.after.isEnabled()


def test_c_comes_back_to_the_present(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Left)
    desk.shows("2022-06-01")
    press(desk, Qt.Key.Key_C)
    desk.shows("2022-07-01")


def test_narrowing_keeps_the_day_that_was_looked_at(desk: Desk) -> None:
    desk.screen.arrive(Period.day(date(2022, 6, 21)))
    desk.shows("2022-06-21")
    press(desk, Qt.Key.Key_A)
    desk.shows("2022-01-01")
    press(desk, Qt.Key.Key_M)
    desk.shows("2022-06-01")


def test_single_keys_can_be_switched_off(qtbot: QtBot, office: Workplace) -> None:
    off = Preferences().with_value(settings.SINGLE_KEYS, False)
    with opened(qtbot, office, preferences=off) as desk:
        desk.screen.arrive()
        desk.shows("2022-07-01")
        press(desk, Qt.Key.Key_A)
        desk.settle()
        assert desk.screen.shown == JULY


def test_the_sheet_of_months_offers_nothing_to_come(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Space)
    picker = desk.screen.findChild(PeriodPicker)
    assert isinstance(picker, PeriodPicker)
    assert [button.isEnabled() for button in picker.buttons] == [True] * 7 + [False] * 5
    picker.before.click()
    assert all(button.isEnabled() for button in picker.buttons)
    picker.buttons[2].click()
    desk.shows("2021-03-01")


@pytest.mark.parametrize(
    ("period", "step", "wanted"),
    [
        (Period.day(date(2022, 3, 1)), -1, Period.day(date(2022, 2, 28))),
        (Period.month(2022, 1), -1, Period.month(2021, 12)),
        (Period.month(2022, 12), 1, Period.month(2023, 1)),
        (Period.year(2022), -1, Period.year(2021)),
        (
            Period(date(2022, 7, 4), date(2022, 7, 10)),
            1,
            Period(date(2022, 7, 11), date(2022, 7, 17)),
        ),
    ],
)
def test_stepping_keeps_the_kind(period: Period, step: int, wanted: Period) -> None:
    assert periods.stepped(period, step) == wanted


# Answers that come too late --------------------------------------------------------------------


def test_an_answer_for_a_period_that_was_left_is_dropped(desk: Desk) -> None:
    release = threading.Event()
    desk.reading.run(lambda _store: release.wait(20))
    shown: list[Material] = []
    desk.screen.overview.shown.connect(shown.append)
    for day in (12, 13, 15):
        desk.screen.show_period(Period.day(date(2022, 7, day)))
    release.set()
    desk.shows("2022-07-15")
    assert [material.summary.period.first.day for material in shown] == [15]


def test_only_the_newest_question_is_worked_on(desk: Desk) -> None:
    release = threading.Event()
    worked: list[int] = []
    answers: list[int] = []
    desk.reading.run(lambda _store: release.wait(20))
    newest = NewestOnly(desk.reading)
    for number in range(5):

        def work(_store: Store, number: int = number) -> int:
            worked.append(number)
            return number

        newest.ask(work, answers.append, desk.faults.append)
    release.set()
    desk.settle()
    assert worked == answers == [4]


def test_a_change_of_a_day_that_is_shown_is_read_again(desk: Desk) -> None:
    changes = record(desk.workplace, date(2022, 7, 15), 1000, 5, "FR-75", "sport")
    desk.screen.on_changes(changes)
    desk.qtbot.waitUntil(lambda: figure(desk, "Visiteurs") == "32")


def test_a_change_elsewhere_leaves_the_screen_alone(desk: Desk) -> None:
    before = desk.screen.material
    changes = record(desk.workplace, date(2022, 6, 30), 1000, 5, "FR-75", "sport")
    desk.screen.on_changes(changes)
    desk.screen.arrive()
    desk.settle()
    assert desk.screen.material is before


# What is said ----------------------------------------------------------------------------------


def words_of(widget: QWidget) -> str:
    return " | ".join(part.text() for part in widget.findChildren(QLabel))


def test_a_day_that_is_not_closed_is_provisional(desk: Desk) -> None:
    desk.screen.arrive(Period.day(date(2022, 7, 15)))
    desk.shows("2022-07-15")
    assert "non clôturée" in words_of(desk.screen.overview.figures)
    desk.screen.arrive(Period.day(date(2022, 7, 12)))
    desk.shows("2022-07-12")
    assert "provisoire" not in words_of(desk.screen.overview.figures)


def test_today_is_provisional_until_it_is_closed(desk: Desk) -> None:
    desk.screen.arrive(Period.day(date(2022, 7, 12)))
    desk.shows("2022-07-12")
    assert desk.screen.material is not None
    summary = desk.screen.material.summary
    assert summary.closed_days == 1
    same_day = datetime.combine(date(2022, 7, 12), time(18, 40))
    closed = replace(summary, generated_at=same_day)
    assert not [text for text, _tone in facts(closed) if "provisoire" in text]
    assert [text for text, _tone in facts(replace(closed, closed_days=0)) if "provisoire" in text]


def test_a_month_under_way_says_so_and_is_not_compared(desk: Desk) -> None:
    assert "mois en cours" in words_of(desk.screen.overview.figures)
    assert "Comparaison refusée" in words_of(desk.screen.overview)


def test_an_empty_period_says_where_there_is_something(desk: Desk) -> None:
    desk.screen.show_period(Period.month(2021, 2))
    desk.shows("2021-02-01")
    assert desk.screen.stack.currentWidget() is desk.screen.empty
    assert "Rien n’a été noté en février 2021" in desk.screen.empty.text
    desk.screen.empty.last.click()
    desk.shows("2022-07-01")
    assert desk.screen.stack.currentWidget() is desk.screen.overview


def test_the_first_of_a_month_says_which_month_was_the_last(
    qtbot: QtBot, office: Workplace
) -> None:
    clock = FixedClock(datetime(2022, 8, 1, 6, 0, tzinfo=UTC))
    with closing(office.open_store()) as store, store.writing("CA") as transaction:
        days.plan_ahead(transaction, office.office, date(2022, 8, 1))
    with opened(qtbot, replace(office, clock=clock)) as desk:
        desk.screen.arrive()
        desk.shows("2022-08-01")
        said = desk.screen.empty.text
        assert "Rien n’a été noté en août 2022. Aucune journée prévue n’est encore passée." in said
        assert "Le dernier mois noté est juillet 2022." in said
        desk.screen.empty.last.click()
        desk.shows("2022-07-01")


def test_an_office_without_any_record_is_told_to_begin(qtbot: QtBot, tmp_path: Path) -> None:
    from tests.offices import make_office

    with opened(qtbot, make_office(tmp_path)) as desk:
        desk.screen.arrive()
        desk.shows("2026-08-01")
        assert "premier accueil" in desk.screen.empty.text
        assert desk.screen.empty.last.isHidden()


# Charts, tables, records -----------------------------------------------------------------------


def test_each_chart_has_a_table_with_its_figures(desk: Desk) -> None:
    press(desk, Qt.Key.Key_T)
    for card in desk.screen.overview.cards:
        assert card.shows_table
        assert card.table.content.rowCount() == len(card.spec.table.rows)
        assert all(len(row.cells) == len(card.spec.table.heads) for row in card.spec.table.rows)
    press(desk, Qt.Key.Key_T)
    assert not any(card.shows_table for card in desk.screen.overview.cards)


def test_an_hour_of_the_week_open_for_minutes_shows_its_count_alone() -> None:
    summary = month_summary()
    assert week_heat(summary).foot == ""
    first = summary.week_hours[0]
    brief = replace(first, persons=713, open_minutes=25, per_open_hour=None)
    spec = week_heat(replace(summary, week_hours=(brief, *summary.week_hours[1:])))
    assert spec.table.rows[first.weekday].cells[1] == "(713)"
    assert "parenthèses" in spec.foot


@pytest.mark.parametrize("period", [Period.day(DAY), JULY, Period.year(2022)])
def test_every_kind_of_period_draws_its_charts(desk: Desk, period: Period) -> None:
    desk.screen.arrive(period)
    desk.shows(period.first.isoformat())
    keys = [card.spec.key for card in desk.screen.overview.cards]
    assert {"origins", "demands"} <= set(keys)
    for card in desk.screen.overview.cards:
        assert card.picture.drawing.items
        assert card.picture.grab().toImage().isNull() is False


def test_a_figure_opens_the_accueils_behind_it(desk: Desk) -> None:
    calls = next(b for b in desk.screen.overview.figures.buttons if b.figure.title == "Appels")
    calls.click()
    panel = desk.screen.panel
    assert isinstance(panel, RecordsPanel)
    desk.qtbot.waitUntil(lambda: panel.table.content.rowCount() == 3)
    press_on_table(desk, panel)
    assert desk.went == [("day", date(2022, 7, 12))]


def press_on_table(desk: Desk, panel: RecordsPanel) -> None:
    desk.qtbot.keyClick(panel.table, Qt.Key.Key_Return)


def test_a_row_opens_the_accueils_behind_it(desk: Desk) -> None:
    origins = next(c for c in desk.screen.overview.cards if c.spec.key == "origins")
    origins.show_table(True)
    names = [row.cells[0] for row in origins.spec.table.rows]
    origins.table.selectRow(names.index("Gard"))
    desk.qtbot.keyClick(origins.table, Qt.Key.Key_Return)
    panel = desk.screen.panel
    assert isinstance(panel, RecordsPanel)
    desk.qtbot.waitUntil(lambda: panel.table.content.rowCount() == 6)


def test_a_click_on_a_day_of_the_picture_opens_that_day(desk: Desk) -> None:
    picture = desk.screen.overview.cards[0].picture
    spot = picture.spots[DAY.day - 1]
    picture.picked.emit(spot.row)
    desk.shows("2022-07-13")
    assert desk.screen.shown == Period.day(DAY)


def test_the_list_of_a_period_that_was_left_is_closed(desk: Desk) -> None:
    desk.screen.overview.figures.buttons[0].click()
    press(desk, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.shows("2022-06-01")
    assert desk.screen.panel is None


def test_esc_closes_a_panel_and_gives_the_focus_back(desk: Desk) -> None:
    desk.screen.overview.figures.buttons[0].click()
    panel = desk.screen.panel
    assert isinstance(panel, RecordsPanel)
    desk.settle()
    desk.qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert desk.screen.panel is None
    assert desk.screen.focusWidget() is desk.screen.choices.period


# The preview -----------------------------------------------------------------------------------


def test_the_preview_shows_the_real_pages(desk: Desk) -> None:
    desk.screen.show_view(View.PAGES)
    canvas, preview = desk.screen.preview.canvas, desk.screen.preview
    desk.qtbot.waitUntil(lambda: canvas.has(0))
    assert preview.place.text().startswith("Page 1 sur ")
    before = canvas.zoom
    desk.qtbot.keyClick(preview.view, Qt.Key.Key_PageDown)
    assert preview.page == 1
    desk.qtbot.keyClicks(preview.view, "+")
    assert canvas.zoom > before
    desk.qtbot.keyClicks(preview.view, "0")
    assert preview.fit_page.isChecked()
    desk.qtbot.waitUntil(lambda: canvas.has(1))


def test_the_day_leads_to_the_blank_tally_sheet(desk: Desk) -> None:
    desk.screen.arrive(View.TALLY.value)
    desk.qtbot.waitUntil(lambda: desk.screen.preview.canvas.has(0))
    desk.settle()
    assert desk.screen.view is View.TALLY
    assert desk.screen.stack.currentWidget() is desk.screen.preview


def test_the_tally_sheet_is_previewed_too(desk: Desk) -> None:
    desk.screen.show_view(View.TALLY)
    desk.qtbot.waitUntil(lambda: desk.screen.preview.canvas.has(0))
    assert desk.screen.preview.place.text() == "Page 1 sur 1"


# Accessibility ---------------------------------------------------------------------------------


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.screen.show_view(View.PAGES)
    desk.screen.open_print()
    desk.settle()
    for kind in (QAbstractButton,):
        for widget in desk.screen.findChildren(kind):
            if widget.isVisible():
                interface = QAccessible.queryAccessibleInterface(widget)
                name = interface.text(QAccessible.Text.Name)
                assert name.strip(), widget
    for card in desk.screen.overview.cards:
        assert card.picture.accessibleName()
        assert card.picture.accessibleDescription().endswith(".")


def test_what_is_pressed_is_as_high_as_a_finger(desk: Desk) -> None:
    small = [
        button.accessibleName()
        for button in desk.screen.findChildren(QAbstractButton)
        if button.isVisible() and button.height() < 44 and button.focusPolicy()
    ]
    assert small == []


@pytest.mark.parametrize(("size", "percent"), [((1366, 697), 200), ((1280, 720), 150)])
def test_nothing_is_wider_than_the_screen_at_large_text(
    qtbot: QtBot, office: Workplace, size: tuple[int, int], percent: int
) -> None:
    with opened(qtbot, office, size=size, text_percent=percent) as desk:
        desk.screen.arrive()
        desk.shows("2022-07-01")
        page = desk.screen.overview.widget()
        assert page is not None
        assert page.minimumSizeHint().width() <= desk.screen.overview.viewport().width()
        desk.screen.open_export()
        desk.settle()
        assert desk.screen.panel is not None
        assert desk.screen.width() == size[0]
        for area in desk.screen.panel.findChildren(QScrollArea):
            inner = area.widget()
            assert inner is not None
            assert inner.width() <= area.viewport().width()
