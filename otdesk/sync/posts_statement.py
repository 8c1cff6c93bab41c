"""`posts.json`: what a post says to its neighbours in each packet of what it holds and has read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.entry import Head
from otdesk.sync.pairing.signed_text import number_of, text_of

NAME = "posts.json"
FORMAT = 1
# More than the posts and the streams of an office in ten years; what is above is no statement.
_MOST = 4_000
_STREAM = re.compile(r"[0-9a-f]{16}", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DIGEST_BYTES = 32


class UnreadableStatement(DataFault):
    """A packet of a neighbour does not say what that post holds."""


@dataclass(frozen=True, slots=True)
class PostsStatement:
    """What a post of `office` holds: the ends of streams, the packets that it read, by key.

    `writes` are the streams that are its own; the others were passed on to it.
    """

    office: str
    number: int
    heads: tuple[Head, ...]
    reads: Mapping[str, int]
    writes: tuple[str, ...]

    def encoded(self) -> bytes:
        """Return the canonical bytes of the file."""
        heads: list[Value] = [
            {"stream": h.stream, "seq": h.seq, "digest": h.digest.hex()} for h in self.heads
        ]
        return canonical.encode(
            {
                "format": FORMAT,
                "office": self.office,
                "number": self.number,
                "heads": heads,
                "reads": dict(self.reads),
                "writes": list(self.writes),
            }
        )

    @classmethod
    def decoded(cls, data: bytes) -> PostsStatement:
        """Return the statement behind a file. Raises UnreadableStatement."""
        try:
            body = canonical.decode(data)
            if number_of(body, "format") != FORMAT:
                raise ValueError("format")
            return cls(
                office=text_of(body, "office"),
                number=number_of(body, "number"),
                heads=tuple(_head(each) for each in _each(body, "heads")),
                reads=_reads(body["reads"]),
                writes=tuple(_stream(each) for each in _each(body, "writes")),
            )
        except (ValueError, KeyError) as error:
            raise UnreadableStatement(
                _(
                    "Ce fichier d’un autre poste ne dit pas ce qu’il a ({}). Rien n’a été "
                    "changé ; mettre les postes du bureau à la même version."
                ).format(error)
            ) from error


def _each(body: Mapping[str, Value], name: str) -> list[Value]:
    value = body[name]
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError(name)
    return value


def _stream(value: Value) -> str:
    if not isinstance(value, str) or _STREAM.fullmatch(value) is None:
        raise ValueError("stream")
    return value


def _head(value: Value) -> Head:
    if not isinstance(value, Mapping):
        raise ValueError("heads")
    digest, seq = bytes.fromhex(text_of(value, "digest")), number_of(value, "seq")
    if len(digest) != _DIGEST_BYTES or seq < 1:
        raise ValueError("heads")
    return Head(_stream(value["stream"]), seq, digest)


def _reads(value: Value) -> dict[str, int]:
    if not isinstance(value, Mapping) or len(value) > _MOST:
        raise ValueError("reads")
    if not all(_KEY.fullmatch(key) for key in value):
        raise ValueError("reads")
    return {key: number_of(value, key) for key in value}
