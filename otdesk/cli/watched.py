"""A command that the window runs beside itself: it tells its progress, and stops when asked to.

One JSON object a line on standard output: `{"progress": [done, total]}`, then one with `done` or
one with `fault`. The end of standard input, or a line on it, means: give up. So the end of the
window is the end of what it began, on every system.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from otdesk.cli.composition import ExitCode
from otdesk.errors import DataFault, DeskError, EnvironmentFault

if TYPE_CHECKING:
    from otdesk.sync.mailbox.exchange import Watch
    from otdesk.sync.office_round import Round

# More often, nobody would see it.
_EACH_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: the packet that left, acknowledgements, decisions, refusals, a file."""

    sent: int = 0
    acknowledged: tuple[int, ...] = ()
    decisions: int = 0
    refused: tuple[str, ...] = ()
    new_stream: bool = False
    file: str = ""
    entries: int = 0
    faults: tuple[str, ...] = ()


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Let the window watch a command."""
    parser.add_argument("--watched", action="store_true", help=argparse.SUPPRESS)


def run(work: Callable[[Watch], Told]) -> int:
    """Do the work, tell how it goes and how it ended; return the exit code."""
    from otdesk.sync.mailbox.exchange import Watch

    stopped = threading.Event()

    def listen() -> None:
        sys.stdin.readline()
        stopped.set()

    threading.Thread(target=listen, name="otdesk-stop", daemon=True).start()
    last = -_EACH_SECONDS

    def tell_progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EACH_SECONDS or done >= total:
            last = now
            _tell(progress=[done, total])

    try:
        told = work(Watch(tell_progress, stopped.is_set))
    except EnvironmentFault as fault:
        offered = getattr(fault, "offered", None)
        _tell(
            fault=type(fault).__name__,
            what=fault.what,
            safe=fault.safe,
            todo=fault.todo,
            fingerprint="" if offered is None else offered.fingerprint,
        )
        return ExitCode.COULD_NOT_RUN
    except DeskError as fault:
        _tell(fault=type(fault).__name__, what=str(fault), safe="", todo="", fingerprint="")
        is_data = isinstance(fault, DataFault)
        return ExitCode.FAULTY_DATA if is_data else ExitCode.INTERRUPTED
    _tell(done=asdict(told))
    return ExitCode.DONE


def told_round(done: Round) -> Told:
    """Return what a round of an office came to."""
    return Told(
        sent=0 if done.sent is None else done.sent.manifest.number,
        acknowledged=tuple(heard.said.number for heard in done.heard),
        decisions=sum(heard.taken.new for heard in done.heard),
        refused=tuple(f"{name} : {reason}" for name, reason in done.refused),
        new_stream=any(heard.outcome.new_stream for heard in done.heard),
    )


def _tell(**said: Any) -> None:  # noqa: ANN401 - JSON
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()
