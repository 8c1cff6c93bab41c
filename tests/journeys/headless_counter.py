"""A counter without a window: the same grammar, thread, services and drafts, typed at speed.

`type_until_killed` never returns by itself; it tells on a pipe what the screen would have shown.
Lines: `A uid` an accueil or passage that was acknowledged, `D text` the drafts after a key.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from otdesk import paths
from otdesk.clock import SystemClock
from otdesk.domain.changes import Changes
from otdesk.domain.counter.conversations import Conversations, Reaction
from otdesk.domain.counter.draft import Draft, Page
from otdesk.domain.counter.grammar import Grammar
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.visits import WalkIn
from otdesk.journal.identifiers import uuid7
from otdesk.services import drafts, visits, workplace
from otdesk.services.drafts import DraftSet
from otdesk.services.worker import Worker
from otdesk.services.workplace import Grounds, Workplace
from otdesk.store.transaction import Transaction
from tests.counter_keys import LAYOUT, keys

PHRASES = (
    "2 A Q Space",
    "3 38 Q S Space",
    "4 U S",
    "0 2 5 Z D Space",
    "Space",
    "F1",
    "2 A F9 A Q Space",
    "1 N M Q , Space",
    "4 D Esc",
    "* Back",
    "F10 Q",
    "3 Space",
    "X 30 G Space",
)


def grounds_of(state: str) -> Grounds:
    """Return the grounds of a run whose marks lie in `state`."""
    return Grounds(paths.database_files(), Path(state), SystemClock())


def told(kept: DraftSet) -> str:
    """Return drafts as one line that is the same before and after they were on the disk."""
    lasting = [
        replace(d, armed=False, page=Page.DEMANDS, theme=None)
        for d in kept.drafts
        # As on the disk: an empty call is no draft.
        if not d.says_nothing
    ]
    front = kept.current if any(d.uid == kept.current for d in lasting) else ""
    return repr((lasting, front)).replace("\n", " ")


class HeadlessCounter:
    """Types phrases into one office's folder, as fast as keys can come."""

    def __init__(self, office: Workplace, pipe: int, seed: int) -> None:
        self._office = office
        self._pipe = pipe
        self._random = random.Random(seed)
        self._worker = Worker(office.open_store, self._fail)
        self._conversations = Conversations(Grammar(LAYOUT), lambda: uuid7(datetime.now(UTC)))

    def type_until_killed(self) -> None:
        """Type for ever; only a signal ends it."""
        self._worker.start()
        loaded = threading.Event()
        self._worker.read(drafts.load, lambda kept: self._restore(kept, loaded), self._fail)
        loaded.wait()
        while True:
            for key in keys(self._random.choice(PHRASES)):
                self._press(key)
                time.sleep(self._random.choice((0, 0, 0.001, 0.004)))

    def _restore(self, kept: DraftSet, loaded: threading.Event) -> None:
        self._conversations.restore(list(kept.drafts), kept.current)
        loaded.set()

    def _press(self, key: Key) -> None:
        if len(self._conversations.drafts) > 12 and key.kind is KeyKind.SET_ASIDE:
            return
        now = datetime.now(UTC)
        reaction = self._conversations.press(key, now)
        kept = DraftSet(tuple(self._conversations.drafts), self._conversations.current)
        self._tell(f"D {told(kept)}")
        if reaction.record is not None:
            self._record(reaction.record, kept)
        elif reaction.walk_ins:
            self._record_walk_ins(reaction, now, kept)
        else:
            self._worker.keep_drafts(kept)

    def _record(self, draft: Draft, kept: DraftSet) -> None:
        office, started = self._office, draft.started_at or datetime.now(UTC)
        visit = draft.to_visit(
            office.identity.office, office.local(started).date(), office.minute(started)
        )

        def use_case(transaction: Transaction) -> Changes:
            return visits.record(transaction, visit, uid=draft.editing)

        self._worker.write("CA", use_case, self._acknowledge, self._fail, remaining=kept)

    def _record_walk_ins(self, reaction: Reaction, now: datetime, kept: DraftSet) -> None:
        office = self._office
        walk_in = WalkIn(
            office.identity.office,
            office.local(now).date(),
            reaction.walk_ins,
            now,
            office.minute(now),
        )
        self._worker.write(
            "CA",
            lambda transaction: visits.record_walk_in(transaction, walk_in),
            self._acknowledge,
            self._fail,
            remaining=kept,
        )

    def _acknowledge(self, changes: Changes) -> None:
        self._tell(f"A {changes.uids[-1]}")

    def _fail(self, error: Exception) -> None:
        self._tell(f"F {error!r}")

    def _tell(self, line: str) -> None:
        data = f"{line}\n".encode()
        while data:
            data = data[os.write(self._pipe, data) :]


def main(arguments: Sequence[str]) -> None:
    """Type into the folder, marks folder, pipe and seed that the arguments name."""
    folder, state, pipe, seed = arguments
    office = workplace.open_folder(grounds_of(state), Path(folder))
    HeadlessCounter(office, int(pipe), int(seed)).type_until_killed()
