"""Days, months and years as one says them: « hier », « lundi dernier », « 14 juillet », « août ».

What is meant is always past or present: a date without its year is the last one that was, and the
whole words of a text must say it, so that « mardi gras » is no Tuesday.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from otdesk import typography
from otdesk.domain.period import Period

_WEEK = 7
_CENTURY = 2000
_RELATIVE = {
    "aujourd hui": 0,
    "auj": 0,
    "ce jour": 0,
    "hier": 1,
    "avant hier": 2,
}
_NUMBERS = re.compile(r"(\d{1,2}) (\d{1,2})(?: (\d{4}|\d{2}))?", re.ASCII)
_ISO = re.compile(r"(\d{4}) (\d{1,2})(?: (\d{1,2}))?", re.ASCII)
_LETTERS = re.compile(r"(\d{1,2})(?:er)? ([a-z]+)(?: (\d{4}))?", re.ASCII)
_MONTH = re.compile(r"([a-z]+)(?: (\d{4}))?", re.ASCII)
_MONTH_NUMBERS = re.compile(r"(\d{1,2}) (\d{4})", re.ASCII)
_AGO = re.compile(r"il y a (\d{1,3}) (jours?|semaines?)", re.ASCII)
_FIRST_YEAR = 1990
_LEAST_LETTERS = 3


def read_day(text: str, today: date) -> date | None:
    """Return the day that a text says, None where it says none; a day to come is none."""
    plain = _plain(text)
    found = _relative(plain, today) or _weekday(plain, today) or _dated(plain, today)
    return found if found is not None and found.year >= _FIRST_YEAR and found <= today else None


def read_days(text: str, today: date, most: int = 3) -> tuple[date, ...]:
    """Return the day that a text says and, for a date without its year, the years before."""
    day = read_day(text, today)
    if day is None:
        return ()
    plain = _plain(text)
    if _relative(plain, today) or _weekday(plain, today) or _has_year(plain):
        return (day,)
    earlier = (_day(day.year - back, day.month, day.day) for back in range(1, most))
    return (day, *(each for each in earlier if each is not None and each.year >= _FIRST_YEAR))


def _has_year(plain: str) -> bool:
    first, _space, rest = plain.partition(" ")
    dated = rest if first in typography.WEEKDAYS else plain
    return len(dated.split()) == 3


def read_period(text: str, today: date) -> Period | None:
    """Return the month or the year that a text says, None where it says none."""
    plain = _plain(text)
    if plain in {"ce mois", "mois en cours", "mois"}:
        return Period.month(today.year, today.month)
    if plain in {"mois dernier", "le mois dernier", "mois precedent"}:
        before = date(today.year, today.month, 1) - timedelta(days=1)
        return Period.month(before.year, before.month)
    if plain in {"cette annee", "annee", "annee en cours"}:
        return Period.year(today.year)
    if plain in {"annee derniere", "l annee derniere", "l an dernier", "annee precedente"}:
        return Period.year(today.year - 1)
    if re.fullmatch(r"\d{4}", plain, re.ASCII):
        return Period.year(int(plain)) if _FIRST_YEAR <= int(plain) <= today.year else None
    found = _month_said(plain, today)
    if found is None or not _FIRST_YEAR <= found[0] <= today.year:
        return None
    period = Period.month(*found)
    return period if period.first <= today else None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", kept).split())


def _relative(plain: str, today: date) -> date | None:
    if plain in _RELATIVE:
        return today - timedelta(days=_RELATIVE[plain])
    if found := _AGO.fullmatch(plain):
        days = int(found[1]) * (_WEEK if found[2].startswith("semaine") else 1)
        return today - timedelta(days=days)
    return None


def _weekday(plain: str, today: date) -> date | None:
    """Return the last such weekday before today: « lundi », « lundi dernier »."""
    name = plain.removesuffix(" dernier")
    if name not in typography.WEEKDAYS:
        return None
    back = (today.weekday() - typography.WEEKDAYS.index(name)) % _WEEK
    return today - timedelta(days=back or _WEEK)


def _dated(plain: str, today: date) -> date | None:
    first, _space, rest = plain.partition(" ")
    if first in typography.WEEKDAYS:
        plain = rest
    if found := _ISO.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3])) if found[3] else None
    if found := _NUMBERS.fullmatch(plain):
        return _with_year(found[3], int(found[2]), int(found[1]), today)
    if found := _LETTERS.fullmatch(plain):
        month = month_named(found[2])
        return None if month is None else _with_year(found[3], month, int(found[1]), today)
    return None


def _with_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _day(int(year) if len(year) == 4 else _CENTURY + int(year), month, day)
    for back in range(5):
        # « 29 février » is the last one that was.
        found = _day(today.year - back, month, day)
        if found is not None and found <= today:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_said(plain: str, today: date) -> tuple[int, int] | None:
    if found := _ISO.fullmatch(plain):
        return _month_of(int(found[1]), int(found[2])) if not found[3] else None
    if found := _MONTH_NUMBERS.fullmatch(plain):
        return _month_of(int(found[2]), int(found[1]))
    found = _MONTH.fullmatch(plain)
    month = None if found is None else month_named(found[1])
    if found is None or month is None:
        return None
    if found[2]:
        return int(found[2]), month
    return (today.year if month <= today.month else today.year - 1), month


def _month_of(year: int, month: int) -> tuple[int, int] | None:
    return (year, month) if 1 <= month <= 12 else None


def month_named(name: str) -> int | None:
    """Return the number of a month by three of its letters or more; « jui » could be two."""
    if len(name) < _LEAST_LETTERS:
        return None
    found = [n for n, month in enumerate(typography.MONTHS, 1) if _plain(month).startswith(name)]
    return found[0] if len(found) == 1 else None
