"""`otdesk archive`: a period of the till as a signed file, for years and for inspectors."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from otdesk import typography
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import say
from otdesk.domain.period import Period
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _, ngettext


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "archive",
        help=_("archive une période de la caisse dans un fichier signé"),
        description=_(
            "Écrit une archive signée de la caisse, au plus douze mois, et l’inscrit dans son "
            "journal. Rien n’est effacé. « otdesk verify --archive » la vérifie seule."
        ),
    )
    parser.add_argument(
        "--period",
        required=True,
        metavar="PÉRIODE",
        help=_("2022-07-14, 2022-07 ou 2022"),
    )
    parser.add_argument(
        "--output", required=True, metavar="FICHIER", type=Path, help=_("le fichier zip")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Archive. Raises DataFault on an empty period, an EnvironmentFault without a till here."""
    from otdesk.services.till import archive
    from otdesk.services.till.keystore import keystore
    from otdesk.services.till.post import TillPost
    from otdesk.services.till.start import find
    from otdesk.store.store import SYSTEM

    period = Period.parse(args.period)
    grounds = composition.make_grounds()
    workplace = composition.workplace()
    with closing(workplace.open_store()) as store:
        with store.reading() as connection:
            post = find(
                connection,
                keystore(grounds.state),
                store.anchors,
                workplace.identity.office,
                workplace.zone,
            )
        if not isinstance(post, TillPost):
            raise EnvironmentFault(
                _("La caisse de ce dossier ne peut pas signer d’archive sur ce poste."),
                safe=_("Rien n’a été écrit ni changé."),
                todo=_("Lancer la commande sur le poste de la caisse, après l’y avoir ouverte."),
            )
        made = archive.make(store, post, period, args.output, SYSTEM)
    count = ngettext("{} entrée", "{} entrées", made.entries).format(
        typography.integer(made.entries)
    )
    say(_("Archive écrite : {path}, {entries}").format(path=made.path, entries=count))
    say(_("SHA-256 : {}").format(made.sha256))
    say(_("Signature : {}").format(made.signature))
    return ExitCode.DONE
