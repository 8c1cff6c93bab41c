"""The paper of a receipt printer: lines of fixed width, in the characters that it has.

Code page 858 is Western Europe with the euro sign; every ESC/POS printer sold here has it. It lacks
œ, the typographic apostrophe and the narrow spaces, which are said with what it has.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum

CODE_PAGE = "cp858"
_SAID_AS = {
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2026": "...",
    "\u0153": "oe",
    "\u0152": "OE",
    "\u202f": "\u00a0",
    "\u2009": "\u00a0",
    "\u2022": "\u00b7",
}


class RollWidth(IntEnum):
    """How many characters of the usual font a line has, by the width of the paper."""

    MM58 = 32
    MM80 = 48


@dataclass(frozen=True, slots=True)
class RollLine:
    """A line; `large` is twice as wide and high, and so has half as many characters."""

    text: str
    strong: bool = False
    large: bool = False


def printable(text: str) -> str:
    """Return a text in the characters of the code page; U+00A0 still holds words together.

    A letter that it lacks loses its accent; a sign that it lacks becomes `?`.
    """
    said = "".join(_SAID_AS.get(sign, sign) for sign in unicodedata.normalize("NFC", text))
    return "".join(_sign(sign) for sign in said)


def _sign(sign: str) -> str:
    if unicodedata.category(sign) == "Cc":
        # A control character in a name would be a command to the printer.
        return " "
    if _has(sign):
        return sign
    plain = unicodedata.normalize("NFKD", sign)
    kept = "".join(part for part in plain if not unicodedata.combining(part) and _has(part))
    return kept or "?"


def _has(sign: str) -> bool:
    try:
        sign.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True
