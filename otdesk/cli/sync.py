"""`otdesk sync`: one round with the mailbox, by hand or from a scheduler."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk.cli import watched
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.exchanging import Exchanging, exchanging, open_mailbox, open_sender
from otdesk.cli.import_packets import say_heard, say_incoming, say_late
from otdesk.cli.output import say, warn
from otdesk.cli.progress import cancellable, progress
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from otdesk.sync.mailbox.exchange import Mailbox, Sender, Watch

# Written in the place of an address.
FORGET = "aucun"


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "sync",
        help=_("échange avec le siège, ou avec les bureaux"),
        description=_(
            "Au bureau : prend les réponses du siège, puis envoie ce qui attend. Au siège : prend "
            "les envois des bureaux, puis répond à chacun. Sans boîte connue : --mailbox ADRESSE. "
            "Plusieurs postes dans un bureau : --posts ADRESSE, une fois, nomme leur dossier "
            "commun ; il passe ensuite avant le siège."
        ),
    )
    parser.add_argument(
        "--mailbox",
        metavar="ADRESSE",
        default="",
        help=_(
            "un dossier partagé, sftp://…, webdavs://… (par défaut : celle de l’invitation), ou "
            "mailto:… pour envoyer par courriel (au bureau)"
        ),
    )
    parser.add_argument(
        "--posts",
        metavar="ADRESSE",
        default="",
        help=_("le dossier commun des postes de ce bureau, retenu (« aucun » : oublié)"),
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
    parser.add_argument(
        "--if-new",
        action="store_true",
        help=_("n’envoie pas de nouveau ce qui est parti depuis moins d’un jour (au bureau)"),
    )
    watched.add_argument(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Make one round, with the other posts of the office first.

    Raises NotPaired, MailboxFault; exit 1 where a file was refused.
    """
    from otdesk.sync.mailbox.exchange import Watch

    if args.watched:
        return watched.run(lambda watch: _watched(args, composition, watch))
    with exchanging(composition) as at, cancellable() as cancelled, progress() as advance:
        watch = Watch(lambda done, total: advance(_("Échange"), done / max(total, 1)), cancelled)
        opening = _Opening(
            composition,
            sys.stdin.readline().rstrip("\r\n") if args.password_stdin else "",
            args.accept_host,
        )
        if at.workplace.is_siege:
            if args.posts or args.if_new:
                raise DataFault(
                    _("--posts et --if-new sont pour un bureau ; ce dossier est celui du siège.")
                )
            address = _checked(at, _from_here(args.mailbox) or _siege_mailbox(at))
            with opening.mailbox(address) as box:
                return _siege(at, box, watch)
        return _office(args, at, opening, watch)


@dataclass(frozen=True, slots=True)
class _Opening:
    """How the mailboxes of this run are opened."""

    composition: Composition
    password: str
    accepted: str

    def mailbox(self, address: str) -> AbstractContextManager[Mailbox]:
        """Open the mailbox at an address."""
        return open_mailbox(
            self.composition, address, password=self.password, accepted=self.accepted
        )

    def sender(self, address: str) -> AbstractContextManager[Sender]:
        """Open what sends to an address of e-mail."""
        return open_sender(self.composition, address, password=self.password)


def _office(args: argparse.Namespace, at: Exchanging, opening: _Opening, watch: Watch) -> int:
    from otdesk.sync.mailbox.address import MailAddress, parse_address
    from otdesk.sync.office_round import usual_mailbox
    from otdesk.sync.posts_address import checked_address, posts_address, remember_posts
    from otdesk.sync.standing import revocation

    if args.posts == FORGET:
        remember_posts(at.store, "")
        say(_("Le dossier commun des postes est oublié : ce poste n’y dépose plus rien."))
    shared = "" if args.posts in {"", FORGET} else checked_address(_from_here(args.posts))
    shared = _checked(at, shared)
    address = _checked(at, _from_here(args.mailbox) or usual_mailbox(at.store))
    if shared and shared == address:
        raise DataFault(
            _(
                "« {} » est déjà la boîte du siège : le dossier commun des postes en est un autre. "
                "Rien n’a été changé."
            ).format(shared)
        )
    code = ExitCode.DONE
    with at.store.reading() as connection:
        revoked = revocation(connection, at.workplace.office.code) is not None
    # The other posts open nothing of a post that was revoked.
    if not revoked and (shared or posts_address(at.store)):
        with opening.mailbox(shared or posts_address(at.store)) as box:
            code = _posts(at, box, watch)
        if shared:
            # Once it was reached: a wrong address is not tried again each minute.
            remember_posts(at.store, shared)
        if not address:
            return code
    if isinstance(parse_address(address), MailAddress):
        with opening.sender(address) as sender:
            return max(code, _by_mail(at, sender, watch))
    with opening.mailbox(address) as box:
        return max(code, _with_siege(at, box, watch, if_new=args.if_new))


def _from_here(address: str) -> str:
    """Return an address as it was typed; a folder seen from here, by its whole path.

    An invitation is read on another PC, and is held to whole paths; a round is made here.
    """
    from otdesk.sync.mailbox.address import is_folder

    return str(Path(address).resolve()) if address and is_folder(address) else address


