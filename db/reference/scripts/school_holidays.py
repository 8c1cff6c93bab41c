"""Make school_holidays.csv from the unpacked wheel of vacances-scolaires-france.

    pip download --no-deps vacances-scolaires-france && unzip vacances_scolaires_france-*.whl
    python db/reference/scripts/school_holidays.py vacances_scolaires_france

The package has a line a day; here it is a line a holiday and a zone, first and last day without
school. It begins in 2016, when the académies changed zones: before, « zone C » meant other places.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

from listfile import french, write

ZONES = ("A", "B", "C")
FIRST_DAY = date(2016, 1, 1)


def main(package: Path) -> None:
    """Write the list."""
    spans: list[list[str]] = []
    with (package / "data" / "data.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if date.fromisoformat(row["date"]) >= FIRST_DAY:
                _extend(spans, row)
    rows = sorted(spans, key=lambda span: (span[1], span[0]))
    write("school_holidays.csv", ("zone", "from", "to", "name"), rows)


def _extend(spans: list[list[str]], row: dict[str, str]) -> None:
    yesterday = str(date.fromisoformat(row["date"]) - timedelta(days=1))
    name = french(row["nom_vacances"])
    for zone in ZONES:
        if row[f"vacances_zone_{zone.lower()}"] != "True":
            continue
        running = next((s for s in spans if (s[0], s[2], s[3]) == (zone, yesterday, name)), None)
        if running is None:
            spans.append([zone, row["date"], row["date"], name])
        else:
            running[2] = row["date"]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
