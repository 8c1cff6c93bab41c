"""Make public_holidays.csv: the eleven days of the Code du travail (L3133-1), 2015 to 2035.

    python db/reference/scripts/public_holidays.py

Alsace and Moselle, and overseas, have more; no office of a profile lies there. Easter comes from
`otdesk.domain.calendar`, which is tested against published dates.
"""

from __future__ import annotations

from datetime import date, timedelta

from listfile import write

from otdesk.domain.calendar import easter

FIRST_YEAR, LAST_YEAR = 2015, 2035


def holidays(year: int) -> list[tuple[date, str]]:
    """Return the public holidays of a year."""
    sunday = easter(year)
    return [
        (date(year, 1, 1), "Jour de l’an"),
        (sunday + timedelta(days=1), "Lundi de Pâques"),
        (date(year, 5, 1), "Fête du Travail"),
        (date(year, 5, 8), "Victoire de 1945"),
        (sunday + timedelta(days=39), "Ascension"),
        (sunday + timedelta(days=50), "Lundi de Pentecôte"),
        (date(year, 7, 14), "Fête nationale"),
        (date(year, 8, 15), "Assomption"),
        (date(year, 11, 1), "Toussaint"),
        (date(year, 11, 11), "Armistice de 1918"),
        (date(year, 12, 25), "Noël"),
    ]


def main() -> None:
    """Write the list."""
    days = sorted(day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in holidays(year))
    if len({day for day, _ in days}) != len(days):
        raise SystemExit("two public holidays fall on one day: the list has one name a day")
    write("public_holidays.csv", ("date", "name"), [(str(day), name) for day, name in days])


if __name__ == "__main__":
    main()
