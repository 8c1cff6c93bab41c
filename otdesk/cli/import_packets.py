"""`otdesk import`: packets that came as files, by a stick or by e-mail."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli import watched
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.exchanging import Exchanging, exchanging
from otdesk.cli.output import say, warn
from otdesk.cli.progress import cancellable, progress
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from otdesk.headquarters.late_records import LateForLock
    from otdesk.headquarters.mailroom import Incoming
    from otdesk.headquarters.rebuilding import Rebuilt
    from otdesk.services.sync.reception import Taken
    from otdesk.sync.inbox import Heard
    from otdesk.sync.mailbox.exchange import Watch
    from otdesk.sync.returned_file import ReturnedPart


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "import",
        help=_("prend des envois reçus en fichiers"),
        description=_(
            "Au siège : les envois des bureaux ; au bureau : les réponses du siège. Le même "
            "fichier deux fois ne change rien ; un fichier faux va en quarantaine avec sa raison."
        ),
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "files", nargs="*", default=[], type=Path, metavar="FICHIER", help=_("les fichiers")
    )
    what.add_argument(
        "--rebuild",
        type=Path,
        metavar="DOSSIER",
        help=_("au siège : reprend tous les envois archivés d’un dossier « recus »"),
    )
    watched.add_argument(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Take the files in, each by itself; exit 1 where one was refused."""
    if args.rebuild is not None:
        return _rebuild(args.rebuild, composition)
    missing = [str(path) for path in args.files if not path.is_file()]
    if missing:
        raise DataFault(_("Fichier introuvable : {}").format(", ".join(missing)))
    if args.watched:
        return watched.run(lambda watch: _watched(args.files, composition, watch))
    with exchanging(composition) as at:
        if at.workplace.is_siege:
            return _take(at, args.files)
        return _hear(at, args.files)


def _take(at: Exchanging, files: list[Path]) -> int:
    from otdesk.headquarters.late_records import last_entry, late_for_locks
    from otdesk.headquarters.mailroom import recount, take_file

    code = ExitCode.DONE
    with at.store.reading() as connection:
        mark = last_entry(connection)
    for path in files:
        incoming = take_file(at.store, at.keys, path)
        if not say_incoming(incoming):
            code = ExitCode.FAULTY_DATA
    recount(at.workplace, at.store)
    with at.store.reading() as connection:
        late = late_for_locks(connection, mark, at.workplace.today())
    say_late(at, late)
    return code


def _rebuild(folder: Path, composition: Composition) -> int:
    from otdesk.headquarters.rebuilding import rebuild
    from otdesk.sync.mailbox.exchange import Watch

    if not folder.is_dir():
        raise DataFault(_("Dossier introuvable : {}").format(folder))
    with exchanging(composition) as at, cancellable() as cancelled, progress() as advance:
        if not at.workplace.is_siege:
            raise DataFault(_("« --rebuild » est une commande du siège. Rien n’a été changé."))
        watch = Watch(
            lambda done, total: advance(_("Envois archivés"), done / max(total, 1)), cancelled
        )
        return _say_rebuilt(rebuild(at.workplace, at.store, folder, watch))


def _say_rebuilt(done: Rebuilt) -> int:
    taken = ngettext("{} envoi repris", "{} envois repris", done.taken).format(done.taken)
    known = ngettext("{} déjà connu", "{} déjà connus", done.known).format(done.known)
    entries = ngettext("{} entrée nouvelle", "{} entrées nouvelles", done.entries)
    say(f"{taken}, {known} : {entries.format(typography.integer(done.entries))}.")
    for name, reason in done.refused:
        warn(_("{name} : laissé où il est. {why}").format(name=name, why=reason))
    for name in done.waiting:
        warn(_("{} attend un envoi précédent, qui n’est pas dans ce dossier.").format(name))
    if done.untold:
        text = ngettext(
            "{} entrée d’un poste copié n’est dans aucune table : son poste la redit au prochain "
            "échange.",
            "{} entrées d’un poste copié ne sont dans aucune table : leur poste les redit au "
            "prochain échange.",
            done.untold,
        )
        warn(text.format(done.untold))
    return ExitCode.FAULTY_DATA if done.refused or done.waiting else ExitCode.DONE


