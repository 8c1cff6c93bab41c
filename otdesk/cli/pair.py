"""`otdesk pair`: an office and the siège come to know each other's keys."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk.cli import watched
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.exchanging import Exchanging, exchanging, open_mailbox, say_words
from otdesk.cli.output import say, write_document
from otdesk.errors import DataFault
from otdesk.i18n import _

if TYPE_CHECKING:
    from otdesk.domain.posts import Post
    from otdesk.sync.mailbox.exchange import Watch

_AUTHOR = "otdesk"


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "pair",
        help=_("fait se reconnaître un bureau et le siège"),
        description=_(
            "Au siège : --office CODE --output FICHIER fait une invitation ; au bureau : pair "
            "INVITATION --output FICHIER y répond ; au siège : pair RÉPONSE montre les quatre "
            "mots de chaque clé, à comparer au téléphone, puis --confirm accepte le poste. "
            "--list montre les postes connus, --revoke MOTS n’en croit plus un. Pour un poste "
            "neuf, --confirm --give-back lui rend, au prochain échange, ce que le siège a de son "
            "bureau ; --give-back MOTS le rend encore une fois."
        ),
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FICHIER", help=_("l’invitation, ou la réponse")
    )
    parser.add_argument("--office", metavar="CODE", help=_("le bureau à inviter (au siège)"))
    parser.add_argument("--output", metavar="FICHIER", help=_("le fichier à remettre"))
    parser.add_argument(
        "--mailbox", metavar="ADRESSE", default="", help=_("où le bureau enverra (au siège)")
    )
    parser.add_argument(
        "--name", metavar="NOM", default="", help=_("le nom de ce poste (au bureau)")
    )
    parser.add_argument(
        "--confirm", action="store_true", help=_("les quatre mots sont les mêmes au téléphone")
    )
    parser.add_argument("--list", action="store_true", help=_("montre les postes connus"))
    parser.add_argument(
        "--revoke",
        metavar="MOTS",
        default="",
        help=_("les quatre mots d’une clé, le nom d’un poste ou son bureau, s’il n’en a qu’un"),
    )
    parser.add_argument(
        "--motive",
        choices=("replaced", "lost", "stolen"),
        default="lost",
        help=_("remplacé, perdu ou volé (par défaut : perdu)"),
    )
    parser.add_argument(
        "--give-back",
        nargs="?",
        const="",
        metavar="MOTS",
        help=_("rend à ce poste les données de son bureau (au siège)"),
    )
    parser.add_argument(
        "--deliver",
        action="store_true",
        help=_("dépose la réponse dans la boîte de l’invitation (au bureau)"),
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help=_("prend l’invitation d’un autre siège, ou de sa nouvelle clé (au bureau)"),
    )
    parser.add_argument(
        "--accept-host",
        metavar="EMPREINTE",
        default="",
        help=_("avec --deliver : l’empreinte du serveur SFTP, comparée avec celle du siège"),
    )
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help=_(
            "avec --deliver : lit le mot de passe de la boîte sur l’entrée standard, et le garde"
        ),
    )
    watched.add_argument(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Invite, answer, review, confirm, list or revoke. Raises DataFault on what cannot be."""
    if args.watched:
        return watched.run(lambda watch: _deliver(args, composition, watch))
    _refuse_two_things(args)
    if args.file is not None and not args.file.is_file():
        raise DataFault(_("Fichier introuvable : {}").format(args.file))
    if args.deliver:
        return _answer_and_deliver(args, composition)
    with exchanging(composition) as at:
        if not at.workplace.is_siege:
            _answer(args, at)
        elif args.list:
            _list(at)
        elif args.revoke:
            _revoke(at, args.revoke, args.motive)
        elif args.office is not None:
            _invite(args, at)
        elif args.give_back and not args.confirm:
            _give_back(at, args.give_back)
        elif args.file is not None:
            _review(args, at)
        else:
            raise DataFault(_("Indiquer --office CODE, --list, --revoke MOTS, ou une réponse."))
    return ExitCode.DONE


