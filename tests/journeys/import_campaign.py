"""Kill the siège's import of packets at random moments, one packet after the other.

Run as a program, so that it can fork children without the test runner's threads:
`python -m tests.journeys.import_campaign FOLDER KILLS SEED`. Prints one line of JSON. How a siège's
folder is made is a parameter of `campaign`: on SQLite here, on a server elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from otdesk.headquarters import mailroom, pairing
from otdesk.journal.entry import Head
from otdesk.journal.identifiers import uuid7
from otdesk.services import workplace
from otdesk.services.sync.acknowledgement import take_acknowledgement
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.workplace import Grounds, Workplace
from otdesk.store import acknowledging, tables
from otdesk.store.exchange_state import ReceivedState, received_packet
from otdesk.store.integrity import verify
from otdesk.store.month_figures import month_figures
from otdesk.store.store import Store
from otdesk.store.transaction import head_of
from otdesk.sync.office_round import known_partner
from otdesk.sync.outbox import write_next
from otdesk.sync.pairing.answer import read_answer
from otdesk.sync.pairing.invitation import read_invitation
from otdesk.sync.pairing.office import accept
from otdesk.sync.post_keys import PostKeys, keys_of
from tests.benchmarks.years import accueils
from tests.journeys.headless_counter import grounds_of

OFFICE = "PDM"
# So many accueils a packet: its import takes long enough to be hit.
A_PACKET = 150
_MONTH = "2022-07"
_VERIFY_EVERY = 20

MakeSiege = Callable[[Grounds, Path], Workplace]


@dataclass
class Tally:
    """What a campaign saw; `partial`, `differing` and `faults` must stay empty."""

    kills: int = 0
    nothing_taken: int = 0
    all_taken: int = 0
    ended_before: int = 0
    entries: int = 0
    partial: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """A folder and the machine that it lies on."""

    workplace: Workplace
    state: Path

    def keys(self, store: Store) -> PostKeys:
        """Return its keys in the exchange."""
        return keys_of(store, FileKeystore(self.state / KEYS))


def on_sqlite(grounds: Grounds, folder: Path) -> Workplace:
    """Make a siège's folder with its database in it."""
    return workplace.create_siege(grounds, folder, profile_code="cevennes")


def campaign(folder: Path, kills: int, seed: int, make_siege: MakeSiege = on_sqlite) -> Tally:
    """Make an office and a siège below `folder`, and kill the import of each of its packets once.

    Each packet is then given again. In the end the siège holds what another one holds whose
    imports nobody disturbed, and what the office has.
    """
    seen = Tally()
    chance = random.Random(seed)
    office = _office(folder)
    siege, undisturbed = (_siege(folder, name, make_siege) for name in ("siege", "calm"))
    outbox = folder / "packets"
    outbox.mkdir()
    with closing(office.workplace.open_store()) as store:
        for one in (undisturbed, siege):
            _pair(store, office, one)
        longest = 0.0
        for number in range(kills + 1):
            packet = _next_packet(store, office, outbox, number)
            began = time.monotonic()
            with closing(undisturbed.workplace.open_store()) as calm:
                mailroom.take_file(calm, undisturbed.keys(calm), packet)
            longest = max(longest, min(time.monotonic() - began, 2 * longest or 10.0))
            if number:
                _kill_and_check(siege, packet, chance.uniform(0, 1.2 * longest), seen)
            _take_again(store, siege, packet, seen)
            if number % _VERIFY_EVERY == 0 or number == kills:
                report = verify(siege.workplace.folder, siege.workplace.anchors)
                seen.faults += [str(fault) for fault in report.faults]
        seen.entries = _held(store).seq
        expected = _digest(store, OFFICE)
    for one in (siege, undisturbed):
        with closing(one.workplace.open_store()) as store:
            if _digest(store, OFFICE) != expected:
                seen.differing.append(str(one.workplace.folder.name))
    return seen


def _office(folder: Path) -> Place:
    state = folder / "office-state"
    made = workplace.create(
        grounds_of(str(state)), folder / "office", profile_code="cevennes", office=OFFICE
    )
    return Place(made, state)


