"""A table of offices × months in letters, with its legend: any terminal can print it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otdesk.i18n import _

_MONTH_WIDTH = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """The letter of a state, and what it means."""

    letter: str
    meaning: str


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """An office: a mark for each month, and the number of its last packet, 0 for none."""

    office: str
    marks: tuple[Mark, ...]
    last_number: int


def lines(months: Sequence[str], rows: Sequence[MarkedRow]) -> Iterator[str]:
    """Yield the table under the numbers of its months (`2026-07`), then what its letters mean."""
    names = "".join(name[5:].rjust(_MONTH_WIDTH) for name in months)
    yield f"       {names}   " + _("dernier envoi")
    for row in rows:
        marks = "".join(mark.letter.rjust(_MONTH_WIDTH) for mark in row.marks)
        yield f"  {row.office:5}{marks}   " + _("n° {}").format(row.last_number)
    present = dict.fromkeys(mark for row in rows for mark in row.marks)
    yield "  " + " ; ".join(f"{mark.letter} : {mark.meaning}" for mark in present)
