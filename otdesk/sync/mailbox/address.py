r"""Where a mailbox is, as a person writes it.

    /media/usb/otdesk, D:\otdesk, \\serveur\partage\otdesk
    sftp://compte@hote[:22]/dossier
    webdavs://compte@hote[:443]/remote.php/dav/files/compte/otdesk
    mailto:siege@exemple.fr?via=smtp://compte@smtp.exemple.fr[:587]
        (STARTTLS; smtps:// is TLS from the first byte, port 465)

`https://` is read as `webdavs://`. An account that has an `@` may be written plainly. A password is
never part of an address: it goes to the keystore under the address's `account`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from urllib.parse import quote, unquote

from otdesk.errors import DataFault
from otdesk.i18n import _

SFTP_PORT, TLS_PORT, SUBMISSION_PORT, SMTPS_PORT = 22, 443, 587, 465
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_HOST = re.compile(r"\[[0-9A-Fa-f:.]+\]|[^\s\[\]:/@?#]+")
# Of ASCII: few servers take the others.
_MAIL = re.compile(r"[!#-'*+\--9=?A-Z^-~-]+@[A-Za-z0-9.-]+")


class AddressFault(DataFault):
    """An address that cannot be read; `position` is the place in its text, from 0."""

    def __init__(self, text: str, position: int, reason: str) -> None:
        super().__init__(
            _("Adresse « {text} », caractère {place} : {reason}").format(
                text=text, place=position + 1, reason=reason
            )
        )
        self.text = text
        self.position = position
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FolderAddress:
    """A folder that this PC sees."""

    path: Path

    @property
    def account(self) -> None:
        """Return None: a folder asks for no password of ours."""

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True)
class _Server:
    """An account on a server; `path` is absolute, decoded, without a slash at its end."""

    user: str
    host: str
    port: int
    path: str

    def _text(self, scheme: str, usual: int) -> str:
        return f"{scheme}://{_server_text(self, usual)}{quote(self.path)}"

    def _shown(self, usual: int) -> str:
        port = "" if self.port == usual else f":{self.port}"
        return f"{self.host}{port}{self.path}"


@dataclass(frozen=True, slots=True)
class SftpAddress(_Server):
    """A folder on an SSH server."""

    @property
    def shown(self) -> str:
        """Return what a message calls it."""
        return self._shown(SFTP_PORT)

    @property
    def account(self) -> str:
        """Return the key of its password."""
        return f"sftp://{_server_text(self, SFTP_PORT)}"

    def __str__(self) -> str:
        return self._text("sftp", SFTP_PORT)


@dataclass(frozen=True, slots=True)
class WebdavAddress(_Server):
    """A folder on a WebDAV server, over TLS."""

    @property
    def shown(self) -> str:
        """Return what a message calls it."""
        return self._shown(TLS_PORT)

    @property
    def account(self) -> str:
        """Return the key of its password."""
        return f"webdavs://{_server_text(self, TLS_PORT)}"

    @property
    def url(self) -> str:
        """Return where it is asked, without the account."""
        return f"https://{self.host}:{self.port}{quote(self.path)}/"

    def __str__(self) -> str:
        return self._text("webdavs", TLS_PORT)


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A recipient, and the server that takes the message; STARTTLS where `tls` is false."""

    recipient: str
    sender: str
    user: str
    host: str
    port: int
    tls: bool

    @property
    def account(self) -> str | None:
        """Return the key of its password, None where the server asks for none."""
        return f"{self._via}" if self.user else None

    @property
    def _via(self) -> str:
        scheme, usual = ("smtps", SMTPS_PORT) if self.tls else ("smtp", SUBMISSION_PORT)
        return f"{scheme}://{_server_text(self, usual)}"

    def __str__(self) -> str:
        sender = "" if self.sender == self.user else f"&de={quote(self.sender, safe='@')}"
        return f"mailto:{quote(self.recipient, safe='@')}?via={self._via}{sender}"


Address = FolderAddress | SftpAddress | WebdavAddress | MailAddress


def _server_text(server: _Server | MailAddress, usual: int) -> str:
    user = f"{quote(server.user, safe='')}@" if server.user else ""
    return f"{user}{server.host}" + ("" if server.port == usual else f":{server.port}")


def is_folder(text: str) -> bool:
    """Tell whether an address names a folder, whole or as it is seen from here."""
    return _SCHEME.match(text.strip()) is None