def _refuse_two_things(args: argparse.Namespace) -> None:
    """Raise DataFault on words of two commands in one: the second would be passed over."""
    given = [
        name
        for name, is_given in (
            ("--list", args.list),
            ("--revoke", bool(args.revoke)),
            ("--office", args.office is not None),
            (_("une réponse ou une invitation"), args.file is not None),
        )
        if is_given
    ]
    if len(given) > 1:
        raise DataFault(
            _("Une chose à la fois : {}. Rien n’a été changé.").format(", ".join(given))
        )
    if (args.accept_host or args.password_stdin) and not args.deliver:
        raise DataFault(_("--accept-host et --password-stdin vont avec --deliver."))


def _invite(args: argparse.Namespace, at: Exchanging) -> None:
    from otdesk.headquarters.pairing import invite
    from otdesk.sync.mailbox.address import parse_address

    if args.output is None:
        raise DataFault(_("Indiquer --output FICHIER : l’invitation à remettre au bureau."))
    if args.mailbox:
        # A wrong address would only show at the office, where nobody can mend it.
        parse_address(args.mailbox)
    invitation = invite(at.workplace, at.store, at.keys, args.office.upper(), mailbox=args.mailbox)
    write_document(args.output, invitation.to_text(at.keys.signing.signed).encode("utf-8"))
    say(
        _(
            "Invitation du bureau {office} écrite : {path}. Elle sert une fois, pendant un mois."
        ).format(office=invitation.office, path=args.output)
    )
    say_words(_("Clé du siège"), at.spoken(at.keys.signing.public.raw))


def _answer(args: argparse.Namespace, at: Exchanging) -> None:
    from otdesk.store.pairing_state import partner
    from otdesk.sync.pairing.invitation import read_invitation
    from otdesk.sync.pairing.office import OtherSiege, accept, is_another, other_siege

    if args.list or args.revoke or args.office is not None or args.confirm:
        raise DataFault(
            _(
                "--office, --list, --revoke et --confirm sont pour le siège ; ce dossier est {}."
            ).format(at.workplace.office.name)
        )
    if args.file is None or (args.output is None and not args.deliver):
        raise DataFault(
            _("Au bureau : otdesk pair INVITATION --output RÉPONSE, à rendre au siège.")
        )
    invitation = read_invitation(args.file)
    name = args.name or at.workplace.office.name
    with at.store.reading() as connection:
        before = partner(connection)
    try:
        answer = accept(at.store, at.keys, invitation, name, replace=args.replace)
    except OtherSiege as refusal:
        say_words(_("Clé de votre siège"), at.spoken(refusal.ours))
        say_words(_("Clé de l’invitation"), at.spoken(refusal.theirs))
        raise
    if before is not None and is_another(before, invitation):
        say(_("{} Elle remplace celle d’avant.").format(other_siege(before, invitation)))
    if args.output is not None:
        write_document(args.output, answer.to_text(at.keys.signing.signed).encode("utf-8"))
        say(_("Réponse écrite : {}. Rendez-la au siège et appelez-le.").format(args.output))
    say_words(_("Clé du siège"), at.spoken(invitation.siege_key))
    say_words(_("Clé de ce poste"), at.spoken(at.keys.signing.public.raw))
    say(_("Les deux écrans doivent montrer les mêmes mots."))


def _answer_and_deliver(args: argparse.Namespace, composition: Composition) -> int:
    """Answer an invitation, where one is named, and leave the answer in the mailbox."""
    if args.file is not None:
        with exchanging(composition) as at:
            _answer(args, at)
    _deliver(args, composition, None)
    say(_("Réponse déposée dans la boîte. Appelez le siège : il la lira au prochain échange."))
    return ExitCode.DONE


def _deliver(
    args: argparse.Namespace, composition: Composition, watch: Watch | None
) -> watched.Told:
    """Leave the answer in the mailbox. Raises NotPaired, MailboxFault, MailboxCancelled."""
    from otdesk.sync.mailbox.exchange import UNWATCHED
    from otdesk.sync.office_round import deliver_answer, usual_mailbox

    with exchanging(composition) as at:
        if at.workplace.is_siege:
            raise DataFault(_("--deliver est pour un bureau ; ce dossier est celui du siège."))
        address = args.mailbox or usual_mailbox(at.store)
        password = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else ""
        with open_mailbox(
            composition, address, password=password, accepted=args.accept_host
        ) as box:
            deliver_answer(at.store, at.keys, box, watch or UNWATCHED)
    return watched.Told()


