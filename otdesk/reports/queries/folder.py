"""What the folder says of itself: the head of its journal, and whether it is a reconstruction."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from otdesk.journal.entry import digest_code
from otdesk.store.tables import folder, journal, writing

_HEAD = (
    select(journal.c.digest)
    .where(journal.c.stream == select(writing.c.stream).limit(1).scalar_subquery())
    .order_by(journal.c.seq.desc())
    .limit(1)
)
_RECONSTRUCTION = select(func.max(folder.c.reconstruction)).where(folder.c.void_reason.is_(None))
STATEMENTS = (_HEAD,)


def head_code(connection: Connection) -> str:
    """Return the short code of the last entry of the writing stream, `7F3A-09C2`; or nothing."""
    digest = connection.execute(_HEAD).scalar_one_or_none()
    return "" if digest is None else digest_code(digest)


def is_reconstruction(connection: Connection) -> bool:
    """Tell whether the data of this folder, or of an office it has taken in, are reconstructed."""
    return bool(connection.execute(_RECONSTRUCTION).scalar())
