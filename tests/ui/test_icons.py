"""The icons: every name is drawn, in the colour asked for, at the density of the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from otdesk.ui.icons import IconSet, UnknownIcon

FOLDER = Path(__file__).parents[2] / "resources" / "icons"


@pytest.fixture
def icons(qapp: QApplication) -> IconSet:
    return IconSet(FOLDER)


def colours(pixmap: QPixmap) -> set[str]:
    """Return the colours of the opaque points."""
    image = pixmap.toImage()
    points = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in points if colour.alpha() == 255}


def near(one: str, other: str) -> bool:
    """Tell whether two colours differ by rounding alone."""
    a, b = QColor(one), QColor(other)
    parts = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return all(abs(mine - its) <= 6 for mine, its in parts)


def test_every_icon_is_drawn_in_the_colour_asked_for(icons: IconSet) -> None:
    assert len(icons.names()) > 100
    for name in icons.names():
        seen = colours(icons.pixmap(name, "#1b6470", 48))
        # Where two strokes overlap, their half-transparent edges add up to a shade beside it.
        assert "#1b6470" in seen, name
        assert all(near(colour, "#1b6470") for colour in seen), name


def test_an_icon_is_as_sharp_as_the_screen(icons: IconSet) -> None:
    pixmap = icons.pixmap("store", "#000000", 20, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (40, 2.0)


def test_an_icon_is_painted_once(icons: IconSet) -> None:
    first = icons.pixmap("mail", "#000000", 20)
    assert icons.pixmap("mail", "#000000", 20).cacheKey() == first.cacheKey()
    assert icons.pixmap("mail", "#FFFFFF", 20).cacheKey() != first.cacheKey()


def test_a_checked_or_disabled_icon_has_its_own_colour(icons: IconSet) -> None:
    icon = icons.icon("phone", "#112233", 32, disabled="#445566", checked="#ffffff")
    assert colours(icon.pixmap(32, QIcon.Mode.Disabled)) == {"#445566"}
    assert colours(icon.pixmap(32, QIcon.Mode.Normal, QIcon.State.On)) == {"#ffffff"}
    assert colours(icon.pixmap(32)) == {QColor("#112233").name()}


@pytest.mark.parametrize("name", ["stroe", "", "../maps/world", "LICENSE-ISC.txt"])
def test_an_unknown_name_is_an_error_that_says_so(icons: IconSet, name: str) -> None:
    with pytest.raises(UnknownIcon, match="no icon"):
        icons.pixmap(name, "#000000", 20)
