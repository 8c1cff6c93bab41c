"""Goods between two offices: the siège tells of them to the one that is to receive them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from otdesk.domain.catalogue import pieces
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.domain.transfers import SentPieces, TransferNotice
from otdesk.headquarters import mailroom, siege_round
from otdesk.headquarters.transfers import tell_transfers
from otdesk.journal.identifiers import uuid7
from otdesk.reports.shop.stock import SentTransfer, read_document, read_transfers
from otdesk.services.shop import stock
from otdesk.store import migration
from otdesk.store.database_file import DATABASE, SCHEMA_VERSION
from otdesk.store.exchange_state import ReceivedState
from otdesk.store.integrity import verify
from otdesk.store.month_figures import month_figures
from otdesk.store.network_records import transfer_notice_payload
from otdesk.store.shop_records import stock_document_payload
from otdesk.store.tables import journal
from otdesk.sync import office_round
from otdesk.sync.mailbox.exchange import Box
from tests.network import Network, Place
from tests.store.desk import DAY

REFERENCE = f"VIA-{DAY:%Y%m%d}-1"


@pytest.fixture
def network(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(tmp_path, stack, siege_address())


def send(via: Place, count: int = 6, to: str = "PDM") -> str:
    """Have VIA send some cards and maps to an office; return the document's uid."""
    lines = (
        document_line(Cause.TRANSFER_OUT, "cp", pieces(count), 40),
        document_line(Cause.TRANSFER_OUT, "ign-2739", pieces(2)),
    )
    document = StockDocument("VIA", DAY, Cause.TRANSFER_OUT, lines, to, note="dans la réserve")
    with via.store.writing("JD") as transaction:
        (uid,) = stock.send(transaction, document).uids
    return uid


def exchange(network: Network, *places: Place) -> None:
    """Have each office send, the siège take it in and answer, and each office hear that."""
    for place in places:
        network.send(place)
    network.receive()
    for place in places:
        network.send(place)


def shown(place: Place) -> list[SentTransfer]:
    """Return what a folder shows under « À recevoir d’un autre bureau »."""
    offices = place.workplace.profile.office_codes
    office = place.workplace.identity.office
    with place.store.reading() as connection:
        others = [code for code in offices if code != office]
        return list(read_transfers(connection, office, others, DAY))


def on_hand(place: Place, product: str) -> int:
    office = place.workplace.identity.office
    with place.store.reading() as connection:
        return stock.on_hand(connection, office, (product,)).get(product, 0) // 1000


def said(network: Network) -> list[tuple[int, str]]:
    """Return the revision and the kind of each thing that the siège said of transfers."""
    with network.siege.store.reading() as connection:
        rows = connection.execute(
            select(journal.c.rev, journal.c.op)
            .where(
                journal.c.stream == network.siege.store.stream,
                journal.c.kind == "transfer_notice",
            )
            .order_by(journal.c.seq)
        )
        return [(row.rev, row.op) for row in rows]


def test_what_an_office_sends_waits_at_the_other_one_and_at_no_third(network: Network) -> None:
    via, pdm, col = (network.office(code) for code in ("VIA", "PDM", "COL"))
    uid = send(via)
    exchange(network, via, pdm, col)
    (waiting,) = shown(pdm)
    with via.store.reading() as connection:
        document = read_document(connection, uid)
    assert document is not None
    told = tuple(replace(line, cost=None) for line in document.lines)
    assert waiting.document == replace(document, lines=told, note="")
    assert (waiting.uid, waiting.sender, waiting.reference) == (uid, "VIA", REFERENCE)
    assert shown(col) == shown(via) == []
    # Goods that are announced are not in the stock yet.
    assert on_hand(pdm, "cp") == 0
    for place in (network.siege, via, pdm, col):
        assert verify(place.workplace.folder, place.workplace.anchors).faults == ()


def test_the_siege_says_a_transfer_once_and_its_months_count_what_they_did(
    network: Network,
) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    uid = send(via)
    network.send(via)
    for _round in range(3):
        exchange(network, via, pdm)
    assert said(network) == [(1, "put")]
    assert tell_transfers(network.siege.store) == 0
    figures = []
    for place in (via, network.siege):
        with place.store.reading() as connection:
            figures.append(month_figures(connection, "VIA", f"{DAY:%Y-%m}"))
    assert figures[0] == figures[1]
    # The siège holds the document and its own notice of it: one transfer.
    offices = [code for code in network.siege.workplace.profile.office_codes if code != "PDM"]
    with network.siege.store.reading() as connection:
        found = read_transfers(connection, "PDM", offices, DAY)
    assert [each.uid for each in found] == [uid]


def test_what_is_received_waits_no_more_with_a_difference_too(network: Network) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    send(via)
    exchange(network, via, pdm)
    lines = (document_line(Cause.TRANSFER_IN, "cp", pieces(5)),)
    arrived = StockDocument("PDM", DAY, Cause.TRANSFER_IN, lines, "VIA", REFERENCE, "un abîmé")
    with pdm.store.writing("BM") as transaction:
        stock.record(transaction, arrived)
    assert shown(pdm) == []
    assert on_hand(pdm, "cp") == 5
    exchange(network, via, pdm)
    assert shown(pdm) == []
    assert said(network) == [(1, "put")]


