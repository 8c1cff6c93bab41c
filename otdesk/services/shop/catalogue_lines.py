"""What a line of a spreadsheet of articles says, or every reason why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from otdesk.domain import vocabulary
from otdesk.domain.catalogue import Supplier
from otdesk.domain.money import ONE, Cents, Thousandths, parse_cents
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.search import normalise
from otdesk.domain.vat import BASIS, VatRates
from otdesk.domain.vocabulary import Vocabulary, Word
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.shop import barcodes
from otdesk.services.shop.catalogue_columns import Field
from otdesk.services.shop.known_shop import KnownShop

MAX_LABEL = 120
_CODE = re.compile(r"[\w.-]{1,40}")
_NUMBER = re.compile(r"(\d{1,7})(?:[.,](\d{1,3}))?", re.ASCII)
_PLAIN = frozenset({Field.LABEL, Field.SHORT, Field.DETAIL})

T = TypeVar("T")
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A line without a fault of its own: fields of the product by name, and the rest.

    `supplier` is a known one or a new one, None where the line names none; `share` what it is
    owed of its goods (basis points), None where the line does not say. `cents` is None where no
    price is written. `held` is None where the file does not say.
    """

    code: str
    given: Mapping[str, Any]
    cents: Cents | None
    supplier: Supplier | None
    share: int | None
    held: bool | None


@dataclass(slots=True)
class _Cells:
    """The cells of one line by what they hold, under their headings, and the faults so far."""

    values: Mapping[Field, str]
    headings: Mapping[Field, str]
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, what: Field, reason: str) -> None:
        self.faults.append((self.headings.get(what, ""), reason))

    def text(self, what: Field) -> str:
        return self.values.get(what, "").strip()

    def read(self, what: Field, reader: Callable[[str], T]) -> T | None:
        """Return what a cell holds, None where it is empty or cannot be read."""
        text = self.text(what)
        if not text:
            return None
        try:
            return reader(text)
        except DataFault as fault:
            self.refuse(what, str(fault))
            return None


class ProductLineReader:
    """Reads lines against a catalogue. A fault in one cell does not hide another."""

    def __init__(self, known: KnownShop, profile: NetworkProfile, rates: VatRates) -> None:
        self._known = known
        self._families = Vocabulary(
            _("une famille du catalogue ({})").format(
                ", ".join(f.label for f in known.families.values()) or _("aucune encore")
            ),
            [Word(f.code, (f.label,), (f.short,)) for f in known.families.values()],
        )
        self._suppliers = Vocabulary(
            _("un fournisseur connu"),
            [Word(s.code, (s.name,)) for s in known.suppliers.values()],
        )
        self._offices = Vocabulary(
            _("un bureau ({})").format(", ".join(profile.office_codes)),
            [Word(office.code, (office.name,)) for office in profile.offices],
        )
        self._vat = vat_words(rates, known)

    def read(
        self, values: Mapping[Field, str], headings: Mapping[Field, str]
    ) -> ProductLine | list[Fault]:
        """Return the article of a line, or its faults as (heading, reason)."""
        cells = _Cells(values, headings)
        code = self._code(cells)
        given: dict[str, Any] = {what.value: cells.text(what) for what in _PLAIN & values.keys()}
        self._check_label(cells)
        if not cells.text(Field.FAMILY):
            cells.refuse(Field.FAMILY, _("la famille manque."))
        self._codes(cells, given)
        self._numbers(cells, given)
        cents = cells.read(Field.PRICE, read_amount)
        share = cells.read(Field.CONSIGNMENT, read_share)
        supplier = self._supplier(cells)
        if share and supplier is None and not cells.text(Field.SUPPLIER):
            cells.refuse(Field.CONSIGNMENT, _("un dépôt-vente a un fournisseur."))
        if Field.SUPPLIER in values:
            given["supplier"] = "" if supplier is None else supplier.code
        held = cells.read(Field.HELD, read_flag)
        if Field.HELD in values and held is None:
            held = False
        if cells.faults or code is None:
            return cells.faults
        return ProductLine(code, given, cents, supplier, share, held)

    def _code(self, cells: _Cells) -> str | None:
        if not cells.text(Field.CODE):
            cells.refuse(Field.CODE, _("le code manque."))
            return None
        return cells.read(Field.CODE, read_code)

    def _check_label(self, cells: _Cells) -> None:
        if not cells.text(Field.LABEL):
            cells.refuse(Field.LABEL, _("le nom manque."))
        for what in sorted(_PLAIN & cells.values.keys()):
            if len(cells.text(what)) > MAX_LABEL:
                cells.refuse(what, _("plus de {} caractères.").format(MAX_LABEL))

    def _codes(self, cells: _Cells, given: dict[str, Any]) -> None:
        given["family"] = cells.read(Field.FAMILY, lambda text: self._families.code(text, None))
        if Field.VAT in cells.values:
            vat = cells.read(Field.VAT, lambda text: self._vat.code(text, None))
            given["vat"] = vat or "normal"
        if Field.BARCODE in cells.values:
            given["barcode"] = cells.read(Field.BARCODE, barcodes.read) or ""
        if Field.OFFICES in cells.values:
            given["offices"] = self._sold_at(cells)
        for what in (Field.SECTOR, Field.SET_OF):
            if what in cells.values:
                given[what.value] = cells.text(what)

    def _numbers(self, cells: _Cells, given: dict[str, Any]) -> None:
        if Field.COST in cells.values:
            given["cost"] = cells.read(Field.COST, read_amount)
        if Field.PUBLISHER_PRICE in cells.values:
            given["publisher_price"] = bool(cells.read(Field.PUBLISHER_PRICE, read_flag))
        if Field.SET_COUNT in cells.values:
            given["set_count"] = cells.read(Field.SET_COUNT, _whole) or 0
        if Field.REORDER_LEVEL in cells.values:
            given["reorder_level"] = cells.read(Field.REORDER_LEVEL, read_quantity)
        if Field.POSITION in cells.values:
            given["position"] = cells.read(Field.POSITION, _whole) or 0
        if Field.RETIRED in cells.values:
            given["retired"] = bool(cells.read(Field.RETIRED, read_flag))

    def _sold_at(self, cells: _Cells) -> tuple[str, ...]:
        text = cells.text(Field.OFFICES)
        if normalise(text) in {"", "tous", "tous les bureaux"}:
            return ()
        codes = []
        for part in vocabulary.split(self._offices, text):
            try:
                codes.append(self._offices.code(part, None))
            except DataFault as fault:
                cells.refuse(Field.OFFICES, str(fault))
        return tuple(dict.fromkeys(codes))

    def _supplier(self, cells: _Cells) -> Supplier | None:
        """Return who delivers; a name that nobody knows is a new supplier's."""
        name = cells.text(Field.SUPPLIER)
        if not name:
            return None
        if not self._suppliers.knows(name):
            return Supplier(supplier_code(name), name)
        code = cells.read(Field.SUPPLIER, lambda text: self._suppliers.code(text, None))
        return None if code is None else self._known.suppliers[code]


