"""What a post knows of its neighbours, and its own packets in their shared folder.

Read and noted in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from otdesk.domain.posts import RevocationMotive
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.entry import Head
from otdesk.store import exchange_tables, network_tables, pairing_tables, posts_tables
from otdesk.store.network_records import post_of

_POST = network_tables.post
_NEIGHBOUR = posts_tables.neighbour
_PACKET = posts_tables.post_packet
_SPAN = posts_tables.post_span
_FETCHED = pairing_tables.fetched_file
_PREFIX = "postes/"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another post of the office, as its packet `number` spoke; `heads` are the ends it holds.

    `reads` are the numbers of the last packets that it read, by the key of who made them;
    `last_read` is that of the last one of it that was read here.
    """

    public_key: str
    number: int
    heads: Mapping[str, Head]
    reads: Mapping[str, int]
    writes: frozenset[str]
    heard_at: str
    last_read: int = 0
    resent_at: str | None = None


@dataclass(frozen=True, slots=True)
class OwnPacket:
    """A packet of this post that lies in the shared folder, and the spans that it carries."""

    number: int
    name: str
    heads: str
    spans: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post of this office as the siège's stream tells of it; `stream` as it was paired.

    `recorded_at` (UTC) is when the siège said it last: confirmed, or revoked.
    """

    name: str
    public_key: str
    stream: str
    revoked: RevocationMotive | None = None
    recorded_at: str = ""

    @property
    def is_trusted(self) -> bool:
        """Tell whether the siège takes what it sends."""
        return self.revoked is None


def known_posts(connection: Connection, office: str) -> tuple[KnownPost, ...]:
    """Return the posts of an office by name, revoked ones too."""
    rows = connection.execute(
        select(_POST)
        .where(_POST.c.office == office, _POST.c.void_reason.is_(None))
        .order_by(_POST.c.name, _POST.c.public_key)
    ).mappings()
    posts = ((post_of(dict(row)), row["recorded_at"]) for row in rows)
    return tuple(KnownPost(p.name, p.public_key, p.stream, p.revoked, at) for p, at in posts)


def neighbours(connection: Connection) -> tuple[Neighbour, ...]:
    """Return every post that has spoken, by its key."""
    return tuple(
        Neighbour(
            public_key=row.public_key,
            number=row.number,
            heads={head.stream: head for head in decoded_heads(row.heads)},
            reads=_numbers(row.reads),
            writes=frozenset(_texts(row.writes)),
            heard_at=row.heard_at,
            last_read=row.last_read,
            resent_at=row.resent_at,
        )
        for row in connection.execute(select(_NEIGHBOUR).order_by(_NEIGHBOUR.c.public_key))
    )


def note_neighbour(connection: Connection, spoken: Neighbour) -> None:
    """Note what a post said; what an older packet of it said, come late, is no step back."""
    known = _known(connection, spoken.public_key)
    if known is not None and known.number > spoken.number:
        return
    connection.execute(delete(_NEIGHBOUR).where(_NEIGHBOUR.c.public_key == spoken.public_key))
    connection.execute(
        insert(_NEIGHBOUR).values(
            public_key=spoken.public_key,
            number=spoken.number,
            last_read=max(spoken.number, 0 if known is None else known.last_read),
            heads=encoded_heads(spoken.heads.values()),
            reads=_encoded({"reads": dict(spoken.reads)}),
            writes=_encoded({"writes": sorted(spoken.writes)}),
            heard_at=spoken.heard_at,
            resent_at=None if known is None else known.resent_at,
        )
    )


def note_read(connection: Connection, public_key: str, number: int, moment: str) -> None:
    """Note that a packet of a post was read, though nothing of it could be taken."""
    known = _known(connection, public_key)
    if known is None:
        note_neighbour(connection, Neighbour(public_key, 0, {}, {}, frozenset(), moment))
    connection.execute(
        update(_NEIGHBOUR)
        .where(_NEIGHBOUR.c.public_key == public_key, _NEIGHBOUR.c.last_read < number)
        .values(last_read=number)
    )


def _known(connection: Connection, public_key: str) -> Row[Any] | None:
    return connection.execute(
        select(_NEIGHBOUR).where(_NEIGHBOUR.c.public_key == public_key)
    ).first()


def note_resent(connection: Connection, public_keys: Iterable[str], moment: str) -> None:
    """Note that what some posts had read and yet lacked was sent again."""
    connection.execute(
        update(_NEIGHBOUR)
        .where(_NEIGHBOUR.c.public_key.in_(list(public_keys)))
        .values(resent_at=moment)
    )


def own_packets(connection: Connection) -> tuple[OwnPacket, ...]:
    """Return the packets of this post that were left in the shared folder, in order."""
    spans: dict[int, dict[str, tuple[int, int]]] = {}
    for row in connection.execute(select(_SPAN)):
        spans.setdefault(row.number, {})[row.stream] = (row.first, row.last)
    return tuple(
        OwnPacket(row.number, row.name, row.heads, spans.get(row.number, {}))
        for row in connection.execute(select(_PACKET).order_by(_PACKET.c.number))
    )


def note_own_packet(connection: Connection, packet: OwnPacket, moment: str) -> None:
    """Note a packet that is about to be left in the shared folder."""
    connection.execute(
        insert(_PACKET).values(
            number=packet.number, name=packet.name, heads=packet.heads, made_at=moment
        )
    )
    for stream, (first, last) in packet.spans.items():
        connection.execute(
            insert(_SPAN).values(number=packet.number, stream=stream, first=first, last=last)
        )


def forget_own_packets(connection: Connection, numbers: Sequence[int]) -> None:
    """Forget packets that lie in the shared folder no more."""
    connection.execute(delete(_PACKET).where(_PACKET.c.number.in_(numbers)))
    connection.execute(delete(_SPAN).where(_SPAN.c.number.in_(numbers)))


def read_files(connection: Connection) -> frozenset[str]:
    """Return the names of the neighbours' files that were read and may lie there still."""
    names = connection.execute(
        select(_FETCHED.c.name).where(_FETCHED.c.name.startswith(_PREFIX, autoescape=True))
    ).scalars()
    return frozenset(name.removeprefix(_PREFIX) for name in names)


