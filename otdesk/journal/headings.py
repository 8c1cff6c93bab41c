"""The headers of many entries, read and proven at once: a column for each of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from otdesk.journal.entry import PLAIN, Head, Header

_PLAIN_LINE = re.compile(f"^{PLAIN.pattern}$", re.MULTILINE)


class Headings(NamedTuple):
    """The values of headers in the order in which these have them, numbers as they are written."""

    authors: Sequence[str]
    kinds: Sequence[str]
    ops: Sequence[str]
    instants: Sequence[str]
    revs: Sequence[str]
    schemas: Sequence[str]
    seqs: Sequence[str]
    streams: Sequence[str]
    uids: Sequence[str]

    def headers(self) -> Iterator[Header]:
        """Return them one by one."""
        return map(Header.plain, zip(*self, strict=True))

    def require_to_follow(self, head: Head) -> None:
        """Raise ValueError unless they are the next ones of its stream, without a gap."""
        for at, found in enumerate(zip(self.streams, self.seqs, strict=True), head.seq + 1):
            if found != (head.stream, str(at)):
                raise ValueError(f"entry {at} of {head.stream} was to follow")


def read_headings(headers: Sequence[bytes]) -> Headings:
    """Return what the stored bytes of at least one header say, each in its canonical form.

    Raises ValueError where one cannot be read, or is not canonical.
    """
    lines = b"\n".join(headers)
    # As many lines as headers, and as many that are plain: then each header is one that is.
    if lines.isascii() and lines.count(b"\n") == len(headers) - 1:
        plain = _PLAIN_LINE.findall(lines.decode("ascii"))
        if len(plain) == len(headers):
            found = Headings(*zip(*plain, strict=True))
            for instant in found.instants:
                datetime.fromisoformat(instant)
            return found
    return Headings(*zip(*map(_values, headers), strict=True))


def _values(data: bytes) -> tuple[str, ...]:
    header, is_canonical = Header.read(data)
    if not is_canonical:
        raise ValueError("a header is not canonical")
    return (
        header.author,
        header.kind,
        header.op.value,
        header.recorded_at,
        str(header.rev),
        str(header.schema),
        str(header.seq),
        header.stream,
        header.uid,
    )
