"""The signatures of a large till, checked by another process while its chain is read in this one.

An ECDSA check holds Python's lock and costs as much as all the rest: a second core takes it over.
Where no process can be started, the same check runs here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.chain import ChainFault
from otdesk.journal.signatures import Signatures, Signed
from otdesk.store.database_file import open_raw

# Starting a process costs as much as some thousand signatures.
WORTH_IT = 5_000


@dataclass(frozen=True, slots=True)
class SignatureWork:
    """Which stream of which private copy to check, with the keys that are known from outside."""

    path: Path
    stream: str
    seen: str | None
    trusted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignatureResult:
    """What came of it: the faults in order, and the key that the till names."""

    faults: tuple[ChainFault, ...]
    key: str


def check_signatures(connection: sqlite3.Connection, work: SignatureWork) -> SignatureResult:
    """Judge every signature of a till's stream, the rows that are no entries left out."""
    signatures = Signatures(work.stream, seen=work.seen, trusted=work.trusted)
    found: list[ChainFault] = []
    query = (
        "SELECT seq, kind, digest, signature, CASE WHEN kind IN (?, ?) THEN payload END"
        " FROM journal WHERE stream = ? ORDER BY seq"
    )
    kinds = [kind for kind in ("till", "till_event") if Signatures.needs_payload(kind)]
    for seq, kind, digest, signature, payload in connection.execute(query, (*kinds, work.stream)):
        types = (type(seq), type(kind), type(digest))
        if types != (int, str, bytes) or not isinstance(signature, bytes | None):
            # The chain names it, and judges nothing of it either.
            continue
        found += signatures.judge(Signed(seq, kind, digest, signature), _payload(payload))
    return SignatureResult(tuple(found), signatures.key)


def _payload(stored: object) -> dict[str, Value] | None:
    if not isinstance(stored, bytes):
        return None
    try:
        return canonical.decode(stored)
    except ValueError:
        return None


class Beside:
    """A check that runs in another process; `result` waits for it."""

    def __init__(self, work: SignatureWork, process: BaseProcess | None, end: Connection) -> None:
        self._work = work
        self._process = process
        self._end = end

    def result(self, connection: sqlite3.Connection) -> SignatureResult:
        """Return what came of the check; it is made here where the other process has failed."""
        if self._process is not None:
            try:
                said = self._end.recv()
            except (EOFError, OSError):
                said = None
            if isinstance(said, SignatureResult):
                return said
        return check_signatures(connection, self._work)


@contextmanager
def beside(work: SignatureWork) -> Iterator[Beside]:
    """Check signatures in another process; it is ended with the block, finished or not."""
    # Spawned on every system: a fork would take the locks of a window's threads along.
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(work, there), daemon=True)
    is_running = False
    try:
        # Where none can be started, the work is done here: a proof is late, never refused.
        with suppress(OSError, RuntimeError, AssertionError):
            process.start()
            is_running = True
        # Only the other process holds this end now: where it dies, `recv` knows.
        there.close()
        yield Beside(work, process if is_running else None, here)
    finally:
        here.close()
        if is_running:
            process.terminate()
            process.join()
        process.close()


def _run(work: SignatureWork, there: Connection) -> None:
    """Be the other process: check, tell, end. A damaged file is told by the one who asked."""
    try:
        with closing(open_raw(work.path, mode="ro")) as connection:
            there.send(check_signatures(connection, work))
    except (sqlite3.Error, UnicodeDecodeError):
        there.close()
