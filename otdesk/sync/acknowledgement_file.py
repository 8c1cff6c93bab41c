"""`ack.json`: what the siège says in its packet of what it holds of an office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.entry import Head

NAME = "ack.json"
FORMAT = 1


class UnreadableAcknowledgement(DataFault):
    """The siège's packet has no acknowledgement that this program can read."""


@dataclass(frozen=True, slots=True)
class SaidGap:
    """Entries of a stream that the siège waits for."""

    stream: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SaidQuarantine:
    """A packet that the siège put aside: its file's name and why, in French."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the siège holds of `office`, all of it (`store.acknowledging.heads_of`).

    `incarnation` is the stream that the siège writes: another one after a restore. `counts` are
    the accueils that it holds by month. `least_program` is empty where every version will do.
    """

    office: str
    number: int
    incarnation: str
    heads: tuple[Head, ...]
    gaps: tuple[SaidGap, ...] = ()
    quarantines: tuple[SaidQuarantine, ...] = ()
    counts: Mapping[str, int] | None = None
    least_program: str = ""

    def encoded(self) -> bytes:
        """Return the canonical bytes of the file."""
        heads: list[Value] = [
            {"stream": h.stream, "seq": h.seq, "digest": h.digest.hex()} for h in self.heads
        ]
        gaps: list[Value] = [
            {"stream": g.stream, "first": g.first, "last": g.last} for g in self.gaps
        ]
        quarantines: list[Value] = [{"name": q.name, "reason": q.reason} for q in self.quarantines]
        return canonical.encode(
            {
                "format": FORMAT,
                "office": self.office,
                "number": self.number,
                "incarnation": self.incarnation,
                "heads": heads,
                "gaps": gaps,
                "quarantines": quarantines,
                "counts": dict(self.counts or {}),
                "least_program": self.least_program,
            }
        )

    @classmethod
    def decoded(cls, data: bytes) -> Acknowledgement:
        """Return the acknowledgement behind a file. Raises UnreadableAcknowledgement."""
        try:
            said = _Reader(canonical.decode(data))
            if said.number("format") != FORMAT:
                raise ValueError("format")
            return cls(
                office=said.text("office"),
                number=said.number("number"),
                incarnation=said.text("incarnation"),
                heads=tuple(
                    Head(h.text("stream"), h.number("seq"), bytes.fromhex(h.text("digest")))
                    for h in said.each("heads")
                ),
                gaps=tuple(
                    SaidGap(g.text("stream"), g.number("first"), g.number("last"))
                    for g in said.each("gaps")
                ),
                quarantines=tuple(
                    SaidQuarantine(q.text("name"), q.text("reason"))
                    for q in said.each("quarantines")
                ),
                counts=said.numbers("counts"),
                least_program=said.text("least_program"),
            )
        except (ValueError, KeyError) as error:
            raise UnreadableAcknowledgement(
                _(
                    "L’accusé du siège n’est pas lisible ({}). Rien n’a été changé ; "
                    "mettez ce poste à jour, ou prévenez le siège."
                ).format(error)
            ) from error


class _Reader:
    """Strict reading of an object: a text is a text, a number a whole one."""

    def __init__(self, said: Mapping[str, Value]) -> None:
        self._said = said

    def text(self, name: str) -> str:
        value = self._said[name]
        if not isinstance(value, str):
            raise ValueError(name)
        return value

    def number(self, name: str) -> int:
        value = self._said[name]
        if type(value) is not int or value < 0:
            raise ValueError(name)
        return value

    def numbers(self, name: str) -> dict[str, int]:
        value = self._said[name]
        if not isinstance(value, Mapping):
            raise ValueError(name)
        reader = _Reader(value)
        return {key: reader.number(key) for key in value}

    def each(self, name: str) -> list[_Reader]:
        value = self._said[name]
        if not isinstance(value, list):
            raise ValueError(name)
        found = []
        for item in value:
            if not isinstance(item, Mapping):
                raise ValueError(name)
            found.append(_Reader(item))
        return found
