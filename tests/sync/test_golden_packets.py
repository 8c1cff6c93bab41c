"""Packets of each released format are read for ever, to the last figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from otdesk.journal import canonical
from otdesk.journal.chain import verify_stream
from otdesk.sync.packet.encryption import decrypt
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.manifest import FORMAT, Manifest, MonthCount, StreamSpan
from tests.sync.packets import STREAM, TILL, opened

GOLDEN = Path(__file__).parents[1] / "data" / "packets"
# Copied from the packet when it was made: the office's chain, which no key of a till changes.
OFFICE_SPAN = StreamSpan(
    STREAM, "", 1, 9, "00" * 32, "c8dbc5824d257223df7a34819080a630b0d97e17760a94b06407a654b36e12e5"
)


def test_each_format_has_its_packet() -> None:
    found = sorted(path.name for path in GOLDEN.glob("*.zip"))
    assert found == [f"format-{number}.zip" for number in range(1, FORMAT + 1)]


def test_format_1_says_what_it_said() -> None:
    with opened(GOLDEN / "format-1.zip") as packet:
        manifest: Manifest = packet.manifest
        office = list(packet.entries(STREAM))
        till = list(packet.entries(TILL))
    assert (manifest.network, manifest.office, manifest.number) == ("cevennes", "PDM", 38)
    assert manifest.clock == "2022-07-14T18:44:12+02:00"
    assert manifest.acknowledged == "ack-37"
    assert manifest.months == (MonthCount("2022-07", {"visit": 12, "walk_in": 3}, "ab" * 32),)
    assert manifest.closed_months == ("2022-06",)
    assert manifest.streams[0] == OFFICE_SPAN
    assert [entry.header.kind for entry in office] == [
        "visit", "visit", "visit", "day_reason", "day_reason", "walk_in", "business_day",
        "day_reason", "visit",
    ]  # fmt: skip
    assert [entry.erased for entry in office].index(True) == 4
    assert canonical.decode(office[3].payload)["text"] == "Jeanne est à l’hôpital"
    assert [entry.header.kind for entry in till] == ["till", "receipt"]
    for entries in (office, till):
        assert list(verify_stream(entries)) == []


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_each_encrypted_packet_still_opens(tmp_path: Path, number: int) -> None:
    secret = (GOLDEN / "identity.txt").read_text("utf-8").splitlines()[-1]
    inside = decrypt(GOLDEN / f"format-{number}.zip.age", secret, tmp_path, LIMITS)
    assert inside.read_bytes() == (GOLDEN / f"format-{number}.zip").read_bytes()
