"""One round of an office: what waits leaves, what the siège answered is taken in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from otdesk import settings
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import preferences
from otdesk.services.sync.reception import project
from otdesk.services.workplace import SIEGE
from otdesk.store.exchange_state import SentState, arrived_names, mark_sent
from otdesk.store.instants import instant
from otdesk.store.occupancy import FolderLock
from otdesk.store.outgoing_left import after, carried_by
from otdesk.store.pairing_state import Partner, fetched, note_fetched, partner
from otdesk.store.store import Store
from otdesk.sync.acknowledgement_file import UnreadableAcknowledgement
from otdesk.sync.inbox import Heard, NotForThisOffice, read_file, read_reply
from otdesk.sync.mailbox.exchange import UNWATCHED, Box, Mailbox, Sender, Watch
from otdesk.sync.mailbox.faults import NameTaken, of_post, of_system
from otdesk.sync.mailbox.tidying import KEPT, lying_there, remove_old
from otdesk.sync.office_notes import (
    UNTOLD,
    Way,
    content_of,
    note_answered,
    note_left,
    note_stranger,
    read_notes,
    tried,
)
from otdesk.sync.outbox import write_next
from otdesk.sync.packet.encryption import encrypt
from otdesk.sync.packet.faults import RefusedPacket
from otdesk.sync.packet.write import Written
from otdesk.sync.pairing.office import answer_name, answer_of
from otdesk.sync.post_keys import PostKeys
from otdesk.sync.returned_file import UnreadableReturn
from otdesk.sync.standing import RevokedPost, is_confirmed, is_strange, refuse_revoked, strange_key

OUTBOX = "envois"
LOCK = "exchange.lock"
# What a file of the siège may be wrong with: it is told, and the others are read.
_UNUSABLE = (RefusedPacket, NotForThisOffice, UnreadableAcknowledgement, UnreadableReturn)
# So long a packet is given to be answered, before the same is sent again by itself.
_PATIENCE = timedelta(days=1)


class NotPaired(DataFault):
    """This post knows no siège yet."""


class ExchangeRuns(DataFault):
    """Another exchange of this folder runs in this moment."""


@dataclass(slots=True)
class Round:
    """What a round did: the packet that left, what was heard, and files that were refused.

    `unconfirmed`: the siège has not answered the pairing yet, and no record has left. `revoked`
    says in French that the siège believes this post no more, and nothing has left; empty where it
    does. `stranger`: replies come under another key than the siège's, since then or before.
    """

    sent: Written | None = None
    unconfirmed: bool = False
    revoked: str = ""
    stranger: bool = False
    heard: list[Heard] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def known_partner(store: Store) -> Partner:
    """Return this post's siège. Raises NotPaired."""
    with store.reading() as connection:
        known = partner(connection)
    if known is None:
        raise NotPaired(
            _(
                "Ce poste n’est pas encore appairé avec le siège. Rien n’est perdu : tout reste "
                "ici. Demandez une invitation au siège, puis « otdesk pair FICHIER »."
            )
        )
    return known


def usual_mailbox(store: Store) -> str:
    """Return where this post exchanges: as it was set here, else as the siège's invitation says.

    Empty where neither says anything. Raises NotPaired.
    """
    invited = known_partner(store).mailbox
    with store.reading() as connection:
        return preferences.load(connection).get(settings.MAILBOX) or invited


def has_left(store: Store) -> bool:
    """Tell whether all that waits has left already, and may still be answered.

    A siège that answers once a week is not sent the same each half hour. After a day it is sent
    again: a packet that was lost heals itself.
    """
    since = instant(store.clock.now() - _PATIENCE)
    with store.reading() as connection:
        notes = read_notes(connection)
        # A stick may lie in a pocket for a day: what it carries is sent all the same.
        recent = [
            each.number
            for each in notes.packets
            if each.left_at >= since and each.way is Way.MAILBOX
        ]
        new = content_of(connection, after(connection, carried_by(connection, recent)))
    return not new.keys() - UNTOLD


def send(
    store: Store, keys: PostKeys, known: Partner, sender: Sender, watch: Watch
) -> Written | None:
    """Make the next packet and deliver it; None where nothing waits.

    It stays in `<data>/envois` until the next one: a line that was cut loses nothing. Raises
    MailboxFault, MailboxCancelled.
    """
    folder = store.folder / OUTBOX
    folder.mkdir(exist_ok=True)
    written = write_next(store, keys, known, folder)
    if written is None:
        return None
    try:
        sender.deliver(Box.FROM_OFFICES, written.path, watch)
    except NameTaken:
        # Two posts that pass on the same entries in the same second say the same under one number,
        # each with its own signature: the next number is this post's alone.
        written = write_next(store, keys, known, folder) or written
        sender.deliver(Box.FROM_OFFICES, written.path, watch)
    _note_left(store, written, Way.MAILBOX, sender.where)
    for old in folder.iterdir():
        if old != written.path:
            old.unlink()
    return written


