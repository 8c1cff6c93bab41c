"""The proof: a whole file, an unbroken chain, and tables that say what the journal says.

SQLite's own check saw 11 % of a thousand flipped bits, the chain 90 %, both together 96 %
(`sync.md`, "Durability"): both are run. All work is done on a private copy, so that the counter
never waits; memory stays flat, whatever the journal's length.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from otdesk.errors import DeskError
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.chain import ChainFault, FaultKind, StoredEntry, verify_stream
from otdesk.journal.entry import Head
from otdesk.journal.keys import fingerprint
from otdesk.store import engine as engines
from otdesk.store import faults, projection_queue, schema
from otdesk.store.across_tills import AcrossTills
from otdesk.store.anchor import Anchors
from otdesk.store.comparison import Comparison, compare
from otdesk.store.database import SqliteFile, database_of
from otdesk.store.entries import Unreadable, stored_entries
from otdesk.store.received import may_be_empty
from otdesk.store.records import KINDS
from otdesk.store.report import (
    AnchorState,
    Area,
    Code,
    IntegrityFault,
    IntegrityReport,
    StreamState,
)
from otdesk.store.signature_process import WORTH_IT, Beside, SignatureWork, beside
from otdesk.store.stream_ends import KnownEnd, StreamEnds
from otdesk.store.tables import SCHEMA_VERSION
from otdesk.store.till_check import SIGNED, TillCheck, carried_faults

# Called with the work done and the work to do, both counted in journal entries.
Progress = Callable[[int, int], None]
_EVERY = 1000
_OPCODES = 200_000
_MOST_PAGE_FAULTS = 1000


class Cancelled(DeskError):
    """The check was stopped by the one who asked for it."""


def _silent(_done: int, _total: int) -> None:
    pass


def _never() -> bool:
    return False


def verify(
    path: Path,
    anchors: Anchors | None = None,
    *,
    keys: tuple[str, ...] = (),
    tables: bool = True,
    in_place: bool = False,
    progress: Progress = _silent,
    cancelled: Callable[[], bool] = _never,
) -> IntegrityReport:
    """Check the database at `path`, or of the data folder `path`, and list every fault.

    `keys` are public keys (PEM) known from outside: every till must have begun with one of them.
    Without `tables`, their rows are not compared: a backup is made every hour. `in_place` is
    for a file that nobody else uses; it is not copied. A database of an earlier version is
    checked as what its migrations make of it. Faults of the data are in the report. Raises an
    EnvironmentFault where there is nothing to check (missing, another program's, a later
    version's) or no room to check it, and Cancelled.
    """
    state = None if anchors is None else anchors.folder
    database = database_of(path, state) if path.is_dir() else SqliteFile(path)
    file = database.path
    # Before the copy: the database goes on while it is checked, and so do its marks.
    marks = {} if anchors is None else anchors.read_all()
    outside = _Outside(marks, {} if anchors is None else anchors.read_keys(), keys)
    older = database.schema() < SCHEMA_VERSION
    with faults.explained(file, opening=True), ExitStack() as stack:
        copied = file if in_place and not older else stack.enter_context(database.snapshot())
        if older:
            from otdesk.store import migration

            migration.upgrade(copied)
        check = _Check(copied, outside, progress, cancelled)
        check.note_objects(database.differences())
        return check.run(file, tables=tables)


@dataclass(frozen=True, slots=True)
class _Outside:
    """What is known from outside the file: marks and keys of this machine, keys of an inspector."""

    marks: Mapping[str, Head]
    seen_keys: Mapping[str, str]
    given_keys: tuple[str, ...]


class _Check:
    """One check, and what it has found so far."""

    def __init__(
        self,
        copied: Path,
        outside: _Outside,
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        self._copied = copied
        self._outside = outside
        self._tills: dict[str, TillCheck] = {}
        self._progress = progress
        self._cancelled = cancelled
        self._faults: list[IntegrityFault] = []
        self._streams: list[StreamState] = []
        self._result = Comparison()
        self._done = 0
        self._total = 0
        self._passes = 1
        self._received: frozenset[str] = frozenset()

    def run(self, path: Path, *, tables: bool) -> IntegrityReport:
        """Run every stage; one that cannot be finished does not keep the next from its turn."""
        stages: list[Callable[[sqlite3.Connection], None]] = [
            self._pages,
            self._schema,
            self._chains,
        ]
        if tables:
            stages.append(self._tables)
            self._passes = 2
        with closing(engines.open_raw(self._copied)) as connection:
            connection.set_progress_handler(lambda: int(self._cancelled()), _OPCODES)
            for stage in stages:
                try:
                    stage(connection)
                except (sqlite3.Error, DBAPIError, UnicodeDecodeError) as error:
                    self._note_damage(error)
        return IntegrityReport(
            path=path,
            faults=tuple(self._faults),
            streams=tuple(self._streams),
            unknown=self._result.unknown,
            rows=self._result.rows,
        )

    def note_objects(self, differences: Iterable[tuple[str, str, Code]]) -> None:
        """Take what a server's tables are otherwise than they were made."""
        words = {
            Code.MISSING: _("{} absent"),
            Code.ALTERED: _("{} modifié"),
            Code.EXTRA: _("{} inconnu d’otdesk"),
        }
        for kind, name, code in differences:
            self._note_object(kind, name, code, words[code])

    def _note_damage(self, error: Exception) -> None:
        if self._cancelled():
            raise Cancelled(_("Vérification interrompue.")) from error
        explained = faults.translated(error, self._copied)
        if isinstance(explained, faults.DiskFull | faults.ReadOnlyFolder | faults.FailingDisk):
            raise explained from error
        detail = _("la suite est illisible ({})").format(error)
        self._faults.append(IntegrityFault(Area.FILE, Code.UNREADABLE, detail))

    def _tick(self) -> None:
        self._done += 1
        if self._done % _EVERY == 0:
            self._progress(self._done, max(self._total, self._done))
            if self._cancelled():
                raise Cancelled(_("Vérification interrompue."))

    def _pages(self, connection: sqlite3.Connection) -> None:
        for (line,) in connection.execute(f"PRAGMA integrity_check({_MOST_PAGE_FAULTS})"):
            if line != "ok":
                detail = _("page abîmée ({})").format(line)
                self._faults.append(IntegrityFault(Area.FILE, Code.DAMAGED, detail))

    def _schema(self, connection: sqlite3.Connection) -> None:
        found = schema.objects(connection)
        for (kind, name), wanted in schema.expected_objects().items():
            sql = found.pop((kind, name), None)
            if sql is None:
                self._note_object(kind, name, Code.MISSING, _("{} absent"))
            elif sql != wanted:
                self._note_object(kind, name, Code.ALTERED, _("{} modifié"))
        for kind, name in found:
            self._note_object(kind, name, Code.EXTRA, _("{} inconnu d’otdesk"))

    def _note_object(self, kind: str, name: str, code: Code, text: str) -> None:
        label = {
            "table": _("table « {} »"),
            "index": _("index « {} »"),
            "trigger": _("verrou « {} »"),
            "view": _("vue « {} »"),
        }.get(kind, _("objet « {} »"))
        detail = text.format(label.format(name))
        self._faults.append(IntegrityFault(Area.SCHEMA, code, detail, table=name))

    def _chains(self, connection: sqlite3.Connection) -> None:
        (count,) = connection.execute("SELECT count(*) FROM journal").fetchone()
        # Each entry is read for its chain, then for its table.
        self._total = self._passes * count
        erased = set(connection.execute("SELECT kind, uid FROM journal WHERE op = 'erase'"))
        ends = StreamEnds.read(connection, self._outside.marks)
        self._received = ends.received
        # A receipt of another till may still be on its way here.
        across = AcrossTills(partial(_receipt, connection), is_part=bool(ends.received))
        for name in ends.names:
            work = SignatureWork(
                self._copied,
                name,
                self._outside.seen_keys.get(name),
                self._outside.given_keys,
            )
            is_large = ends.lasts.get(name, 0) >= WORTH_IT and _is_till(connection, name)
            check = TillCheck(
                name, across, seen=work.seen, trusted=work.trusted, elsewhere=is_large
            )
            with beside(work) if is_large else nullcontext() as other:
                self._chain(connection, check, ends.of(name), (erased, other))
            if check.is_till:
                self._tills[name] = check
        self._over_tills(across, ends.received)

    def _over_tills(self, across: AcrossTills, received: frozenset[str]) -> None:
        """Check what no till says alone: each other's receipts, totals taken over.

        What a till of another folder took over is judged there: its parent may not be whole here.
        """
        claims = {
            name: till.carried
            for name, till in self._tills.items()
            if till.carried and name not in received
        }
        ends = {name: till.perpetual for name, till in self._tills.items() if till.perpetual}
        for fault in (*across.faults(), *carried_faults(claims, ends)):
            self._note_chain(fault)
        if self._outside.given_keys and not self._tills:
            detail = _("le journal n’a aucune caisse signée avec la clé publique donnée")
            self._faults.append(IntegrityFault(Area.FILE, FaultKind.KEY.value, detail))

    def _chain(
        self,
        connection: sqlite3.Connection,
        check: TillCheck,
        end: KnownEnd,
        beside_it: tuple[set[tuple[str, str]], Beside | None],
    ) -> None:
        """Check one stream, given what was erased in all of them and who checks its signatures."""
        name, state = check.stream, end.state
        erased, other = beside_it
        head = Head(name, 0, b"")
        count = 0

        def entries() -> Iterator[StoredEntry]:
            nonlocal head, count
            for entry in stored_entries(connection, name):
                self._tick()
                if isinstance(entry, Unreadable):
                    self._note_chain(ChainFault(FaultKind.FORM, name, entry.seq, entry.detail))
                    continue
                head = Head(name, entry.header.seq, entry.digest)
                count += 1
                yield self._judged(entry, erased)

        found = verify_stream(entries(), anchor=end.anchor, judge=check)
        if other is not None:
            found = _with_signatures(found, other, connection, check)
        for fault in found:
            self._note_chain(fault)
            if fault.kind in {FaultKind.ANCHOR, FaultKind.KEY}:
                state = AnchorState.DIFFERS
        if head.seq < end.kept:
            detail = _("le journal finit au n° {end}, il allait jusqu’au n° {kept}").format(
                end=head.seq, kept=end.kept
            )
            self._note_chain(ChainFault(FaultKind.ANCHOR, name, end.kept, detail))
        key = fingerprint(check.key) if check.key else ""
        self._streams.append(StreamState(name, count, head.seq, head.digest.hex(), state, key))

    def _judged(self, entry: StoredEntry, erased: set[tuple[str, str]]) -> StoredEntry:
        """Return the entry, known as erased where it is empty and an erasure speaks of it."""
        header = entry.header
        kind = KINDS.get(header.kind)
        if (header.kind, header.uid) not in erased or header.op == "erase":
            is_empty = not entry.payload and not entry.salt
            if is_empty and header.stream in self._received and may_be_empty(header.kind):
                # Personal, and not sent along.
                return replace(entry, erased=True)
            return entry
        if entry.payload or entry.salt:
            detail = _("le contenu est encore là, alors que l’effacement est enregistré")
        elif kind is not None and not kind.personal:
            detail = _("le contenu d’une fiche qui ne s’efface pas a été vidé")
        else:
            return replace(entry, erased=True)
        self._faults.append(
            IntegrityFault(Area.CHAIN, Code.ERASURE, detail, stream=header.stream, seq=header.seq)
        )
        return entry

    def _note_chain(self, fault: ChainFault) -> None:
        self._faults.append(
            IntegrityFault(
                Area.CHAIN, fault.kind.value, fault.detail, stream=fault.stream, seq=fault.seq
            )
        )

    def _tables(self, connection: sqlite3.Connection) -> None:
        projection_queue.finish(connection, self._copied)
        self._result = compare(self._copied, self._tick)
        self._faults += self._result.faults


def _receipt(connection: sqlite3.Connection, uid: str) -> dict[str, Any] | None:
    """Return a receipt as its entry says it, None where there is none to read."""
    query = "SELECT payload FROM journal WHERE uid = ? AND kind = 'receipt'"
    row = connection.execute(query, (uid,)).fetchone()
    if row is None:
        return None
    try:
        return canonical.decode(row[0])
    except (ValueError, TypeError):
        return None


def _is_till(connection: sqlite3.Connection, stream: str) -> bool:
    query = "SELECT kind FROM journal WHERE stream = ? ORDER BY seq LIMIT 1"
    row = connection.execute(query, (stream,)).fetchone()
    return row is not None and row[0] in SIGNED


def _with_signatures(
    faults: Iterator[ChainFault], other: Beside, connection: sqlite3.Connection, check: TillCheck
) -> Iterator[ChainFault]:
    """Yield the faults of a chain, and those of its signatures each where it belongs."""
    listed = list(faults)
    result = other.result(connection)
    check.key = result.key
    yield from sorted((*listed, *result.faults), key=lambda fault: fault.seq)
