"""Backups: checked before they have a name, thinned by age, and kept in a second place too."""

from __future__ import annotations

import shutil
import time
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from otdesk.clock import Clock
from otdesk.errors import DataFault, EnvironmentFault
from otdesk.i18n import _, ngettext
from otdesk.store import durable, faults, retention, snapshot
from otdesk.store.database import Database
from otdesk.store.engine import open_raw
from otdesk.store.integrity import verify
from otdesk.store.store import Store

BACKUPS = "backups"
_PART = ".part"
# No backup and no check takes so long: whoever made it has ended.
_LEFT_SECONDS = 24 * 3600


class FaultyDatabase(DataFault):
    """The database has faults: a copy of it would not be a backup."""


class SecondPlaceFault(EnvironmentFault):
    """The backup is made, but its copy for the second place is not."""


def back_up(store: Store, reason: str, clock: Clock, second_place: Path | None = None) -> Path:
    """Back up a data folder into its `backups`, and into `second_place`; return the backup.

    `reason` is a word of lower-case letters (`hourly`, `daily`, `closing`, `manual`). The counter
    goes on meanwhile. Raises FaultyDatabase, an EnvironmentFault where the backup could not be
    made, SecondPlaceFault where it was made and only the second place failed.
    """
    now = clock.now().astimezone(store.zone).replace(tzinfo=None)
    made = back_up_database(store.database, reason, now)
    if second_place is not None:
        copy_to(made, second_place, now)
    return made


def back_up_database(database: Database, reason: str, now: datetime) -> Path:
    """Back up a database; `now` is local, and gives the backup its name.

    A backup is a SQLite file, be the database on a server or not.
    """
    path = database.path
    folder = path.parent / BACKUPS
    with faults.explained(folder / path.name):
        folder.mkdir(exist_ok=True)
        clear_away(folder)
        target = free_name(folder, reason, now)
        part = target.with_name(f"{target.name}{_PART}")
        try:
            _compact_copy(database, part)
            report = verify(part, tables=False, in_place=True)
            if not report.is_clean:
                count = len(report.faults)
                raise FaultyDatabase(
                    ngettext(
                        "La base a {count} défaut : {first}. Aucune sauvegarde n’en a été gardée ; "
                        "les précédentes sont intactes. Lancer « otdesk verify ».",
                        "La base a {count} défauts, à commencer par : {first}. Aucune sauvegarde "
                        "n’en a été gardée ; les précédentes sont intactes. Lancer "
                        "« otdesk verify ».",
                        count,
                    ).format(count=count, first=report.faults[0])
                )
            durable.publish(part, target)
        finally:
            part.unlink(missing_ok=True)
        thin(folder, now, made=target.name)
    return target


def copy_to(backup: Path, second_place: Path, now: datetime) -> Path:
    """Copy a backup to a stick or a share, and thin what lies there. Raises SecondPlaceFault."""
    target = second_place / backup.name
    try:
        clear_away(second_place)
        durable.copy(backup, target)
        thin(second_place, now, made=target.name)
    except OSError as error:
        raise SecondPlaceFault(
            _("La copie de la sauvegarde dans « {} » n’a pas pu être faite.").format(second_place),
            safe=_("La sauvegarde elle-même est faite : « {} ».").format(backup),
            todo=_("Vérifier que la clé ou le partage est branché et qu’il y reste de la place."),
        ) from error
    return target


def free_name(folder: Path, reason: str, now: datetime) -> Path:
    """Return the path of a backup that is not there yet."""
    names = (retention.name_of(now, reason, again) for again in count(1))
    return next(folder / name for name in names if not (folder / name).exists())


def listing(folder: Path) -> list[retention.Backup]:
    """Return the backups that lie in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    found = (retention.parse(path.name) for path in folder.iterdir())
    return sorted((b for b in found if b is not None), key=retention.order)


def thin(folder: Path, now: datetime, *, made: str = "") -> None:
    """Delete the backups of a folder that no rule keeps, but not `made`. Raises OSError."""
    for backup in retention.expired(listing(folder), now):
        if backup.name != made:
            (folder / backup.name).unlink(missing_ok=True)


def clear_away(folder: Path) -> None:
    """Delete what was left of backups and checks that a kill or a power cut ended.

    `folder` holds backups; the copies that checks make lie beside it, in a data folder.
    """
    left = [
        path
        for path in folder.glob(f"otdesk-*{_PART}")
        if retention.parse(path.name.removesuffix(_PART)) is not None
    ]
    if folder.name == BACKUPS:
        left += folder.parent.glob(f"{snapshot.PREFIX}*")
    now = time.time()
    for path in left:
        with suppress(OSError):
            if now - path.stat().st_mtime < _LEFT_SECONDS:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _compact_copy(database: Database, part: Path) -> None:
    # VACUUM INTO alone would hold a read lock for its whole length, and the counter's commit
    # would wait: it works on a copy that was made in small steps.
    with database.snapshot() as copied, closing(open_raw(copied)) as connection:
        part.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(part),))
