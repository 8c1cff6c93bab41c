"""Read the starter catalogue of `db/reference`: what a new shop may begin with.

It is an example that an office corrects (`db/reference/README.md`); read when it is asked for,
never at a start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from otdesk.domain.catalogue import Family, Product, ProductKind, Supplier
from otdesk.domain.money import Cents
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.list_file import ListRow, by_code

SHORT_ARTICLE_LENGTH = 20

_FAMILY = ("code", "label", "short", "hue", "picture", "account", "position")
_SUPPLIER = ("code", "name", "terms", "consignment", "consignment_basis_points")
_PRODUCT = (
    "code", "label", "short", "detail", "family", "kind", "vat", "price_cents", "cost_cents",
    "publisher_price", "sector", "set_of", "set_count", "barcode", "supplier", "picture",
    "position",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StarterCatalogue:
    """Families in order, suppliers, and products with the price (cents, tax included) of each."""

    families: tuple[Family, ...]
    suppliers: tuple[Supplier, ...]
    products: tuple[tuple[Product, Cents], ...]


def load_starter(folder: Path) -> StarterCatalogue:
    """Read the three lists of the folder (`db/reference`).

    Raises ReferenceFault at the first fault, FileNotFoundError where a list is missing.
    """
    families = by_code(folder / "starter_families.csv", _FAMILY, _family)
    suppliers = by_code(folder / "starter_suppliers.csv", _SUPPLIER, _supplier)

    def product(row: ListRow) -> tuple[str, tuple[Product, Cents]]:
        return _product(row, families, suppliers)

    products = by_code(folder / "starter_catalogue.csv", _PRODUCT, product)
    return StarterCatalogue(
        tuple(sorted(families.values(), key=lambda family: family.position)),
        tuple(suppliers.values()),
        tuple(products.values()),
    )


def _family(row: ListRow) -> tuple[str, Family]:
    code = row.text("code")
    return code, Family(
        code=code,
        label=row.text("label"),
        short=row.label("short"),
        hue=row.text("hue"),
        picture=row.text("picture"),
        account=row.text("account"),
        position=row.number("position"),
    )


def _supplier(row: ListRow) -> tuple[str, Supplier]:
    code = row.text("code")
    return code, Supplier(
        code=code,
        name=row.text("name"),
        terms=row.cells["terms"],
        consignment=row.flag("consignment"),
        consignment_basis_points=row.number("consignment_basis_points"),
    )


def _product(
    row: ListRow, families: Mapping[str, Family], suppliers: Mapping[str, Supplier]
) -> tuple[str, tuple[Product, Cents]]:
    code = row.text("code")
    if row.text("family") not in families:
        raise row.fault("family", _("« {} » n’est pas connu.").format(row.cells["family"]))
    if row.cells["supplier"] and row.cells["supplier"] not in suppliers:
        raise row.fault("supplier", _("« {} » n’est pas connu.").format(row.cells["supplier"]))
    row.text("price_cents")
    product = Product(
        code=code,
        label=row.text("label"),
        short=row.label("short", SHORT_ARTICLE_LENGTH),
        family=row.cells["family"],
        kind=_kind(row),
        detail=row.cells["detail"],
        barcode=row.cells["barcode"],
        supplier=row.cells["supplier"],
        vat=row.text("vat"),
        cost=row.number("cost_cents") if row.cells["cost_cents"] else None,
        publisher_price=row.flag("publisher_price"),
        sector=row.cells["sector"],
        set_of=row.cells["set_of"],
        set_count=row.number("set_count"),
        picture=row.cells["picture"],
        position=row.number("position"),
    )
    try:
        product.check()
    except DataFault as fault:
        raise row.fault("", str(fault)) from fault
    return code, (product, row.number("price_cents"))


def _kind(row: ListRow) -> ProductKind:
    try:
        return ProductKind(row.text("kind"))
    except ValueError as error:
        raise row.fault("kind", _("« {} » n’est pas connu.").format(row.cells["kind"])) from error
