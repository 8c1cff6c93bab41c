"""Telling a scanner from a hand: many signs of a barcode, faster than fingers, then Enter.

Pure: instants come in as milliseconds, no clock is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

# A scanner leaves a few milliseconds between two signs, a slow radio one some thirty. Nobody
# strikes eight digits in a row with less than fifty between each.
MOST_GAP_MILLISECONDS = 50
LEAST_SIGNS = 8
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

    def take(self, sign: str, at: int, *, enter: bool = False) -> Verdict:
        """Judge a key: its text, its instant, whether it is Enter.

        After SCAN, `signs` is the text of the scan until `clear`.
        """
        fast = bool(self.signs) and 0 <= at - self._last <= MOST_GAP_MILLISECONDS
        if enter:
            return Verdict.SCAN if fast and len(self.signs) >= LEAST_SIGNS else Verdict.TYPING
        if sign not in SIGNS or not sign:
            return Verdict.TYPING
        if self.signs and not fast:
            return Verdict.TYPING
        if not self.signs and sign in "xX":
            return Verdict.TYPING
        self.signs += sign
        self._last = at
        return Verdict.HELD

    def clear(self) -> None:
        """Begin anew."""
        self.signs = ""
