"""A folder on an SSH server, through fsspec and paramiko; its host key is checked first.

fsspec believes any host key unless it is told otherwise: here a key that nobody confirmed ends the
connection before the account is named.
"""

from __future__ import annotations

import logging
import socket
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import SftpAddress
from otdesk.sync.mailbox.known_hosts import HostKey
from otdesk.sync.mailbox.place import Place

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem  # type: ignore[import-untyped]
    from paramiko import MissingHostKeyPolicy, PKey, SFTPFile, SSHClient, Transport

# The way each kind of key is asked for: RSA's has had two newer names.
_ALGORITHMS = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
# Of a file system's answer (statvfs@openssh.com): eleven numbers; size of a block, free for us.
_STATVFS = struct.Struct(">11Q")
_BLOCK_SIZE, _FREE_BLOCKS = 1, 4


class SftpPlace(Place):
    """A folder on an SSH server; `root` empty is the account's own folder."""

    def __init__(self, address: SftpAddress, access: Access) -> None:
        super().__init__(address.shown, address.path or ".")
        self._address = address
        self._access = access

    def connect(self) -> AbstractFileSystem:
        """Return a file system on a connection whose host key is the confirmed one."""
        from fsspec.implementations.sftp import SFTPFileSystem  # type: ignore[import-untyped]
        from paramiko import SSHException

        # Its own thread would write on stderr what is told here as a fault.
        logging.getLogger("paramiko").addHandler(_SILENT)
        known = self._access.known_hosts.key_of(self._address.host, self._address.port)
        opening = _Opening(self.where, known)
        patience = self._access.patience
        try:
            filesystem = SFTPFileSystem(
                self._address.host.strip("[]"),
                port=self._address.port,
                username=self._address.user,
                password=self._access.password,
                # A key of the user's own agent is none of the mailbox's.
                allow_agent=False,
                look_for_keys=False,
                timeout=patience.connect,
                banner_timeout=patience.connect,
                auth_timeout=patience.answer,
                channel_timeout=patience.answer,
                transport_factory=opening.transport_to,
                host_key_policy=opening.policy(),
                skip_instance_cache=True,
            )
        except faults.MailboxFault:
            opening.close()
            raise
        except (OSError, EOFError, SSHException) as error:
            fault = opening.fault(error)
            opening.close()
            raise fault from error
        filesystem.ftp.get_channel().settimeout(patience.answer)
        return filesystem

    def disconnect(self, filesystem: AbstractFileSystem) -> None:
        """End the session."""
        filesystem.client.close()

    def foreseeable(self) -> tuple[type[Exception], ...]:
        """Return what paramiko raises once it is connected."""
        from paramiko import SSHException

        return OSError, EOFError, SSHException

    def fault(self, error: Exception) -> faults.MailboxFault:
        """Return what an error means; one without a number is the server's own word."""
        if isinstance(error, OSError) and not self._is_cut(error):
            return faults.of_system(error, self.where)
        return faults.interrupted(self.where)

    def _is_cut(self, error: OSError) -> bool:
        """Tell whether an error is the connection's end, and not what the server answered."""
        if self._filesystem is None or isinstance(error, TimeoutError | ConnectionError):
            return True
        transport = self._filesystem.client.get_transport()
        return transport is None or not transport.is_active()

    def make_folder(self, path: str) -> None:
        """Make a folder; that another post just made it is, in SFTP, a failure as any other."""
        try:
            self.filesystem.ftp.mkdir(path)
        except OSError:
            found = self.look(path)
            if found is None or not found.folder:
                raise

    def write(self, path: str, chunks: Iterator[bytes], size: int) -> None:
        """Write without waiting for each answer, then have the server flush it."""
        try:
            with self.filesystem.open(path, "wb") as file:
                file.set_pipelined(pipelined=True)
                last = b""
                for chunk in chunks:
                    file.write(last)
                    last = chunk
                # The last one waits for its answer and for each before it. Without, paramiko
                # throws away what the server had against them.
                file.set_pipelined(pipelined=False)
                file.write(last)
                self._flush(file)
        except OSError as error:
            # SFTP has one word for a full disk and for many other things.
            if error.errno is None and self._has_no_room(path, size):
                raise faults.full(self.where) from error
            raise

    def publish(self, part: str, final: str) -> None:
        """Rename as SFTP says: refused where the name is taken. fsspec's `mv` replaces."""
        try:
            self.filesystem.ftp.rename(part, final)
        except OSError as error:
            if error.errno is None and self.look(final) is not None:
                raise FileExistsError(final) from error
            raise

    def _flush(self, file: SFTPFile) -> None:
        from paramiko.sftp import CMD_EXTENDED

        # A server without this extension says so; paramiko has no public way to ask for it.
        try:
            self.filesystem.ftp._request(CMD_EXTENDED, "fsync@openssh.com", file.handle)  # noqa: SLF001
        except OSError as error:
            if error.errno is not None or self._is_cut(error):
                raise

    def _has_no_room(self, path: str, size: int) -> bool:
        from paramiko.sftp import CMD_EXTENDED, CMD_EXTENDED_REPLY

        folder = path.rpartition("/")[0] or "/"
        # A server that does not tell leaves the first error as it was.
        with suppress(*self.foreseeable()):
            kind, answer = self.filesystem.ftp._request(  # noqa: SLF001
                CMD_EXTENDED, "statvfs@openssh.com", folder
            )
            if kind == CMD_EXTENDED_REPLY:
                numbers = _STATVFS.unpack(answer.get_bytes(_STATVFS.size))
                return bool(numbers[_BLOCK_SIZE] * numbers[_FREE_BLOCKS] < size)
        return False


