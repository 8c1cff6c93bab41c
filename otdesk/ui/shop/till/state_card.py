"""The X: what the till took since its last Z, and what must lie in the drawer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashMove
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.ui.days.controls import card, empty, label, rule
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.desk import ShopPicture
from otdesk.ui.theme.apply import Theme

Line = tuple[str, int]


class StateCard(QWidget):
    """Shows the state of a till; `print_wanted` asks for the X on paper."""

    print_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        scale = theme.scale
        frame, column = card(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        head = QHBoxLayout()
        self.title = label(_("Depuis le dernier Z"), "title")
        self.since = label("", "note", wrap=True)
        self.paper = KeyButton(theme, _("Imprimer le X"), "", icon="printer")
        self.paper.clicked.connect(self.print_wanted)
        head.addWidget(self.title)
        head.addWidget(self.since, 1)
        head.addWidget(self.paper)
        column.addLayout(head)
        self.turnover = label("", "large-figure", "demand")
        self.drawer = label("", "large-figure", "origin")
        figures = FlowLayout(scale.space(28))
        figures.addWidget(self._figure(self.turnover, _("chiffre d’affaires")))
        figures.addWidget(self._figure(self.drawer, _("espèces attendues dans le tiroir")))
        self.small = label("", "note", wrap=True)
        column.addLayout(figures)
        column.addWidget(self.small)
        column.addSpacing(scale.space(4))
        self._rule = rule()
        column.addWidget(self._rule)
        self._columns = FlowLayout(scale.space(28), at_top=True)
        column.addLayout(self._columns)

    def show_state(self, shop: ShopPicture) -> None:
        """Show where the till stands."""
        state = shop.state
        if state is None:
            return
        totals = state.totals
        self.since.setText(
            _("aucun Z encore")
            if state.last_z is None
            else _("n° {number}, le {day}").format(
                number=state.last_z.number, day=typography.long_date(state.last_z.day, year=False)
            )
        )
        self.turnover.setText(typography.cents(totals.turnover))
        self.drawer.setText(typography.cents(state.drawer))
        self.small.setText(" · ".join(_counted(shop)))
        empty(self._columns)
        families = {family.code: family.short for family in shop.catalogue.families}
        parties = {code: each.name for code, each in shop.catalogue.suppliers.items()}
        methods = {method.value: labels.payment_method(method) for method in PaymentMethod}
        moves = {move.value: labels.cash_move(move) for move in CashMove}
        self._add(_("Règlements"), _named(totals.by_method, methods))
        self._add(_("Familles"), _named(totals.by_family, families))
        self._add(
            _("TVA comprise"),
            [
                (_("à {}").format(labels.vat_rate(vat.basis_points)), vat.vat)
                for vat in totals.vat
                if vat.basis_points
            ],
        )
        self._add(_("Pour des tiers"), _named(totals.by_third_party, parties))
        self._add(_("Mouvements d’espèces"), _named(totals.by_move, moves))
        self._rule.setVisible(self._columns.count() > 0)

    def _figure(self, figure: QLabel, words: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(figure)
        column.addWidget(label(words, "note"))
        return holder

    def _add(self, title: str, lines: list[Line]) -> None:
        if lines:
            self._columns.addWidget(breakdown(title, lines, self._theme))


def breakdown(title: str, lines: Iterable[Line], theme: Theme, *, narrow: bool = False) -> QWidget:
    """Return a titled column of names and sums; a `narrow` one breaks its names, never its sums."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.scale.space(12))
    grid.setVerticalSpacing(theme.scale.space(1))
    grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
    if narrow:
        grid.setColumnStretch(0, 1)
    row = 0
    for row, (name, cents) in enumerate(lines, start=1):
        amount = label(typography.cents(cents), "")
        amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        amount.setAccessibleName(f"{name} : {amount.text()}")
        grid.addWidget(label(name, "note", wrap=narrow), row, 0)
        grid.addWidget(amount, row, 1)
    grid.setRowStretch(row + 1, 1)
    return holder


def _named(amounts: Mapping[str, int], names: Mapping[str, str]) -> list[Line]:
    """Return names and sums, the largest first; what came to nothing is left out."""
    found = [(names.get(code, code) or _("Sans famille"), cents) for code, cents in amounts.items()]
    return sorted((line for line in found if line[1]), key=lambda line: -abs(line[1]))


def _counted(shop: ShopPicture) -> Iterable[str]:
    if shop.state is None:
        return
    totals = shop.state.totals
    yield ngettext("{} ticket", "{} tickets", totals.receipts).format(
        typography.integer(totals.receipts)
    )
    if totals.refunds:
        yield ngettext(
            "{count} remboursement : {sum}", "{count} remboursements : {sum}", totals.refunds
        ).format(count=totals.refunds, sum=typography.cents(totals.refunded))
    if totals.held:
        yield _("encaissé pour des tiers : {}, hors chiffre d’affaires").format(
            typography.cents(totals.held)
        )
