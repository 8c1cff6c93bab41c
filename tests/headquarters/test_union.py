"""The head office shows what its offices show, added up, and says what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from otdesk import paths
from otdesk.app import main
from otdesk.clock import FixedClock
from otdesk.domain.catalogue import Catalogue
from otdesk.headquarters.completeness import Completeness, MonthState, completeness
from otdesk.journal.identifiers import new_stream
from otdesk.reports.shop.catalogue import read_catalogue
from otdesk.services import workplace
from otdesk.services.sync import reception
from otdesk.services.workplace import Grounds
from otdesk.store import outgoing
from otdesk.store.exchange_state import ReceivedState
from otdesk.store.integrity import verify
from otdesk.store.month_figures import month_figures
from otdesk.store.store import Store
from tests.services.sync.network import Manifest, Packet
from tests.shop import FAMILIES
from tests.store.desk import DAY, START, Desk, record, work
from tests.store.shop_rows import trade

MONTH = "2022-07"


@pytest.fixture
def siege(
    tmp_path: Path,
    siege_address: Callable[[], str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Store]:
    """Give the head office's folder, as `otdesk init --siege` makes it."""
    # Where commands look for the password of a server, too.
    monkeypatch.setenv("OTDESK_STATE", str(tmp_path / "hq"))
    grounds = Grounds(paths.database_files(), tmp_path / "hq", FixedClock(START))
    place = workplace.create_siege(
        grounds, tmp_path / "siege", profile_code="cevennes", database=siege_address()
    )
    with closing(place.open_store()) as store:
        yield store


def packet_of(
    store: Store, number: int = 1, *, closed: Sequence[str] = (), first: int = 1
) -> Packet:
    """Return a packet of all that an office has, from a sequence number on."""
    with store.reading() as connection:
        spans = [
            replace(span, first=first) if span.stream == store.stream else span
            for span in outgoing.spans_to_send(connection)
        ]
        content = {
            s.stream: tuple(outgoing.entries_between(connection, s.stream, s.first, s.last))
            for s in spans
        }
        month = month_figures(connection, store.identity.office, MONTH)
    manifest = Manifest(
        store.identity.office, number, START.isoformat(), spans, (month,), tuple(closed)
    )
    return Packet(manifest, content, f"{store.identity.office}-{number}-{first}")


def take(siege: Store, packet: Packet) -> reception.Taken:
    """Take in a packet and project it."""
    taken = reception.take_packet(siege, packet, packet.name, f"raw/{packet.name}.zip")
    assert reception.project(siege) == ()
    return taken


def table(siege: Store, today: date = date(2022, 7, 31)) -> Completeness:
    """Return what is held of July."""
    with siege.reading() as connection:
        return completeness(connection, ("PDM", "VIA"), (MONTH,), today)


def states(siege: Store, today: date = date(2022, 7, 31)) -> list[MonthState]:
    """Return the states of July."""
    return [line.months[0].state for line in table(siege, today).offices]


