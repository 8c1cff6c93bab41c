"""How much a packet may ask of the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a reader, in bytes but for counts.

    The defaults hold ten years of the largest office in one packet, and a season of a siège's
    lists; what is above them is no packet of ours.
    """

    packed: int = 256 * _MIB
    unpacked: int = 2048 * _MIB
    files: int = 40
    described: int = 4 * _MIB
    """The manifest alone, and the directory of the zip alone."""
    line: int = 1 * _MIB
    ratio: int = 200
    """Unpacked bytes for a packed one; JSON of digests gives 2 to 9, a table 30."""


LIMITS = Limits()
