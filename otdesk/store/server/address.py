"""Which database a head office's folder names, and the password that goes with it.

`database.toml` in the data folder holds the address without its password, which is kept in a file
of libpq's own form (`pgpass`) that its user alone may read, outside the data folder. Where there is
none, libpq looks where it always does: `PGPASSWORD`, the user's `.pgpass`, or the server's trust.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store import durable, faults

DRIVER = "postgresql+psycopg"
PASSWORDS = Path("database") / "pgpass"
_ACCEPTED = {DRIVER, "postgresql"}
_PORT = 5432


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a database, without its password, and the file that may hold that."""

    url: URL
    passwords: Path | None = None

    @property
    def text(self) -> str:
        """Return the address as it is typed and shown."""
        return self.url.render_as_string(hide_password=False)

    @property
    def arguments(self) -> dict[str, str]:
        """Return what libpq is told beside the address."""
        told = {"client_encoding": "utf8", "application_name": "otdesk"}
        if self.passwords is not None and self.passwords.exists():
            told["passfile"] = str(self.passwords)
        return told


def parse(text: str) -> tuple[URL, str | None]:
    """Return an address without its password, and that. Raises DataFault on any other text."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in _ACCEPTED or not url.database:
        raise DataFault(
            _("« {} » n’est pas l’adresse d’une base PostgreSQL : {}.").format(
                _without_password(text, url), f"{DRIVER}://utilisateur@serveur:5432/base"
            )
        )
    # libpq also takes it behind the question mark.
    given = url.password or url.normalized_query.get("password", (None,))[0]
    query = {name: value for name, value in url.query.items() if name != "password"}
    plain = URL.create(DRIVER, url.username, None, url.host, url.port, url.database, query=query)
    return plain, None if given is None else str(given)


def read(path: Path, state: Path | None) -> Address:
    """Read the address that a folder names. Raises BrokenDatabase where it names none."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))["database"]["url"]
        url, _password = parse(str(said))
    except (KeyError, TypeError, ValueError, DataFault) as error:
        raise faults.broken(path, _("sans adresse de base")) from error
    return Address(url, None if state is None else state / PASSWORDS)


def write(path: Path, address: Address) -> None:
    """Write the address into a folder. Raises OSError."""
    quoted = address.text.replace("\\", "\\\\").replace('"', '\\"')
    durable.write_privately(path, f'[database]\nurl = "{quoted}"\n'.encode())


@contextmanager
def keeping(address: Address, password: str | None) -> Iterator[None]:
    """Keep the password of an address where there is one; not if the block fails. Raises OSError.

    What was kept before, of this address or another, is there again then.
    """
    file = address.passwords
    if password is None or file is None:
        yield
        return
    before = file.read_bytes() if file.exists() else None
    _keep(file, address, password)
    try:
        yield
    except BaseException:
        if before is None:
            file.unlink()
        else:
            durable.write_privately(file, before)
        raise


def _keep(file: Path, address: Address, password: str) -> None:
    url = address.url
    place = ":".join(
        _escaped(part)
        for part in (
            # A socket goes by the name of its folder: whichever it is.
            url.host or "*",
            str(url.port or _PORT),
            url.database or "",
            url.username or "*",
        )
    )
    kept = file.read_text("utf-8").splitlines() if file.exists() else []
    lines = [line for line in kept if not line.startswith(f"{place}:")]
    lines.append(f"{place}:{_escaped(password)}")
    durable.write_privately(file, "".join(f"{line}\n" for line in lines).encode())


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace(":", "\\:")


def _without_password(text: str, url: URL | None) -> str:
    if url is not None:
        return url.render_as_string(hide_password=True)
    # Whatever it is, what stands before an @ may hold a password.
    return text.rpartition("@")[2]
