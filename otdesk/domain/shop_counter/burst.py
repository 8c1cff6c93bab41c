"""Telling a scanner from a hand: many signs of a barcode, faster than fingers.

Pure: instants come in as milliseconds, no clock is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

# A scanner leaves a few milliseconds between two signs, a slow radio one some thirty. Nobody
# strikes eight digits in a row with less than fifty between each.
MOST_GAP_MILLISECONDS = 50
# After so many it is a scanner, and a busy PC may have held up what follows.
SURE_AFTER = 4
SURE_GAP_MILLISECONDS = 200
# A key that is held down repeats every thirty milliseconds at the most; the same digit twice from a
# scanner that sends in bulk looks like a repeat too, and comes sooner.
REPEAT_GAP_MILLISECONDS = 15
LEAST_SIGNS = 8
# The Enter of a scanner that hesitates before it: not to be taken for a hand's, which would sell.
LATE_ENTER_MILLISECONDS = 400
# What a scanner types for digits: themselves, or the unshifted row of an AZERTY keyboard where it
# takes the PC for an American one. The last sign of an ISBN-10 may be an X.
SIGNS = frozenset("0123456789à&é\"'(-è_çxX")


class Verdict(Enum):
    """What a key is to a burst."""

    HELD = "held"  # it may be part of a scan: keep it back
    SCAN = "scan"  # Enter after a whole scan: none of it is typing
    TYPING = "typing"  # it is a hand's: give back what was held, then the key


@dataclass(slots=True)
class Burst:
    """The signs held back so far."""

    signs: str = ""
    _last: int = field(default=0, repr=False)

    def take(self, sign: str, at: int, *, enter: bool = False, repeat: bool = False) -> Verdict:
        """Judge a key: its text, its instant, whether it is Enter, or repeats itself.

        After SCAN, `signs` is the text of the scan until `clear`.
        """
        most = REPEAT_GAP_MILLISECONDS if repeat else self.patience
        fast = bool(self.signs) and 0 <= at - self._last <= most
        if enter:
            return Verdict.SCAN if fast and self.is_scan else Verdict.TYPING
        if sign not in SIGNS or not sign:
            return Verdict.TYPING
        if (self.signs or repeat) and not fast:
            return Verdict.TYPING
        if not self.signs and sign in "xX":
            return Verdict.TYPING
        self.signs += sign
        self._last = at
        return Verdict.HELD

    @property
    def patience(self) -> int:
        """Return for how many milliseconds the next sign is waited for."""
        return MOST_GAP_MILLISECONDS if len(self.signs) < SURE_AFTER else SURE_GAP_MILLISECONDS

    @property
    def is_scan(self) -> bool:
        """Tell whether no hand could have typed this: a scanner that sends no Enter did."""
        return len(self.signs) >= LEAST_SIGNS

    def is_late_enter(self, at: int) -> bool:
        """Tell whether an Enter at this instant still belongs to the scan that was just read."""
        return 0 <= at - self._last <= LATE_ENTER_MILLISECONDS

    def clear(self) -> None:
        """Begin anew."""
        self.signs = ""