def hear(store: Store, known: Partner, mailbox: Mailbox, watch: Watch) -> Round:
    """Take in what the siège left for this office and was not taken in yet."""
    done = Round()
    # What a cut round left, or a migration queued: perhaps no reply comes to do it.
    project(store)
    with store.reading() as connection:
        seen = fetched(connection)
    prefix = reply_prefix(store.identity.office)
    with tempfile.TemporaryDirectory(prefix="otdesk-recu-", dir=store.folder) as place:
        items = [
            item
            for item in mailbox.list(Box.FROM_SIEGE)
            if item.name.startswith(prefix) and item.name not in seen
        ]
        for item in sorted(items, key=lambda item: reply_number(item.name)):
            target = Path(place) / item.name
            mailbox.fetch(Box.FROM_SIEGE, item, target, watch)
            try:
                done.heard.append(read_reply(store, known, target))
            except _UNUSABLE as refusal:
                done.refused.append((item.name, str(refusal)))
                _note_refusal(store, refusal)
            with store.writing_local() as connection:
                note_fetched(connection, item.name, instant(store.clock.now()))
    with store.reading() as connection:
        done.stranger = bool(read_notes(connection).stranger)
    return done


def _note_refusal(store: Store, refusal: Exception) -> None:
    """Remember a reply under a strange key: it is told until the siège is heard again."""
    if is_strange(refusal):
        with store.writing_local() as connection:
            note_stranger(connection, instant(store.clock.now()))


def hear_files(
    store: Store, keys: PostKeys, files: Iterable[Path], watch: Watch = UNWATCHED
) -> Round:
    """Take in files of the siège that came on a stick or by e-mail, encrypted or not.

    Raises NotPaired, MailboxCancelled; MailboxFault where a file is gone or cannot be read. A
    file that is refused changes nothing.
    """
    done = Round()
    known_partner(store)
    ordered = sorted(files, key=lambda path: reply_number(path.name))
    for place, path in enumerate(ordered):
        watch.passed(place, len(ordered))
        try:
            with _alone(store), _explained(path):
                done.heard.append(read_file(store, keys, known_partner(store), path))
        except ExchangeRuns:
            raise
        except (RefusedPacket, DataFault) as refusal:
            told = f"{refusal} {strange_key()}" if is_strange(refusal) else str(refusal)
            done.refused.append((path.name, told))
            continue
        if path.name.startswith(reply_prefix(store.identity.office)):
            with store.writing_local() as connection:
                note_fetched(connection, path.name, instant(store.clock.now()))
    return done


def exchange(
    store: Store,
    keys: PostKeys,
    mailbox: Mailbox,
    watch: Watch = UNWATCHED,
    *,
    if_new: bool = False,
) -> Round:
    """Send and hear; `if_new` sends nothing that has left and may still be answered.

    Before the siège confirms this post nothing leaves but the answer to the invitation, and that
    not by itself: until the words were compared, nobody knows whose mailbox it is.

    A post that the siège revoked sends nothing.

    Raises NotPaired, MailboxFault, MailboxCancelled.
    """
    with _alone(store), tried(store, Way.MAILBOX, mailbox.where), _on_post(store):
        known = known_partner(store)
        # What the siège holds is heard first: less is then to be sent.
        done = hear(store, known, mailbox, watch)
        known = known_partner(store)
        with store.reading() as connection:
            confirmed = is_confirmed(connection, store.identity.office)
        if not confirmed:
            done.unconfirmed = True
            if not if_new:
                _leave_answer(store, keys, mailbox, Way.MAILBOX, watch)
            return done
        try:
            refuse_revoked(store)
        except RevokedPost as refusal:
            done.revoked = str(refusal)
            return done
        # What the siège refused is sent again at once.
        refused = any(each.said.quarantines for each in done.heard)
        if not if_new or refused or not has_left(store):
            done.sent = send(store, keys, known, mailbox, watch)
        if done.heard:
            _tidy(store, mailbox)
    return done


