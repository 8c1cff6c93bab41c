"""What the composition root hands over to a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otdesk.services.workplace import Grounds, Workplace


class ExitCode(IntEnum):
    """What a command leaves behind, for scripts."""

    DONE = 0
    FAULTY_DATA = 1
    COULD_NOT_RUN = 2
    # The shell's own number for Ctrl+C.
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Composition:
    """The data folder that a command works on, and what it may ask for.

    `make_grounds` imports the database layer, which `--help` and `--version` do without;
    `open_window` shows the window on a folder, which only `app` knows how to.
    """

    folder: Path
    make_grounds: Callable[[], Grounds]
    open_window: Callable[[Path], int]

    def workplace(self) -> Workplace:
        """Open the data folder. Raises an EnvironmentFault on anything that is not one."""
        from otdesk.services.workplace import open_folder

        return open_folder(self.make_grounds(), self.folder)
