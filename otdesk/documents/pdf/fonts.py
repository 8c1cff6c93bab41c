"""The embedded fonts: read once, handed to whoever measures or paints."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from otdesk import paths
from otdesk.documents.drawing import Font, Weight
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _

_FAMILIES = {False: "Inter", True: "InterTabular"}
_MISSING = 0x25A1


class Fonts:
    """Inter and Inter Tabular in their weights, parsed once, for measuring and for painting.

    Build one in the composition root and hand it over: parsing costs more than a page. reportlab
    finds a font by its name in a register of its own, which is the only thing written there.
    """

    def __init__(self, folder: Path) -> None:
        self._faces: dict[tuple[bool, Weight], TTFont] = {}
        self._advances: dict[tuple[bool, Weight], dict[str, float]] = {}
        for tabular, family in _FAMILIES.items():
            for weight in Weight:
                self._load(folder, family, tabular=tabular, weight=weight)

    @classmethod
    def shipped(cls) -> Fonts:
        """Read the fonts that are installed with the program. Raises EnvironmentFault."""
        return cls(paths.resources() / "fonts")

    def _load(self, folder: Path, family: str, *, tabular: bool, weight: Weight) -> None:
        name = f"{family}-{weight}"
        try:
            # Without « ascii readable », a subset holds the characters printed and no others.
            face = TTFont(name, str(folder / f"{name}.ttf"), asciiReadable=False)
        except TTFError as error:
            raise EnvironmentFault(
                _("La police {name} manque : rien ne peut être imprimé.").format(name=name),
                safe=_("Aucune donnée n’est touchée."),
                todo=_("Réinstaller le programme."),
            ) from error
        pdfmetrics.registerFont(face)
        self._faces[tabular, weight] = face
        self._advances[tabular, weight] = {}

    def name(self, font: Font) -> str:
        """Return the name under which reportlab knows the face."""
        return str(self._faces[font.tabular, font.weight].fontName)

    def drawable(self, text: str, font: Font) -> str:
        """Return the text with what the face cannot draw (an emoji in a note) as a square."""
        known: Mapping[int, int] = self._faces[font.tabular, font.weight].face.charToGlyph
        if all(ord(character) in known for character in text):
            return text
        return "".join(c if ord(c) in known else chr(_MISSING) for c in text)

    def width(self, text: str, font: Font) -> float:
        """Return the advance of `text` in points (no kerning: reportlab applies none)."""
        key = (font.tabular, font.weight)
        advances = self._advances[key]
        total = 0.0
        for character in text:
            advance = advances.get(character)
            if advance is None:
                advance = advances[character] = self._advance(key, character)
            total += advance
        return total * font.size / 1000 + font.tracking * len(text)

    def _advance(self, key: tuple[bool, Weight], character: str) -> float:
        face = self._faces[key].face
        # reportlab prints U+00A0 as a space.
        code = 32 if character == "\u00a0" else ord(character)
        widths: Mapping[int, float] = face.charWidths
        return float(widths.get(code, widths.get(_MISSING, face.defaultWidth)))
