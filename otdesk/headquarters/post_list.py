"""The posts as the siège's window lists them: heard when, behind by how much, invited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from otdesk.domain.posts import Post
from otdesk.headquarters.lost_keys import lost_keys_warning
from otdesk.headquarters.posts import known_posts
from otdesk.store.instants import instant
from otdesk.store.pairing_state import GivenInvitation, invitations, listeners
from otdesk.store.transaction import head_of

Spoken = Callable[[bytes], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post with its four words.

    `heard_at` (UTC) is its last packet, None before the first. `behind` is how many entries of the
    siège's stream it has not acknowledged.
    """

    post: Post
    words: tuple[str, ...]
    heard_at: str | None
    behind: int


@dataclass(frozen=True, slots=True)
class PostList:
    """`own_words` are the siège's; `invited` are the invitations that still serve.

    `lost_keys` says in French what to do where offices know another key of the siège.
    """

    own_words: tuple[str, ...]
    posts: tuple[SeenPost, ...]
    invited: tuple[GivenInvitation, ...]
    lost_keys: str = ""

    @property
    def trusted(self) -> int:
        """Return how many posts are believed."""
        return sum(seen.post.is_trusted for seen in self.posts)


def post_list(
    connection: Connection, stream: str, own_key: bytes, now: datetime, spoken: Spoken
) -> PostList:
    """Read every post; `stream` and `own_key` are the siège's. Slow, as `spoken` is."""
    heard = listeners(connection, stream)
    head = head_of(connection, stream).seq
    seen = []
    for post in known_posts(connection):
        listener = heard.get(post.public_key)
        held = 0 if listener is None else listener.seq
        seen.append(
            SeenPost(
                post,
                spoken(bytes.fromhex(post.public_key)),
                None if listener is None else listener.heard_at,
                max(head - held, 0),
            )
        )
    invited = tuple(
        given
        for given in invitations(connection)
        if given.used_by is None and given.expires_at >= instant(now)
    )
    lost = lost_keys_warning(connection, own_key.hex())
    return PostList(spoken(own_key), tuple(seen), invited, lost)
