"""Load the shapes of the maps: départements of France, countries of Europe and of the world.

Geometry alone: the screen paints it with QPainter, the printed page with reportlab. All
coordinates are in widths of the map: x from 0 to 1, y downwards from 0 to `height`. Rings are
filled by the even-odd rule.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _

Point = tuple[float, float]
Ring = tuple[Point, ...]
Shapes = Mapping[str, tuple[Ring, ...]]
_Map = TypeVar("_Map")


class MapUnreadable(EnvironmentFault):
    """The file of a map is missing or is not one: the program was not installed whole."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("La carte {name} ne peut pas être lue.").format(name=name),
            safe=_("Aucune donnée n’est touchée."),
            todo=_("Réinstaller le programme."),
        )


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle in widths of the map."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.y + self.height

    def contains(self, point: Point) -> bool:
        """Tell whether the point lies in the window or on its edge."""
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom

    def place(self, point: Point, target: Window) -> Point:
        """Carry a point of this window to the same place of `target`."""
        return (
            target.x + (point[0] - self.x) / self.width * target.width,
            target.y + (point[1] - self.y) / self.height * target.height,
        )


@dataclass(frozen=True, slots=True)
class Inset:
    """Areas too small for the map, drawn once more, larger, where the map is empty.

    `shapes` and `labels` are already at their enlarged place; `source` is the part of the map they
    come from, to be framed and tied to `placed`.
    """

    title: str
    source: Window
    placed: Window
    shapes: Shapes
    labels: Mapping[str, Point]


@dataclass(frozen=True, slots=True)
class OverseasBox:
    """A labelled box that stands for a département or a collectivity beyond the map."""

    code: str
    label: str
    placed: Window


@dataclass(frozen=True, slots=True)
class DepartmentMap:
    """The 96 metropolitan départements, keyed `FR-48`; Corsica is brought nearer to the coast.

    `labels` are the points farthest from each border; `neighbours` share a stretch of border.
    """

    height: float
    shapes: Shapes
    labels: Mapping[str, Point]
    neighbours: Mapping[str, tuple[str, ...]]
    inset: Inset
    overseas: tuple[OverseasBox, ...]
    credit: str

    @property
    def aspect(self) -> float:
        """Return width over height."""
        return 1 / self.height

    def around(self, code: str, margin: float = 0.02) -> Window:
        """Return the window that shows a département and all its neighbours whole."""
        rings = [ring for near in (code, *self.neighbours[code]) for ring in self.shapes[near]]
        return bounds(rings, margin)


@dataclass(frozen=True, slots=True)
class CountryMap:
    """Countries keyed by ISO 3166-1 alpha-2; those too small for a shape have only a point."""

    height: float
    shapes: Shapes
    labels: Mapping[str, Point]
    points: Mapping[str, Point]

    @property
    def aspect(self) -> float:
        """Return width over height."""
        return 1 / self.height


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The whole world, and Europe in a projection and with details of its own."""

    world: CountryMap
    europe: CountryMap
    credit: str


def bounds(rings: Sequence[Ring], margin: float = 0.0) -> Window:
    """Return the smallest window around the rings, widened by `margin` on each side."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    left, top = min(xs) - margin, min(ys) - margin
    return Window(left, top, max(xs) + margin - left, max(ys) + margin - top)


def load_departments(folder: Path) -> DepartmentMap:
    """Read `departments.json` in the folder of the maps; raise MapUnreadable."""
    return _loaded(folder / "departments.json", _departments)


def load_world(folder: Path) -> WorldMap:
    """Read `world.json` in the folder of the maps; raise MapUnreadable."""
    return _loaded(folder / "world.json", _world)


def _loaded(path: Path, build: Callable[[dict[str, Any]], _Map]) -> _Map:
    try:
        return build(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MapUnreadable(path.name) from error


def _departments(content: dict[str, Any]) -> DepartmentMap:
    inset = content["inset"]
    source, placed = Window(*inset["source"]), Window(*inset["placed"])
    return DepartmentMap(
        height=float(content["height"]),
        shapes=_shapes(content["shapes"]),
        labels=_points(content["labels"]),
        neighbours=MappingProxyType(
            {code: tuple(near) for code, near in content["neighbours"].items()}
        ),
        inset=Inset(
            title=str(inset["title"]),
            source=source,
            placed=placed,
            shapes=MappingProxyType(
                {
                    code: tuple(
                        tuple(source.place(point, placed) for point in ring) for ring in rings
                    )
                    for code, rings in _shapes(inset["shapes"]).items()
                }
            ),
            labels=MappingProxyType(
                {
                    code: source.place(point, placed)
                    for code, point in _points(inset["labels"]).items()
                }
            ),
        ),
        overseas=tuple(
            OverseasBox(str(box["code"]), str(box["label"]), Window(*box["placed"]))
            for box in content["overseas"]
        ),
        credit=_credit(content),
    )


def _world(content: dict[str, Any]) -> WorldMap:
    return WorldMap(
        world=_countries(content["world"]),
        europe=_countries(content["europe"]),
        credit=_credit(content),
    )


def _countries(content: dict[str, Any]) -> CountryMap:
    return CountryMap(
        height=float(content["height"]),
        shapes=_shapes(content["shapes"]),
        labels=_points(content["labels"]),
        points=_points(content["points"]),
    )


def _credit(content: dict[str, Any]) -> str:
    return f"{content['source']} ({content['licence']})"


def _shapes(content: dict[str, list[list[list[float]]]]) -> Shapes:
    return MappingProxyType(
        {
            code: tuple(tuple((float(x), float(y)) for x, y in ring) for ring in rings)
            for code, rings in content.items()
        }
    )


def _points(content: dict[str, list[float]]) -> Mapping[str, Point]:
    return MappingProxyType({code: (float(x), float(y)) for code, (x, y) in content.items()})
