"""`otdesk restore`: back to a backup; the database that it replaces is kept."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from otdesk import typography
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import say
from otdesk.i18n import _, ngettext


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "restore",
        help=_("revient à une sauvegarde"),
        description=_(
            "Contrôle une sauvegarde et la met à la place de la base, qui est gardée dans "
            "« backups ». La fenêtre doit être fermée."
        ),
    )
    parser.add_argument("file", metavar="FICHIER", type=Path, help=_("la sauvegarde"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Restore. Raises DataFault on an unfit backup, FolderOccupied while a window is open."""
    from otdesk.cli.till_notes import note_in_till
    from otdesk.services.till import events
    from otdesk.store.restore import restore

    grounds = composition.make_grounds()
    # The zone is inside the database, which may be past reading: the machine's own will do.
    now = grounds.clock.now().astimezone().replace(tzinfo=None)
    restored = restore(args.file, composition.folder, now, state=grounds.state)
    # Opened once, so that it goes on in a stream of its own: it is behind this machine's mark.
    workplace = composition.workplace()
    note_in_till(workplace, events.RESTORE, args.file.name)
    count = restored.report.entries
    say(
        ngettext(
            "Restauré : {file}, {count} entrée.", "Restauré : {file}, {count} entrées.", count
        ).format(file=args.file, count=typography.integer(count))
    )
    if restored.aside is not None:
        say(_("La base précédente est gardée : {}").format(restored.aside))
    return ExitCode.DONE
