"""Visits (« accueils ») and walk-ins (« passages »): what one conversation leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.errors import DataFault
from otdesk.i18n import _

MAX_PARTY = 999

# Someone is in front of the counsellor: only there does a size mean persons.
FACE_TO_FACE = frozenset({ChannelCode.COMPTOIR, ChannelCode.HORS_LES_MURS})


class EntryMode(StrEnum):
    """How an accueil was entered: the month prints the share of express and repeated ones."""

    MANUAL = "manual"
    EXPRESS = "express"
    REPEAT = "repeat"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class VisitDemand:
    """One demand of an accueil, `unmet` where the counsellor could not answer it."""

    code: str
    unmet: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One conversation.

    `day` is the office's local date; `started_at` the instant of the first key (UTC), None where
    only the day is known (a spreadsheet without hours); `minute` the same in local minutes since
    midnight. `party_size` counts persons for the counter and outings; calls, e-mails and letters
    have no size and store 1. `origin` is `FR-48`, `BE`, `FR` (département unknown) or `ND`.
    """

    office: str
    day: date
    channel: ChannelCode
    party_size: int
    origin: str
    demands: tuple[VisitDemand, ...] = ()
    started_at: datetime | None = None
    minute: int | None = None
    residency: ResidencyCode | None = None
    audience: str | None = None
    note: str = ""
    entry: EntryMode = EntryMode.MANUAL

    @property
    def persons(self) -> int:
        """Return the persons of the accueil: none for a call, an e-mail or a letter."""
        return self.party_size if self.channel in FACE_TO_FACE else 0

    def check(self) -> Self:
        """Return self, or raise DataFault where the accueil cannot be."""
        if not 1 <= self.party_size <= MAX_PARTY:
            raise DataFault(_("Un accueil compte de 1 à {} personnes.").format(MAX_PARTY))
        if self.channel not in FACE_TO_FACE and self.party_size != 1:
            raise DataFault(
                _("Un appel, un courriel ou un courrier n’a pas de nombre de personnes.")
            )
        if not self.origin:
            raise DataFault(_("La provenance manque : choisir « non demandée » si elle l’est."))
        codes = [demand.code for demand in self.demands]
        if len(set(codes)) != len(codes):
            raise DataFault(_("La même demande figure deux fois."))
        if (self.started_at is None) != (self.minute is None):
            raise ValueError("an instant and its local minute go together")
        return self

    def with_demands(self, *codes: str) -> Visit:
        """Return the accueil with these demands, all met."""
        return replace(self, demands=tuple(VisitDemand(code) for code in codes))


@dataclass(frozen=True, slots=True)
class WalkIn:
    """People who came in and asked nothing; counted apart, never added to the persons."""

    office: str
    day: date
    count: int = 1
    started_at: datetime | None = None
    minute: int | None = None

    def check(self) -> Self:
        """Return self, or raise DataFault."""
        if not 1 <= self.count <= MAX_PARTY:
            raise DataFault(_("Un passage compte de 1 à {} personnes.").format(MAX_PARTY))
        return self
