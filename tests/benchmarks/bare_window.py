"""A Qt window of sixty buttons, painted once: `python bare_window.py`."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QWidget


class Window(QWidget):
    """Ends the process once it was painted."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        for number in range(60):
            grid.addWidget(QPushButton(f"Bouton {number}"), number // 10, number % 10)

    def event(self, event: QEvent) -> bool:
        """Leave after the first painting, as `first_picture` does."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, leave)
        return super().event(event)


def leave() -> None:
    """End at once: what an exit costs is not asked here."""
    os._exit(0)


def main() -> int:
    """Show the window, maximised as ours is."""
    app = QApplication(sys.argv[:1])
    window = Window()
    window.showMaximized()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
