"""A shop as full as the one of the drawings, and the real window on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.catalogue import Family, Price, Product, ProductKind, Supplier, pieces
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.services import preferences
from otdesk.services.shop import catalogue, stock
from otdesk.ui.application import Session
from otdesk.ui.shop.sale.page import SalePage
from otdesk.ui.shop.screen import ShopScreen
from otdesk.ui.window import SHOP
from tests.shop import OFFICE, Shop
from tests.ui.windows import NAMED, close_window, open_window

AFTERNOON = datetime(2026, 8, 8, 14, 24, tzinfo=UTC)
SINCE = date(2022, 1, 1)
FAMILIES = (
    Family("randonnee", "Randonnée", "Randonnée", "tarn", "sheet", "707100", 1),
    Family("cartes_postales", "Cartes postales", "Cartes postales", "chataigne", "card", "707200",
           2),
    Family("stevenson", "Stevenson", "Stevenson", "bruyere", "stevenson", "707250", 3),
    Family("nature", "Nature", "Nature", "foret", "nature", "707260", 4),
    Family("histoire", "Histoire", "Histoire", "bruyere", "history", "707270", 5),
    Family("livres", "Livres", "Livres", "bruyere", "book", "707300", 6),
    Family("enfants", "Enfants", "Enfants", "genet", "children", "707350", 7),
    Family("souvenirs", "Souvenirs", "Souvenirs", "genet", "gift", "707400", 8),
    Family("peche", "Pêche", "Pêche", "foret", "fish", "467100", 9),
)  # fmt: skip
# (product, price in cents, pieces left)
PRODUCTS = (
    (Product("fiche-ml", "Fiche sentier Mont Lozère", "Fiche sentier", "randonnee",
             detail="Mont Lozère", sector="mont-lozere", position=1), 100, 120),
    (Product("carnet-ml", "Carnet de 10 fiches", "Carnet de 10 fiches", "randonnee",
             ProductKind.SET, detail="un secteur", set_of="mont-lozere", set_count=10, position=2),
     600, 0),
    (Product("ign-2739", "IGN 2739 OT Mont Lozère", "IGN 2739 OT", "randonnee",
             detail="Mont Lozère", barcode="9782758551362", picture="map", position=3), 1390, 24),
    (Product("finiels", "Carto-guide Finiels", "Carto-guide", "randonnee",
             detail="Sommet de Finiels", barcode="3760198370015", position=4), 500, 30),
    (Product("gr70", "Topoguide GR 70", "Topoguide GR 70", "randonnee", detail="Stevenson",
             picture="book", barcode="9782751411939", publisher_price=True, vat="reduit",
             reorder_level=pieces(3), position=5), 1690, 2),
    (Product("cp", "Carte postale", "Carte postale", "cartes_postales", detail="photographes",
             position=6), 80, 400),
    (Product("panorama", "Carte panorama", "Carte panorama", "cartes_postales",
             detail="Pont, quai", position=7), 120, 80),
    (Product("ane", "Voyage avec un âne dans les Cévennes", "Voyage avec un âne", "livres",
             detail="R. L. Stevenson", vat="reduit", publisher_price=True,
             barcode="9782264044068", position=8), 650, 12),
    (Product("camisards", "Les Camisards", "Les Camisards", "livres", detail="beau livre",
             vat="reduit", publisher_price=True, barcode="9782708969810", position=9), 2400, 4),
    (Product("recettes", "Recettes cévenoles", "Recettes cévenoles", "livres", vat="reduit",
             publisher_price=True, barcode="9782844940520", position=10), 1250, 3),
    (Product("magnet", "Magnet Stevenson", "Magnet", "souvenirs", detail="Stevenson",
             picture="magnet", position=11), 450, 40),
    (Product("sticker", "Autocollant Cévennes", "Autocollant", "souvenirs", detail="Cévennes",
             picture="sticker", position=12), 250, 60),
    (Product("porte-clefs", "Porte-clefs âne", "Porte-clefs", "souvenirs", detail="âne",
             picture="key", position=13), 550, 0),
    (Product("calendrier", "Calendrier 2027", "Calendrier 2027", "souvenirs",
             picture="calendar", position=14), 1500, 18),
    (Product("peche-jour", "Carte de pêche journée", "Carte de pêche", "peche", ProductKind.HELD,
             detail="journée · pour tiers", supplier="aappma", position=15), 1200, 0),
    (Product("fiche-tarn", "Fiche sentier Gorges du Tarn", "Fiche Tarn", "randonnee",
             sector="mont-lozere"), 100, 90),
    (Product("stev-carnet", "Carnet de route Stevenson", "Carnet de route", "stevenson"), 800, 9),
    (Product("flore", "Flore du mont Lozère", "Flore", "nature", picture="book"), 1490, 6),
    (Product("camps", "Le désert et les camps", "Le désert", "histoire", picture="book"), 1800, 5),
    (Product("coloriage", "Coloriage de l’âne Modestine", "Coloriage", "enfants"), 350, 22),
)  # fmt: skip


def stock_up(shop: Shop) -> None:
    """Record the catalogue of the drawings over that of the tests, and what is left of it."""
    day = shop.workplace.today()
    with shop.store.writing("CA") as transaction:
        catalogue.put_supplier(transaction, Supplier("aappma", "AAPPMA du Haut-Tarn"))
        for family in FAMILIES:
            catalogue.put_family(transaction, family)
        known = shop.catalogue()
        kept = {product.code for product, _cents, _left in PRODUCTS}
        for article in known.articles.values():
            if article.product.code not in kept:
                catalogue.put_product(transaction, _retired(article.product))
        lines = []
        for product, cents, left in PRODUCTS:
            catalogue.put_product(transaction, product)
            catalogue.set_price(transaction, Price(product.code, SINCE, cents))
            before = known.article(product.code)
            have = 0 if before is None or before.stock is None else before.stock
            if product.has_stock and pieces(left) > have:
                lines.append(
                    document_line(Cause.DELIVERY, product.code, pieces(left) - have, product.cost)
                )
        stock.record(transaction, StockDocument(OFFICE, day, Cause.DELIVERY, tuple(lines)))
        counts = {p.code: pieces(left) for p, _cents, left in PRODUCTS if p.has_stock}
        stock.take_inventory(transaction, OFFICE, day, counts)


def _retired(product: Product) -> Product:

    return replace(product, retired=True, position=0)


@contextmanager
def stocked(root: Path) -> Iterator[Shop]:
    """Give a full shop below a folder, on a Saturday of August, with its till open."""
    shop = Shop(root)
    try:
        shop.clock.instant = AFTERNOON
        stock_up(shop)
        shop.set_float(15_000)
        with shop.store.writing_local() as connection:
            preferences.save(connection, settings.COUNSELLOR, "CA")
        yield shop
    finally:
        shop.close()


def open_shop(qtbot: QtBot, shop: Shop, made: type[Session] = Session) -> tuple[Session, SalePage]:
    """Open the window on a shop, and its selling page, ready for keys."""
    session = open_window(qtbot, shop.workplace, made)
    session.window.show_screen(SHOP)
    screen = session.window.screen_named(SHOP)
    assert isinstance(screen, ShopScreen)
    qtbot.waitUntil(lambda: session.sale.grammar is not None)
    page = screen.page_named("sale")
    assert isinstance(page, SalePage)
    # Keys go to what has the focus, and only a window in front has one.
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow)
    page.setFocus()
    return session, page


def type_into(widget: QWidget, text: str) -> None:
    """Type keys into one widget, which takes the focus for it."""
    widget.setFocus()
    for word in text.split():
        for key, typed in [NAMED[word]] if word in NAMED else [_sign(c) for c in word]:
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, typed)
            QApplication.sendEvent(widget, event)


def _sign(character: str) -> tuple[Qt.Key, str]:
    known = character.isascii() and character.isalnum()
    return (Qt.Key(ord(character.upper())) if known else Qt.Key.Key_unknown, character)


def close_shop(qtbot: QtBot, session: Session) -> None:
    """Close the window once nothing is on its way."""
    qtbot.waitUntil(lambda: not session.link.is_writing)
    close_window(session)
