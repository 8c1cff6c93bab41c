"""What goes down to an office: the siège's own stream, and what it holds of the office's."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from otdesk import __version__
from otdesk.headquarters.posts import known_posts, last_about_posts
from otdesk.headquarters.put_aside import PutAside, put_aside
from otdesk.i18n import _
from otdesk.journal.entry import Head
from otdesk.store.acknowledging import heads_of
from otdesk.store.exchange_state import offices_gaps
from otdesk.store.list_items import lists_version
from otdesk.store.month_figures import month_figures, months_of
from otdesk.store.outgoing import digest_at, sealed_between
from otdesk.store.pairing_state import held_by_all
from otdesk.store.store import Store
from otdesk.store.tables import SCHEMA_VERSION
from otdesk.store.transaction import head_of
from otdesk.sync.acknowledgement_file import NAME, Acknowledgement, SaidGap, SaidQuarantine
from otdesk.sync.outbox import CAP, PERSONAL_KINDS
from otdesk.sync.packet.manifest import LEAST_PROGRAM
from otdesk.sync.packet.write import Basis, StreamSource, Written, write_packet
from otdesk.sync.packet_maker import make_packet
from otdesk.sync.post_keys import PostKeys


def write_reply(
    store: Store, state: Connection, keys: PostKeys, office: str, folder: Path
) -> Written:
    """Write a packet for an office into `folder`: what its posts may lack, and `ack.json`.

    `state` is what it says, read aside: one serves all the offices of a round. For one whose posts
    are all revoked it ends with their revocation.
    """
    written = make_packet(
        store,
        lambda number: _write(state, store, keys, office, folder=folder, number=number),
    )
    if written is None:
        raise AssertionError("a reply always has its acknowledgement")
    return written


def _write(
    connection: Connection, store: Store, keys: PostKeys, office: str, *, folder: Path, number: int
) -> Written:
    stream = store.stream
    of_office = [post for post in known_posts(connection) if post.office == office]
    trusted = [post for post in of_office if post.is_trusted]
    posts = frozenset(post.public_key for post in trusted or of_office)
    # A post that is believed no more hears that, and nothing that was decided since.
    last = head_of(connection, stream).seq
    if not trusted and of_office:
        last = last_about_posts(connection, stream, office)
    after = min(held_by_all(connection, posts, stream), last)
    digest = digest_at(connection, stream, after)
    if digest is None:
        raise LookupError(f"the head office's stream has no entry {after}")
    said = acknowledgement(connection, stream, office, number)
    basis = Basis(
        schema=SCHEMA_VERSION,
        program=__version__,
        network=store.identity.network,
        office=store.identity.office,
        number=number,
        clock=store.clock.now().astimezone(store.zone).isoformat(timespec="seconds"),
        lists=lists_version(connection),
        reconstruction=store.identity.reconstruction,
    )
    source = StreamSource(
        Head(stream, after, digest), sealed_between(connection, stream, after + 1, last)
    )
    return write_packet(
        folder,
        basis,
        [source],
        [],
        keys.signing.sign,
        personal_kinds=PERSONAL_KINDS,
        cap=CAP,
        attached={NAME: said.encoded()},
    )


def acknowledgement(
    connection: Connection, stream: str, office: str, number: int
) -> Acknowledgement:
    """Return what is said of all that is held of an office; `stream` is the siège's own."""
    counts = {
        month: month_figures(connection, office, month).counts["accueils"]
        for month in months_of(connection, office)
    }
    return Acknowledgement(
        office=office,
        number=number,
        incarnation=stream,
        heads=heads_of(connection, office),
        gaps=tuple(SaidGap(g.stream, g.first, g.last) for g in offices_gaps(connection, office)),
        quarantines=tuple(
            _said_quarantine(each)
            for each in reversed(put_aside(connection, (office,)))
            if each.office == office and not each.is_healed
        ),
        counts=counts,
        least_program=LEAST_PROGRAM,
    )


def _said_quarantine(aside: PutAside) -> SaidQuarantine:
    """Say what was refused to the office whose name it bears: for telling, the name will do."""
    said = _("Envoi n° {number} : {reason}").format(number=aside.number, reason=aside.reason)
    return SaidQuarantine(aside.name or aside.packet.place, said)