def _siege(folder: Path, name: str, make_siege: MakeSiege) -> Place:
    state = folder / f"{name}-state"
    return Place(make_siege(grounds_of(str(state)), folder / name), state)


def _pair(store: Store, office: Place, siege: Place) -> None:
    with closing(siege.workplace.open_store()) as theirs:
        keys = siege.keys(theirs)
        file = siege.state / "invitation"
        invitation = pairing.invite(siege.workplace, theirs, keys, OFFICE)
        file.write_text(invitation.to_text(keys.signing.signed), "utf-8")
        mine = office.keys(store)
        answer = accept(store, mine, read_invitation(file), "Comptoir")
        file.write_text(answer.to_text(mine.signing.signed), "utf-8")
        pairing.confirm(theirs, read_answer(file), "CA")


def _next_packet(store: Store, office: Place, outbox: Path, number: int) -> Path:
    """Have the office work, and return the packet of all that the siège has not acknowledged."""
    with store.writing("CA") as transaction:
        visits = accueils((OFFICE,), date(2022, 7, 1), 31, A_PACKET)
        transaction.put_many("visit", ((uuid7(store.clock.now()), said) for _uid, said in visits))
        reason = {"office": OFFICE, "day": f"2022-07-{1 + number % 28:02d}", "text": "Orage"}
        transaction.put_many("day_reason", [(uuid7(store.clock.now()), reason)])
    written = write_next(store, office.keys(store), known_partner(store), outbox)
    assert written is not None
    return written.path


def _kill_and_check(siege: Place, packet: Path, seconds: float, seen: Tally) -> None:
    """Kill an import after a while; what it leaves is all of the packet or nothing."""
    with closing(siege.workplace.open_store()) as store:
        before = _held(store)
    pid = os.fork()
    if pid == 0:
        # The child has nothing open of its parent's siège, and never comes back.
        try:
            with closing(siege.workplace.open_store()) as store:
                mailroom.take_file(store, siege.keys(store), packet)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    _pid, status = os.waitpid(pid, 0)
    seen.kills += 1
    seen.ended_before += os.WIFEXITED(status)
    sha256 = hashlib.sha256(packet.read_bytes()).hexdigest()
    with closing(siege.workplace.open_store()) as store:
        after = _held(store)
        with store.reading() as connection:
            noted = received_packet(connection, sha256)
            rows = connection.execute(
                select(func.count())
                .select_from(tables.journal)
                .where(tables.journal.c.stream == after.stream)
            ).scalar_one()
    is_noted = noted is not None and noted.state is ReceivedState.RECEIVED
    arrived = after.seq - before.seq
    seen.nothing_taken += arrived == 0
    seen.all_taken += arrived == A_PACKET + 1
    # The first packet is never killed: the folder's own first entry is in that one.
    if arrived not in {0, A_PACKET + 1} or is_noted != bool(arrived) or rows != after.seq:
        seen.partial.append(f"{packet.name}: {arrived} of {A_PACKET + 1}, {rows} rows, {noted}")


def _take_again(office: Store, siege: Place, packet: Path, seen: Tally) -> None:
    """Import a packet once more, and have the office hear that it arrived."""
    with closing(siege.workplace.open_store()) as store:
        incoming = mailroom.take_file(store, siege.keys(store), packet)
        if incoming.taken.state is not ReceivedState.RECEIVED:
            seen.faults.append(f"{packet.name}: {incoming.taken}")
        with store.reading() as connection:
            heads = acknowledging.heads_of(connection, OFFICE)
    take_acknowledgement(office, heads)


def _held(store: Store) -> Head:
    """Return how far the office's stream is held: it has one."""
    journal = tables.journal.c
    with store.reading() as connection:
        stream = connection.execute(
            select(journal.stream).where(journal.kind == "day_reason").limit(1)
        ).scalar_one_or_none()
        return Head("", 0, b"") if stream is None else head_of(connection, stream)


def _digest(store: Store, office: str) -> tuple[str, str]:
    """Return the digests of an office's stream and of its month."""
    with store.reading() as connection:
        month = month_figures(connection, office, _MONTH)
    return _held(store).digest.hex(), f"{month.counts} {month.digest}"


if __name__ == "__main__":
    print(json.dumps(asdict(campaign(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))  # noqa: T201