def note_read_file(connection: Connection, name: str, moment: str) -> None:
    """Note a neighbour's file that was read: it is not fetched again."""
    forget_read_files(connection, [name])
    connection.execute(insert(_FETCHED).values(name=f"{_PREFIX}{name}", fetched_at=moment))


def forget_read_files(connection: Connection, names: Iterable[str]) -> None:
    """Forget files that lie in the shared folder no more: their names never come back."""
    for name in names:
        connection.execute(delete(_FETCHED).where(_FETCHED.c.name == f"{_PREFIX}{name}"))


def forget_received(connection: Connection, sha256: str) -> None:
    """Forget a packet that was taken in: neighbours speak each minute, and for years."""
    table = exchange_tables.received_packet
    connection.execute(delete(table).where(table.c.sha256 == sha256))


def encoded_heads(heads: Iterable[Head]) -> str:
    """Return ends of streams as one text, the same for the same ends."""
    ordered = sorted(heads, key=lambda head: head.stream)
    said: list[Value] = [
        {"stream": h.stream, "seq": h.seq, "digest": h.digest.hex()} for h in ordered
    ]
    return _encoded({"heads": said})


def decoded_heads(text: str) -> tuple[Head, ...]:
    """Return the ends behind a text that `encoded_heads` made."""
    said: list[dict[str, str | int]] = canonical.decode(text.encode())["heads"]  # type: ignore[assignment]
    return tuple(
        Head(str(h["stream"]), int(h["seq"]), bytes.fromhex(str(h["digest"]))) for h in said
    )


def _encoded(value: Mapping[str, Value]) -> str:
    return canonical.encode(dict(value)).decode()


def _numbers(text: str) -> dict[str, int]:
    said: dict[str, int] = canonical.decode(text.encode())["reads"]  # type: ignore[assignment]
    return said


def _texts(text: str) -> list[str]:
    said: list[str] = canonical.decode(text.encode())["writes"]  # type: ignore[assignment]
    return said
