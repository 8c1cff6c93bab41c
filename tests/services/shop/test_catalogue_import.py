"""Articles from a spreadsheet: every fault named in its place, all or nothing, twice is once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from otdesk.documents import catalogue_template
from otdesk.domain.catalogue import ProductKind
from otdesk.errors import DataFault
from otdesk.services.shop import catalogue, catalogue_import
from otdesk.services.shop.catalogue_import import CataloguePlan
from otdesk.services.shop.known_shop import known_shop
from otdesk.services.spreadsheet import SourceUnreadable
from otdesk.services.visits_import import FileRefused
from tests.shop import DAY, Shop

HEAD = "code;nom;famille;prix"
Write = Callable[..., Path]


@pytest.fixture
def csv_file(tmp_path: Path) -> Write:
    def write(*lines: str, head: str = HEAD) -> Path:
        path = tmp_path / "articles.csv"
        path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def read(shop: Shop, path: Path, since: date = DAY) -> CataloguePlan:
    workplace = shop.workplace
    with shop.store.reading() as connection:
        target = catalogue_import.target_of(
            connection, workplace.profile, workplace.lists.vat_rates, since
        )
    return catalogue_import.read(path, target)


def take(shop: Shop, path: Path, since: date = DAY) -> CataloguePlan:
    plan = read(shop, path, since)
    with shop.store.writing("CA") as transaction:
        catalogue_import.write(transaction, plan)
    return plan


def faults(shop: Shop, path: Path) -> list[str]:
    before = shop.scalar("SELECT count(*) FROM journal")
    with pytest.raises(FileRefused) as refused:
        read(shop, path)
    assert shop.scalar("SELECT count(*) FROM journal") == before
    assert refused.value.count == len(refused.value.faults)
    return [str(fault) for fault in refused.value.faults]


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()
    return path


def test_a_line_becomes_an_article_with_its_price(shop: Shop, csv_file: Write) -> None:
    head = (
        "Code;Nom;Nom court;Famille;Prix TTC;TVA;Code-barres;Fournisseur;Prix d'achat;"
        "Prix éditeur;Bureaux;Seuil"
    )
    line = (
        "camisards;Les Camisards;Camisards;Livres;24;5,5 %;978-2-84826-468-4;IGN;15,20;oui;"
        "Le Pont-de-Montvert, COL;2"
    )
    plan = take(shop, csv_file(line, head=head))
    assert (plan.lines, plan.new, plan.revised, len(plan.prices)) == (1, 1, 0, 1)
    article = shop.catalogue().articles["camisards"]
    product = article.product
    assert article.price == 2400
    assert (product.family, product.vat, product.supplier) == ("livres", "reduit", "ign")
    assert (product.barcode, product.cost, product.reorder_level) == ("9782848264684", 1520, 2000)
    assert product.publisher_price
    assert product.offices == ("PDM", "COL")


def test_the_same_file_twice_changes_nothing(shop: Shop, csv_file: Write) -> None:
    file = csv_file("camisards;Les Camisards;livres;24,00", "magnet;Magnet;souvenirs;4,80")
    take(shop, file)
    before = shop.scalar("SELECT count(*) FROM journal")
    again = take(shop, file, date(2022, 8, 1))
    assert again.changes_nothing
    assert again.unchanged == 2
    assert shop.scalar("SELECT count(*) FROM journal") == before


def test_a_column_that_is_absent_leaves_what_was_and_an_empty_cell_empties_it(
    shop: Shop, csv_file: Write
) -> None:
    take(shop, csv_file("ign-2739;IGN 2739;randonnee;13,90"))
    assert shop.catalogue().articles["ign-2739"].product.barcode == "9782758551362"
    take(shop, csv_file("ign-2739;IGN 2739;randonnee;13,90;", head=f"{HEAD};code-barres"))
    assert shop.catalogue().articles["ign-2739"].product.barcode == ""


def test_a_new_price_begins_on_its_day(shop: Shop, csv_file: Write) -> None:
    take(shop, csv_file("magnet;Magnet Stevenson;souvenirs;4,80"), date(2022, 8, 1))
    assert shop.catalogue().articles["magnet"].price == 450
    shop.next_day(12)
    assert shop.catalogue().articles["magnet"].price == 480


def test_every_fault_is_told_with_its_line_and_column(shop: Shop, csv_file: Write) -> None:
    head = f"{HEAD};code-barres;bureaux;TVA;lot de;nombre;dépôt-vente"
    told = faults(
        shop,
        csv_file(
            ";Sans code;livres;1;;;;;;",
            "a b;;livres;;;;;;;",
            "neg;Négatif;livres;-2;;;;;;",
            "ean;Faux code;livres;2;9782758551363;;;;;",
            "fam;Famille;plantes;2;;XXX;33 %;;;",
            "neg2;Cher;livres;9782758551362;;;;;;",
            "lot;Lot;randonnee;6;;;;nulle-part;10;",
            "demi;Demi-lot;randonnee;6;;;;mont-lozere;;",
            "part;Part;livres;2;;;;;;70 %",
            "court;Court;livres",
            head=head,
        ),
    )
    text = "\n".join(told)
    for expected in (
        "ligne 2, code : le code manque.",
        "ligne 3, code : « a b » n’est pas un code",
        "ligne 3, nom : le nom manque.",
        "ligne 4, prix : « -2 » est au-dessous de zéro.",
        "ligne 5, code-barres : « 9782758551363 » n’est pas un code-barres valable.",
        "ligne 6, famille : « plantes » n’est pas une famille du catalogue",
        "ligne 6, bureaux : « XXX » n’est pas un bureau",
        "ligne 6, TVA : « 33 % » n’est pas un taux de TVA",
        "ligne 7, prix : Un code-barres n’est pas une somme",
        "ligne 8, lot de : « nulle-part » n’est ni un secteur ni le code d’un article.",
        "ligne 9 : Un lot dit de quoi il est fait",
        "ligne 10, dépôt-vente : un dépôt-vente a un fournisseur.",
        "ligne 11 : 3 colonnes au lieu de 10.",
    ):
        assert expected in text


def test_doubles_are_named(shop: Shop, csv_file: Write) -> None:
    told = faults(
        shop,
        csv_file(
            "a;Un;livres;1;9782264044068;5",
            "b;Deux;livres;1;;5",
            "a;Trois;livres;1;;",
            head=f"{HEAD};code-barres;favori",
        ),
    )
    assert told[0].startswith("ligne 2, code-barres : le code-barres 9782264044068 est aussi")
    assert told[0].endswith("celui de « Voyage avec un âne ».")
    assert told[1:] == [
        "ligne 3, favori : la place 5 est déjà prise à la ligne 2.",
        "ligne 4, code : le code « a » est déjà à la ligne 2.",
    ]


def test_a_header_tells_all_that_is_wrong_with_it(shop: Shop, csv_file: Write) -> None:
    told = faults(shop, csv_file("a;1", head="code;couleur;code;prix"))
    assert told == [
        "ligne 1, code : la colonne « code » figure deux fois.",
        "ligne 1, couleur : colonne inconnue « couleur ».",
        "ligne 1, famille : la colonne « famille » manque.",
        "ligne 1, nom : la colonne « nom » manque.",
    ]


def test_a_new_article_needs_a_price_and_a_known_one_keeps_its_own(
    shop: Shop, csv_file: Write
) -> None:
    assert faults(shop, csv_file("neuf;Neuf;livres;")) == ["ligne 2, prix : le prix manque."]
    assert take(shop, csv_file("magnet;Magnet bleu;souvenirs;")).prices == ()
    assert shop.catalogue().articles["magnet"].price == 450


def test_a_barcode_moves_from_a_retired_article_to_its_successor(
    shop: Shop, csv_file: Write
) -> None:
    head = f"{HEAD};code-barres;retiré;TVA;prix éditeur"
    take(
        shop,
        csv_file(
            "ane-2;Voyage avec un âne, 2e éd.;livres;7,00;9782264044068;;5,5 %;oui",
            "stevenson;Voyage avec un âne;livres;6,50;9782264044068;oui;5,5 %;oui",
            head=head,
        ),
    )
    articles = shop.catalogue().articles
    assert articles["stevenson"].product.retired
    assert articles["ane-2"].product.barcode == "9782264044068"


def test_a_new_supplier_is_made_and_its_share_noted(shop: Shop, csv_file: Write) -> None:
    head = f"{HEAD};fournisseur;dépôt-vente;pour un tiers"
    plan = take(
        shop,
        csv_file(
            "miel;Miel;souvenirs;8;Rucher du Bougès;65 %;",
            "cire;Cire;souvenirs;5;Rucher du Bougès;;",
            "balade;Balade nature;souvenirs;10;aappma;;oui",
            head=head,
        ),
    )
    assert [supplier.name for supplier in plan.new_suppliers] == ["Rucher du Bougès"]
    known = shop.catalogue()
    supplier = known.suppliers["rucher-du-bouges"]
    assert (supplier.consignment, supplier.consignment_basis_points) == (True, 6500)
    assert known.articles["cire"].product.supplier == supplier.code
    assert known.articles["balade"].product.kind is ProductKind.HELD


def test_two_shares_of_one_supplier_are_refused(shop: Shop, csv_file: Write) -> None:
    told = faults(
        shop,
        csv_file(
            "miel;Miel;souvenirs;8;Rucher;65 %",
            "cire;Cire;souvenirs;5;Rucher;60 %",
            head=f"{HEAD};fournisseur;dépôt-vente",
        ),
    )
    assert told == ["ligne 3, dépôt-vente : deux parts différentes pour le fournisseur « Rucher »."]


def test_a_workbook_says_the_same_as_a_csv_file(shop: Shop, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "articles.xlsx",
        [
            ["code", "nom", "famille", "prix", "TVA", "code-barres", "seuil", "retiré"],
            ["camisards", "Les Camisards", "Livres", 24.5, 0.055, 9782848264684, 3, False],
            ["", "", "", "", "", "", "", ""],
            [48, "Poster", "Souvenirs", 12, 0.2, "", "", True],
        ],
    )
    take(shop, path)
    articles = shop.catalogue().articles
    assert articles["camisards"].price == 2450
    assert articles["camisards"].product.barcode == "9782848264684"
    assert articles["camisards"].product.vat == "reduit"
    assert articles["48"].product.retired
    assert articles["48"].price == 1200


def test_the_lines_of_a_workbook_are_numbered_as_the_spreadsheet_does(
    shop: Shop, tmp_path: Path
) -> None:
    rows: list[list[object]] = [["code", "nom", "famille", "prix"], [""], ["a", "Un", "plantes", 1]]
    told = faults(shop, workbook(tmp_path / "articles.xlsx", rows))
    assert told[0].startswith("ligne 3, famille : « plantes »")


def test_an_amount_of_three_decimals_is_refused(shop: Shop, tmp_path: Path) -> None:
    rows: list[list[object]] = [["code", "nom", "famille", "prix"], ["a", "Un", "livres", 1.125]]
    told = faults(shop, workbook(tmp_path / "articles.xlsx", rows))
    assert told == ["ligne 2, prix : « 1,125 » n’est pas une somme en euros."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04broken", "Ce n’est pas un classeur lisible"),
        (b"", "Ce n’est pas un classeur lisible"),
    ],
)
def test_what_is_no_workbook_is_told(
    shop: Shop, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "articles.ods"
    path.write_bytes(content)
    assert faults(shop, path)[0].startswith(reason)


def test_a_file_that_is_not_there_is_the_machines_fault(shop: Shop, tmp_path: Path) -> None:
    for name in ("absent.csv", "absent.xlsx"):
        with pytest.raises(SourceUnreadable):
            read(shop, tmp_path / name)


def test_a_file_without_articles_is_refused(shop: Shop, csv_file: Write) -> None:
    assert faults(shop, csv_file()) == ["le fichier n’a aucun article."]


def test_a_catalogue_that_changed_meanwhile_refuses_the_plan(shop: Shop, csv_file: Write) -> None:
    plan = read(shop, csv_file("magnet;Magnet;souvenirs;5"))
    with shop.store.writing("BM") as transaction:
        product = shop.catalogue().articles["magnet"].product
        catalogue.retire(transaction, product.code)
    with (
        pytest.raises(DataFault, match="a changé entre-temps"),
        shop.store.writing("CA") as transaction,
    ):
        catalogue_import.write(transaction, plan)
    assert shop.catalogue().articles["magnet"].price == 450


def test_a_catalogue_written_to_the_template_comes_back_as_it_was(
    shop: Shop, tmp_path: Path
) -> None:
    with shop.store.reading() as connection:
        content = catalogue_template.render(known_shop(connection, DAY))
    path = tmp_path / "modele.xlsx"
    path.write_bytes(content)
    plan = read(shop, path)
    assert plan.lines == len(shop.catalogue().articles)
    assert plan.changes_nothing
