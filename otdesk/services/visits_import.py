"""Accueils and passages from a spreadsheet: read whole, every fault told, then all or nothing.

The file is streamed twice, so its size costs no memory: `read` accepts or refuses it, `write`
records it in one transaction and refuses a file that changed in between. Entries of one import
stand together in the journal: `imported_file.visits` records just before the `imported_file`
entry itself. A closed day gets one correction, whose record is that `imported_file`: one line on
the next print, not one a visitor, and each record can still be traced through the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.month_locks import month_of
from otdesk.domain.reference import ChannelCode, Lists
from otdesk.domain.visits import Visit, WalkIn
from otdesk.domain.visits_file import LineFault, LineReader, Record
from otdesk.errors import DataFault, DeskError
from otdesk.i18n import _, ngettext
from otdesk.journal.canonical import Payload
from otdesk.journal.identifiers import uuid7
from otdesk.services import bulk, corrections, months
from otdesk.services.spreadsheet import Scan
from otdesk.services.workplace import Workplace
from otdesk.store import tables
from otdesk.store.records import visit_payload, walk_in_payload
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction

# More faults than anybody mends one by one; their number is still told.
MAX_FAULTS = 1000
_EVERY = 500
_SLICE = 2000


class Step(StrEnum):
    """Where an import stands."""

    READING = "reading"
    PREPARING = "preparing"
    WRITING = "writing"


Progress = Callable[[Step, float], None]
Cancelled = Callable[[], bool]


class ImportCancelled(DeskError):
    """Somebody stopped the import; nothing was changed."""


class FileRefused(DataFault):
    """The file has faults: the first `MAX_FAULTS` of them by line, and how many in all."""

    def __init__(self, name: str, faults: list[LineFault], count: int) -> None:
        super().__init__(
            ngettext(
                "« {name} » a {count} anomalie : rien n’a été importé.",
                "« {name} » a {count} anomalies : rien n’a été importé.",
                count,
            ).format(name=name, count=typography.integer(count))
        )
        self.faults = faults
        self.count = count


@dataclass(frozen=True, slots=True)
class Target:
    """The folder that a file is meant for, as it is now.

    `closed` are the office's closed days, `locked` the months that the siège has locked (their
    first days), `imported` the files taken before, by SHA-256.
    """

    office: str
    lists: Lists
    zone: ZoneInfo
    today: date
    closed: frozenset[date] = frozenset()
    locked: frozenset[date] = frozenset()
    imported: Mapping[str, date] = field(default_factory=dict)

    def line_reader(self) -> LineReader:
        """Return what reads the lines of a file for this folder."""
        return LineReader(self.office, self.lists, self.zone, self.today)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A file without a fault, and what it holds.

    `persons` are those of the counter, as in every report; outings and passages stand beside.
    """

    path: Path
    sha256: str
    target: Target
    again: bool
    reason: str
    visits: int
    walk_ins: int
    persons: int
    outing_persons: int
    days: tuple[date, ...]

    @property
    def records(self) -> int:
        """Count what will be recorded: accueils and lines of passages."""
        return self.visits + self.walk_ins


def target_of(workplace: Workplace, connection: Connection) -> Target:
    """Return the folder as a file must find it."""
    return Target(
        office=workplace.identity.office,
        lists=workplace.lists,
        zone=workplace.zone,
        today=workplace.today(),
        closed=corrections.closed_days(connection, workplace.identity.office),
        locked=months.locked_months(connection, workplace.identity.office, workplace.today()),
        imported={
            sha256: workplace.local(moment).date()
            for sha256, moment in _imported(connection).items()
        },
    )


