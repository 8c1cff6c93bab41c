"""The database's and the system's errors, said in French with what is safe and what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _


class DiskFull(EnvironmentFault):
    """No room is left for one more transaction."""


class ReadOnlyFolder(EnvironmentFault):
    """The data folder or its file cannot be written."""


class DatabaseBusy(EnvironmentFault):
    """Another program holds the database for too long."""


class BrokenDatabase(EnvironmentFault):
    """The file is damaged."""


class ForeignDatabase(EnvironmentFault):
    """The file is no otdesk database."""


class NewerDatabase(EnvironmentFault):
    """The file was written by a later version of the program."""


class OlderDatabase(EnvironmentFault):
    """The file was written by an earlier version and was not brought up to date."""


class FailingDisk(EnvironmentFault):
    """The disk, the stick or the share does not answer."""


class FolderOccupied(EnvironmentFault):
    """A window is open on the data folder."""


class MissingDatabase(EnvironmentFault):
    """The folder holds no database yet."""


class FolderTaken(EnvironmentFault):
    """A new database was asked for where something lies already."""


def _nothing_lost() -> str:
    return _("Tout ce qui était déjà enregistré est intact.")


def disk_full(path: Path) -> DiskFull:
    """Return the fault of a full disk."""
    return DiskFull(
        _("Le disque est plein : la dernière saisie n’a pas pu être enregistrée."),
        safe=_nothing_lost(),
        todo=_("Libérer de la place sur le disque de « {} », puis valider de nouveau.").format(
            path.parent
        ),
    )


def read_only(path: Path) -> ReadOnlyFolder:
    """Return the fault of a folder that cannot be written."""
    return ReadOnlyFolder(
        _("Le dossier de données est en lecture seule."),
        safe=_nothing_lost(),
        todo=_("Donner le droit d’écrire dans « {} », puis recommencer.").format(path.parent),
    )


def broken(path: Path, detail: str = "") -> BrokenDatabase:
    """Return the fault of a damaged file."""
    name = f"« {path.name} » ({detail})" if detail else f"« {path.name} »"
    return BrokenDatabase(
        _("Le fichier {} est abîmé et n’a pas été ouvert.").format(name),
        safe=_("Rien n’y a été changé ; les sauvegardes sont dans « {} ».").format(
            path.parent / "backups"
        ),
        todo=_("Lancer « otdesk verify », puis « otdesk restore » avec la dernière sauvegarde."),
    )


def foreign(path: Path) -> ForeignDatabase:
    """Return the fault of another program's file."""
    return ForeignDatabase(
        _("« {} » n’est pas une base d’otdesk.").format(path.name),
        safe=_("Le fichier n’a pas été touché."),
        todo=_("Choisir un autre dossier de données, ou déplacer ce fichier."),
    )


def newer(path: Path, found: int, known: int) -> NewerDatabase:
    """Return the fault of a file from a later version."""
    return NewerDatabase(
        _(
            "« {name} » vient d’une version plus récente d’otdesk (schéma {found}, "
            "celle-ci connaît le {known})."
        ).format(name=path.name, found=found, known=known),
        safe=_("Le fichier n’a pas été touché."),
        todo=_("Mettre otdesk à jour sur ce poste."),
    )


def older(path: Path, found: int, known: int) -> OlderDatabase:
    """Return the fault of a file from an earlier version that nobody brought up to date."""
    return OlderDatabase(
        _(
            "« {name} » vient d’une version plus ancienne d’otdesk (schéma {found}, "
            "celle-ci travaille avec le {known})."
        ).format(name=path.name, found=found, known=known),
        safe=_("Le fichier n’a pas été touché."),
        todo=_("Ouvrir le dossier avec la fenêtre d’otdesk, qui le met à jour."),
    )


def failing_disk(path: Path) -> FailingDisk:
    """Return the fault of a disk that does not answer."""
    return FailingDisk(
        _("Le disque n’a pas pu être lu ou écrit : la dernière opération n’a pas eu lieu."),
        safe=_nothing_lost(),
        todo=_(
            "Vérifier que le disque de « {} » est bien branché, puis recommencer ; "
            "s’il résiste, faire une sauvegarde ailleurs avec « otdesk backup »."
        ).format(path.parent),
    )


