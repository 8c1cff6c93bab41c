"""What the siège manages for all goes down with its acknowledgement, and counts at the offices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from otdesk import paths
from otdesk.domain.catalogue import Article, Family, Price, Product, Supplier, pieces
from otdesk.domain.counter.grammar import Layout
from otdesk.domain.days import PlannedOpening
from otdesk.domain.list_items import ListItem, ListName
from otdesk.domain.openings import Ranges, read_hours
from otdesk.domain.reference import Lists
from otdesk.domain.visits import VisitDemand
from otdesk.errors import DataFault
from otdesk.headquarters import network_lists
from otdesk.headquarters.network_lists import ListGrounds
from otdesk.headquarters.unknown_codes import unknown_codes
from otdesk.reports.counsellors import present
from otdesk.reports.opening_today import opening_today
from otdesk.reports.queries.openings import plans
from otdesk.reports.queries.scope import Scope
from otdesk.reports.shop.catalogue import read_catalogue
from otdesk.reports.shop.prices import prices_of, prices_to_come
from otdesk.reports.siege_news import NewsGrounds, what_changed
from otdesk.services import counsellors, days, visits, workplace
from otdesk.services.shop import catalogue, catalogue_import
from otdesk.services.visits_import import FileRefused
from otdesk.services.worker import UseCase
from otdesk.services.workplace import Grounds
from otdesk.store.integrity import verify
from otdesk.store.list_items import lists_version
from otdesk.store.pairing_state import partner
from otdesk.store.siege_records import ManagedBySiege
from otdesk.sync.outbox import write_next
from otdesk.ui.counter.layout import counter_layout
from tests.network import Network, Place
from tests.store.desk import DAY, VISIT

MAPS = Family("cartes", "Cartes", "Cartes", "tarn", "map", "707100", 1)
IGN = Product("ign-2739", "IGN 2739 OT", "IGN 2739", "cartes", barcode="9782758551362", position=3)
HONEY = Product("miel", "Miel des ruches du Bougès", "Miel", "cartes")
SINCE = DAY - timedelta(days=100)
NEXT_WEEK = DAY + timedelta(days=7)


@pytest.fixture
def network(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(tmp_path, stack, siege_address())


def exchange(network: Network, *places: Place) -> None:
    """Have the siège answer and each office hear it, then send."""
    network.receive()
    for place in places:
        network.send(place)
    network.receive()


def stock_shop(place: Place, product: Product, cents: int) -> None:
    """Write a family, an article and its price in a folder."""
    with place.store.writing("CA") as transaction:
        catalogue.put_family(transaction, MAPS)
        catalogue.put_product(transaction, product)
        catalogue.set_price(transaction, Price(product.code, SINCE, cents))


def article(place: Place, code: str, *, days: int = 0, office: str = "") -> Article:
    """Return an article as a folder shows it, some days from today."""
    day = DAY + timedelta(days=days)
    with place.store.reading() as connection:
        shown = read_catalogue(connection, office or place.workplace.identity.office, day)
    return shown.articles[code]


def test_an_article_of_the_siege_replaces_the_one_that_an_office_had(network: Network) -> None:
    via = network.office("VIA")
    stock_shop(via, replace(IGN, label="Carte IGN du coin"), 1290)
    stock_shop(network.siege, IGN, 1390)
    exchange(network, via)
    shown = article(via, IGN.code)
    assert (shown.product.label, shown.price, shown.managed) == (IGN.label, 1390, True)
    # One article, in the union of the siège too.
    assert article(network.siege, IGN.code, office="VIA").product == IGN
    with via.store.reading() as connection:
        assert [price.cents for price in prices_of(connection, IGN.code)] == [1390]
    for place in (network.siege, via):
        assert verify(place.workplace.folder, place.workplace.anchors).faults == ()


def test_an_office_changes_no_article_of_the_siege_and_keeps_its_own(network: Network) -> None:
    via = network.office("VIA")
    stock_shop(network.siege, IGN, 1390)
    exchange(network, via)
    changes: list[UseCase] = [
        lambda t: catalogue.put_product(t, replace(IGN, label="Autre nom")),
        lambda t: catalogue.set_price(t, Price(IGN.code, DAY, 1)),
        lambda t: catalogue.put_family(t, replace(MAPS, label="Plans")),
    ]
    for change in changes:
        with pytest.raises(ManagedBySiege, match="géré par le siège"), via.store.writing("J") as t:
            change(t)
    stock_shop(via, HONEY, 800)
    assert (article(via, "miel").price, article(via, "miel").managed) == (800, False)
    exchange(network, via)
    assert article(network.siege, "miel", office="VIA").product == HONEY
    # The siège's own catalogue is what it manages: honey is the office's alone.
    with network.siege.store.reading() as connection:
        assert set(read_catalogue(connection, "SIEGE", DAY).articles) == {IGN.code}


def test_a_file_that_changes_a_supplier_of_the_siege_is_refused_by_line_and_column(
    network: Network, tmp_path: Path
) -> None:
    via = network.office("VIA")
    stock_shop(network.siege, IGN, 1390)
    stock_shop(via, HONEY, 800)
    with network.siege.store.writing("CA") as transaction:
        catalogue.put_supplier(transaction, Supplier("rucher", "Le Rucher"))
    exchange(network, via)
    file = tmp_path / "articles.csv"
    file.write_text(
        "code;nom;famille;prix;fournisseur;dépôt-vente\n"
        "miel;Miel des ruches du Bougès;Cartes;8,00;Le Rucher;\n"
        "cire;Cire;Cartes;6,00;Le Rucher;30 %\n"
        "pain;Pain d’épices;Cartes;5,00;La Ferme;30 %\n",
        "utf-8",
    )
    workplace = via.workplace
    with via.store.reading() as connection:
        target = catalogue_import.target_of(
            connection, workplace.profile, workplace.lists.vat_rates, DAY
        )
    with pytest.raises(FileRefused, match=r"articles\.csv.*1 anomalie") as refused:
        catalogue_import.read(file, target)
    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (3, "dépôt-vente")
    assert fault.reason == "le fournisseur « Le Rucher » est géré par le siège."


def test_an_office_keeps_its_key_its_level_and_whether_it_sells(network: Network) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    stock_shop(network.siege, IGN, 1390)
    exchange(network, via, pdm)
    chosen = replace(IGN, reorder_level=pieces(4), position=1)
    with via.store.writing("JD") as transaction:
        catalogue.put_product(transaction, chosen)
    with network.siege.store.writing("CA") as transaction:
        catalogue.put_product(transaction, replace(IGN, label="IGN 2739 OT Mont Lozère"))
    exchange(network, via, pdm)
    assert article(via, IGN.code).product == replace(chosen, label="IGN 2739 OT Mont Lozère")
    assert article(pdm, IGN.code).product.position == IGN.position
    assert article(network.siege, IGN.code, office="VIA").product.reorder_level == pieces(4)
    with via.store.writing("JD") as transaction:
        catalogue.retire(transaction, IGN.code)
    assert article(via, IGN.code).product.retired
    with via.store.writing("JD") as transaction:
        catalogue.restore(transaction, IGN.code)
        catalogue.order_favourites(transaction, [IGN.code])
    assert not article(via, IGN.code).product.retired
    with network.siege.store.writing("CA") as transaction:
        catalogue.retire(transaction, IGN.code)
    exchange(network, via)
    with pytest.raises(ManagedBySiege, match="ne vend plus"), via.store.writing("JD") as t:
        catalogue.restore(t, IGN.code)


def test_a_price_to_come_arrives_and_counts_from_its_day(network: Network) -> None:
    via = network.office("VIA")
    stock_shop(via, IGN, 1290)
    with via.store.writing("JD") as transaction:
        # What the office had set for later does not come back over the siège's.
        catalogue.set_price(transaction, Price(IGN.code, NEXT_WEEK + timedelta(days=1), 1))
    with network.siege.store.writing("CA") as transaction:
        catalogue.put_family(transaction, MAPS)
        catalogue.put_product(transaction, IGN)
        catalogue.set_price(transaction, Price(IGN.code, NEXT_WEEK, 1490))
    exchange(network, via)
    prices = [article(via, IGN.code, days=days).price for days in (0, 6, 7, 30)]
    assert prices == [1290, 1290, 1490, 1490]
    with via.store.reading() as connection:
        assert prices_to_come(connection, DAY)[IGN.code].since == NEXT_WEEK


# Planned openings --------------------------------------------------------------------------

MORNING, AFTERNOON = read_hours("9h-12h"), read_hours("14h-18h")


def planned(place: Place, office: str, day: date) -> tuple[Ranges, Ranges]:
    """Return what is planned for a day, as the counter and as the summaries read it."""
    with place.store.reading() as connection:
        today = opening_today(connection, office, day).planned
        found = [plan.ranges for plan in plans(connection, Scope((office,), day, day))]
    # One plan a day: the one that counts.
    return today, found[0] if len(found) == 1 else ()


def test_the_plan_of_the_siege_wins_over_what_the_office_planned_before(network: Network) -> None:
    via = network.office("VIA", paired=False)
    with via.store.writing("JD") as transaction:
        days.plan(transaction, [PlannedOpening("VIA", DAY, MORNING)])
    network.pair(via)
    with pytest.raises(ManagedBySiege, match="viennent du siège"), via.store.writing("JD") as t:
        days.plan(t, [PlannedOpening("VIA", DAY, AFTERNOON)])
    network.send(via)
    with network.siege.store.writing("CA") as transaction:
        for ranges in (MORNING, AFTERNOON):
            days.plan(transaction, [PlannedOpening("VIA", DAY, ranges)])
    exchange(network, via)
    for place in (via, network.siege):
        assert planned(place, "VIA", DAY) == (AFTERNOON, AFTERNOON)
    # What the profile plans by itself fills only what the siège left.
    with via.store.writing("otdesk") as transaction:
        days.plan_ahead(transaction, via.workplace.office, DAY)
    exchange(network, via)
    assert planned(via, "VIA", DAY) == (AFTERNOON, AFTERNOON)
    with via.store.writing("JD") as transaction:
        days.open_range(transaction, "VIA", DAY, 540)


# Counsellors -------------------------------------------------------------------------------


def names(place: Place) -> list[tuple[str, str, bool]]:
    """Return who may be picked in a folder."""
    with place.store.reading() as connection:
        return [(who.initials, who.name, who.managed) for who in present(connection)]


def test_counsellors_of_the_siege_are_picked_where_it_says(network: Network) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    with via.store.writing("otdesk") as transaction:
        counsellors.add(transaction, "LS", "Luc")
        counsellors.add(transaction, "JD", "Jeanne")
    exchange(network, via, pdm)
    with network.siege.store.writing("CA") as transaction:
        counsellors.add(transaction, "AN", "Anne")
        counsellors.add(transaction, "JD", "Jeanne", office="VIA")
        gone = counsellors.add(transaction, "ZO", "Zoé", office="PDM").uids[-1]
    with (
        pytest.raises(DataFault, match="Luc, au bureau VIA"),
        network.siege.store.writing("C") as t,
    ):
        counsellors.add(t, "LS", "Louise")
    exchange(network, via, pdm)
    assert names(via) == [("AN", "Anne", True), ("JD", "Jeanne", True), ("LS", "Luc", False)]
    assert names(pdm) == [("AN", "Anne", True), ("ZO", "Zoé", True)]
    assert [name for name, *_rest in names(network.siege)] == ["AN", "JD", "ZO"]
    with via.store.reading() as connection:
        anne = next(who.uid for who in present(connection) if who.initials == "AN")
    with pytest.raises(ManagedBySiege, match="ajouté par le siège"), via.store.writing("J") as t:
        counsellors.leave(t, anne, "VIA", DAY)
    with network.siege.store.writing("CA") as transaction:
        counsellors.leave(transaction, gone, "PDM", DAY)
    exchange(network, pdm)
    assert names(pdm) == [("AN", "Anne", True)]


# Lists -------------------------------------------------------------------------------------

STARS = ListItem(
    ListName.DEMANDS, "loisirs.ciel_etoile", "Ciel étoilé", parent="loisirs", icon="star"
)


def say(network: Network, *items: ListItem) -> None:
    """Have the siège say entries of the lists."""
    siege = network.siege
    with siege.store.writing("CA") as transaction:
        network_lists.put(transaction, ListGrounds.of(siege.workplace), items)
    with siege.store.reading() as connection:
        network_lists.refresh(siege.workplace, connection)


def lists_at(network: Network, name: str) -> Lists:
    """Return the lists of a folder as its next start has them."""
    grounds = Grounds(paths.database_files(), network.root / f"{name}-state", network.clock)
    return workplace.open_folder(grounds, network.root / name).lists


def tiles(lists: Lists, place: Place) -> Layout:
    """Return what lies under the keys of an office's counter."""
    return counter_layout(lists, place.workplace.profile, place.workplace.office)


