"""The columns of a spreadsheet of articles, and its first line.

Order is free. What a file has no column for stays as it is in the catalogue; an empty cell empties
what it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from otdesk.domain.search import normalise
from otdesk.domain.visits_file import HeaderRefused
from otdesk.i18n import _


class Field(StrEnum):
    """What a column holds; most are fields of a product, by name."""

    CODE = "code"
    LABEL = "label"
    SHORT = "short"
    DETAIL = "detail"
    FAMILY = "family"
    PRICE = "price"
    VAT = "vat"
    BARCODE = "barcode"
    SUPPLIER = "supplier"
    CONSIGNMENT = "consignment"
    COST = "cost"
    PUBLISHER_PRICE = "publisher_price"
    SECTOR = "sector"
    SET_OF = "set_of"
    SET_COUNT = "set_count"
    HELD = "held"
    OFFICES = "offices"
    REORDER_LEVEL = "reorder_level"
    POSITION = "position"
    RETIRED = "retired"


NEEDED = (Field.CODE, Field.LABEL, Field.FAMILY, Field.PRICE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, other headings that people write, and what it holds."""

    field: Field
    heading: str
    others: tuple[str, ...]
    meaning: str


def columns() -> tuple[Column, ...]:
    """Return every column in the order of the template."""
    rows = (
        (Field.CODE, _("code"), (), _("ne change jamais ; jamais réutilisé")),
        (Field.LABEL, _("nom"), (_("libellé"), _("désignation"), _("article")), _("en entier")),
        (Field.SHORT, _("nom court"), (), _("sur la touche ; le nom, s’il est vide")),
        (Field.DETAIL, _("précision"), (), _("seconde ligne de la touche : auteur, secteur")),
        (Field.FAMILY, _("famille"), (), _("code ou nom d’une famille du catalogue")),
        (
            Field.PRICE,
            _("prix"),
            (_("prix TTC"), _("prix de vente")),
            _("en euros, TVA comprise : 13,90"),
        ),
        (Field.VAT, _("TVA"), (_("taux de TVA"),), _("20 %, 10 %, 5,5 %, 2,1 % ou 0 %")),
        (
            Field.BARCODE,
            _("code-barres"),
            (_("code barre"), "EAN", "ISBN"),
            _("EAN-13, EAN-8 ou ISBN, chiffre de contrôle vérifié"),
        ),
        (Field.SUPPLIER, _("fournisseur"), (), _("code ou nom ; un nom nouveau est créé")),
        (
            Field.CONSIGNMENT,
            _("dépôt-vente"),
            (),
            _("part due au fournisseur sur chaque vente : 70 % ; « non » si rien"),
        ),
        (Field.COST, _("prix d’achat"), (_("prix d’achat HT"),), _("en euros, hors taxe")),
        (
            Field.PUBLISHER_PRICE,
            _("prix éditeur"),
            (_("prix unique"),),
            _("oui pour un livre : vendu entre 95 et 100 % du prix"),
        ),
        (Field.SECTOR, _("secteur"), (), _("secteur d’une fiche de randonnée")),
        (Field.SET_OF, _("lot de"), (), _("pour un lot : le secteur, ou le code de l’article")),
        (Field.SET_COUNT, _("nombre"), (), _("pour un lot : combien il en compte")),
        (Field.HELD, _("pour un tiers"), (_("tiers"),), _("oui : encaissé pour le fournisseur")),
        (Field.OFFICES, _("bureaux"), (_("bureau"),), _("séparés par des virgules ; tous si vide")),
        (
            Field.REORDER_LEVEL,
            _("seuil"),
            (_("seuil de réapprovisionnement"),),
            _("à réapprovisionner quand il n’en reste pas plus"),
        ),
        (Field.POSITION, _("favori"), (_("place"),), _("1 à 15 : la touche ; vide sinon")),
        (Field.RETIRED, _("retiré"), (), _("oui : ne se vend plus")),
    )
    return tuple(Column(*row) for row in rows)


def read_header(cells: Sequence[str]) -> tuple[Column | None, ...]:
    """Return the column under each heading, None under an empty one.

    Raises HeaderRefused with every unknown, missing or repeated column.
    """
    if len(cells) == 1 and any(mark in cells[0] for mark in (",", "\t")):
        raise HeaderRefused([("", _("les colonnes doivent être séparées par « ; »."))])
    known: dict[str, Column] = {}
    for column in columns():
        for heading in (column.heading, *column.others):
            known[normalise(heading)] = column
    found: list[Column | None] = []
    faults: list[tuple[str, str]] = []
    for cell in cells:
        column_found = known.get(normalise(cell))
        if cell.strip() and column_found is None:
            faults.append((cell.strip(), _("colonne inconnue « {} ».").format(cell.strip())))
        elif column_found is not None and column_found in found:
            faults.append(
                (cell.strip(), _("la colonne « {} » figure deux fois.").format(cell.strip()))
            )
        found.append(column_found)
    present = {column.field for column in found if column is not None}
    faults += [
        (column.heading, _("la colonne « {} » manque.").format(column.heading))
        for column in columns()
        if column.field in NEEDED and column.field not in present
    ]
    if faults:
        raise HeaderRefused(faults)
    return tuple(found)
