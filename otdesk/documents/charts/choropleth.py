"""Where visitors come from: the départements in six steps that stay apart in grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from otdesk.documents.charts.faces import NOTE, SMALL
from otdesk.documents.drawing import (
    HEAT,
    Anchor,
    Drawing,
    Font,
    Line,
    Path,
    Point,
    Rect,
    Role,
    Sketch,
    TextMeasure,
    Weight,
    on,
)
from otdesk.documents.maps import DepartmentMap, OverseasBox, Ring, Window
from otdesk.i18n import _
from otdesk.typography import percent

# Upper ends of the first five steps, as fractions.
STEPS = (0.01, 0.02, 0.04, 0.08, 0.15)
_NUMBER = Font(6.4, Weight.SEMIBOLD)
_BORDER = 0.35
_BOX_LABEL = 5.8
_CREDIT = Font(5.8)


def step_of(fraction: float) -> int:
    """Return the step (0 to 5) of a positive fraction."""
    return sum(fraction >= limit for limit in STEPS)


def choropleth(
    departments: DepartmentMap, shares: Mapping[str, float], width: float, measure: TextMeasure
) -> Drawing:
    """Draw the map over `width` points, its legend below; `shares` are fractions by origin code.

    A département without a person is white, an overseas one has a box, Paris an inset; numbers
    are printed where the two darkest steps are.
    """
    sketch = Sketch(width)
    for code, rings in departments.shapes.items():
        _shape(sketch, rings, shares.get(code, 0), width)
    inset = departments.inset
    _frame(sketch, inset.source, inset.placed, inset.title, width)
    for code, rings in inset.shapes.items():
        _shape(sketch, rings, shares.get(code, 0), width)
    for box in departments.overseas:
        _box(sketch, box, shares.get(box.code, 0), width, measure)
    _numbers(sketch, departments, shares, width, measure)
    bottom = sketch.place(scale(width), 0, departments.height * width + 6)
    # The licence of the shapes asks for their source wherever they are shown.
    credit = _("Fond de carte : {}").format(departments.credit)
    sketch.text(0, bottom + _CREDIT.size + 0.6, credit, _CREDIT, colour=Role.SOFT)
    return sketch.finish(bottom + _CREDIT.size + 2)


def _scaled(rings: Sequence[Ring], width: float) -> tuple[tuple[Point, ...], ...]:
    return tuple(tuple((x * width, y * width) for x, y in ring) for ring in rings)


def _fill(fraction: float) -> Role:
    return HEAT[step_of(fraction)] if fraction > 0 else Role.PAPER


def _shape(sketch: Sketch, rings: Sequence[Ring], fraction: float, width: float) -> None:
    sketch.add(Path(_scaled(rings, width), True, _fill(fraction), Role.AUDIENCE_LIGHT, _BORDER))


def _frame(sketch: Sketch, source: Window, placed: Window, title: str, width: float) -> None:
    """Frame the inset, name it and tie it to its place."""
    for window in (source, placed):
        sketch.add(
            Rect(
                window.x * width,
                window.y * width,
                window.width * width,
                window.height * width,
                Role.PAPER if window is placed else None,
                Role.AUDIENCE,
                0.4,
            )
        )
    left, right = sorted((source, placed), key=lambda window: window.x)
    sketch.add(
        Line(
            left.right * width,
            (left.y + left.height / 2) * width,
            right.x * width,
            (right.y + right.height / 2) * width,
            Role.AUDIENCE,
            0.4,
        )
    )
    sketch.text(placed.x * width, placed.y * width - 2.5, title, SMALL, colour=Role.SOFT)


def _box(
    sketch: Sketch, box: OverseasBox, fraction: float, width: float, measure: TextMeasure
) -> None:
    area = box.placed
    fill = _fill(fraction)
    sketch.add(
        Rect(
            area.x * width,
            area.y * width,
            area.width * width,
            area.height * width,
            fill,
            Role.AUDIENCE_LIGHT,
            0.4,
        )
    )
    middle = (area.x + area.width / 2) * width
    baseline = (area.y + area.height / 2) * width + 2.1
    for words in (box.label, box.code.removeprefix("FR-")):
        if measure.width(words, Font(_BOX_LABEL)) <= area.width * width - 2:
            font = Font(_BOX_LABEL)
            sketch.text(middle, baseline, words, font, colour=on(fill), anchor=Anchor.MIDDLE)
            return


def _numbers(
    sketch: Sketch,
    departments: DepartmentMap,
    shares: Mapping[str, float],
    width: float,
    measure: TextMeasure,
) -> None:
    """Print the numbers of the darkest départements; one that would touch another gives way."""
    taken: list[tuple[float, float]] = []
    enlarged = departments.inset.labels
    for code, share in sorted(shares.items(), key=lambda pair: -pair[1]):
        point = enlarged.get(code) or departments.labels.get(code)
        if point is None or step_of(share) < 4:
            continue
        x, y = point[0] * width, point[1] * width
        reach = measure.width("00", _NUMBER) + 1
        if any(abs(x - other_x) < reach and abs(y - other_y) < 6.5 for other_x, other_y in taken):
            continue
        taken.append((x, y))
        sketch.text(
            x,
            y + 2.3,
            code.removeprefix("FR-"),
            _NUMBER,
            colour=Role.PAPER,
            anchor=Anchor.MIDDLE,
        )


def scale(width: float) -> Drawing:
    """Draw the legend of the steps: an empty box, then six, with their limits in per cent."""
    sketch = Sketch(width)
    words = [
        _("aucune"),
        _("moins de 1"),
        *(f"{_bare(low)}–{_bare(high)}" for low, high in pairwise(STEPS)),
        _("15 et plus"),
    ]
    unit = percent(0, 0)[1:]
    usable = width - 12
    gap = 6.0
    part = (usable - gap) / 7
    for number, word in enumerate(words):
        x = number * part + (gap if number else 0)
        role = HEAT[number - 1] if number else Role.PAPER
        sketch.add(Rect(x + 0.25, 0.25, part - 1.0, 6.5, role, Role.AUDIENCE_LIGHT, 0.4))
        sketch.text(x + part / 2, 14, word, SMALL, colour=Role.SOFT, anchor=Anchor.MIDDLE)
    sketch.text(width, 5.8, unit, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    return sketch.finish(17.0)


def _bare(fraction: float) -> str:
    return f"{fraction * 100:g}"
