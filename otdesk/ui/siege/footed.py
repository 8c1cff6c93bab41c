"""A card whose body scrolls above its foot: what it is for stays in sight on a low screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from otdesk.ui.theme.apply import Theme

# What is seen of the body at least, in lines to touch.
_LEAST_LINES = 3


class _Body(QScrollArea):
    """As wide as the widest part of what it holds, and high enough for a few lines of it."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self._least = least
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The card's own ground shows.
        self.viewport().setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part, and the least height."""
        inside = self.widget()
        return QSize(0 if inside is None else inside.minimumSizeHint().width(), self._least)

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self.minimumSizeHint()


class Footed(QFrame):
    """What it holds goes into `column`, its buttons into `foot`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        scale = theme.scale
        self.setProperty("role", "card")
        pad = scale.space(14)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, pad, 0, pad)
        self._outer.setSpacing(0)
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(pad, 0, pad, 0)
        self.column.setSpacing(scale.space(8))
        self.body = _Body(_LEAST_LINES * scale.target)
        self._outer.addWidget(self.body, 1)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(pad, scale.space(8), pad, 0)
        self.foot.setSpacing(scale.space(8))
        self._outer.addLayout(self.foot)
        self._scroll()

    @property
    def is_whole(self) -> bool:
        """Tell whether all is shown."""
        return self.body.widget() is None

    def show_whole(self, whole: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Be as high as all it holds, where the page around it scrolls; or as high as there is."""
        if whole == self.is_whole:
            return
        if whole:
            # Out of the scroll area, whose room counts no line that wraps.
            self.body.takeWidget()
            self.body.hide()
            self._outer.insertWidget(0, self._inside)
            self._inside.show()
        else:
            self._outer.removeWidget(self._inside)
            self._scroll()

    def _scroll(self) -> None:
        self.body.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self.body.show()
