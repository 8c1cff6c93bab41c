"""The siège's table of a year: what is here, late, missing; what may be locked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest

from otdesk.domain.month_locks import MonthLock, MonthReopening
from otdesk.domain.posts import RevocationMotive
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit
from otdesk.errors import DataFault
from otdesk.headquarters import month_locks, posts
from otdesk.headquarters.late_records import LateForLock
from otdesk.headquarters.locked_figures import ChangedSince
from otdesk.headquarters.locking import lack_words, lock_month
from otdesk.headquarters.overview import Overview, overview
from otdesk.headquarters.year_table import CellState, YearCell
from otdesk.reports.context import ReportContext
from otdesk.services import months, visits
from otdesk.store.network_records import month_lock_payload
from otdesk.sync.mailbox.exchange import Box
from tests.network import AUGUST, Network, Place, fill

JULY = date(2026, 7, 1)
WHY = "feuille retrouvée"


@pytest.fixture
def network(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(tmp_path, stack, siege_address(), now=AUGUST)


def grounds(network: Network) -> ReportContext:
    place = network.siege.workplace
    return ReportContext(
        place.lists, place.profile, place.calendar, place.zone, network.clock.now()
    )


def seen(network: Network) -> Overview:
    with network.siege.store.reading() as connection:
        return overview(connection, grounds(network), 2026)


def cell(network: Network, office: str, month: int) -> YearCell:
    lines = {line.office.code: line for line in seen(network).table.lines}
    return lines[office].cells[month - 1]


def test_a_month_is_whole_late_or_missing_by_its_planned_days(network: Network) -> None:
    via, sgc = network.office("VIA"), network.office("SGC")
    fill(via, date(2026, 6, 1), date(2026, 8, 7), acts=1)
    fill(sgc, JULY, date(2026, 7, 15), acts=1)
    for place in (via, sgc):
        network.send(place)
    network.receive()
    assert cell(network, "VIA", 7).state is CellState.COMPLETE
    assert cell(network, "VIA", 8).state is CellState.UP_TO_DATE
    assert cell(network, "VIA", 9).state is CellState.AWAITED
    assert cell(network, "VIA", 12).state is CellState.CLOSED
    # Before it was paired, and before anything of the year came, nothing is missed of it.
    assert cell(network, "VIA", 5).state is CellState.OUTSIDE
    july = cell(network, "SGC", 7)
    assert july.state is CellState.INCOMPLETE
    planned = [day for day in july.days if day.planned]
    assert july.missing == tuple(day.day for day in planned if day.day > date(2026, 7, 15))
    assert cell(network, "SGC", 8).state is CellState.MISSING
    table = seen(network).table
    assert table.missing == len(july.missing) + len(cell(network, "SGC", 8).missing)
    # Offices that were never paired are asked for nothing.
    assert {c.state for c in table.lines[0].cells} <= {CellState.OUTSIDE, CellState.CLOSED}


def test_a_month_that_runs_is_late_where_yesterday_did_not_come(network: Network) -> None:
    via = network.office("VIA")
    fill(via, date(2026, 8, 1), date(2026, 8, 4), acts=1)
    network.send(via)
    network.receive()
    found = cell(network, "VIA", 8)
    assert found.state is CellState.LATE
    assert found.missing[-1] == date(2026, 8, 7)


def test_an_earlier_season_that_was_imported_asks_for_no_year_in_between(
    network: Network,
) -> None:
    via = network.office("VIA")
    fill(via, date(2024, 7, 1), date(2024, 7, 3), acts=1)
    fill(via, date(2026, 6, 1), date(2026, 6, 30), acts=1)
    network.send(via)
    network.receive()
    assert cell(network, "VIA", 5).state is CellState.OUTSIDE
    # Once the year has begun, a month of which nothing came is missed.
    assert cell(network, "VIA", 7).state is CellState.MISSING


def test_no_activity_is_the_offices_word_and_lacks_nothing(network: Network) -> None:
    via = network.office("VIA")
    with via.store.writing("JD") as transaction:
        months.declare(transaction, "VIA", date(2026, 6, 1), active=False)
    fill(via, JULY, date(2026, 7, 1), acts=1)
    network.send(via)
    network.receive()
    june = cell(network, "VIA", 6)
    # It began in July by its records; what it declares of June counts all the same.
    assert (june.state, june.missing) == (CellState.NO_ACTIVITY, ())
    with network.siege.store.writing("CA") as transaction:
        month_locks.lock(transaction, date(2026, 6, 1))
    assert cell(network, "VIA", 6).state is CellState.LOCKED
    # Of an office that said nothing, it is still before its time.
    assert cell(network, "PDM", 6).state is CellState.OUTSIDE


def test_a_quarantine_shows_where_days_are_missing_until_a_later_packet_heals_it(
    network: Network,
) -> None:
    via = network.office("VIA")
    fill(via, date(2026, 8, 1), date(2026, 8, 2), acts=1)
    network.send(via)
    network.receive()
    fill(via, date(2026, 8, 3), date(2026, 8, 7), acts=1)
    network.send(via)
    file = max((network.shared / Box.FROM_OFFICES.value).iterdir())
    whole = file.read_bytes()
    file.write_bytes(whole[:-30] + b"x" + whole[-29:])
    network.receive()
    assert cell(network, "VIA", 8).state is CellState.QUARANTINED
    (aside,) = seen(network).open_aside
    assert (aside.office, aside.number, aside.is_hint) == ("VIA", 2, True)
    network.clock.instant += timedelta(hours=1)
    network.send(via)
    network.receive()
    assert cell(network, "VIA", 8).state is CellState.UP_TO_DATE
    assert seen(network).open_aside == ()


def damage(network: Network) -> None:
    """Change one bit of the packet that lies in the mailbox last."""
    file = max(
        (network.shared / Box.FROM_OFFICES.value).iterdir(),
        key=lambda path: path.stat().st_mtime_ns,
    )
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def test_a_quarantine_of_a_stolen_post_ends_when_the_new_one_was_heard(network: Network) -> None:
    via = network.office("VIA")
    for day in (1, 2):
        fill(via, date(2026, 8, day), date(2026, 8, day), acts=1)
        network.send(via)
        network.receive()
    fill(via, date(2026, 8, 3), date(2026, 8, 3), acts=1)
    network.send(via)
    damage(network)
    network.receive()
    assert "il manque" in lack_words(cell(network, "VIA", 8))
    network.clock.instant += timedelta(hours=1)
    with network.siege.store.writing("CA") as transaction:
        key = via.keys.signing.public.raw.hex()
        posts.revoke(transaction, key, RevocationMotive.STOLEN)
    new = network.opened("via-2", "VIA")
    network.pair(new)
    network.receive()
    assert cell(network, "VIA", 8).state is CellState.QUARANTINED
    fill(new, date(2026, 8, 4), date(2026, 8, 4), acts=1)
    network.send(new)
    network.receive()
    # Its first packet has the number 1: below that of the one in quarantine.
    assert seen(network).open_aside == ()
    assert cell(network, "VIA", 8).state is CellState.LATE


def test_a_lock_names_what_is_not_here_or_is_refused(network: Network) -> None:
    via, sgc = network.office("VIA"), network.office("SGC")
    fill(via, JULY, date(2026, 7, 31), acts=1)
    fill(sgc, JULY, date(2026, 7, 30), acts=1)
    for place in (via, sgc):
        network.send(place)
    network.receive()
    store, context = network.siege.store, grounds(network)
    with (
        pytest.raises(DataFault, match="Saint-Germain-de-Calberte, il manque 1 journée"),
        store.writing("CA") as transaction,
    ):
        lock_month(transaction, context, JULY)
    exception = MonthReopening("SGC", JULY, date(2026, 8, 20), "poste en panne")
    with store.writing("CA") as transaction:
        lock_month(transaction, context, JULY, [exception])
    assert cell(network, "VIA", 7).state is CellState.LOCKED
    reopened = cell(network, "SGC", 7)
    assert (reopened.state, reopened.reopened) == (CellState.REOPENED, exception)
    network.clock.instant += timedelta(days=13)
    assert cell(network, "SGC", 7).state is CellState.LOCKED
    with pytest.raises(DataFault, match="pas fini"), store.writing("CA") as transaction:
        lock_month(transaction, context, date(2026, 8, 1))


def record(place: Place, day: date) -> None:
    visit = Visit(place.workplace.office.code, day, ChannelCode.COMPTOIR, 2, "FR-30")
    with place.store.writing("JD") as transaction:
        visits.record(transaction, visit, reason=WHY)


def test_a_record_that_comes_after_the_lock_is_taken_and_shown(network: Network) -> None:
    via = network.office("VIA")
    fill(via, JULY, date(2026, 7, 31), acts=1)
    network.send(via)
    assert network.receive().late == ()
    record(via, date(2026, 7, 14))
    with network.siege.store.writing("CA") as transaction:
        month_locks.lock(transaction, JULY)
    at_lock = cell(network, "VIA", 7)
    assert (at_lock.state, at_lock.changed) == (CellState.LOCKED, None)
    network.send(via)
    done = network.receive()
    assert done.late == (LateForLock("VIA", JULY, 1),)
    found = cell(network, "VIA", 7)
    assert found.state is CellState.CHANGED
    assert found.changed == ChangedSince(1, at_lock.held)
    assert found.held == at_lock.held + 1
    # No other office's, and nothing is said of it twice.
    assert network.receive().late == ()
    # A named exception comes first; then the siège has looked, and locks what is there now.
    with network.siege.store.writing("CA") as transaction:
        month_locks.reopen(transaction, "VIA", JULY, date(2026, 8, 9), "accueil tardif")
    assert cell(network, "VIA", 7).state is CellState.REOPENED
    network.clock.instant += timedelta(days=3)
    with network.siege.store.writing("CA") as transaction:
        lock_month(transaction, grounds(network), JULY)
    assert cell(network, "VIA", 7).state is CellState.LOCKED
    with pytest.raises(DataFault, match="déjà"), network.siege.store.writing("CA") as transaction:
        month_locks.lock(transaction, JULY)


def test_a_lock_of_an_earlier_version_tells_by_the_order_in_which_things_came(
    network: Network,
) -> None:
    via = network.office("VIA")
    fill(via, JULY, date(2026, 7, 31), acts=1)
    network.send(via)
    network.receive()
    record(via, date(2026, 7, 14))
    with network.siege.store.writing("CA") as transaction:
        transaction.put("month_lock", month_lock_payload(MonthLock(JULY)))
    assert cell(network, "VIA", 7).state is CellState.LOCKED
    network.send(via)
    network.receive()
    assert cell(network, "VIA", 7).changed == ChangedSince(1, None)
