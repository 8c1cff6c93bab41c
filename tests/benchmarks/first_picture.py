"""The program as it is started, until its counter was painted: `python -m … FOLDER`."""

from __future__ import annotations

import os
import sys

from otdesk import app
from otdesk.ui import application


class Session(application.Session):
    """Ends the process once it was painted."""

    def show(self) -> None:
        """Show the window, and leave before the upkeep begins."""
        self.painted.connect(leave)
        super().show()


def leave() -> None:
    """End at once: what an exit costs is not asked here."""
    os._exit(0)


if __name__ == "__main__":
    setattr(application, "Session", Session)  # noqa: B010 - mypy takes a class for a type
    sys.exit(app.main(["--data", sys.argv[1]]))