def _review(args: argparse.Namespace, at: Exchanging) -> None:
    from otdesk.headquarters.pairing import confirm, review
    from otdesk.sync.pairing.answer import read_answer

    answer = read_answer(args.file)
    review(at.store, answer)
    if args.confirm:
        confirm(at.store, answer, _AUTHOR)
        say(
            _("Le poste « {name} » du bureau {office} est reconnu.").format(
                name=answer.name, office=answer.office
            )
        )
        if args.give_back is not None:
            _ask_back(at, answer.post_key.hex(), answer.office)
        return
    say(_("Réponse de « {} » ({}).").format(answer.name, answer.office))
    say_words(_("Clé du siège"), at.spoken(at.keys.signing.public.raw))
    say_words(_("Clé du poste"), at.spoken(answer.post_key))
    say(_("Si le bureau lit les mêmes mots au téléphone : la même commande avec --confirm."))


def _list(at: Exchanging) -> None:
    from otdesk.headquarters.posts import known_posts

    with at.store.reading() as connection:
        posts = known_posts(connection)
    if not posts:
        say(_("Aucun poste n’est encore reconnu."))
    for post in posts:
        words = " · ".join(at.spoken(bytes.fromhex(post.public_key)))
        state = _("reconnu") if post.is_trusted else _("révoqué")
        say(f"{post.office}  {post.name}  {words}  {state}")


def _revoke(at: Exchanging, words: str, motive: str) -> None:
    from otdesk.domain.posts import RevocationMotive
    from otdesk.headquarters.posts import revoke

    post = _post_of(at, words)
    with at.store.writing(_AUTHOR) as transaction:
        revoke(transaction, post.public_key, RevocationMotive(motive))
    say(
        _("Le poste « {name} » ({office}) n’est plus cru. Ce qu’il a envoyé reste.").format(
            name=post.name, office=post.office
        )
    )


def _give_back(at: Exchanging, words: str) -> None:
    post = _post_of(at, words)
    if not post.is_trusted:
        raise DataFault(_("Le poste « {} » est révoqué : rien ne lui est rendu.").format(post.name))
    _ask_back(at, post.public_key, post.office)


def _ask_back(at: Exchanging, public_key: str, office: str) -> None:
    from otdesk.headquarters.giving_back import ask

    ask(at.store, public_key, office)
    say(
        _(
            "Au prochain « otdesk sync », le siège lui rend tout ce qu’il a de {office}. Sans "
            "boîte d’échange : « otdesk export --give-back {office} --output DOSSIER »."
        ).format(office=office)
    )


def _post_of(at: Exchanging, said: str) -> Post:
    """Return the post that somebody means: by its key's words, its name, or its office.

    Nobody looks for accents in a night of theft: signs, case and accents do not count. Raises
    DataFault where none is meant, or more than one.
    """
    from otdesk.headquarters.posts import known_posts

    wanted = _plain(said)
    with at.store.reading() as connection:
        posts = known_posts(connection)
    words = {post: at.spoken(bytes.fromhex(post.public_key)) for post in posts}
    for post in posts:
        if _plain(" ".join(words[post])) == wanted:
            return post
    named = [post for post in posts if wanted in _names_of(at, post)]
    found = [post for post in named if post.is_trusted] or named
    if not found:
        raise DataFault(
            _(
                "Aucun poste connu n’a ces quatre mots, ni ce nom, ni ce bureau : « otdesk pair "
                "--list »."
            )
        )
    if len(found) > 1:
        listed = "\n".join(
            f"  {post.office}  {post.name}  {' · '.join(words[post])}" for post in found
        )
        raise DataFault(
            _("« {said} » peut dire plusieurs postes. Rien n’a été changé. Dire ses mots :").format(
                said=said
            )
            + f"\n{listed}"
        )
    return found[0]


def _names_of(at: Exchanging, post: Post) -> set[str]:
    office = at.workplace.profile.office(post.office)
    return {
        _plain(each) for each in (post.name, post.office, "" if office is None else office.name)
    }


def _plain(text: str) -> str:
    """Return the words of a text without accents, signs and case."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in bare if not unicodedata.combining(each))
    return " ".join(re.findall(r"\w+", kept))
