"""What a line of a spreadsheet of accueils says, or every reason why it cannot be one.

The columns are those of the command line (`office;date;time;…`), in any order, all of them. A cell
holds a code or a label. `demands` and `unmet` hold several, parted by commas; `unmet` names those
of `demands` that could not be satisfied. A `passage` has no origin, demand, public nor note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from otdesk import typography
from otdesk.domain import vocabulary
from otdesk.domain.reference import NOT_ASKED, ChannelCode, Lists, ResidencyCode
from otdesk.domain.visits import FACE_TO_FACE, MAX_PARTY, EntryMode, Visit, VisitDemand, WalkIn
from otdesk.domain.written_dates import read_date, read_time
from otdesk.errors import DataFault
from otdesk.i18n import _

COLUMNS = (
    "office",
    "date",
    "time",
    "channel",
    "party_size",
    "origin",
    "residency",
    "demands",
    "unmet",
    "audience",
    "note",
)
PASSAGE = "passage"
MAX_NOTE = 1000
# Before it no office counted its visitors in a program: an older year is a slip of the keyboard.
FIRST_YEAR = 1990
_NOT_FOR_PASSAGE = ("residency", "demands", "unmet", "audience", "note")
_SIZE = re.compile(r"\d{1,9}", re.ASCII)

T = TypeVar("T")
Record = Visit | WalkIn


@dataclass(frozen=True, slots=True, order=True)
class LineFault:
    """What is wrong, and where: the line as a text editor counts it, the column by its name.

    `column` is empty for a fault of the whole line.
    """

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """Return the fault as a sentence with its place; line 0 is the file as a whole."""
        if not self.line:
            return self.reason
        if not self.column:
            return _("ligne {} : {}").format(self.line, self.reason)
        return _("ligne {}, {} : {}").format(self.line, self.column, self.reason)


def read_header(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns in the file's order.

    Raises HeaderRefused with every unknown, missing or repeated column.
    """
    names = tuple(cell.strip().casefold() for cell in cells)
    if len(names) == 1 and any(mark in names[0] for mark in (",", "\t")):
        raise HeaderRefused([("", _("les colonnes doivent être séparées par « ; »."))])
    faults = [
        (name, _("colonne inconnue « {} ».").format(cells[place].strip()))
        for place, name in enumerate(names)
        if name not in COLUMNS
    ]
    faults += [
        (name, _("la colonne « {} » figure deux fois.").format(name))
        for name in COLUMNS
        if names.count(name) > 1
    ]
    faults += [
        (name, _("la colonne « {} » manque.").format(name)) for name in COLUMNS if name not in names
    ]
    if faults:
        raise HeaderRefused(faults)
    return names


