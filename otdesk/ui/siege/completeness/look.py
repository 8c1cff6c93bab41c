"""How each state of a cell looks: sign, ground and edge; a state is never told by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from otdesk.headquarters.year_table import CellState
from otdesk.ui.theme.apply import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """`tone` names a hue, `edge` is none, line or dashed; `filled`: the soft ground of the hue."""

    icon: str = ""
    tone: str = "granite"
    edge: str = "none"
    filled: bool = True
    hatched: bool = False


LOOKS: Mapping[CellState, Look] = {
    CellState.LOCKED: Look("lock", "ok"),
    CellState.CHANGED: Look("square-pen", "refused", "line"),
    CellState.REOPENED: Look("unlock", "genet", "dashed"),
    CellState.COMPLETE: Look("check", "ok"),
    CellState.NO_ACTIVITY: Look("circle-slash", "ok"),
    CellState.UP_TO_DATE: Look("check", "ok", "dashed", filled=False),
    CellState.INCOMPLETE: Look("circle-dashed", "genet"),
    CellState.LATE: Look("clock-alert", "genet", "line"),
    CellState.MISSING: Look("x", "refused", "line"),
    CellState.QUARANTINED: Look("shield-alert", "refused", "line"),
    CellState.CLOSED: Look(hatched=True, filled=False),
    CellState.AWAITED: Look(filled=False),
    CellState.OUTSIDE: Look(filled=False),
}
# What the legend explains: the others say their word in the cell.
LEGEND = (
    CellState.LOCKED,
    CellState.CHANGED,
    CellState.COMPLETE,
    CellState.UP_TO_DATE,
    CellState.INCOMPLETE,
    CellState.LATE,
    CellState.MISSING,
    CellState.QUARANTINED,
    CellState.REOPENED,
    CellState.NO_ACTIVITY,
    CellState.CLOSED,
)


def paint_ground(painter: QPainter, box: QRectF, theme: Theme, state: CellState) -> None:
    """Paint the ground and the edge of a state."""
    look, palette = LOOKS[state], theme.palette
    hue = palette.hue(look.tone)
    radius = theme.scale.small_radius
    if look.hatched:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(palette.hatch), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, radius, radius)
        return
    painter.setBrush(QColor(hue.soft) if look.filled else Qt.BrushStyle.NoBrush)
    painter.setPen(_edge(theme, look))
    if look.filled or look.edge != "none":
        painter.drawRoundedRect(box, radius, radius)


def _edge(theme: Theme, look: Look) -> QPen:
    hue = theme.palette.hue(look.tone)
    if look.edge == "dashed":
        return QPen(QColor(hue.ink), 1.2, Qt.PenStyle.DashLine)
    # In high contrast the soft grounds are nearly black: an edge bounds the cell.
    if look.edge == "line" or theme.palette.name == "contraste":
        return QPen(QColor(hue.ink), 1.2)
    return QPen(Qt.PenStyle.NoPen)
