"""Signatures that another process checks: the same faults, in their places, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from otdesk.journal.chain import FaultKind
from otdesk.store import integrity
from otdesk.store.database_file import open_raw
from otdesk.store.signature_process import SignatureWork, beside, check_signatures
from tests.shop import Shop, opened
from tests.tampering import check, check_elsewhere, named, unguarded


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Return a till with two signatures of others, and an entry that is none."""
    with opened(tmp_path) as shop:
        for _sale in range(6):
            shop.sell()
        shop.close_day()
        yield shop


def forge(shop: Shop) -> None:
    with unguarded(shop) as connection:
        for change in ("signature = x'30' WHERE seq = 3", "signature = NULL WHERE seq = 5"):
            connection.execute(f"UPDATE journal SET {change} AND stream = ?", (shop.post.stream,))


def work_of(shop: Shop) -> SignatureWork:
    return SignatureWork(shop.store.path, shop.post.stream, None, ())


def test_the_other_process_finds_what_this_one_would(shop: Shop) -> None:
    forge(shop)
    with closing(open_raw(shop.store.path)) as connection:
        here = check_signatures(connection, work_of(shop))
        with beside(work_of(shop)) as other:
            assert other.result(connection) == here
    assert [fault.seq for fault in here.faults] == [3, 5]
    assert here.key == shop.post.key.public_pem


def test_a_process_that_dies_is_made_up_for(shop: Shop) -> None:
    forge(shop)
    with closing(open_raw(shop.store.path)) as connection, beside(work_of(shop)) as other:
        assert other._process is not None
        other._process.kill()
        other._process.join()
        assert [fault.seq for fault in other.result(connection).faults] == [3, 5]


def test_a_block_that_is_left_early_leaves_no_process(shop: Shop) -> None:
    with pytest.raises(RuntimeError, match="cancelled"), beside(work_of(shop)) as other:
        raise RuntimeError("cancelled")
    assert other._process is not None
    with pytest.raises(ValueError, match="closed"):
        other._process.is_alive()


def test_a_large_till_is_verified_alike(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    small = check(shop)
    monkeypatch.setattr(integrity, "WORTH_IT", 1)
    assert check(shop) == small
    assert small.is_clean
    forge(shop)
    with unguarded(shop) as connection:
        connection.execute(
            "UPDATE journal SET author = 'ZZ' WHERE seq = 4 AND stream = ?", (shop.post.stream,)
        )
    found = named(check(shop))
    assert found == [
        (FaultKind.SIGNATURE, 3),
        (FaultKind.HEADER, 4),
        (FaultKind.SIGNATURE, 5),
    ]
    stranger = "-----BEGIN PUBLIC KEY-----"
    assert (FaultKind.KEY, 1) in named(check_elsewhere(shop, stranger))