def parse_address(text: str) -> Address:
    """Return what an address says. Raises AddressFault, which names the place in the text."""
    given = text.strip()
    if not given:
        raise AddressFault(given, 0, _("elle est vide."))
    found = _SCHEME.match(given)
    if found is None:
        return _folder(given)
    scheme = found[1].lower()
    if scheme == "mailto":
        return _mail(given)
    if scheme == "sftp":
        return SftpAddress(*_server(given, found.end(), SFTP_PORT))
    if scheme in {"webdavs", "https"}:
        return WebdavAddress(*_server(given, found.end(), TLS_PORT))
    if scheme in {"webdav", "http", "ftp"}:
        raise AddressFault(
            given,
            0,
            _("« {}: » enverrait le mot de passe en clair ; écrire sftp:// ou webdavs://.").format(
                scheme
            ),
        )
    raise AddressFault(
        given,
        0,
        _("« {}: » n’est pas connu ; un dossier, sftp://, webdavs:// ou mailto:.").format(scheme),
    )


def _folder(given: str) -> FolderAddress:
    if Path(given).is_absolute() or PureWindowsPath(given).is_absolute():
        return FolderAddress(Path(given))
    raise AddressFault(
        given, 0, _("le dossier doit être écrit en entier, depuis la racine ou le lecteur.")
    )


def _server(given: str, start: int, usual: int) -> tuple[str, str, int, str]:
    """Return the account, the host, the port and the path of `//account@host:port/path`."""
    if not given.startswith("//", start):
        raise AddressFault(given, start, _("il faut « // » ici."))
    start += 2
    slash = given.find("/", start)
    authority = given[start:] if slash < 0 else given[start:slash]
    user, host, port = _authority(given, start, authority, usual)
    if not user:
        raise AddressFault(given, start, _("il manque le compte, suivi de « @ »."))
    path = "" if slash < 0 else given[slash:]
    wrong = re.search(r"[?#]|(?<=/)\.\.?(?=/|$)", path)
    if wrong is not None:
        raise AddressFault(given, slash + wrong.start(), _("ce signe n’a pas sa place ici."))
    return user, host, port, unquote(path).rstrip("/")


def _authority(given: str, start: int, authority: str, usual: int) -> tuple[str, str, int]:
    """Return the account (empty where there is none), the host and the port."""
    user, at, rest = authority.rpartition("@")
    colon = user.find(":")
    if colon >= 0:
        raise AddressFault(
            given,
            start + colon,
            _("le mot de passe ne s’écrit pas dans l’adresse ; il est demandé à part."),
        )
    place = start + len(user) + len(at)
    found = _HOST.match(rest)
    if found is None:
        raise AddressFault(given, place, _("il manque le nom du serveur."))
    after = rest[found.end() :]
    if not after:
        return unquote(user), found[0], usual
    port = after[1:]
    if after[0] != ":" or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise AddressFault(
            given, place + found.end(), _("après le serveur, seul un port (1 à 65535) est attendu.")
        )
    return unquote(user), found[0], int(port)


def _mail(given: str) -> MailAddress:
    start = len("mailto:")
    recipient, question, query = given[start:].partition("?")
    if _MAIL.fullmatch(unquote(recipient)) is None:
        raise AddressFault(given, start, _("ce n’est pas une adresse de courriel."))
    place = start + len(recipient) + len(question)
    values: dict[str, tuple[int, str]] = {}
    for part in query.split("&"):
        name, _equals, value = part.partition("=")
        if name not in {"via", "de"}:
            raise AddressFault(
                given, place, _("il faut « ?via=smtp://compte@serveur » après le destinataire.")
            )
        values[name] = (place + len(name) + 1, value)
        place += len(part) + 1
    if "via" not in values:
        raise AddressFault(given, len(given), _("il manque « via=smtp://compte@serveur »."))
    tls, user, host, port = _via(given, *values["via"])
    at, sender = values.get("de", (values["via"][0], quote(user, safe="@")))
    if _MAIL.fullmatch(unquote(sender)) is None:
        raise AddressFault(given, at, _("il manque l’expéditeur : « de=accueil@exemple.fr »."))
    return MailAddress(unquote(recipient), unquote(sender), user, host, port, tls)


def _via(given: str, start: int, server: str) -> tuple[bool, str, str, int]:
    scheme, separator, authority = server.partition("://")
    if scheme not in {"smtp", "smtps"} or not separator:
        raise AddressFault(given, start, _("le serveur d’envoi s’écrit smtp:// ou smtps://."))
    tls = scheme == "smtps"
    place = start + len(scheme) + len(separator)
    usual = SMTPS_PORT if tls else SUBMISSION_PORT
    return (tls, *_authority(given, place, authority.rstrip("/"), usual))
