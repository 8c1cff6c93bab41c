"""Building: the same each time, in empty folders alone, in a journal that holds."""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from otdesk.demo.season import build
from otdesk.store.anchor import Anchors
from otdesk.store.faults import FolderTaken
from otdesk.store.integrity import verify
from otdesk.store.report import AnchorState
from otdesk.store.store import DATABASE
from tests.demo.reading import Season

# Streams, salts, signatures, and the uids of the folder and its till are random in every folder;
# figures are not.
CONTENT = {
    "visit": "uid",
    "visit_demand": "visit_uid, position",
    "walk_in": "uid",
    "tally": "uid",
    "tally_origin": "tally_uid, code",
    "tally_demand": "tally_uid, code",
    "business_day": "uid",
    "day_reason": "uid",
    "planned_opening": "uid",
    "day_correction": "uid",
    "monthly_total": "uid",
    "counsellor": "uid",
    "product": "uid",
    "price": "uid",
    "receipt_line": "receipt_uid, position",
    "receipt_payment": "receipt_uid, position",
    "stock_move": "parent_uid, position",
    "bank_deposit": "uid",
    "held_payment": "uid",
}


def content_digest(folder: Path) -> str:
    """Return the digest of what an office's tables hold, in a fixed order."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        for table, order in CONTENT.items():
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY {order}"):
                digest.update(repr(row).encode())
        for row in connection.execute(
            "SELECT seq, uid, kind, rev, op, recorded_at, author, payload FROM journal"
            " WHERE kind NOT IN ('folder', 'till') ORDER BY signature IS NOT NULL, seq"
        ):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def test_two_builds_hold_the_same(season: Season, tmp_path: Path) -> None:
    again = build(tmp_path / "demo", anchors=Anchors(tmp_path / "state"))
    for office, folder in season.result.folders.items():
        assert content_digest(folder) == content_digest(again.folders[office]), office


def test_the_folders_lie_below_offices(season: Season) -> None:
    for code, folder in season.result.folders.items():
        assert (folder.name, folder.parent.name) == (code, "offices")
        assert (folder / DATABASE).is_file()


def test_the_steps_are_told(season: Season) -> None:
    names = [office.name for office in season.result.profile.offices]
    # The counters, then the shops.
    steps = [(name, done, 12) for done, name in enumerate(names * 2)]
    assert season.told == [*steps, ("", 12, 12)]


def test_a_folder_that_holds_anything_else_is_refused(tmp_path: Path) -> None:
    precious = tmp_path / "notes.txt"
    precious.write_text("à moi")
    with pytest.raises(FolderTaken):
        build(tmp_path, anchors=Anchors(tmp_path.parent / "state"))
    assert [precious] == list(tmp_path.iterdir())


def test_a_finished_demonstration_is_not_built_over(season: Season) -> None:
    out = next(iter(season.result.folders.values())).parent.parent
    with pytest.raises(FolderTaken):
        build(out, anchors=season.anchors)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "demo"
    file.touch()
    with pytest.raises(FolderTaken):
        build(file, anchors=Anchors(tmp_path / "state"))


def test_each_folder_proves_itself(season: Season) -> None:
    """Pages, schema, chain, mark of this machine, and the tables rebuilt from the journal."""
    for office, folder in season.result.folders.items():
        report = verify(folder, season.anchors)
        assert report.faults == ()
        assert [stream.anchor for stream in report.streams] == [AnchorState.AGREES] * 2
        # The folder's own first entry comes before those of the season.
        entries = sum(stream.entries for stream in report.streams)
        assert entries == season.result.entries[office] + 1


def test_the_journal_s_clock_never_goes_back(season: Season) -> None:
    for folder in season.result.folders.values():
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            rows = connection.execute(
                "SELECT stream, recorded_at FROM journal ORDER BY stream, seq"
            ).fetchall()
        entries = [(stream, datetime.fromisoformat(recorded_at)) for stream, recorded_at in rows]
        assert all(one <= next_ for one, next_ in itertools.pairwise(entries))


@pytest.mark.parametrize("table", ["visit", "walk_in", "tally"])
def test_nothing_is_recorded_for_a_closed_day_without_a_reason(season: Season, table: str) -> None:
    """A counter would have refused it: the demonstration may not show what cannot happen."""
    statement = (
        f"SELECT r.uid FROM {table} r JOIN journal j USING (uid)"
        " JOIN business_day d ON d.office = r.office AND d.day = r.day"
        " JOIN journal c ON c.uid = d.uid WHERE j.seq > c.seq"
        " AND r.uid NOT IN (SELECT record_uid FROM day_correction)"
    )
    assert season.everywhere(f"SELECT 1 FROM {table}")
    assert season.everywhere(statement) == []
