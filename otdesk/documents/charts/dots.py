"""Differences with another period as dots left and right of zero."""

from __future__ import annotations

from otdesk.documents.drawing import Circle, Line, Role, Sketch

# Beyond a third more or less the dot stays at the edge: the printed figure says how much.
_FULL = 0.33


def difference_dot(sketch: Sketch, x: float, y: float, half: float, change: float) -> None:
    """Draw one change (a fraction) around its zero at `x`: full when up, hollow when down."""
    reach = max(-1.0, min(1.0, change / _FULL)) * half
    if abs(reach) > 0.5:
        sketch.add(Line(x, y, x + reach, y, Role.INK, 1.0))
    fill = Role.INK if change > 0 else Role.PAPER
    sketch.add(Circle(x + reach, y, 2.1, fill, Role.INK, 0.9))


def zero_line(sketch: Sketch, x: float, top: float, bottom: float) -> None:
    """Draw the line of « no difference »."""
    sketch.add(Line(x, top, x, bottom, Role.SOFT, 0.4))
