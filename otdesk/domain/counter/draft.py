"""A draft: the accueil that is being typed, as it stands between two keys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.visits import FACE_TO_FACE, EntryMode, Visit, VisitDemand


class Page(StrEnum):
    """What the row of demands shows while a precise answer is picked from it."""

    DEMANDS = "demands"
    DETAILS = "details"
    AUDIENCES = "audiences"


class Missing(StrEnum):
    """What an accueil still lacks, in the order in which it is asked."""

    SIZE = "size"
    ORIGIN = "origin"
    DEMAND = "demand"


@dataclass(frozen=True, slots=True)
class Draft:
    """One accueil in progress.

    `size` and `origin` have no default: None is "not answered yet". `group` holds the digits of
    a group's size while they are typed (after `0`), `department` those of a département's
    number. `started_at` is the instant of the first key. `editing` is the uid of the recorded
    accueil that this draft will revise. `interrupted` is the draft to come back to once this
    one is done. `armed`: one Space has already pointed to the missing demand. `late_day` is the
    earlier date that it is typed for, whatever date is typed for by the time it is validated.
    """

    uid: str
    channel: ChannelCode = ChannelCode.COMPTOIR
    size: int | None = None
    group: str | None = None
    origin: str | None = None
    department: str = ""
    demands: tuple[VisitDemand, ...] = ()
    residency: ResidencyCode | None = None
    audience: str | None = None
    note: str = ""
    entry: EntryMode = EntryMode.MANUAL
    started_at: datetime | None = None
    late_day: date | None = None
    editing: str | None = None
    original: Visit | None = None
    interrupted: str | None = None
    aside: bool = False
    armed: bool = False
    page: Page = Page.DEMANDS
    theme: str | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was answered: Space is then a passage, a digit a size."""
        return self.says_nothing and self.channel is ChannelCode.COMPTOIR

    @property
    def says_nothing(self) -> bool:
        """Tell whether nothing was answered but, perhaps, through what channel it comes."""
        return (
            self.editing is None
            and self.size is None
            and self.group is None
            and self.origin is None
            and not self.department
            and not self.demands
            and self.audience is None
            and not self.note
        )

    @property
    def face_to_face(self) -> bool:
        """Tell whether persons are counted: at the counter and outside, never on the line."""
        return self.channel in FACE_TO_FACE

    @property
    def group_size(self) -> int | None:
        """Return the size that the typed digits of a group make, None before the first."""
        return int(self.group) if self.group else None

    @property
    def known_size(self) -> int | None:
        """Return the size as understood now, the digits still being typed included."""
        return self.group_size if self.group is not None else self.size

    def missing(self) -> tuple[Missing, ...]:
        """Return what is still to be asked."""
        gaps = []
        if self.face_to_face and self.known_size is None:
            gaps.append(Missing.SIZE)
        if self.origin is None:
            gaps.append(Missing.ORIGIN)
        if not self.demands:
            gaps.append(Missing.DEMAND)
        return tuple(gaps)

    @property
    def is_complete(self) -> bool:
        """Tell whether it has a size (face to face), an origin and a demand."""
        return not self.missing()

    def to_visit(self, office: str, day: date, minute: int | None) -> Visit:
        """Return the accueil that this draft makes; its size and origin must be there.

        `minute` is the local minute of `started_at`; None for a late entry, whose hour nobody
        remembers: such an accueil counts in its day and in no hour.
        """
        size = self.known_size if self.face_to_face else 1
        if size is None or self.origin is None:
            raise ValueError("a draft without size or origin is no accueil")
        return Visit(
            office=office,
            day=day,
            channel=self.channel,
            party_size=size,
            origin=self.origin,
            demands=self.demands,
            started_at=self.started_at if minute is not None else None,
            minute=minute,
            residency=self.residency,
            audience=self.audience,
            note=self.note.strip(),
            entry=self.entry,
        ).check()


def of_visit(uid: str, record: str, visit: Visit, interrupted: str | None = None) -> Draft:
    """Return the draft `uid` that reopens the recorded accueil `record`."""
    return Draft(
        uid=uid,
        channel=visit.channel,
        size=visit.party_size if visit.channel in FACE_TO_FACE else None,
        origin=visit.origin,
        demands=visit.demands,
        residency=visit.residency,
        audience=visit.audience,
        note=visit.note,
        entry=visit.entry,
        started_at=visit.started_at,
        editing=record,
        original=visit,
        interrupted=interrupted,
    )


def closed_group(draft: Draft) -> Draft:
    """Return the draft with the digits of a group taken as its size; none typed, none taken."""
    if draft.group is None:
        return draft
    return replace(draft, size=draft.group_size, group=None)
