"""Tills of the office that have ended elsewhere: a new till takes over the last one's totals.

A dead disk took its till with it, and the siège gave the records back; or another folder went on
with this one's. Nobody sells with such a till any more, and its perpetual totals go on in the next.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from otdesk.journal.entry import Head
from otdesk.store import network_tables, posts_tables, tables, till_tables
from otdesk.store.anchor import Anchors
from otdesk.store.posts_state import neighbours
from otdesk.store.transaction import head_of


def ended_till(connection: Connection, office: str, anchors: Anchors) -> Head | None:
    """Return the end of the till that a new one of this folder takes over from, None for none.

    It is one that no other till took over from, and that no living post writes; the last one
    used, where there are several. None as well where a post of the office is confirmed and was
    never heard here: its till may live.
    """
    table = till_tables.till
    here = connection.execute(select(till_tables.till_here.c.stream)).scalars().all()
    followed = select(table.c.parent).where(table.c.parent != "")
    candidates = connection.execute(
        select(table.c.till).where(
            table.c.office == office,
            table.c.training == 0,
            table.c.till.not_in(here),
            table.c.till.not_in(followed),
        )
    ).scalars()
    written = {stream for each in neighbours(connection) for stream in each.writes}
    # One that this machine has a mark of was this machine's own, whatever else was copied.
    ended = [s for s in candidates if s not in written or anchors.read(s) is not None]
    if not ended or _someone_is_silent(connection, office):
        return None
    journal = tables.journal
    last = connection.execute(
        select(journal.c.stream)
        .where(journal.c.stream.in_(ended))
        .group_by(journal.c.stream)
        .order_by(func.max(journal.c.recorded_at).desc())
        .limit(1)
    ).scalar_one()
    return head_of(connection, last)


def ended_till_name(connection: Connection, office: str, anchors: Anchors) -> str:
    """Return the name of the till that a new one takes over from, nothing for none."""
    head = ended_till(connection, office, anchors)
    if head is None:
        return ""
    table = till_tables.till
    found = connection.execute(select(table.c.name).where(table.c.till == head.stream))
    return str(found.scalar_one())


def _someone_is_silent(connection: Connection, office: str) -> bool:
    """Tell whether a confirmed post of the office, not this one, was never heard here."""
    post, neighbour = network_tables.post, posts_tables.neighbour
    journal = tables.journal
    # This folder's first entry is the first of its journal in order of arrival.
    own = select(journal.c.stream).order_by(journal.c.id).limit(1).scalar_subquery()
    silent = connection.execute(
        select(post.c.uid)
        .where(
            post.c.office == office,
            post.c.revoked.is_(None),
            post.c.void_reason.is_(None),
            post.c.stream != own,
            post.c.stream.not_in(select(tables.writing.c.stream)),
            post.c.public_key.not_in(select(neighbour.c.public_key)),
        )
        .limit(1)
    ).first()
    return silent is not None
