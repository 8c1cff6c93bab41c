"""`otdesk init`: a new, empty data folder of an office."""

from __future__ import annotations

import argparse
from typing import Any

from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import say
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _

DEFAULT_PROFILE = "cevennes"


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser("init", help=_("crée un dossier de données vide"))
    role = parser.add_mutually_exclusive_group(required=True)
    role.add_argument("--office", metavar="CODE", help=_("le bureau de ce dossier (PDM)"))
    role.add_argument("--siege", action="store_true", help=_("le dossier du siège"))
    parser.add_argument(
        "--profile",
        metavar="CODE",
        default=DEFAULT_PROFILE,
        help=_("le réseau du bureau (par défaut : cevennes)"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Make the folder. Raises DataFault on an unknown code, FolderTaken on a used folder."""
    if args.siege:
        raise EnvironmentFault(
            _("Le dossier du siège n’existe pas encore dans cette version."),
            safe=_("Rien n’a été créé."),
            todo=_("Il vient avec la synchronisation ; les bureaux s’ouvrent avec --office CODE."),
        )
    from otdesk.services.workplace import create

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
