"""Colours by meaning, for the three themes.

A widget asks for a role, never for a colour: the same code is then right by day, by night and in
high contrast. Contrasts are those of WCAG 2.2; `tests/ui/test_theme.py` computes each pair that
may meet.
"""

from __future__ import annotations

from dataclasses import dataclass

Colour = str
"""`#RRGGBB`."""


@dataclass(frozen=True, slots=True)
class Hue:
    """The four colours of one meaning.

    `fill` is a selected tile, a bar, a filled button; `on_fill` is text on it. `soft` is a chip or
    a banner; `ink` is text and icons of this meaning on `soft`, on cards and on the ground.
    """

    fill: Colour
    on_fill: Colour
    soft: Colour
    ink: Colour


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme.

    Rules: `line` only parts things and may be faint; `border` bounds a control and keeps 3:1.
    `genet` says "to complete", `refused` refused or missing, `ok` done; each comes with a sign or
    a word, never alone. `heat` goes from least to most, `heat_ink` is the text on each step.
    """

    name: str
    label: str
    dark: bool
    ground: Colour
    surface: Colour
    rail: Colour
    sunken: Colour
    hover: Colour
    ink: Colour
    ink_secondary: Colour
    line: Colour
    border: Colour
    focus: Colour
    on_focus: Colour
    origin: Hue
    demand: Hue
    channel: Hue
    genet: Hue
    ok: Hue
    refused: Hue
    granite: Hue
    header: Colour
    header_ink: Colour
    header_ink_secondary: Colour
    header_control: Colour
    header_border: Colour
    header_line: Colour
    header_focus: Colour
    ridges: tuple[Colour, Colour, Colour]
    dashed: Colour
    hatch: Colour
    heat: tuple[Colour, ...]
    heat_ink: tuple[Colour, ...]

    def hue(self, tone: str) -> Hue:
        """Return the hue of a tone: one of TONES; raise KeyError."""
        hues = {
            "origin": self.origin,
            "demand": self.demand,
            "channel": self.channel,
            "genet": self.genet,
            "ok": self.ok,
            "refused": self.refused,
            "granite": self.granite,
        }
        return hues[tone]


TONES = ("origin", "demand", "channel", "genet", "ok", "refused", "granite")


def luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2)."""

    def linear(channel: int) -> float:
        part = channel / 255
        return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


JOUR = Palette(
    name="jour",
    label="Jour",
    dark=False,
    ground="#F5F2EC",
    surface="#FFFFFF",
    rail="#EAE5DB",
    sunken="#F0ECE4",
    hover="#FAF8F4",
    ink="#232B30",
    ink_secondary="#5A636A",
    line="#DDD6C9",
    border="#8A8172",
    focus="#0B5CAD",
    on_focus="#FFFFFF",
    origin=Hue("#7A3E1D", "#FFFFFF", "#F6E9DE", "#7A3E1D"),
    demand=Hue("#1B6470", "#FFFFFF", "#DFEEEF", "#1B6470"),
    channel=Hue("#7B3F72", "#FFFFFF", "#F2E6F0", "#7B3F72"),
    genet=Hue("#F2B705", "#232B30", "#FFF4CF", "#6B4E00"),
    ok=Hue("#2F6B3A", "#FFFFFF", "#E3EFE2", "#2F6B3A"),
    refused=Hue("#9B2C1F", "#FFFFFF", "#FAE6E1", "#9B2C1F"),
    granite=Hue("#8C8374", "#0F1417", "#F0ECE4", "#5A636A"),
    header="#2B363D",
    header_ink="#FFFFFF",
    header_ink_secondary="#CBD2D6",
    header_control="#3B464D",
    header_border="#8E989E",
    header_line="#5B4439",
    header_focus="#8CC4FF",
    ridges=("#323D44", "#3D484F", "#5B4439"),
    dashed="#8A8172",
    hatch="#CFC7B8",
    heat=("#F3E4D6", "#E6C8AE", "#D3A27C", "#A05F35", "#7A3E1D", "#46200C"),
    heat_ink=("#232B30", "#232B30", "#232B30", "#FFFFFF", "#FFFFFF", "#FFFFFF"),
)

