"""Drawings: what is described is what is drawn, wherever it is placed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from otdesk.documents.drawing import (
    DARK,
    HEAT,
    Anchor,
    Circle,
    Drawing,
    Font,
    Hatch,
    Line,
    Path,
    Primitive,
    Rect,
    Role,
    Sketch,
    Text,
    moved,
    on,
    text_boxes,
)
from otdesk.documents.pdf.palette import PRINT_PALETTE

ITEMS: tuple[Primitive, ...] = (
    Rect(1, 2, 3, 4, Role.INK),
    Line(1, 2, 3, 4),
    Path((((1, 2), (3, 4)),), closed=True),
    Circle(1, 2, 3, Role.INK),
    Text(1, 2, "48", Font(7)),
    Hatch(1, 2, 3, 4),
)
lengths = st.floats(-500, 500, allow_nan=False)


class Monospace:
    """Half an em a character."""

    def width(self, text: str, font: Font) -> float:
        return len(text) * font.size / 2


@given(lengths, lengths)
def test_what_is_moved_and_moved_back_is_where_it_was(dx: float, dy: float) -> None:
    for item in ITEMS:
        back = moved(moved(item, dx, dy), -dx, -dy)
        assert type(back) is type(item)
        assert repr(moved(item, 0, 0)) == repr(item)


def test_a_placed_drawing_stands_at_its_corner_and_returns_its_lower_edge() -> None:
    sketch = Sketch(100)
    bottom = sketch.place(Drawing(10, 20, (Line(0, 0, 10, 20),)), 5, 7)
    assert bottom == 27
    assert sketch.items == [Line(5, 7, 15, 27)]


def test_a_bar_of_nothing_leaves_nothing_behind() -> None:
    sketch = Sketch(100)
    sketch.rect(0, 0, 0, 5, Role.INK)
    sketch.rect(0, 0, 5, -1, Role.INK)
    sketch.text(0, 0, "", Font(7))
    assert sketch.items == []


def test_a_text_has_its_box_where_its_anchor_says() -> None:
    items = [Text(50, 10, "abcd", Font(10), anchor=anchor) for anchor in Anchor]
    assert [(box.left, box.right) for box in text_boxes(items, Monospace())] == [
        (50, 70),
        (40, 60),
        (30, 50),
    ]


def test_boxes_that_touch_do_not_overlap() -> None:
    one, two, three = text_boxes(
        [Text(0, 10, "ab", Font(10)), Text(10, 10, "ab", Font(10)), Text(9, 10, "a", Font(10))],
        Monospace(),
    )
    assert not one.overlaps(two)
    assert one.overlaps(three)


def test_every_role_has_a_colour_on_paper() -> None:
    assert set(PRINT_PALETTE) == set(Role)


def _grey(role: Role) -> float:
    red, green, blue = PRINT_PALETTE[role]
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_the_steps_of_heat_stay_apart_on_a_grey_printer() -> None:
    greys = [_grey(role) for role in HEAT]
    assert greys == sorted(greys, reverse=True)
    assert all(light - dark > 0.08 for light, dark in pairwise(greys))


def test_figures_upon_a_surface_can_be_read_in_grey() -> None:
    for role in Role:
        if role in {Role.INK, Role.PAPER, Role.SOFT, Role.GENET, Role.RULE, Role.HEAT3}:
            continue
        assert abs(_grey(on(role)) - _grey(role)) > 0.4, role
    assert all(on(role) is Role.PAPER for role in DARK)