def _hear(at: Exchanging, files: list[Path]) -> int:
    from otdesk.sync.inbox import read_file
    from otdesk.sync.office_round import known_partner
    from otdesk.sync.standing import is_strange, strange_key

    code = ExitCode.DONE
    for path in files:
        try:
            say_heard(read_file(at.store, at.keys, known_partner(at.store), path))
        except DataFault as refusal:
            warn(f"{path.name} : {refusal}")
            if is_strange(refusal):
                warn(strange_key())
            code = ExitCode.FAULTY_DATA
    return code


def _watched(files: list[Path], composition: Composition, watch: Watch) -> watched.Told:
    """Take in replies of the siège for the office's window."""
    from otdesk.sync.office_round import hear_files

    with exchanging(composition) as at:
        return watched.told_round(hear_files(at.store, at.keys, files, watch))


def say_incoming(incoming: Incoming) -> bool:
    """Print what became of a file at the siège; tell whether it was taken, now or later."""
    from otdesk.store.exchange_state import ReceivedState

    taken = incoming.taken
    if taken.state is ReceivedState.QUARANTINED:
        warn(_("{name} : en quarantaine. {why}").format(name=incoming.name, why=taken.reason))
        return False
    count = ngettext("{} entrée nouvelle", "{} entrées nouvelles", taken.new).format(taken.new)
    if taken.state is ReceivedState.RECEIVED:
        say(f"{incoming.name} : {count}")
    else:
        say(f"{incoming.name} : {count}. {taken.reason}")
    return True


def say_late(at: Exchanging, late: Iterable[LateForLock]) -> None:
    """Print what came for months that are locked, and what to do."""
    from otdesk.headquarters.late_records import late_words

    for each in late:
        office = at.workplace.profile.office(each.office)
        warn(late_words(each, each.office if office is None else office.name))


def say_heard(heard: Heard) -> None:
    """Print what a reply of the siège brought to an office."""
    from otdesk.sync.least_program import outdated_words

    say(_("Accusé n° {} du siège pris en compte.").format(heard.said.number))
    if heard.returned is not None:
        _say_returned(heard.returned, heard.taken)
    elif heard.taken.new:
        text = ngettext(
            "{} entrée nouvelle du siège.", "{} entrées nouvelles du siège.", heard.taken.new
        )
        say(text.format(heard.taken.new))
    for put_aside in heard.said.quarantines:
        warn(
            _(
                "Le siège a mis un envoi en quarantaine. {why} Rien n’est perdu : le prochain "
                "envoi reprend tout."
            ).format(why=put_aside.reason)
        )
    if outdated := outdated_words(heard.said.least_program):
        warn(outdated)
    if heard.outcome.new_stream:
        say(
            _(
                "Ce dossier est une copie, ou a été restauré : il continue dans un journal à lui, "
                "et rien n’est perdu."
            )
        )


def _say_returned(returned: ReturnedPart, taken: Taken) -> None:
    from otdesk.store.exchange_state import ReceivedState

    count = ngettext("{} entrée rendue", "{} entrées rendues", taken.new).format(taken.new)
    say(_("Partie {number} : {count} par le siège.").format(number=returned.part, count=count))
    if taken.state is not ReceivedState.RECEIVED:
        warn(
            _(
                "{why} Prendre d’abord la partie précédente, puis celle-ci de nouveau ; sinon, "
                "demander au siège de tout rendre encore une fois."
            ).format(why=taken.reason)
        )
    elif returned.is_last:
        say_ends(returned)


def say_ends(returned: ReturnedPart) -> None:
    """Print where what is given back ends: what came after on a dead disk is lost with it."""
    for end in returned.ends:
        moment = datetime.fromisoformat(end.recorded_at)
        say(
            _("  {name} : rendu jusqu’au {moment} (n° {last} de son journal).").format(
                name=end.name, moment=typography.stamp(moment), last=typography.integer(end.last)
            )
        )
    say(
        _(
            "Le siège rend tout ce qu’il avait reçu. Ce qu’un poste perdu avait saisi après ces "
            "dates n’était pas parti : c’est perdu avec son disque, et à ressaisir."
        )
    )
