"""A field for a sum in euros: a barcode that a scanner types into it is refused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.money import Cents, parse_cents
from otdesk.errors import DataFault
from otdesk.ui.days.controls import label
from otdesk.ui.days.whole_field import WholeField
from otdesk.ui.theme.apply import Theme

_NO_LIMIT = 16_777_215


class AmountField(WholeField):
    """Euros and cents as a hand types them; empty is no sum, which zero is not."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(typography.cents(0))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(theme.scale.em(10))
        self.setMinimumHeight(theme.scale.target)
        self.textChanged.connect(lambda _text: self._mark(faulty=False))

    @property
    def typed(self) -> bool:
        """Tell whether anything stands there."""
        return bool(self.text().strip())

    @property
    def cents(self) -> Cents | None:
        """Return the sum, None where nothing is typed or it is not finished."""
        try:
            return self.amount()
        except DataFault:
            return None

    def amount(self) -> Cents | None:
        """Return the sum, None where nothing is typed. Raises DataFault on anything else."""
        if not self.typed:
            return None
        try:
            return parse_cents(self.text())
        except DataFault:
            self._mark(faulty=True)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            raise

    def show_cents(self, cents: Cents | None) -> None:
        """Show a sum, or nothing."""
        self.setText("" if cents is None else typography.cents(cents).removesuffix("\u00a0€"))

    def _mark(self, *, faulty: bool) -> None:
        if bool(self.property("faulty")) != faulty:
            self.setProperty("faulty", faulty)
            self.style().unpolish(self)
            self.style().polish(self)


def named(name: str, field: QWidget, theme: Theme, note: str = "") -> QWidget:
    """Return a field with its name above it, and a note beside."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.scale.space(3))
    column.addWidget(label(name, "heading", wrap=True))
    row = QHBoxLayout()
    row.setSpacing(theme.scale.gap)
    # A short field keeps to the left, where its name stands.
    short = field.maximumWidth() < _NO_LIMIT
    row.addWidget(field, 0 if short else 1)
    if note:
        row.addWidget(label(note, "note", wrap=True), 1)
    elif short:
        row.addStretch(1)
    column.addLayout(row)
    return holder
