"""A packet gives back exactly what went in; the same input gives the same bytes."""

from __future__ import annotations

import tempfile
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otdesk.journal.chain import verify_stream
from otdesk.sync.packet.faults import RefusedPacket
from otdesk.sync.packet.limits import LIMITS
from tests.journal.lines import sealed
from tests.sync.packets import (
    BASIS,
    CLOCK,
    KEY,
    STREAM,
    TILL,
    Chain,
    manifest_of,
    office_day,
    opened,
    till_day,
    visit,
    write,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXT | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(st.text("abc_", min_size=1, max_size=4), children, max_size=3)
    ),
    max_leaves=6,
)
PAYLOADS = st.dictionaries(st.text("abcxyz_", min_size=1, max_size=6), VALUES, max_size=4)
KINDS = st.sampled_from(["note", "day_reason", "invoice", "folder"])


@settings(max_examples=40)
@given(
    office=st.lists(st.tuples(KINDS, PAYLOADS), max_size=8),
    till=st.lists(st.tuples(KINDS, PAYLOADS), max_size=4),
    erased=st.sets(st.integers(0, 7)),
    acknowledged=st.integers(0, 3),
)
def test_what_goes_in_comes_out(
    office: list[tuple[str, dict[str, Any]]],
    till: list[tuple[str, dict[str, Any]]],
    erased: set[int],
    acknowledged: int,
) -> None:
    chains = (Chain(), Chain(TILL))
    for chain, records in zip(chains, (office, till), strict=True):
        for kind, payload in records:
            chain.put(kind, payload)
    entries = chains[0].entries
    for at in erased & set(range(len(entries))):
        if entries[at].header.kind == "day_reason":
            entries[at] = replace(entries[at], payload=b"", salt=b"", erased=True)
    after = min(acknowledged, len(entries))
    with tempfile.TemporaryDirectory() as place:
        sources = [chains[0].source(after), chains[1].source()]
        written = write(Path(place), sources=sources)
        with opened(written.path) as packet:
            assert packet.manifest == written.manifest
            # In any order, as often as one likes.
            assert list(packet.entries(TILL)) == chains[1].entries
            assert list(packet.entries(STREAM)) == entries[after:]
            assert list(packet.entries(TILL)) == chains[1].entries


def test_two_streams_may_be_read_by_turns(tmp_path: Path) -> None:
    office, till = office_day(), till_day()
    with opened(write(tmp_path, office, till).path) as packet:
        pairs = list(zip(packet.entries(STREAM), packet.entries(TILL), strict=False))
    assert pairs == list(zip(office.entries, till.entries, strict=False))


def test_the_chain_of_a_packet_verifies(tmp_path: Path) -> None:
    with opened(write(tmp_path).path) as packet:
        assert list(verify_stream(packet.entries(STREAM))) == []
        assert all(entry.signature for entry in packet.entries(TILL))


def test_the_same_input_gives_the_same_bytes_and_name(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    one, other = (write(folder).path for folder in folders)
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


def test_the_name_says_office_number_and_manifest(tmp_path: Path) -> None:
    written = write(tmp_path)
    office, number, digest = written.path.stem.split("_")
    assert (office, number, len(digest)) == ("PDM", "38", 16)
    assert write(tmp_path, basis=replace(BASIS, lists="")).path.stem[-16:] != digest


def test_any_zip_program_reads_it_with_the_time_of_its_clock(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path).path) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
    assert infos[0].filename == "LISEZMOI.txt"
    assert {info.date_time for info in infos} == {(2022, 7, 14, 18, 44, 12)}
    assert CLOCK.startswith("2022-07-14T18:44:12")


@pytest.mark.parametrize("year", ["1970", "9999"])
def test_a_clock_that_is_decades_off_stops_no_packet(tmp_path: Path, year: str) -> None:
    clock = f"{year}-01-01T00:00:00+01:00"
    assert manifest_of(write(tmp_path, basis=replace(BASIS, clock=clock)).path).clock == clock


def test_writing_a_packet_twice_is_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path).path
    assert write(tmp_path).path == path
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_another_file_of_the_name_is_never_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path).path
    path.write_bytes(b"something else")
    with pytest.raises(FileExistsError):
        write(tmp_path)
    assert path.read_bytes() == b"something else"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_a_place_without_links_gets_packets_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_paths: object) -> None:
        raise PermissionError(1, "no links on this stick")

    monkeypatch.setattr("os.link", no_links)
    path = write(tmp_path).path
    assert write(tmp_path).path == path
    path.write_bytes(b"something else")
    with pytest.raises(FileExistsError):
        write(tmp_path)