def _tidy(store: Store, mailbox: Mailbox) -> None:
    """Remove this post's own packets that the siège acknowledged, all but the newest few.

    Another post's stay, whoever may want them still.
    """
    with store.reading() as connection:
        own = arrived_names(connection)
    lying = {item.name: item for item in lying_there(mailbox, Box.FROM_OFFICES)}
    for name in [name for name in own if name in lying][:-KEPT]:
        remove_old(mailbox, Box.FROM_OFFICES, lying[name])


def export(store: Store, keys: PostKeys, folder: Path, *, way: Way = Way.FILE) -> Path | None:
    """Write the next packet into a folder, encrypted for the siège; None where nothing waits.

    Raises NotPaired, RevokedPost; MailboxFault where the folder is full, gone or not to be written.
    """
    known = known_partner(store)
    refuse_revoked(store)
    with (
        _alone(store),
        _on_post(store),
        tempfile.TemporaryDirectory(prefix="otdesk-envoi-", dir=store.folder) as place,
    ):
        written = write_next(store, keys, known, Path(place))
        if written is None:
            return None
        with _explained(folder):
            made = encrypt(written.path, known.recipient, folder)
    _note_left(store, written, way, str(folder))
    return made


def send_by_mail(store: Store, keys: PostKeys, sender: Sender, watch: Watch = UNWATCHED) -> Round:
    """Send the next packet by e-mail, encrypted for the siège; its `sent` is None where none waits.

    Before the siège has confirmed this post, the answer to its invitation. What the siège answers
    comes as a file that is imported by hand. Raises as `exchange` does, and RevokedPost.
    """
    refuse_revoked(store)
    done = Round()
    with _alone(store), tried(store, Way.MAIL, sender.where), _on_post(store):
        known = known_partner(store)
        with store.reading() as connection:
            done.unconfirmed = not is_confirmed(connection, store.identity.office)
        if done.unconfirmed:
            _leave_answer(store, keys, sender, Way.MAIL, watch)
            return done
        with tempfile.TemporaryDirectory(prefix="otdesk-envoi-", dir=store.folder) as place:
            done.sent = write_next(store, keys, known, Path(place))
            if done.sent is None:
                return done
            sealed = encrypt(done.sent.path, known.recipient, Path(place))
            sender.deliver(Box.FROM_OFFICES, sealed, watch)
        _note_left(store, done.sent, Way.MAIL, sender.where)
    return done


def deliver_answer(
    store: Store, keys: PostKeys, mailbox: Mailbox, watch: Watch = UNWATCHED
) -> None:
    """Leave the answer to the siège's invitation in the mailbox. Raises as `exchange` does."""
    with tried(store, Way.MAILBOX, mailbox.where):
        _leave_answer(store, keys, mailbox, Way.MAILBOX, watch)


def _leave_answer(store: Store, keys: PostKeys, sender: Sender, way: Way, watch: Watch) -> None:
    answer = answer_of(store, keys, known_partner(store))
    with tempfile.TemporaryDirectory(prefix="otdesk-reponse-", dir=store.folder) as place:
        file = Path(place) / answer_name(answer.office, answer.code)
        file.write_text(answer.to_text(keys.signing.signed), "utf-8")
        # Given again, it says another hour: the one that is there says the same of the key.
        with suppress(NameTaken):
            sender.deliver(Box.FROM_OFFICES, file, watch)
    with store.writing_local() as connection:
        note_answered(connection, answer.code, way, sender.where)


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Have no other exchange of this folder run meanwhile: a scheduler's, beside the window's."""
    lock = FolderLock(store.folder, LOCK)
    if not lock.acquire():
        raise ExchangeRuns(
            _("Un autre échange de ce poste est en cours. Rien n’a été changé ; attendre sa fin.")
        )
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _on_post(store: Store) -> Iterator[None]:
    """Tell what an error of the system means about this post's own disk."""
    try:
        yield
    except OSError as error:
        raise of_post(error, store.folder) from error


@contextmanager
def _explained(place: Path) -> Iterator[None]:
    """Tell what an error of the system means about a stick, or a file on it."""
    try:
        yield
    except OSError as error:
        raise of_system(error, str(place)) from error


def _note_left(store: Store, written: Written, way: Way, where: str) -> None:
    number = written.manifest.number
    with store.writing_local() as connection:
        mark_sent(connection, number, SentState.DELIVERED)
        note_left(connection, number, way, where, instant(store.clock.now()))


def reply_prefix(office: str) -> str:
    """Return how the names of the siège's replies to an office begin in a mailbox."""
    return f"{office}_{SIEGE}_"


def reply_number(name: str) -> int:
    """Return the number that the name of a reply says, 0 where it says none."""
    with suppress(IndexError, ValueError):
        return int(name.split("_")[2])
    return 0
