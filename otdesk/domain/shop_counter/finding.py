"""Finding an article by a few letters, its code or its barcode."""

from __future__ import annotations

from otdesk.domain.catalogue import Article, Catalogue
from otdesk.domain.search import normalise

_MOST = 30


def find_articles(catalogue: Catalogue, text: str, most: int = _MOST) -> tuple[Article, ...]:
    """Return the articles that a text means, the best first.

    Every word is the beginning of a word of the name, the detail or the family, or of the code;
    digits are the beginning of a barcode.
    """
    plain = normalise(text)
    if not plain:
        return ()
    words = plain.split()
    digits = text.strip().replace(" ", "")
    ranked: list[tuple[int, str, Article]] = []
    for article in catalogue.articles.values():
        product = article.product
        if not product.is_sold_at(catalogue.office):
            continue
        rank = _rank(catalogue, article, plain, words, digits)
        if rank is not None:
            ranked.append((rank, normalise(product.label), article))
    ranked.sort(key=lambda each: each[:2])
    return tuple(article for _rank, _label, article in ranked[:most])


def _rank(
    catalogue: Catalogue, article: Article, plain: str, words: list[str], digits: str
) -> int | None:
    product = article.product
    if product.code.casefold() == plain or (digits and product.barcode == digits):
        return 0
    label = normalise(product.label)
    if label.startswith(plain) or normalise(product.short).startswith(plain):
        return 1
    if digits.isdecimal() and product.barcode.startswith(digits):
        return 2
    family = catalogue.family(product.family)
    own = f"{label} {normalise(product.short)}".split()
    if all(any(word.startswith(w) for word in own) for w in words):
        return 2
    more = f"{product.detail} {product.sector} {family.label if family else ''} {product.code}"
    everything = [*own, *normalise(more).split()]
    return 3 if all(any(word.startswith(w) for word in everything) for w in words) else None