def test_a_demand_of_the_siege_is_under_the_keys_and_a_retired_one_is_not(network: Network) -> None:
    via = network.office("VIA")
    say(network, replace(STARS, icon=""), ListItem(ListName.AUDIENCES, "ecoles", "Écoles"))
    exchange(network, via)
    lists = lists_at(network, "via")
    assert lists.demand_label(STARS.code) == "Ciel étoilé"
    assert lists.demands[STARS.code].icon == lists.demands["loisirs"].icon
    layout = tiles(lists, via)
    assert layout.details["loisirs"][-1] == STARS.code
    assert layout.audiences[-1] == "ecoles"
    grounds = ListGrounds.of(network.siege.workplace)
    with network.siege.store.writing("CA") as transaction:
        network_lists.retire(transaction, grounds, ListName.DEMANDS, STARS.code, DAY)
        network_lists.retire(transaction, grounds, ListName.DEMANDS, "sport.velo", DAY)
    exchange(network, via)
    lists = lists_at(network, "via")
    details = tiles(lists, via).details
    assert STARS.code not in details["loisirs"]
    assert "sport.velo" not in details["sport"]
    # Past years stay readable.
    assert lists.demand_label(STARS.code) == "Ciel étoilé"
    with network.siege.store.writing("CA") as transaction:
        network_lists.restore(transaction, grounds, ListName.DEMANDS, STARS.code)
    exchange(network, via)
    assert STARS.code in tiles(lists_at(network, "via"), via).details["loisirs"]
    for place in (network.siege, via):
        assert verify(place.workplace.folder, place.workplace.anchors).faults == ()