def test_the_cap_lets_entries_go_in_order_and_the_spans_say_so(tmp_path: Path) -> None:
    office = Chain()
    for number in range(50):
        office.put("visit", visit(number))
    sent = 0
    packets = 0
    while sent < len(office.entries):
        packets += 1
        basis = replace(BASIS, number=packets)
        written = write(
            tmp_path, sources=[office.source(sent), till_day().source()], basis=basis, cap=8000
        )
        span, of_till = written.manifest.streams
        assert span.first == sent + 1
        if span.last < len(office.entries):
            # What comes later in the order waits for what comes before.
            assert of_till.count == 0
        with opened(written.path) as packet:
            assert list(packet.entries(STREAM)) == office.entries[sent : span.last]
        sent = span.last
    assert 3 < packets < 10


def test_an_entry_larger_than_the_cap_goes_alone(tmp_path: Path) -> None:
    office = Chain()
    for number in range(3):
        office.put("visit", visit(number))
    assert [span.count for span in write(tmp_path, office, cap=1).manifest.streams] == [1]


def test_a_packet_without_news_says_where_its_stream_stands(tmp_path: Path) -> None:
    office = office_day()
    last = len(office.entries)
    written = write(tmp_path, sources=[office.source(last)])
    span = manifest_of(written.path).streams[0]
    assert (span.first, span.last, span.count) == (last + 1, last, 0)
    assert span.head == office.entries[-1].digest.hex()


def test_an_acknowledgement_is_attached_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, attached={"ack.json": b'{"number":1}'}).path
    with opened(path) as packet:
        assert packet.attached("ack.json") == b'{"number":1}'
        with pytest.raises(KeyError):
            packet.attached("other.json")
        assert len(list(packet.entries(STREAM))) == 9
    with opened(path, limits=replace(LIMITS, described=2500)) as packet:
        assert packet.attached("ack.json")
        with pytest.raises(RefusedPacket):
            packet.attached("journal.jsonl")


@pytest.mark.parametrize("name", ["../ack.json", "ack", "journal.jsonl", "nul.json"])
def test_no_file_is_attached_that_would_be_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"name|files"):
        write(tmp_path, attached={name: b"{}"})
    assert list(tmp_path.iterdir()) == []


def test_without_personal_content_there_is_no_personal_file(tmp_path: Path) -> None:
    chain = Chain()
    chain.put("visit", visit())
    assert not write(tmp_path, chain).has_personal
    assert write(tmp_path).has_personal


@pytest.mark.parametrize("fault", ["gap", "payload", "prev", "personal"])
def test_what_is_not_whole_is_not_signed(tmp_path: Path, fault: str) -> None:
    chain = office_day()
    entry = chain.entries[1]
    if fault == "gap":
        del chain.entries[1]
    elif fault == "payload":
        chain.entries[1] = replace(entry, payload=entry.payload.replace(b"FR-07", b"FR-70"))
    elif fault == "personal":
        chain.entries[3] = replace(chain.entries[3], salt=bytes(16))
    else:
        chain.entries[1] = replace(entry, prev=bytes(32), digest=bytes(32))
    with pytest.raises(ValueError, match=r"follow|digest|sealed"):
        write(tmp_path, chain)
    assert list(tmp_path.iterdir()) == []


def test_writing_takes_no_more_memory_for_more_entries(tmp_path: Path) -> None:
    chain = Chain()
    for number in range(800):
        chain.put("note", {"text": f"n° {number}" * 2000})

    def peak_of(count: int, number: int) -> int:
        source = replace(chain.source(), entries=list(map(sealed, chain.entries[:count])))
        tracemalloc.start()
        write(tmp_path, sources=[source], basis=replace(BASIS, number=number))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    # Ten megabytes of lines, or two.
    assert peak_of(800, 2) < 1.5 * peak_of(160, 1)


def test_reading_takes_no_more_memory_for_more_entries(tmp_path: Path) -> None:
    chain = Chain()
    for number in range(800):
        chain.put("note", {"text": f"n° {number}" * 2000})

    def peak_of(count: int, number: int) -> int:
        source = replace(chain.source(), entries=list(map(sealed, chain.entries[:count])))
        path = write(tmp_path, sources=[source], basis=replace(BASIS, number=number)).path
        tracemalloc.start()
        with opened(path) as packet:
            assert sum(1 for _entry in packet.entries(STREAM)) == count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    # Ten megabytes of lines, or two.
    assert peak_of(800, 2) < 1.5 * peak_of(160, 1)


def test_the_key_that_signed_is_told(tmp_path: Path) -> None:
    with opened(write(tmp_path).path) as packet:
        assert packet.signed_by.key == KEY.public
