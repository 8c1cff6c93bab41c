"""PostgreSQL's errors, said in French with what is safe and what to do.

The classes are those of its manual, appendix A ("PostgreSQL Error Codes").
"""

from __future__ import annotations

from pathlib import Path

import psycopg

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.store import faults
from otdesk.store.faults import DatabaseBusy


class ServerUnreachable(EnvironmentFault):
    """The server does not answer, or does not let us in."""


class ServerFull(EnvironmentFault):
    """The server has no room left."""


class ServerForbids(EnvironmentFault):
    """The account on the server may not do what is asked."""


class UnfitServer(EnvironmentFault):
    """The server or its database cannot hold a head office's tables."""


class DatabaseTaken(EnvironmentFault):
    """A new database was asked for where the server's holds tables already."""


def of_server(error: BaseException, path: Path) -> EnvironmentFault | None:
    """Return what an error of psycopg's means, None where it is a bug of ours.

    `path` is the file that names the database.
    """
    state = error.sqlstate if isinstance(error, psycopg.Error) else None
    if state is None:
        is_link = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return unreachable(path, str(error)) if is_link else None
    if state[:2] in {"08", "28", "3D"} or state in {"57P01", "57P02", "57P03", "57P05"}:
        return unreachable(path, str(error))
    if state in {"55P03", "40P01", "40001", "53300", "25P03"}:
        return busy()
    if state in {"53100", "53200"}:
        return full()
    if state in {"42501", "25006"}:
        return forbids(str(error))
    if state[:2] == "XX" and state != "XX000":
        return faults.broken(path, _first_line(str(error)))
    return None


def unreachable(path: Path, said: str) -> ServerUnreachable:
    """Return the fault of a server that does not answer."""
    return ServerUnreachable(
        _("Le serveur de la base du siège ne répond pas, ou refuse la connexion : {}").format(
            _first_line(said)
        ),
        safe=_("Ce qui était déjà enregistré est intact ; rien d’autre n’a été changé."),
        todo=_(
            "Vérifier que PostgreSQL fonctionne à l’adresse que donne « {} », et que son mot de "
            "passe est encore le bon ; puis recommencer."
        ).format(path),
    )


def busy() -> DatabaseBusy:
    """Return the fault of a server that others occupy for too long."""
    return DatabaseBusy(
        _("Un autre import occupe la base du siège."),
        safe=_("Rien n’a été changé ; ce qui était déjà enregistré est intact."),
        todo=_("Attendre la fin de son travail, puis recommencer."),
    )


def full() -> ServerFull:
    """Return the fault of a full server."""
    return ServerFull(
        _("Le serveur de la base du siège n’a plus de place : rien n’a été enregistré."),
        safe=_("Ce qui était déjà enregistré est intact."),
        todo=_("Libérer de la place sur le serveur, puis recommencer."),
    )


def forbids(said: str) -> ServerForbids:
    """Return the fault of an account that may not write."""
    return ServerForbids(
        _("Le compte du serveur n’a pas le droit de faire cela : {}").format(_first_line(said)),
        safe=_("Rien n’a été changé."),
        todo=_(
            "Donner la base à ce compte (ALTER DATABASE … OWNER TO …), et vérifier que le serveur "
            "n’est pas en lecture seule."
        ),
    )


def foreign(path: Path, name: str) -> faults.ForeignDatabase:
    """Return the fault of a database that holds no head office."""
    return faults.ForeignDatabase(
        _("La base « {} » du serveur n’est pas une base d’otdesk.").format(name),
        safe=_("Rien n’y a été touché."),
        todo=_("Vérifier l’adresse que donne « {} ».").format(path),
    )


def taken(name: str) -> DatabaseTaken:
    """Return the fault of a database that is in use."""
    return DatabaseTaken(
        _("La base « {} » du serveur contient déjà des tables d’otdesk.").format(name),
        safe=_("Rien n’y a été changé, et aucun dossier n’a été créé."),
        todo=_("Créer sur le serveur une base neuve (CREATE DATABASE …), et donner son adresse."),
    )


def unfit(said: str) -> UnfitServer:
    """Return the fault of a server that is too old, or of a database in another encoding."""
    return UnfitServer(
        said,
        safe=_("Rien n’y a été changé, et aucun dossier n’a été créé."),
        todo=_(
            "Demander une base PostgreSQL 13 ou plus récente, en UTF-8 "
            "(CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0)."
        ),
    )


def _first_line(said: str) -> str:
    # libpq repeats itself a line for each address that a name has.
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[0] if lines else "?"
