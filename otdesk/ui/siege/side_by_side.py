"""A list or a table with its panel: beside it where there is room, under it where text is large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from otdesk.ui.theme.apply import Theme

# Under so many ems the panel stands under what it belongs to.
_ROOM_EM = 66
_ANY_WIDTH = 16_777_215


class _Side(QScrollArea):
    """The panel: beside it has a width and scrolls by itself, under it takes its whole height."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self._under = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(panel)

    def stand(self, *, under: bool, width: int) -> None:
        """Stand under what it belongs to, or beside it at a width."""
        self._under = under
        self.setMaximumWidth(_ANY_WIDTH if under else width)
        self.setMinimumWidth(0 if under else width)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height where what it holds has another one."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """Return what it holds, where the whole scrolls."""
        least = super().minimumSizeHint()
        inside = self.widget()
        if not self._under or inside is None:
            return least
        height = max(
            inside.sizeHint().height(),
            inside.minimumSizeHint().height(),
            inside.heightForWidth(self.width()),
        )
        return QSize(least.width(), height)

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self.minimumSizeHint()


class SideBySide(QScrollArea):
    """`main` takes the room, `panel` is `panel_em` wide beside it; `stacked`: it stands under."""

    stacked = Signal(bool)

    def __init__(self, theme: Theme, main: QWidget, panel: QWidget, panel_em: float) -> None:
        super().__init__()
        self._theme = theme
        self._panel_em = panel_em
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(theme.scale.gap_wide)
        self.side = _Side(panel)
        self._across.addWidget(main, 1)
        self._across.addWidget(self.side)
        self.setWidget(body)

    @property
    def is_stacked(self) -> bool:
        """Tell whether the panel stands under."""
        return self._across.direction() == QBoxLayout.Direction.TopToBottom

    def show_panel(self) -> None:
        """Bring the panel into sight from its top."""
        self.side.verticalScrollBar().setValue(0)
        self.side.updateGeometry()
        if self.is_stacked:
            self.ensureWidgetVisible(self.side, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel under where one line does not hold both."""
        super().resizeEvent(event)
        scale = self._theme.scale
        under = self.width() < _ROOM_EM * scale.em()
        ways = QBoxLayout.Direction
        self._across.setDirection(ways.TopToBottom if under else ways.LeftToRight)
        self.stacked.emit(under)
        self.side.stand(under=under, width=scale.em(self._panel_em))
