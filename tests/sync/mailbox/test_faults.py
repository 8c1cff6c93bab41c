"""What servers answer, told in French: the answers that those of tests/servers seldom give too."""

from __future__ import annotations

import errno
import smtplib
import ssl
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import ParseError

import httpx
import paramiko
import pytest
from webdav4 import client  # type: ignore[import-untyped]

from otdesk.errors import EnvironmentFault
from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import MailAddress, SftpAddress, WebdavAddress
from otdesk.sync.mailbox.known_hosts import HostKey, KnownHosts
from otdesk.sync.mailbox.local import LocalPlace
from otdesk.sync.mailbox.mail import MailSender
from otdesk.sync.mailbox.sftp import SftpPlace
from otdesk.sync.mailbox.webdav import WebdavPlace

KEY = HostKey("ssh-ed25519", b"key")
OTHER = HostKey("ssh-ed25519", b"other")

EVERY: tuple[Callable[[], faults.MailboxFault], ...] = (
    lambda: faults.unreachable("h.fr"),
    lambda: faults.wrong_password("h.fr"),
    lambda: faults.host_unknown("h.fr", KEY),
    lambda: faults.host_key_changed("h.fr", KEY, OTHER),
    lambda: faults.bad_certificate("h.fr", ssl.SSLCertVerificationError(1, "refused")),
    lambda: faults.bad_authority("a.pem"),
    lambda: faults.not_encrypted("h.fr"),
    lambda: faults.full("h.fr"),
    lambda: faults.too_large("h.fr"),
    lambda: faults.no_right("h.fr"),
    lambda: faults.address_unknown("h.fr"),
    lambda: faults.interrupted("h.fr"),
    lambda: faults.name_taken("h.fr", "PDM_1_ab.zip"),
    lambda: faults.refused("h.fr", "452 busy"),
    lambda: faults.post_full("C:"),
    lambda: faults.post_file("PDM_1_ab.zip"),
)


@pytest.mark.parametrize("make", EVERY)
def test_each_fault_says_what_is_safe_and_what_to_do(make: Callable[[], object]) -> None:
    fault = make()
    assert isinstance(fault, EnvironmentFault)
    for sentence in (fault.what, fault.safe, fault.todo):
        assert sentence[0].isupper() or sentence[0] == "«"
        assert sentence.endswith(".")
        assert "'" not in sentence


def access() -> Access:
    return Access(KnownHosts(Path("nowhere")), password="secret")


def status(code: int) -> Exception:
    request = httpx.Request("PUT", "https://h.fr/dav/")
    error: Exception = client.HTTPError(httpx.Response(code, request=request))
    return error


