"""`otdesk export`: the next packet as a file, for a stick or a hand."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from otdesk.cli import watched
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.exchanging import Exchanging, exchanging
from otdesk.cli.import_packets import say_ends
from otdesk.cli.output import say
from otdesk.errors import DataFault
from otdesk.i18n import _


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "export",
        help=_("écrit le prochain envoi dans un dossier"),
        description=_(
            "Au bureau : tout ce que le siège n’a pas encore accusé, chiffré pour lui. "
            "Au siège : la réponse à un bureau (--office CODE), ou tout ce que le siège a de lui, "
            "pour un poste neuf (--give-back CODE)."
        ),
    )
    parser.add_argument(
        "--output", required=True, type=Path, metavar="DOSSIER", help=_("une clé, un partage")
    )
    parser.add_argument("--office", metavar="CODE", help=_("le bureau à qui répondre (au siège)"))
    parser.add_argument(
        "--give-back",
        metavar="CODE",
        help=_("rend à un bureau ses propres données, chiffrées pour ses postes (au siège)"),
    )
    watched.add_argument(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Write the file. Raises DataFault without a siège, without an office, without a folder."""
    if args.watched:
        return watched.run(lambda _watch: _watched(args, composition))
    if not args.output.is_dir():
        raise DataFault(_("« {} » n’est pas un dossier : rien n’a été écrit.").format(args.output))
    with exchanging(composition) as at:
        if args.give_back is not None:
            return _give_back(at, args.give_back, args.output)
        if at.workplace.is_siege:
            from otdesk.headquarters.siege_round import answer_into

            office = _office(at, args.office)
            made: Path | None = answer_into(at.store, at.keys, office, args.output)
        else:
            from otdesk.sync.office_round import export

            made = export(at.store, at.keys, args.output)
    if made is None:
        say(_("Rien à envoyer : le siège a tout accusé."))
    else:
        say(_("Envoi écrit : {}").format(made))
        if not at.workplace.is_siege:
            _say_unconfirmed(at)
    return ExitCode.DONE


def _say_unconfirmed(at: Exchanging) -> None:
    from otdesk.sync.standing import is_confirmed

    with at.store.reading() as connection:
        if is_confirmed(connection, at.workplace.office.code):
            return
    say(
        _(
            "Le siège n’a pas encore confirmé ce poste : l’envoi n’est lisible que par celui qui a "
            "invité, mais comparez les quatre mots au téléphone avant de le remettre."
        )
    )


def _give_back(at: Exchanging, office: str, folder: Path) -> int:
    from otdesk.headquarters.giving_back import give_back_into

    if not at.workplace.is_siege:
        raise DataFault(_("Seul le siège rend à un bureau ses données : rien n’a été écrit."))
    parts = give_back_into(at.store, at.keys, _office(at, office), folder)
    for part in parts:
        say(_("Partie {number} écrite : {path}").format(number=part.said.part, path=part.path))
    say_ends(parts[-1].said)
    say(_("Au bureau : otdesk import {}").format(" ".join(part.path.name for part in parts)))
    return ExitCode.DONE


def _watched(args: argparse.Namespace, composition: Composition) -> watched.Told:
    """Write the packet of an office for its window, which names a stick or a folder."""
    from otdesk.sync.office_notes import Way
    from otdesk.sync.office_round import export

    with exchanging(composition) as at:
        made = export(at.store, at.keys, args.output, way=Way.STICK)
    return watched.Told(file="" if made is None else str(made))


def _office(at: Exchanging, asked: str | None) -> str:
    """Return the office to answer. Raises DataFault where none is named, or an unknown one."""
    profile = at.workplace.profile
    if asked is None:
        raise DataFault(_("Indiquer --office CODE : le bureau à qui répondre."))
    code = asked.upper()
    if profile.office(code) is None:
        raise DataFault(
            _("« {office} » n’est pas un bureau de {network} : {known}.").format(
                office=code, network=profile.name, known=", ".join(profile.office_codes)
            )
        )
    return code
