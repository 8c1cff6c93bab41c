"""The sizes and weights of the printed page, named by what they say."""

from __future__ import annotations

from otdesk.documents.drawing import Font, Weight

MILLIMETRE = 72 / 25.4

BODY = Font(7.4)
BODY_BOLD = Font(7.4, Weight.SEMIBOLD)
HEAD = Font(7.4, Weight.SEMIBOLD)
FIGURE = Font(7.4, Weight.MEDIUM, tabular=True)
FIGURE_QUIET = Font(7.2, tabular=True)
FIGURE_BOLD = Font(7.4, Weight.SEMIBOLD, tabular=True)
SHARE = Font(6.9, tabular=True)
NOTE = Font(6.5)
NOTE_BOLD = Font(6.5, Weight.SEMIBOLD)
NOTE_FIGURE = Font(6.5, tabular=True)
SMALL = Font(6.0)
SMALL_BOLD = Font(6.0, Weight.SEMIBOLD)
SMALL_FIGURE = Font(6.0, tabular=True)
TINY_FIGURE = Font(5.8, Weight.MEDIUM, tabular=True)

ROW = 4.1 * MILLIMETRE
BAR = 2.2 * MILLIMETRE
