"""A real OpenSSH server on the loopback, with an account and host keys of its own.

It runs as whoever runs the tests, root or not. The account is one of nss_wrapper's: a name and a
password that only this server sees, with our own number, so that no user of the machine is touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.ports import HOST, free_port, stop, wait_until_listening
from tests.servers.small_disk import on_small_disk

USER, PASSWORD = "depot", "mot de passe é"
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_WRAPPER = "libnss_wrapper.so"

_CONFIG = """\
ListenAddress {host}
Port {port}
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
UsePAM no
PasswordAuthentication yes
PubkeyAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
StrictModes no
UseDNS no
LogLevel VERBOSE
PrintMotd no
Subsystem sftp internal-sftp
ForceCommand internal-sftp {options}
"""


@dataclass
class SshServer:
    """A running sshd; `home` is a folder for mailboxes."""

    folder: Path
    port: int
    read_only: bool = False
    small_disk: bool = False
    more: str = ""
    host: str = HOST
    user: str = USER
    password: str = PASSWORD
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def home(self) -> Path:
        """Return a folder that the account may use."""
        return self.folder / "home"

    def address(self, path: Path | None = None) -> str:
        """Return the address of a folder on it, its home where none is named."""
        return f"sftp://{self.user}@{self.host}:{self.port}{path or self.home}"

    def fingerprint(self) -> str:
        """Return the host key's fingerprint, as OpenSSH's own tool says it."""
        return _run("ssh-keygen", "-lf", f"{self.folder}/host_key.pub").split()[1]

    def start(self) -> None:
        """Start it, on the port that it had."""
        program = shutil.which("sshd", path=_PATH)
        assert program is not None, "sshd is missing: make packages-test-all"
        options = "-R" if self.read_only else ""
        before = on_small_disk(self.home) if self.small_disk else ()
        (self.folder / "sshd_config").write_text(
            _CONFIG.format(host=self.host, port=self.port, folder=self.folder, options=options)
            + self.more
        )
        command = [program, "-D", "-f", str(self.folder / "sshd_config")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*before, *command, "-E", str(self.folder / "log")],
                env={**os.environ, **self._account()},
                stdout=log,
                stderr=log,
            )
        wait_until_listening(self.port, self._process, self.log)

    def kill(self) -> None:
        """Cut it and each of its connections at once, as a cable would."""
        assert self._process is not None
        sessions = self._sessions()
        self._process.kill()
        self._process.wait(timeout=10)
        _kill(sessions)

    def freeze(self) -> None:
        """Have each connection fall silent without an end, as a cable that was pulled."""
        for session in self._sessions():
            os.kill(session, signal.SIGSTOP)

    def stop(self) -> None:
        """Stop it and its sessions, where it runs."""
        if self._process is not None:
            sessions = self._sessions()
            stop(self._process)
            _kill(sessions)

    def make_folder(self, name: str) -> Path:
        """Make a folder for a mailbox."""
        folder = self.home / name
        folder.mkdir()
        return folder

    def new_host_key(self, kind: str = "ed25519") -> None:
        """Give it another key: what a new machine, or another's, would show."""
        for name in ("host_key", "host_key.pub"):
            (self.folder / name).unlink(missing_ok=True)
        _run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", f"{self.folder}/host_key")

    def log(self) -> str:
        """Return the end of the server's log, for who wants to know why."""
        file = self.folder / "log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else "no log"

    def _sessions(self) -> list[int]:
        """Return the processes of its connections, which are no part of its process group."""
        assert self._process is not None
        parents: dict[int, int] = {}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            # One that ended meanwhile is none of them.
            with suppress(FileNotFoundError, ProcessLookupError):
                parents[int(entry.parent.name)] = int(
                    entry.read_text().rpartition(")")[2].split()[1]
                )
        found = [self._process.pid]
        for parent in found:
            found += [each for each, its in parents.items() if its == parent]
        return found[1:]

    def _account(self) -> dict[str, str]:
        """Write the account's files and return what has sshd read them."""
        me, group = os.getuid(), os.getgid()
        hashed = _run("openssl", "passwd", "-6", "-stdin", told=self.password).strip()
        separation = pwd.getpwnam("sshd") if os.geteuid() == 0 else None
        accounts = [f"{self.user}:x:{me}:{group}::{self.home}:/bin/sh"]
        if separation is not None:
            accounts.append(f"sshd:x:{separation.pw_uid}:{separation.pw_gid}::/run/sshd:/bin/false")
        (self.folder / "passwd").write_text("\n".join(accounts) + "\n")
        (self.folder / "group").write_text(f"{self.user}:x:{group}:\n")
        (self.folder / "shadow").write_text(f"{self.user}:{hashed}:19000:0:99999:7:::\n")
        return {
            "LD_PRELOAD": _WRAPPER,
            "NSS_WRAPPER_PASSWD": str(self.folder / "passwd"),
            "NSS_WRAPPER_GROUP": str(self.folder / "group"),
            "NSS_WRAPPER_SHADOW": str(self.folder / "shadow"),
        }


@contextmanager
def ssh_server(*, read_only: bool = False, small_disk: bool = False) -> Iterator[SshServer]:
    """Run an SSH server until the block ends; on a `small_disk`, its home has two megabytes."""
    if os.geteuid() == 0:
        # The folder of its unprivileged half: Debian makes it where the service starts.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sshd-") as made:
        server = SshServer(Path(made), free_port(), read_only, small_disk)
        server.home.mkdir()
        server.new_host_key()
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _kill(sessions: list[int]) -> None:
    for session in sessions:
        # It may have followed its server.
        with suppress(ProcessLookupError):
            os.kill(session, signal.SIGKILL)


def _run(program: str, *arguments: str, told: str | None = None) -> str:
    found = shutil.which(program, path=_PATH)
    assert found is not None, f"{program} is missing: make packages-test-all"
    done = subprocess.run(
        [found, *arguments], input=told, capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
