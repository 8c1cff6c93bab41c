"""Which post of an office wrote each record of a day, where the office has several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, select

from otdesk.journal.entry import Op
from otdesk.store.office_streams import office_streams
from otdesk.store.posts_state import KnownPost, known_posts, neighbours
from otdesk.store.tables import journal, stream_origin, tally, visit, walk_in

# The revision that stands, as it was said first: a stream that goes on in another one repeats it.
_WRITTEN = tuple(
    select(journal.c.uid, journal.c.stream)
    .select_from(table.join(journal, journal.c.uid == table.c.uid))
    .where(
        table.c.office == bindparam("of_office"),
        table.c.day == bindparam("on_day"),
        journal.c.op == Op.PUT.value,
    )
    .order_by(journal.c.rev, journal.c.id.desc())
    for table in (visit, walk_in, tally)
)


def posts_of_day(connection: Connection, office: str, day: date) -> Mapping[str, str]:
    """Return the name of the post by the uid of its records; nothing where there is one post."""
    posts = known_posts(connection, office)
    if sum(post.is_trusted for post in posts) < 2:
        return {}
    names = _by_stream(connection, office, posts)
    values = {"of_office": office, "on_day": day.isoformat()}
    found: dict[str, str] = {}
    for statement in _WRITTEN:
        for row in connection.execute(statement, values):
            found[row.uid] = names.get(row.stream, "")
    return found


def _by_stream(
    connection: Connection, office: str, posts: Sequence[KnownPost]
) -> Mapping[str, str]:
    """Return the post that writes each stream: as it was paired, as it says, as it went on."""
    told = _told_apart(posts)
    by_stream = {post.stream: told[post.public_key] for post in posts}
    own = [s.head.stream for s in office_streams(connection, office) if s.is_here]
    here = next((by_stream[stream] for stream in own if stream in by_stream), "")
    by_stream = {**dict.fromkeys(own, here), **by_stream}
    for neighbour in neighbours(connection):
        for stream in neighbour.writes:
            by_stream.setdefault(stream, told.get(neighbour.public_key, ""))
    parents = {
        row.stream: row.parent
        for row in connection.execute(select(stream_origin.c.stream, stream_origin.c.parent))
    }
    for stream, parent in parents.items():
        by_stream.setdefault(stream, by_stream.get(parent, ""))
    return by_stream


def _told_apart(posts: Sequence[KnownPost]) -> Mapping[str, str]:
    """Return a name by key: those of the same name are numbered, alike on each of the posts."""
    many = Counter(post.name for post in posts)
    numbers: Counter[str] = Counter()
    told = {}
    for post in posts:
        numbers[post.name] += 1
        number = f" {numbers[post.name]}" if many[post.name] > 1 else ""
        told[post.public_key] = f"{post.name}{number}"
    return told
