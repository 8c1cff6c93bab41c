"""The painted table of goods: air between figures and words, chips that are seen on any row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from otdesk.ui.shop.goods.table import AIR, Cell, Column, GoodsTable, Row, after_figures, air_of
from tests.ui.day_desk import dress

COLUMNS = (
    Column("article", 8, stretch=True),
    Column("valeur", 6, right=True),
    Column("seuil", 4, right=True, drop=1),
    Column("état", 8),
)


def test_words_after_figures_keep_their_distance() -> None:
    assert after_figures(COLUMNS, (0, 1, 2, 3)) == {3}
    assert after_figures(COLUMNS, (0, 3)) == frozenset()


def test_the_heading_moves_with_its_words(qtbot: QtBot) -> None:
    theme = dress()
    table = GoodsTable(theme, "articles", COLUMNS)
    qtbot.addWidget(table)
    table.resize(theme.scale.em(60), 200)
    table.show()
    headings = [table.goods.headerData(at, Qt.Orientation.Horizontal) for at in range(4)]
    assert headings == ["article", "valeur", "seuil", f"{AIR}état"]
    assert table.columnWidth(3) >= theme.scale.em(8) + air_of(theme) - 1


def test_a_chip_has_a_ground_of_its_own_on_the_chosen_row(qtbot: QtBot) -> None:
    theme = dress()
    table = GoodsTable(theme, "articles", COLUMNS)
    qtbot.addWidget(table)
    table.resize(theme.scale.em(60), 200)
    chip = Cell("en stock", tone="origin", chip=True)
    table.show_rows([Row("a", (Cell("Magnet"), Cell("1"), Cell("2"), chip))])
    table.show()
    picture = table.viewport().grab().toImage()
    box = table.visualRect(table.goods.index(0, 3))
    left = box.left() + theme.scale.space(7) + air_of(theme)
    # Inside its left end, where no letter is yet.
    inside = picture.pixelColor(left + theme.scale.space(6), box.center().y())
    beside = picture.pixelColor(box.right() - 2, box.center().y())
    assert beside == QColor(theme.palette.origin.soft)
    assert inside == QColor(theme.palette.surface)
