"""Words that must fit: abbreviated by measuring, cut only when nothing else helps."""

from __future__ import annotations

import re

from otdesk.documents.drawing import Font, TextMeasure
from otdesk.typography import THIN

# In the order in which they are tried; each one is applied upon the one before.
_SHORTER = (
    (r"\bSainte-", "Ste-"),
    (r"\bSaint-", "St-"),
    (r"\bHautes?-", "Hte-"),
    (r"\bPyrénées\b", "Pyr."),
    (r"\bAtlantiques\b", "Atl."),
    (r"\bMaritimes\b", "Mar."),
    (r"\bProvence\b", "Prov."),
    (r"\bTerritoire\b", "Terr."),
    (r"\bInformations\b", "Infos"),
    (r"\bRandonneurs\b", "Rand."),
    (r"\brandonneurs\b", "rand."),
    (r"\bRésident(s?)\b", r"Rés."),
    (r"\bsocio-professionnels\b", "socio-pro."),
    (r"\bSocio-professionnels\b", "Socio-pro."),
    (r"\bmanifestations\b", "manif."),
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_GAP = f"[ {THIN}\u00a0]+"


def fit(text: str, width: float, font: Font, measure: TextMeasure) -> str:
    """Return `text`, abbreviated until it is no wider than `width` points.

    Usual abbreviations come first (Pyr.-Atl.); then whole words are dropped from the end, and
    only a single long word is cut, both with an ellipsis.
    """
    # A line break or a control character in a typed name would be drawn as a square.
    text = _CONTROL.sub(" ", text)
    if measure.width(text, font) <= width:
        return text
    for pattern, short in _SHORTER:
        text = re.sub(pattern, short, text)
        if measure.width(text, font) <= width:
            return text
    return _cut(text, width, font, measure)


def _cut(text: str, width: float, font: Font, measure: TextMeasure) -> str:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure.width(f"{_trimmed(text[:middle])}…", font) <= width:
            low = middle
        else:
            high = middle - 1
    kept = _trimmed(text[:low])
    at_word = re.split(_GAP, kept)
    # A word cut late is better understood than one dropped whole.
    if len(at_word) > 1 and len(at_word[-1]) < 3:
        kept = kept[: -len(at_word[-1])].rstrip()
    return f"{kept}…" if kept else ""


def _trimmed(text: str) -> str:
    return text.rstrip(" ,;-(")


def wrap(text: str, width: float, font: Font, measure: TextMeasure) -> list[str]:
    """Break on U+0020 alone: narrow and no-break spaces hold figures and units together."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure.width(longer, font) <= width:
            lines[-1] = longer
        else:
            lines.append(fit(word, width, font, measure))
    return lines
