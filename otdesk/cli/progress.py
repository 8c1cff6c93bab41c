"""Progress on standard error, only where somebody looks at it; Ctrl+C as a request to stop."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Advance = Callable[[str, float], None]


@contextmanager
def progress() -> Iterator[Advance]:
    """Give a function that takes what is being done and how much of it, from 0 to 1."""
    if not sys.stderr.isatty():
        yield lambda _text, _fraction: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda text, fraction: bar.update(task, description=text, completed=fraction)


@contextmanager
def cancellable() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl+C was pressed inside the block.

    The work looks at it where it can still leave everything unchanged, so that « rien n’a été
    changé » is never said of something that was just written.
    """
    asked = threading.Event()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
