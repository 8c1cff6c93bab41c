"""Fields of the shop's forms: amounts, quantities, days, each with its name over it.

A field that cannot be read is framed in red, and the sentence under it says why.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.domain.money import Cents, Thousandths
from otdesk.domain.written_dates import read_date
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.services.shop.catalogue_lines import read_amount, read_quantity
from otdesk.ui.days.controls import label
from otdesk.ui.days.whole_field import WholeField
from otdesk.ui.theme.apply import Theme

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


class TypedField(WholeField, Generic[T]):
    """A text that stands for a value; `value` is None where it is empty."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        read: Callable[[str], T],
        write: Callable[[T], str],
        *,
        right: bool = True,
        width_em: float = 8,
    ) -> None:
        super().__init__()
        self._read, self._write = read, write
        self.setAccessibleName(name)
        self.setMinimumHeight(theme.scale.target)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        if width_em:
            self.setFixedWidth(theme.scale.em(width_em))

    def value(self) -> T | None:
        """Return what is typed, None for nothing. Raises DataFault."""
        text = self.text().strip()
        return self._read(text) if text else None

    def show_value(self, value: T | None) -> None:
        """Show a value, or nothing."""
        self.setText("" if value is None else self._write(value))


def amount_field(theme: Theme, name: str) -> TypedField[Cents]:
    """Return a field for an amount in euros."""
    return TypedField(theme, name, read_amount, plain_amount)


def quantity_field(theme: Theme, name: str, width_em: float = 6) -> TypedField[Thousandths]:
    """Return a field for a quantity of goods."""
    return TypedField(theme, name, read_quantity, labels.quantity, width_em=width_em)


def day_field(theme: Theme, name: str) -> TypedField[date]:
    """Return a field for a day: `14/07/2022`."""
    field = TypedField(theme, name, read_date, typography.short_date, right=False, width_em=9)
    field.setPlaceholderText(_("jj/mm/aaaa"))
    return field


def text_field(theme: Theme, name: str, most: int = 120) -> QLineEdit:
    """Return a field for some words."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaxLength(most)
    field.setMinimumHeight(theme.scale.target)
    return field


def plain_amount(cents: Cents) -> str:
    """Return `13,90`, as a hand types it."""
    return f"{cents // 100},{cents % 100:02d}"


class ChoiceField(QComboBox):
    """A choice among codes with their labels; rows of a finger's height."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumHeight(theme.scale.target)
        view = QListView(self)
        view.setStyleSheet(f"QListView::item {{ min-height: {theme.scale.target}px; }}")
        self.setView(view)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def show_choices(self, choices: list[tuple[str, str]], current: str | None = None) -> None:
        """Offer (code, label) pairs; the choice stays where its code does."""
        wanted = self.code if current is None else current
        self.blockSignals(True)
        self.clear()
        for code, text in choices:
            self.addItem(text, code)
        self.setCurrentIndex(max(self.findData(wanted), 0))
        self.blockSignals(False)

    @property
    def code(self) -> str:
        """Return the code that is chosen."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Choose a code, the first one where it is not offered."""
        self.setCurrentIndex(max(self.findData(code), 0))


class Entry(QWidget, Generic[W]):
    """A field under its name, and over the sentence that says why it is refused."""

    changed = Signal()

    def __init__(self, name: str, field: W, note: str = "") -> None:
        super().__init__()
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.name = label(name, "heading")
        self.name.setBuddy(field)
        column.addWidget(self.name)
        column.addWidget(field)
        self._note = note
        self.said: QLabel = label(note, "note", wrap=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        # Shown before it has a parent, it would come up as a window of its own.
        column.addWidget(self.said)
        self.said.setVisible(bool(note))
        if isinstance(field, QLineEdit):
            field.textChanged.connect(self.changed)
        elif isinstance(field, QComboBox):
            field.currentIndexChanged.connect(lambda _at: self.changed.emit())
        elif isinstance(field, QCheckBox):
            field.toggled.connect(lambda _on: self.changed.emit())

    def say(self, fault: str) -> None:
        """Say why the field is refused, or nothing any more."""
        self.said.setText(fault or self._note)
        self.said.setVisible(bool(fault or self._note))
        tone = "refused" if fault else ""
        for widget, name, value in (
            (self.said, "tone", tone),
            (self.field, "faulty", bool(fault)),
        ):
            if widget.property(name) != value:
                widget.setProperty(name, value)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self.field.setAccessibleDescription(fault or self._note)

    def read(self, reader: Callable[[], T]) -> tuple[T | None, bool]:
        """Return what `reader` gives and True; a fault is said here, and gives None and False."""
        try:
            value = reader()
        except DataFault as fault:
            self.say(str(fault))
            return None, False
        self.say("")
        return value, True
