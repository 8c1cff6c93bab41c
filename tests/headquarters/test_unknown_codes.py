"""What a later version of an office says is taken, counted and shown under its bare code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from otdesk import paths
from otdesk.domain.visits import VisitDemand
from otdesk.headquarters.unknown_codes import (
    CodeList,
    UnknownCode,
    count_unknown_codes,
    unknown_codes,
)
from otdesk.store.reference import load_lists
from tests.store.desk import VISIT, Desk, record, work
from tests.store.exchange import carry, make_siege


def test_unknown_codes_are_counted_anew_and_known_ones_are_not(
    tmp_path: Path, siege_address: Callable[[], str | None]
) -> None:
    lists = load_lists(paths.database_files() / "reference")
    strange = replace(VISIT, origin="XX", demands=(VisitDemand("sport.lune"),))
    with Desk(tmp_path).opened() as store, closing(make_siege(tmp_path, siege_address())) as siege:
        work(store)
        for _time in range(2):
            record(store, strange)
        carry(store, siege)
        expected = (
            UnknownCode(CodeList.DEMAND, "sport.lune", "PDM", 2),
            UnknownCode(CodeList.ORIGIN, "XX", "PDM", 2),
        )
        for _time in range(2):
            with siege.writing_local() as connection:
                assert count_unknown_codes(connection, lists) == expected
                assert unknown_codes(connection) == expected
