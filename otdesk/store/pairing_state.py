"""The state of the pairing, read and noted in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, func, insert, select, update

from otdesk.store import pairing_tables as tables


@dataclass(frozen=True, slots=True)
class Partner:
    """The siège as a post knows it: its stream, key, recipient, mailbox address.

    `acknowledged` is the number of its last acknowledgement that was read here, 0 before the
    first, and `acknowledged_at` when (UTC).
    """

    stream: str
    public_key: str
    recipient: str
    mailbox: str
    code: str
    post_name: str
    paired_at: str
    acknowledged: int = 0
    acknowledged_at: str | None = None


@dataclass(frozen=True, slots=True)
class GivenInvitation:
    """An invitation that this siège gave; `used_by` is the key of the post that came with it."""

    code: str
    office: str
    issued_at: str
    expires_at: str
    used_by: str | None = None


def partner(connection: Connection) -> Partner | None:
    """Return the siège of this post, None before the pairing."""
    row = connection.execute(select(tables.partner)).mappings().one_or_none()
    if row is None:
        return None
    return Partner(**{name: row[name] for name in Partner.__slots__})


def note_partner(connection: Connection, known: Partner) -> None:
    """Keep the siège of this post, in the place of the one before."""
    connection.execute(delete(tables.partner))
    values = {name: getattr(known, name) for name in Partner.__slots__}
    connection.execute(insert(tables.partner).values(id=1, **values))


def note_heard(connection: Connection, known: Partner, number: int, moment: str) -> None:
    """Note the last acknowledgement that was read; an older one that comes late is no step back."""
    if number >= known.acknowledged:
        note_partner(connection, replace(known, acknowledged=number, acknowledged_at=moment))


def note_invitation(connection: Connection, given: GivenInvitation) -> None:
    """Keep an invitation that was given."""
    values = {name: getattr(given, name) for name in GivenInvitation.__slots__}
    connection.execute(insert(tables.invitation).values(**values))


def invitation_of(connection: Connection, code: str) -> GivenInvitation | None:
    """Return the invitation with a code, None where none was given."""
    table = tables.invitation
    row = connection.execute(select(table).where(table.c.code == code)).mappings().one_or_none()
    if row is None:
        return None
    return GivenInvitation(**{name: row[name] for name in GivenInvitation.__slots__})


def invitations(connection: Connection) -> tuple[GivenInvitation, ...]:
    """Return every invitation that was given, the last first."""
    table = tables.invitation
    rows = connection.execute(select(table).order_by(table.c.issued_at.desc())).mappings()
    return tuple(
        GivenInvitation(**{name: row[name] for name in GivenInvitation.__slots__}) for row in rows
    )


def use_invitation(connection: Connection, code: str, public_key: str) -> None:
    """Note which post came with an invitation."""
    table = tables.invitation
    connection.execute(update(table).where(table.c.code == code).values(used_by=public_key))


def note_listener(
    connection: Connection, public_key: str, office: str, *, stream: str, seq: int, moment: str
) -> None:
    """Note how far a post holds the siège's stream; what it says last counts, less included."""
    table = tables.listener
    connection.execute(delete(table).where(table.c.public_key == public_key))
    connection.execute(
        insert(table).values(
            public_key=public_key, office=office, stream=stream, seq=seq, heard_at=moment
        )
    )


@dataclass(frozen=True, slots=True)
class Listener:
    """How far a post holds the siège's stream, and when it last said anything (UTC)."""

    seq: int
    heard_at: str


def listeners(connection: Connection, stream: str) -> dict[str, Listener]:
    """Return what each post said last, by its key; a post that held another stream holds none."""
    table = tables.listener
    return {
        row.public_key: Listener(row.seq if row.stream == stream else 0, row.heard_at)
        for row in connection.execute(select(table))
    }


def last_heard(connection: Connection) -> dict[str, str]:
    """Return when (UTC) a packet of each post was last taken, by its key."""
    table = tables.listener
    rows = connection.execute(select(table.c.public_key, table.c.heard_at))
    return {row[0]: row[1] for row in rows}


def held_by_all(connection: Connection, public_keys: frozenset[str], stream: str) -> int:
    """Return up to where each of these posts holds a stream of the siège; 0 where one is silent."""
    table = tables.listener
    held = dict(
        connection.execute(
            select(table.c.public_key, func.max(table.c.seq))
            .where(table.c.public_key.in_(public_keys), table.c.stream == stream)
            .group_by(table.c.public_key)
        ).all()
    )
    return min((held.get(key, 0) for key in public_keys), default=0)


def note_fetched(connection: Connection, name: str, moment: str) -> None:
    """Note a file of a mailbox that was taken in, or put aside: it is not fetched again."""
    table = tables.fetched_file
    connection.execute(delete(table).where(table.c.name == name))
    connection.execute(insert(table).values(name=name, fetched_at=moment))


def fetched(connection: Connection) -> frozenset[str]:
    """Return the names of the files that were taken in already."""
    return frozenset(connection.execute(select(tables.fetched_file.c.name)).scalars())