_SILENT = logging.NullHandler()


class _Opening:
    """One connection being made: its transport, and the key that it must show."""

    def __init__(self, where: str, known: HostKey | None) -> None:
        self._where = where
        self._known = known
        self._transport: Transport | None = None

    def transport_to(
        self,
        sock: socket.socket,
        disabled_algorithms: Mapping[str, Iterable[str]] | None = None,
    ) -> Transport:
        """Return a transport that asks for the kind of key that was confirmed."""
        import paramiko

        self._transport = paramiko.Transport(sock, disabled_algorithms=disabled_algorithms)
        if self._known is not None:
            security = self._transport.get_security_options()
            wanted = _ALGORITHMS.get(self._known.kind, (self._known.kind,))
            first = [each for each in wanted if each in security.key_types]
            others = [each for each in security.key_types if each not in first]
            security.key_types = (*first, *others)
        return self._transport

    def policy(self) -> MissingHostKeyPolicy:
        """Return the policy that fsspec hands to paramiko: every key is judged by `judge`."""
        from paramiko import MissingHostKeyPolicy

        judge = self.judge

        class Confirmed(MissingHostKeyPolicy):
            def missing_host_key(self, client: SSHClient, hostname: str, key: PKey) -> None:
                del client, hostname
                judge(HostKey(key.get_name(), key.asbytes()))

        return Confirmed()

    def judge(self, offered: HostKey) -> None:
        """Accept the confirmed key. Raises HostUnknown, HostKeyChanged."""
        if self._known is None:
            raise faults.host_unknown(self._where, offered)
        if offered != self._known:
            raise faults.host_key_changed(self._where, self._known, offered)

    def fault(self, error: Exception) -> faults.MailboxFault:
        """Return what an error means before the session stands."""
        from paramiko import AuthenticationException, BadAuthenticationType

        if isinstance(error, BadAuthenticationType):
            return faults.refused(self._where, str(error))
        alive = self._transport is not None and self._transport.is_active()
        timed_out = "timeout" in str(error).lower()
        if isinstance(error, AuthenticationException) and alive and not timed_out:
            return faults.wrong_password(self._where)
        return faults.unreachable(self._where)

    def close(self) -> None:
        """End what was begun."""
        if self._transport is not None:
            self._transport.close()
