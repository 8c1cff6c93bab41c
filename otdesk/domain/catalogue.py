"""The catalogue: products, families, suppliers, dated prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from otdesk.domain.money import MAX_CENTS, ONE, Cents, Thousandths
from otdesk.errors import DataFault
from otdesk.i18n import _

# Loi n° 81-766 du 10 août 1981 (prix unique du livre), art. 1: 5 % off at the most.
BOOK_LEAST_BASIS_POINTS = 9_500


class ProductKind(StrEnum):
    """What a product is to the accounts.

    GOODS are sold; a SET counts several pieces of others in the stock; HELD is money collected
    for a third party (cartes de pêche, registrations), never turnover.
    """

    GOODS = "goods"
    SET = "set"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of products: how it is shown, and the account that its sales go to.

    `hue` names a colour of the theme, `picture` a drawing of the tiles, `account` the number in
    the chart of accounts.
    """

    code: str
    label: str
    short: str
    hue: str
    picture: str
    account: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who delivers, or whose goods are on consignment.

    `consignment` suppliers are owed `consignment_basis_points` of what is sold of their goods.
    """

    code: str
    name: str
    contact: str = ""
    phone: str = ""
    email: str = ""
    terms: str = ""
    consignment: bool = False
    consignment_basis_points: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """One article.

    `code` never changes and is never used again. `barcode` is an EAN-13, EAN-8 or ISBN-13, or
    empty. `vat` is the code of a rate. `cost` is the purchase price before tax, None where it is
    not known. `publisher_price` binds the price of a book. `sector` groups hiking sheets. A SET
    counts `set_count` pieces of `set_of` (a product's code, or a sector: ten sheets of it).
    `offices` are those that sell it, all where empty. `reorder_level` is in thousandths.
    `position` orders the favourites, 0 for none. HELD money is owed to `supplier`.
    """

    code: str
    label: str
    short: str
    family: str
    kind: ProductKind = ProductKind.GOODS
    detail: str = ""
    barcode: str = ""
    supplier: str = ""
    vat: str = "normal"
    cost: Cents | None = None
    publisher_price: bool = False
    sector: str = ""
    set_of: str = ""
    set_count: int = 0
    offices: tuple[str, ...] = ()
    reorder_level: Thousandths | None = None
    picture: str = ""
    position: int = 0
    retired: bool = False

    def check(self) -> Self:
        """Return self, or raise DataFault where the product cannot be."""
        if not self.code.strip() or not self.label.strip():
            raise DataFault(_("Un article a un code et un nom."))
        if not self.family:
            raise DataFault(_("L’article « {} » n’a pas de famille.").format(self.label))
        if (self.kind is ProductKind.SET) != bool(self.set_of and self.set_count > 1):
            raise DataFault(
                _("Un lot dit de quoi il est fait et combien il en compte : « {} ».").format(
                    self.label
                )
            )
        if self.kind is ProductKind.HELD and not self.supplier:
            raise DataFault(
                _("« {} » est encaissé pour un tiers : indiquer lequel.").format(self.label)
            )
        if self.cost is not None and not 0 <= self.cost <= MAX_CENTS:
            raise DataFault(_("Le prix d’achat de « {} » est impossible.").format(self.label))
        return self

    def is_sold_at(self, office: str) -> bool:
        """Tell whether an office sells it now."""
        return not self.retired and (not self.offices or office in self.offices)

    @property
    def supplier_owns(self) -> bool:
        """Tell whether what is paid for it belongs to a third party."""
        return self.kind is ProductKind.HELD

    @property
    def has_stock(self) -> bool:
        """Tell whether pieces of it are counted: money held for others has none."""
        return self.kind is ProductKind.GOODS


@dataclass(frozen=True, slots=True)
class OfficeChoice:
    """What an office decides of an article that the siège manages.

    `position` orders its favourites, 0 for none; `sold` is False where the office does not sell it.
    """

    office: str
    product: str
    position: int = 0
    reorder_level: Thousandths | None = None
    sold: bool = True

    @classmethod
    def of(cls, office: str, product: Product) -> Self:
        """Return the choice that a product says, as an office shows it."""
        return cls(
            office, product.code, product.position, product.reorder_level, not product.retired
        )

    def applied(self, product: Product) -> Product:
        """Return the siège's product as the office has it: retired where it does not sell it."""
        return replace(
            product,
            position=self.position,
            reorder_level=self.reorder_level,
            retired=product.retired or not self.sold,
        )


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a product from a day on, tax included.

    For a book it is the publisher's, and the shop sells between 95 and 100 % of it.
    """

    product: str
    since: date
    cents: Cents

    def check(self) -> Self:
        """Return self, or raise DataFault."""
        if not 0 <= self.cents <= MAX_CENTS:
            raise DataFault(_("Un prix va de zéro à un million d’euros."))
        return self


def least_price(product: Product, price: Cents) -> Cents:
    """Return the least that may be asked for a product whose list price is `price`."""
    if not product.publisher_price:
        return 0
    # Rounded up: 95 % of the price, never below.
    return -(-price * BOOK_LEAST_BASIS_POINTS // 10_000)


@dataclass(frozen=True, slots=True)
class Article:
    """A product as the shop offers it on a day: its price then, and what is left of it.

    `price` is None where none is in force yet. `stock` is None for what has no stock, and where
    nobody ever counted or received a piece: nothing is known of it. What the siège manages
    (`managed`) is changed there, and so is a price that it gave (`price_managed`); the office
    keeps its `OfficeChoice`.
    """

    product: Product
    price: Cents | None
    stock: Thousandths | None
    managed: bool = False
    price_managed: bool = False

    @property
    def is_gone(self) -> bool:
        """Tell whether nothing is left of what is known."""
        return self.stock is not None and self.stock <= 0

    @property
    def is_low(self) -> bool:
        """Tell whether the reorder level is reached."""
        level = self.product.reorder_level
        return level is not None and self.stock is not None and self.stock <= level


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What an office sells on a day: its articles, its families in order, its suppliers."""

    office: str
    day: date
    articles: Mapping[str, Article] = field(default_factory=dict)
    families: tuple[Family, ...] = ()
    suppliers: Mapping[str, Supplier] = field(default_factory=dict)

    def article(self, code: str) -> Article | None:
        """Return an article by its code."""
        return self.articles.get(code)

    def by_barcode(self, barcode: str) -> tuple[Article, ...]:
        """Return the articles with a barcode; several where two products share one."""
        return tuple(a for a in self.articles.values() if a.product.barcode == barcode)

    def family(self, code: str) -> Family | None:
        """Return a family by its code."""
        return next((family for family in self.families if family.code == code), None)

    def of_family(self, code: str) -> tuple[Article, ...]:
        """Return the articles of a family, those with a place first."""
        return _ordered(a for a in self.articles.values() if a.product.family == code)

    @property
    def favourites(self) -> tuple[Article, ...]:
        """Return the articles that have a place among the favourites, in its order."""
        return _ordered(a for a in self.articles.values() if a.product.position)

    def sets_of(self, product: Product) -> tuple[Article, ...]:
        """Return the sets that pieces of a product make: its own, and its sector's."""
        names = {product.code, product.sector} - {""}
        return tuple(
            a
            for a in self.articles.values()
            if a.product.kind is ProductKind.SET and a.product.set_of in names
        )

    def pieces(self, product: Product, quantity: Thousandths) -> tuple[tuple[str, int], ...]:
        """Return the (product, quantity) that a sale takes out of the stock.

        A set of a product takes its pieces. A set of a sector, where nobody said which sheets,
        takes those of the sector's first product.
        """
        if product.kind is ProductKind.HELD:
            return ()
        if product.kind is ProductKind.GOODS:
            return ((product.code, quantity),)
        source = product.set_of
        if source not in self.articles:
            members = _ordered(
                a
                for a in self.articles.values()
                if a.product.sector == source and a.product.has_stock
            )
            if not members:
                return ()
            source = members[0].product.code
        return ((source, quantity * product.set_count),)


def _ordered(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(
        sorted(
            articles,
            key=lambda a: (a.product.position == 0, a.product.position, a.product.label),
        )
    )


def pieces(count: int) -> Thousandths:
    """Return whole pieces as a quantity."""
    return count * ONE
