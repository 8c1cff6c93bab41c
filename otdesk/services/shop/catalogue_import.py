"""Articles from a spreadsheet: read whole, every fault told, then all or nothing.

A file says what its columns hold; a product that says the same already, and a price that is in
force already, are left as they are: the same file twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from otdesk.domain.catalogue import OfficeChoice, Price, Product, ProductKind, Supplier
from otdesk.domain.changes import Changes
from otdesk.domain.money import Cents
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.vat import VatRates
from otdesk.domain.visits_file import HeaderRefused, LineFault
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.shop import catalogue
from otdesk.services.shop.catalogue_columns import Column, Field, columns, read_header
from otdesk.services.shop.catalogue_lines import (
    Fault,
    ProductLine,
    ProductLineReader,
    consigned,
)
from otdesk.services.shop.known_shop import KnownShop, known_shop
from otdesk.services.shop.table_file import TableFile, TableRow, read_table
from otdesk.services.spreadsheet import Malformed, columns_reason
from otdesk.services.till import events
from otdesk.services.till.post import TillPost
from otdesk.services.visits_import import FileRefused
from otdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CatalogueTarget:
    """The catalogue that a file is read against, as it is now."""

    known: KnownShop
    profile: NetworkProfile
    rates: VatRates


@dataclass(frozen=True, slots=True)
class CataloguePlan:
    """A file without a fault, and what it changes; `unchanged` counts what it repeats."""

    path: Path
    sha256: str
    target: CatalogueTarget
    suppliers: tuple[Supplier, ...]
    products: tuple[Product, ...]
    prices: tuple[Price, ...]
    lines: int
    unchanged: int

    @property
    def new(self) -> int:
        """Count the articles that the catalogue did not have."""
        return sum(1 for p in self.products if p.code not in self.target.known.products)

    @property
    def revised(self) -> int:
        """Count the articles that say something else than before."""
        return len(self.products) - self.new

    @property
    def new_suppliers(self) -> tuple[Supplier, ...]:
        """Return the suppliers that the catalogue did not have."""
        known = self.target.known.suppliers
        return tuple(each for each in self.suppliers if each.code not in known)

    @property
    def changes_nothing(self) -> bool:
        """Tell whether the catalogue says all this already."""
        return not (self.suppliers or self.products or self.prices)


def target_of(
    connection: Connection, profile: NetworkProfile, rates: VatRates, since: date
) -> CatalogueTarget:
    """Return the catalogue as a file must find it; its new prices are dated `since`."""
    return CatalogueTarget(known_shop(connection, since), profile, rates)


def read(path: Path, target: CatalogueTarget) -> CataloguePlan:
    """Read a file to its end and return what it changes.

    Raises FileRefused with every fault, or an EnvironmentFault where the file cannot be read.
    """
    try:
        table = read_table(path)
        heads = read_header(table.head.cells)
    except HeaderRefused as refused:
        raise _refused(path, [LineFault(1, *fault) for fault in refused.faults]) from refused
    except Malformed as fault:
        raise _refused(path, [LineFault(fault.line, "", str(fault))]) from fault
    except DataFault as fault:
        raise _refused(path, [LineFault(0, "", str(fault))]) from fault
    review = _Review(target)
    for row, outcome in _outcomes(table, heads, target):
        review.take(row.line, outcome)
    review.judge()
    if not table.rows:
        review.faults.append(LineFault(0, "", _("le fichier n’a aucun article.")))
    if review.faults:
        raise _refused(path, review.faults)
    return review.plan(path, table)


def write(transaction: Transaction, plan: CataloguePlan, post: TillPost | None = None) -> Changes:
    """Record what a plan changes, in one transaction; the folder's till notes the new prices.

    Raises DataFault where the catalogue changed since the plan was made.
    """
    known = plan.target.known
    if known_shop(transaction.connection, known.since) != known:
        raise DataFault(_("Le catalogue a changé entre-temps : relire le fichier."))
    for supplier in plan.suppliers:
        catalogue.put_supplier(transaction, supplier)
    # Retired first: another article may take over their barcode.
    for product in sorted(plan.products, key=lambda product: not product.retired):
        catalogue.put_product(transaction, product)
    return events.set_prices(transaction, post, plan.prices)


def _refused(path: Path, faults: list[LineFault]) -> FileRefused:
    return FileRefused(path.name, sorted(faults), len(faults))


def _outcomes(
    table: TableFile, heads: tuple[Column | None, ...], target: CatalogueTarget
) -> Iterator[tuple[TableRow, ProductLine | list[Fault]]]:
    reader = ProductLineReader(target.known, target.profile, target.rates)
    headings = {
        head.field: cell.strip()
        for head, cell in zip(heads, table.head.cells, strict=True)
        if head is not None
    }
    for row in table.rows:
        if len(row.cells) != len(heads):
            yield row, [("", columns_reason(len(row.cells), len(heads)))]
            continue
        pairs = list(zip(heads, row.cells, strict=True))
        stray = [cell for head, cell in pairs if head is None and cell.strip()]
        if stray:
            yield row, [("", _("« {} » est sous une colonne sans titre.").format(stray[0]))]
            continue
        values = {head.field: cell for head, cell in pairs if head is not None}
        yield row, reader.read(values, headings)


@dataclass(slots=True)
class _Review:
    """What the lines say together: doubles, sets of what is not there, suppliers at odds."""

    target: CatalogueTarget
    faults: list[LineFault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    cents: dict[str, Cents] = field(default_factory=dict)
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    shares: dict[str, int] = field(default_factory=dict)
    names: Mapping[Field, str] = field(
        default_factory=lambda: {column.field: column.heading for column in columns()}
    )

    def take(self, line: int, outcome: ProductLine | list[Fault]) -> None:
        """Take a line: its article, or its faults."""
        if not isinstance(outcome, ProductLine):
            self.faults += [LineFault(line, *fault) for fault in outcome]
            return
        if outcome.code in self.lines:
            text = _("le code « {code} » est déjà à la ligne {line}.")
            self._refuse(
                line, Field.CODE, text.format(code=outcome.code, line=self.lines[outcome.code])
            )
            return
        self.lines[outcome.code] = line
        self._take_supplier(line, outcome)
        product = merged(self.target.known.products.get(outcome.code), outcome)
        self.products[outcome.code] = product
        self._check_managed(line, outcome, product)
        if outcome.cents is not None:
            self.cents[outcome.code] = outcome.cents
        elif outcome.code not in self.target.known.prices and not product.retired:
            self._refuse(line, Field.PRICE, _("le prix manque."))

    def judge(self) -> None:
        """Look at what only all lines together can tell."""
        for code, product in self.products.items():
            self._check_set(self.lines[code], product)
            try:
                product.check()
            except DataFault as fault:
                self._refuse(self.lines[code], None, str(fault))
        self._check_barcodes()
        self._check_positions()

    def plan(self, path: Path, table: TableFile) -> CataloguePlan:
        """Return what the file changes."""
        known = self.target.known
        products = tuple(p for c, p in self.products.items() if known.products.get(c) != p)
        prices = tuple(
            Price(code, known.since, cents)
            for code, cents in self.cents.items()
            if known.prices.get(code) != cents
        )
        suppliers = (
            consigned(s, self.shares[c]) if c in self.shares else s
            for c, s in self.suppliers.items()
        )
        touched = {p.code for p in products} | {p.product for p in prices}
        return CataloguePlan(
            path=path,
            sha256=table.sha256,
            target=self.target,
            suppliers=tuple(s for s in suppliers if known.suppliers.get(s.code) != s),
            products=products,
            prices=prices,
            lines=len(self.lines),
            unchanged=len(self.lines) - len(touched),
        )

    def _refuse(self, line: int, what: Field | None, reason: str) -> None:
        self.faults.append(LineFault(line, "" if what is None else self.names[what], reason))

    def _check_managed(self, line: int, outcome: ProductLine, product: Product) -> None:
        """Refuse what the siège says of an article: an office has its place, level and sale."""
        known = self.target.known
        code, standing = product.code, known.products.get(product.code)
        if code in known.managed and standing is not None:
            choice = OfficeChoice.of("", product)
            if choice.applied(replace(standing, retired=False)) != product:
                self._refuse(line, Field.CODE, _("cet article est géré par le siège."))
        if code in known.priced and outcome.cents not in {None, known.prices.get(code)}:
            self._refuse(line, Field.PRICE, _("ce prix est fixé par le siège."))

    def _take_supplier(self, line: int, outcome: ProductLine) -> None:
        supplier, share = outcome.supplier, outcome.share
        if supplier is None:
            return
        self.suppliers.setdefault(supplier.code, supplier)
        # A line that leaves the cell empty says nothing against the others.
        if share is not None and self.shares.setdefault(supplier.code, share) != share:
            text = _("deux parts différentes pour le fournisseur « {} ».")
            self._refuse(line, Field.CONSIGNMENT, text.format(supplier.name))
        self._check_managed_supplier(line, supplier, share)

    def _check_managed_supplier(self, line: int, supplier: Supplier, share: int | None) -> None:
        """Refuse another name or share of a supplier of the siège: an office changes neither."""
        known = self.target.known
        if supplier.code not in known.managed_suppliers:
            return
        standing = known.suppliers[supplier.code]
        text = _("le fournisseur « {} » est géré par le siège.").format(standing.name)
        if supplier != standing:
            self._refuse(line, Field.SUPPLIER, text)
        elif share is not None and consigned(standing, share) != standing:
            self._refuse(line, Field.CONSIGNMENT, text)

    def _all_products(self) -> dict[str, Product]:
        return {**self.target.known.products, **self.products}

    def _check_set(self, line: int, product: Product) -> None:
        if product.kind is not ProductKind.SET:
            return
        products = self._all_products()
        if product.set_of == product.code:
            self._refuse(line, Field.SET_OF, _("un lot n’est pas fait de lui-même."))
        elif product.set_of not in products and not any(
            each.sector == product.set_of for each in products.values()
        ):
            text = _("« {} » n’est ni un secteur ni le code d’un article.")
            self._refuse(line, Field.SET_OF, text.format(product.set_of))

    def _check_barcodes(self) -> None:
        holders: dict[str, Product] = {}
        for code, product in self._all_products().items():
            if not product.barcode or product.retired:
                continue
            other = holders.setdefault(product.barcode, product)
            if other is not product:
                culprit, rival = (code, other) if code in self.lines else (other.code, product)
                text = _("le code-barres {barcode} est aussi celui de « {label} ».")
                self._refuse(
                    self.lines[culprit],
                    Field.BARCODE,
                    text.format(barcode=product.barcode, label=rival.label),
                )

    def _check_positions(self) -> None:
        holders: dict[int, str] = {}
        for code, product in self.products.items():
            if product.position and holders.setdefault(product.position, code) != code:
                text = _("la place {place} est déjà prise à la ligne {line}.")
                self._refuse(
                    self.lines[code],
                    Field.POSITION,
                    text.format(place=product.position, line=self.lines[holders[product.position]]),
                )


def merged(standing: Product | None, line: ProductLine) -> Product:
    """Return a product as a line leaves it: what the line does not say stays."""
    base = standing or Product(line.code, "", "", "")
    given: dict[str, Any] = dict(line.given)
    made = replace(base, **given)
    held = base.kind is ProductKind.HELD if line.held is None else line.held
    # Half a set is a fault that `check` names, not a piece of goods.
    is_set = bool(made.set_of or made.set_count)
    kind = ProductKind.HELD if held else ProductKind.SET if is_set else ProductKind.GOODS
    return replace(made, short=made.short or made.label, kind=kind)