def consigned(supplier: Supplier, basis_points: int) -> Supplier:
    """Return a supplier who is owed a share of what is sold of its goods; 0 ends it."""
    return replace(supplier, consignment=basis_points > 0, consignment_basis_points=basis_points)


def vat_words(rates: VatRates, known: KnownShop) -> Vocabulary:
    """Return the rates of the law in force: `normal`, `20 %`, `20`, `0,2` of a percent cell."""
    words = []
    for code in dict.fromkeys(rate.code for rate in rates.rates if rate.since <= known.since):
        points = rates.basis_points(code, known.since)
        rate = next(rate for rate in rates.rates if rate.code == code)
        fraction = f"{points / BASIS:g}".replace(".", ",")
        words.append(Word(code, (rate.label, rate.short), (fraction,)))
    shown = ", ".join(rate.short for rate in rates.rates)
    return Vocabulary(_("un taux de TVA ({})").format(shown), words)


def supplier_code(name: str) -> str:
    """Return the code of a new supplier from its name."""
    return normalise(name).replace(" ", "-")[:40] or "fournisseur"


def read_code(text: str) -> str:
    """Read the code of an article: letters, digits, `-`, `_`, `.`, at most forty."""
    if _CODE.fullmatch(text) is None:
        raise DataFault(
            _("« {} » n’est pas un code : lettres, chiffres, tirets, quarante au plus.").format(
                text
            )
        )
    return text


def read_amount(text: str) -> Cents:
    """Read an amount that is not below zero."""
    if text.strip().startswith(("-", "\u2212")):
        raise DataFault(_("« {} » est au-dessous de zéro.").format(text.strip()))
    return parse_cents(text)


def read_flag(text: str) -> bool:
    """Read oui or non as people write them."""
    plain = normalise(text)
    if plain in {"oui", "o", "x", "vrai", "1"}:
        return True
    if plain in {"non", "n", "faux", "0", ""}:
        return False
    raise DataFault(_("« {} » n’est ni oui ni non.").format(text))


def read_quantity(text: str) -> Thousandths:
    """Read a quantity of goods: `12`, `0,5`. Raises DataFault."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise DataFault(_("« {} » n’est pas une quantité.").format(text))
    return int(found[1]) * ONE + int((found[2] or "").ljust(3, "0"))


def read_share(text: str) -> int:
    """Read the share of a consignment in basis points: `70 %`, `70`, `0,7`, `non`."""
    plain = text.strip().removesuffix("%").strip()
    if normalise(plain) in {"non", "n"}:
        return 0
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise DataFault(_("« {} » n’est pas une part : écrire 70 %.").format(text))
    thousandths = int(found[1]) * ONE + int((found[2] or "").ljust(3, "0"))
    # A cell in percent holds its fraction: 0,7 for 70 %.
    fraction = "%" not in text and thousandths <= ONE
    points = thousandths * 10 if fraction else thousandths // 10
    if points > BASIS:
        raise DataFault(_("« {} » dépasse 100 %.").format(text))
    return points


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise DataFault(_("« {} » n’est pas un nombre entier.").format(text))
    return int(text)
