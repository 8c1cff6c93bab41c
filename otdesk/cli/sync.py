"""`otdesk sync`: one round with the mailbox, by hand or from a scheduler."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.exchanging import Exchanging, exchanging, open_mailbox
from otdesk.cli.import_packets import say_heard, say_incoming
from otdesk.cli.output import say, warn
from otdesk.cli.progress import cancellable, progress
from otdesk.i18n import _

if TYPE_CHECKING:
    from otdesk.sync.mailbox.exchange import Mailbox, Watch


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "sync",
        help=_("échange avec le siège, ou avec les bureaux"),
        description=_(
            "Au bureau : prend les réponses du siège, puis envoie ce qui attend. Au siège : prend "
            "les envois des bureaux, puis répond à chacun. Sans boîte connue : --mailbox ADRESSE."
        ),
    )
    parser.add_argument(
        "--mailbox",
        metavar="ADRESSE",
        default="",
        help=_("un dossier partagé, sftp://…, webdavs://… (par défaut : celle de l’invitation)"),
    )
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help=_("lit le mot de passe de la boîte sur l’entrée standard, et le garde"),
    )
    parser.add_argument(
        "--accept-host",
        metavar="EMPREINTE",
        default="",
        help=_("l’empreinte du serveur SFTP, comparée avec celle que donne le siège"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Make one round. Raises NotPaired, MailboxFault; exit 1 where a file was refused."""
    from otdesk.sync.mailbox.exchange import Watch

    with exchanging(composition) as at, cancellable() as cancelled, progress() as advance:
        watch = Watch(lambda done, total: advance(_("Échange"), done / max(total, 1)), cancelled)
        address = args.mailbox or _usual_mailbox(at)
        password = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else ""
        with open_mailbox(
            composition, address, password=password, accepted=args.accept_host
        ) as box:
            return _siege(at, box, watch) if at.workplace.is_siege else _office(at, box, watch)


def _usual_mailbox(at: Exchanging) -> str:
    """Return the mailbox of an office's invitation; that of the siège's settings."""
    if at.workplace.is_siege:
        from otdesk import settings
        from otdesk.services import preferences

        with at.store.reading() as connection:
            return preferences.load(connection).get(settings.MAILBOX)
    from otdesk.sync.office_round import known_partner

    return known_partner(at.store).mailbox


def _office(at: Exchanging, box: Mailbox, watch: Watch) -> int:
    from otdesk.sync import office_round

    done = office_round.exchange(at.store, at.keys, box, watch)
    for heard in done.heard:
        say_heard(heard)
    for name, reason in done.refused:
        warn(f"{name} : {reason}")
    if done.sent is None:
        say(_("Rien à envoyer : le siège a tout accusé."))
    else:
        say(_("Envoi n° {} déposé.").format(done.sent.manifest.number))
    return ExitCode.FAULTY_DATA if done.refused else ExitCode.DONE


def _siege(at: Exchanging, box: Mailbox, watch: Watch) -> int:
    from otdesk.headquarters import siege_round

    done = siege_round.exchange(at.workplace, at.store, at.keys, box, watch)
    results = [say_incoming(each) for each in done.incoming]
    if not done.incoming:
        say(_("Aucun envoi nouveau."))
    if done.answered:
        say(_("Répondu à : {}").format(", ".join(done.answered)))
    return ExitCode.DONE if all(results) else ExitCode.FAULTY_DATA
