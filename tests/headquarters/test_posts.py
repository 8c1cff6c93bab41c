"""Posts: confirmed by their key, revoked for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from otdesk.domain.posts import Post, RevocationMotive
from otdesk.errors import DataFault
from otdesk.headquarters import posts
from otdesk.store.integrity import verify
from otdesk.store.store import Store
from tests.store.desk import Desk

KEY, OTHER = "ab" * 32, "cd" * 32
COUNTER = Post("VIA", "s" * 22, "Comptoir", KEY, "age1comptoir")
SECOND = Post("VIA", "t" * 22, "Second poste", OTHER, "age1second")


@pytest.fixture
def desk(tmp_path: Path, siege_address: Callable[[], str | None]) -> Desk:
    return Desk(tmp_path, address=siege_address())


@pytest.fixture
def store(desk: Desk) -> Iterator[Store]:
    with desk.opened() as store:
        yield store


def test_packets_are_taken_under_the_keys_of_confirmed_posts(store: Store) -> None:
    with store.writing("CA") as transaction:
        posts.confirm(transaction, COUNTER)
        posts.confirm(transaction, SECOND)
    with store.reading() as connection:
        assert posts.trusted_keys(connection, "VIA") == {bytes.fromhex(KEY), bytes.fromhex(OTHER)}
        assert posts.trusted_keys(connection, "PDM") == frozenset()


def test_a_revoked_key_is_listed_trusted_no_more_and_never_comes_back(
    desk: Desk, store: Store
) -> None:
    with store.writing("CA") as transaction:
        posts.confirm(transaction, COUNTER)
        posts.revoke(transaction, KEY, RevocationMotive.STOLEN)
    with store.reading() as connection:
        assert posts.trusted_keys(connection, "VIA") == frozenset()
        assert [post.revoked for post in posts.known_posts(connection)] == [RevocationMotive.STOLEN]
    with pytest.raises(DataFault, match="ne revient pas"), store.writing("CA") as transaction:
        posts.confirm(transaction, COUNTER)
    with pytest.raises(DataFault, match="déjà révoqué"), store.writing("CA") as transaction:
        posts.revoke(transaction, KEY, RevocationMotive.LOST)
    with pytest.raises(DataFault, match="Aucun poste"), store.writing("CA") as transaction:
        posts.revoke(transaction, OTHER, RevocationMotive.LOST)
    assert verify(desk.folder, desk.anchors).faults == ()
