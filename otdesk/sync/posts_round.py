"""One round of a post with the others of its office, through a folder that they share.

Each post leaves what the others lack of the office's streams, with what it holds itself
(`posts_statement`), and takes in what they left. What everybody holds is tidied away, one's own
files only: the folder is as small in October as in May. Nobody is waited for, no siège is asked; it
is the siège, though, that says whose keys are believed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from otdesk.i18n import _
from otdesk.journal.minisign import PublicKey
from otdesk.services.sync.reception import Taken, project, take_packet
from otdesk.store import durable, posts_state
from otdesk.store.exchange_state import ReceivedPacket, ReceivedState, note_received
from otdesk.store.file_digest import sha256_of
from otdesk.store.instants import instant
from otdesk.store.office_streams import office_streams
from otdesk.store.posts_state import KnownPost, Neighbour, OwnPacket
from otdesk.store.store import Store
from otdesk.sync.mailbox.exchange import UNWATCHED, Box, Item, Mailbox, Watch
from otdesk.sync.mailbox.faults import MailboxFault
from otdesk.sync.office_round import known_partner
from otdesk.sync.packet.faults import RefusedPacket
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.read import Packet, TrustedKey, open_packet
from otdesk.sync.post_keys import PostKeys
from otdesk.sync.posts_lacking import Folder, is_done, lacking, living
from otdesk.sync.posts_speech import KEY_DIGITS, MOST_ENTRIES, Speech, deliver, parts_of
from otdesk.sync.posts_statement import NAME, PostsStatement, UnreadableStatement

QUARANTINE = "quarantaine"
# In one round, where much is lacking.
_MOST_PACKETS = 20
# With more files of one's own in the folder, one packet is made of all.
_MOST_FILES = 40
_FILE = re.compile(
    rf"([A-Z][A-Z0-9]{{1,7}})-([0-9a-f]{{{KEY_DIGITS}}})_([0-9]{{1,9}})_[0-9a-f]{{16}}\.zip",
    re.ASCII,
)


@dataclass(slots=True)
class PostsRound:
    """What a round did.

    `received` entries are new here; `sent` were left for the others. `refused` files lie in
    quarantine, with their reason. `strangers` are files of posts that the siège has not confirmed,
    or has revoked: they are not opened. `forked` streams have two histories: the siège settles it.
    """

    received: int = 0
    sent: int = 0
    delivered: bool = False
    refused: list[tuple[str, str]] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    forked: list[str] = field(default_factory=list)
    stumbled: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    """A packet of a post in the shared folder, by its name, which nobody believes."""

    item: Item
    key: str
    number: int


def exchange_posts(
    store: Store,
    keys: PostKeys,
    mailbox: Mailbox,
    watch: Watch = UNWATCHED,
    *,
    most: int = MOST_ENTRIES,
) -> PostsRound:
    """Take in what the other posts left, then leave what they lack, so many entries a packet.

    Raises NotPaired, MailboxFault, MailboxCancelled.
    """
    known_partner(store)
    done = PostsRound()
    office = store.identity.office
    with store.reading() as connection:
        posts = posts_state.known_posts(connection, office)
    listed = _files(mailbox, office)
    _hear(store, keys, mailbox, watch, done=done, posts=posts, listed=listed)
    trusted = frozenset(p.public_key for p in posts if p.is_trusted) - {keys.public_key}
    for _packet in range(_MOST_PACKETS):
        is_cut = _speak(
            store, keys, mailbox, watch, done=done, trusted=trusted, listed=listed, most=most
        )
        if not is_cut:
            break
        listed = _files(mailbox, office)
    return done


def _files(mailbox: Mailbox, office: str) -> list[_File]:
    found = []
    for item in mailbox.list(Box.BETWEEN_POSTS):
        said = _FILE.fullmatch(item.name)
        if said is not None and said[1] == office:
            found.append(_File(item, said[2], int(said[3])))
    return sorted(found, key=lambda file: (file.key, file.number, file.item.name))


# ------------------------------------------------------------------------------------- hearing


def _hear(
    store: Store,
    keys: PostKeys,
    mailbox: Mailbox,
    watch: Watch,
    *,
    done: PostsRound,
    posts: Sequence[KnownPost],
    listed: Sequence[_File],
) -> None:
    with store.reading() as connection:
        own = {packet.name for packet in posts_state.own_packets(connection)}
        read = posts_state.read_files(connection)
    trusted = {p.public_key[:KEY_DIGITS]: p.public_key for p in posts if p.is_trusted}
    trusted.setdefault(keys.public_key[:KEY_DIGITS], keys.public_key)
    with tempfile.TemporaryDirectory(prefix="otdesk-poste-", dir=store.folder) as place:
        for file in listed:
            if file.item.name in own or file.item.name in read:
                continue
            if file.key not in trusted:
                done.strangers.append(file.item.name)
                continue
            target = Path(place) / file.item.name
            if _fetch(mailbox, file, target, watch):
                _take(store, trusted[file.key], target, file, done)
                target.unlink()
    if done.received:
        project(store)
    gone = read - {file.item.name for file in listed}
    if gone:
        with store.writing_local() as connection:
            posts_state.forget_read_files(connection, gone)


def _fetch(mailbox: Mailbox, file: _File, target: Path, watch: Watch) -> bool:
    """Fetch a file; False where it was tidied away meanwhile."""
    try:
        mailbox.fetch(Box.BETWEEN_POSTS, file.item, target, watch)
    except MailboxFault:
        if file.item in mailbox.list(Box.BETWEEN_POSTS):
            raise
        return False
    return True


def _take(store: Store, key: str, path: Path, file: _File, done: PostsRound) -> None:
    """Take a neighbour's packet in, or put it aside with its reason."""
    office = store.identity.office
    trusted = TrustedKey(PublicKey.of(bytes.fromhex(key)), store.identity.network, office)
    sha256 = sha256_of(path)
    place, moment = f"{QUARANTINE}/{sha256}.zip", instant(store.clock.now())
    spoken: Neighbour | None = None
    try:
        with open_packet(path, LIMITS, [trusted]) as packet:
            spoken = _spoken(packet, key, office, moment)
            taken = take_packet(store, packet, sha256, place)
    except (RefusedPacket, UnreadableStatement) as refusal:
        taken = Taken(ReceivedState.QUARANTINED, str(refusal))
    done.received += taken.new
    done.stumbled |= taken.state is not ReceivedState.RECEIVED
    is_refused = taken.state is ReceivedState.QUARANTINED
    if is_refused:
        done.refused.append((file.item.name, taken.reason))
        kept = store.folder / place
        kept.parent.mkdir(exist_ok=True)
        durable.copy(path, kept)
    with store.writing_local() as connection:
        if is_refused:
            reason = f"{file.item.name} : {taken.reason}"
            note_received(connection, _refused(sha256, place, reason, office, moment))
        else:
            # Neighbours speak each minute, and for years.
            posts_state.forget_received(connection, sha256)
        if spoken is not None and not is_refused:
            posts_state.note_neighbour(connection, spoken)
        posts_state.note_read(connection, key, file.number, moment)
        posts_state.note_read_file(connection, file.item.name, moment)