def occupied(folder: Path) -> FolderOccupied:
    """Return the fault of a folder that a window holds."""
    return FolderOccupied(
        _("otdesk est ouvert sur « {} ».").format(folder),
        safe=_("Rien n’a été changé."),
        todo=_("Fermer sa fenêtre, puis recommencer."),
    )


def missing(path: Path) -> MissingDatabase:
    """Return the fault of a folder without a database."""
    return MissingDatabase(
        _("Le dossier « {} » ne contient pas de base d’otdesk.").format(path.parent),
        safe=_("Rien n’a été créé."),
        todo=_("Lancer « otdesk init --office CODE », ou indiquer le bon dossier avec --data."),
    )


def taken(folder: Path) -> FolderTaken:
    """Return the fault of a folder that is not empty."""
    return FolderTaken(
        _("Le dossier « {} » contient déjà des fichiers.").format(folder),
        safe=_("Rien n’y a été changé."),
        todo=_("Choisir un dossier vide ou nouveau."),
    )


def busy(path: Path) -> DatabaseBusy:
    """Return the fault of a database that another program holds."""
    return DatabaseBusy(
        _("Un autre programme occupe la base « {} ».").format(path.name),
        safe=_nothing_lost(),
        todo=_("Attendre la fin de son travail, ou le fermer, puis recommencer."),
    )


_BY_CODE = {
    sqlite3.SQLITE_FULL: disk_full,
    sqlite3.SQLITE_READONLY: read_only,
    sqlite3.SQLITE_PERM: read_only,
    sqlite3.SQLITE_AUTH: read_only,
    sqlite3.SQLITE_BUSY: busy,
    sqlite3.SQLITE_LOCKED: busy,
    sqlite3.SQLITE_CORRUPT: broken,
    sqlite3.SQLITE_FORMAT: broken,
    sqlite3.SQLITE_NOTADB: foreign,
}
# Less than this, and a write that failed has failed for want of room.
_ROOM_BYTES = 1 << 20


def translated(error: Exception, path: Path) -> EnvironmentFault | None:
    """Return what an error of a database or the system means, None where it is a bug of ours.

    `path` is the database. An OSError about a file elsewhere is not the database's affair.
    """
    from sqlalchemy.exc import DBAPIError

    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.Error):
        return _of_sqlite(origin, path)
    if isinstance(origin, OSError):
        return _of_system(origin, path)
    if origin is not None and type(origin).__module__.partition(".")[0] == "psycopg":
        from otdesk.store.server.faults import of_server

        return of_server(origin, path)
    return None


def _of_sqlite(error: sqlite3.Error, path: Path) -> EnvironmentFault | None:
    # None where the error is Python's own, about a misuse or a text that is no UTF-8.
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_IOERR:
        return disk_full(path) if _has_no_room(path) else failing_disk(path)
    if primary == sqlite3.SQLITE_CANTOPEN:
        return read_only(path) if path.exists() else missing(path)
    maker = _BY_CODE.get(primary)
    return None if maker is None else maker(path)


def _of_system(error: OSError, path: Path) -> EnvironmentFault | None:
    if isinstance(error.filename, str) and not Path(error.filename).is_relative_to(path.parent):
        return None
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(path)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return read_only(path)
    if error.errno == errno.EIO:
        return failing_disk(path)
    return None


def _has_no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_BYTES
    except OSError:
        return False


def _foreseeable() -> tuple[type[Exception], ...]:
    # Asked once something was raised: the first picture is drawn before SQLAlchemy is there.
    from sqlalchemy.exc import DBAPIError

    return DBAPIError, sqlite3.Error, OSError, UnicodeDecodeError


@contextmanager
def explained(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Turn foreseeable errors inside the block into an EnvironmentFault.

    While `opening`, any other error of SQLite is the file's fault and not ours: what is asked
    of it then is what every whole database answers. A UnicodeDecodeError is one of them: Python
    fails to read the message in which SQLite quotes a damaged schema.
    """
    try:
        yield
    except _foreseeable() as error:
        fault = translated(error, path)
        if fault is None and opening and not isinstance(error, OSError):
            fault = broken(path)
        if fault is None:
            raise
        raise fault from error
