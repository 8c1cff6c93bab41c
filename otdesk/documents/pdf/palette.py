"""The colours of the printed page, by role."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from otdesk.documents.drawing import Role

Rgb = tuple[float, float, float]

# Châtaigne for persons, Tarn for demands, bruyère for channels, granite for publics. The six steps
# of heat fall evenly in lightness, so that a grey printer keeps their order.
_HEX = {
    Role.INK: "232B30",
    Role.SOFT: "5E666B",
    Role.RULE: "C9C6BF",
    Role.PAPER: "FFFFFF",
    Role.BAND: "F5F3EE",
    Role.TRACK: "EFECE5",
    Role.PERSONS: "7A3E1D",
    Role.PERSONS_MID: "A9724D",
    Role.PERSONS_LIGHT: "D3AE91",
    Role.PERSONS_PALE: "F3E4D6",
    Role.ABROAD: "46200C",
    Role.DEMAND: "1B6470",
    Role.CHANNEL: "7B3F72",
    Role.AUDIENCE: "8C8378",
    Role.AUDIENCE_DARK: "5A534A",
    Role.AUDIENCE_LIGHT: "BAB3A8",
    Role.AUDIENCE_PALE: "E7E4DD",
    Role.MONEY: "232B30",
    Role.GENET: "F2B705",
    Role.HEAT1: "F3E4D6",
    Role.HEAT2: "E6C8AE",
    Role.HEAT3: "D3A27C",
    Role.HEAT4: "B06E43",
    Role.HEAT5: "7A3E1D",
    Role.HEAT6: "46200C",
}


def _rgb(code: str) -> Rgb:
    red, green, blue = (int(code[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return (red, green, blue)


PRINT_PALETTE: Mapping[Role, Rgb] = MappingProxyType(
    {role: _rgb(code) for role, code in _HEX.items()}
)
