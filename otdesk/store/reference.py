"""Read the reference lists of `db/reference`: strict, and quick enough for every start.

A list that is malformed is refused with its file, line and column: a half-read list would lose
origins silently. Communes are read apart, in the background: 37 000 lines only serve the search.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from otdesk.domain.reference import (
    FRANCE,
    NOT_ASKED,
    Audience,
    Channel,
    ChannelCode,
    ClosureReason,
    Commune,
    Country,
    Demand,
    Department,
    Lists,
    PublicHoliday,
    Residency,
    ResidencyCode,
    SchoolHoliday,
)
from otdesk.domain.vat import BASIS, VatRate, VatRates
from otdesk.errors import DataFault
from otdesk.i18n import _

SHORT_LENGTH = 16
SHORT_DEMAND_LENGTH = 20

_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")


class ReferenceFault(DataFault):
    """A reference list cannot be read: `file`, `line` (the header is 1), `column`, `reason`."""

    def __init__(self, file: str, line: int, column: str, reason: str) -> None:
        where = _("{file}, ligne {line}").format(file=file, line=line)
        if column:
            where += _(", colonne « {} »").format(column)
        super().__init__(f"{where} : {reason}")
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a list, read column by column."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fault(self, column: str, reason: str) -> ReferenceFault:
        return ReferenceFault(self.file, self.line, column, reason)

    def text(self, column: str) -> str:
        """Return a cell that must not be empty."""
        value = self.cells[column]
        if not value:
            raise self.fault(column, _("la case est vide."))
        return value

    def label(self, column: str, length: int = SHORT_LENGTH) -> str:
        """Return a text that must fit a tile."""
        value = self.text(column)
        if len(value) > length:
            raise self.fault(column, _("plus de {} caractères.").format(length))
        return value

    def optional(self, column: str) -> str | None:
        return self.cells[column] or None

    def words(self, column: str) -> tuple[str, ...]:
        """Return a cell whose values are parted by `|`."""
        value = self.cells[column]
        return tuple(value.split("|")) if value else ()

    def number(self, column: str) -> int:
        """Return a whole number, 0 for an empty cell."""
        value = self.cells[column]
        if value and not value.isdecimal():
            raise self.fault(column, _("« {} » n’est pas un nombre entier.").format(value))
        return int(value or 0)

    def flag(self, column: str) -> bool:
        value = self.text(column)
        if value not in {"0", "1"}:
            raise self.fault(column, _("« {} » n’est ni 0 ni 1.").format(value))
        return value == "1"

    def day(self, column: str) -> date:
        value = self.text(column)
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.fault(
                column, _("« {} » n’est pas une date : écrire 2022-07-14.").format(value)
            ) from error

    def retired(self) -> date | None:
        return self.day("retired") if self.cells["retired"] else None


def load_lists(folder: Path) -> Lists:
    """Read every list of the folder (`db/reference`) but the communes.

    Raises ReferenceFault at the first fault, FileNotFoundError where a list is missing.
    """
    return Lists(
        departments=_by_code(folder / "departments.csv", _DEPARTMENT, _department),
        countries=_by_code(folder / "countries.csv", _COUNTRY, _country),
        demands=_demands(folder / "demands.csv"),
        channels=_complete(
            folder / "channels.csv",
            _by_code(folder / "channels.csv", _CHANNEL, _channel),
            tuple(ChannelCode),
        ),
        audiences=_by_code(folder / "audiences.csv", _AUDIENCE, _audience),
        residencies=_complete(
            folder / "residencies.csv",
            _by_code(folder / "residencies.csv", _RESIDENCY, _residency),
            tuple(ResidencyCode),
        ),
        closure_reasons=_by_code(folder / "closure_reasons.csv", _REASON, _closure_reason),
        public_holidays=_public_holidays(folder / "public_holidays.csv"),
        school_holidays=_school_holidays(folder / "school_holidays.csv"),
        vat_rates=_vat_rates(folder / "vat_rates.csv"),
    )


def load_communes(folder: Path) -> tuple[Commune, ...]:
    """Read the communes, in the order of their INSEE code. Raises as `load_lists`.

    Tens of thousands of lines: call it off the screen's thread.
    """
    path = folder / "communes.csv"
    communes = []
    # Written out rather than row by row: on an old PC this is half a second less.
    for line, cells in _cells(path, _COMMUNE):
        insee, name, department, postcodes, population, kind = cells
        if not (insee and name and department.startswith("FR-") and kind in {"c", "d"}):
            raise ReferenceFault(path.name, line, "", _("la ligne n’est pas celle d’une commune."))
        if not (population or "0").isdecimal():
            raise ReferenceFault(
                path.name,
                line,
                "population",
                _("« {} » n’est pas un nombre entier.").format(population),
            )
        communes.append(
            Commune(
                insee=insee,
                name=name,
                department=department,
                postcodes=tuple(postcodes.split("|")) if postcodes else (),
                population=int(population or 0),
                former=kind == "d",
            )
        )
    return tuple(communes)


_DEPARTMENT = ("code", "number", "name", "short", "region", "aliases", "retired")
_COUNTRY = ("code", "name", "short", "name_en", "aliases", "retired")
_DEMAND = ("code", "parent", "label", "short", "label_en", "icon", "position", "retired")
_CHANNEL = ("code", "label", "short", "icon", "retired")
_AUDIENCE = ("code", "label", "short", "icon", "retired")
_RESIDENCY = ("code", "label", "short", "retired")
_VAT_RATE = ("code", "since", "basis_points", "label", "short")
_REASON = ("code", "label", "published", "personal", "retired")
_PUBLIC_HOLIDAY = ("date", "name")
_SCHOOL_HOLIDAY = ("zone", "from", "to", "name")
_COMMUNE = ("insee", "name", "department", "postcodes", "population", "kind")


def _department(row: _Row) -> tuple[str, Department]:
    code, number = row.text("code"), row.text("number")
    if code != f"FR-{number}":
        raise row.fault("code", _("« {} » n’est pas FR- suivi du numéro.").format(code))
    return code, Department(
        code=code,
        number=number,
        name=row.text("name"),
        short=row.label("short"),
        region=row.text("region"),
        aliases=row.words("aliases"),
        retired=row.retired(),
    )


def _country(row: _Row) -> tuple[str, Country]:
    code = row.text("code")
    if len(code) != 2 or not code.isupper() or code in {FRANCE, NOT_ASKED}:
        raise row.fault("code", _("« {} » n’est pas un code de pays étranger.").format(code))
    return code, Country(
        code=code,
        name=row.text("name"),
        short=row.label("short"),
        name_en=row.text("name_en"),
        aliases=row.words("aliases"),
        retired=row.retired(),
    )


def _channel(row: _Row) -> tuple[ChannelCode, Channel]:
    code = _enumerated(row, ChannelCode)
    return code, Channel(code, row.text("label"), row.label("short"), row.text("icon"))


def _audience(row: _Row) -> tuple[str, Audience]:
    code = row.text("code")
    return code, Audience(
        code, row.text("label"), row.label("short"), row.text("icon"), row.retired()
    )


def _residency(row: _Row) -> tuple[ResidencyCode, Residency]:
    code = _enumerated(row, ResidencyCode)
    return code, Residency(code, row.text("label"), row.label("short"))


def _closure_reason(row: _Row) -> tuple[str, ClosureReason]:
    reason = ClosureReason(
        code=row.text("code"),
        label=row.text("label"),
        published=row.text("published"),
        personal=row.flag("personal"),
        retired=row.retired(),
    )
    if reason.personal and reason.published == reason.label:
        raise row.fault("published", _("un motif personnel ne se publie pas tel quel."))
    return reason.code, reason


def _demand(row: _Row) -> tuple[str, Demand]:
    code, parent = row.text("code"), row.optional("parent")
    if parent != (code.rpartition(".")[0] or None):
        raise row.fault("parent", _("« {} » ne vient pas du début du code.").format(parent or ""))
    return code, Demand(
        code=code,
        parent=parent,
        label=row.text("label"),
        short=row.label("short", SHORT_DEMAND_LENGTH),
        label_en=row.text("label_en"),
        icon=row.text("icon"),
        position=row.number("position"),
        retired=row.retired(),
    )


def _demands(path: Path) -> Mapping[str, Demand]:
    demands: dict[str, Demand] = {}
    for row in _rows(path, _DEMAND):
        code, demand = _demand(row)
        if code in demands:
            raise row.fault("code", _("« {} » figure déjà plus haut.").format(code))
        # A parent stands above its children: what comes first is what can be read first.
        above = demands.get(demand.parent) if demand.parent else None
        if demand.parent and above is None:
            raise row.fault("parent", _("« {} » n’est pas connu.").format(demand.parent))
        if above is not None and above.parent:
            raise row.fault("parent", _("une demande a deux niveaux, pas trois."))
        demands[code] = demand
    return MappingProxyType(demands)


def _public_holidays(path: Path) -> tuple[PublicHoliday, ...]:
    holidays: dict[date, PublicHoliday] = {}
    for row in _rows(path, _PUBLIC_HOLIDAY):
        day = row.day("date")
        if day in holidays:
            raise row.fault("date", _("« {} » figure déjà plus haut.").format(day))
        holidays[day] = PublicHoliday(day, row.text("name"))
    return tuple(holidays.values())


def _vat_rates(path: Path) -> VatRates:
    rates: list[VatRate] = []
    for row in _rows(path, _VAT_RATE):
        text = row.text("basis_points")
        if not text.isdecimal() or int(text) >= BASIS:
            raise row.fault("basis_points", _("« {} » n’est pas un taux.").format(text))
        rates.append(
            VatRate(
                row.text("code"), row.day("since"), int(text), row.text("label"), row.text("short")
            )
        )
    return VatRates(tuple(rates))


def _school_holidays(path: Path) -> tuple[SchoolHoliday, ...]:
    last: dict[str, date] = {}
    holidays = []
    for row in _rows(path, _SCHOOL_HOLIDAY):
        zone, first, end = row.text("zone"), row.day("from"), row.day("to")
        if zone not in {"A", "B", "C"}:
            raise row.fault("zone", _("« {} » n’est pas une zone : A, B ou C.").format(zone))
        if end < first:
            raise row.fault("to", _("la fin vient avant le début."))
        if zone in last and first <= last[zone]:
            raise row.fault("from", _("ces vacances commencent avant la fin des précédentes."))
        last[zone] = end
        holidays.append(SchoolHoliday(zone, first, end, row.text("name")))
    return tuple(holidays)


_Enumerated = TypeVar("_Enumerated", ChannelCode, ResidencyCode)


def _enumerated(row: _Row, kind: type[_Enumerated]) -> _Enumerated:
    value = row.text("code")
    try:
        return kind(value)
    except ValueError as error:
        raise row.fault("code", _("« {} » n’est pas connu.").format(value)) from error


def _complete(
    path: Path, entries: Mapping[_Key, _Entry], codes: tuple[_Key, ...]
) -> Mapping[_Key, _Entry]:
    """Return the entries; the program counts on every one of these codes."""
    missing = [str(code) for code in codes if code not in entries]
    if missing:
        raise ReferenceFault(
            path.name, 1, "code", _("il manque « {} ».").format(" », « ".join(missing))
        )
    return entries


def _by_code(
    path: Path, columns: tuple[str, ...], read: Callable[[_Row], tuple[_Key, _Entry]]
) -> Mapping[_Key, _Entry]:
    entries: dict[_Key, _Entry] = {}
    for row in _rows(path, columns):
        code, entry = read(row)
        if code in entries:
            raise row.fault("code", _("« {} » figure déjà plus haut.").format(code))
        entries[code] = entry
    return MappingProxyType(entries)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[_Row]:
    for line, cells in _cells(path, columns):
        yield _Row(path.name, line, dict(zip(columns, cells, strict=True)))


def _cells(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of each row, in the order of `columns`."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";", strict=True)
        try:
            header = next(reader, [])
            for column in columns:
                if column not in header:
                    raise ReferenceFault(path.name, 1, column, _("la colonne manque."))
            if tuple(header) != columns:
                raise ReferenceFault(
                    path.name, 1, "", _("les colonnes sont, dans cet ordre : {}.").format(
                        ", ".join(columns)
                    )
                )  # fmt: skip
            for cells in reader:
                if len(cells) != len(columns):
                    raise ReferenceFault(
                        path.name,
                        reader.line_num,
                        "",
                        _("{} cases au lieu de {}.").format(len(cells), len(columns)),
                    )
                yield reader.line_num, cells
        except csv.Error as error:
            raise ReferenceFault(path.name, reader.line_num, "", str(error)) from error
        except UnicodeDecodeError as error:
            raise ReferenceFault(
                path.name, reader.line_num + 1, "", _("le fichier n’est pas en UTF-8.")
            ) from error
