"""The fifteen articles under the left hand: their keys, in the order of the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent

from otdesk.domain.catalogue import Article, Catalogue
from otdesk.i18n import _, ngettext
from otdesk.ui.counter.key_map import KeyboardLayout
from otdesk.ui.shop.goods.finding import FindingListing
from otdesk.ui.shop.goods.table import OPEN, VOID, Cell, Column, GoodsTable, Row
from otdesk.ui.shop.goods.words import family_label, price_cell
from otdesk.ui.theme.apply import Theme

MOST = 15
UP, DOWN = "up", "down"


def key_names(layout: KeyboardLayout) -> str:
    """Return the fifteen keys: five of each row under the left hand."""
    return layout.top[:5] + layout.home[:5] + layout.bottom[:5]


class FavouritesView(FindingListing):
    """Lists the favourites by key. `ordered` carries the codes in their new order."""

    ordered = Signal(object)

    def __init__(self, theme: Theme, layout: KeyboardLayout) -> None:
        table = _KeysTable(
            theme,
            _("Favoris"),
            (
                Column(_("place"), 4),
                Column(_("article"), 14, stretch=True),
                Column(_("famille"), 9, drop=2),
                Column(_("prix"), 6, right=True),
            ),
            {"+": DOWN, "-": UP},
        )
        legend = (
            (UP, _("Monter"), "-"),
            (DOWN, _("Descendre"), "+"),
            (VOID, _("Enlever"), _("Suppr")),
        )
        super().__init__(theme, table, legend, search=_("Ajouter un article"))
        self.keys = table
        self._keys = key_names(layout)
        self._pointed: str | None = None
        self.codes: tuple[str, ...] = ()
        self.taken.connect(lambda code, _scanned: self.add(code))
        self.acted.connect(self._on_acted)
        table.dropped.connect(self.put_at)

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """Show the favourites."""
        self.search_in(catalogue)
        self.codes = tuple(
            article.product.code for article in catalogue.favourites if not article.product.retired
        )
        self._show()

    def use_single_keys(self, *, on: bool) -> None:
        """Name the places by their keys only where these sell."""
        super().use_single_keys(on=on)
        self._show()

    def put_at(self, code: str, place: int) -> None:
        """Put a favourite at a place; what was there goes on by one."""
        codes = [each for each in self.codes if each != code]
        place = min(max(place, 0), len(codes))
        codes.insert(place, code)
        if tuple(codes) != self.codes:
            self._order(codes, code)

    def add(self, code: str) -> None:
        """Put an article under the first key that is free."""
        self.search.clear()
        if code in self.codes:
            self.table.point_to(code)
        elif len(self.codes) < MOST:
            self._order([*self.codes, code], code)
        self.focus_table()

    def _order(self, codes: Sequence[str], pointed: str) -> None:
        self.codes, self._pointed = tuple(codes), pointed
        self._show()
        self.ordered.emit(self.codes)

    def _on_acted(self, action: str, code: str) -> None:
        if code not in self.codes:
            return
        place = self.codes.index(code)
        if action in {UP, DOWN}:
            self.put_at(code, place + (1 if action == DOWN else -1))
        elif action == VOID:
            left = [each for each in self.codes if each != code]
            self._order(left, left[min(place, len(left) - 1)] if left else "")
        elif action == OPEN:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        if self.catalogue is None:
            return
        rows = []
        for place, code in enumerate(self.codes):
            article = self.catalogue.article(code)
            if article is not None:
                rows.append(self._row(self.catalogue, article, place))
        count = len(rows)
        full = "" if count < MOST else _(" : toutes les touches sont prises")
        text = ngettext("{} favori sur {most}", "{} favoris sur {most}", count)
        self.show_rows(
            rows,
            text.format(count, most=MOST) + full,
            _(
                "Aucun favori. F3, quelques lettres, Entrée : l’article prend la première touche "
                "de la main gauche."
            ),
            self._pointed,
        )
        self._pointed = None

    def _row(self, catalogue: Catalogue, article: Article, place: int) -> Row:
        product = article.product
        has_key = self.table.single_keys and place < len(self._keys)
        key = self._keys[place] if has_key else str(place + 1)
        return Row(
            product.code,
            (
                Cell(key, tone="origin", chip=True),
                Cell(product.label, note=product.detail, strong=True),
                Cell(family_label(catalogue, product.family), tone="granite"),
                price_cell(article),
            ),
        )


class _KeysTable(GoodsTable):
    """A table whose rows are dragged to their place. `dropped` carries the key and the place."""

    dropped = Signal(str, int)

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[Column],
        letters: dict[str, str],
    ) -> None:
        super().__init__(theme, name, columns, letters)
        self._dragged = ""
        self.pressed.connect(lambda index: self._begin(index.row()))

    def _begin(self, row: int) -> None:
        self._dragged = self.goods.rows[row].key

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the row that was pressed where the finger is now."""
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        dragged, self._dragged = self._dragged, ""
        if dragged and row >= 0 and self.goods.row_of(dragged) != row:
            self.dropped.emit(dragged, row)
