"""A real print server on the loopback, with queues that print into files."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LASER = Path(__file__).with_name("laser.ppd")
_START_SECONDS = 20.0

_DAEMON = """\
Listen {host}:{port}
Listen {folder}/run/cups.sock
DefaultAuthType None
WebInterface No
Browsing Off
BrowseLocalProtocols none
LogLevel debug
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

_FILES = """\
FileDevice Yes
Sandboxing relaxed
ServerRoot {folder}/etc
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/run
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
User {user}
Group {group}
SystemGroup root
"""


@dataclass
class PrintServer:
    """A running cupsd; `environment` is what a client needs to find it."""

    folder: Path
    host: str
    port: int
    environment: dict[str, str] = field(default_factory=dict)

    def add_queue(self, name: str, *, ppd: Path | None = LASER) -> Path:
        """Make a queue and return the file that it prints into."""
        printed = self.folder / "printed" / f"{name}.pdf"
        model = ["-P", str(ppd)] if ppd else ["-m", "raw"]
        self.run("lpadmin", "-p", name, "-v", f"file://{printed}", *model, "-E")
        return printed

    def reject(self, name: str) -> None:
        """Have a queue refuse what is sent to it."""
        self.run("cupsreject", name)

    def set_default(self, name: str) -> None:
        """Make a queue the server's default."""
        self.run("lpadmin", "-d", name)

    def run(self, program: str, *arguments: str) -> str:
        """Run one of CUPS's commands against this server and return what it says."""
        found = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin")
        assert found is not None, f"{program} is missing: make packages-test-all"
        done = subprocess.run(
            [found, *arguments],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert done.returncode == 0, f"{program} {arguments}: {done.stderr}"
        return done.stdout

    def wait_until_printed(self, seconds: float = 60.0) -> None:
        """Wait until no queue has work left."""
        end = time.monotonic() + seconds
        while self.run("lpstat", "-o").strip():
            assert time.monotonic() < end, f"still printing: {self.log()}"
            time.sleep(0.05)

    def log(self) -> str:
        """Return the end of the server's log, for who wants to know why."""
        file = self.folder / "log" / "error"
        return file.read_text(errors="replace")[-4000:] if file.exists() else "no log"


@contextmanager
def print_server() -> Iterator[PrintServer]:
    """Run a print server until the block ends."""
    daemon = shutil.which("cupsd", path="/usr/sbin:/usr/bin")
    assert daemon is not None, "cupsd is missing: make packages-test-all"
    # A socket's path has 107 characters at most: pytest's folders are too deep.
    with tempfile.TemporaryDirectory(prefix="cups-") as made:
        folder = Path(made)
        server = _configured(folder)
        process = subprocess.Popen(
            [
                daemon,
                "-f",
                "-c",
                str(folder / "etc" / "cupsd.conf"),
                "-s",
                str(folder / "etc" / "cups-files.conf"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_until_up(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


def _configured(folder: Path) -> PrintServer:
    for name in ("etc", "spool/tmp", "cache", "run", "log", "printed"):
        (folder / name).mkdir(parents=True)
    folder.chmod(0o755)
    host, port = "127.0.0.1", _free_port()
    values = {"folder": folder, "host": host, "port": port, "user": "lp", "group": "lp"}
    (folder / "etc" / "cupsd.conf").write_text(_DAEMON.format(**values))
    (folder / "etc" / "cups-files.conf").write_text(_FILES.format(**values))
    for name in ("spool", "spool/tmp", "cache", "printed"):
        shutil.chown(folder / name, "lp", "lp")
    environment = {"CUPS_SERVER": f"{host}:{port}", "LC_ALL": "C.UTF-8"}
    return PrintServer(folder, host, port, environment)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(server: PrintServer, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        assert process.poll() is None, f"cupsd went: {server.log()}"
        assert time.monotonic() < end, f"cupsd does not answer: {server.log()}"
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((server.host, server.port)) == 0:
                return
        time.sleep(0.05)
