"""The starter catalogue is whole, and a list that is not is refused with its place."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from otdesk.domain.catalogue import ProductKind
from otdesk.store.reference import ReferenceFault, load_lists
from otdesk.store.starter_catalogue import StarterCatalogue, load_starter

FOLDER = Path(__file__).parents[2] / "db" / "reference"


@cache
def shipped() -> StarterCatalogue:
    return load_starter(FOLDER)


def test_the_families_are_those_of_the_manuel_qualite_and_la_peche() -> None:
    assert [family.code for family in shipped().families] == [
        "randonnee",
        "cartes_postales",
        "stevenson",
        "nature",
        "histoire",
        "beaux_livres",
        "recettes",
        "enfants",
        "romans",
        "agendas",
        "goodies",
        "peche",
    ]
    sold = {product.family for product, _cents in shipped().products}
    assert sold == {family.code for family in shipped().families}


def test_the_favourites_fill_the_three_rows_of_keys() -> None:
    places = sorted(p.position for p, _cents in shipped().products if p.position)
    assert places == list(range(1, 16))


def test_ten_sheets_of_a_sector_are_a_set_of_6_euros() -> None:
    sets = [(p, cents) for p, cents in shipped().products if p.kind is ProductKind.SET]
    sheets = {p.sector: cents for p, cents in shipped().products if p.sector}
    assert {(p.set_count, cents) for p, cents in sets} == {(10, 600)}
    assert {p.set_of: 100 for p, _cents in sets} == sheets


def test_no_barcode_is_made_up() -> None:
    assert not any(product.barcode for product, _cents in shipped().products)


def test_every_article_has_a_rate_of_the_law() -> None:
    known = {rate.code for rate in load_lists(FOLDER).vat_rates.rates}
    assert {product.vat for product, _cents in shipped().products} <= known


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("family", ";randonnee;goods;normal;100;"),
        ("supplier", ";;ign;map;3"),
        ("kind", ";goods;reduit;650;"),
        ("price_cents", ";reduit;2400;"),
    ],
)
def test_a_wrong_article_is_refused_with_its_line(tmp_path: Path, column: str, wrong: str) -> None:
    for path in FOLDER.glob("starter_*.csv"):
        shutil.copy(path, tmp_path)
    path = tmp_path / "starter_catalogue.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if wrong in line)
    spoilt = {"family": "randonne", "supplier": "igm", "kind": "good", "price_cents": ""}
    cells = lines[at].split(";")
    cells[lines[0].strip().split(";").index(column)] = spoilt[column]
    lines[at] = ";".join(cells)
    path.write_text("".join(lines), "utf-8")
    with pytest.raises(ReferenceFault) as refused:
        load_starter(tmp_path)
    assert (refused.value.line, refused.value.column) == (at + 1, column)
