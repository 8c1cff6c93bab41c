"""The posts of this office, as the settings list them: who they are, and when each was heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from otdesk.store.office_streams import office_streams
from otdesk.store.posts_state import known_posts, neighbours


@dataclass(frozen=True, slots=True)
class PostHere:
    """A post of the office; `heard_at` is None where it never spoke in the shared folder."""

    name: str
    is_this: bool
    is_trusted: bool
    heard_at: datetime | None


def posts_here(connection: Connection, office: str) -> tuple[PostHere, ...]:
    """Return the posts that the siège has confirmed, this one first, revoked ones last."""
    own = {s.head.stream for s in office_streams(connection, office) if s.is_here}
    heard = {n.public_key: n.heard_at for n in neighbours(connection)}
    found = [
        PostHere(
            post.name,
            post.stream in own,
            post.is_trusted,
            datetime.fromisoformat(heard[post.public_key]) if post.public_key in heard else None,
        )
        for post in known_posts(connection, office)
    ]
    return tuple(sorted(found, key=lambda p: (not p.is_this, not p.is_trusted, p.name)))
