"""« Argent pour des tiers »: collected, owed, paid over. It was never turnover."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.store.shop_state import HeldMoney
from otdesk.store.transaction import Transaction
from otdesk.ui.days.controls import empty, label
from otdesk.ui.preferences.cards import Choice
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till.amount_field import AmountField, named
from otdesk.ui.shop.till.guarded import TillPanel
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import SEMIBOLD
from otdesk.ui.theme.scale import SMALL
from otdesk.ui.theme.segment import SegmentButton

_METHODS = (PaymentMethod.TRANSFER, PaymentMethod.CHEQUE, PaymentMethod.CASH)


class HeldPanel(TillPanel):
    """Pays over what is held for a third party; in cash it leaves the drawer."""

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(_("Argent pour des tiers"), _("Noter le reversement"), desk, theme)
        self._held: dict[str, HeldMoney] = {}
        self._method = PaymentMethod.TRANSFER
        self._parties = QVBoxLayout()
        self._parties.setSpacing(theme.scale.space(6))
        self._group: QButtonGroup | None = None
        self.choices: dict[str, SegmentButton] = {}
        self.note_line = label("", "note", wrap=True)
        self.amount = AmountField(_("Somme reversée"), theme)
        self.amount.returnPressed.connect(self.act)
        self.how = Choice(
            theme,
            _("Moyen"),
            [(method.value, labels.payment_method(method)) for method in _METHODS],
            self._method.value,
            self._on_method,
        )
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Remarque"))
        self.note.setPlaceholderText(_("facultatif : reçu, référence du virement"))
        self.note.setMaxLength(200)
        self.body.addWidget(
            label(
                _("Cartes de pêche, inscriptions pour d’autres : encaissé, dû, jamais vendu."),
                "note",
                wrap=True,
            )
        )
        self.body.addLayout(self._parties)
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(theme.scale.space(8))
        for widget in (
            self.note_line,
            named(_("Somme reversée"), self.amount, theme),
            self.how,
            named(_("Remarque"), self.note, theme),
        ):
            fields.addWidget(widget)
        self.body.addWidget(self._fields)
        self.body.addStretch(1)

    def ask(self, held: tuple[HeldMoney, ...], names: dict[str, str]) -> None:
        """Come up with who is owed what."""
        self._held = {each.third_party: each for each in held}
        self.note.clear()
        self.refuse("")
        empty(self._parties)
        self.choices = {}
        self._group = QButtonGroup(self)
        metrics = QFontMetrics(self.theme.font(SMALL, SEMIBOLD))
        for each in held:
            name, owed = names.get(each.third_party, each.third_party), typography.cents(each.owed)
            # A long name widened the panel behind its edge, with all that is in it.
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self.theme.scale.em(15))
            words = _("{name}\ndû {sum}").format(name=short, sum=owed)
            made = SegmentButton(words, self.theme, tone="demand")
            made.setAccessibleName(_("{name} · dû {sum}").format(name=name, sum=owed))
            made.setToolTip(name)
            made.clicked.connect(lambda _on=False, party=each.third_party: self._on_party(party))
            self._group.addButton(made)
            self.choices[each.third_party] = made
            self._parties.addWidget(made)
        if not held:
            self._parties.addWidget(label(_("Rien n’a encore été encaissé pour un tiers."), "note"))
        self._fields.setVisible(bool(held))
        self.go.setEnabled(bool(held))
        self.guard.ask(wanted=bool(held))
        first = next((e for e in held if e.owed > 0), held[0] if held else None)
        if first is not None:
            self.choices[first.third_party].setChecked(True)
            self._on_party(first.third_party)

    @property
    def party(self) -> str:
        """Return whose money it is, empty where nobody's is held."""
        return next((name for name, made in self.choices.items() if made.isChecked()), "")

    def _on_party(self, party: str) -> None:
        held = self._held[party]
        self.note_line.setText(
            _("Encaissé {collected}, reversé {paid}, dû {owed}.").format(
                collected=typography.cents(held.collected),
                paid=typography.cents(held.paid_over),
                owed=typography.cents(held.owed),
            )
        )
        self.amount.show_cents(held.owed if held.owed > 0 else None)
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amount.selectAll()

    def _on_method(self, value: str) -> None:
        self._method = PaymentMethod(value)

    def write(self) -> Callable[[], None]:
        """Return what records the payment."""
        shop, party, cents = self.desk.picture, self.party, self.amount.amount()
        if not party or not cents:
            raise DataFault(_("Indiquer la somme."))
        if shop is None or shop.post is None:
            raise DataFault(_("La caisse n’est pas ouverte."))
        post, method, note = shop.post, self._method, self.note.text()

        def use_case(transaction: Transaction) -> Changes:
            from otdesk.services.shop import held_money

            return held_money.pay_over(transaction, post, party, cents, method, note=note)

        told = _("Reversé : {}.").format(typography.cents(cents))

        def on_done(_changes: Changes) -> None:
            if shiboken6.isValid(self):
                self.done.emit(told)

        return lambda: self.desk.write(use_case, on_done, self.on_fault)
