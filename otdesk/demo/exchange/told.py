"""What the exchange of the demonstration did, as facts: the command line puts them into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from otdesk.domain.money import Cents
from otdesk.headquarters.completeness import Completeness


class Mishap(StrEnum):
    """What is made to go wrong."""

    # The packet vanishes from the mailbox before the siège looks.
    LOST = "lost"
    # One bit of the packet turns over on its way.
    DAMAGED = "damaged"
    # The folder of a post is copied to a second PC, and both go on.
    CLONED = "cloned"


@dataclass(frozen=True, slots=True)
class PairedPost:
    """A post that the siège has recognised, and the four words of its key."""

    office: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mishap of a round.

    `number` is the packet's. `reason` is what the siège says of a damaged one. Of a clone,
    `accueils` are those that only the copy has noted, and `reissued` the entries that it said
    again in a journal of its own.
    """

    kind: Mishap
    office: str
    number: int
    reason: str = ""
    accueils: int = 0
    reissued: int = 0


@dataclass(frozen=True, slots=True)
class RoundTold:
    """A round: the months that left, in how many packets, how many entries were new at the siège.

    `moment` is aware, in the offices' zone.
    """

    months: tuple[date, ...]
    moment: datetime
    packets: int
    new: int
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the siège holds beside what the offices hold.

    `persons` and `turnover` are those of the published period, by the siège's own reports.
    `missing` and `strange` count the entries that the siège lacks, and those of the offices'
    streams that no office has; `equal_months` the months, of `months`, whose digest is the same
    in both places.
    """

    persons: int
    turnover: Cents
    entries: int
    missing: int
    strange: int
    months: int
    equal_months: int
    faults: int

    @property
    def holds(self) -> bool:
        """Tell whether nothing was lost or invented on the way; figures are another matter."""
        return not (self.missing or self.strange or self.faults) and (
            self.equal_months == self.months
        )


@dataclass(frozen=True, slots=True)
class ExchangeTold:
    """The whole exchange: where the siège and the mailbox lie, what happened, what it proves.

    `stream` and `words` are the siège's: its journal, and its key as it is read aloud.
    """

    siege: Path
    stream: str
    mailbox: Path
    words: tuple[str, ...]
    posts: tuple[PairedPost, ...]
    rounds: tuple[RoundTold, ...]
    locked: tuple[date, ...]
    completeness: Completeness
    proof: Proof
