"""Going back to a backup, losing nothing of what stood before.

At every instant of a restore, whatever cuts it short, the folder holds one whole database under
its name: the former one or the restored one.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.store import backup, durable, faults, migration, snapshot
from otdesk.store import engine as engines
from otdesk.store.database import Database, database_of
from otdesk.store.database_file import Identity, read_identity
from otdesk.store.integrity import verify
from otdesk.store.occupancy import FolderLock
from otdesk.store.report import IntegrityReport
from otdesk.store.store import UNFINISHED
from otdesk.store.tables import SCHEMA_VERSION


class UnfitBackup(DataFault):
    """The backup is damaged, or is not one of this folder."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the check of what stands now, and where the former database lies."""

    report: IntegrityReport
    aside: Path | None


def restore(
    file: Path,
    folder: Path,
    now: datetime,
    *,
    state: Path | None = None,
    lock: FolderLock | None = None,
) -> Restored:
    """Put the backup `file` in the place of a folder's database. `now` is local time.

    `state` is where the password of a server may lie, whose rows are replaced in one transaction.
    The backup is checked first, tables included; the former database is kept among the backups
    as `…-replaced.sqlite`. The window must be closed, unless it gives its own `lock`. The next
    opening finds the database behind this machine's mark and goes on in a new stream. Raises
    UnfitBackup, FolderOccupied and other EnvironmentFaults; nothing has changed then.
    """
    database = database_of(folder, state)
    path = database.path
    found = engines.identify(file)
    if path.exists() and path.samefile(file):
        raise UnfitBackup(_("Ce fichier est la base elle-même : choisir une sauvegarde."))
    with faults.explained(path), ExitStack() as stack:
        folder.mkdir(parents=True, exist_ok=True)
        if lock is None or not lock.is_mine:
            stack.enter_context(FolderLock(folder))
        part = folder / f"{UNFINISHED}-restored"
        stack.callback(_discard, part)
        _discard(part)
        snapshot.copy(file, part)
        if found.schema < SCHEMA_VERSION:
            migration.upgrade(part)
        if database.is_server:
            report = _checked(part, file, database.identity())
            replaced = _server_aside(database, now)
            database.fill(part)
            return Restored(report, replaced)
        report = _checked(part, file, _owner(path))
        _refuse_other_training(part, path)
        aside = _set_aside(path, now) if path.exists() else None
        database.fill(part)
    return Restored(report, aside)


def _checked(part: Path, file: Path, ours: Identity | None) -> IntegrityReport:
    report = verify(part, in_place=True)
    if not report.is_clean:
        count = len(report.faults)
        raise UnfitBackup(
            ngettext(
                "La sauvegarde « {name} » a {count} défaut : {first}",
                "La sauvegarde « {name} » a {count} défauts, à commencer par : {first}",
                count,
            ).format(name=file.name, count=count, first=report.faults[0])
        )
    theirs = _owner(part)
    if ours is not None and theirs != ours:
        raise UnfitBackup(
            _(
                "La sauvegarde « {name} » est celle de {theirs}, ce dossier est celui de {ours}."
            ).format(name=file.name, theirs=_described(theirs), ours=_described(ours))
        )
    return report


def _refuse_other_training(part: Path, path: Path) -> None:
    if _owner(path) is not None and _trains(part) != _trains(path):
        raise UnfitBackup(
            _(
                "L’une des deux bases est celle de la formation : ses ventes sont des simulations, "
                "elle ne remplace jamais la vraie, ni l’inverse."
            )
        )


def _trains(path: Path) -> bool:
    """Tell whether a database is that of the training: its till says so."""
    with closing(engines.open_raw(path)) as connection:
        rows = connection.execute(
            "SELECT 1 FROM sqlite_schema WHERE name = 'till_here' AND type = 'table'"
        ).fetchall()
        if not rows:
            return False
        return (
            connection.execute(
                "SELECT 1 FROM till JOIN till_here ON till.till = till_here.stream"
                " WHERE till.training = 1"
            ).fetchone()
            is not None
        )


def _described(owner: Identity | None) -> str:
    if owner is None:
        return "?"
    where = f"{owner.network}/{owner.office}"
    return _("{} (reconstitution)").format(where) if owner.reconstruction else where


def _owner(path: Path) -> Identity | None:
    """Return whose a database is, real or reconstructed; None where it cannot be read."""
    if not path.exists():
        return None
    try:
        with closing(engines.open_raw(path)) as connection:
            return read_identity(connection, path)
    except (sqlite3.Error, faults.BrokenDatabase):
        return None


def _set_aside(path: Path, now: datetime) -> Path:
    """Keep the former database, with what a cut left beside it, under another name too."""
    _roll_back(path)
    folder = path.parent / backup.BACKUPS
    folder.mkdir(exist_ok=True)
    aside = backup.free_name(folder, "replaced", now)
    durable.keep_aside(path, aside)
    # A journal that could not be rolled back would be played into the restored database.
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        if journal.stat().st_size:
            durable.keep_aside(journal, aside.with_name(f"{aside.name}-journal"))
        journal.unlink()
        durable.flush_folder(path.parent)
    return aside


def _server_aside(database: Database, now: datetime) -> Path:
    """Keep what a server holds now as a file, as it is: it may be what one restores for."""
    folder = database.path.parent / backup.BACKUPS
    folder.mkdir(exist_ok=True)
    aside = backup.free_name(folder, "replaced", now)
    with database.snapshot() as copied:
        durable.copy(copied, aside)
    return aside


def _roll_back(path: Path) -> None:
    """Have SQLite undo what a cut left half-written. Raises DatabaseBusy while someone writes."""
    try:
        with closing(engines.open_raw(path)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if isinstance(faults.translated(error, path), faults.DatabaseBusy):
            raise
        # A database that is past reading is why one restores; it is kept as it is.


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    part.with_name(f"{part.name}-journal").unlink(missing_ok=True)
