"""An archived packet loses its personal contents for good, and still proves the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from otdesk.journal.chain import verify_stream
from otdesk.sync.packet.archive import drop_personal
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.read import open_archived
from tests.sync.packets import STREAM, TILL, TRUSTED, office_day, opened, till_day, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path).path


def reason_of(path: Path) -> RefusalReason:
    with pytest.raises(RefusedPacket) as refusal:
        open_archived(path, LIMITS, TRUSTED).close()
    return refusal.value.reason


def test_the_person_is_gone_and_the_chain_verifies(path: Path) -> None:
    drop_personal(path, LIMITS, TRUSTED)
    with open_archived(path, LIMITS, TRUSTED) as packet:
        office = list(packet.entries(STREAM))
        assert list(packet.entries(TILL)) == till_day().entries
        assert not packet.has_personal
    assert [entry.digest for entry in office] == [entry.digest for entry in office_day().entries]
    assert {entry.header.kind for entry in office if entry.erased} == {"day_reason"}
    assert list(verify_stream(office)) == []
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_it_is_a_packet_to_receive_no_more(path: Path) -> None:
    drop_personal(path, LIMITS, TRUSTED)
    with pytest.raises(RefusedPacket) as refusal:
        opened(path).close()
    assert refusal.value.reason is RefusalReason.ALTERED


def test_dropping_twice_changes_nothing(path: Path) -> None:
    drop_personal(path, LIMITS, TRUSTED)
    once = path.read_bytes()
    drop_personal(path, LIMITS, TRUSTED)
    assert path.read_bytes() == once


def test_a_whole_packet_in_an_archive_is_sealed_as_ever(path: Path) -> None:
    good = path.read_bytes()
    open_archived(path, LIMITS, TRUSTED).close()
    # A bit of the first packed file's spare ones, or of a text: either way not what was signed.
    for place in range(60, 600, 30):
        path.write_bytes(good[:place] + bytes([good[place] ^ 4]) + good[place + 1 :])
        assert reason_of(path) in {RefusalReason.ALTERED, RefusalReason.LAYOUT}


def test_another_file_that_is_missing_is_still_missed(path: Path) -> None:
    drop_personal(path, LIMITS, TRUSTED)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"journal.jsonl", b"journax.jsonl"))
    assert reason_of(path) in {RefusalReason.SIGNATURE, RefusalReason.ALTERED, RefusalReason.FILES}


def test_what_is_no_packet_is_left_as_it_was(path: Path) -> None:
    path.write_bytes(b"something else")
    with pytest.raises(RefusedPacket):
        drop_personal(path, LIMITS, TRUSTED)
    assert path.read_bytes() == b"something else"