def refused_certificate() -> Exception:
    error = httpx.ConnectError("handshake")
    error.__cause__ = ssl.SSLCertVerificationError(1, "certificate verify failed")
    return error


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (status(302), faults.AddressUnknown),
        (status(401), faults.WrongPassword),
        (status(403), faults.NoRight),
        (status(405), faults.AddressUnknown),
        (status(409), faults.AddressUnknown),
        (status(413), faults.TooLarge),
        (status(423), faults.NoRight),
        (status(500), faults.Refused),
        (status(503), faults.Unreachable),
        (status(507), faults.MailboxFull),
        (client.InsufficientStorage("a"), faults.MailboxFull),
        (client.BadGatewayError(), faults.Unreachable),
        (client.ForbiddenOperation("a"), faults.NoRight),
        (client.ResourceLocked("a"), faults.NoRight),
        (client.ResourceNotFound("a"), faults.AddressUnknown),
        (client.ResourceConflict("a"), faults.AddressUnknown),
        (client.MultiStatusError("a is locked"), faults.Refused),
        (httpx.ConnectError("no"), faults.Unreachable),
        (httpx.ConnectTimeout("no"), faults.Unreachable),
        (httpx.ProxyError("no"), faults.Unreachable),
        (httpx.ReadTimeout("no"), faults.Interrupted),
        (httpx.RemoteProtocolError("no"), faults.Interrupted),
        (refused_certificate(), faults.BadCertificate),
        (ParseError("no XML"), faults.AddressUnknown),
        (ValueError("no multistatus"), faults.AddressUnknown),
        (KeyError("another path"), faults.AddressUnknown),
        (FileNotFoundError(errno.ENOENT, "no"), faults.AddressUnknown),
    ],
)
def test_what_a_webdav_server_answers_is_told(
    error: Exception, meant: type[faults.MailboxFault]
) -> None:
    place = WebdavPlace(WebdavAddress("a", "h.fr", 443, "/dav"), access())
    assert isinstance(error, place.foreseeable())
    fault = place.fault(error)
    assert type(fault) is meant
    assert "h.fr/dav" in str(fault)


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (EOFError(), faults.Interrupted),
        (TimeoutError(), faults.Interrupted),
        (OSError("Socket is closed"), faults.Interrupted),
        (paramiko.SSHException("no"), faults.Interrupted),
    ],
)
def test_what_a_dead_ssh_connection_means_is_told(
    error: Exception, meant: type[faults.MailboxFault]
) -> None:
    place = SftpPlace(SftpAddress("a", "h.fr", 22, "/boite"), access())
    assert isinstance(error, place.foreseeable())
    assert type(place.fault(error)) is meant


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), faults.WrongPassword),
        (smtplib.SMTPAuthenticationError(530, b"no"), faults.WrongPassword),
        (smtplib.SMTPAuthenticationError(454, b"later"), faults.Refused),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"who?")}), faults.AddressUnknown),
        (smtplib.SMTPRecipientsRefused({"a": (452, b"full")}), faults.MailboxFull),
        (smtplib.SMTPSenderRefused(552, b"5.3.4 too big", "a"), faults.TooLarge),
        (smtplib.SMTPDataError(552, b"5.2.2 full"), faults.MailboxFull),
        (smtplib.SMTPDataError(554, b"spam \xe9"), faults.Refused),
        (smtplib.SMTPDataError(421, b"closing"), faults.Unreachable),
        (smtplib.SMTPNotSupportedError("no AUTH"), faults.Refused),
        (smtplib.SMTPServerDisconnected("gone"), faults.Interrupted),
        (TimeoutError(), faults.Interrupted),
        (ssl.SSLCertVerificationError(1, "no"), faults.BadCertificate),
    ],
)
def test_what_a_mail_server_answers_is_told(
    error: OSError, meant: type[faults.MailboxFault]
) -> None:
    post = MailSender(MailAddress("s@e.fr", "a@e.fr", "a", "h.fr", 587, tls=False), access())
    assert type(post._fault(error)) is meant


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (errno.ENOSPC, faults.MailboxFull),
        (errno.EDQUOT, faults.MailboxFull),
        (errno.EROFS, faults.NoRight),
        (errno.EACCES, faults.NoRight),
        (errno.ENOENT, faults.AddressUnknown),
        (errno.EIO, faults.Interrupted),
        (errno.ENODEV, faults.Interrupted),
        (errno.ESTALE, faults.Interrupted),
        (errno.ENAMETOOLONG, faults.Refused),
    ],
)
def test_what_a_disk_answers_is_told(number: int, meant: type[faults.MailboxFault]) -> None:
    fault = LocalPlace("/media/usb", "/media/usb").fault(OSError(number, "no"))
    assert type(fault) is meant


@pytest.mark.parametrize(
    ("code", "said"),
    [(9, "pas encore"), (10, "périmé"), (18, "autorité"), (62, "autre serveur"), (1, "liaison")],
)
def test_a_certificate_that_does_not_fit_is_told_with_its_reason(code: int, said: str) -> None:
    error = ssl.SSLCertVerificationError(1, "no")
    error.verify_code = code
    assert said in faults.bad_certificate("h.fr", error).reason
