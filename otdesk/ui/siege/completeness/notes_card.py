"""What asks for a hand beside the table: quarantines, unknown codes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.headquarters.overview import Overview
from otdesk.i18n import _, ngettext
from otdesk.ui.days.controls import empty, rule
from otdesk.ui.preferences.cards import label
from otdesk.ui.theme.apply import Theme


class NotesCard(QFrame):
    """Two lines at most; a press on it opens the reception, as F3. Gone where all is well."""

    wanted = Signal()

    def __init__(self, theme: Theme, name_of: Callable[[str], str]) -> None:
        super().__init__()
        self._theme = theme
        self._name_of = name_of
        self.setProperty("role", "card")
        scale = theme.scale
        column = QVBoxLayout(self)
        side = scale.space(14)
        column.setContentsMargins(side, scale.space(8), side, scale.space(8))
        column.setSpacing(scale.space(6))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(scale.space(6))
        column.addLayout(self._rows)

    def show_overview(self, seen: Overview) -> None:
        """Show what waits."""
        empty(self._rows)
        rows = self._lines(seen)
        self.setVisible(bool(rows))
        self.setAccessibleName(", ".join(title for _icon, _tone, title, _note in rows))
        for number, (icon, tone, title, note) in enumerate(rows):
            if number:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(icon, tone, title, note))

    def _lines(self, seen: Overview) -> list[tuple[str, str, str, str]]:
        rows = []
        aside = seen.open_aside
        if aside:
            title = ngettext("{} envoi en quarantaine", "{} envois en quarantaine", len(aside))
            first = aside[0]
            whose = self._name_of(first.office) if first.office else _("bureau inconnu")
            note = _("{} · n° {}").format(whose, first.number) if first.number else whose
            rows.append(("shield-alert", "refused", title.format(len(aside)), note))
        if seen.unknown:
            times = sum(code.times for code in seen.unknown)
            codes = len({(code.list, code.code) for code in seen.unknown})
            title = ngettext("{} code inconnu", "{} codes inconnus", codes).format(codes)
            note = ngettext(
                "{} fois ; compté à part jusqu’à sa traduction",
                "{} fois ; comptés à part jusqu’à leur traduction",
                codes,
            ).format(typography.integer(times))
            rows.append(("tag", "genet", title, note))
        return rows

    def _row(self, icon: str, tone: str, title: str, note: str) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(self._theme.scale.space(10))
        sign = QLabel()
        ink = self._theme.palette.hue(tone).ink
        side = self._theme.scale.icon
        sign.setPixmap(self._theme.icons.pixmap(icon, ink, side, self.devicePixelRatioF()))
        across.addWidget(sign)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, "heading", tone))
        words.addWidget(label(note, "note"))
        across.addLayout(words, 1)
        return holder

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the reception, as F3 does."""
        if self.rect().contains(event.position().toPoint()):
            self.wanted.emit()
