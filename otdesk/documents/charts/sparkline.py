"""A month as one small line, beside the line of the year before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from otdesk.documents.charts.signs import cross
from otdesk.documents.drawing import Circle, Drawing, Path, Point, Role, Sketch

_FLOOR = 5.0
_Placing = Callable[[int, float], Point]


def sparkline(
    values: Sequence[float | None],
    before: Sequence[float | None],
    width: float,
    height: float,
    role: Role,
) -> Drawing:
    """Draw one point a day; the line breaks where the office was shut (None), marked by a cross.

    The highest day has a dot. `before` is drawn thin and grey, aligned by weekday by the caller.
    """
    sketch = Sketch(width)
    base = height - _FLOOR
    highest = max((v for v in (*values, *before) if v is not None), default=0)
    count = max(len(values), len(before), 1)

    def point(index: int, value: float) -> Point:
        scale = value / highest if highest else 0
        return ((index + 0.5) * width / count, base - 1 - scale * (base - 4))

    _line(sketch, before, point, Role.AUDIENCE_LIGHT, 0.6)
    _line(sketch, values, point, role, 1.1)
    _top(sketch, values, point, role)
    sketch.rule(base, head=False)
    shut = sum(value is None for value in values)
    for index, value in enumerate(values):
        # Where shut days are the rule, their crosses would be a hedge.
        if value is None and shut * 3 <= count:
            cross(sketch, (index + 0.5) * width / count, base, 1.3)
    return sketch.finish(height)


def _top(sketch: Sketch, values: Sequence[float | None], point: _Placing, role: Role) -> None:
    known = [(value, -index) for index, value in enumerate(values) if value]
    if known:
        value, index = max(known)
        x, y = point(-index, value)
        sketch.add(Circle(x, y, 1.7, role))


def _line(
    sketch: Sketch,
    values: Sequence[float | None],
    point: _Placing,
    role: Role,
    line: float,
) -> None:
    runs: list[list[Point]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(point(index, value))
    for run in runs:
        if len(run) == 1:
            sketch.add(Circle(*run[0], line * 0.6, role))
    lines = tuple(tuple(run) for run in runs if len(run) > 1)
    if lines:
        sketch.add(Path(lines, stroke=role, line=line))
