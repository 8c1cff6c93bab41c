"""The shop is one that could have been: hours, stock, drawer, closings, payments."""

from __future__ import annotations

import shutil
from collections import defaultdict
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.domain.basket import Basket
from otdesk.domain.openings import parse_ranges
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.till import TillTotals
from otdesk.journal import canonical
from otdesk.reports.shop.accounting import BANK_JOURNAL, read_journal
from otdesk.reports.shop.catalogue import read_catalogue, read_terms
from otdesk.services.till import sales
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.till.post import TillPost
from otdesk.services.till.start import find
from otdesk.store.anchor import Anchors
from otdesk.store.integrity import verify
from otdesk.store.reference import load_accounts
from otdesk.store.shop_state import cheques_of, waiting_cheques
from otdesk.store.store import Store
from otdesk.store.till_records import totals_payload
from otdesk.store.till_state import count, state_of
from tests.demo.reading import NOW, PARIS, SEASON, Season

OFFICES = ("PDM", "COL", "SEV", "SGC", "SCV", "VIA")


@pytest.mark.parametrize("office", OFFICES)
def test_sales_and_refunds_are_made_in_open_hours_alone(season: Season, office: str) -> None:
    hours = {
        day: parse_ranges(ranges)
        for day, ranges in season.rows(office, "SELECT day, ranges FROM business_day")
    }
    rows = season.rows(office, "SELECT day, minute FROM receipt")
    assert rows
    for day, minute in rows:
        assert any(r.start <= minute < (r.end or 0) for r in hours[day]), (day, minute)


@pytest.mark.parametrize("office", OFFICES)
def test_no_stock_is_ever_below_zero(season: Season, office: str) -> None:
    rows = season.rows(
        office,
        "SELECT recorded_at, m.product, m.quantity FROM stock_move m"
        " JOIN journal ON uid = m.parent_uid WHERE m.office = :place",
        place=office,
    )
    rows.sort(key=lambda row: datetime.fromisoformat(row[0]))
    stock: dict[str, int] = defaultdict(int)
    for moment, product, quantity in rows:
        stock[product] += quantity
        assert stock[product] >= 0, (moment, product)
    assert len(stock) > 20


@pytest.mark.parametrize("office", OFFICES)
def test_each_closing_says_what_its_entries_do(season: Season, office: str) -> None:
    """Recount every Z and month from the entries, as the services of the till do."""
    entries = season.rows(
        office,
        "SELECT stream, seq, kind, payload FROM journal WHERE signature IS NOT NULL ORDER BY seq",
    )
    day, month = TillTotals(), TillTotals()
    net = absolute = drawer = closed = month_closed = 0
    days = months = 0
    for till, seq, kind, payload in entries:
        said = canonical.decode(payload)
        if kind == "till_closing":
            net += day.turnover
            absolute += day.sales + day.refunded
            drawer += day.cash
            bounds = (said["first_seq"], said["last_seq"])
            assert bounds == (closed + 1, seq - 1), (office, seq)
            assert said["totals"] == totals_payload(day)
            assert (said["perpetual_net"], said["perpetual_absolute"]) == (net, absolute)
            assert said["expected"] == drawer
            assert said["counted"] == drawer or said["explanation"]
            assert int(str(said["counted"])) >= 0
            drawer, closed = int(str(said["counted"])), seq - 1
            month.add(day)
            day, days = TillTotals(), days + 1
            assert said["number"] == days
        elif kind == "till_month":
            assert said["totals"] == totals_payload(month)
            assert (said["first_seq"], said["last_seq"]) == (month_closed + 1, closed)
            assert (said["perpetual_net"], said["perpetual_absolute"]) == (net, absolute)
            month, month_closed, months = TillTotals(), closed, months + 1
            assert said["number"] == months
        else:
            count(day, till, kind, dict(said))
    assert day == TillTotals()
    assert net == season.result.shops[office].turnover
    assert months >= 6


@pytest.mark.parametrize("office", OFFICES)
def test_each_selling_day_has_one_z_and_each_month_its_closing(season: Season, office: str) -> None:
    selling = season.rows(office, "SELECT DISTINCT day FROM receipt ORDER BY day")
    zs = season.rows(office, "SELECT period FROM till_closing WHERE span = 'day' ORDER BY seq")
    assert zs == selling
    months = season.rows(office, "SELECT period FROM till_closing WHERE span = 'month'")
    first = int(selling[0][0][5:7])
    assert months == [(f"2022-{month:02}",) for month in range(first, 11)]


def test_some_counts_differ_and_say_why(season: Season) -> None:
    rows = season.everywhere(
        "SELECT counted - expected, explanation FROM till_closing"
        " WHERE span = 'day' AND counted <> expected"
    )
    assert 3 <= len(rows) <= 25
    assert all(abs(cents) <= 100 and why for cents, why in rows)