def test_packets_name_the_version_of_the_lists(network: Network) -> None:
    via = network.office("VIA")
    say(network, replace(STARS, icon=""))
    with network.siege.store.reading() as connection:
        version = lists_version(connection)
    exchange(network, via)
    stick = network.root / "cle"
    stick.mkdir()
    with via.store.writing("JD") as transaction:
        counsellors.add(transaction, "LS", "Luc")
    with via.store.reading() as connection:
        known = partner(connection)
    assert known is not None
    written = write_next(via.store, via.keys, known, stick)
    assert written is not None
    assert version.startswith("1-")
    assert written.manifest.lists == version


def test_an_unknown_code_is_resolved_by_naming_it(network: Network) -> None:
    via = network.office("VIA")
    visit = replace(VISIT, office="VIA", demands=(VisitDemand(STARS.code),), audience="ecoles")
    with via.store.writing("JD") as transaction:
        visits.record(transaction, visit)
    network.send(via)
    network.receive()

    def unknown() -> set[str]:
        with network.siege.store.reading() as connection:
            return {each.code for each in unknown_codes(connection)}

    assert unknown() == {STARS.code, "ecoles"}
    say(network, replace(STARS, icon=""))
    assert unknown() == {"ecoles"}


REFUSED: list[tuple[ListItem, str]] = [
    (replace(STARS, icon="dragon"), "n’est pas une image"),
    (replace(STARS, code="Ciel", parent=None, icon=""), "n’est pas un code"),
    (replace(STARS, code="lune.pleine", parent="lune", icon=""), "demande connue"),
    (replace(STARS, label="Une très longue soirée", icon=""), "trop long pour une touche"),
    (replace(STARS, code="sport.lune", parent="sport", icon=""), "autant que de touches"),
    (replace(STARS, label="Fêtes", code="fetes", parent=None, retired=NEXT_WEEK), "se retire"),
    (ListItem(ListName.COUNTRIES, "FR", "France"), "n’est pas un code"),
    (ListItem(ListName.AUDIENCES, "encore", "Familles"), "existe déjà, sous le code familles"),
    (
        ListItem(ListName.CLOSURE_REASONS, "deuil", "Deuil", published="Deuil", personal=True),
        "ne se publie pas tel quel",
    ),
]


