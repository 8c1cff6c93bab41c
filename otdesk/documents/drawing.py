"""What a chart, a map or a page is made of: a flat list of primitives, in points, y downwards.

One description serves paper (reportlab) and screen (QPainter). Colours are names of roles, which
each painter looks up in its own palette; the width of a text is measured by whoever draws it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

Point = tuple[float, float]


class Role(StrEnum):
    """What a colour means; one hue a meaning, on paper and on screen."""

    INK = "ink"
    SOFT = "soft"
    RULE = "rule"
    PAPER = "paper"
    BAND = "band"
    TRACK = "track"
    PERSONS = "persons"
    PERSONS_MID = "persons_mid"
    PERSONS_LIGHT = "persons_light"
    PERSONS_PALE = "persons_pale"
    ABROAD = "abroad"
    DEMAND = "demand"
    CHANNEL = "channel"
    AUDIENCE = "audience"
    AUDIENCE_DARK = "audience_dark"
    AUDIENCE_LIGHT = "audience_light"
    AUDIENCE_PALE = "audience_pale"
    MONEY = "money"
    GENET = "genet"
    HEAT1 = "heat1"
    HEAT2 = "heat2"
    HEAT3 = "heat3"
    HEAT4 = "heat4"
    HEAT5 = "heat5"
    HEAT6 = "heat6"


HEAT = (Role.HEAT1, Role.HEAT2, Role.HEAT3, Role.HEAT4, Role.HEAT5, Role.HEAT6)

# Where white figures are read better than ink: everything darker than middle grey.
DARK = frozenset(
    {
        Role.INK,
        Role.PERSONS,
        Role.PERSONS_MID,
        Role.ABROAD,
        Role.DEMAND,
        Role.CHANNEL,
        Role.AUDIENCE,
        Role.AUDIENCE_DARK,
        Role.MONEY,
        Role.HEAT4,
        Role.HEAT5,
        Role.HEAT6,
    }
)


def on(role: Role) -> Role:
    """Return the colour of figures printed upon a surface of this role."""
    return Role.PAPER if role in DARK else Role.INK


class Weight(StrEnum):
    """The four weights of Inter that the product ships."""

    REGULAR = "Regular"
    MEDIUM = "Medium"
    SEMIBOLD = "SemiBold"
    BOLD = "Bold"


class Anchor(StrEnum):
    """Which end of a text its x names."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Font:
    """A face and its size in points; `tracking` is added after each character, in points."""

    size: float
    weight: Weight = Weight.REGULAR
    tabular: bool = False
    tracking: float = 0.0


class TextMeasure(Protocol):
    """Whoever knows the fonts: reportlab's metrics on paper, Qt's on screen."""

    def width(self, text: str, font: Font) -> float:
        """Return the advance of `text` on one line, in points."""
        ...


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle from its upper left corner; `line` is the width of the stroke."""

    x: float
    y: float
    width: float
    height: float
    fill: Role | None = None
    stroke: Role | None = None
    line: float = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dash` gives lengths on and off, empty for a solid one."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Role = Role.INK
    line: float = 0.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Polylines drawn as one shape, filled by the even-odd rule where `fill` is given."""

    lines: tuple[tuple[Point, ...], ...]
    closed: bool = False
    fill: Role | None = None
    stroke: Role | None = None
    line: float = 0.5


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around its centre."""

    x: float
    y: float
    radius: float
    fill: Role | None = None
    stroke: Role | None = None
    line: float = 0.5


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    font: Font
    colour: Role = Role.INK
    anchor: Anchor = Anchor.START


@dataclass(frozen=True, slots=True)
class Hatch:
    """Oblique lines clipped to a rectangle: not asked, or known from a paper sheet only."""

    x: float
    y: float
    width: float
    height: float
    stroke: Role = Role.SOFT
    gap: float = 2.2
    line: float = 0.35


Primitive = Rect | Line | Path | Circle | Text | Hatch


@dataclass(frozen=True, slots=True)
class Drawing:
    """Primitives from (0, 0) to (`width`, `height`); what lies outside is a fault."""

    width: float
    height: float
    items: tuple[Primitive, ...] = ()


def moved(item: Primitive, dx: float, dy: float) -> Primitive:
    """Return the primitive carried by (dx, dy)."""
    if isinstance(item, Line):
        return replace(item, x1=item.x1 + dx, y1=item.y1 + dy, x2=item.x2 + dx, y2=item.y2 + dy)
    if isinstance(item, Path):
        return replace(
            item, lines=tuple(tuple((x + dx, y + dy) for x, y in line) for line in item.lines)
        )
    return replace(item, x=item.x + dx, y=item.y + dy)


class Sketch:
    """A drawing in the making.

    A block is sketched from (0, 0) downwards, its height known only when all is in it; a page
    then stacks finished drawings and shares out what room is left.
    """

    def __init__(self, width: float) -> None:
        self.width = width
        self.items: list[Primitive] = []

    def add(self, *items: Primitive) -> None:
        """Add primitives at their own coordinates."""
        self.items.extend(items)

    def place(self, drawing: Drawing, x: float = 0.0, y: float = 0.0) -> float:
        """Add a finished drawing with its corner at (x, y); return its lower edge."""
        if x or y:
            self.items.extend(moved(item, x, y) for item in drawing.items)
        else:
            self.items.extend(drawing.items)
        return y + drawing.height

    def text(
        self,
        x: float,
        y: float,
        text: str,
        font: Font,
        *,
        colour: Role = Role.INK,
        anchor: Anchor = Anchor.START,
    ) -> None:
        """Add one line of text at its baseline; an empty one leaves nothing behind."""
        if text:
            self.items.append(Text(x, y, text, font, colour, anchor))

    def rect(self, x: float, y: float, width: float, height: float, fill: Role) -> None:
        """Add a filled rectangle without a stroke; nothing where there is no surface."""
        if width > 0 and height > 0:
            self.items.append(Rect(x, y, width, height, fill))

    def rule(self, y: float, *, x: float = 0.0, width: float | None = None, head: bool) -> None:
        """Add the rule above a section (`head`: 0.8 pt, ink) or under a table's head (0.4 pt)."""
        stroke, line = (Role.INK, 0.8) if head else (Role.RULE, 0.4)
        right = x + (self.width - x if width is None else width)
        self.items.append(Line(x, y, right, y, stroke, line))

    def finish(self, height: float) -> Drawing:
        """Return the drawing."""
        return Drawing(self.width, height, tuple(self.items))


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a text takes."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


# Inter's figures and capitals rise to 0.73 em; its descenders fall to 0.2 em.
ASCENT, DESCENT = 0.73, 0.2


def text_boxes(items: Iterable[Primitive], measure: TextMeasure) -> list[Box]:
    """Return the box of every text, for who checks that none runs into another."""
    boxes = []
    for item in items:
        if isinstance(item, Text):
            width = measure.width(item.text, item.font)
            left = (
                item.x
                - {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[item.anchor]
            )
            top, bottom = item.y - ASCENT * item.font.size, item.y + DESCENT * item.font.size
            boxes.append(Box(left, top, left + width, bottom, item.text))
    return boxes