NUIT = Palette(
    name="nuit",
    label="Nuit",
    dark=True,
    ground="#12181D",
    surface="#1D262D",
    rail="#171E24",
    sunken="#222C33",
    hover="#25303A",
    ink="#F1F4F6",
    ink_secondary="#B4C0C9",
    line="#34414B",
    border="#74848F",
    focus="#6DB6FF",
    on_focus="#12181D",
    origin=Hue("#E8AE82", "#12181D", "#3A2B21", "#E8AE82"),
    demand=Hue("#7CC7CF", "#12181D", "#173238", "#7CC7CF"),
    channel=Hue("#D7A3CF", "#12181D", "#352433", "#D7A3CF"),
    genet=Hue("#F2B705", "#12181D", "#3A300F", "#F6CB4A"),
    ok=Hue("#8CCB97", "#12181D", "#1B3324", "#8CCB97"),
    refused=Hue("#F2A596", "#12181D", "#43221C", "#F5B1A4"),
    granite=Hue("#74848F", "#080C0F", "#222C33", "#B4C0C9"),
    header="#0B1014",
    header_ink="#FFFFFF",
    header_ink_secondary="#B4C0C9",
    header_control="#1D262D",
    header_border="#74848F",
    header_line="#4C3225",
    header_focus="#6DB6FF",
    ridges=("#12191E", "#1C252B", "#4C3225"),
    dashed="#74848F",
    hatch="#3C4A55",
    heat=("#33291F", "#55402F", "#7C583C", "#B07F58", "#D9A57C", "#F7D3B2"),
    heat_ink=("#F1F4F6", "#F1F4F6", "#F1F4F6", "#080C0F", "#080C0F", "#080C0F"),
)

CONTRASTE = Palette(
    name="contraste",
    label="Contraste",
    dark=True,
    ground="#000000",
    surface="#000000",
    rail="#000000",
    sunken="#000000",
    hover="#262626",
    ink="#FFFFFF",
    ink_secondary="#FFFFFF",
    line="#FFFFFF",
    border="#FFFFFF",
    focus="#00E5FF",
    on_focus="#000000",
    origin=Hue("#FFD400", "#000000", "#333000", "#FFD400"),
    demand=Hue("#8CF0F5", "#000000", "#003338", "#8CF0F5"),
    channel=Hue("#FFB3F5", "#000000", "#330029", "#FFB3F5"),
    genet=Hue("#FFD400", "#000000", "#333000", "#FFD400"),
    ok=Hue("#8CFF9E", "#000000", "#00330D", "#8CFF9E"),
    refused=Hue("#FFA79B", "#000000", "#3D0A00", "#FFA79B"),
    granite=Hue("#FFFFFF", "#000000", "#000000", "#FFFFFF"),
    header="#000000",
    header_ink="#FFFFFF",
    header_ink_secondary="#FFFFFF",
    header_control="#000000",
    header_border="#FFFFFF",
    header_line="#FFFFFF",
    header_focus="#00E5FF",
    ridges=("#000000", "#000000", "#000000"),
    dashed="#FFFFFF",
    hatch="#8A8A8A",
    heat=("#2B2400", "#4D4000", "#736000", "#B39500", "#FFD400", "#FFF3B0"),
    heat_ink=("#FFFFFF", "#FFFFFF", "#FFFFFF", "#000000", "#000000", "#000000"),
)

PALETTES = (JOUR, NUIT, CONTRASTE)


def palette_named(name: str) -> Palette:
    """Return the palette of a setting's value; raise KeyError."""
    return {palette.name: palette for palette in PALETTES}[name]
