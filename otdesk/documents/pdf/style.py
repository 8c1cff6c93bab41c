"""What every print shares: fonts, map, mark, colours. Built once, handed to each rendering."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from otdesk import paths
from otdesk.documents.drawing import Role
from otdesk.documents.maps import DepartmentMap, load_departments
from otdesk.documents.pdf.fonts import Fonts
from otdesk.documents.pdf.palette import PRINT_PALETTE, Rgb

Bend = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ridge:
    """One line of the mark, in widths of it: a start, cubic bends, and its stroke."""

    layer: str
    stroke: float
    start: tuple[float, float]
    bends: tuple[Bend, ...]


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """The things that a print needs and that cost time to read."""

    fonts: Fonts
    departments: DepartmentMap
    mark: tuple[Ridge, ...]
    palette: Mapping[Role, Rgb] = field(default_factory=lambda: PRINT_PALETTE)

    @classmethod
    def shipped(cls) -> PrintStyle:
        """Read what is installed with the program. Raises EnvironmentFault, MapUnreadable."""
        folder = paths.resources()
        return cls(
            fonts=Fonts.shipped(),
            departments=load_departments(folder / "maps"),
            mark=load_mark(folder / "theme" / "ridges.json"),
        )


def load_mark(file: FilePath) -> tuple[Ridge, ...]:
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
