from __future__ import annotations

import pytest

from otdesk.errors import DataFault
from otdesk.services import counsellors
from otdesk.store import tables
from otdesk.store.store import Store
from tests.services.rows import rows


def add(store: Store, initials: str, name: str, uid: str | None = None) -> str:
    with store.writing("otdesk") as transaction:
        return counsellors.add(transaction, initials, name, uid=uid).uids[0]


def test_initials_are_letters_in_capitals(store: Store) -> None:
    add(store, " an ", " Anne ")
    (row,) = rows(store, tables.counsellor)
    assert (row["initials"], row["name"]) == ("AN", "Anne")


@pytest.mark.parametrize(
    ("initials", "name"), [("", "Anne"), ("ANNEA", "Anne"), ("A1", "Anne"), ("AN", " ")]
)
def test_initials_or_names_that_cannot_serve_are_refused(
    store: Store, initials: str, name: str
) -> None:
    with pytest.raises(DataFault):
        add(store, initials, name)


def test_two_counsellors_never_share_initials(store: Store) -> None:
    add(store, "AN", "Anne")
    with pytest.raises(DataFault, match="déjà prises"):
        add(store, "an", "Antoine")


def test_a_counsellor_is_renamed_with_the_same_initials(store: Store) -> None:
    uid = add(store, "AN", "Anne")
    add(store, "AN", "Anna", uid)
    (row,) = rows(store, tables.counsellor)
    assert (row["name"], row["rev"]) == ("Anna", 2)
