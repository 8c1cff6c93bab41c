"""Every size of the interface, derived from the size of the text.

Two factors: the screen's (10.5 points at 1366×768, 14 at 1920×1080) moves everything; the user's
text percentage moves text and the boxes that hold it, but neither gaps nor margins. At 200 % on a
small screen the room that gaps would take is worth more as text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LEAST = 0.79
NOTE = 0.86
SMALL = 0.93
BODY = 1.0
TITLE = 1.06
LEAD = 1.3
FIGURE = 1.75
LARGE_FIGURE = 2.4
MAIN_FIGURE = 2.6

REFERENCE_POINTS = 10.5
# (width of the screen over 1366, points). Height counts from 690: a task bar and a title bar take
# the rest.
_REFERENCE_WIDTH, _REFERENCE_HEIGHT = 1366, 690
_LARGE_RATIO, _LARGE_POINTS = 1920 / 1366, 14.0
_LEAST_POINTS, _MOST_POINTS = 10.0, 22.0
# WCAG 2.5.5: a finger needs 44 pixels, however small the text.
_LEAST_TARGET = 44


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes in logical pixels, but `points`.

    `base_point_size` is the screen's text size at 100 %; `text_percent` the user's choice (100,
    125, 150, 200); `dense` says that roomy tiles cannot fit and that key and label share one line.
    """

    base_point_size: float = REFERENCE_POINTS
    text_percent: int = 100
    dense: bool = False
    dots_per_inch: float = 96.0

    @classmethod
    def for_screen(
        cls, width: int, height: int, text_percent: int = 100, dots_per_inch: float = 96.0
    ) -> Scale:
        """Return the scale for the room a maximised window has, in logical pixels."""
        ratio = min(width / _REFERENCE_WIDTH, height / _REFERENCE_HEIGHT)
        if ratio <= 1:
            points = REFERENCE_POINTS * ratio
        elif ratio <= _LARGE_RATIO:
            part = (ratio - 1) / (_LARGE_RATIO - 1)
            points = REFERENCE_POINTS + part * (_LARGE_POINTS - REFERENCE_POINTS)
        else:
            points = _LARGE_POINTS * ratio / _LARGE_RATIO
        points = round(max(_LEAST_POINTS, min(_MOST_POINTS, points)), 2)
        return cls(points, text_percent, dots_per_inch=dots_per_inch).for_window(height)

    def for_window(self, height: int) -> Scale:
        """Return this scale, dense if a counter of roomy tiles is higher than `height`."""
        return replace(self, dense=self.roomy_counter_height > height)

    def points(self, step: float = BODY) -> float:
        """Return the size of a type step, in points."""
        return round(self.base_point_size * self.text_percent / 100 * step, 2)

    def em(self, factor: float = 1.0) -> int:
        """Return a length that follows the text: `factor` times the height of the body's type."""
        return round(self.points() * self.dots_per_inch / 72 * factor)

    def space(self, design: float) -> int:
        """Return a length of the 1366×768 drawings for this screen, at any text percentage."""
        pixels = design * self.base_point_size / REFERENCE_POINTS * self.dots_per_inch / 96
        return max(1, round(pixels)) if design > 0 else 0

    @property
    def gap(self) -> int:
        """Return the gap between tiles and between cards' parts."""
        return self.space(10)

    @property
    def gap_wide(self) -> int:
        """Return the gap between cards."""
        return self.space(12)

    @property
    def margin_side(self) -> int:
        """Return the margin left and right of a screen, and inside a card."""
        return self.space(16)

    @property
    def margin_top(self) -> int:
        """Return the margin above and under a screen."""
        return self.space(14)

    @property
    def radius(self) -> int:
        """Return the corner of cards, tiles and buttons."""
        return self.space(10)

    @property
    def small_radius(self) -> int:
        """Return the corner of key caps, check boxes and bars."""
        return self.space(5)

    @property
    def head(self) -> int:
        """Return the height of the head: two lines of text."""
        return max(self.space(56), self.em(2.4) + self.space(8))

    @property
    def rail(self) -> int:
        """Return the width of the rail: its longest word, "Synchronisation", at the least step."""
        return max(self.space(104), self.em(6.1) + self.space(18))

    @property
    def target(self) -> int:
        """Return the least height of what is touched: buttons, rows, dense tiles."""
        return max(_LEAST_TARGET, self.space(44), self.em(1.9))

    @property
    def row(self) -> int:
        """Return the height of a table's row."""
        return self.target

    @property
    def tile_height(self) -> int:
        """Return the least height of a tile: lines for key and label, or one for both if dense."""
        return self.target if self.dense else self._roomy_tile

    @property
    def icon(self) -> int:
        """Return the size of an icon beside body text."""
        return max(self.space(20), self.em(1.4))

    @property
    def icon_small(self) -> int:
        """Return the size of an icon beside a note."""
        return max(self.space(16), self.em(1.15))

    @property
    def icon_large(self) -> int:
        """Return the size of an icon that stands alone, in the rail or a tile's corner."""
        return max(self.space(22), self.em(1.55))

    @property
    def focus_width(self) -> int:
        """Return the width of the focus ring, without the gap inside it."""
        return max(2, self.space(2))

    @property
    def _roomy_tile(self) -> int:
        return max(_LEAST_TARGET, self.em(4.1) + self.space(16))

    @property
    def roomy_counter_height(self) -> int:
        """Return the height of the counter with roomy tiles: what decides whether it must be dense.

        Head, sentence, express keys, four rows of tiles with their questions, the row of actions.
        """
        sentence = self.em(2.2) + self.space(28)
        express = max(self.target, self.em(2.4) + self.space(14))
        rows = 4 * self._roomy_tile + 5 * self.em(1.3)
        return (
            self.head
            + 2 * self.margin_top
            + sentence
            + express
            + rows
            + self.target
            + 8 * self.space(7)
        )
