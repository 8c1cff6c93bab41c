"""Make departments.csv from the unpacked npm package @etalab/decoupage-administratif.

    npm pack @etalab/decoupage-administratif && tar xf etalab-decoupage-administratif-*.tgz
    python db/reference/scripts/departments.py package

Names and regions are the package's; short forms and aliases are kept here by hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from listfile import french, short, write

# Nobody lives on Clipperton, and no visitor comes from it.
LEFT_OUT = {"989"}

SHORTER = {
    "04": "Alpes-Hte-Prov.",
    "13": "Bouches-du-Rh.",
    "17": "Charente-Marit.",
    "54": "Meurthe-et-Mos.",
    "64": "Pyrénées-Atl.",
    "66": "Pyrénées-Or.",
    "90": "Terr. de Belfort",
    "93": "Seine-St-Denis",
    "975": "St-Pierre-et-M.",
    "984": "TAAF",
    "987": "Polynésie fr.",
    "988": "Nlle-Calédonie",
}

# What visitors say: the names of before, the provinces that still are on road signs.
ALIASES = {
    "04": ["Basses-Alpes"],
    "07": ["Vivarais"],
    "12": ["Rouergue"],
    "17": ["Charente-Inférieure"],
    "22": ["Côtes-du-Nord"],
    "24": ["Périgord"],
    "2A": ["Corse"],
    "2B": ["Corse"],
    "37": ["Touraine"],
    "43": ["Velay"],
    "44": ["Loire-Inférieure"],
    "48": ["Gévaudan"],
    "49": ["Anjou"],
    "64": ["Basses-Pyrénées", "Béarn", "Pays basque"],
    "67": ["Alsace"],
    "68": ["Alsace"],
    "69": ["Métropole de Lyon", "Grand Lyon"],
    "76": ["Seine-Inférieure"],
    "78": ["Seine-et-Oise"],
    "91": ["Seine-et-Oise"],
    "95": ["Seine-et-Oise"],
    "971": ["Antilles"],
    "972": ["Antilles"],
    "973": ["Guyane française"],
    "974": ["Île Bourbon"],
    "984": ["Terres australes", "TAAF", "Kerguelen"],
    "987": ["Tahiti"],
}


def main(package: Path) -> None:
    """Write the list."""
    data = package / "data"
    regions = {
        region["code"]: region["nom"]
        for region in json.loads((data / "regions.json").read_text("utf-8"))
    }
    rows = []
    for entry in json.loads((data / "departements.json").read_text("utf-8")):
        number = entry["code"]
        if number in LEFT_OUT:
            continue
        name = french(entry["nom"])
        aliases = "|".join(ALIASES.get(number, []))
        region = french(regions[entry["region"]])
        rows.append(
            (f"FR-{number}", number, name, short(number, name, SHORTER), region, aliases, "")
        )
    columns = ("code", "number", "name", "short", "region", "aliases", "retired")
    write("departments.csv", columns, sorted(rows, key=lambda row: row[1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
