"""`otdesk init`: a new, empty data folder of an office, or of the head office."""

from __future__ import annotations

import argparse
from typing import Any

from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import say
from otdesk.errors import DataFault
from otdesk.i18n import _

DEFAULT_PROFILE = "cevennes"


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser("init", help=_("crée un dossier de données vide"))
    role = parser.add_mutually_exclusive_group(required=True)
    role.add_argument("--office", metavar="CODE", help=_("le bureau de ce dossier (PDM)"))
    role.add_argument("--siege", action="store_true", help=_("le dossier du siège"))
    parser.add_argument("--database", metavar="URL", help=_("la base du siège, sur un serveur"))
    parser.add_argument(
        "--profile",
        metavar="CODE",
        default=DEFAULT_PROFILE,
        help=_("le réseau du bureau (par défaut : cevennes)"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Make the folder. Raises DataFault on an unknown code, FolderTaken on a used folder.

    And an EnvironmentFault where a server cannot be used.
    """
    if args.database is not None and not args.siege:
        raise DataFault(_("--database va avec --siege : un bureau a sa base dans son dossier."))
    from otdesk.services.workplace import create, create_siege

    if args.siege:
        place = create_siege(
            composition.make_grounds(),
            composition.folder,
            profile_code=args.profile,
            database=args.database,
        )
        say(
            _("Le dossier du siège de {name} est prêt : {folder}").format(
                name=place.profile.name, folder=composition.folder
            )
        )
        return ExitCode.DONE
    workplace = create(
        composition.make_grounds(),
        composition.folder,
        profile_code=args.profile,
        office=args.office.upper(),
    )
    say(
        _("Le dossier du bureau {name} ({code}) est prêt : {folder}").format(
            name=workplace.office.name,
            code=workplace.identity.office,
            folder=composition.folder,
        )
    )
    return ExitCode.DONE
