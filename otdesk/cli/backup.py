"""`otdesk backup`: a checked copy of the database, and a second one elsewhere."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import say
from otdesk.i18n import _

REASONS = ("manual", "daily", "hourly")


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "backup",
        help=_("sauvegarde la base"),
        description=_("Sauvegarde la base dans le dossier « backups », contrôlée avant d’y être."),
    )
    parser.add_argument(
        "--to", metavar="DOSSIER", type=Path, help=_("copie aussi sur une clé ou un partage")
    )
    # What the window asks for: why, and when by its own clock, which gives the backup its name.
    parser.add_argument("--reason", choices=REASONS, default=REASONS[0], help=argparse.SUPPRESS)
    parser.add_argument("--at", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Back up. Raises DataFault where the database has faults, SecondPlaceFault on `--to`."""
    from otdesk.cli.till_notes import note_in_till
    from otdesk.services.till import events
    from otdesk.store.backup import back_up_database, copy_to

    workplace = composition.workplace()
    now = args.at or workplace.local(workplace.clock.now()).replace(tzinfo=None)
    with _leaving_nothing():
        made = back_up_database(workplace.database, args.reason, now)
        # Told at once: where the second place fails, this one is made all the same.
        say(_("Sauvegarde : {}").format(made))
        note_in_till(workplace, events.BACKUP, made.name)
        if args.to is not None:
            say(_("Copie : {}").format(copy_to(made, args.to, now)))
    return ExitCode.DONE


@contextmanager
def _leaving_nothing() -> Iterator[None]:
    """Have what is unfinished cleared away when the window, or the system, ends the command."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