def _checked(at: Exchanging, address: str) -> str:
    """Return an address that is no folder of this post's own data. Raises DataFault."""
    from otdesk.sync.mailbox.address import FolderAddress, parse_address

    parsed = parse_address(address) if address else None
    if isinstance(parsed, FolderAddress):
        own, place = at.store.folder.resolve(), parsed.path.resolve()
        if place == own or own in place.parents:
            raise DataFault(
                _(
                    "« {} » est dans le dossier de données de ce poste : une boîte d’échange est "
                    "un dossier partagé, ailleurs. Rien n’a été envoyé."
                ).format(address)
            )
    return address


def _siege_mailbox(at: Exchanging) -> str:
    """Return the mailbox that was set in the siège's window."""
    from otdesk import settings
    from otdesk.services import preferences

    with at.store.reading() as connection:
        return preferences.load(connection).get(settings.MAILBOX)


def _watched(args: argparse.Namespace, composition: Composition, watch: Watch) -> watched.Told:
    """Make the round of an office for its window, and tell what came of it."""
    from otdesk.sync import office_round
    from otdesk.sync.mailbox.address import MailAddress, parse_address

    with exchanging(composition) as at:
        address = args.mailbox or office_round.usual_mailbox(at.store)
        if isinstance(parse_address(address), MailAddress):
            with open_sender(composition, address) as sender:
                return watched.told_round(
                    office_round.send_by_mail(at.store, at.keys, sender, watch)
                )
        with open_mailbox(composition, address, accepted=args.accept_host) as box:
            done = office_round.exchange(at.store, at.keys, box, watch, if_new=args.if_new)
    return watched.told_round(done)


def _posts(at: Exchanging, box: Mailbox, watch: Watch) -> ExitCode:
    from otdesk.sync.posts_round import exchange_posts

    done = exchange_posts(at.store, at.keys, box, watch)
    received = ngettext(
        "{} entrée reçue des autres postes", "{} entrées reçues des autres postes", done.received
    )
    sent = ngettext("{} laissée pour eux.", "{} laissées pour eux.", done.sent)
    say(f"{received.format(done.received)}, {sent.format(done.sent)}")
    if done.strangers:
        warn(
            _(
                "Un poste que le siège n’a pas confirmé, ou a révoqué, dépose dans le dossier "
                "commun : ses fichiers ne sont pas ouverts."
            )
        )
    if done.forked:
        warn(
            _(
                "Deux postes continuent le même journal : l’échange avec le siège le règle, et "
                "rien n’est perdu."
            )
        )
    for name, reason in done.refused:
        warn(_("{name} : en quarantaine. {why}").format(name=name, why=reason))
    return ExitCode.FAULTY_DATA if done.refused else ExitCode.DONE


def _with_siege(at: Exchanging, box: Mailbox, watch: Watch, *, if_new: bool) -> ExitCode:
    from otdesk.sync import office_round
    from otdesk.sync.standing import strange_key

    done = office_round.exchange(at.store, at.keys, box, watch, if_new=if_new)
    for heard in done.heard:
        say_heard(heard)
    for name, reason in done.refused:
        warn(f"{name} : {reason}")
    if done.stranger:
        warn(strange_key())
    if done.revoked:
        warn(done.revoked)
        return ExitCode.FAULTY_DATA
    if done.unconfirmed:
        _say_unconfirmed()
    elif done.sent is None and if_new:
        say(_("Rien de nouveau à envoyer."))
    elif done.sent is None:
        say(_("Rien à envoyer : le siège a tout accusé."))
    else:
        say(_("Envoi n° {} déposé.").format(done.sent.manifest.number))
    return ExitCode.FAULTY_DATA if done.refused or done.stranger else ExitCode.DONE


def _by_mail(at: Exchanging, sender: Sender, watch: Watch) -> ExitCode:
    from otdesk.sync import office_round

    done = office_round.send_by_mail(at.store, at.keys, sender, watch)
    if done.unconfirmed:
        _say_unconfirmed()
    elif done.sent is None:
        say(_("Rien à envoyer : le siège a tout accusé."))
    else:
        say(
            _(
                "Envoi n° {number} parti par courriel à {where}, chiffré pour le siège. Sa réponse "
                "reçue s’enregistre, puis « otdesk import FICHIER »."
            ).format(number=done.sent.manifest.number, where=sender.where)
        )
    return ExitCode.DONE


def _say_unconfirmed() -> None:
    say(
        _(
            "Le siège n’a pas encore confirmé ce poste : aucune donnée n’est partie, seulement la "
            "réponse à son invitation. Comparez les quatre mots au téléphone ; tout part à "
            "l’échange qui suit sa confirmation."
        )
    )


def _siege(at: Exchanging, box: Mailbox, watch: Watch) -> int:
    from otdesk.headquarters import siege_round
    from otdesk.headquarters.lost_keys import lost_keys_warning

    done = siege_round.exchange(at.workplace, at.store, at.keys, box, watch)
    results = [say_incoming(each) for each in done.incoming]
    say_late(at, done.late)
    for answer in done.answers:
        say(_("Réponse d’un poste, à comparer au téléphone : otdesk pair {}").format(answer))
    if not done.incoming:
        say(_("Aucun envoi nouveau."))
    if done.answered:
        say(_("Répondu à : {}").format(", ".join(done.answered)))
    if done.given_back:
        say(_("Données rendues à : {}").format(", ".join(done.given_back)))
    with at.store.reading() as connection:
        lost = lost_keys_warning(connection, at.keys.public_key)
    if lost:
        warn(lost)
        return ExitCode.FAULTY_DATA
    return ExitCode.DONE if all(results) else ExitCode.FAULTY_DATA
