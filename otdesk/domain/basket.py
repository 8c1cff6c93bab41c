"""The basket: what is about to be sold. Before payment everything in it can be changed.

Immutable: each change gives a new basket, so that undoing is keeping the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from otdesk.domain.catalogue import Article, Catalogue, Product, least_price
from otdesk.domain.money import ONE, Cents, Thousandths, rounded, spread, times
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.typography import cents as as_euros

MAX_QUANTITY = 9_999 * ONE


@dataclass(frozen=True, slots=True)
class BasketLine:
    """Some pieces of one article at one price.

    `list_price` is the catalogue's, `unit_price` what is asked; they differ where a price was
    typed, which has a `price_reason`. `discount` is taken off the line, with its reason. `stock`
    are the (product, quantity) that leave the shelves.
    """

    product: Product
    list_price: Cents
    unit_price: Cents
    quantity: Thousandths
    stock: tuple[tuple[str, Thousandths], ...]
    price_reason: str = ""
    discount: Cents = 0
    discount_reason: str = ""

    @property
    def gross(self) -> Cents:
        """Return the price of the pieces, before the discount."""
        return times(self.unit_price, self.quantity)

    @property
    def amount(self) -> Cents:
        """Return what the line costs."""
        return self.gross - self.discount

    @property
    def least(self) -> Cents:
        """Return the least that the law lets the line cost (a book: 95 % of its price)."""
        return times(least_price(self.product, self.list_price), self.quantity)

    def with_quantity(self, quantity: Thousandths) -> BasketLine:
        """Return the line with other pieces; its stock and discount follow in proportion."""
        stock = tuple(
            (code, rounded(pieces * quantity, self.quantity)) for code, pieces in self.stock
        )
        discount = rounded(self.discount * quantity, self.quantity)
        return replace(self, quantity=quantity, stock=stock, discount=discount)


@dataclass(frozen=True, slots=True)
class SetOffer:
    """Pieces in the basket that a set would cost less: ten sheets of one sector, 6 €.

    `places` are the lines and how many thousandths of each the sets take.
    """

    article: Article
    count: int
    places: tuple[tuple[int, Thousandths], ...]
    saved: Cents


@dataclass(frozen=True, slots=True)
class Basket:
    """The lines of one sale to come, and the accueil of the same conversation, if it is linked.

    `visit` is a record's uid; it is never forced.
    """

    lines: tuple[BasketLine, ...] = ()
    visit: str | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is in it."""
        return not self.lines

    @property
    def total(self) -> Cents:
        """Return what is to be paid."""
        return sum(line.amount for line in self.lines)

    @property
    def pieces(self) -> Thousandths:
        """Return how many pieces are in it."""
        return sum(line.quantity for line in self.lines)

    def quantity_of(self, code: str) -> Thousandths:
        """Return how many pieces of a product are in it."""
        return sum(line.quantity for line in self.lines if line.product.code == code)

    def add(self, catalogue: Catalogue, code: str, quantity: Thousandths = ONE) -> Basket:
        """Return the basket with more of an article; pieces at the list price join their line.

        Raises DataFault on an unknown or retired article, or one without a price.
        """
        article = catalogue.article(code)
        if article is None or not article.product.is_sold_at(catalogue.office):
            raise DataFault(_("Cet article n’est pas vendu ici : {}").format(code))
        if article.price is None:
            raise DataFault(
                _("« {} » n’a pas encore de prix : le fixer au catalogue.").format(
                    article.product.label
                )
            )
        if quantity <= 0:
            raise DataFault(_("Une quantité est plus grande que zéro."))
        for place, line in enumerate(self.lines):
            plain = not line.price_reason and not line.discount
            if line.product.code == code and plain and line.list_price == article.price:
                return self.set_quantity(place, line.quantity + quantity)
        line = BasketLine(
            article.product,
            article.price,
            article.price,
            quantity,
            catalogue.pieces(article.product, quantity),
        )
        return self._with_lines((*self.lines, line))

    def set_quantity(self, place: int, quantity: Thousandths) -> Basket:
        """Return the basket with other pieces in a line; none removes it."""
        if quantity <= 0:
            return self.remove(place)
        if quantity > MAX_QUANTITY:
            raise DataFault(_("Une ligne compte au plus 9 999 pièces."))
        return self._replaced(place, self.lines[place].with_quantity(quantity))

    def remove(self, place: int) -> Basket:
        """Return the basket without a line."""
        return self._with_lines(self.lines[:place] + self.lines[place + 1 :])

    def set_price(self, place: int, unit_price: Cents, reason: str) -> Basket:
        """Return the basket with a price that was typed. The reason is wanted.

        Raises DataFault without one, and below what the law asks for a book.
        """
        line = self.lines[place]
        if unit_price == line.list_price:
            return self._replaced(place, replace(line, unit_price=unit_price, price_reason=""))
        if not reason.strip():
            raise DataFault(_("Un prix changé à la main demande un motif."))
        if unit_price < 0:
            raise DataFault(_("Un prix n’est pas négatif."))
        changed = replace(line, unit_price=unit_price, price_reason=reason.strip(), discount=0)
        return self._replaced(place, _allowed(changed))

    def discount_line(self, place: int, cents: Cents, reason: str) -> Basket:
        """Return the basket with so much off a line. Raises DataFault as `set_price` does."""
        line = self.lines[place]
        if cents and not reason.strip():
            raise DataFault(_("Une remise demande un motif."))
        if not 0 <= cents <= line.gross:
            raise DataFault(_("Une remise va de zéro au prix de la ligne."))
        changed = replace(line, discount=cents, discount_reason=reason.strip() if cents else "")
        return self._replaced(place, _allowed(changed))

    def discount_all(self, cents: Cents, reason: str) -> Basket:
        """Return the basket with so much off the whole, spread over the lines that allow it.

        Books give no more than their 5 %, and money held for others gives nothing.
        """
        plain = [replace(line, discount=0, discount_reason="") for line in self.lines]
        if cents and not reason.strip():
            raise DataFault(_("Une remise demande un motif."))
        room = [0 if line.product.supplier_owns else line.gross - line.least for line in plain]
        if not 0 <= cents <= sum(room):
            raise DataFault(
                _("La remise peut aller jusqu’à {} sur ce panier.").format(as_euros(sum(room)))
            )
        shares = spread(cents, room)
        lines = tuple(
            replace(line, discount=share, discount_reason=reason.strip() if share else "")
            for line, share in zip(plain, shares, strict=True)
        )
        return self._with_lines(lines)

    def link(self, visit: str | None) -> Basket:
        """Return the basket linked to an accueil, or to none."""
        return replace(self, visit=visit)

    def offers(self, catalogue: Catalogue) -> tuple[SetOffer, ...]:
        """Return the sets that would cost less than the pieces in the basket, the best first."""
        found: dict[str, SetOffer] = {}
        for line in self.lines:
            for article in catalogue.sets_of(line.product):
                offer = self._offer(article)
                if offer is not None:
                    found[article.product.code] = offer
        return tuple(sorted(found.values(), key=lambda offer: -offer.saved))

    def take_offer(self, offer: SetOffer) -> Basket:
        """Return the basket with the sets in place of their pieces."""
        price = offer.article.price
        if price is None:
            raise ValueError("an offer has a price")
        lines = list(self.lines)
        stock: dict[str, Thousandths] = {}
        for place, taken in offer.places:
            line = lines[place]
            for code, pieces in line.with_quantity(taken).stock:
                stock[code] = stock.get(code, 0) + pieces
            lines[place] = replace(line, quantity=line.quantity - taken)
            if line.quantity - taken:
                lines[place] = line.with_quantity(line.quantity - taken)
        kept = tuple(line for line in lines if line.quantity)
        added = BasketLine(
            offer.article.product, price, price, offer.count * ONE, tuple(stock.items())
        )
        return self._with_lines((added, *kept))

    def _offer(self, article: Article) -> SetOffer | None:
        product, price = article.product, article.price
        if price is None or product.retired:
            return None
        members = [
            place
            for place, line in enumerate(self.lines)
            if product.set_of in {line.product.code, line.product.sector}
            and line.product.has_stock
            and line.unit_price == line.list_price
            and not line.discount
            and not line.quantity % ONE
        ]
        count = sum(self.lines[place].quantity for place in members) // ONE // product.set_count
        if not count:
            return None
        left = count * product.set_count * ONE
        # The dearest pieces first: the set is in the visitor's favour.
        places: list[tuple[int, Thousandths]] = []
        worth = 0
        for place in sorted(members, key=lambda p: -self.lines[p].unit_price):
            taken = min(left, self.lines[place].quantity)
            if taken:
                places.append((place, taken))
                worth += times(self.lines[place].unit_price, taken)
                left -= taken
        saved = worth - count * price
        return SetOffer(article, count, tuple(places), saved) if saved > 0 else None

    def _replaced(self, place: int, line: BasketLine) -> Basket:
        return self._with_lines((*self.lines[:place], line, *self.lines[place + 1 :]))

    def _with_lines(self, lines: tuple[BasketLine, ...]) -> Basket:
        return replace(self, lines=lines)


def _allowed(line: BasketLine) -> BasketLine:
    """Return the line, or raise DataFault where a book would cost less than the law allows."""
    if line.amount < line.least:
        raise DataFault(
            _("Un livre se vend entre 95 et 100 % de son prix : au moins {}.").format(
                as_euros(line.least)
            )
        )
    if line.product.supplier_owns and line.amount != times(line.list_price, line.quantity):
        raise DataFault(_("Une somme encaissée pour un tiers n’a ni remise ni autre prix."))
    return line
