"""How goods are told in lists: states, stocks, prices."""

from __future__ import annotations

from otdesk import typography
from otdesk.domain.catalogue import Article, Catalogue, Product, ProductKind
from otdesk.domain.money import ONE, Thousandths
from otdesk.domain.search import normalise
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.services.shop import barcodes
from otdesk.ui.shop.goods.table import Cell


def words_of(catalogue: Catalogue, product: Product) -> str:
    """Return all that an article may be searched by."""
    family = catalogue.family(product.family)
    supplier = catalogue.suppliers.get(product.supplier)
    parts = (
        product.label,
        product.short,
        product.detail,
        product.code,
        product.barcode,
        product.sector,
        family.label if family else "",
        supplier.name if supplier else "",
    )
    return f" {normalise(' '.join(parts))}"


def matches(words: str, text: str) -> bool:
    """Tell whether every typed word begins a word of an article."""
    # « st » is « saint » to `normalise`, and the beginning of Stevenson to who types.
    return all(
        f" {part}" in words or (part == "saint" and " st" in words)
        for part in normalise(text).split()
    )


def family_label(catalogue: Catalogue, code: str) -> str:
    """Return the name of a family; the code itself for one that is not there."""
    family = catalogue.family(code)
    return code if family is None else family.label


def kind_label(kind: ProductKind) -> str:
    """Return what an article is to the accounts."""
    return {
        ProductKind.GOODS: _("article"),
        ProductKind.SET: _("lot"),
        ProductKind.HELD: _("pour un tiers"),
    }[kind]


def stock_cell(article: Article) -> Cell:
    """Return what is left: nothing for money held, sets and what was never counted, red below 0."""
    if article.stock is None:
        return Cell("—", tone="granite")
    tone = "refused" if article.stock < 0 else "genet" if article.is_low else ""
    return Cell(signed(article.stock), tone=tone, strong=False)


def price_cell(article: Article) -> Cell:
    """Return the price in force, or that there is none."""
    if article.price is None:
        return Cell(_("sans prix"), tone="refused")
    return Cell(typography.cents(article.price), tone="demand")


def state_cell(article: Article, office: str) -> Cell:
    """Return what is to be known of an article at a glance."""
    product = article.product
    if product.retired:
        return Cell(_("retiré"), chip=True)
    if product.offices and office not in product.offices:
        return Cell(_("autre bureau"), chip=True)
    if article.is_gone:
        return Cell(_("épuisé"), tone="refused", chip=True)
    if article.is_low:
        return Cell(_("à commander"), tone="genet", chip=True)
    if product.position:
        return Cell(_("favori"), tone="origin", chip=True)
    return Cell("")


def signed(quantity: Thousandths) -> str:
    """Return a quantity with a true minus sign where it is below zero."""
    text = labels.quantity(abs(quantity))
    return f"{typography.MINUS}{text}" if quantity < 0 else text


def pieces_text(quantity: Thousandths) -> str:
    """Return `1 pièce` or `12 pièces`."""
    text = _("{} pièces") if quantity >= 2 * ONE else _("{} pièce")
    return text.format(labels.quantity(quantity))


def moved(quantity: Thousandths) -> str:
    """Return what came (`+3`) or went (`−3`)."""
    return f"+{labels.quantity(quantity)}" if quantity > 0 else signed(quantity)


def scanned(text: str) -> str:
    """Return the digits of a barcode that a scanner typed, any other text as it is."""
    if not barcodes.looks_like_one(text):
        return text
    try:
        return barcodes.read(text)
    except DataFault:
        # Half-typed digits are a search like any other.
        return text
