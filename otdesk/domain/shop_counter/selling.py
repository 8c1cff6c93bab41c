"""A sale in progress: the basket in hand, its payment, and how it is taken back step by step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from otdesk.domain.basket import Basket, BasketLine
from otdesk.domain.catalogue import Catalogue, ProductKind
from otdesk.domain.money import Cents, times
from otdesk.domain.shop_counter.layout import FAVOURITES
from otdesk.domain.shop_counter.tender import Tender

_STEPS = 200


@dataclass(frozen=True, slots=True)
class Selling:
    """What is on the counter of the shop.

    `quantity`: digits typed before an article. `selected`: the line that − and + act on.
    `before`: the baskets that undoing goes back to. `offered` and `declined` are codes of sets:
    those that took the place of their pieces, and those that were undone for this basket.
    `family`, `page` and `family_page` say which shelf is in front.
    """

    basket: Basket = field(default_factory=Basket)
    quantity: str = ""
    selected: int = -1
    tender: Tender | None = None
    before: tuple[Basket, ...] = ()
    offered: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    family: str = FAVOURITES
    page: int = 0
    family_page: int = 0

    @property
    def total(self) -> Cents:
        """Return what is to be paid."""
        return self.basket.total

    @property
    def is_paying(self) -> bool:
        """Tell whether a payment was begun: digits are money then."""
        return self.tender is not None

    def next(self) -> Selling:
        """Return the state of the next sale; the shelf stays in front."""
        return Selling(family=self.family, page=self.page, family_page=self.family_page)

    def with_basket(self, basket: Basket, *, selected: int | None = None) -> Selling:
        """Return the state with another basket, the one of now to be taken back to."""
        place = self.selected if selected is None else selected
        return replace(
            self,
            basket=basket,
            selected=min(max(place, 0), len(basket.lines) - 1),
            quantity="",
            before=(*self.before, self.basket)[-_STEPS:],
            tender=None if basket.is_empty else self.tender,
        )

    def undone(self) -> Selling:
        """Return the state before the last change of the basket; itself where there was none."""
        if not self.before:
            return self
        basket = replace(self.before[-1], visit=self.basket.visit)
        codes = {line.product.code for line in basket.lines}
        return replace(
            self,
            basket=basket,
            before=self.before[:-1],
            selected=len(basket.lines) - 1,
            quantity="",
            offered=self.offered & codes,
            tender=None if basket.is_empty else self.tender,
        )

    def taking_offers(self, catalogue: Catalogue) -> Selling:
        """Return the state with the sets that cost less in place of their pieces."""
        state = self
        while True:
            offers = [
                offer
                for offer in state.basket.offers(catalogue)
                if offer.article.product.code not in state.declined
            ]
            if not offers:
                return state
            code = offers[0].article.product.code
            state = replace(
                state,
                basket=_merged(state.basket.take_offer(offers[0])),
                selected=0,
                offered=state.offered | {code},
            )

    def without_offer(self, catalogue: Catalogue) -> Selling:
        """Return the state with the pieces in place of the sets that were offered."""
        basket, undone = self.basket, set()
        for line in self.basket.lines:
            code = line.product.code
            if code not in self.offered:
                continue
            place = next(i for i, each in enumerate(basket.lines) if each.product.code == code)
            basket = basket.remove(place)
            for piece, quantity in line.stock:
                basket = basket.add(catalogue, piece, quantity)
            undone.add(code)
        state = self.with_basket(basket, selected=len(basket.lines) - 1)
        return replace(
            state, offered=self.offered - undone, declined=self.declined | frozenset(undone)
        )

    def saved_by(self, line: BasketLine, catalogue: Catalogue) -> Cents:
        """Return what an offered set saves on its pieces; 0 for any other line."""
        if line.product.kind is not ProductKind.SET or line.product.code not in self.offered:
            return 0
        prices = [(catalogue.article(code), quantity) for code, quantity in line.stock]
        worth = sum(
            times(article.price, quantity)
            for article, quantity in prices
            if article is not None and article.price is not None
        )
        return worth - line.amount


def _merged(basket: Basket) -> Basket:
    """Return the basket with its first line, a set, joined to a line of the same set."""
    first, *others = basket.lines
    for place, line in enumerate(others):
        plain = not line.price_reason and not line.discount
        if line.product.code == first.product.code and plain:
            stock = dict(line.stock)
            for code, quantity in first.stock:
                stock[code] = stock.get(code, 0) + quantity
            joined = replace(
                line, quantity=line.quantity + first.quantity, stock=tuple(stock.items())
            )
            others[place] = joined
            return replace(basket, lines=(joined, *others[:place], *others[place + 1 :]))
    return basket