def _spoken(packet: Packet, key: str, office: str, moment: str) -> Neighbour:
    """Return what the packet's maker says of itself. Raises UnreadableStatement."""
    try:
        said = PostsStatement.decoded(packet.attached(NAME))
    except KeyError as error:
        raise UnreadableStatement(
            _("Ce fichier ne dit pas ce que son poste a reçu : il n’est pas pour ce dossier.")
        ) from error
    if (said.office, said.number) != (office, packet.manifest.number):
        raise UnreadableStatement(_("Ce fichier se contredit sur son bureau ou son numéro."))
    heads = {head.stream: head for head in said.heads}
    return Neighbour(key, said.number, heads, said.reads, frozenset(said.writes), moment)


def _refused(sha256: str, place: str, reason: str, office: str, moment: str) -> ReceivedPacket:
    return ReceivedPacket(
        sha256=sha256,
        office=office,
        number=0,
        state=ReceivedState.QUARANTINED,
        reason=reason,
        place=place,
        received_at=moment,
        their_clock="",
        clock_offset=0,
    )


# ------------------------------------------------------------------------------------ speaking


def _speak(
    store: Store,
    keys: PostKeys,
    mailbox: Mailbox,
    watch: Watch,
    *,
    done: PostsRound,
    trusted: frozenset[str],
    listed: Sequence[_File],
    most: int,
) -> bool:
    """Leave what the others lack, or only what is held here where that has changed; then tidy.

    Return whether there is more than one packet holds.
    """
    now = store.clock.now()
    names = {file.item.name for file in listed}
    with store.reading() as connection:
        spoken = posts_state.neighbours(connection)
        noted = posts_state.own_packets(connection)
        streams = office_streams(connection, store.identity.office)
        others = living(spoken, trusted, now)
        own = [packet for packet in noted if packet.name in names]
        at_hand = Folder(
            own if len(own) < _MOST_FILES else [],
            {p.public_key: _last_listed(p.public_key, listed) for p in others},
        )
        wanted = lacking(connection, streams, others, at_hand, own_key=keys.public_key, now=now)
        parts = parts_of(connection, streams, wanted.after, most=most)
    done.forked = sorted(wanted.forked)
    statement = PostsStatement(
        office=store.identity.office,
        number=_next_number(noted, spoken, keys.public_key),
        heads=tuple(stream.head for stream in streams),
        reads={each.public_key: each.last_read for each in spoken},
        writes=tuple(stream.head.stream for stream in streams if stream.is_here),
    )
    heads = posts_state.encoded_heads(statement.heads)
    entries = 0
    is_news = not own or own[-1].heads != heads or done.stumbled
    if parts or is_news:
        made = deliver(store, keys, mailbox, watch, Speech(statement, parts))
        done.delivered = True
        entries = sum(last - first + 1 for first, last in made.spans.values())
        done.sent += entries
        done.stumbled = False
        own = [*own, made]
        if wanted.again:
            with store.writing_local() as connection:
                posts_state.note_resent(connection, wanted.again, instant(now))
    if own:
        _tidy(store, mailbox, own=own, noted=noted, others=others, listed=listed)
    lacked = sum(s.head.seq - wanted.after.get(s.head.stream, s.head.seq) for s in streams)
    return 0 < entries < lacked


