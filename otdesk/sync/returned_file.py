"""`returned.json`: what the siège says with a part of an office's records that it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.sync.pairing.signed_text import number_of, text_of

NAME = "returned.json"
FORMAT = 1


class UnreadableReturn(DataFault):
    """The siège gives back something that this program cannot read."""


@dataclass(frozen=True, slots=True)
class ReturnedEnd:
    """Where the siège's knowledge of a post, or of a till, ends: its last entry, and when.

    `recorded_at` is ISO 8601 with the office's offset. What was written after it never came.
    """

    name: str
    stream: str
    last: int
    recorded_at: str


@dataclass(frozen=True, slots=True)
class ReturnedPart:
    """A part of all that the siège holds of `office`; `is_last` where nothing follows."""

    office: str
    part: int
    is_last: bool
    ends: tuple[ReturnedEnd, ...]

    def encoded(self) -> bytes:
        """Return the canonical bytes of the file."""
        ends: list[Value] = [
            {"name": e.name, "stream": e.stream, "last": e.last, "recorded_at": e.recorded_at}
            for e in self.ends
        ]
        return canonical.encode(
            {
                "format": FORMAT,
                "office": self.office,
                "part": self.part,
                "is_last": int(self.is_last),
                "ends": ends,
            }
        )

    @classmethod
    def decoded(cls, data: bytes) -> ReturnedPart:
        """Return the part behind a file. Raises UnreadableReturn."""
        try:
            body = canonical.decode(data)
            if number_of(body, "format") != FORMAT:
                raise ValueError("format")
            ends = body["ends"]
            if not isinstance(ends, list):
                raise ValueError("ends")
            return cls(
                office=text_of(body, "office"),
                part=number_of(body, "part"),
                is_last=number_of(body, "is_last") == 1,
                ends=tuple(_end(each) for each in ends),
            )
        except (ValueError, KeyError) as error:
            raise UnreadableReturn(
                _(
                    "Ce que le siège rend n’est pas lisible ({}). Rien n’a été changé ; mettre "
                    "ce poste à jour, ou prévenir le siège."
                ).format(error)
            ) from error


def _end(value: Value) -> ReturnedEnd:
    if not isinstance(value, Mapping):
        raise ValueError("ends")
    return ReturnedEnd(
        text_of(value, "name"),
        text_of(value, "stream"),
        number_of(value, "last"),
        text_of(value, "recorded_at"),
    )
