"""What lies under the keys of the Boutique: ten families, and the articles of the one in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otdesk.domain.catalogue import Article, Catalogue

SLOTS = 15
FAMILY_KEYS = 10
FAVOURITES = ""
# The last key, where more families are sold than there are keys: it turns the page of families.
OTHERS = "…"

Shelf = tuple[str | None, ...]
"""Codes of articles by slot, a multiple of fifteen; None is a key without an article."""


@dataclass(frozen=True, slots=True)
class ShopLayout:
    """The pages of families, FAVOURITES first on each, and the shelf of each family."""

    families: tuple[tuple[str, ...], ...]
    shelves: Mapping[str, Shelf]

    def pages(self, family: str) -> int:
        """Return how many times fifteen articles a family has."""
        return max(1, len(self.shelves.get(family, ())) // SLOTS)

    def slots(self, family: str, page: int) -> Shelf:
        """Return the fifteen slots of a page of a family."""
        shelf = self.shelves.get(family, ())
        shown = shelf[page * SLOTS : (page + 1) * SLOTS]
        return (*shown, *([None] * (SLOTS - len(shown))))


def shop_layout(catalogue: Catalogue) -> ShopLayout:
    """Return the layout of what an office sells.

    A favourite lies under the key of its position, so that it never moves under the fingers when
    another one goes; families without anything to sell have no key.
    """
    sold = [a for a in catalogue.articles.values() if a.product.is_sold_at(catalogue.office)]
    shelves: dict[str, Shelf] = {FAVOURITES: _favourites(catalogue, sold)}
    for family in catalogue.families:
        codes = [
            a.product.code
            for a in catalogue.of_family(family.code)
            if a.product.is_sold_at(catalogue.office)
        ]
        if codes:
            shelves[family.code] = _whole_pages(codes)
    return ShopLayout(_pages([code for code in shelves if code != FAVOURITES]), shelves)


def _favourites(catalogue: Catalogue, sold: Sequence[Article]) -> Shelf:
    placed = [a for a in catalogue.favourites if a.product.is_sold_at(catalogue.office)]
    if not placed:
        # Nobody chose any yet: the first articles are better than an empty screen.
        order = {family.code: place for place, family in enumerate(catalogue.families)}
        first = sorted(sold, key=lambda a: (order.get(a.product.family, 99), a.product.label))
        return _whole_pages([a.product.code for a in first[:SLOTS]])
    shelf: list[str | None] = [None] * SLOTS
    late: list[str] = []
    for article in placed:
        slot = article.product.position - 1
        if slot < SLOTS and shelf[slot] is None:
            shelf[slot] = article.product.code
        else:
            late.append(article.product.code)
    for slot, taken in enumerate(shelf):
        if taken is None and late:
            shelf[slot] = late.pop(0)
    return _whole_pages([*shelf, *late])


def _whole_pages(codes: Sequence[str | None]) -> Shelf:
    missing = -len(codes) % SLOTS or (0 if codes else SLOTS)
    return (*codes, *([None] * missing))


def _pages(families: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    room = FAMILY_KEYS - 1
    if len(families) <= room:
        return ((FAVOURITES, *families),)
    room -= 1
    return tuple(
        (FAVOURITES, *families[start : start + room], OTHERS)
        for start in range(0, len(families), room)
    )
