"""Make the bundled fonts from the npm package `@expo-google-fonts/inter`.

    npm pack @expo-google-fonts/inter && tar xf *.tgz
    python resources/fonts/make_fonts.py package

Two families come out, each in four weights. `Inter` is cut down to the scripts of the reference
lists; `Inter Tabular` is the same with its tabular digits and mathematical signs put at their
usual code points, because reportlab knows no OpenType feature and Qt style sheets cannot ask for
one. It needs fontTools.
"""

import argparse
import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}

# Latin with its extensions, Greek and Cyrillic (names of visitors' countries and of e-mail
# writers), then the blocks the screens and the printed pages take their signs from.
KEPT = (
    *range(0x0020, 0x0250),
    *range(0x02B0, 0x0300),
    *range(0x0300, 0x0370),
    *range(0x0370, 0x0530),
    *range(0x1D00, 0x1DC0),
    *range(0x1E00, 0x2000),
    *range(0x2000, 0x2070),
    *range(0x2070, 0x20D0),
    *range(0x2100, 0x2400),
    *range(0x2460, 0x2480),
    *range(0x2500, 0x2600),
    *range(0x2600, 0x27C0),
    *range(0xFB00, 0xFB07),
)

# Figures line up when digits and the signs before them share one width. Comma, point and space
# keep their own: at the tabular width "16 295" and "2,8" fall apart.
TABULAR = "0123456789+−=<>≤≥±×÷≈"

FAMILY, SUBFAMILY, UNIQUE, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_SUBFAMILY = (
    1,
    2,
    3,
    4,
    6,
    16,
    17,
)


def tabular_names(font: TTFont) -> dict[str, str]:
    """Read which glyph stands for which under the `tnum` feature."""
    table = font["GSUB"].table
    names: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in table.LookupList.Lookup[index].SubTable:
                names.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    return names


def bake_tabular(font: TTFont) -> None:
    """Put the tabular glyphs at the code points of TABULAR, in every Unicode character map."""
    tabular = tabular_names(font)
    for table in font["cmap"].tables:
        if not table.isUnicode():
            continue
        for character in TABULAR:
            name = table.cmap.get(ord(character))
            if name is not None and name in tabular:
                table.cmap[ord(character)] = tabular[name]


def rename(font: TTFont, family: str, weight: str) -> None:
    """Name the font, so that the four weights are one family for Qt and for every system.

    The old names (1, 2) only know regular and bold; the typographic ones (16, 17) carry the others.
    """
    plain = weight in ("Regular", "Bold")
    compact = family.replace(" ", "")
    texts = {
        FAMILY: family if plain else f"{family} {weight}",
        SUBFAMILY: weight if plain else "Regular",
        UNIQUE: f"otdesk;{compact}-{weight}",
        FULL: f"{family} {weight}",
        POSTSCRIPT: f"{compact}-{weight}",
        TYPOGRAPHIC_FAMILY: family,
        TYPOGRAPHIC_SUBFAMILY: weight,
    }
    for identifier, text in texts.items():
        font["name"].removeNames(nameID=identifier)
        font["name"].setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].usWeightClass = WEIGHTS[weight]


def make(source: Path, target: Path, family: str, weight: str) -> None:
    """Write one static font."""
    font = TTFont(source)
    if family == "Inter Tabular":
        bake_tabular(font)
    options = Options()
    options.layout_features = [
        "kern",
        "mark",
        "mkmk",
        "ccmp",
        "locl",
        "calt",
        "case",
        "frac",
        "ordn",
    ]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)
    rename(font, family, weight)
    # A fixed date keeps the files identical from one run to the next.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


def main() -> None:
    """Make the eight files beside this script, with their licence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "package", type=Path, help="the unpacked npm package @expo-google-fonts/inter"
    )
    package = parser.parse_args().package
    here = Path(__file__).parent
    for family in ("Inter", "Inter Tabular"):
        for weight, number in WEIGHTS.items():
            source = package / f"{number}{weight}" / f"Inter_{number}{weight}.ttf"
            make(source, here / f"{family.replace(' ', '')}-{weight}.ttf", family, weight)
    shutil.copyfile(package / "LICENSE_FONT", here / "LICENSE-OFL.txt")


if __name__ == "__main__":
    main()
