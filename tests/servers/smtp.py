"""A real mail server on the loopback: aiosmtpd in a process of its own, so that it can be cut.

Debian's mail servers take each other's place when they are installed, and want root; this one
speaks SMTP with STARTTLS, TLS and AUTH as an ordinary user and changes nothing on the machine.
What it takes lies in `mails`, a file for each message.
"""

from __future__ import annotations

import asyncio
import json
import signal
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import Authority, new_authority
from tests.servers.ports import HOST, free_port, stop, wait_until_listening

ROOT = Path(__file__).parents[2]
USER, PASSWORD = "accueil@exemple.fr", "mot de passe é"
FULL, UNKNOWN = "pleine@exemple.fr", "personne@exemple.fr"


@dataclass(frozen=True)
class Settings:
    """How the server behaves: TLS from the first byte, STARTTLS, or neither."""

    tls: bool = False
    starttls: bool = True
    account: bool = True
    largest: int = 32 << 20
    # A quota of the whole mailbox, in bytes.
    room: int = 1 << 40


@dataclass
class MailServer:
    """A running mail server; `authority` is what a client believes."""

    folder: Path
    port: int
    authority: Authority
    settings: Settings
    certificate: Path
    key: Path
    host: str = HOST
    user: str = USER
    password: str = PASSWORD
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def address(self, recipient: str = "siege@exemple.fr") -> str:
        """Return the address of a recipient by way of it."""
        scheme = "smtps" if self.settings.tls else "smtp"
        return f"mailto:{recipient}?via={scheme}://{self.user}@{self.host}:{self.port}"

    def messages(self) -> list[EmailMessage]:
        """Return what it took, in order."""
        return [
            message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default)
            for file in sorted((self.folder / "mails").iterdir())
        ]

    def start(self) -> None:
        """Start it, on the port that it had."""
        told = {
            **asdict(self.settings),
            "folder": str(self.folder),
            "port": self.port,
            "certificate": str(self.certificate),
            "key": str(self.key),
        }
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.servers.smtp", json.dumps(told)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        wait_until_listening(self.port, self._process, self.log)

    def kill(self) -> None:
        """Cut it and each of its connections at once, as a cable would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=10)

    def freeze(self) -> None:
        """Have it fall silent without an end, as a cable that was pulled."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        """Stop it, where it runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            stop(self._process)

    def log(self) -> str:
        """Return the end of the server's log, for who wants to know why."""
        file = self.folder / "log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else "no log"


@contextmanager
def mail_server(settings: Settings | None = None, *, host: str = HOST) -> Iterator[MailServer]:
    """Run a mail server until the block ends; its certificate names `host`."""
    with tempfile.TemporaryDirectory(prefix="smtp-") as made:
        folder = Path(made)
        (folder / "mails").mkdir()
        authority = new_authority(folder)
        certificate, key = authority.sign(folder, host)
        server = MailServer(
            folder, free_port(), authority, settings or Settings(), certificate, key
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()


# ------------------------------------------------------------------------------- in its process


class Mails:
    """Takes messages into files, up to its room."""

    def __init__(self, folder: Path, room: int) -> None:
        self._folder = folder
        self._room = room

    async def handle_RCPT(  # noqa: N802  # the name is aiosmtpd's
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Refuse a full mailbox and a person who is not there, in a real server's words."""
        if address == FULL:
            return "552 5.2.2 Mailbox full"
        if address == UNKNOWN:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a message where there is room for it."""
        content = envelope.original_content or b""
        taken = sorted(self._folder.iterdir())
        if sum(each.stat().st_size for each in taken) + len(content) > self._room:
            return "552 5.2.2 Over quota"
        (self._folder / f"{len(taken):04}").write_bytes(content)
        return "250 OK"


def accepted(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: object
) -> AuthResult:
    """Accept the one account."""
    right = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=told == right, handled=False)


async def serve(told: dict[str, Any]) -> None:
    """Serve until the process ends."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(told["certificate"], told["key"])
    make = partial(
        SMTP,
        Mails(Path(told["folder"]) / "mails", told["room"]),
        hostname=HOST,
        tls_context=context if told["starttls"] and not told["tls"] else None,
        require_starttls=False,
        authenticator=accepted,
        auth_required=told["account"],
        # TLS from the first byte is none that aiosmtpd knows of.
        auth_require_tls=not told["tls"],
        data_size_limit=told["largest"],
    )
    server = await asyncio.get_running_loop().create_server(
        make, HOST, told["port"], ssl=context if told["tls"] else None
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
