"""The maps: every area is there, borders meet, small areas are shown otherwise."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from otdesk.documents.maps import (
    DepartmentMap,
    MapUnreadable,
    Ring,
    WorldMap,
    bounds,
    load_departments,
    load_world,
)

FOLDER = Path(__file__).parents[2] / "resources" / "maps"


@pytest.fixture(scope="module")
def departments() -> DepartmentMap:
    return load_departments(FOLDER)


@pytest.fixture(scope="module")
def world() -> WorldMap:
    return load_world(FOLDER)


def inside(point: tuple[float, float], rings: tuple[Ring, ...]) -> bool:
    """Tell whether a point lies in the rings, by the even-odd rule."""
    x, y = point
    odd = False
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                odd = not odd
    return odd


def test_the_96_metropolitan_departements_are_there(departments: DepartmentMap) -> None:
    numbers = [f"{number:02}" for number in range(1, 96) if number != 20]
    assert set(departments.shapes) == {f"FR-{code}" for code in (*numbers, "2A", "2B")}


def test_every_point_lies_in_the_box(departments: DepartmentMap, world: WorldMap) -> None:
    for drawn in (departments, world.world, world.europe):
        box = bounds([ring for rings in drawn.shapes.values() for ring in rings])
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= 1
        assert box.bottom <= drawn.height + 1e-4
        assert drawn.aspect == pytest.approx(1 / drawn.height)


def test_each_label_stands_in_its_own_shape(departments: DepartmentMap) -> None:
    stray = [
        code
        for code, point in departments.labels.items()
        if not inside(point, departments.shapes[code])
    ]
    assert stray == []
    inset = departments.inset
    assert all(inside(inset.labels[code], inset.shapes[code]) for code in inset.shapes)


def test_neighbours_share_points_so_that_no_gap_opens(departments: DepartmentMap) -> None:
    assert departments.neighbours["FR-48"] == ("FR-07", "FR-12", "FR-15", "FR-30", "FR-43")
    for code, near in departments.neighbours.items():
        points = {point for ring in departments.shapes[code] for point in ring}
        for other in near:
            assert code in departments.neighbours[other]
            assert points & {point for ring in departments.shapes[other] for point in ring}


def test_no_border_is_drawn_by_more_than_two(departments: DepartmentMap) -> None:
    edges = Counter(
        frozenset(edge)
        for rings in departments.shapes.values()
        for ring in rings
        for edge in zip(ring, (*ring[1:], ring[0]), strict=True)
    )
    assert max(edges.values()) == 2


def test_paris_has_an_inset_that_covers_no_departement(departments: DepartmentMap) -> None:
    inset = departments.inset
    assert set(inset.shapes) == {"FR-75", "FR-92", "FR-93", "FR-94"}
    covered = [
        point
        for rings in departments.shapes.values()
        for ring in rings
        for point in ring
        if inset.placed.contains(point)
    ]
    assert covered == []


def test_overseas_has_boxes_beside_the_map(departments: DepartmentMap) -> None:
    codes = [box.code for box in departments.overseas]
    assert codes[:5] == ["FR-971", "FR-972", "FR-973", "FR-974", "FR-976"]
    points = [point for rings in departments.shapes.values() for ring in rings for point in ring]
    for box in departments.overseas:
        assert box.placed.bottom <= departments.height + 1e-3
        assert not any(box.placed.contains(point) for point in points)


def test_the_window_around_a_departement_shows_its_neighbours_whole(
    departments: DepartmentMap,
) -> None:
    window = departments.around("FR-48")
    for code in ("FR-48", *departments.neighbours["FR-48"]):
        assert all(window.contains(point) for ring in departments.shapes[code] for point in ring)


def test_the_countries_visitors_come_from_are_drawn(world: WorldMap) -> None:
    europe = {
        "BE",
        "DE",
        "NL",
        "GB",
        "CH",
        "ES",
        "IT",
        "LU",
        "DK",
        "SE",
        "PL",
        "PT",
        "IE",
        "AT",
        "CZ",
        "FR",
    }
    assert europe <= set(world.europe.shapes)
    assert {"US", "CA", "AU", "JP", "CN", "BR", "ZA", "MA", "NZ", "XK"} <= set(world.world.shapes)
    small = {"SG", "MC", "MT", "AD", "HK", "MU"}
    assert small <= set(world.world.points) | set(world.world.shapes)
    assert all(len(code) == 2 for code in (*world.world.shapes, *world.world.points))


def test_no_country_is_torn_across_the_world(world: WorldMap) -> None:
    for code, rings in world.world.shapes.items():
        for ring in rings:
            steps = zip(ring, (*ring[1:], ring[0]), strict=True)
            longest = max(abs(x1 - x0) for (x0, _), (x1, _) in steps)
            assert longest < 0.25, code


def test_the_sources_are_credited(departments: DepartmentMap, world: WorldMap) -> None:
    assert "CC BY 4.0" in departments.credit
    assert "Natural Earth" in world.credit


def test_a_missing_or_broken_map_is_one_kind_of_error(tmp_path: Path) -> None:
    with pytest.raises(MapUnreadable):
        load_departments(tmp_path)
    (tmp_path / "world.json").write_text('{"world": 3}', encoding="utf-8")
    with pytest.raises(MapUnreadable):
        load_world(tmp_path)