def read(
    path: Path,
    target: Target,
    *,
    again: bool = False,
    reason: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportPlan:
    """Read a file to its end and return what it holds.

    Raises FileRefused with every fault, ImportCancelled, or an EnvironmentFault where the file
    cannot be read.
    """
    review = _Review(target)
    scan = Scan(path, target.line_reader())
    for line, outcome in _watched(scan, Step.READING, progress, cancelled):
        review.take(line, outcome)
    review.judge(scan, again=again, reason=reason)
    if review.count:
        raise FileRefused(path.name, sorted(review.faults, key=_line), review.count)
    return ImportPlan(
        path=path,
        sha256=scan.sha256,
        target=target,
        again=again,
        reason=reason.strip(),
        visits=review.visits,
        walk_ins=review.walk_ins,
        persons=review.persons,
        outing_persons=review.outing_persons,
        days=tuple(sorted(review.days)),
    )


def write(
    store: Store,
    plan: ImportPlan,
    author: str,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Changes:
    """Record the file of a plan, all of it or nothing.

    Raises DataFault where the file, the days or the journal changed since the plan was made.
    """
    closed = plan.target.closed.intersection(plan.days)

    def fill(transaction: Transaction) -> None:
        scan = Scan(plan.path, plan.target.line_reader())
        outcomes = _watched(scan, Step.PREPARING, progress, cancelled)
        _put(transaction, (_accepted(plan, outcome) for _line, outcome in outcomes))
        if scan.sha256 != plan.sha256:
            raise _file_changed(plan)
        _put_trace(transaction, plan, closed)
        # The last moment to stop: what follows is short, and done or not done.
        _check_cancelled(cancelled)
        if progress is not None:
            progress(Step.WRITING, 0.0)

    def check(connection: Connection) -> None:
        now = corrections.closed_days(connection, plan.target.office)
        if now.intersection(plan.days) != closed:
            raise DataFault(_("Une journée a été clôturée entre-temps : recommencer l’import."))
        now_locked = months.locked_months(connection, plan.target.office, plan.target.today)
        if now_locked.intersection(month_of(day) for day in plan.days):
            raise DataFault(_("Un mois a été verrouillé entre-temps : rien n’a été importé."))
        if not plan.again and plan.sha256 in _imported(connection):
            raise DataFault(_("Ce fichier vient d’être importé : rien n’a été changé."))

    changes = bulk.append(store, author, fill, check)
    if progress is not None:
        progress(Step.WRITING, 1.0)
    days = frozenset((plan.target.office, day) for day in plan.days)
    return changes | Changes(days=days)


class _Review:
    """What the lines of a file hold, and what is wrong with them."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.faults: list[LineFault] = []
        self.count = 0
        self.visits = self.walk_ins = self.persons = self.outing_persons = 0
        self.days: set[date] = set()
        self._closed: dict[date, list[int]] = {}
        self._locked: dict[date, int] = {}

    def take(self, line: int, outcome: Record | list[tuple[str, str]]) -> None:
        if isinstance(outcome, list):
            for column, reason in outcome:
                self.refuse(line, column, reason)
            return
        self.days.add(outcome.day)
        if self._target.locked and month_of(outcome.day) in self._target.locked:
            self._locked.setdefault(month_of(outcome.day), line)
        if outcome.day in self._target.closed:
            self._closed.setdefault(outcome.day, []).append(line)
        if isinstance(outcome, WalkIn):
            self.walk_ins += 1
            return
        self.visits += 1
        if outcome.channel is ChannelCode.COMPTOIR:
            self.persons += outcome.party_size
        elif outcome.channel is ChannelCode.HORS_LES_MURS:
            self.outing_persons += outcome.party_size

    def judge(self, scan: Scan, *, again: bool, reason: str) -> None:
        """Add the faults that only the whole file shows."""
        taken = self._target.imported.get(scan.sha256)
        if taken is not None and not again:
            self.refuse(
                0,
                "",
                _(
                    "Ce fichier a déjà été importé le {} ; --again l’importe une fois de plus."
                ).format(typography.short_date(taken)),
            )
        for month, line in self._locked.items():
            self.refuse(line, "date", months.locked_words(month))
        if not reason.strip():
            for day, lines in self._closed.items():
                self._refuse_closed(day, lines)
        if not (self.count or self.visits or self.walk_ins):
            self.refuse(0, "", _("Le fichier ne contient aucun accueil."))

    def refuse(self, line: int, column: str, reason: str) -> None:
        self.count += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(LineFault(line, column, reason))

    def _refuse_closed(self, day: date, lines: list[int]) -> None:
        self.refuse(
            lines[0],
            "date",
            ngettext(
                "la journée du {day} est clôturée ({count} ligne) : indiquer le motif, --reason.",
                "la journée du {day} est clôturée ({count} lignes) : indiquer le motif, --reason.",
                len(lines),
            ).format(day=typography.short_date(day), count=typography.integer(len(lines))),
        )


def _watched(
    scan: Scan, step: Step, progress: Progress | None, cancelled: Cancelled | None
) -> Iterator[tuple[int, Record | list[tuple[str, str]]]]:
    for number, outcome in enumerate(scan):
        if number % _EVERY == 0:
            _check_cancelled(cancelled)
            if progress is not None:
                progress(step, scan.fraction)
        yield outcome


def _check_cancelled(cancelled: Cancelled | None) -> None:
    if cancelled is not None and cancelled():
        raise ImportCancelled(_("L’import est abandonné : rien n’a été changé."))


def _accepted(plan: ImportPlan, outcome: Record | list[tuple[str, str]]) -> Record:
    if isinstance(outcome, list):
        raise _file_changed(plan)
    return outcome


def _file_changed(plan: ImportPlan) -> DataFault:
    return DataFault(
        _("« {} » a changé pendant l’import : rien n’a été importé ; recommencer.").format(
            plan.path.name
        )
    )


def _put(transaction: Transaction, records: Iterator[Record]) -> None:
    """Put accueils and passages in the order of the file, slice by slice."""
    uids = _uids(transaction.now)
    visits: list[tuple[str, Payload]] = []
    walk_ins: list[tuple[str, Payload]] = []
    for record in records:
        uid = next(uids)
        if isinstance(record, Visit):
            visits.append((uid, visit_payload(record)))
        else:
            walk_ins.append((uid, walk_in_payload(record)))
        if len(visits) + len(walk_ins) >= _SLICE:
            _flush(transaction, visits, walk_ins)
    _flush(transaction, visits, walk_ins)


def _uids(moment: datetime) -> Iterator[str]:
    """Yield new uids in rising order, which indexes take without splitting their pages.

    Those of a slice share a millisecond, and the next slice has the next one.
    """
    while True:
        yield from sorted(uuid7(moment) for _ in range(_SLICE))
        moment += timedelta(milliseconds=1)


def _flush(
    transaction: Transaction,
    visits: list[tuple[str, Payload]],
    walk_ins: list[tuple[str, Payload]],
) -> None:
    for kind, payloads in (("visit", visits), ("walk_in", walk_ins)):
        if payloads:
            transaction.put_many(kind, payloads)
            payloads.clear()


def _put_trace(transaction: Transaction, plan: ImportPlan, closed: frozenset[date]) -> None:
    uid = transaction.put(
        "imported_file", {"sha256": plan.sha256, "name": plan.path.name, "visits": plan.records}
    )
    for day in sorted(closed):
        corrections.put(
            transaction,
            plan.target.office,
            day,
            uid=uid,
            kind="imported_file",
            reason=plan.reason,
        )


def _imported(connection: Connection) -> dict[str, datetime]:
    """Return the files taken before: SHA-256, and when."""
    table = tables.imported_file
    taken = connection.execute(
        select(table.c.sha256, table.c.recorded_at)
        .where(table.c.void_reason.is_(None))
        .order_by(table.c.recorded_at)
    )
    return {row.sha256: datetime.fromisoformat(row.recorded_at) for row in taken}


def _line(fault: LineFault) -> int:
    # Within a line, faults keep the order in which its cells are read.
    return fault.line
