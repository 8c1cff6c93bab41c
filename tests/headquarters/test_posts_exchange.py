"""The posts of one office, through their shared folder: each shows the union of all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from otdesk.domain.posts import Post, RevocationMotive
from otdesk.headquarters import posts as siege_posts
from otdesk.reports.last_record import visit_by_uid
from otdesk.services import visits
from otdesk.store.exchange_state import ReceivedState
from otdesk.store.integrity import verify
from otdesk.store.store import DATABASE
from tests.headquarters.posts_office import OFFICE, Posts, place_in_memory, rows_of
from tests.headquarters.test_exchange import accueils, log


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def place(stack: ExitStack) -> Path:
    return stack.enter_context(place_in_memory())


def test_two_posts_that_worked_apart_for_a_day_end_with_the_same_tables(
    place: Path, stack: ExitStack
) -> None:
    office = Posts(place, stack)
    log(office.posts["un"], 5)
    log(office.posts["deux"], 3)
    office.calm_down()
    one, two = office.posts.values()
    assert accueils(one.store, OFFICE) == accueils(two.store, OFFICE) == 8
    assert rows_of(one) == rows_of(two)
    for post in (one, two):
        assert verify(post.workplace.folder, post.workplace.anchors).faults == ()


def test_the_folder_stays_small_and_nothing_is_said_without_news(
    place: Path, stack: ExitStack
) -> None:
    office = Posts(place, stack)
    for _minute in range(12):
        log(office.posts["un"])
        office.meet("un")
        office.meet("deux")
    office.calm_down()
    assert len(office.files) == 2
    before = {file.name for file in office.files}
    assert not office.meet("un").delivered
    assert not office.meet("deux").delivered
    assert {file.name for file in office.files} == before


def test_a_file_carries_only_what_the_others_have_not_read(place: Path, stack: ExitStack) -> None:
    office = Posts(place, stack)
    office.calm_down()
    log(office.posts["un"], 4)
    assert office.meet("un").sent == 4
    log(office.posts["un"])
    # The first four lie there still, unread: they are not sent twice.
    assert office.meet("un").sent == 1
    assert office.meet("deux").received == 5


def test_a_file_that_is_lost_or_damaged_heals_itself(place: Path, stack: ExitStack) -> None:
    office = Posts(place, stack)
    office.calm_down()
    log(office.posts["un"], 2)
    office.meet("un")
    for file in office.files:
        file.unlink()
    office.calm_down()
    assert accueils(office.posts["deux"].store, OFFICE) == 2
    log(office.posts["un"], 2)
    before = set(office.files)
    office.meet("un")
    (file,) = set(office.files) - before
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    ((name, reason),) = office.meet("deux").refused
    assert name == file.name
    assert reason
    kept = list((office.posts["deux"].workplace.folder / "quarantaine").iterdir())
    assert [each.read_bytes() for each in kept] == [bytes(data)]
    office.calm_down()
    assert accueils(office.posts["deux"].store, OFFICE) == 4


def test_a_revoked_post_and_a_stranger_are_not_opened(place: Path, stack: ExitStack) -> None:
    office = Posts(place, stack)
    office.calm_down()
    siege = office.network.siege.store
    with siege.writing("CA") as transaction:
        key = office.posts["deux"].keys.public_key
        siege_posts.revoke(transaction, key, RevocationMotive.STOLEN)
    office.hear_the_siege()
    log(office.posts["deux"], 3)
    office.meet("deux")
    done = office.meet("un")
    assert done.received == 0
    assert done.strangers
    assert done.refused == []
    assert accueils(office.posts["un"].store, OFFICE) == 0


def test_no_post_confirms_another_one_in_the_place_of_the_siege(
    place: Path, stack: ExitStack
) -> None:
    office = Posts(place, stack)
    office.calm_down()
    two = office.posts["deux"]
    with two.store.writing("XX") as transaction:
        siege_posts.confirm(transaction, Post(OFFICE, "f" * 16, "Faux", "ab" * 32, "age1"))
    log(two)
    office.meet("deux")
    done = office.meet("un")
    assert done.received == 0
    assert "que seul le siège prend" in done.refused[0][1]
    office.network.send(two)
    incoming = office.network.receive().incoming[-1]
    assert incoming.taken.state is ReceivedState.QUARANTINED


def test_much_is_left_in_one_round_in_packets_that_are_taken_quickly(
    place: Path, stack: ExitStack
) -> None:
    office = Posts(place, stack)
    office.calm_down()
    log(office.posts["un"], 12)
    assert office.meet("un", most=5).sent == 12
    before = office.files
    assert len(before) == 4
    assert office.meet("deux").received == 12
    office.calm_down()
    assert len(office.files) == 2
    assert accueils(office.posts["deux"].store, OFFICE) == 12


def test_what_a_dead_post_wrote_reaches_one_that_joins_later(place: Path, stack: ExitStack) -> None:
    office = Posts(place, stack)
    log(office.posts["un"], 3)
    log(office.posts["deux"], 2)
    office.calm_down()
    dead = office.posts.pop("un")
    with office.network.siege.store.writing("CA") as transaction:
        siege_posts.revoke(transaction, dead.keys.public_key, RevocationMotive.LOST)
    office.join("trois")
    office.calm_down()
    assert accueils(office.posts["trois"].store, OFFICE) == 5
    assert rows_of(office.posts["trois"]) == rows_of(office.posts["deux"])


def test_a_restored_post_gets_back_from_the_others_what_its_backup_lacks(
    place: Path, stack: ExitStack
) -> None:
    office = Posts(place, stack)
    one = office.posts["un"]
    log(one, 2)
    office.calm_down()
    backup = (one.workplace.folder / DATABASE).read_bytes()
    log(one, 3)
    office.calm_down()
    one.store.close()
    (one.workplace.folder / DATABASE).write_bytes(backup)
    office.posts["un"] = office.network.opened("un", OFFICE)
    log(office.posts["un"], 1)
    office.calm_down()
    assert accueils(office.posts["un"].store, OFFICE) == 6
    assert rows_of(office.posts["un"]) == rows_of(office.posts["deux"])
    for post in office.posts.values():
        assert verify(post.workplace.folder, post.workplace.anchors).faults == ()


@pytest.mark.parametrize("seed", range(4))
def test_posts_converge_whatever_the_order_and_whatever_is_lost(
    place: Path, stack: ExitStack, seed: int
) -> None:
    chance = random.Random(seed)
    office = Posts(place, stack, ("un", "deux", "trois"))
    for _step in range(25):
        office.network.clock.instant += timedelta(minutes=chance.randrange(1, 20))
        name = chance.choice(sorted(office.posts))
        act = chance.choice(("work", "work", "correct", "meet", "meet", "meet", "lose", "damage"))
        if act == "work":
            log(office.posts[name], chance.randrange(1, 4))
        elif act == "correct":
            correct(office, name, chance)
        elif act == "meet":
            office.meet(name)
        elif act == "lose" and office.files:
            chance.choice(office.files).unlink()
        elif act == "damage":
            office.damage(chance)
    for _quarter in range(3):
        office.network.clock.instant += timedelta(minutes=20)
        office.calm_down()
    first, *others = (rows_of(post) for post in office.posts.values())
    for other in others:
        assert other == first


def correct(office: Posts, name: str, chance: random.Random) -> None:
    """Revise or void any accueil that a post shows, whoever recorded it."""
    store = office.posts[name].store
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT uid FROM visit WHERE void_reason IS NULL").all()
    if not rows:
        return
    uid = chance.choice(sorted(row[0] for row in rows))
    with store.reading() as connection:
        visit = visit_by_uid(connection, uid)
    assert visit is not None
    with store.writing("JD") as transaction:
        if chance.random() < 0.3:
            visits.void(transaction, uid, OFFICE, visit.day, "doublon")
        else:
            visits.record(transaction, visit, uid=uid)
