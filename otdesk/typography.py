"""French typography for screen and paper: numbers, money, dates, hours.

Rules of the Imprimerie nationale as `design/print.md` wants them: U+202F between thousands and
before `%`, `;`, `?`, `!`; U+00A0 before the euro sign and the colon; U+2212 for minus; « 1er ».
No library is used here: Babel's dates cost more to import than the whole counter costs to open.
"""

from __future__ import annotations

from datetime import date, datetime

THIN = "\u202f"
NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def integer(value: int) -> str:
    """Return `16 295`, thousands parted by a narrow no-break space."""
    text = f"{abs(value):,}".replace(",", THIN)
    return f"{MINUS}{text}" if value < 0 else text


def decimal(value: float, places: int = 1) -> str:
    """Return `31,7`: decimal comma, thousands parted, a true minus sign."""
    text = f"{abs(value):,.{places}f}".replace(",", THIN).replace(".", ",")
    negative = value < 0 and any(figure in "123456789" for figure in text)
    return f"{MINUS}{text}" if negative else text


def percent(fraction: float, places: int = 1) -> str:
    """Return `7,4 %` from the fraction 0.074."""
    return f"{decimal(fraction * 100, places)}{THIN}%"


def signed_percent(fraction: float, places: int = 1) -> str:
    """Return `+5,8 %` or `−1,3 %`; a rounded zero has no sign."""
    text = percent(fraction, places)
    positive = fraction > 0 and any(figure in "123456789" for figure in text)
    return f"+{text}" if positive else text


def cents(value: int) -> str:
    """Return `27 803,58 €` from integer cents."""
    euros, rest = divmod(abs(value), 100)
    sign = MINUS if value < 0 else ""
    return f"{sign}{integer(euros)},{rest:02d}{NBSP}€"


def day_of_month(day: date) -> str:
    """Return `1er` or `14`."""
    return "1er" if day.day == 1 else str(day.day)


def long_date(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """Return `jeudi 14 juillet 2022`."""
    parts = [WEEKDAYS[day.weekday()]] if weekday else []
    parts += [day_of_month(day), MONTHS[day.month - 1]]
    if year:
        parts.append(str(day.year))
    return " ".join(parts)


def short_date(day: date) -> str:
    """Return `14/07/2022`."""
    return day.strftime("%d/%m/%Y")


def month_name(day: date) -> str:
    """Return `juillet 2022`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def clock_time(minute: int) -> str:
    """Return `9:05` from minutes since midnight, as screens write a time."""
    return f"{minute // 60}:{minute % 60:02d}"


def duration(minutes: int) -> str:
    """Return `7 h 30` from a number of minutes."""
    hours, rest = divmod(abs(minutes), 60)
    sign = MINUS if minutes < 0 else ""
    return f"{sign}{integer(hours)}{NBSP}h{NBSP}{rest:02d}"


def stamp(moment: datetime) -> str:
    """Return `14/07/2022 à 18 h 44`; the instant is written in the zone that it carries."""
    return f"{moment:%d/%m/%Y} à {moment.hour}{NBSP}h{NBSP}{moment.minute:02d}"


def spaced(text: str) -> str:
    """Return a sentence whose high signs and guillemets never part from their words."""
    for sign in ";?!":
        text = text.replace(f" {sign}", f"{THIN}{sign}")
    text = text.replace(" :", f"{NBSP}:").replace(" %", f"{THIN}%")
    return text.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")


def capitalised(text: str) -> str:
    """Return the text with its first letter as a capital and the rest untouched."""
    return text[:1].upper() + text[1:]
