"""A real Apache with mod_dav on the loopback: WebDAV over TLS, a password, a folder."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.certificates import Authority, new_authority
from tests.servers.ports import HOST, free_port, stop, wait_until_listening
from tests.servers.small_disk import on_small_disk

USER, PASSWORD = "siege", "mot de passe é"
_MODULES = Path("/usr/lib/apache2/modules")
_LOADED = (
    "mpm_event",
    "authn_core",
    "authn_file",
    "authz_core",
    "authz_user",
    "auth_basic",
    "dav",
    "dav_fs",
    "alias",
    "ssl",
    "socache_shmcb",
)

_CONFIG = """\
ServerRoot {folder}
ServerName {host}
Listen {host}:{port}
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
Mutex file:{folder} default
ErrorLog {folder}/log
LogLevel info
LogFormat "%m %U length=%{{Content-Length}}i encoding=%{{Transfer-Encoding}}i" asked
CustomLog {folder}/requests asked
{account}
StartServers 1
ThreadsPerChild 16
DocumentRoot {folder}/web
DavLockDB {folder}/locks
SSLEngine on
SSLCertificateFile {certificate}
SSLCertificateKeyFile {key}
Alias /dav {home}
<Directory {home}>
  Dav On
  AuthType Basic
  AuthName otdesk
  AuthUserFile {folder}/passwords
  {limit}
  <RequireAll>
    Require valid-user
    {methods}
  </RequireAll>
</Directory>
Alias /ailleurs {folder}/web
Redirect 302 /parti https://{host}:{port}/dav
"""


@dataclass
class WebServer:
    """A running Apache; `home` is the folder behind `/dav`, `authority` what a client believes."""

    folder: Path
    port: int
    authority: Authority
    read_only: bool = False
    largest: int = 0
    small_disk: bool = False
    host: str = HOST
    user: str = USER
    password: str = PASSWORD
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def home(self) -> Path:
        """Return the folder that is served."""
        return self.folder / "home"

    def address(self, path: str = "/dav") -> str:
        """Return the address of a folder on it."""
        return f"webdavs://{self.user}@{self.host}:{self.port}{path}"

    def certify(self, host: str = HOST, *, expired: bool = False) -> None:
        """Give it a certificate; the next start shows it."""
        certificate, key = self.authority.sign(self.folder, host, expired=expired)
        self._configure(certificate, key)

    def start(self) -> None:
        """Start it, on the port that it had."""
        program = shutil.which("apache2", path="/usr/sbin:/usr/bin")
        assert program is not None, "apache2 is missing: make packages-test-all"
        before = on_small_disk(self.home) if self.small_disk else ()
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*before, program, "-X", "-f", str(self.folder / "apache.conf")],
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until_listening(self.port, self._process, self.log)

    def kill(self) -> None:
        """Cut it and each of its connections at once, as a cable would."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=10)

    def freeze(self) -> None:
        """Have it fall silent without an end, as a cable that was pulled."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def stop(self) -> None:
        """Stop it, where it runs."""
        if self._process is not None:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGCONT)
            stop(self._process)

    def make_folder(self, name: str) -> Path:
        """Make a folder for a mailbox, which Apache may write."""
        folder = self.home / name
        folder.mkdir()
        folder.chmod(0o777)
        return folder

    def requests(self) -> list[str]:
        """Return what it was asked for: method, path, length and encoding of what was sent."""
        return (self.folder / "requests").read_text().splitlines()

    def log(self) -> str:
        """Return the end of the server's log, for who wants to know why."""
        file = self.folder / "log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else "no log"

    def _configure(self, certificate: Path, key: Path) -> None:
        # Root's Apache gives its rights up to an account: here it keeps to the tests' own folder.
        root = os.geteuid() == 0
        modules = "\n".join(
            f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in _LOADED
        )
        config = _CONFIG.format(
            folder=self.folder,
            host=self.host,
            port=self.port,
            certificate=certificate,
            key=key,
            home=self.home,
            account="User www-data\nGroup www-data" if root else "",
            limit=f"LimitRequestBody {self.largest}" if self.largest else "",
            methods="Require method GET HEAD OPTIONS PROPFIND" if self.read_only else "",
        )
        (self.folder / "apache.conf").write_text(f"{modules}\n{config}")

    def make_folders(self) -> None:
        """Make what it serves, its own where it gives root's rights up."""
        digest = base64.b64encode(hashlib.sha1(self.password.encode()).digest()).decode()
        (self.folder / "passwords").write_text(f"{self.user}:{{SHA}}{digest}\n")
        self.folder.chmod(0o755)
        for folder in (self.home, self.folder / "web"):
            folder.mkdir()
        if os.geteuid() == 0:
            for folder in (self.folder, self.home):
                shutil.chown(folder, "www-data", "www-data")


@contextmanager
def web_server(
    *,
    read_only: bool = False,
    largest: int = 0,
    host: str = HOST,
    expired: bool = False,
    small_disk: bool = False,
) -> Iterator[WebServer]:
    """Run Apache until the block ends; its certificate names `host`.

    A `small_disk` has two megabytes; `largest` is the size of a request that it still takes.
    """
    with tempfile.TemporaryDirectory(prefix="apache-") as made:
        folder = Path(made)
        authority = new_authority(folder)
        server = WebServer(folder, free_port(), authority, read_only, largest, small_disk)
        server.make_folders()
        server.certify(host, expired=expired)
        try:
            server.start()
            yield server
        finally:
            server.stop()
