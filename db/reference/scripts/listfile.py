"""Write a reference list: UTF-8, `;`, a header, one order for all machines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
LABEL_LENGTH = 16


def write(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write `name` beside the other lists, in the order given."""
    done = 0
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(row)
            done += 1
    print(f"{name}: {done} rows")


def french(name: str) -> str:
    """Return the name with the typographic apostrophe, as everywhere on screen."""
    return name.replace("'", "’")


def short(code: str, name: str, shorter: dict[str, str]) -> str:
    """Return the form for a tile. A name that is too long has one by hand, or the script stops."""
    form = shorter.get(code, name)
    if len(form) > LABEL_LENGTH:
        raise SystemExit(f"{code}: « {form} » has more than {LABEL_LENGTH} characters")
    return form