def test_a_transfer_that_is_corrected_is_shown_as_it_stands(network: Network) -> None:
    via, pdm, col = (network.office(code) for code in ("VIA", "PDM", "COL"))
    uid = send(via)
    exchange(network, via, pdm, col)
    with via.store.reading() as connection:
        document = read_document(connection, uid)
    assert document is not None
    fewer = replace(document, lines=document.lines[:1])
    for number, corrected in enumerate((fewer, replace(fewer, partner="COL")), start=2):
        with via.store.writing("JD") as transaction:
            transaction.put("stock_document", stock_document_payload(corrected), uid=uid)
        exchange(network, via, pdm, col)
        assert said(network)[-1] == (number, "put")
        places = [place for place in (pdm, col) if shown(place)]
        assert places == [pdm if corrected.partner == "PDM" else col]
        assert len(shown(places[0])[0].document.lines) == 1


def test_a_transfer_that_is_voided_waits_no_more(network: Network) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    uid = send(via)
    exchange(network, via, pdm)
    with via.store.writing("JD") as transaction:
        stock.void(transaction, uid, "VIA", DAY, "resté ici")
    exchange(network, via, pdm)
    assert shown(pdm) == []
    exchange(network, via, pdm)
    assert said(network) == [(1, "put"), (2, "void")]
    # One that is voided before the siège hears of it is never spoken of.
    other = send(via)
    with via.store.writing("JD") as transaction:
        stock.void(transaction, other, "VIA", DAY, "resté ici")
    exchange(network, via, pdm)
    assert len(said(network)) == 2


def test_a_restored_siege_tells_of_the_same_transfer_again_and_takes_it_back(
    network: Network, tmp_path: Path
) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    exchange(network, via, pdm)
    network.siege.store.close()
    shutil.copytree(tmp_path / "siege", tmp_path / "copy")
    network.siege = network.opened("siege", None)
    uid = send(via)
    exchange(network, via, pdm)
    assert [each.uid for each in shown(pdm)] == [uid]
    before = network.siege.store.stream
    network.siege.store.close()
    shutil.rmtree(tmp_path / "siege")
    shutil.copytree(tmp_path / "copy", tmp_path / "siege")
    network.siege = network.opened("siege", None)
    with network.siege.store.writing("CA"):
        pass
    assert network.siege.store.stream != before
    for _round in range(2):
        exchange(network, via, pdm)
    assert said(network) == [(1, "put")]
    assert [each.uid for each in shown(pdm)] == [uid]
    with via.store.writing("JD") as transaction:
        stock.void(transaction, uid, "VIA", DAY, "resté ici")
    exchange(network, via, pdm)
    assert shown(pdm) == []


def test_what_came_before_an_office_could_read_it_is_shown_after_its_update(
    network: Network, tmp_path: Path
) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    uid = send(via)
    exchange(network, via, pdm)
    folder, state = pdm.workplace.folder, pdm.workplace.anchors.folder
    pdm.store.close()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.executescript(
            "DROP TABLE transfer_notice; DROP TABLE transfer_notice_line; PRAGMA user_version=4"
        )
    done = migration.prepare(folder, network.clock, state=state)
    assert done is not None
    assert (done.before, done.after) == (4, SCHEMA_VERSION)
    pdm = network.opened("pdm", "PDM")
    exchange(network, pdm)
    assert [each.uid for each in shown(pdm)] == [uid]
    assert verify(folder, pdm.workplace.anchors).faults == ()


def test_a_reply_that_is_written_on_a_stick_says_it_too(network: Network, tmp_path: Path) -> None:
    via, pdm, siege = network.office("VIA"), network.office("PDM"), network.siege
    send(via)
    network.send(via)
    (item,) = network.box.list(Box.FROM_OFFICES)
    packet = tmp_path / item.name
    network.box.fetch(Box.FROM_OFFICES, item, packet)
    mailroom.take_file(siege.store, siege.keys, packet)
    file = siege_round.answer_into(siege.store, siege.keys, "PDM", tmp_path)
    office_round.hear_files(pdm.store, pdm.keys, (file,))
    assert [each.sender for each in shown(pdm)] == ["VIA"]


def test_what_is_asked_before_each_answer_reads_no_table_whole(network: Network) -> None:
    via, siege = network.office("VIA"), network.siege
    send(via)
    network.send(via)
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:  # noqa: ANN401
        if "stock_document" in statement:
            seen.append((statement, parameters))

    network.receive()
    with siege.store.reading() as connection:
        event.listen(connection.engine, "before_cursor_execute", note)
    tell_transfers(siege.store)
    with siege.store.reading() as connection:
        event.remove(connection.engine, "before_cursor_execute", note)
        ((statement, parameters),) = seen
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        told = [str(row[-1]) for row in plan]
    assert [line.split()[0] for line in told if "stock_document" in line] == ["SEARCH"]
    assert [line.split()[0] for line in told if "transfer_notice" in line] == ["SEARCH"]


def test_a_day_that_is_none_stops_no_round(network: Network) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    uid = send(via)
    with via.store.reading() as connection:
        document = read_document(connection, uid)
    assert document is not None
    payload = {**stock_document_payload(document), "day": "9999-99-99"}
    with via.store.writing("JD") as transaction:
        transaction.put_many("stock_document", [(uuid7(transaction.now), payload)])
    exchange(network, via, pdm)
    assert [each.uid for each in shown(pdm)] == [uid]


def test_an_office_speaks_of_no_transfer_in_the_siege_s_place(network: Network) -> None:
    via = network.office("VIA")
    with via.store.writing("JD") as transaction:
        notice = TransferNotice("x", 1, "COL", "PDM", DAY, "COL-1", (SentPieces("cp", 1000),))
        transaction.put("transfer_notice", transfer_notice_payload(notice))
    network.send(via)
    (taken,) = (each.taken for each in network.receive().incoming)
    assert taken.state is ReceivedState.QUARANTINED
