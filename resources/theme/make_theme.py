"""Make the drawings of the theme: `ridges.json`, and the marks that style sheets name by file.

    PYTHONPATH=. python resources/theme/make_theme.py

Ridges are cubic curves: each layer is a start point and a list of [c1x, c1y, c2x, c2y, x, y],
which QPainterPath and reportlab take as they are. Style sheets cannot recolour an image, so each
palette has its own small SVGs.
"""

import json
import math
from pathlib import Path

from otdesk.ui.theme.palette import PALETTES, Palette

# Traced by hand: the ridge of the Mont Lozère seen from the Tarn, three lines from far to near.
MARK = {
    "far": [
        (0, 50),
        (40, 7),
        (85, 17),
        (117, 20),
        (177, 57),
        (233, 31),
        (295, 72),
        (335, 87),
        (380, 115),
    ],
    "middle": [
        (0, 65),
        (65, 110),
        (117, 95),
        (165, 105),
        (210, 115),
        (265, 147),
        (325, 100),
        (380, 78),
    ],
    "near": [
        (0, 152),
        (40, 157),
        (90, 150),
        (150, 175),
        (215, 145),
        (305, 120),
        (355, 145),
        (380, 147),
    ],
}
MARK_WIDTH, MARK_HEIGHT = 380, 180
MARK_STROKES = {"far": 0.008, "middle": 0.011, "near": 0.021}

# (height of the crest's middle line, swing, waves across the header, phase): sums of sines never
# repeat within a header and need no random numbers.
HEADER = {
    "far": (0.50, ((0.16, 2.3, 0.4), (0.07, 5.1, 2.0), (0.03, 11.0, 1.0))),
    "middle": (0.72, ((0.10, 3.1, 2.6), (0.06, 6.7, 0.3), (0.025, 13.0, 2.2))),
    "near": (0.93, ((0.05, 2.1, 4.4), (0.03, 5.3, 1.3), (0.012, 12.0, 0.5))),
}
HEADER_POINTS = 40

CHECK = '<path d="M20 6 9 17l-5-5"/>'
MINUS = '<path d="M5 12h14"/>'
CHEVRONS = {
    "down": '<path d="m6 9 6 6 6-6"/>',
    "up": '<path d="m18 15-6-6-6 6"/>',
    "left": '<path d="m15 18-6-6 6-6"/>',
    "right": '<path d="m9 18 6-6-6-6"/>',
}
CROSS = '<path d="M18 6 6 18M6 6l12 12"/>'
DOT = '<circle cx="12" cy="12" r="5" fill="{colour}" stroke="none"/>'


def curve(points: list[tuple[float, float]]) -> dict[str, object]:
    """Return the smooth curve through the points (Catmull and Rom), as cubic pieces."""
    padded = [points[0], *points, points[-1]]
    pieces = []
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in zip(
        padded, padded[1:], padded[2:], padded[3:], strict=False
    ):
        pieces.append(
            [
                round(number, 4)
                for number in (
                    x1 + (x2 - x0) / 6,
                    y1 + (y2 - y0) / 6,
                    x2 - (x3 - x1) / 6,
                    y2 - (y3 - y1) / 6,
                    x2,
                    y2,
                )
            ]
        )
    return {"start": [round(points[0][0], 4), round(points[0][1], 4)], "curves": pieces}


def header_crest(
    middle: float, waves: tuple[tuple[float, float, float], ...]
) -> list[tuple[float, float]]:
    """Return the crest of a layer in the unit box of the header, y downwards."""
    points = []
    for index in range(HEADER_POINTS + 1):
        x = index / HEADER_POINTS
        y = middle + sum(
            swing * math.sin(2 * math.pi * count * x + phase) for swing, count, phase in waves
        )
        points.append((x, y))
    return points


def ridges() -> dict[str, object]:
    """Return the header's layers and the mark's lines, from far to near."""
    header = [{"layer": layer, **curve(header_crest(*shape))} for layer, shape in HEADER.items()]
    mark = [
        {
            "layer": layer,
            "stroke": MARK_STROKES[layer],
            **curve([(x / MARK_WIDTH, y / MARK_WIDTH) for x, y in points]),
        }
        for layer, points in MARK.items()
    ]
    return {
        "header": {
            "unit": "x and y from 0 to 1; fill from the crest down to y = 1",
            "layers": header,
        },
        "mark": {
            "unit": "widths of the mark, y downwards; strokes too, with round ends",
            "height": round(MARK_HEIGHT / MARK_WIDTH, 4),
            "lines": mark,
        },
    }


def svg(body: str, colour: str, stroke: float) -> str:
    """Return one mark as a 24-unit square."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" '
        f'fill="none" stroke="{colour}" '
        f'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">'
        f"{body.format(colour=colour)}</svg>\n"
    )


def marks(palette: Palette) -> dict[str, str]:
    """Return the marks of a palette, by file name."""
    on_fill = palette.origin.on_fill
    drawn = {
        "check": svg(CHECK, on_fill, 3),
        "check-on-origin": svg(CHECK, on_fill, 2.5),
        "check-plain": svg(CHECK, palette.ink, 2.5),
        "check-disabled": svg(CHECK, palette.ink_secondary, 3),
        "minus": svg(MINUS, on_fill, 3),
        "dot": svg(DOT, on_fill, 2),
        "dot-disabled": svg(DOT, palette.ink_secondary, 2),
        "close": svg(CROSS, palette.ink_secondary, 2),
    }
    for direction, body in CHEVRONS.items():
        drawn[f"chevron-{direction}"] = svg(body, palette.ink, 2.2)
        drawn[f"chevron-{direction}-off"] = svg(body, palette.border, 2.2)
    return drawn


def main() -> None:
    """Write everything beside this script."""
    here = Path(__file__).parent
    (here / "ridges.json").write_text(json.dumps(ridges(), indent=1) + "\n", encoding="utf-8")
    for palette in PALETTES:
        folder = here / palette.name
        folder.mkdir(exist_ok=True)
        for name, drawing in marks(palette).items():
            (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main()
