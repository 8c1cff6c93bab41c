"""The left of the selling page: ten families, and fifteen articles under the left hand."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from otdesk.domain.catalogue import Catalogue
from otdesk.domain.shop_counter.keys import ShopKey, ShopKeyKind
from otdesk.domain.shop_counter.layout import FAVOURITES, OTHERS, ShopLayout
from otdesk.domain.shop_counter.selling import Selling
from otdesk.i18n import _
from otdesk.ui.counter.key_map import KeyboardLayout
from otdesk.ui.counter.tile import Face, Tile, TileForm
from otdesk.ui.shop.sale.article_tile import ArticleTile, offer_of
from otdesk.ui.shop.sale.scrolling import scrolling
from otdesk.ui.theme.apply import Theme

_ROW = 5
_ROWS = 3


class RowTitle(QLabel):
    """Names the families of a row in the room there is: it never makes the row wider."""

    def minimumSizeHint(self) -> QSize:
        """Ask for no width."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names, shortened where they are longer than the row."""
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment().value),
            self.palette(),
            self.isEnabled(),
            words,
            self.foregroundRole(),
        )
        painter.end()


class Shelf(QWidget):
    """Two rows of families over three rows of articles; `pressed` carries a ShopKey."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, keyboard: KeyboardLayout) -> None:
        super().__init__()
        self._theme = theme
        self._keyboard = keyboard
        self.families = [Tile(theme, TileForm.LINE, self) for _place in range(2 * _ROW)]
        self.articles = [ArticleTile(theme, self) for _place in range(_ROWS * _ROW)]
        self._titles = [self._title() for _row in range(_ROWS)]
        for place, family in enumerate(self.families):
            key = ShopKey(ShopKeyKind.FAMILY, place)
            family.pressed_by_user.connect(lambda _shifted, key=key: self.pressed.emit(key))
        for place, article in enumerate(self.articles):
            key = ShopKey(ShopKeyKind.ARTICLE, place)
            article.pressed_by_user.connect(lambda _shifted, key=key: self.pressed.emit(key))
        self._build()

    def _title(self) -> QLabel:
        title = RowTitle()
        title.setProperty("role", "heading")
        return title

    def _build(self) -> None:
        scale = self._theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.space(8))
        families = QGridLayout()
        families.setSpacing(scale.space(7))
        for place, tile in enumerate(self.families):
            families.addWidget(tile, place // _ROW, place % _ROW)
        column.addLayout(families)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(scale.space(4))
        for row in range(_ROWS):
            rows.addWidget(self._titles[row])
            line = QGridLayout()
            line.setSpacing(scale.space(8))
            for place in range(_ROW):
                line.addWidget(self.articles[row * _ROW + place], 0, place)
            rows.addLayout(line, 1)
        # At large text the tiles are higher than the screen: they scroll, nothing is cut.
        column.addWidget(self._rows_area(inside), 1)

    def _rows_area(self, inside: QWidget) -> QWidget:
        # At the largest text the page scrolls as a whole.
        return inside if self._theme.scale.text_percent >= 175 else scrolling(inside)

    def use_keyboard(self, keyboard: KeyboardLayout) -> None:
        """Show the caps of another keyboard."""
        self._keyboard = keyboard

    def follow(self, state: Selling, catalogue: Catalogue, layout: ShopLayout) -> None:
        """Show the shelf in front."""
        self._show_families(state, catalogue, layout)
        self._show_articles(state, catalogue, layout)

    def _show_families(self, state: Selling, catalogue: Catalogue, layout: ShopLayout) -> None:
        page = layout.families[state.family_page % len(layout.families)]
        caps = self._keyboard.top[_ROW:] + self._keyboard.home[_ROW:]
        for place, tile in enumerate(self.families):
            if place >= len(page):
                tile.show_face(Face(""))
                tile.hide()
                continue
            code = page[place]
            label = self._family_label(code, catalogue, state, layout)
            tile.show_face(Face(label, caps[place], tone="origin"))
            tile.follow(checked=code == state.family)

    def _family_label(
        self, code: str, catalogue: Catalogue, state: Selling, layout: ShopLayout
    ) -> str:
        if code == FAVOURITES:
            label = _("Favoris")
        elif code == OTHERS:
            return _("Autres…")
        else:
            family = catalogue.family(code)
            label = code if family is None else family.short or family.label
        pages = layout.pages(code)
        if code == state.family and pages > 1:
            return f"{label} {state.page + 1}/{pages}"
        return label

    def _show_articles(self, state: Selling, catalogue: Catalogue, layout: ShopLayout) -> None:
        caps = self._keyboard.top[:_ROW] + self._keyboard.home[:_ROW] + self._keyboard.bottom[:_ROW]
        slots = layout.slots(state.family, state.page)
        for row in range(_ROWS):
            codes = slots[row * _ROW : (row + 1) * _ROW]
            self._titles[row].setText(self._row_title(state.family, codes, catalogue, row))
        for place, (tile, code) in enumerate(zip(self.articles, slots, strict=True)):
            article = None if code is None else catalogue.article(code)
            offer = (
                None
                if article is None
                else offer_of(catalogue, article, state.basket.quantity_of(article.product.code))
            )
            tile.show_offer(caps[place], offer)

    @staticmethod
    def _row_title(
        family: str, codes: tuple[str | None, ...], catalogue: Catalogue, row: int
    ) -> str:
        """Return the families of a row of favourites; a family's own name stands once."""
        if family != FAVOURITES:
            found = catalogue.family(family)
            return found.label if found is not None and row == 0 else " "
        labels: list[str] = []
        for code in codes:
            article = None if code is None else catalogue.article(code)
            found = None if article is None else catalogue.family(article.product.family)
            if found is not None and found.label not in labels:
                labels.append(found.label)
        if len(labels) > 1:
            return _("{first} et {last}").format(
                first=", ".join(labels[:-1]), last=labels[-1][:1].lower() + labels[-1][1:]
            )
        return labels[0] if labels else " "
