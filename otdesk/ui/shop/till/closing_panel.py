"""One closing, as it was signed: what it says, and its paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from otdesk import typography
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashMove
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.reports.shop.closings import ClosingRecord
from otdesk.ui.days.controls import empty, label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till import words
from otdesk.ui.shop.till.state_card import breakdown
from otdesk.ui.theme.apply import Theme


class ClosingPanel(SidePanel):
    """Shows a closing; `print_wanted` carries its record."""

    print_wanted = Signal(object)

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(_("Clôture"), theme)
        self._desk = desk
        self.record: ClosingRecord | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.scale.space(8))
        self.body.addLayout(self._column)
        self.body.addStretch(1)
        self.paper = KeyButton(
            theme, _("Imprimer"), _("Ctrl Entrée"), role="primary", icon="printer"
        )
        self.paper.clicked.connect(self.act)
        self.foot.addWidget(self.paper)

    def act(self) -> None:
        """Ask for the paper."""
        if self.record is not None:
            self.print_wanted.emit(self.record)

    def show_record(self, record: ClosingRecord) -> None:
        """Show a closing."""
        self.record = record
        closing = record.closing
        totals = closing.totals
        self.say_title(f"{words.closing_name(closing)} · {words.closing_period(closing)}")
        empty(self._column)
        self._column.addWidget(label(typography.cents(totals.turnover), "figure", "demand"))
        self._column.addWidget(label(_("chiffre d’affaires"), "note"))
        methods = {method.value: labels.payment_method(method) for method in PaymentMethod}
        moves = {move.value: labels.cash_move(move) for move in CashMove}
        catalogue = self._desk.picture.catalogue if self._desk.picture is not None else None
        families = {} if catalogue is None else {f.code: f.label for f in catalogue.families}
        parties = {} if catalogue is None else {c: s.name for c, s in catalogue.suppliers.items()}
        if closing.counted is not None:
            self._add(
                _("Tiroir"),
                [
                    (_("attendu"), closing.expected),
                    (_("compté"), closing.counted),
                    (_("écart"), closing.difference),
                ],
            )
        if closing.explanation:
            self._column.addWidget(
                label(_("Explication : {}").format(closing.explanation), "note", wrap=True)
            )
        if closing.card_terminal is not None:
            self._add(_("Terminal de cartes"), [(_("total"), closing.card_terminal)])
        self._add(_("Règlements"), [(methods[c], s) for c, s in totals.by_method.items() if s])
        self._add(
            _("Familles"), [(families.get(c, c), s) for c, s in totals.by_family.items() if s]
        )
        self._add(
            _("Pour des tiers"),
            [(parties.get(c, c), s) for c, s in totals.by_third_party.items() if s],
        )
        self._add(
            _("Mouvements d’espèces"), [(moves[c], s) for c, s in totals.by_move.items() if s]
        )
        self._add(
            _("Totaux perpétuels"),
            [(_("net"), closing.perpetual.net), (_("absolu"), closing.perpetual.absolute)],
        )
        local = self._desk.workplace.local(closing.closed_at)
        self._column.addWidget(
            label(
                _("Signée le {when} par {who}. Registre {code}.").format(
                    when=typography.stamp(local),
                    who=closing.operator if closing.counted is not None else "otdesk",
                    code=record.head,
                ),
                "note",
                wrap=True,
            )
        )
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setAccessibleDescription(typography.cents(totals.turnover))

    def _add(self, title: str, lines: list[tuple[str, int]]) -> None:
        if lines:
            self._column.addWidget(breakdown(title, lines, self.theme, narrow=True))