def test_numbers_have_no_gap(season: Season) -> None:
    for office in OFFICES:
        for refund in (0, 1):
            rows = season.rows(
                office,
                "SELECT number FROM receipt WHERE refund = :refund ORDER BY seq",
                refund=refund,
            )
            assert [number for (number,) in rows] == list(range(1, len(rows) + 1))


def test_most_sales_follow_an_accueil_of_that_moment(season: Season) -> None:
    linked = season.everywhere(
        "SELECT v.day = r.day, v.channel, r.sold_at, v.started_at, v.author = r.author"
        " FROM receipt r JOIN visit v ON v.uid = r.visit_uid"
    )
    receipts = sum(shop.receipts for shop in season.result.shops.values())
    assert 0.55 < len(linked) / receipts < 0.65
    for same_day, channel, sold_at, started_at, same_author in linked:
        assert (same_day, channel, same_author) == (1, "comptoir", 1)
        wait = datetime.fromisoformat(sold_at) - datetime.fromisoformat(started_at)
        assert timedelta(0) <= wait <= timedelta(minutes=8)
    uids = season.everywhere("SELECT visit_uid FROM receipt WHERE visit_uid IS NOT NULL")
    assert len(set(uids)) == len(uids)


def test_people_pay_as_they_do(season: Season) -> None:
    methods = {
        method: (times, cents)
        for method, times, cents in season.rows(
            "PDM", "SELECT method, count(*), sum(cents) FROM receipt_payment GROUP BY method"
        )
    }
    assert set(methods) == {"cash", "card", "cheque"}
    assert methods["cash"][0] > methods["card"][0] > methods["cheque"][0]
    average = {method: cents / times for method, (times, cents) in methods.items()}
    assert average["cash"] < average["card"]
    assert season.everywhere("SELECT 1 FROM receipt_payment WHERE received > cents")
    assert season.everywhere("SELECT 1 FROM payment_correction")
    # No terminal in the smallest offices: the cards of the visitors stay in their pockets.
    assert season.rows("SEV", "SELECT 1 FROM receipt_payment WHERE method = 'card'") == []


def test_summer_sells_most_and_calendars_are_of_autumn(season: Season) -> None:
    by_month: dict[str, int] = defaultdict(int)
    for month, cents in season.everywhere("SELECT substr(day, 6, 2), turnover FROM receipt"):
        by_month[month] += cents
    assert sorted(by_month, key=lambda month: -by_month[month])[:2] == ["08", "07"]
    months = season.everywhere(
        "SELECT DISTINCT substr(day, 6, 2) FROM receipt r"
        " JOIN receipt_line ON receipt_uid = r.uid WHERE family = 'agendas'"
    )
    assert {month for (month,) in months} <= {"09", "10"}


def test_what_the_head_office_sent_arrived(season: Season) -> None:
    sent = season.rows(
        "PDM",
        "SELECT partner, -sum(l.quantity) FROM stock_document d"
        " JOIN stock_line l ON l.document_uid = d.uid"
        " WHERE kind = 'transfer_out' GROUP BY partner",
    )
    for office, quantity in sent:
        arrived = season.rows(
            office,
            "SELECT sum(l.quantity) FROM stock_document d"
            " JOIN stock_line l ON l.document_uid = d.uid"
            " WHERE kind = 'transfer_in' AND partner = 'PDM'",
        )
        assert arrived == [(quantity,)]
        # The siège has told of each; none waits, as the receiving office named its reference.
        waits = season.rows(
            office,
            "SELECT i.uid FROM transfer_notice n LEFT JOIN stock_document i"
            " ON i.kind = 'transfer_in' AND i.partner = n.sender AND i.reference = n.reference"
            " AND n.reference <> ''"
            " WHERE n.receiver = :receiver",
            receiver=office,
        )
        assert len(waits) > 1
        assert (None,) not in waits
    assert {office for office, _quantity in sent} == set(OFFICES) - {"PDM"}


def test_the_cash_that_small_offices_sent_arrived_but_the_last(season: Season) -> None:
    sent = sum(
        -cents
        for (cents,) in season.everywhere(
            "SELECT cents FROM cash_movement WHERE move = 'to_headquarters'"
        )
    )
    (arrived,) = season.rows("PDM", "SELECT sum(cents) FROM cash_movement WHERE move = 'other'")
    assert 0 <= sent - arrived[0] <= 30_000
    slips = season.everywhere("SELECT sum(cents) FROM bank_deposit WHERE method = 'cash'")
    moved = season.everywhere(
        "SELECT -sum(cents) FROM cash_movement WHERE move IN ('deposit', 'to_headquarters')"
    )
    assert slips == moved


