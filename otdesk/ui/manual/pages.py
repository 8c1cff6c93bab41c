"""The pages of the manual as they lie in `resources/help`, their headings, the search in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"(#{1,3}) (.+)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]|^\s*(?:[-*]|\d+\.)\s+|^#+ ", re.MULTILINE)
_BARS = re.compile(r" *\| *")
_EXCERPT = 110


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and the anchor that links to it use."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page; `name` is its file without the ending, `text` its Markdown."""

    name: str
    text: str
    headings: tuple[Heading, ...]

    @property
    def title(self) -> str:
        """Return the first heading."""
        return self.headings[0].text if self.headings else self.name


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph that has what was looked for."""

    page: ManualPage
    heading: Heading
    excerpt: str


def load_pages(folder: Path) -> tuple[ManualPage, ...]:
    """Return the pages in the order of their names."""
    return tuple(
        read_page(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.md"))
    )


def read_page(name: str, text: str) -> ManualPage:
    """Return a page and its headings."""
    return ManualPage(name, text, tuple(heading for heading, _lines in _sections(text)))


def anchor_of(text: str) -> str:
    """Return the anchor of a heading: « Les touches » is `les-touches`."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def fold(text: str) -> str:
    """Return lower-case letters without accents, one for each letter: places stay the same."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text.lower())


def search(pages: Sequence[ManualPage], query: str, limit: int = 30) -> tuple[Found, ...]:
    """Return the paragraphs that have every word, those whose heading has them first."""
    words = fold(query).split()
    if not words:
        return ()
    ranked: list[tuple[int, Found]] = []
    for page in pages:
        for heading, lines in _sections(page.text):
            if _has(heading.text, words):
                first = next((plain(line) for line in lines if plain(line)), "")
                ranked.append((0, Found(page, heading, first[:_EXCERPT])))
                continue
            hit = next((plain(line) for line in lines if _has(plain(line), words)), None)
            if hit is not None:
                ranked.append((1, Found(page, heading, _around(hit, words[0]))))
    ranked.sort(key=lambda each: each[0])
    return tuple(found for _rank, found in ranked[:limit])


def plain(line: str) -> str:
    """Return a line of Markdown as it reads."""
    if line.startswith(("| ---", "```")):
        return ""
    words = _BARS.sub(" ", _MARKS.sub("", _LINK.sub(r"\1", line)))
    return re.sub(" +", " ", words).strip()


def _sections(text: str) -> Iterator[tuple[Heading, list[str]]]:
    """Yield each heading with the lines under it; a code block has no heading."""
    heading: Heading | None = None
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        found = None if fenced else _HEADING.fullmatch(line)
        if found is None:
            lines.append(line)
            continue
        if heading is not None:
            yield heading, lines
        heading, lines = Heading(len(found[1]), found[2], anchor_of(found[2])), []
    if heading is not None:
        yield heading, lines


def _has(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _around(text: str, word: str) -> str:
    at = fold(text).find(word)
    start = max(0, at - _EXCERPT // 3)
    # From a whole word on.
    start = text.find(" ", start) + 1 if start else 0
    part = text[start : start + _EXCERPT].strip()
    return f"{'…' if start else ''}{part}{'…' if start + _EXCERPT < len(text) else ''}"
