"""The lines of the day's table in words: accueils, passages, sheets, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from otdesk.domain.reference import ChannelCode
from otdesk.domain.search import normalise
from otdesk.i18n import _


class LineKind(StrEnum):
    """What a line stands for."""

    VISIT = "visit"
    WALK_IN = "walk_in"
    TALLY = "tally"
    DRAFT = "draft"


class LineFilter(StrEnum):
    """The choices over the table, in their order."""

    ALL = "all"
    UNFINISHED = "unfinished"
    COUNTER = "counter"
    CALLS = "calls"
    WRITTEN = "written"
    OUTINGS = "outings"
    WALK_INS = "walk_ins"
    SHEETS = "sheets"
    REVISED = "revised"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    `time` and `persons` are as printed (`16:23`, `matin`, `–`). `gap` says what a draft lacks in
    place of its origin (« provenance ? »). `post` names a post where there are several. `remark`
    tells what became of it (« annulé · saisi deux fois », « modifié à 16:09 par CA »).
    """

    uid: str
    kind: LineKind
    time: str
    persons: str
    origin: str
    number: str = ""
    demands: str = ""
    channel: ChannelCode | None = None
    channel_text: str = ""
    author: str = ""
    post: str = ""
    remark: str = ""
    note: str = ""
    gap: bool = False
    voided: bool = False
    revised: bool = False
    sort_key: tuple[int, str] = (0, "")

    @property
    def spoken(self) -> str:
        """Return the line as one sentence, for screen readers."""
        place = f"{self.origin} {self.number}".strip()
        persons = _("{} pers.").format(self.persons) if self.persons not in {"", "–"} else ""
        parts = (self.time, persons, place, self.demands, self.channel_text, self.who)
        return ", ".join(part for part in (*parts, self.remark, self.note) if part)

    @property
    def who(self) -> str:
        """Return the initials, and the post where there are several."""
        return " · ".join(part for part in (self.author, self.post) if part)

    @property
    def can_be_edited(self) -> bool:
        """Tell whether Enter does something: a voided line stays as it is."""
        return not self.voided and self.kind is not LineKind.WALK_IN

    @property
    def can_be_voided(self) -> bool:
        """Tell whether it can be voided: it stands, and it was recorded."""
        return not self.voided and self.kind is not LineKind.DRAFT


_CHANNELS: Mapping[LineFilter, frozenset[ChannelCode]] = {
    LineFilter.COUNTER: frozenset({ChannelCode.COMPTOIR}),
    LineFilter.CALLS: frozenset({ChannelCode.TELEPHONE}),
    LineFilter.WRITTEN: frozenset({ChannelCode.COURRIEL, ChannelCode.COURRIER}),
    LineFilter.OUTINGS: frozenset({ChannelCode.HORS_LES_MURS}),
}
_KINDS: Mapping[LineFilter, LineKind] = {
    LineFilter.UNFINISHED: LineKind.DRAFT,
    LineFilter.WALK_INS: LineKind.WALK_IN,
    LineFilter.SHEETS: LineKind.TALLY,
}


def filter_label(chosen: LineFilter) -> str:
    """Return the words of a filter."""
    return {
        LineFilter.ALL: _("Tout"),
        LineFilter.UNFINISHED: _("À compléter"),
        LineFilter.COUNTER: _("Comptoir"),
        LineFilter.CALLS: _("Appels"),
        LineFilter.WRITTEN: _("Courriels, courriers"),
        LineFilter.OUTINGS: _("Hors les murs"),
        LineFilter.WALK_INS: _("Passages"),
        LineFilter.SHEETS: _("Feuilles"),
        LineFilter.REVISED: _("Modifiés"),
        LineFilter.VOIDED: _("Annulés"),
    }[chosen]


def belongs(line: Line, chosen: LineFilter) -> bool:
    """Tell whether a filter keeps a line; a voided one is in « Tout » and « Annulés » only."""
    if chosen is LineFilter.ALL:
        return True
    if chosen is LineFilter.VOIDED or line.voided:
        return line.voided and chosen is LineFilter.VOIDED
    if chosen is LineFilter.REVISED:
        return line.revised
    if chosen in _KINDS:
        return line.kind is _KINDS[chosen]
    return line.kind is LineKind.VISIT and line.channel in _CHANNELS[chosen]


def counts(lines: Iterable[Line]) -> dict[LineFilter, int]:
    """Count the lines that each filter keeps."""
    found = dict.fromkeys(LineFilter, 0)
    for line in lines:
        for chosen in LineFilter:
            found[chosen] += belongs(line, chosen)
    return found


def words_of(line: Line) -> str:
    """Return what the free filter looks into: without accents, in small letters."""
    return normalise(line.spoken)


def matches(haystack: str, typed: str) -> bool:
    """Tell whether every typed word is in a line's words, in any order."""
    return all(word in haystack for word in normalise(typed).split())
