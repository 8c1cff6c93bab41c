"""Many records of a till at once: the same stream, signed, as one at a time makes."""

from __future__ import annotations

from dataclasses import replace

from otdesk.journal.identifiers import uuid7
from otdesk.store.integrity import verify
from otdesk.store.till_records import receipt_payload
from otdesk.store.till_state import state_of
from tests.shop import NOON, Shop


def test_records_written_at_once_are_signed_counted_and_followed(shop: Shop) -> None:
    _uid, first = shop.sell(shop.basket(cp=2, ign_2739=1))
    copies = [
        ("receipt", uuid7(NOON), receipt_payload(replace(first, number=number)))
        for number in range(2, 12)
    ]
    with shop.store.writing("CA") as transaction:
        assert transaction.put_signed_many(shop.post.stream, shop.post.key, copies) == 10
        assert transaction.changes.kinds == {"receipt"}
    with shop.store.reading() as connection:
        assert state_of(connection, shop.post.stream).totals.sales == 11 * first.total
    assert shop.scalar("SELECT count(*) FROM journal WHERE signature IS NOT NULL") == 12
    assert shop.sell()[1].number == 12
    report = verify(shop.store.folder, shop.store.anchors)
    assert report.faults == ()
