"""The siège locks months that are over, and reopens them for a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from otdesk.errors import DataFault
from otdesk.headquarters import month_locks
from otdesk.services import months
from otdesk.store.store import Store
from tests.store.desk import Desk

# The desk's clock stands on 14 July 2022.
JUNE, JULY = date(2022, 6, 1), date(2022, 7, 1)


@pytest.fixture
def store(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Store]:
    with Desk(tmp_path, address=siege_address()).opened() as store:
        yield store


def test_a_month_that_runs_is_not_locked(store: Store) -> None:
    with pytest.raises(DataFault, match="Juillet 2022 n’est pas fini"), store.writing("CA") as t:
        month_locks.lock(t, JULY)


def test_a_month_is_locked_once_and_unlocked_for_a_motive(store: Store) -> None:
    with store.writing("CA") as transaction:
        month_locks.lock(transaction, date(2022, 6, 30))
    with pytest.raises(DataFault, match="déjà verrouillé"), store.writing("CA") as transaction:
        month_locks.lock(transaction, JUNE)
    with store.reading() as connection:
        assert months.locked_months(connection, "PDM", JULY) == {JUNE}
    with pytest.raises(DataFault, match="pourquoi"), store.writing("CA") as transaction:
        month_locks.unlock(transaction, JUNE, " ", "PDM")
    with store.writing("CA") as transaction:
        month_locks.unlock(transaction, JUNE, "bilan repris", "PDM")
    with store.reading() as connection:
        assert months.locked_months(connection, "PDM", JULY) == frozenset()
    with pytest.raises(DataFault, match="pas verrouillé"), store.writing("CA") as transaction:
        month_locks.unlock(transaction, JUNE, "encore", "PDM")


def test_a_reopening_wants_a_lock_a_reason_and_a_day_to_come(store: Store) -> None:
    until = date(2022, 7, 31)
    with pytest.raises(DataFault, match="pas verrouillé"), store.writing("CA") as transaction:
        month_locks.reopen(transaction, "VIA", JUNE, until, "feuilles")
    with store.writing("CA") as transaction:
        month_locks.lock(transaction, JUNE)
    with pytest.raises(DataFault, match="avant d’avoir commencé"), store.writing("CA") as t:
        month_locks.reopen(t, "VIA", JUNE, date(2022, 7, 13), "feuilles")
    with pytest.raises(DataFault, match="pourquoi"), store.writing("CA") as transaction:
        month_locks.reopen(transaction, "VIA", JUNE, until, "")
    with store.writing("CA") as transaction:
        month_locks.reopen(transaction, "VIA", JUNE, until, "feuilles")
    with store.reading() as connection:
        assert months.locked_months(connection, "VIA", JULY) == frozenset()
        assert months.locked_months(connection, "PDM", JULY) == {JUNE}
