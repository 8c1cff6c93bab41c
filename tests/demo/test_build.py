"""Building: the same each time, in empty folders alone, in a journal that holds."""

from __future__ import annotations

import itertools
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from otdesk.demo.exchange.rounds import PLAN
from otdesk.demo.season import build, draw
from otdesk.journal import canonical
from otdesk.store.anchor import Anchors
from otdesk.store.faults import FolderTaken
from otdesk.store.integrity import verify
from otdesk.store.report import AnchorState
from otdesk.store.store import DATABASE
from tests.demo.reading import Season

# What the exchange itself records beside the season.
OF_THE_EXCHANGE = (
    "folder",
    "till",
    "stream_origin",
    "month_declaration",
    "post",
    "month_lock",
    "transfer_notice",
)


@pytest.mark.no_cover
def test_a_second_drawing_is_what_the_journals_hold(season: Season) -> None:
    """The same each time, to the identifier; nothing of it is missing, and nothing is beside it."""
    for office, entries in draw().items():
        drawn = {(e.uid, e.kind, e.moment, e.author, canonical.encode(e.payload)) for e in entries}
        rows = season.rows(office, "SELECT uid, kind, recorded_at, author, payload FROM journal")
        held = {
            (uid, kind, datetime.fromisoformat(recorded_at), author, payload)
            for uid, kind, recorded_at, author, payload in rows
            if kind not in OF_THE_EXCHANGE
        }
        assert len(drawn) == len(entries)
        assert held == drawn, office


def test_the_folders_lie_below_offices(season: Season) -> None:
    for code, folder in season.result.folders.items():
        assert (folder.name, folder.parent.name) == (code, "offices")
        assert (folder / DATABASE).is_file()


def test_the_steps_are_told(season: Season) -> None:
    names = [office.name for office in season.result.profile.offices]
    # The counters, four rounds that end with the siège's turn, and the last touch.
    steps = [*names, *[*names, "Siège"] * 4, "Siège"]
    assert [what for what, _ in season.told[: len(steps)]] == steps
    done = [fraction for _, fraction in season.told[: len(steps)]]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 1)


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


@pytest.mark.no_cover
def test_each_folder_proves_itself(season: Season) -> None:
    """Pages, schema, chain, mark of this machine, and the tables rebuilt from the journal."""
    for office, folder in season.result.folders.items():
        report = verify(folder, season.anchors)
        assert report.faults == ()
        # The office's own and its till's; what the siège sent down, and what a copied PC noted.
        states = Counter(stream.anchor for stream in report.streams)
        received = 2 if office == PLAN.cloned[0] else 1
        assert states == {AnchorState.AGREES: 2, AnchorState.RECEIVED: received}, office
        ours = [s for s in report.streams if s.stream != season.siege.stream]
        assert sum(stream.entries for stream in ours) == season.result.entries[office]


def test_the_journal_s_clock_never_goes_back(season: Season) -> None:
    """Save where a copy says again, in a journal of its own, what it had noted before."""
    for folder in season.result.folders.values():
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            rows = connection.execute(
                "SELECT stream, recorded_at FROM journal WHERE stream NOT IN"
                " (SELECT stream FROM journal WHERE kind = 'stream_origin') ORDER BY stream, seq"
            ).fetchall()
        entries = [(stream, datetime.fromisoformat(recorded_at)) for stream, recorded_at in rows]
        assert all(one <= next_ for one, next_ in itertools.pairwise(entries))


@pytest.mark.parametrize("table", ["visit", "walk_in", "tally"])
def test_nothing_is_recorded_for_a_closed_day_without_a_reason(season: Season, table: str) -> None:
    """A counter would have refused it: the demonstration may not show what cannot happen."""
    statement = (
        f"SELECT r.uid FROM {table} r JOIN journal j USING (uid)"
        " JOIN business_day d ON d.office = r.office AND d.day = r.day"
        " JOIN journal c ON c.uid = d.uid AND +c.stream = +j.stream WHERE j.seq > c.seq"
        " AND r.uid NOT IN (SELECT record_uid FROM day_correction)"
    )
    assert season.everywhere(f"SELECT 1 FROM {table}")
    assert season.everywhere(statement) == []
