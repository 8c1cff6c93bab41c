"""The keys of the counter by what they mean, not by what is printed on them.

A screen turns a physical key, a click or a touch into one of these; the keyboard's layout
(AZERTY, QWERTY, BÉPO) is a matter of the screen alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class KeyKind(StrEnum):
    """The questions and commands that a key can answer or give."""

    DIGIT = "digit"  # 0-9: how many, or a département
    SIZE = "size"  # 0-9: a touched tile of « Combien ? », which is never a département
    ORIGIN = "origin"  # 0-8: a favourite; shifted: nine more
    SEARCH = "search"
    DEMAND = "demand"  # 0-9: a tile; shifted: its details
    CHANNEL = "channel"  # 0-4, in the order of the channels
    NOT_ASKED = "not_asked"
    UNMET = "unmet"
    AUDIENCE = "audience"
    NOTE = "note"
    RESIDENCY = "residency"  # 0-3: F5-F8
    EXPRESS = "express"  # 0-3: F1-F4
    VALIDATE = "validate"
    TAKE_BACK = "take_back"
    SET_ASIDE = "set_aside"
    CALL = "call"
    NEXT = "next"
    REPEAT = "repeat"
    REOPEN = "reopen"
    ENTER = "enter"


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its kind, its place in the row from 0 (for DIGIT the digit itself), shifted or not."""

    kind: KeyKind
    index: int = 0
    shifted: bool = False
