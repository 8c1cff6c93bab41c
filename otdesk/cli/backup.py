"""`otdesk backup`: a checked copy of the database, and a second one elsewhere."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import say
from otdesk.i18n import _

REASON = "manual"


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
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Back up. Raises DataFault where the database has faults, SecondPlaceFault on `--to`."""
    from otdesk.store.backup import back_up

    workplace = composition.workplace()
    with closing(workplace.open_store()) as store:
        made = back_up(store, REASON, workplace.clock, args.to)
    say(_("Sauvegarde : {}").format(made))
    if args.to is not None:
        say(_("Copie : {}").format(args.to / made.name))
    return ExitCode.DONE
