"""The views for a BI tool: standing records counted, and nothing else to be seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, update

from otdesk import paths
from otdesk.journal.identifiers import new_stream
from otdesk.store import tables
from otdesk.store.server.views import VIEWS
from otdesk.store.store import Store
from tests.headquarters.test_union import packet_of, take
from tests.servers.postgresql.cluster import Cluster
from tests.store.desk import DAY, VISIT, Desk, record, work
from tests.store.exchange import make_siege
from tests.store.shop_rows import trade

READER, READS = "lecteur", "lecture seule"
# As the manual gives them to the administrator.
GRANTS = """
GRANT USAGE ON SCHEMA lecture TO lecteur;
GRANT SELECT ON ALL TABLES IN SCHEMA lecture TO lecteur;
"""
# A view of sums is no table to be written to, whoever asks.
_REFUSALS = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.ObjectNotInPrerequisiteState,
)
_PERSONAL = re.compile(r"note|author|auteur|reason|motif|text|uid|initial|counsellor|name|nom|key")


@pytest.fixture
def siege(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Store]:
    """Give a siège that holds a day and a shop of an office, which closed its month."""
    with closing(make_siege(tmp_path, siege_address())) as store:
        with Desk(tmp_path).opened() as office:
            work(office)
            record(office, replace(VISIT, party_size=5, origin="GB", demands=()))
            trade(office, new_stream())
            take(store, packet_of(office, closed=("2022-07",)))
        yield store


@pytest.fixture
def reader(
    siege: Store, cluster: Cluster, databases: list[str]
) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """Ask as a BI tool does, whose role may read the views alone."""
    name = databases[-1]
    if not cluster.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{READER}'"):
        cluster.execute(f"CREATE ROLE {READER} LOGIN PASSWORD '{READS}'")
    cluster.execute(GRANTS, name)

    with closing(cluster.connect(name, READER, READS)) as connection:

        def ask(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query.encode()).fetchall()

        yield ask


def test_the_views_count_what_stands(siege: Store, reader: Callable[..., Any]) -> None:
    # Three accueils of two persons, one of which was voided, and one of five.
    assert reader("SELECT * FROM lecture.accueils") == [("PDM", DAY, "comptoir", 3, 9)]
    assert reader("SELECT origine, accueils, personnes FROM lecture.origines ORDER BY 1") == [
        ("FR-48", 2, 4),
        ("GB", 1, 5),
    ]
    assert reader("SELECT demande, accueils, non_satisfaites FROM lecture.demandes ORDER BY 1") == [
        ("pratique.transport", 1, 1),
        ("sport.baignade", 2, 0),
    ]
    assert reader("SELECT * FROM lecture.passages") == [("PDM", DAY, 4)]
    assert reader("SELECT * FROM lecture.feuilles") == [("PDM", DAY, 12, 5)]
    opened = reader("SELECT jour, minutes_ouvertes FROM lecture.ouvertures")
    assert opened == [(DAY, 180)]
    (state,) = reader("SELECT * FROM lecture.completude WHERE mois = '2022-07'")
    assert (state[0], state[2], state[4], state[5]) == ("PDM", True, 3, 3)
    receipts, lines = tables.metadata.tables["receipt"], tables.metadata.tables["receipt_line"]
    with siege.reading() as connection:
        sold = sum(
            connection.execute(receipts.select().with_only_columns(receipts.c.total)).scalars()
        )
        assert connection.execute(lines.select()).first() is not None
    (total,) = reader("SELECT sum(ttc_centimes) FROM lecture.ventes")
    assert total == (Decimal(sold),)


def test_what_is_practised_or_no_day_spoils_nothing(
    siege: Store, reader: Callable[..., Any]
) -> None:
    till, visit = tables.metadata.tables["till"], tables.visit
    with siege.writing_local() as connection:
        connection.execute(update(till).values(training=1))
        connection.execute(update(visit).values(day="2022-02-31"))
        connection.execute(delete(tables.business_day))
    assert reader("SELECT * FROM lecture.ventes") == []
    assert reader("SELECT jour, accueils FROM lecture.accueils") == [(None, 3)]


def test_the_role_sees_the_views_and_nothing_else(
    reader: Callable[..., Any], cluster: Cluster, databases: list[str]
) -> None:
    columns = cluster.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'lecture'",
        databases[-1],
    )
    assert {view for view, _column in columns} == set(VIEWS)
    assert [column for _view, column in columns if _PERSONAL.search(column)] == []
    for statement in (
        "SELECT * FROM journal",
        "SELECT * FROM visit",
        "SELECT * FROM counsellor",
        "UPDATE lecture.accueils SET accueils = 0",
        "DELETE FROM lecture.completude",
        "CREATE TABLE mine (a int)",
        "CREATE VIEW lecture.mine AS SELECT 1",
    ):
        with pytest.raises(_REFUSALS):
            reader(statement)


def test_the_manual_names_every_view_and_its_columns(
    siege: Store, cluster: Cluster, databases: list[str]
) -> None:
    page = (paths.resources() / "help" / "13-siege.md").read_text("utf-8")
    columns = cluster.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'lecture' ORDER BY table_name, ordinal_position",
        databases[-1],
    )
    for view in VIEWS:
        listed = ", ".join(column for name, column in columns if name == view)
        assert f"| **{view}** | {listed} |" in page
    for line in GRANTS.split("\n"):
        assert line in page
