"""The spreadsheet to fill in for `import-catalogue`: its columns, and what the catalogue holds.

A catalogue that is written here and imported again changes nothing.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from otdesk.domain.catalogue import Product, ProductKind
from otdesk.domain.money import ONE
from otdesk.i18n import _
from otdesk.services.shop.catalogue_columns import NEEDED, Column, Field, columns
from otdesk.services.shop.known_shop import KnownShop

_WIDE: Mapping[Field, int] = {Field.LABEL: 38, Field.SHORT: 22, Field.DETAIL: 22, Field.BARCODE: 16}
_WIDTH = 14
# Lines of a catalogue that the lists of choices go down to.
_CHOICE_ROWS = 2000


def render(known: KnownShop) -> bytes:
    """Return the workbook as bytes; a catalogue that holds nothing gives an empty table."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": _("Catalogue de la boutique")})
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F5F2EC"})
    needed = book.add_format(
        {"bold": True, "bottom": 1, "bg_color": "#F6E9DE", "font_color": "#7A3E1D"}
    )
    # Excel would turn a barcode into 9,78E+12.
    text = book.add_format({"num_format": "@"})
    amount = book.add_format({"num_format": "0.00"})
    sheet = book.add_worksheet(_("Articles"))
    for place, column in enumerate(columns()):
        sheet.write_string(0, place, column.heading, needed if column.field in NEEDED else head)
        money = column.field in {Field.PRICE, Field.COST}
        width = _WIDE.get(column.field, _WIDTH)
        sheet.set_column(place, place, width, amount if money else text)
    sheet.freeze_panes(1, 2)
    for line, product in enumerate(known.products.values(), 1):
        for place, column in enumerate(columns()):
            _write(sheet, line, place, cell(known, product, column))
    _choices(sheet, known)
    guide = book.add_worksheet(_("Mode d’emploi"))
    guide.set_column(0, 0, 22)
    guide.set_column(1, 1, 90)
    for line, column in enumerate(columns()):
        form = needed if column.field in NEEDED else head
        guide.write_string(line, 0, column.heading, form)
        guide.write_string(line, 1, _told(column, known))
    book.close()
    return buffer.getvalue()


def cell(known: KnownShop, product: Product, column: Column) -> str | float:
    """Return what a product says under a column; amounts are numbers."""
    if column.field is Field.PRICE:
        cents = known.prices.get(product.code)
        return "" if cents is None else cents / 100
    if column.field is Field.COST:
        return "" if product.cost is None else product.cost / 100
    told: dict[Field, str] = {
        Field.CONSIGNMENT: _share(known, product),
        Field.PUBLISHER_PRICE: _("oui") if product.publisher_price else "",
        Field.HELD: _("oui") if product.kind is ProductKind.HELD else "",
        Field.RETIRED: _("oui") if product.retired else "",
        Field.OFFICES: ", ".join(product.offices),
        Field.REORDER_LEVEL: _quantity(product.reorder_level),
        Field.SET_COUNT: str(product.set_count or ""),
        Field.POSITION: str(product.position or ""),
    }
    if column.field in told:
        return told[column.field]
    value: Any = getattr(product, column.field.value)
    return str(value)


def _share(known: KnownShop, product: Product) -> str:
    supplier = known.suppliers.get(product.supplier)
    if supplier is None or not supplier.consignment:
        return ""
    return f"{supplier.consignment_basis_points / 100:g}".replace(".", ",") + " %"


def _quantity(value: int | None) -> str:
    return "" if value is None else f"{value / ONE:g}".replace(".", ",")


def _write(sheet: Worksheet, line: int, place: int, value: str | float) -> None:
    if isinstance(value, float):
        sheet.write_number(line, place, value)
    elif value:
        sheet.write_string(line, place, value)


def _choices(sheet: Worksheet, known: KnownShop) -> None:
    labels = [family.label for family in known.families.values()]
    # Excel takes at most 255 signs of a list that stands in the rule itself.
    if not labels or len(",".join(labels)) > 255 or any("," in each for each in labels):
        labels = [family.code for family in known.families.values()]
    if not labels or len(",".join(labels)) > 255:
        return
    place = next(i for i, column in enumerate(columns()) if column.field is Field.FAMILY)
    sheet.data_validation(
        1,
        place,
        _CHOICE_ROWS,
        place,
        {"validate": "list", "source": labels, "error_type": "warning"},
    )


def _told(column: Column, known: KnownShop) -> str:
    if column.field is not Field.FAMILY or not known.families:
        return column.meaning
    labels = ", ".join(family.label for family in known.families.values())
    return _("{meaning} : {families}").format(meaning=column.meaning, families=labels)
