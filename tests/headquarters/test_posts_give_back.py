"""A dead disk: the siège gives an office its own records back, and the office goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from otdesk.domain.posts import RevocationMotive
from otdesk.errors import DataFault
from otdesk.headquarters import giving_back
from otdesk.headquarters import posts as siege_posts
from otdesk.headquarters.completeness import MonthState, completeness
from otdesk.services.till.refunds import find_receipt
from otdesk.store.integrity import verify
from otdesk.store.month_figures import MonthFigures, month_figures
from otdesk.store.till_state import beginning, state_of
from otdesk.sync.inbox import NotForThisOffice, read_file
from otdesk.sync.mailbox.exchange import UNWATCHED, Box, MailboxCancelled, Watch
from otdesk.sync.office_round import known_partner
from otdesk.sync.packet.faults import RefusedPacket
from tests.headquarters.posts_office import OFFICE, place_in_memory, rows_of, shop_at
from tests.headquarters.test_exchange import accueils, log
from tests.network import Network, Place

MONTH = "2022-07"


@pytest.fixture
def network(siege_address: Callable[[], str | None]) -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(stack.enter_context(place_in_memory()), stack, siege_address())


def figures(place: Place) -> MonthFigures:
    with place.store.reading() as connection:
        return month_figures(connection, OFFICE, MONTH)


def in_step(network: Network, place: Place) -> None:
    """Have a post and the siège speak until both know all."""
    for _round in range(3):
        network.send(place)
        network.receive()
    network.send(place)


def revoke(network: Network, dead: Place) -> None:
    with network.siege.store.writing("CA") as transaction:
        key = dead.keys.public_key
        siege_posts.revoke(transaction, key, RevocationMotive.REPLACED)


def new_pc(network: Network, dead: Place) -> Place:
    """Pair a new, empty folder in the place of a post that died."""
    revoke(network, dead)
    place = network.opened("neuf", OFFICE)
    network.pair(place)
    return place


def ask(network: Network, place: Place) -> None:
    giving_back.ask(network.siege.store, place.keys.public_key, OFFICE)


def sound(*places: Place) -> None:
    for place in places:
        assert verify(place.workplace.folder, place.workplace.anchors).faults == ()


def test_a_new_pc_gets_all_back_sells_on_and_nothing_is_doubled(network: Network) -> None:
    old = network.opened("vieux", OFFICE)
    network.pair(old)
    log(old, 4)
    shop = shop_at(network, old, stocked=True)
    shop.set_float()
    sold, _receipt = shop.sell(shop.basket(cp=3, stevenson=1))
    in_step(network, old)
    shown = rows_of(old)
    # What follows never left: it dies with the disk.
    log(old, 2)
    new = new_pc(network, old)
    ask(network, new)
    in_step(network, new)
    assert rows_of(new) == shown | {"post": rows_of(new)["post"]}
    assert accueils(new.store, OFFICE) == 4
    assert figures(new) == figures(network.siege)
    again = shop_at(network, new, stocked=False)
    with new.store.reading() as connection:
        before = state_of(connection, shop.post.stream)
        assert beginning(connection, again.post.stream) == before.perpetual
        assert find_receipt(connection, sold).lines
    again.refund(sold, {0: 1})
    again.sell()
    log(new, 3)
    in_step(network, new)
    assert accueils(network.siege.store, OFFICE) == accueils(new.store, OFFICE) == 7
    assert figures(new) == figures(network.siege)
    sound(network.siege, new)


def test_what_the_new_pc_counts_of_a_month_takes_the_place_of_what_the_old_one_said(
    network: Network,
) -> None:
    old = network.opened("vieux", OFFICE)
    network.pair(old)
    for _packet in range(5):
        log(old)
        in_step(network, old)
    new = new_pc(network, old)
    ask(network, new)
    in_step(network, new)
    network.clock.instant += timedelta(hours=1)
    log(new)
    # Its numbers begin again at 1: it is by the clock that it speaks last.
    in_step(network, new)
    with network.siege.store.reading() as connection:
        found = completeness(connection, [OFFICE], [MONTH], network.clock.now().date())
    assert found.offices[0].months[0].state is MonthState.RECEIVED


def test_on_a_stick_it_goes_in_parts_encrypted_and_says_until_when(network: Network) -> None:
    old = network.opened("vieux", OFFICE)
    network.pair(old)
    log(old, 6)
    in_step(network, old)
    new = new_pc(network, old)
    stick = network.root / "cle"
    stick.mkdir()
    siege = network.siege
    parts = giving_back.give_back_into(siege.store, siege.keys, OFFICE, stick, cap=1_200)
    assert len(parts) > 2
    assert all(part.path.name.endswith(".zip.age") for part in parts)
    assert [part.said.is_last for part in parts] == [False] * (len(parts) - 1) + [True]
    (end,) = (e for e in parts[-1].said.ends if e.name == "Comptoir" and e.last > 1)
    assert end.recorded_at.startswith("2022-07-14T18:44:12")
    known = known_partner(new.store)
    waiting = read_file(new.store, new.keys, known, parts[1].path)
    assert waiting.taken.gaps
    for part in parts:
        heard = read_file(new.store, new.keys, known, part.path)
        assert heard.returned == part.said
    assert accueils(new.store, OFFICE) == 6
    twice = read_file(new.store, new.keys, known, parts[0].path)
    assert twice.taken.new == 0
    sound(new)


def test_one_that_was_cut_goes_on_where_it_was(network: Network) -> None:
    old = network.opened("vieux", OFFICE)
    network.pair(old)
    log(old, 6)
    in_step(network, old)
    new = new_pc(network, old)
    ask(network, new)
    siege, box = network.siege, network.box
    left = len(box.list(Box.FROM_SIEGE))

    def after_two_parts() -> bool:
        return len(box.list(Box.FROM_SIEGE)) >= left + 2

    with pytest.raises(MailboxCancelled):
        giving_back.leave_what_is_asked(
            siege.store, siege.keys, box, Watch(cancelled=after_two_parts), cap=1_200
        )
    giving_back.leave_what_is_asked(siege.store, siege.keys, box, UNWATCHED)
    assert len(box.list(Box.FROM_SIEGE)) == left + 3
    assert giving_back.leave_what_is_asked(siege.store, siege.keys, box, UNWATCHED) == []
    in_step(network, new)
    assert accueils(new.store, OFFICE) == 6


def test_nobody_else_is_given_an_offices_records(network: Network) -> None:
    pdm, via = network.office(OFFICE), network.office("VIA")
    log(pdm, 2)
    in_step(network, pdm)
    stick = network.root / "cle"
    stick.mkdir()
    siege = network.siege
    (part,) = giving_back.give_back_into(siege.store, siege.keys, OFFICE, stick)
    with pytest.raises(RefusedPacket, match="déchiffre"):
        read_file(via.store, via.keys, known_partner(via.store), part.path)
    ask(network, pdm)
    network.receive()
    (file,) = (
        f
        for f in (network.shared / Box.FROM_SIEGE.value).iterdir()
        if f.stat().st_size == max(g.stat().st_size for g in f.parent.iterdir())
    )
    with pytest.raises(NotForThisOffice):
        read_file(via.store, via.keys, known_partner(via.store), file)
    revoke(network, pdm)
    with pytest.raises(DataFault, match="Aucun poste reconnu"):
        giving_back.give_back_into(siege.store, siege.keys, OFFICE, stick)
