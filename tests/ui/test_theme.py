"""The look: computed contrasts, sizes from the scale, controls that show their focus."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otdesk.ui.theme.apply import apply_theme
from otdesk.ui.theme.focus import FocusRing
from otdesk.ui.theme.fonts import BOLD, MEDIUM, REGULAR, SEMIBOLD, FontsMissing, font
from otdesk.ui.theme.palette import (
    CONTRASTE,
    JOUR,
    NUIT,
    PALETTES,
    TONES,
    Palette,
    contrast,
    luminance,
)
from otdesk.ui.theme.ridges import Ridges, mark_colours
from otdesk.ui.theme.scale import Scale
from otdesk.ui.theme.segment import SegmentButton
from otdesk.ui.theme.stylesheet import stylesheet

RESOURCES = Path(__file__).parents[2] / "resources"
# The offscreen platform says so of every window that has a least size.
NO_SIZE_HINTS = "propagateSizeHints"
TEXT, GRAPHIC, NIGHT_SECONDARY = 4.5, 3.0, 6.9


def texts(palette: Palette) -> Iterator[tuple[str, str, str]]:
    """Give each pair of text and ground that may meet, with its name."""
    grounds = ("ground", "surface", "rail", "sunken", "hover")
    for ground in grounds:
        for ink in ("ink", "ink_secondary"):
            yield f"{ink} on {ground}", getattr(palette, ink), getattr(palette, ground)
        for tone in TONES:
            yield f"{tone} on {ground}", palette.hue(tone).ink, getattr(palette, ground)
    for tone in TONES:
        hue = palette.hue(tone)
        yield f"on {tone}", hue.on_fill, hue.fill
        yield f"{tone} on its soft", hue.ink, hue.soft
        yield f"ink on soft {tone}", palette.ink, hue.soft
        yield f"secondary on soft {tone}", palette.ink_secondary, hue.soft
    for ground in (palette.header, palette.header_control, *palette.ridges):
        yield f"head on {ground}", palette.header_ink, ground
        yield f"head's notes on {ground}", palette.header_ink_secondary, ground
    yield "tool tip", palette.ground, palette.ink
    yield "on focus", palette.on_focus, palette.focus
    for step, (fill, ink) in enumerate(zip(palette.heat, palette.heat_ink, strict=True)):
        yield f"heat {step}", ink, fill


def graphics(palette: Palette) -> Iterator[tuple[str, str, str]]:
    """Give each pair of a sign or an edge and its ground."""
    for ground in ("ground", "surface", "rail", "sunken"):
        yield f"focus on {ground}", palette.focus, getattr(palette, ground)
        yield f"border on {ground}", palette.border, getattr(palette, ground)
        yield f"dashes on {ground}", palette.dashed, getattr(palette, ground)
    for tone in TONES:
        hue = palette.hue(tone)
        # Genêt is a fill only: its ink bounds it wherever it must be seen.
        edge = hue.ink if tone == "genet" else hue.fill
        yield f"{tone} on surface", edge, palette.surface
        yield f"{tone} on its soft", edge, hue.soft
    for ridge in (palette.header, *palette.ridges):
        yield f"focus on {ridge}", palette.header_focus, ridge
    yield "edge in the head", palette.header_border, palette.header_control


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_every_text_reaches_four_and_a_half_to_one(palette: Palette) -> None:
    weak = {name: round(contrast(ink, ground), 2) for name, ink, ground in texts(palette)}
    assert {name: ratio for name, ratio in weak.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_every_sign_and_edge_reaches_three_to_one(palette: Palette) -> None:
    weak = {name: round(contrast(ink, ground), 2) for name, ink, ground in graphics(palette)}
    assert {name: ratio for name, ratio in weak.items() if ratio < GRAPHIC} == {}


def test_night_text_is_light_at_6_9_to_one_at_least() -> None:
    for ground in (NUIT.ground, NUIT.surface, NUIT.rail, NUIT.sunken):
        assert contrast(NUIT.ink_secondary, ground) >= NIGHT_SECONDARY
        assert contrast(NUIT.ink, ground) >= NIGHT_SECONDARY


def test_the_colours_are_those_that_were_drawn() -> None:
    assert (JOUR.ground, JOUR.surface, JOUR.ink, JOUR.ink_secondary) == (
        "#F5F2EC",
        "#FFFFFF",
        "#232B30",
        "#5A636A",
    )
    assert (JOUR.origin.fill, JOUR.demand.fill, JOUR.channel.fill) == (
        "#7A3E1D",
        "#1B6470",
        "#7B3F72",
    )
    assert (JOUR.genet.fill, JOUR.focus, JOUR.header) == ("#F2B705", "#0B5CAD", "#2B363D")
    assert (NUIT.ground, NUIT.surface) == ("#12181D", "#1D262D")
    assert (NUIT.origin.fill, NUIT.demand.fill, NUIT.channel.fill) == (
        "#E8AE82",
        "#7CC7CF",
        "#D7A3CF",
    )
    assert (CONTRASTE.ground, CONTRASTE.ink, CONTRASTE.origin.fill) == (
        "#000000",
        "#FFFFFF",
        "#FFD400",
    )


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_heat_goes_one_way_even_in_grey(palette: Palette) -> None:
    greys = [luminance(step) for step in palette.heat]
    assert len(greys) == 6
    assert greys in (sorted(greys), sorted(greys, reverse=True))


@pytest.mark.parametrize(
    ("width", "height", "points"),
    [(1366, 768, 10.5), (1366, 697, 10.5), (1920, 1080, 14.0), (1280, 720, 10.0)],
)
def test_the_text_follows_the_screen(width: int, height: int, points: float) -> None:
    assert Scale.for_screen(width, height).base_point_size == pytest.approx(points)


def test_the_drawings_sizes_hold_at_1366_by_768() -> None:
    scale = Scale.for_screen(1366, 768)
    assert (scale.head, scale.rail, scale.target) == (56, 104, 44)
    assert (scale.margin_side, scale.margin_top, scale.gap, scale.gap_wide, scale.radius) == (
        16,
        14,
        10,
        12,
        10,
    )
    assert not scale.dense


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
@pytest.mark.parametrize("size", [(1280, 720), (1366, 697), (1366, 768), (1920, 1080)])
def test_no_target_is_under_44_pixels_and_a_row_holds_its_text(
    size: tuple[int, int], percent: int
) -> None:
    scale = Scale.for_screen(*size, percent)
    assert min(scale.target, scale.row, scale.tile_height) >= 44
    assert scale.row >= scale.em(1.4)


def test_larger_text_makes_the_counter_dense_on_a_small_screen() -> None:
    assert not Scale.for_screen(1366, 697).dense
    assert Scale.for_screen(1366, 768, 150).dense
    assert Scale.for_screen(1366, 768, 200).dense


def test_the_text_percentage_moves_text_but_no_gap() -> None:
    plain, large = Scale.for_screen(1366, 768), Scale.for_screen(1366, 768, 200)
    assert large.points() == 2 * plain.points()
    assert (large.gap, large.margin_side) == (plain.gap, plain.margin_side)


def test_every_mark_of_the_style_sheet_exists() -> None:
    for palette in PALETTES:
        sheet = stylesheet(palette, Scale(), RESOURCES / "theme")
        named = [part.split('"')[0] for part in sheet.split('url("')[1:]]
        assert named
        assert [name for name in named if not Path(name).is_file()] == []


def test_the_drawings_of_the_theme_are_those_its_script_makes() -> None:
    made = runpy.run_path(str(RESOURCES / "theme" / "make_theme.py"))
    kept = json.loads((RESOURCES / "theme" / "ridges.json").read_text(encoding="utf-8"))
    assert kept == made["ridges"]()
    for palette in PALETTES:
        folder = RESOURCES / "theme" / palette.name
        files = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.svg")}
        assert files == made["marks"](palette)


def test_a_button_icon_keeps_a_gap_before_its_text(qapp: QApplication, qtbot: object) -> None:
    theme = apply_theme(qapp, JOUR, Scale(), RESOURCES)
    worded, bare = QPushButton("Appel"), QPushButton()
    theme.set_icon(worded, "phone")
    theme.set_icon(bare, "phone")
    assert worded.iconSize().width() == bare.iconSize().width() + theme.scale.space(6)


def test_missing_fonts_are_a_fault_of_the_installation() -> None:
    assert "Réinstaller" in str(FontsMissing("Inter"))


def test_a_calendar_has_no_colour_of_its_own(qapp: QApplication, qtbot: object) -> None:
    theme = apply_theme(qapp, NUIT, Scale(), RESOURCES)
    calendar = QCalendarWidget()
    theme.dress_calendar(calendar)
    sunday = calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
    assert sunday == QColor(NUIT.origin.ink)


def test_the_style_sheet_sets_every_size_from_the_scale() -> None:
    small = stylesheet(JOUR, Scale.for_screen(1366, 768), RESOURCES / "theme")
    large = stylesheet(JOUR, Scale.for_screen(1920, 1080), RESOURCES / "theme")
    assert "14.84pt" in large
    assert "14.84pt" not in small


@pytest.mark.parametrize("weight", [REGULAR, MEDIUM, SEMIBOLD, BOLD])
def test_digits_share_one_width_in_each_weight(qapp: QApplication, weight: object) -> None:
    apply_theme(qapp, JOUR, Scale(), RESOURCES)
    made = font(Scale(), weight=weight)  # type: ignore[arg-type]
    assert QFontInfo(made).family() == "Inter Tabular"
    metrics = QFontMetricsF(made)
    widths = {round(metrics.horizontalAdvance(digit * 20), 2) for digit in "0123456789"}
    assert len(widths) == 1


def test_each_weight_is_a_font_of_its_own(qapp: QApplication) -> None:
    apply_theme(qapp, JOUR, Scale(), RESOURCES)
    widths = [
        QFontMetricsF(font(Scale(), weight=weight)).horizontalAdvance("Lozère et Gard" * 9)
        for weight in (REGULAR, MEDIUM, SEMIBOLD, BOLD)
    ]
    assert widths == sorted(set(widths))


def test_the_theme_can_change_while_the_window_is_open(qapp: QApplication) -> None:
    apply_theme(qapp, JOUR, Scale(), RESOURCES)
    theme = apply_theme(qapp, NUIT, Scale(), RESOURCES)
    assert qapp.palette().window().color() == QColor(NUIT.ground)
    assert theme.palette is NUIT
    assert len(qapp.findChildren(FocusRing)) == 1


@pytest.fixture
def controls(qapp: QApplication, qtbot: object) -> Iterator[tuple[QWidget, QPushButton, QLineEdit]]:
    apply_theme(qapp, JOUR, Scale(), RESOURCES)
    window = QWidget()
    row = QHBoxLayout(window)
    button, field = QPushButton("Valider"), QLineEdit()
    button.setProperty("role", "primary")
    row.addWidget(button)
    row.addWidget(field)
    window.show()
    window.activateWindow()
    qapp.processEvents()
    yield window, button, field
    window.close()


def ring(app: QApplication) -> FocusRing:
    """Return the application's ring."""
    found = app.findChild(FocusRing)
    assert isinstance(found, FocusRing)
    return found


