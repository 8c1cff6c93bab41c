"""The manual: every page is reached, every link leads somewhere, every key named exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QShortcut, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk import paths
from otdesk.domain.shop_counter.keys import shop_key
from otdesk.domain.visits_file import COLUMNS
from otdesk.services.workplace import Workplace
from otdesk.ui.application import Session
from otdesk.ui.counter.key_map import LAYOUTS, KeyMap
from otdesk.ui.manual.document import document_of
from otdesk.ui.manual.pages import ManualPage, anchor_of, load_pages, search
from otdesk.ui.manual.screen import ManualScreen
from otdesk.ui.shop.articles.page import ArticlesPage
from otdesk.ui.shop.page import ARTICLES, STOCK
from otdesk.ui.shop.screen import ShopScreen
from otdesk.ui.shop.stock.page import StockPage
from otdesk.ui.theme.apply import apply_theme
from otdesk.ui.theme.palette import palette_named
from otdesk.ui.theme.scale import Scale
from otdesk.ui.window import DAY, HELP, SUMMARIES
from tests.offices import make_office
from tests.ui.windows import close_window, open_window

PAGES = load_pages(paths.resources() / "help")
FILES = sorted((paths.resources() / "help").glob("*.md"))
_CODE = re.compile(r"`([^`\n]+)`")
# A key of a screen, as its cap says it, beside those of the counter's four rows.
_COMMAND_KEYS = {
    "Espace", "Entrée", "Échap", "Tab", "Maj", "Maj Tab", "Ctrl", "Retour arrière", "Suppr", "*",
    "Alt ←", "Alt →", "↑", "↓", "+", "-",
}  # fmt: skip
_WINDOW_KEYS = {
    "F11",
    *(f"Ctrl {key}" for key in ("3", "5", "6", "8", "9", "D", "E", "K", "P", "U", "Z", "Entrée")),
}
_COUNTER_KEYS = {
    *"1234567890", *LAYOUTS["azerty"].top, *LAYOUTS["azerty"].home, *LAYOUTS["azerty"].bottom,
    *(f"F{number}" for number in (*range(1, 11), 12)),
}  # fmt: skip
_FORMATS = {"pdf", "xlsx", "csv", "json", "docx"}


def inline_codes(page: ManualPage) -> set[str]:
    prose = "".join(page.text.split("```")[::2])
    return set(_CODE.findall(prose))


def page_named(name: str) -> ManualPage:
    return next(page for page in PAGES if page.name == name)


def is_command(code: str) -> bool:
    return code.startswith(("otdesk", "--", "OTDESK_")) or code in {*COLUMNS, *_FORMATS}


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return make_office(tmp_path)


@pytest.fixture
def session(qtbot: QtBot, office: Workplace) -> Iterator[Session]:
    opened = open_window(qtbot, office)
    yield opened
    close_window(opened)


@pytest.fixture
def manual(session: Session) -> ManualScreen:
    session.window.show_screen(HELP)
    screen = session.window.screen_named(HELP)
    assert isinstance(screen, ManualScreen)
    return screen


# The pages ---------------------------------------------------------------------------------


def test_the_pages_of_the_manual_are_numbered_without_a_gap() -> None:
    assert len(PAGES) >= 15
    assert [page.name[:2] for page in PAGES] == [f"{n + 1:02d}" for n in range(len(PAGES))]
    assert all(page.headings and page.headings[0].level == 1 for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_key_named_exists(page: ManualPage) -> None:
    keys = {code for code in inline_codes(page) if not is_command(code)}
    assert keys <= _COUNTER_KEYS | _COMMAND_KEYS | _WINDOW_KEYS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_page_and_a_heading(page: ManualPage) -> None:
    known = {each.name: each for each in PAGES}
    for target in re.findall(r"\]\(([^)]+)\)", page.text):
        name, _hash, anchor = target.partition("#")
        assert name.removesuffix(".md") in known, target
        if anchor:
            headings = known[name.removesuffix(".md")].headings
            assert anchor in {heading.anchor for heading in headings}, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_sign_can_part_from_its_word(page: ManualPage) -> None:
    prose = _CODE.sub("`x`", "".join(page.text.split("```")[::2]))
    # A table's alignment row is Markdown's own.
    prose = re.sub(r"^\|[ :|-]+\|$", "", prose, flags=re.MULTILINE)
    assert not re.findall(r".{12} [;:?!»%]", prose)
    assert not re.findall(r"« .{12}", prose)
    assert "'" not in prose
    assert "..." not in prose


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_two_headings_of_a_page_share_an_anchor(page: ManualPage) -> None:
    anchors = [heading.anchor for heading in page.headings]
    assert len(anchors) == len(set(anchors))


def test_the_table_of_the_counter_names_every_key_of_its_four_rows() -> None:
    page = page_named("02-comptoir")
    named = inline_codes(page)
    layout = LAYOUTS["azerty"]
    assert set(layout.top) | set(layout.home) | set(layout.bottom) <= named
    assert {f"F{number}" for number in range(1, 11)} <= named


def test_the_table_of_the_boutique_names_every_key_of_the_selling_page(qapp: QApplication) -> None:
    named = inline_codes(page_named("10-boutique"))
    layout = LAYOUTS["azerty"]
    keys = KeyMap(layout)
    for letter in layout.top + layout.home + layout.bottom:
        pressed = QKeyEvent(
            QEvent.Type.KeyPress, ord(letter), Qt.KeyboardModifier.NoModifier, letter.lower()
        )
        known = keys.recognise(pressed)
        assert known is not None
        assert (shop_key(known) is not None) == (letter in named), letter
    assert {f"F{number}" for number in range(2, 11)} <= named


@pytest.mark.parametrize("name", [ARTICLES, STOCK])
def test_every_key_of_a_list_of_the_shop_is_told(session: Session, name: str) -> None:
    session.window.show_screen("shop", name)
    screen = session.window.screen_named("shop")
    assert isinstance(screen, ShopScreen)
    page = screen.page_named(name)
    assert isinstance(page, ArticlesPage | StockPage)
    listing = page.articles if isinstance(page, ArticlesPage) else page.levels
    told = page_named("12-articles-et-stock").text
    keys = {button.accessibleDescription() for button in listing.buttons.values()}
    assert keys
    for key in keys:
        assert f"| `{key}` |" in told, key


def test_every_column_of_an_import_is_told() -> None:
    page = page_named("05-import")
    assert set(COLUMNS) <= inline_codes(page)
    assert ";".join(COLUMNS) in page.text


def test_the_shortcuts_named_are_those_of_the_window_and_of_the_day(session: Session) -> None:
    session.window.show_screen(DAY)
    session.window.show_screen(SUMMARIES)
    found = session.window.findChildren(QShortcut)
    keys = {each.key().toString() for each in found}
    named = {code for page in PAGES for code in inline_codes(page)}
    # The counter reads Ctrl+Z itself.
    wanted = {code for code in named if code.startswith(("Ctrl ", "Alt "))} - {"Ctrl Z"}
    words = {"Entrée": "Return", "←": "Left", "→": "Right"}
    for code in wanted:
        held, _space, key = code.partition(" ")
        assert f"{held}+{words.get(key, key)}" in keys, code
    for name in ("03-journee", "04-resumes"):
        page = page_named(name)
        letters = {code for code in inline_codes(page) if re.fullmatch("[A-Z]", code)}
        assert letters
        assert letters <= keys


def test_an_anchor_has_no_accent() -> None:
    assert anchor_of("D’où viennent-ils\u202f?") == "d-ou-viennent-ils"


# Finding -----------------------------------------------------------------------------------


def test_the_search_knows_no_accent_and_wants_every_word() -> None:
    found = search(PAGES, "cloturer journee")
    assert found
    assert search(PAGES, "CLÔTURER JOURNÉE") == found
    assert search(PAGES, "cloturer zanzibar") == ()
    assert search(PAGES, "  ") == ()


def test_a_heading_that_says_it_comes_first() -> None:
    first = search(PAGES, "passage")[0]
    assert "assage" in first.heading.text or "passage" in first.excerpt.lower()
    assert search(PAGES, "second emplacement")[0].heading.text == "Un second emplacement"


# The screen --------------------------------------------------------------------------------


def test_every_page_and_heading_is_reached_from_the_contents(manual: ManualScreen) -> None:
    places = set()
    for row in range(manual.contents.topLevelItemCount()):
        top = manual.contents.topLevelItem(row)
        assert top is not None
        for item in (top, *(top.child(n) for n in range(top.childCount()))):
            assert item is not None
            manual.contents.setCurrentItem(item)
            places.add(manual.current)
            assert manual.browser.toPlainText().strip()
    assert {page.name for page in PAGES} <= places
    assert any("#" in place for place in places)


def test_every_link_works_in_the_screen(manual: ManualScreen) -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)]+)\)", page.text):
            manual.open(page.name)
            manual.browser.anchorClicked.emit(QUrl(target))
            assert manual.current == target.replace(".md", "")


def test_back_and_forward_follow_ones_own_trail(manual: ManualScreen) -> None:
    start = manual.current
    manual.open("03-journee")
    manual.open("05-import")
    manual.back_button.click()
    manual.back_button.click()
    assert manual.current == start
    assert not manual.back_button.isEnabled()
    manual.forward_button.click()
    assert manual.current == "03-journee"
    manual.open("06-sauvegardes-et-pannes")
    assert not manual.forward_button.isEnabled()


def test_a_search_is_made_and_left_by_keyboard(qtbot: QtBot, manual: ManualScreen) -> None:
    manual.field.setFocus()
    manual.field.setText("sauvegarde")
    assert manual.results.count() > 2
    qtbot.keyClick(manual.field, Qt.Key.Key_Down)
    assert manual.results.currentRow() == 0
    first = manual.current
    assert manual.browser.extraSelections()
    qtbot.keyClick(manual.field, Qt.Key.Key_Down)
    assert manual.results.currentRow() == 1
    assert manual.current != first or manual.results.count() == 1
    qtbot.keyClick(manual.field, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is manual.browser
    qtbot.keyClick(manual.field, Qt.Key.Key_Escape)
    assert manual.field.text() == ""
    assert manual.browser.extraSelections() == []


def test_a_search_without_answer_says_so(manual: ManualScreen) -> None:
    manual.field.setText("zanzibar")
    assert manual.results.count() == 0
    assert "Rien" in manual.said.text()


def test_an_unknown_page_is_the_first_one(manual: ManualScreen) -> None:
    manual.open("99-nulle-part")
    assert manual.current == PAGES[0].name


def test_the_page_that_is_read_survives_another_theme(manual: ManualScreen) -> None:
    manual.open("07-mots-et-chiffres#les-jours")
    assert manual.place() == "07-mots-et-chiffres#les-jours"


def test_tables_headings_and_keys_are_dressed(manual: ManualScreen) -> None:
    manual.open("02-comptoir")
    document = manual.browser.document()
    assert isinstance(document, QTextDocument)
    assert len(document.rootFrame().childFrames()) == 1
    block = document.begin()
    assert block.blockFormat().headingLevel() == 1
    assert block.charFormat() is not None


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_no_page_is_wider_than_its_room(qapp: QApplication, percent: int) -> None:
    """At 200 % a line of a command is longer than a small screen: it goes on below."""
    scale = Scale.for_screen(1366, 697, percent)
    theme = apply_theme(qapp, palette_named("jour"), scale, paths.resources())
    for page in PAGES:
        document = document_of(page, theme)
        document.setTextWidth(640)
        assert document.size().width() <= 640, page.name


def test_everything_has_an_accessible_name(manual: ManualScreen) -> None:
    for widget in (
        manual.field,
        manual.contents,
        manual.results,
        manual.browser,
        manual.back_button,
        manual.forward_button,
    ):
        assert widget.accessibleName()
