"""What stands around the screens: the head over all, the rail beside, the banner over them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from otdesk.ui.banner import Banner
from otdesk.ui.head import Head
from otdesk.ui.rail import Rail, RailPlace
from otdesk.ui.theme.apply import Theme


class WindowFrame(QWidget):
    """Lays them out; the window connects them. The screens go into `stack`."""

    def __init__(self, theme: Theme, places: tuple[RailPlace, ...]) -> None:
        super().__init__()
        self.head = Head(theme)
        self.rail = Rail(theme, places)
        self.banner = Banner(theme)
        self.stack = QStackedWidget()
        right = QVBoxLayout()
        right.addWidget(self.banner)
        right.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.addWidget(self.head)
        column.addLayout(across, 1)
        for layout in (right, across, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
