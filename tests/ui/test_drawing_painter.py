"""The screen's painter draws what the paper's does, in colours that can be read."""

from __future__ import annotations

from pathlib import Path as FilePath

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from otdesk import paths
from otdesk.documents.drawing import (
    DARK,
    Anchor,
    Circle,
    Drawing,
    Font,
    Hatch,
    Line,
    Path,
    Rect,
    Role,
    Text,
    Weight,
    on,
)
from otdesk.documents.pdf.fonts import Fonts
from otdesk.ui.drawing_painter import DrawingPainter, ScreenMeasure, screen_colours
from otdesk.ui.theme.fonts import register_fonts
from otdesk.ui.theme.palette import JOUR, PALETTES, Palette, contrast

# Where a drawing puts figures upon a surface: bars, cells, parts of a stack.
SURFACES = (
    Role.PERSONS,
    Role.PERSONS_MID,
    Role.PERSONS_LIGHT,
    Role.PERSONS_PALE,
    Role.ABROAD,
    Role.DEMAND,
    Role.AUDIENCE,
    Role.AUDIENCE_DARK,
    Role.AUDIENCE_LIGHT,
    Role.AUDIENCE_PALE,
    Role.HEAT1,
    Role.HEAT2,
    Role.HEAT3,
    Role.HEAT4,
    Role.HEAT5,
    Role.HEAT6,
)


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    register_fonts(paths.resources() / "fonts")


def painted(drawing: Drawing, unit: float = 2.0) -> tuple[QImage, int]:
    image = QImage(
        round(drawing.width * unit), round(drawing.height * unit), QImage.Format.Format_RGB32
    )
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    count = DrawingPainter(painter, screen_colours(JOUR), unit).paint(drawing.items)
    painter.end()
    return image, count


def test_every_primitive_is_painted() -> None:
    items = (
        Rect(2, 2, 20, 10, Role.PERSONS),
        Rect(30, 2, 20, 10, None, Role.INK, 1),
        Line(2, 20, 60, 20, Role.INK, 0.8),
        Line(2, 24, 60, 30, Role.INK, 0.8, (2.0, 1.0)),
        Path((((2, 34), (20, 34), (20, 44)),), True, Role.DEMAND, Role.INK),
        Circle(40, 40, 4, Role.CHANNEL),
        Text(2, 60, "142", Font(8, Weight.BOLD, tabular=True)),
        Hatch(30, 50, 20, 10),
    )
    drawing = Drawing(70, 70, items)
    image, count = painted(drawing)
    assert count == len(items)
    # Each leaves something where it stands: none is passed over in silence.
    for item in items:
        alone, one = painted(Drawing(70, 70, (item,)))
        blank, _none = painted(Drawing(70, 70, ()))
        assert one == 1
        assert alone != blank, item
    assert image.pixelColor(10, 10) == screen_colours(JOUR)[Role.PERSONS]


def test_a_bar_stands_on_whole_pixels() -> None:
    image, _count = painted(Drawing(40, 20, (Rect(3.3, 4.4, 20.2, 9.1, Role.PERSONS),)), 1.87)
    bar, paper = screen_colours(JOUR)[Role.PERSONS], QColor("#FFFFFF")
    row = [image.pixelColor(x, 15) for x in range(image.width())]
    assert {colour.name() for colour in row} == {bar.name(), paper.name()}


def test_a_thin_rule_is_never_lost() -> None:
    image, _count = painted(Drawing(40, 20, (Line(0, 10, 40, 10, Role.INK, 0.4),)), 1.0)
    column = [image.pixelColor(20, y).name() for y in range(20)]
    assert screen_colours(JOUR)[Role.INK].name() in column


@pytest.mark.parametrize("anchor", list(Anchor))
def test_a_text_stands_on_its_anchor(anchor: Anchor) -> None:
    font = Font(10, Weight.SEMIBOLD)
    width = ScreenMeasure().width("Visiteurs", font)
    x = {Anchor.START: 20.0, Anchor.MIDDLE: 20 + width / 2, Anchor.END: 20 + width}[anchor]
    image, _count = painted(Drawing(120, 20, (Text(x, 14, "Visiteurs", font, anchor=anchor),)))
    inked = [
        column
        for column in range(image.width())
        if any(image.pixelColor(column, row).lightness() < 128 for row in range(image.height()))
    ]
    assert abs(inked[0] / 2 - 20) < 2
    assert abs(inked[-1] / 2 - (20 + width)) < 2


@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize("tabular", [True, False])
def test_the_screen_measures_as_the_paper_does(weight: Weight, tabular: bool) -> None:
    paper, screen = Fonts(FilePath(paths.resources() / "fonts")), ScreenMeasure()
    font = Font(7.4, weight, tabular, tracking=0.3)
    for text in ("16 295", "Bouches-du-Rhône", "personnes au comptoir", "1 112", "Œuvre, été"):
        assert screen.width(text, font) == pytest.approx(paper.width(text, font), rel=0.012)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_every_role_has_a_colour(palette: Palette) -> None:
    assert set(screen_colours(palette)) == set(Role)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("role", SURFACES)
def test_figures_are_read_on_what_they_stand_on(palette: Palette, role: Role) -> None:
    colours = screen_colours(palette)
    assert contrast(colours[role].name(), colours[on(role)].name()) >= 4.5, (role, role in DARK)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("role", [Role.INK, Role.SOFT, Role.PERSONS, Role.DEMAND, Role.CHANNEL])
def test_words_are_read_on_a_card(palette: Palette, role: Role) -> None:
    assert contrast(screen_colours(palette)[role].name(), palette.surface) >= 4.5
