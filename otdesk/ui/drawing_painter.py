"""Paint the drawings of `documents` on the screen, in the theme's colours.

The paper's painter is `documents.pdf.painter`; both draw the same primitives, and neither knows
what they show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from otdesk.documents.drawing import (
    DARK,
    HEAT,
    Anchor,
    Circle,
    Font,
    Hatch,
    Line,
    Path,
    Primitive,
    Rect,
    Role,
    Text,
    Weight,
)
from otdesk.ui.theme.fonts import BOLD, MEDIUM, REGULAR, SEMIBOLD, TABULAR_FAMILY, TEXT_FAMILY
from otdesk.ui.theme.palette import Palette, contrast

Colours = Mapping[Role, QColor]

_WEIGHTS = {
    Weight.REGULAR: REGULAR,
    Weight.MEDIUM: MEDIUM,
    Weight.SEMIBOLD: SEMIBOLD,
    Weight.BOLD: BOLD,
}
# Advances are measured at this size and scaled: type without hinting is linear.
_MEASURED = 200.0
# WCAG 2.2, 1.4.3.
_READABLE = 4.5


def screen_colours(palette: Palette) -> Colours:
    """Return the colour of every role in a theme.

    Figures stand on many of them: `drawing.on` says which are dark on paper. In the dark themes
    these are the light ones, and « paper » is the dark card under them, so that the same rule
    holds; shades between two colours are mixed until their figures reach 4.5:1.
    """
    persons, granite = palette.origin.fill, palette.granite.fill
    if palette.name == "contraste":
        # Its neutral hue is as white as the ink: shades of it need a grey to begin with.
        granite = mixed(palette.ink, palette.surface, 0.3)
    surface, ink = palette.surface, palette.ink
    codes = {
        Role.INK: ink,
        Role.SOFT: palette.ink_secondary,
        Role.RULE: palette.line,
        Role.PAPER: surface,
        Role.BAND: mixed(surface, ink, 0.05),
        Role.TRACK: mixed(surface, ink, 0.12),
        Role.PERSONS: persons,
        Role.PERSONS_MID: read_under(mixed(persons, surface, 0.28), surface, persons),
        Role.PERSONS_LIGHT: read_under(mixed(persons, surface, 0.62), ink, surface),
        Role.PERSONS_PALE: read_under(mixed(persons, surface, 0.82), ink, surface),
        Role.ABROAD: palette.heat[-1],
        Role.DEMAND: palette.demand.fill,
        Role.CHANNEL: palette.channel.fill,
        Role.AUDIENCE: read_under(granite, surface, ink),
        Role.AUDIENCE_DARK: read_under(mixed(granite, ink, 0.45), surface, ink),
        Role.AUDIENCE_LIGHT: read_under(mixed(granite, surface, 0.55), ink, surface),
        Role.AUDIENCE_PALE: read_under(mixed(granite, surface, 0.8), ink, surface),
        Role.MONEY: ink,
        Role.GENET: palette.genet.fill,
    }
    for role, code in zip(HEAT, palette.heat, strict=True):
        text = surface if role in DARK else ink
        codes[role] = read_under(code, text, ink if role in DARK else surface)
    return {role: QColor(code) for role, code in codes.items()}


def mixed(colour: str, other: str, part: float) -> str:
    """Return `colour` with a part of `other` in it, 0 to 1, both `#RRGGBB`."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * (1 - part) + b * part):02X}" for a, b in pairs)


def read_under(colour: str, text: str, towards: str) -> str:
    """Return the first shade of `colour` towards another under which `text` has 4.5:1."""
    for step in range(21):
        shade = mixed(colour, towards, step / 20)
        if contrast(shade, text) >= _READABLE:
            return shade
    return towards


def screen_font(font: Font, pixels_a_point: float, dots_per_inch: float) -> QFont:
    """Return a drawing's face for a device, its size in that device's pixels."""
    made = QFont(TABULAR_FAMILY if font.tabular else TEXT_FAMILY)
    made.setPointSizeF(font.size * pixels_a_point * 72 / dots_per_inch)
    made.setWeight(_WEIGHTS[font.weight])
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setKerning(False)
    if font.tracking:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, font.tracking * pixels_a_point)
    return made


class ScreenMeasure:
    """Widths of texts in points, as Qt draws them; one for each thread that sketches."""

    def __init__(self) -> None:
        self._metrics: dict[tuple[bool, Weight], QFontMetricsF] = {}
        self._known: dict[tuple[str, bool, Weight], float] = {}

    def width(self, text: str, font: Font) -> float:
        """Return the advance of `text` on one line, in points."""
        key = (text, font.tabular, font.weight)
        advance = self._known.get(key)
        if advance is None:
            advance = self._known[key] = self._face(font).horizontalAdvance(text) / _MEASURED
        return advance * font.size + font.tracking * len(text)

    def _face(self, font: Font) -> QFontMetricsF:
        key = (font.tabular, font.weight)
        if key not in self._metrics:
            plain = Font(_MEASURED, font.weight, font.tabular)
            made = screen_font(plain, 1, 72)
            made.setPixelSize(int(_MEASURED))
            self._metrics[key] = QFontMetricsF(made)
        return self._metrics[key]


