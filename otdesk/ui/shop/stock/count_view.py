"""Counting: each scan is one piece more, a typed number is the whole count of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.catalogue import Catalogue
from otdesk.domain.money import Cents, Thousandths
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.stock import StockLevel, StockLevels
from otdesk.services.shop.stock_count import Difference, StockCount, differences
from otdesk.ui.days.controls import empty, label
from otdesk.ui.preferences.cards import button
from otdesk.ui.shop.goods.fields import ChoiceField, Entry, text_field
from otdesk.ui.shop.goods.listing import Listing
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.goods.table import OPEN, VOID, Cell, Column, GoodsTable, Row
from otdesk.ui.shop.goods.words import family_label, matches, moved, scanned, signed, words_of
from otdesk.ui.shop.stock.line_editor import LineEditor
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

PRINT = "print"
_DIGITS = {digit: f"digit{digit}" for digit in "0123456789"}


class Shown(StrEnum):
    """Which articles of a count are listed."""

    ALL = "all"
    TO_COUNT = "to_count"
    DIFFERENT = "different"


class CountView(Listing):
    """The count under way. `counted` carries the new StockCount after each piece.

    `begin_wanted` carries the code of a family, empty for the whole shop; `unknown` a text that
    is no article's.
    """

    counted = Signal(object)
    begin_wanted = Signal(str)
    unknown = Signal(str)

    def __init__(self, theme: Theme) -> None:
        table = GoodsTable(
            theme,
            _("Inventaire"),
            (
                Column(_("article"), 15, stretch=True),
                Column(_("famille"), 9, drop=3),
                Column(_("compté"), 5.5, right=True),
                Column(_("attendu"), 9, right=True, drop=2),
                Column(_("écart"), 5.5, right=True),
            ),
            _DIGITS,
        )
        legend = (
            (OPEN, _("Saisir le compte"), _("Entrée")),
            (VOID, _("Pas compté"), _("Suppr")),
            (PRINT, _("Feuille à remplir"), _("Ctrl P")),
        )
        super().__init__(theme, table, legend, search=_("Scanner : +1"))
        self.count_state: StockCount | None = None
        self._catalogue: Catalogue | None = None
        self._levels: dict[str, StockLevel] = {}
        self._words: dict[str, str] = {}
        self._make_choices()
        self._make_beginning()
        self.editor = LineEditor(theme, _("Compté"))
        self.foot.addWidget(self.editor)
        self.entered.connect(self._on_entered)
        self.acted.connect(self._on_acted)
        self.search.textChanged.connect(lambda _text: self.refilter())
        table.pointed.connect(self._on_pointed)
        self.editor.typed.connect(lambda code, quantity, _cost: self._set(code, quantity))
        self.editor.done.connect(self._next)

    def _make_choices(self) -> None:
        group = QButtonGroup(self)
        self.shown: dict[Shown, SegmentButton] = {}
        for each, text in (
            (Shown.ALL, _("Tout")),
            (Shown.TO_COUNT, _("À compter")),
            (Shown.DIFFERENT, _("Écarts")),
        ):
            choice = SegmentButton(text, self.theme)
            choice.setMinimumHeight(self.theme.scale.target)
            choice.clicked.connect(lambda _on=False: self.refilter())
            group.addButton(choice)
            self.shown[each] = choice
        self.shown[Shown.ALL].setChecked(True)
        self.add_choices(*self.shown.values())

    def _make_beginning(self) -> None:
        self.family = ChoiceField(self.theme, _("Que compter"))
        self.family.setMinimumContentsLength(18)
        self.begin: QPushButton = button(
            self.theme,
            _("Commencer l’inventaire"),
            lambda: self.begin_wanted.emit(self.family.code),
            role="primary",
            icon="list-checks",
        )
        self.add_to_empty(self.family, self.begin)

    # What the page does --------------------------------------------------------------------

    def show_count(
        self, catalogue: Catalogue, levels: StockLevels, count: StockCount | None
    ) -> None:
        """Show a count, or how to begin one."""
        self._catalogue, self.count_state = catalogue, count
        self._levels = {level.product.code: level for level in levels.levels}
        self._words = {
            code: words_of(catalogue, level.product) for code, level in self._levels.items()
        }
        self.family.show_choices(
            [("", _("toute la boutique")), *((f.code, f.label) for f in catalogue.families)]
        )
        self.refilter()

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the articles that are to be counted, in the order of the shelves."""
        count = self.count_state
        return tuple(
            code
            for code, level in self._levels.items()
            if count is None
            or not count.family
            or level.product.family == count.family
            or code in count.counted
        )

    @property
    def left(self) -> int:
        """Return how many articles were not counted yet."""
        count = self.count_state
        return 0 if count is None else sum(1 for code in self.codes if code not in count.counted)

    def differences(self) -> tuple[Difference, ...]:
        """Return what does not agree with the ledger.

        What was never counted nor delivered agrees: its count is its opening stock.
        """
        if self.count_state is None:
            return ()
        expected: Mapping[str, Thousandths] = {
            code: level.quantity if level.is_known else self.count_state.counted.get(code, 0)
            for code, level in self._levels.items()
        }
        costs: Mapping[str, Cents | None] = {c: v.product.cost for c, v in self._levels.items()}
        return differences(self.count_state, expected, costs)

    def refilter(self, key: str | None = None) -> None:
        """Show what the search and the choices keep."""
        count, catalogue = self.count_state, self._catalogue
        counting = count is not None
        for widget in (self.search, self.legend, *self.shown.values()):
            widget.setVisible(counting)
        for widget in (self.family, self.begin):
            widget.setVisible(not counting and bool(self._levels))
        if count is None or catalogue is None:
            self.editor.show_line("", "", None)
            self.show_rows([], "", self._beginning())
            return
        text = scanned(self.search.text())
        different = {each.product for each in self.differences()}
        shown = next(each for each, choice in self.shown.items() if choice.isChecked())
        kept = [
            code
            for code in self.codes
            if (shown is not Shown.TO_COUNT or code not in count.counted)
            and (shown is not Shown.DIFFERENT or code in different)
            and matches(self._words[code], text)
        ]
        rows = [self._row(catalogue, self._levels[code], count) for code in kept]
        left = self.left
        self.show_rows(
            rows,
            ngettext("encore {} à compter", "encore {} à compter", left).format(left)
            if left
            else _("tout est compté"),
            self._nothing(shown),
            key,
        )

    def _beginning(self) -> str:
        if not self._levels:
            return _("Aucun article à compter : le catalogue se fait dans la page Articles.")
        return _(
            "Aucun inventaire en cours. Choisir ce que l’on compte, imprimer la feuille (Ctrl P) "
            "ou scanner directement ; on peut s’arrêter et reprendre."
        )

    def _nothing(self, shown: Shown) -> str:
        if self.search.text():
            return _("Aucun article ne répond à cette recherche. Échap les montre tous.")
        if shown is Shown.TO_COUNT:
            return _("Tout est compté : valider l’inventaire, à droite.")
        return _("Aucun écart jusqu’ici : ce qui est compté s’accorde avec le stock.")

    # Counting ------------------------------------------------------------------------------

    def _on_entered(self, text: str) -> None:
        """Take a scan as one piece more; letters point to the article, whose count is typed."""
        count, catalogue = self.count_state, self._catalogue
        wanted = scanned(text)
        if count is None or catalogue is None or not wanted.strip():
            return
        by_code = [code for code in self._levels if code.casefold() == wanted.strip().casefold()]
        exact = [
            article.product.code
            for article in catalogue.by_barcode(wanted)
            if article.product.code in self._levels
        ] or by_code
        if exact:
            self.search.clear()
            self.count_state = count.with_piece(exact[0])
            self.counted.emit(self.count_state)
            self.refilter(exact[0])
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.table.goods.rows:
            self.editor.focus()
        else:
            self.search.clear()
            self.unknown.emit(text.strip())

    def _on_acted(self, action: str, code: str) -> None:
        if not code or self.count_state is None:
            return
        if action == OPEN:
            self.editor.focus()
        elif action == VOID:
            self._set(code, None)
        elif action in _DIGITS.values():
            self.editor.focus(action[-1])

    def _set(self, code: str, quantity: Thousandths | None) -> None:
        if self.count_state is None:
            return
        self.count_state = self.count_state.with_count(code, quantity)
        self.counted.emit(self.count_state)
        self.refilter(code)

    def _next(self) -> None:
        """Go to the next article; after a search, back to the search."""
        if self.search.text():
            self.search.clear()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        row = self.table.currentIndex().row() + 1
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if row < len(self.table.goods.rows):
            self.table.setCurrentIndex(self.table.goods.index(row, 0))

    def _on_pointed(self, code: str) -> None:
        level, count = self._levels.get(code), self.count_state
        if level is None or count is None:
            self.editor.show_line("", "", None)
        elif not self.editor.quantity.hasFocus():
            self.editor.show_line(code, level.product.label, count.counted.get(code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the count field by Esc without leaving the page."""
        if event.key() == Qt.Key.Key_Escape and self.editor.quantity.hasFocus():
            self.focus_table()
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _row(catalogue: Catalogue, level: StockLevel, count: StockCount) -> Row:
        product = level.product
        counted = count.counted.get(product.code)
        # What is expected shows once it was counted: who sees the answer counts it.
        difference = counted - level.quantity if level.is_known and counted is not None else None
        expected = signed(level.quantity) if level.is_known else _("jamais compté")
        return Row(
            product.code,
            (
                Cell(product.label, note=product.detail, strong=True),
                Cell(family_label(catalogue, product.family), tone="granite"),
                Cell("–" if counted is None else labels.quantity(counted)),
                Cell("" if counted is None else expected, tone="granite"),
                _difference_cell(difference),
            ),
        )


def _difference_cell(difference: Thousandths | None) -> Cell:
    if difference is None:
        return Cell("")
    if not difference:
        return Cell(_("juste"), tone="ok")
    return Cell(moved(difference), tone="refused" if difference < 0 else "genet")


class CountPanel(FormPanel):
    """What the count changes, before it is validated. `abandoned`: nothing of it is kept."""

    abandoned = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Écarts"), theme, _("Valider l’inventaire"), icon="list-checks")
        # It stays as long as the count: there is nothing to close.
        policy = self.close_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.close_button.setSizePolicy(policy)
        self.close_button.hide()
        self.total = label("", "large-figure")
        self.said = label("", "note", wrap=True)
        self.note = Entry(_("Remarque"), text_field(theme, _("Remarque")))
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.scale.space(4))
        self.add(self.total, self.said, holder)
        self.body.addStretch(1)
        self.add(self.note)
        self.drop = button(theme, _("Abandonner ce comptage"), self.abandoned.emit, role="ghost")
        self.foot.addWidget(self.drop)

    def show_differences(
        self, found: Sequence[Difference], names: Mapping[str, str], counted: int, left: int
    ) -> None:
        """Show the differences and what they are worth."""
        value = sum(each.value or 0 for each in found)
        unknown = sum(1 for each in found if each.value is None)
        self.total.setText(typography.cents(value))
        parts = [
            ngettext("{} article compté", "{} articles comptés", counted).format(counted),
            ngettext("{} écart", "{} écarts", len(found)).format(len(found)),
        ]
        if unknown:
            parts.append(
                ngettext("{} sans prix d’achat", "{} sans prix d’achat", unknown).format(unknown)
            )
        text = ", ".join(parts) + "."
        if left:
            text += " " + ngettext(
                "{} article n’est pas compté : son stock ne change pas.",
                "{} articles ne sont pas comptés : leur stock ne change pas.",
                left,
            ).format(left)
        self.said.setText(text)
        self.save_button.setEnabled(bool(counted))
        empty(self._list)
        for each in found:
            worth = "" if each.value is None else f" · {typography.cents(each.value)}"
            name = names.get(each.product, each.product)
            tone = "refused" if each.quantity < 0 else "genet"
            line = label(f"{moved(each.quantity)} · {name}{worth}", "", tone, wrap=True)
            self._list.addWidget(line)