@pytest.mark.qt_log_ignore(NO_SIZE_HINTS)
def test_a_control_reached_by_the_keyboard_wears_the_ring(
    qapp: QApplication, controls: tuple[QWidget, QPushButton, QLineEdit]
) -> None:
    window, button, field = controls
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring(qapp).followed() is button
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert ring(qapp).followed() is field


@pytest.mark.qt_log_ignore(NO_SIZE_HINTS)
def test_the_ring_is_drawn_outside_a_filled_button(
    qapp: QApplication, controls: tuple[QWidget, QPushButton, QLineEdit]
) -> None:
    window, button, _ = controls
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qapp.processEvents()
    picture = window.grab().toImage()
    beside = button.mapTo(window, QPoint(button.width() // 2, -2))
    assert picture.pixelColor(beside) == QColor(JOUR.focus)


@pytest.mark.qt_log_ignore(NO_SIZE_HINTS)
def test_the_ring_of_a_control_that_fills_its_window_stays_in_sight(
    qapp: QApplication, qtbot: QtBot
) -> None:
    apply_theme(qapp, JOUR, Scale())
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    button = QPushButton(window)
    button.setGeometry(0, 0, 300, 200)
    window.show()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qapp.processEvents()
    picture = window.grab().toImage()
    for x, y in ((0, 100), (299, 100), (150, 0), (150, 199)):
        assert picture.pixelColor(x, y) == QColor(JOUR.focus), (x, y)


@pytest.mark.qt_log_ignore(NO_SIZE_HINTS)
def test_the_ring_outlives_the_window_it_was_in(
    qapp: QApplication, controls: tuple[QWidget, QPushButton, QLineEdit]
) -> None:
    other = QWidget()
    first, second = QPushButton("un", other), QPushButton("deux", other)
    second.move(0, 60)
    other.show()
    other.activateWindow()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    other.deleteLater()
    QTest.qWait(0)
    window, button, _ = controls
    window.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qapp.processEvents()
    assert ring(qapp).followed() is button


def test_a_chosen_segment_bears_a_check_mark_and_keeps_its_width(
    qapp: QApplication, qtbot: object
) -> None:
    theme = apply_theme(qapp, JOUR, Scale(), RESOURCES)
    segment = SegmentButton("Départements", theme)
    segment.resize(segment.sizeHint())
    before = segment.sizeHint()
    segment.setChecked(True)
    picture = segment.grab().toImage()
    right = range(
        picture.width() - theme.scale.icon_small - theme.scale.space(8), picture.width() - 8
    )
    row = {
        picture.pixelColor(x, y).name().upper()
        for x in right
        for y in range(8, picture.height() - 8)
    }
    assert JOUR.origin.on_fill in row
    assert segment.sizeHint() == before


def test_the_ridges_are_drawn_in_the_head_and_in_the_mark() -> None:
    ridges = Ridges.load(RESOURCES / "theme")
    image = QImage(400, 56, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ridges.paint_header(painter, QRectF(0, 0, 400, 56), JOUR)
    painter.end()
    seen = {image.pixelColor(x, y).name().upper() for x in range(0, 400, 4) for y in range(56)}
    assert {JOUR.header, *JOUR.ridges} <= seen
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    ridges.paint_mark(painter, QRectF(0, 0, 400, 56), mark_colours(JOUR))
    painter.end()
    assert any(
        image.pixelColor(x, y) == QColor(JOUR.origin.ink) for x in range(400) for y in range(56)
    )