def report(
    folder: Path, kind: str, *words: str, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """Return the JSON of a report, as a script has it."""
    said = main(
        ["--data", str(folder), "report", kind, MONTH, "--format", "json", "--output", "-", *words],
        clock=FixedClock(START),
    )
    out = capsys.readouterr().out
    assert said == 0
    shown: dict[str, Any] = json.loads(out)
    return shown


def test_the_union_is_what_each_office_shows_and_their_sum(
    tmp_path: Path, siege: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    offices: Mapping[str, Desk] = {c: Desk(tmp_path / c, office=c) for c in ("PDM", "VIA")}
    for desk in offices.values():
        with desk.opened() as store:
            work(store)
            trade(store, new_stream())
            assert take(siege, packet_of(store)).state is ReceivedState.RECEIVED
    siege.close()
    own = {code: report(d.folder, "month", capsys=capsys) for code, d in offices.items()}
    for code, mine in own.items():
        theirs = report(siege.folder, "month", "--office", code, capsys=capsys)
        for name in ("persons", "acts", "by_origin", "by_demand", "by_day", "sales"):
            assert theirs[name] == mine[name], name
    together = report(siege.folder, "month", "--all", capsys=capsys)
    assert together["offices"] == ["PDM", "VIA"]
    assert together == report(siege.folder, "month", capsys=capsys)
    for name in ("persons", "acts", "walk_ins", "open_days"):
        assert together[name] == sum(mine[name] for mine in own.values()), name
    turnovers = [mine["sales"]["turnover_cents"] for mine in own.values()]
    assert together["sales"]["turnover_cents"] == sum(turnovers)
    codes = [row["code"] for row in together["sales"]["by_family"]]
    assert len(codes) == len(set(codes))
    assert verify(siege.folder, siege.anchors).faults == ()


def test_an_article_of_two_offices_is_one_article(tmp_path: Path, siege: Store) -> None:
    for code in ("PDM", "VIA"):
        with Desk(tmp_path / code, office=code).opened() as store:
            trade(store, new_stream())
            alone = read_of(store, code)
            take(siege, packet_of(store))
    united = read_of(siege, "PDM")
    assert united.families == alone.families
    assert len(united.families) == len(FAMILIES)
    assert united.articles.keys() == alone.articles.keys()


def read_of(store: Store, office: str) -> Catalogue:
    """Return the catalogue of an office."""
    with store.reading() as connection:
        return read_catalogue(connection, office, DAY)


def test_a_month_goes_from_missing_to_complete(tmp_path: Path, siege: Store) -> None:
    august = date(2022, 8, 20)
    assert states(siege) == [MonthState.AWAITED] * 2
    assert states(siege, august) == [MonthState.MISSING] * 2
    with Desk(tmp_path).opened() as store:
        work(store)
        take(siege, packet_of(store))
        assert states(siege)[0] is MonthState.RECEIVED
        assert states(siege, august) == [MonthState.LATE, MonthState.MISSING]
        take(siege, packet_of(store, 2, closed=(MONTH,)))
        assert states(siege, august) == [MonthState.COMPLETE, MonthState.MISSING]
        assert table(siege).complete == 1
        # An old packet that comes late does not take back what a later one said.
        take(siege, packet_of(store, 1))
        assert states(siege)[0] is MonthState.COMPLETE
    with Desk(tmp_path / "VIA", office="VIA").opened() as store:
        take(siege, packet_of(store, closed=(MONTH,)))
    assert states(siege, august)[1] is MonthState.NO_ACTIVITY


def test_what_waits_is_said_and_makes_the_month_incomplete(tmp_path: Path, siege: Store) -> None:
    with Desk(tmp_path).opened() as store:
        work(store)
        late, whole = packet_of(store, 2, closed=(MONTH,), first=4), packet_of(store, 1)
    taken = take(siege, late)
    assert taken.state is ReceivedState.WAITING
    assert "Il manque les entrées 1 à 3" in taken.reason
    assert states(siege)[0] is MonthState.INCOMPLETE
    assert table(siege).offices[0].waiting == 1
    take(siege, whole)
    assert take(siege, late).state is ReceivedState.RECEIVED
    assert states(siege)[0] is MonthState.COMPLETE
    assert table(siege).offices[0].waiting == 0


def test_a_broken_packet_is_kept_aside_and_changes_nothing(tmp_path: Path, siege: Store) -> None:
    with Desk(tmp_path).opened() as store:
        work(store)
        packet = packet_of(store)
    stream = next(iter(packet.content))
    entries = list(packet.content[stream])
    entries[2] = replace(entries[2], digest=bytes(32))
    taken = take(siege, replace(packet, content={stream: tuple(entries)}, name="broken"))
    assert taken.state is ReceivedState.QUARANTINED
    assert "n° 3" in taken.reason
    line = table(siege).offices[0]
    assert (line.quarantined, line.months[0].accueils) == (1, 0)
    assert take(siege, packet).state is ReceivedState.RECEIVED


def test_an_office_cannot_go_on_with_anothers_journal(tmp_path: Path, siege: Store) -> None:
    with Desk(tmp_path).opened() as store:
        record(store)
        take(siege, packet_of(store))
        record(store)
        packet = packet_of(store, 2)
    stolen = replace(packet, manifest=replace(packet.manifest, office="VIA"), name="stolen")
    assert take(siege, stolen).state is ReceivedState.QUARANTINED
    assert table(siege).offices[0].months[0].accueils == 1