class HeaderRefused(DataFault):
    """The first line does not name the columns; `faults` are (column, reason)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(reason for _column, reason in faults))
        self.faults = faults


@dataclass(slots=True)
class _Cells:
    """The cells of one line, and the faults found in them so far."""

    values: Mapping[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, column: str, reason: str) -> None:
        self.faults.append((column, reason))

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """Return what a cell holds, None where it is empty or cannot be read."""
        text = self.values[column]
        if not text:
            return None
        try:
            return reader(text)
        except DataFault as fault:
            self.refuse(column, str(fault))
            return None


class LineReader:
    """Reads lines for one office of a network.

    A fault in one cell does not hide another: `read` returns a record or all that is wrong.
    """

    def __init__(self, office: str, lists: Lists, zone: ZoneInfo, today: date) -> None:
        self._office = office
        self._zone = zone
        self._today = today
        self._origins = vocabulary.origins(lists)
        self._demands = vocabulary.demands(lists)
        self._audiences = vocabulary.audiences(lists)
        self._residencies = vocabulary.residencies(lists)
        self._channels = vocabulary.channels(lists, {PASSAGE: _("Passage")})
        self._days: dict[str, date] = {}

    def read(self, values: Mapping[str, str]) -> Record | list[tuple[str, str]]:
        """Return the accueil or passage of a line, or its faults as (column, reason)."""
        cells = _Cells({name: text.strip() for name, text in values.items()})
        self._check_office(cells)
        day = self._day(cells)
        channel = self._wanted(cells, "channel", self._channels, day)
        if channel == PASSAGE:
            return self._passage(cells, day)
        return self._visit(cells, day, None if channel is None else ChannelCode(channel))

    def _check_office(self, cells: _Cells) -> None:
        office = cells.values["office"]
        if not office:
            cells.refuse("office", _("le bureau manque."))
        elif office.upper() != self._office.upper():
            cells.refuse(
                "office",
                _(
                    "cette ligne est du bureau « {other} », ce dossier est celui de « {own} »."
                ).format(other=office, own=self._office),
            )

    def _day(self, cells: _Cells) -> date | None:
        text = cells.values["date"]
        if not text:
            cells.refuse("date", _("la date manque."))
            return None
        known = self._days.get(text)
        if known is not None:
            return known
        day = cells.read("date", read_date)
        if day is None:
            return None
        if day > self._today:
            cells.refuse("date", _("le {} est à venir.").format(typography.short_date(day)))
        elif day.year < FIRST_YEAR:
            cells.refuse("date", _("l’année {} n’est pas plausible.").format(day.year))
        else:
            self._days[text] = day
        return day

    def _wanted(
        self, cells: _Cells, column: str, words: vocabulary.Vocabulary, day: date | None
    ) -> str | None:
        if not cells.values[column]:
            cells.refuse(column, _MISSING[column]())
            return None
        return self._optional(cells, column, words, day)

    def _optional(
        self, cells: _Cells, column: str, words: vocabulary.Vocabulary, day: date | None
    ) -> str | None:
        return cells.read(column, lambda text: words.code(text, day))

    def _visit(
        self, cells: _Cells, day: date | None, channel: ChannelCode | None
    ) -> Record | list[tuple[str, str]]:
        size = self._size(cells, channel)
        origin = self._wanted(cells, "origin", self._origins, day)
        residency = self._optional(cells, "residency", self._residencies, day)
        audience = self._optional(cells, "audience", self._audiences, day)
        asked = self._asked(cells, day)
        note = self._note(cells)
        started_at, minute = self._instant(cells, day)
        if cells.faults or day is None or channel is None or size is None or origin is None:
            return cells.faults
        return Visit(
            office=self._office,
            day=day,
            channel=channel,
            party_size=size,
            origin=origin,
            demands=asked,
            started_at=started_at,
            minute=minute,
            residency=None if residency is None else ResidencyCode(residency),
            audience=audience,
            note=note,
            entry=EntryMode.IMPORT,
        ).check()

    def _passage(self, cells: _Cells, day: date | None) -> Record | list[tuple[str, str]]:
        # One passage is what a passage is; only a number of persons at the desk has no default.
        count = cells.read("party_size", _read_size) if cells.values["party_size"] else 1
        if cells.values["origin"].upper() not in {"", NOT_ASKED}:
            cells.refuse("origin", _("un passage n’a pas de provenance."))
        for column in _NOT_FOR_PASSAGE:
            if cells.values[column]:
                cells.refuse(column, _("un passage n’a rien dans cette colonne."))
        started_at, minute = self._instant(cells, day)
        if cells.faults or day is None or count is None:
            return cells.faults
        return WalkIn(self._office, day, count, started_at, minute).check()

    def _size(self, cells: _Cells, channel: ChannelCode | None) -> int | None:
        if channel is None or channel in FACE_TO_FACE:
            if not cells.values["party_size"]:
                cells.refuse("party_size", _("le nombre de personnes manque."))
                return None
            return cells.read("party_size", _read_size)
        size = cells.read("party_size", _read_size)
        if size not in {None, 1}:
            cells.refuse(
                "party_size",
                _("un appel, un courriel ou un courrier n’a pas de nombre de personnes."),
            )
        return 1

    def _asked(self, cells: _Cells, day: date | None) -> tuple[VisitDemand, ...]:
        asked = self._several(cells, "demands", day)
        unmet = self._several(cells, "unmet", day)
        for code in unmet:
            if code not in asked:
                cells.refuse("unmet", _("« {} » ne figure pas parmi les demandes.").format(code))
        return tuple(VisitDemand(code, unmet=code in unmet) for code in asked)

    def _several(self, cells: _Cells, column: str, day: date | None) -> list[str]:
        codes: list[str] = []
        for part in vocabulary.split(self._demands, cells.values[column]):
            try:
                code = self._demands.code(part, day)
            except DataFault as fault:
                cells.refuse(column, str(fault))
                continue
            if code in codes:
                cells.refuse(column, _("« {} » figure deux fois.").format(part))
            else:
                codes.append(code)
        return codes

    def _note(self, cells: _Cells) -> str:
        note = cells.values["note"]
        if len(note) > MAX_NOTE:
            cells.refuse("note", _("la note dépasse {} caractères.").format(MAX_NOTE))
        return note

    def _instant(self, cells: _Cells, day: date | None) -> tuple[datetime | None, int | None]:
        clock = cells.read("time", read_time)
        if clock is None or day is None:
            return None, None
        started_at = _utc(day, clock, self._zone)
        if started_at is None:
            cells.refuse(
                "time",
                _("{} n’existe pas ce jour-là : passage à l’heure d’été.").format(
                    typography.clock_time(clock.hour * 60 + clock.minute)
                ),
            )
            return None, None
        return started_at, clock.hour * 60 + clock.minute


def _utc(day: date, clock: time, zone: ZoneInfo) -> datetime | None:
    """Return the instant of a local time, None for one that the clocks jump over.

    The hour that comes twice in October is the first one, still on summer time.
    """
    local = datetime.combine(day, clock, zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return None
    return instant


def _read_size(text: str) -> int:
    if _SIZE.fullmatch(text) is None or not 1 <= int(text) <= MAX_PARTY:
        raise DataFault(
            _("« {text} » n’est pas un nombre de 1 à {most}.").format(text=text, most=MAX_PARTY)
        )
    return int(text)


_MISSING: Mapping[str, Callable[[], str]] = {
    "channel": lambda: _("le canal manque."),
    "origin": lambda: _("la provenance manque : écrire ND si elle n’a pas été demandée."),
}
