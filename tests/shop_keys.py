"""The keys of the Boutique, written as they are printed on an AZERTY keyboard: `4 Q F5 Enter`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from otdesk.domain.catalogue import Article, Catalogue, Product, pieces
from otdesk.domain.receipts import Payment
from otdesk.domain.shop_counter.grammar import ShopGrammar, Step
from otdesk.domain.shop_counter.keys import ShopKey, ShopKeyKind
from otdesk.domain.shop_counter.layout import shop_layout
from otdesk.domain.shop_counter.selling import Selling
from tests.shop import FAMILIES, PRODUCTS

_LEFT = "AZERTQSDFGWXCVB"
_RIGHT = "YUIOPHJKLM"
_NAMED = {
    "F2": ShopKey(ShopKeyKind.LINK),
    "F3": ShopKey(ShopKeyKind.SEARCH),
    "F4": ShopKey(ShopKeyKind.UNDO_OFFER),
    "F5": ShopKey(ShopKeyKind.METHOD, 0),
    "F6": ShopKey(ShopKeyKind.METHOD, 1),
    "F7": ShopKey(ShopKeyKind.METHOD, 2),
    "F8": ShopKey(ShopKeyKind.SPLIT),
    "F9": ShopKey(ShopKeyKind.PARK),
    "F10": ShopKey(ShopKeyKind.RESUME),
    "Back": ShopKey(ShopKeyKind.BACK),
    "Esc": ShopKey(ShopKeyKind.LEAVE),
    "Enter": ShopKey(ShopKeyKind.ENTER),
    "Del": ShopKey(ShopKeyKind.REMOVE),
    "Undo": ShopKey(ShopKeyKind.UNDO),
    ",": ShopKey(ShopKeyKind.DECIMAL),
    ":": ShopKey(ShopKeyKind.DISCOUNT),
    "+": ShopKey(ShopKeyKind.MORE),
    "-": ShopKey(ShopKeyKind.LESS),
}
# Where each article of the tests' shop lies; the postcard is the Q of the drawings.
POSITIONS = {
    "fiche-ml": 1, "carnet-ml": 2, "ign-2739": 3, "stevenson": 8, "cp": 6, "magnet": 11,
    "peche-jour": 15, "fiche-tarn": 4,
}  # fmt: skip


def keys(text: str) -> list[ShopKey]:
    """Return the keys of a text; digits and letters may stand together, words stand alone."""
    found: list[ShopKey] = []
    for word in text.split():
        if word in _NAMED:
            found.append(_NAMED[word])
            continue
        for sign in word:
            if sign.isdecimal():
                found.append(ShopKey(ShopKeyKind.DIGIT, int(sign)))
            elif sign in _LEFT:
                found.append(ShopKey(ShopKeyKind.ARTICLE, _LEFT.index(sign)))
            elif sign in _RIGHT:
                found.append(ShopKey(ShopKeyKind.FAMILY, _RIGHT.index(sign)))
            else:
                found.append(_NAMED[sign])
    return found


def small_catalogue(stock: int = 50) -> Catalogue:
    """Return the catalogue of the tests' shop, each favourite under its key."""
    articles: dict[str, Article] = {}
    for product, cents in PRODUCTS:
        placed = _placed(product)
        articles[product.code] = Article(
            placed, cents, pieces(stock) if product.has_stock else None
        )
    return Catalogue("PDM", date(2022, 7, 20), articles, FAMILIES)


def _placed(product: Product) -> Product:
    return replace(product, position=POSITIONS.get(product.code, 0))


class Hand:
    """Types into one sale; `paid` are the payments that Enter asked for."""

    def __init__(self, catalogue: Catalogue | None = None, *, ancv: bool = False) -> None:
        known = catalogue or small_catalogue()
        self.grammar = ShopGrammar(known, shop_layout(known), ancv=ancv)
        self.state = Selling()
        self.last = Step(self.state)

    def type(self, text: str) -> Hand:
        """Type keys one after the other."""
        for key in keys(text):
            self.last = self.grammar.press(self.state, key)
            self.state = self.last.state
        return self

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Return (code, pieces) of each line."""
        return [(line.product.code, line.quantity // 1000) for line in self.state.basket.lines]

    @property
    def paid(self) -> tuple[Payment, ...] | None:
        """Return what the last key asked to record."""
        return self.last.pay
