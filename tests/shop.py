"""A small shop for tests: a workplace on real SQLite, a catalogue, a till with its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.domain.basket import Basket
from otdesk.domain.catalogue import (
    Catalogue,
    Family,
    Price,
    Product,
    ProductKind,
    Supplier,
    pieces,
)
from otdesk.domain.receipts import Payment, PaymentMethod, Receipt, Refund
from otdesk.domain.shop_terms import ShopTerms
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.domain.till import CashCount, Closing
from otdesk.domain.vat import VatRegime
from otdesk.reports.shop.catalogue import read_catalogue, read_terms
from otdesk.services.shop import catalogue, stock
from otdesk.services.till import cash, closings, refunds, sales
from otdesk.services.till.keystore import FileKeystore
from otdesk.services.till.post import TillPost
from otdesk.services.till.start import begin_new
from otdesk.services.workplace import Grounds, Workplace, create
from otdesk.store.store import Store
from otdesk.store.till_state import state_of

# A Wednesday in July, noon in France.
NOON = datetime(2022, 7, 20, 10, 0, tzinfo=UTC)
DAY = date(2022, 7, 20)
OFFICE = "PDM"
SINCE = date(2022, 1, 1)

FAMILIES = (
    Family("randonnee", "Randonnée", "Rando", "tarn", "map", "707100", 1),
    Family("cartes_postales", "Cartes postales", "Cartes post.", "chataigne", "card", "707200", 2),
    Family("livres", "Livres", "Livres", "bruyere", "book", "707300", 3),
    Family("souvenirs", "Souvenirs", "Souvenirs", "genet", "gift", "707400", 4),
    Family("peche", "Pêche", "Pêche", "granite", "fish", "467100", 5),
)
SUPPLIERS = (
    Supplier("aappma", "AAPPMA du Haut-Tarn"),
    Supplier("photo", "Photographes locaux", consignment=True, consignment_basis_points=7000),
    Supplier("ign", "IGN"),
)
PRODUCTS = (
    (Product("fiche-ml", "Fiche sentier Mont Lozère", "Fiche sentier", "randonnee",
             sector="mont-lozere", position=1), 100),
    (Product("fiche-tarn", "Fiche sentier Gorges du Tarn", "Fiche Tarn", "randonnee",
             sector="mont-lozere"), 100),
    (Product("carnet-ml", "Carnet de 10 fiches", "Carnet 10", "randonnee", ProductKind.SET,
             set_of="mont-lozere", set_count=10, position=2), 600),
    (Product("ign-2739", "IGN 2739 OT Mont Lozère", "IGN 2739", "randonnee", supplier="ign",
             barcode="9782758551362", cost=850, position=3), 1390),
    (Product("cp", "Carte postale", "Carte postale", "cartes_postales", supplier="photo",
             position=4), 80),
    (Product("stevenson", "Voyage avec un âne", "Voyage âne", "livres", vat="reduit",
             publisher_price=True, barcode="9782264044068", cost=420), 650),
    (Product("magnet", "Magnet Stevenson", "Magnet", "souvenirs", cost=200,
             reorder_level=pieces(3)), 450),
    (Product("peche-jour", "Carte de pêche journée", "Pêche jour", "peche", ProductKind.HELD,
             supplier="aappma"), 1200),
)  # fmt: skip


@dataclass(slots=True)
class Shop:
    """A workplace with a shop below `root`, its clock, and its till once it was begun."""

    root: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON))
    regime: VatRegime = VatRegime.FRANCHISE
    workplace: Workplace = field(init=False)
    store: Store = field(init=False)
    post: TillPost = field(init=False)

    def __post_init__(self) -> None:
        grounds = Grounds(paths.database_files(), self.root / "state", self.clock)
        self.workplace = create(grounds, self.root / "data", profile_code="cevennes", office=OFFICE)
        self.store = self.workplace.open_store()
        self.stock_up()
        self.post, _changes = begin_new(
            self.store, self.keystore, author="CA", office=OFFICE, name="Caisse 1"
        )

    @property
    def keystore(self) -> FileKeystore:
        """Return where the till's key lies."""
        return FileKeystore(self.root / "state" / "keys")

    def stock_up(self, each: int = 50) -> None:
        """Record the catalogue, its prices, and so many pieces of each product."""
        with self.store.writing("CA") as transaction:
            terms = ShopTerms(SINCE, self.regime, siret="50123456700018")
            catalogue.set_terms(transaction, terms)
            for family in FAMILIES:
                catalogue.put_family(transaction, family)
            for supplier in SUPPLIERS:
                catalogue.put_supplier(transaction, supplier)
            for product, cents in PRODUCTS:
                catalogue.put_product(transaction, product)
                catalogue.set_price(transaction, Price(product.code, SINCE, cents))
            lines = tuple(
                document_line(Cause.DELIVERY, product.code, pieces(each), product.cost)
                for product, _cents in PRODUCTS
                if product.has_stock
            )
            stock.record(transaction, StockDocument(OFFICE, DAY, Cause.DELIVERY, lines))

    def catalogue(self) -> Catalogue:
        """Return what the office sells now."""
        with self.store.reading() as connection:
            return read_catalogue(connection, OFFICE, self.workplace.today())

    def basket(self, **quantities: int) -> Basket:
        """Return a basket of so many pieces; `_` in a name stands for the code's `-`."""
        basket, known = Basket(), self.catalogue()
        for name, count in quantities.items():
            basket = basket.add(known, name.replace("_", "-"), pieces(count))
        return basket

    def grounds(self) -> sales.SaleGrounds:
        """Return who sells and the rates of the law."""
        profile = self.workplace.profile
        with self.store.reading() as connection:
            terms = read_terms(connection, self.workplace.today())
        seller = sales.seller_of(profile.legal_name, profile.address, terms, profile.siret)
        return sales.SaleGrounds(seller, self.workplace.lists.vat_rates)

    def sell(self, basket: Basket | None = None, *payments: Payment) -> tuple[str, Receipt]:
        """Sell a basket (a postcard), paid exactly in cash where nothing else is said."""
        sold = self.basket(cp=1) if basket is None else basket
        paid = payments or (Payment(PaymentMethod.CASH, sold.total),)
        self.clock.instant += timedelta(seconds=20)
        grounds = self.grounds()
        with self.store.writing("CA") as transaction:
            return sales.sell(transaction, self.post, sold, paid, grounds)

    def refund(
        self, uid: str, quantities: Mapping[int, int], method: PaymentMethod = PaymentMethod.CASH
    ) -> tuple[str, Refund]:
        """Give back so many pieces of the lines of a receipt."""
        self.clock.instant += timedelta(seconds=20)
        given = {position: pieces(count) for position, count in quantities.items()}
        with self.store.writing("CA") as transaction:
            lines = refunds.refund_lines(transaction.connection, uid, given)
            back = Payment(method, sum(line.line.amount for line in lines))
            return refunds.refund(
                transaction, self.post, uid, given, (back,), reason="article abîmé"
            )

    def set_float(self, cents: int = 15_000, note: str = "") -> None:
        """Say what lies in the drawer."""
        with self.store.writing("CA") as transaction:
            cash.set_float(transaction, self.post, cents, note)

    def close_day(
        self,
        counted: int | None = None,
        explanation: str = "",
        card_terminal: int | None = None,
    ) -> Closing:
        """Make the Z; what is expected is counted where nothing else is said."""
        with self.store.writing("CA") as transaction:
            drawer = state_of(transaction.connection, self.post.stream).drawer
            count = CashCount({1: drawer if counted is None else counted})
            _uid, closing = closings.close_day(
                transaction,
                self.post,
                count,
                card_terminal=card_terminal,
                explanation=explanation,
            )
        return closing

    def next_day(self, days: int = 1) -> None:
        """Let days go by."""
        self.clock.instant += timedelta(days=days)

    def scalar(self, query: str) -> int:
        """Return the one number that a query gives."""
        with self.store.reading() as connection:
            return int(connection.exec_driver_sql(query).scalar_one())

    def close(self) -> None:
        """Close the store."""
        self.store.close()


@contextmanager
def opened(root: Path, regime: VatRegime = VatRegime.FRANCHISE) -> Iterator[Shop]:
    """Give a shop below a folder."""
    with closing(Shop(root, regime=regime)) as shop:
        yield shop