class DrawingPainter:
    """Paints primitives with an open QPainter, `pixels_a_point` to the point.

    Edges of bars and rules are set on whole pixels: a chart is read on old, coarse screens.
    """

    def __init__(self, painter: QPainter, colours: Colours, pixels_a_point: float) -> None:
        self._painter = painter
        self._colours = colours
        self._unit = pixels_a_point
        self._fonts: dict[Font, QFont] = {}
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )

    def paint(self, items: Iterable[Primitive]) -> int:
        """Paint in order, what comes later above; return how many primitives were painted."""
        count = 0
        for item in items:
            self._one(item)
            count += 1
        return count

    def _one(self, item: Primitive) -> None:
        match item:
            case Text():
                self._text(item)
            case Rect():
                self._rect(item)
            case Line():
                self._line(item)
            case Path():
                self._path(item)
            case Circle():
                self._circle(item)
            case Hatch():
                self._hatch(item)

    def _use(self, fill: Role | None, stroke: Role | None, line: float) -> None:
        painter = self._painter
        if fill is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(self._colours[fill])
        if stroke is None:
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            painter.setPen(self._pen(stroke, line))

    def _pen(self, stroke: Role, line: float) -> QPen:
        pen = QPen(self._colours[stroke], max(1.0, line * self._unit))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    def _text(self, item: Text) -> None:
        font = self._fonts.get(item.font)
        if font is None:
            dots = self._painter.device().logicalDpiY()
            font = self._fonts[item.font] = screen_font(item.font, self._unit, dots)
        painter = self._painter
        painter.setFont(font)
        painter.setPen(self._colours[item.colour])
        x = item.x * self._unit
        if item.anchor is not Anchor.START:
            width = QFontMetricsF(font, painter.device()).horizontalAdvance(item.text)
            x -= width if item.anchor is Anchor.END else width / 2
        painter.drawText(QPointF(x, item.y * self._unit), item.text)

    def _rect(self, item: Rect) -> None:
        self._use(item.fill, item.stroke, item.line)
        box = self._snapped(item.x, item.y, item.width, item.height)
        if item.stroke is not None:
            box.adjust(0.5, 0.5, -0.5, -0.5)
        self._painter.drawRect(box)

    def _snapped(self, x: float, y: float, width: float, height: float) -> QRectF:
        """Return a rectangle on whole pixels, never thinner than one."""
        unit = self._unit
        left, top = round(x * unit), round(y * unit)
        right = max(left + 1, round((x + width) * unit))
        bottom = max(top + 1, round((y + height) * unit))
        return QRectF(left, top, right - left, bottom - top)

    def _line(self, item: Line) -> None:
        pen = self._pen(item.stroke, item.line)
        if item.dash:
            pen.setDashPattern([length / max(item.line, 0.1) for length in item.dash])
        unit = self._unit
        line = QLineF(item.x1 * unit, item.y1 * unit, item.x2 * unit, item.y2 * unit)
        # A pen of an odd width is sharp on the middle of a pixel, one of an even width between two.
        thick = max(1, round(pen.widthF()))
        offset = 0.5 if thick % 2 else 0.0
        if line.y1() == line.y2():
            y = int(line.y1()) + offset
            line = QLineF(round(line.x1()), y, round(line.x2()), y)
            pen.setWidthF(thick)
        elif line.x1() == line.x2():
            x = int(line.x1()) + offset
            line = QLineF(x, round(line.y1()), x, round(line.y2()))
            pen.setWidthF(thick)
        self._painter.setPen(pen)
        self._painter.drawLine(line)

    def _path(self, item: Path) -> None:
        self._use(item.fill, item.stroke, item.line)
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.OddEvenFill)
        unit = self._unit
        for points in item.lines:
            for number, (x, y) in enumerate(points):
                (shape.lineTo if number else shape.moveTo)(x * unit, y * unit)
            if item.closed:
                shape.closeSubpath()
        self._painter.drawPath(shape)

    def _circle(self, item: Circle) -> None:
        self._use(item.fill, item.stroke, item.line)
        radius = item.radius * self._unit
        self._painter.drawEllipse(QPointF(item.x * self._unit, item.y * self._unit), radius, radius)

    def _hatch(self, item: Hatch) -> None:
        painter = self._painter
        box = self._snapped(item.x, item.y, item.width, item.height)
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.setPen(self._pen(item.stroke, item.line))
        offset, gap = -box.height(), max(3.0, item.gap * self._unit)
        while offset < box.width():
            x = box.left() + offset
            painter.drawLine(QLineF(x, box.bottom(), x + box.height(), box.top()))
            offset += gap
        painter.restore()