@pytest.mark.parametrize("office", OFFICES)
def test_each_slip_took_the_cheques_that_waited(season: Season, office: str) -> None:
    slips = season.rows(
        office,
        "SELECT uid, cents, pieces FROM bank_deposit WHERE method = 'cheque' ORDER BY number",
    )
    with season.stores[office].reading() as connection:
        taken = [cheques_of(connection, office, uid) for uid, _cents, _pieces in slips]
        waiting = waiting_cheques(connection, office)
    assert [(sum(c.cents for c in slip), len(slip)) for slip in taken] == [
        (cents, pieces) for _uid, cents, pieces in slips
    ]
    # Those of the last month alone still wait.
    assert {cheque.day.month for cheque in waiting} <= {9, 10}
    (all_cheques,) = season.rows(
        office, "SELECT count(*) FROM receipt_payment WHERE method = 'cheque'"
    )
    assert sum(map(len, taken)) + len(waiting) == all_cheques[0]


def test_the_accounting_journal_of_the_season_balances(season: Season) -> None:
    accounts = load_accounts(paths.database_files() / "reference")
    months = 0
    for office in OFFICES:
        with season.stores[office].reading() as connection:
            journal = read_journal(connection, season.context, accounts, (office,), SEASON)
        assert journal.debit_cents == journal.credit_cents > 0
        assert journal.unclosed == ()
        months += len({line.day.month for line in journal.lines if line.journal == BANK_JOURNAL})
    assert months > 20


def test_each_office_counted_its_shelves_at_the_end(season: Season) -> None:
    rows = season.everywhere(
        "SELECT l.counted - l.expected FROM stock_document d JOIN stock_line l"
        " ON l.document_uid = d.uid WHERE d.note = 'Inventaire de fin de saison'"
    )
    wrong = [difference for (difference,) in rows if difference]
    assert 0 < len(wrong) < len(rows) / 4
    assert all(abs(difference) <= 2000 for difference in wrong)


def test_postcards_are_on_consignment_and_books_have_the_rate_of_books(season: Season) -> None:
    postcards = season.everywhere(
        "SELECT DISTINCT l.supplier, s.consignment FROM receipt_line l"
        " JOIN supplier s ON s.code = l.supplier WHERE l.family = 'cartes_postales'"
    )
    assert set(postcards) == {("photographes", 1)}
    # Under the franchise no receipt bears a tax.
    assert season.everywhere("SELECT 1 FROM receipt_line WHERE tax OR vat_basis_points") == []
    assert (
        season.everywhere("SELECT 1 FROM product WHERE publisher_price AND vat <> 'reduit'") == []
    )


def test_the_demonstration_sells_on(season: Season, tmp_path: Path) -> None:
    """Its key lies where a till's key lies, and its marks agree."""
    folder, state = tmp_path / "VIA", tmp_path / "state"
    shutil.copytree(season.result.folders["VIA"], folder)
    shutil.copytree(season.anchors.folder, state)
    anchors = Anchors(state)
    clock = FixedClock(NOW)
    with closing(Store.open(folder, clock, PARIS, anchors)) as store:
        with store.reading() as connection:
            post = find(connection, FileKeystore(state / KEYS), anchors, "VIA", PARIS)
            known = read_catalogue(connection, "VIA", NOW.date())
            terms = read_terms(connection, NOW.date())
            before = state_of(connection, _stream(season, "VIA"))
        assert isinstance(post, TillPost)
        assert before.open_day is None
        basket = Basket().add(known, "carte-postale")
        grounds = sales.SaleGrounds(
            sales.seller_of("Office", "", terms, ""), season.context.lists.vat_rates
        )
        with store.writing("EF") as transaction:
            paid = (Payment(PaymentMethod.CASH, basket.total),)
            _uid, receipt = sales.sell(transaction, post, basket, paid, grounds)
        with store.reading() as connection:
            after = state_of(connection, post.stream)
    assert receipt.number == season.result.shops["VIA"].receipts + 1
    assert after.perpetual.net == before.perpetual.net + 80
    assert verify(folder, anchors).faults == ()


def _stream(season: Season, office: str) -> str:
    ((stream,),) = season.rows(office, "SELECT stream FROM till_here")
    return str(stream)


def test_the_till_s_clock_is_that_of_the_season(season: Season) -> None:
    rows = season.everywhere("SELECT recorded_at FROM journal WHERE signature IS NOT NULL")
    instants = [datetime.fromisoformat(moment).astimezone(UTC) for (moment,) in rows]
    assert min(instants).year == max(instants).year == 2022
    assert max(instants) < NOW
