"""The small signs of absence and of events, shared by every chart."""

from __future__ import annotations

from otdesk.documents.drawing import Circle, Path, Role, Sketch


def cross(sketch: Sketch, x: float, y: float, half: float, role: Role = Role.SOFT) -> None:
    """Draw ×: the office was closed."""
    strokes = (
        ((x - half, y - half), (x + half, y + half)),
        ((x - half, y + half), (x + half, y - half)),
    )
    sketch.add(Path(strokes, stroke=role, line=0.6))


def event(sketch: Sketch, x: float, y: float, half: float = 2.4) -> None:
    """Draw a hollow triangle: an outing, a market."""
    points = ((x - half, y + half * 0.8), (x + half, y + half * 0.8), (x, y - half))
    sketch.add(Path((points,), closed=True, stroke=Role.INK, line=0.6))


def holiday(sketch: Sketch, x: float, y: float) -> None:
    """Draw a full dot: a public holiday."""
    sketch.add(Circle(x, y, 2.1, Role.INK))


def trend(sketch: Sketch, x: float, y: float, *, up: bool) -> None:
    """Draw a full triangle upwards or downwards, its corner at (x, baseline y)."""
    low, high = (y, y - 5.0) if up else (y - 5.0, y)
    sketch.add(Path((((x, low), (x + 6.0, low), (x + 3.0, high)),), closed=True, fill=Role.INK))
