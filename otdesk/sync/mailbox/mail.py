"""A packet as the attachment of a message: sent only, over STARTTLS or TLS, certificate checked.

What was received by e-mail is saved and imported by hand: no mailbox of messages is ever read.
"""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Self

from otdesk.i18n import _
from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import MailAddress
from otdesk.sync.mailbox.exchange import UNWATCHED, Box, Watch, checked_name

_CHUNK = 1 << 16
# RFC 3463, X.3.4: the message is too big, which 552 says of a full mailbox as well.
_TOO_BIG = "5.3.4"


class MailSender:
    """Messages to one recipient through one server (`exchange.Sender`)."""

    def __init__(self, address: MailAddress, access: Access) -> None:
        self._address = address
        self._access = access

    @property
    def where(self) -> str:
        """Return the recipient and the server."""
        return _("{recipient} par {server}").format(
            recipient=self._address.recipient, server=self._address.host
        )

    def check(self, box: Box) -> str:
        """Return that the server takes the account and the recipient; nothing is sent."""
        del box
        with self._explained(), self._session(UNWATCHED) as session:
            self._open_message(session, 0)
            session.rset()
        return _("« {} » accepte les messages de ce poste.").format(self.where)

    def deliver(self, box: Box, source: Path, watch: Watch = UNWATCHED) -> bool:
        """Send a file; always True, as nobody can see what was sent before."""
        name = checked_name(source.name)
        try:
            message = self._message(box, name, source.read_bytes())
        except OSError as error:
            raise faults.of_post(error, source) from error
        with self._explained(), self._session(watch) as session:
            self._open_message(session, len(message))
            code, words = session.data(message)
            if code != 250:
                raise smtplib.SMTPDataError(code, words)
        return True

    def close(self) -> None:
        """Do nothing: each message has its own connection."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def _message(self, box: Box, name: str, content: bytes) -> bytes:
        message = EmailMessage()
        message["From"] = self._address.sender
        message["To"] = self._address.recipient
        message["Subject"] = f"otdesk {box.value} {name}"
        message["Date"] = formatdate(usegmt=True)
        message["Message-ID"] = make_msgid(domain=self._address.sender.rpartition("@")[2])
        message.set_content(
            _(
                "La pièce jointe est un envoi d’otdesk.\n"
                "L’enregistrer sur le poste sans l’ouvrir, puis l’importer dans otdesk.\n"
            )
        )
        message.add_attachment(content, maintype="application", subtype="zip", filename=name)
        return message.as_bytes(policy=SMTP)

    @contextmanager
    def _session(self, watch: Watch) -> Iterator[_Session]:
        """Give a session that is encrypted and knows the account."""
        watch.check()
        tls = self._access.tls()
        host, port = self._address.host.strip("[]"), self._address.port
        patience = self._access.patience
        session = _Session(host, patience.connect, watch, tls if self._address.tls else None)
        try:
            try:
                session.reach(host, port)
            except OSError as error:
                if faults.certificate_behind(error) is not None:
                    raise
                raise faults.unreachable(host) from error
            session.wait_for_answers(patience.answer)
            session.ehlo_or_helo_if_needed()
            if not self._address.tls:
                if not session.has_extn("starttls"):
                    raise faults.not_encrypted(host)
                session.starttls(context=tls)
                session.ehlo_or_helo_if_needed()
            if self._address.user:
                session.name_account(self._address.user, self._access.password)
            yield session
            # The message was taken: a server that hangs up without a word changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                session.quit()
        finally:
            session.close()

    def _open_message(self, session: _Session, size: int) -> None:
        """Name sender, size and recipient. Raises SMTPException, TooLarge."""
        limit = session.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < size:
            raise faults.too_large(self.where)
        options = [f"SIZE={size}"] if session.has_extn("size") and size else []
        code, words = session.mail(self._address.sender, options)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, words, self._address.sender)
        code, words = session.rcpt(self._address.recipient)
        if code not in {250, 251}:
            refusals = {self._address.recipient: (code, words)}
            raise smtplib.SMTPRecipientsRefused(refusals)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        # SMTPException is an OSError.
        except OSError as error:
            raise self._fault(error) from error

    def _fault(self, error: OSError) -> faults.MailboxFault:
        server = self._address.host
        certificate = faults.certificate_behind(error)
        if certificate is not None:
            return faults.bad_certificate(server, certificate)
        match error:
            case smtplib.SMTPAuthenticationError() if error.smtp_code in {530, 534, 535}:
                return faults.wrong_password(server)
            case smtplib.SMTPRecipientsRefused():
                code, words = next(iter(error.recipients.values()))
                return self._of_code(code, words)
            case smtplib.SMTPResponseException():
                return self._of_code(error.smtp_code, error.smtp_error)
            case smtplib.SMTPException() if not isinstance(error, smtplib.SMTPServerDisconnected):
                return faults.refused(server, str(error))
        return faults.interrupted(server)

    def _of_code(self, code: int, words: bytes | str) -> faults.MailboxFault:
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        if code == 552 and _TOO_BIG in said:
            return faults.too_large(self.where)
        if code in {452, 552}:
            return faults.full(self._address.recipient)
        if code in {550, 551, 553}:
            return faults.address_unknown(self._address.recipient)
        if code == 421:
            return faults.unreachable(self._address.host)
        return faults.refused(self._address.host, f"{code} {said}")


class _Session(smtplib.SMTP):
    """A session that sends in pieces, so that it can be watched and given up."""

    def __init__(
        self, host: str, patience: float, watch: Watch, tls: ssl.SSLContext | None
    ) -> None:
        # Not the name of this PC, which costs a question to the network and is nobody's affair.
        super().__init__(timeout=patience, local_hostname="[127.0.0.1]")
        # The name that STARTTLS checks; smtplib sets it where it connects by its constructor.
        self._host = host
        self._watch = watch
        self._tls = tls

    def reach(self, host: str, port: int) -> None:
        """Connect, over TLS where the server speaks it from the first byte."""
        code, words = self.connect(host, port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)

    def wait_for_answers(self, seconds: float) -> None:
        """Give the server that long for each answer from now on."""
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def name_account(self, user: str, password: str) -> None:
        """Log in; PLAIN and LOGIN in UTF-8, as smtplib knows no accent in a password."""
        offered = self.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            code, words = self.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in offered:
            code, words = self.docmd("AUTH", "LOGIN " + _base64(user))
            if code == 334:
                code, words = self.docmd(_base64(password))
        else:
            self.login(user, password)
            return
        if code not in {235, 503}:
            raise smtplib.SMTPAuthenticationError(code, words)

    def send(self, s: bytes | str) -> None:  # type: ignore[override]  # typeshed: any buffer
        """Send in pieces what is longer than one."""
        if isinstance(s, str) or len(s) <= _CHUNK:
            super().send(s)
            return
        for start in range(0, len(s), _CHUNK):
            self._watch.passed(start, len(s))
            super().send(s[start : start + _CHUNK])
        self._watch.progress(len(s), len(s))

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        return plain if self._tls is None else self._tls.wrap_socket(plain, server_hostname=host)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")
