"""Read the reference lists of `db/reference`: strict, and quick enough for every start.

Communes are read apart, in the background: 37 000 lines only serve the search.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from otdesk.i18n import _
from otdesk.store.list_file import (
    SHORT_LENGTH,
    ListRow,
    ReferenceFault,
    by_code,
    list_cells,
    list_rows,
)

__all__ = ["SHORT_LENGTH", "ReferenceFault", "load_communes", "load_lists"]

SHORT_DEMAND_LENGTH = 20

_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")


def load_lists(folder: Path) -> Lists:
    """Read every list of the folder (`db/reference`) but the communes.

    Raises ReferenceFault at the first fault, FileNotFoundError where a list is missing.
    """
    return Lists(
        departments=by_code(folder / "departments.csv", _DEPARTMENT, _department),
        countries=by_code(folder / "countries.csv", _COUNTRY, _country),
        demands=_demands(folder / "demands.csv"),
        channels=_complete(
            folder / "channels.csv",
            by_code(folder / "channels.csv", _CHANNEL, _channel),
            tuple(ChannelCode),
        ),
        audiences=by_code(folder / "audiences.csv", _AUDIENCE, _audience),
        residencies=_complete(
            folder / "residencies.csv",
            by_code(folder / "residencies.csv", _RESIDENCY, _residency),
            tuple(ResidencyCode),
        ),
        closure_reasons=by_code(folder / "closure_reasons.csv", _REASON, _closure_reason),
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
    for line, cells in list_cells(path, _COMMUNE):
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


def _department(row: ListRow) -> tuple[str, Department]:
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


def _country(row: ListRow) -> tuple[str, Country]:
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


def _channel(row: ListRow) -> tuple[ChannelCode, Channel]:
    code = _enumerated(row, ChannelCode)
    return code, Channel(code, row.text("label"), row.label("short"), row.text("icon"))


def _audience(row: ListRow) -> tuple[str, Audience]:
    code = row.text("code")
    return code, Audience(
        code, row.text("label"), row.label("short"), row.text("icon"), row.retired()
    )


def _residency(row: ListRow) -> tuple[ResidencyCode, Residency]:
    code = _enumerated(row, ResidencyCode)
    return code, Residency(code, row.text("label"), row.label("short"))


def _closure_reason(row: ListRow) -> tuple[str, ClosureReason]:
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


def _demand(row: ListRow) -> tuple[str, Demand]:
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
    for row in list_rows(path, _DEMAND):
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
    for row in list_rows(path, _PUBLIC_HOLIDAY):
        day = row.day("date")
        if day in holidays:
            raise row.fault("date", _("« {} » figure déjà plus haut.").format(day))
        holidays[day] = PublicHoliday(day, row.text("name"))
    return tuple(holidays.values())


def _vat_rates(path: Path) -> VatRates:
    rates: list[VatRate] = []
    for row in list_rows(path, _VAT_RATE):
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
    for row in list_rows(path, _SCHOOL_HOLIDAY):
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


def _enumerated(row: ListRow, kind: type[_Enumerated]) -> _Enumerated:
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
