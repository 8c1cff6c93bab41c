"""Dates and hours as people write them in a spreadsheet: the usual French and ISO forms."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from otdesk import typography
from otdesk.errors import DataFault
from otdesk.i18n import _

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
# « 14-07-22 » may also be the 22nd of July 2014 the ISO way: two digits want a slash or a point.
_SHORT = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{2})", re.ASCII)
_SPOKEN = re.compile(r"(?:([a-z]+) )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})", re.ASCII)
_HOUR = re.compile(
    r"(\d{1,2})(?: ?h ?(?:(\d{2})(?: ?m(?:in)?)?)?|:(\d{2})(?::(\d{2})(?:\.0+)?)?)", re.ASCII
)
_CENTURY = 2000

_ABBREVIATIONS = {"janv": 1, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11}
_ABBREVIATIONS |= {"dec": 12, "jan": 1, "fev": 2}


def read_date(text: str) -> date:
    """Read `14/07/2022`, `14-07-2022`, `14.07.22`, `2022-07-14`, `1er août 2022`.

    A weekday may stand before a date in letters, and must then be the right one. Two digits of a
    year are of this century. Raises DataFault with what could not be read.
    """
    plain = _plain(text)
    written = _numbers(plain) or _in_letters(plain)
    if written is None:
        raise DataFault(_("« {} » n’est pas une date : écrire 14/07/2022.").format(text))
    weekday, (year, month, day) = written
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise DataFault(_("« {} » n’existe pas au calendrier.").format(text)) from error
    if weekday and weekday != typography.WEEKDAYS[found.weekday()]:
        raise DataFault(
            _("« {text} » : ce jour est un {weekday}.").format(
                text=text, weekday=typography.WEEKDAYS[found.weekday()]
            )
        )
    return found


def read_time(text: str) -> time:
    """Read `9:05`, `09:05:00`, `9h05`, `9 h 05`, `9h`. Raises DataFault otherwise."""
    found = _HOUR.fullmatch(_plain(text))
    if found is None:
        raise DataFault(_("« {} » n’est pas une heure : écrire 9:05 ou 9h05.").format(text))
    hour, after_h, after_colon, second = found.groups()
    try:
        return time(int(hour), int(after_h or after_colon or 0), int(second or 0))
    except ValueError as error:
        raise DataFault(_("« {} » n’existe pas sur une horloge.").format(text)) from error


def _plain(text: str) -> str:
    """Return lower-case ASCII with single ordinary spaces, no-break ones included."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(kept.split())


def _numbers(text: str) -> tuple[str, tuple[int, int, int]] | None:
    if found := _ISO.fullmatch(text):
        return "", (int(found[1]), int(found[2]), int(found[3]))
    if found := _FRENCH.fullmatch(text):
        return "", (int(found[4]), int(found[3]), int(found[1]))
    if found := _SHORT.fullmatch(text):
        return "", (_CENTURY + int(found[4]), int(found[3]), int(found[1]))
    return None


def _in_letters(text: str) -> tuple[str, tuple[int, int, int]] | None:
    found = _SPOKEN.fullmatch(text)
    month = None if found is None else _month(found[3])
    if found is None or month is None:
        return None
    weekday = found[1] or ""
    if weekday and weekday not in typography.WEEKDAYS:
        return None
    return weekday, (int(found[4]), month, int(found[2]))


def _month(name: str) -> int | None:
    for number, month in enumerate(typography.MONTHS, 1):
        if _plain(month) == name:
            return number
    return _ABBREVIATIONS.get(name)
