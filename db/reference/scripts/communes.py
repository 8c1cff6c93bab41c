"""Make communes.csv from the unpacked npm package @etalab/decoupage-administratif.

    npm pack @etalab/decoupage-administratif && tar xf etalab-decoupage-administratif-*.tgz
    python db/reference/scripts/communes.py package

Kind `c` is a commune, `d` a former one (déléguée or associée): visitors still say « Florac ». The
arrondissements of Paris, Lyon and Marseille are there by their city's postcodes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from listfile import french, write

LEFT_OUT_DEPARTMENTS = {"989"}
FORMER = {"commune-deleguee", "commune-associee"}


def main(package: Path) -> None:
    """Write the list."""
    entries = [
        entry
        for entry in json.loads((package / "data" / "communes.json").read_text("utf-8"))
        if entry["departement"] not in LEFT_OUT_DEPARTMENTS
    ]
    present = {e["code"]: e for e in entries if e["type"] == "commune-actuelle"}
    rows = [_row(entry, "c", entry.get("codesPostaux", [])) for entry in present.values()]
    for entry in entries:
        if entry["type"] not in FORMER:
            continue
        parent = present[entry["chefLieu"]]
        if parent["nom"] == entry["nom"]:
            # The new commune took the name of the old one: one line says it.
            continue
        postcodes = parent.get("codesPostaux", [])
        # The package has no postcode for former communes. One that has a single heir with a single
        # postcode has that one; otherwise we do not guess.
        rows.append(_row(entry, "d", postcodes if len(postcodes) == 1 else []))
    columns = ("insee", "name", "department", "postcodes", "population", "kind")
    write("communes.csv", columns, sorted(rows, key=lambda row: (row[0], row[5], row[1])))


def _row(entry: dict[str, Any], kind: str, postcodes: list[str]) -> tuple[str, ...]:
    return (
        entry["code"],
        french(entry["nom"]),
        f"FR-{entry['departement']}",
        "|".join(sorted(postcodes)),
        str(entry.get("population", "") if kind == "c" else ""),
        kind,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