def test_entries_that_the_lists_cannot_have_are_refused(network: Network) -> None:
    for item, why in REFUSED:
        with pytest.raises(DataFault, match=why):
            say(network, item)


def test_lists_are_changed_at_the_siege_alone(network: Network) -> None:
    via = network.office("VIA", paired=False)
    with pytest.raises(ManagedBySiege, match="au siège"), via.store.writing("JD") as transaction:
        network_lists.put(transaction, ListGrounds.of(via.workplace), [STARS])


# What came, in words -----------------------------------------------------------------------


def test_what_came_from_the_siege_is_told_in_words(network: Network) -> None:
    via = network.office("VIA")
    stock_shop(network.siege, IGN, 1390)
    stock_shop(network.siege, replace(HONEY, position=0), 800)
    network.clock.instant += timedelta(days=20)
    now = DAY + timedelta(days=20)
    with network.siege.store.writing("CA") as transaction:
        for code in (IGN.code, HONEY.code):
            catalogue.set_price(transaction, Price(code, now + timedelta(days=7), 1490))
        catalogue.retire(transaction, HONEY.code)
        days.plan(
            transaction,
            [PlannedOpening(office, now, MORNING) for office in ("VIA", "PDM")],
        )
        counsellors.add(transaction, "AN", "Anne", office="PDM")
        counsellors.add(transaction, "LS", "Luc", office="VIA")
    couples = ListItem(ListName.AUDIENCES, "couples", "Couples et amis", "Couples", icon="heart")
    say(network, replace(STARS, icon=""), replace(couples, icon=""))
    exchange(network, via)
    grounds = NewsGrounds("VIA", now, via.workplace.lists_in_use.shipped)
    with via.store.reading() as connection:
        news = what_changed(connection, grounds, now)
        everything = what_changed(connection, grounds, DAY)
    assert [each.text for each in news] == [
        "2 prix changent mercredi 10 août.",
        "« Miel des ruches du Bougès » ne se vend plus.",
        "Listes : « Ciel étoilé » s’ajoute (demandes).",
        "Listes : « Couples et amis » change (publics).",
        "Horaires d’août 2022 : 1 jour prévu par le siège.",
        "Luc (LS) est sur la liste des conseillers.",
    ]
    assert "2 prix sont nouveaux depuis mardi 5 avril." in [each.text for each in everything]


def test_a_file_of_an_office_is_refused_where_the_siege_decides(
    network: Network, tmp_path: Path
) -> None:
    via = network.office("VIA")
    stock_shop(network.siege, IGN, 1390)
    exchange(network, via)
    path = tmp_path / "articles.csv"
    path.write_text(
        "code;nom;famille;prix;seuil\n"
        f"{IGN.code};Autre nom;cartes;13,90;\n"
        f"miel;Miel;cartes;8,00;\n",
        encoding="utf-8",
    )
    rates = via.workplace.lists.vat_rates
    with via.store.reading() as connection:
        target = catalogue_import.target_of(connection, via.workplace.profile, rates, DAY)
    with pytest.raises(FileRefused) as refused:
        catalogue_import.read(path, target)
    assert [(fault.line, fault.reason) for fault in refused.value.faults] == [
        (2, "cet article est géré par le siège.")
    ]
    path.write_text(f"code;nom;famille;prix\n{IGN.code};{IGN.label};cartes;1,00\n", "utf-8")
    with pytest.raises(FileRefused) as refused:
        catalogue_import.read(path, target)
    assert [fault.reason for fault in refused.value.faults] == ["ce prix est fixé par le siège."]