def _last_listed(public_key: str, listed: Sequence[_File]) -> int:
    key = public_key[:KEY_DIGITS]
    return max((file.number for file in listed if file.key == key), default=0)


def _next_number(noted: Sequence[OwnPacket], spoken: Sequence[Neighbour], own_key: str) -> int:
    """Return a number that is above all that anybody has seen of this post, were it restored."""
    said = [each.reads.get(own_key, 0) for each in spoken]
    own = [each.number for each in spoken if each.public_key == own_key]
    return max([packet.number for packet in noted] + said + own, default=0) + 1


def _tidy(
    store: Store,
    mailbox: Mailbox,
    *,
    own: Sequence[OwnPacket],
    noted: Sequence[OwnPacket],
    others: Sequence[Neighbour],
    listed: Sequence[_File],
) -> None:
    """Remove this post's own files that nobody needs any more, all but the newest."""
    newest = own[-1]
    needed = {newest.number}
    items = {file.item.name: file.item for file in listed}
    for packet in own[:-1]:
        if not is_done(packet, others, newest):
            needed.add(packet.number)
            continue
        # On a share, somebody may be reading it just now: the next round removes it.
        with suppress(MailboxFault):
            mailbox.remove(Box.BETWEEN_POSTS, items[packet.name])
            continue
        needed.add(packet.number)
    gone = [packet.number for packet in noted if packet.number not in needed]
    if gone:
        with store.writing_local() as connection:
            posts_state.forget_own_packets(connection, gone)
