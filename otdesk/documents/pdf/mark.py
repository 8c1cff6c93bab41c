"""The ridges of the mark, as data: page heads and screens draw them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

Bend = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ridge:
    """One line of the mark, in widths of it: a start, cubic bends, and its stroke."""

    layer: str
    stroke: float
    start: tuple[float, float]
    bends: tuple[Bend, ...]


def load_mark(file: Path) -> tuple[Ridge, ...]:
    """Read the ridges of the mark."""
    content = json.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Ridge(
            layer=str(line["layer"]),
            stroke=float(line["stroke"]),
            start=(float(line["start"][0]), float(line["start"][1])),
            bends=tuple(_bend(*bend) for bend in line["curves"]),
        )
        for line in content["mark"]["lines"]
    )


def _bend(x1: float, y1: float, x2: float, y2: float, x3: float, y3: float) -> Bend:  # noqa: PLR0917 - six coordinates
    return (x1, y1, x2, y2, x3, y3)
