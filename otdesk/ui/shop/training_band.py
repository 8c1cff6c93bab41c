"""The band across the Boutique while it trains: nothing that is sold under it counts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class TrainingBand(QFrame):
    """Says SIMULATION on genêt; `ended` asks to come back to the real shop."""

    ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        scale, ink = theme.scale, theme.palette.genet.on_fill
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.margin_side, scale.space(5), scale.margin_side, scale.space(5))
        row.setSpacing(scale.gap)
        word = label(_("SIMULATION"), "title")
        more = label(
            _("Formation : rien ici ne compte, ni la caisse, ni le stock, ni les chiffres."),
            "",
            wrap=True,
        )
        for part in (word, more):
            # On a fill, a label's own ink may be light.
            part.setStyleSheet(f"color: {ink};")
        self.setAccessibleName(f"{word.text()}. {more.text()}")
        self.leave = KeyButton(theme, _("Finir la formation"), "")
        self.leave.clicked.connect(self.ended)
        row.addWidget(word)
        row.addWidget(more, 1)
        row.addWidget(self.leave)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the band."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.palette.genet.fill))
        painter.end()
