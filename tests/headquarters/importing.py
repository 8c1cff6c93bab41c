"""Imports in processes of their own, to be killed or to meet: importing.py FOLDER STATE.

One process pays for the program's start; for each line `FILE...` that it is told, a fork of it
takes in the files, saying `child PID` before, `taken NAME STATE` after each, and `dead` in the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.headquarters import mailroom
from otdesk.services import workplace
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.workplace import Grounds
from otdesk.sync.post_keys import keys_of
from tests.store.desk import START

ROOT = Path(__file__).parents[2]


@dataclass
class Nursery:
    """The process that forks imports on one siège's folder."""

    process: subprocess.Popen[str]

    def begin(self, *files: Path) -> int:
        """Begin to take in files, and return the process that does."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{' '.join(map(str, files))}\n")
        self.process.stdin.flush()
        word, pid = self.said()
        assert word == "child"
        return int(pid)

    def ended(self) -> list[list[str]]:
        """Wait until the import has ended, and return what it took in."""
        taken = []
        while (words := self.said()) != ["dead"]:
            taken.append(words[1:])
        return taken

    def said(self) -> list[str]:
        """Return the next line, as words."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the nursery is gone"
        return line.split()


@contextmanager
def nursery(folder: Path, state: Path) -> Iterator[Nursery]:
    """Run a nursery until the block ends."""
    command = [sys.executable, "-m", "tests.headquarters.importing", str(folder), str(state)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    with process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def _take(folder: Path, state: Path, files: list[str]) -> None:
    grounds = Grounds(paths.database_files(), state, FixedClock(START))
    place = workplace.open_folder(grounds, folder)
    with closing(place.open_store()) as store:
        keys = keys_of(store, FileKeystore(state / KEYS))
        for file in files:
            incoming = mailroom.take_file(store, keys, Path(file))
            _say("taken", incoming.name, incoming.taken.state.value)


def _say(*words: str) -> None:
    sys.stdout.write(f"{' '.join(words)}\n")
    sys.stdout.flush()


def main(folder: Path, state: Path) -> None:
    """Fork an import for each line."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _take(folder, state, line.split())
            os._exit(0)
        _say("child", str(child))
        os.waitpid(child, 0)
        _say("dead")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
