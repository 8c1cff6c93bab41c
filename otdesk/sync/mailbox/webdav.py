"""A folder on a WebDAV server (Nextcloud, ownCloud, Apache), through fsspec and webdav4, over TLS.

webdav4 is gone round in three places: it reads a stalled file again without an end, it asks about
a folder with `Depth: infinity`, which Apache refuses, and fsspec's `mv` over it replaces files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar
from xml.etree.ElementTree import ParseError

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import WebdavAddress
from otdesk.sync.mailbox.place import CHUNK, Found, Place

if TYPE_CHECKING:
    import httpx
    from fsspec import AbstractFileSystem  # type: ignore[import-untyped]


class WebdavPlace(Place):
    """A folder on a WebDAV server; paths are relative to it."""

    # Nextcloud and ownCloud keep `.part` and `.filepart` for themselves, and refuse or hide them.
    part_ending: ClassVar[str] = ".transit"

    def __init__(self, address: WebdavAddress, access: Access) -> None:
        super().__init__(address.shown, "")
        self._address = address
        self._access = access

    def connect(self) -> AbstractFileSystem:
        """Return a file system that checks the server's certificate."""
        import httpx
        from webdav4.fsspec import WebdavFileSystem  # type: ignore[import-untyped]

        patience = self._access.patience
        return WebdavFileSystem(
            self._address.url,
            auth=(self._address.user, self._access.password),
            verify=self._access.tls(),
            timeout=httpx.Timeout(patience.answer, connect=patience.connect),
            # Its retries hide a server that is gone for half a minute.
            retry=False,
            skip_instance_cache=True,
        )

    def disconnect(self, filesystem: AbstractFileSystem) -> None:
        """Close the connections that were kept."""
        filesystem.client.http.close()

    def foreseeable(self) -> tuple[type[Exception], ...]:
        """Return what httpx, webdav4 and a server that speaks no WebDAV raise."""
        import httpx
        from webdav4.client import ClientError  # type: ignore[import-untyped]

        # ValueError and KeyError: an answer that is no WebDAV, or about another path.
        return httpx.HTTPError, ClientError, ParseError, ValueError, KeyError, OSError

    def fault(self, error: Exception) -> faults.MailboxFault:
        """Return what an error means."""
        import httpx
        from webdav4 import client  # type: ignore[import-untyped]

        certificate = faults.certificate_behind(error)
        if certificate is not None:
            return faults.bad_certificate(self.where, certificate)
        if isinstance(error, httpx.HTTPStatusError | client.HTTPError):
            return self._of_status(error.response.status_code, error.response.reason_phrase)
        if isinstance(error, httpx.HTTPError):
            return self._of_connection(error)
        if isinstance(error, client.ClientError):
            return self._of_answer(error)
        if isinstance(error, OSError):
            return faults.of_system(error, self.where)
        # An answer that is no WebDAV: a page of the web.
        return faults.address_unknown(self.where)

    def look(self, path: str) -> Found | None:
        """Return what lies under a path, asked alone and not with all that it holds."""
        from webdav4.client import ResourceNotFound

        try:
            answer = self.filesystem.client.propfind(path, headers={"Depth": "0"})
        except ResourceNotFound:
            return None
        for response in answer.responses.values():
            told = response.properties.as_dict()
            return self.found({"name": path, "size": told["content_length"], **told})
        return None

    def make_folder(self, path: str) -> None:
        """Make a folder; that another post just made it is 405, or 403 in the same moment."""
        from webdav4.client import ClientError

        try:
            self.filesystem.client.mkdir(path)
        except ClientError:
            found = self.look(path)
            if found is None or not found.folder:
                raise

    def read(self, path: str) -> Iterator[bytes]:
        """Yield the content of a file, asked for once."""
        client = self.filesystem.client
        with client.http.stream("GET", client.join_url(path)) as response:
            if response.is_redirect:
                raise faults.address_unknown(self.where)
            response.raise_for_status()
            yield from response.iter_raw(CHUNK)

    def write(self, path: str, chunks: Iterator[bytes], size: int) -> None:
        """Send a file in one request of a known length: PHP servers lose chunked ones."""
        self.filesystem.client.upload_fileobj(
            _Reader(chunks), path, overwrite=True, size=size, chunk_size=CHUNK
        )

    def publish(self, part: str, final: str) -> None:
        """Move the file, refused by the server where the name is taken."""
        from webdav4.client import ResourceAlreadyExists

        try:
            self.filesystem.client.move(part, final, overwrite=False)
        except ResourceAlreadyExists as error:
            raise FileExistsError(final) from error

    def found(self, information: dict[str, Any]) -> Found:
        """Return what a server tells of a file."""
        return super().found({**information, "mtime": information.get("modified")})

    def _of_connection(self, error: httpx.HTTPError) -> faults.MailboxFault:
        import httpx

        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
            return faults.unreachable(self.where)
        return faults.interrupted(self.where)

    def _of_answer(self, error: Exception) -> faults.MailboxFault:
        """Return what webdav4 made of a status for which it has an error of its own."""
        from webdav4 import client

        statuses = {
            client.InsufficientStorage: 507,
            client.BadGatewayError: 502,
            client.ForbiddenOperation: 403,
            client.ResourceLocked: 423,
            client.ResourceNotFound: 404,
            client.ResourceConflict: 409,
        }
        return self._of_status(statuses.get(type(error), 0), str(error))

    def _of_status(self, status: int, words: str) -> faults.MailboxFault:
        told = _BY_STATUS.get(status)
        if told is not None:
            return told(self.where)
        # Another place of the web, a path above the folder, a server without WebDAV.
        if 300 <= status < 400:
            return faults.address_unknown(self.where)
        return faults.refused(self.where, f"{status} {words}" if status else words)


_BY_STATUS: dict[int, Callable[[str], faults.MailboxFault]] = {
    401: faults.wrong_password,
    403: faults.no_right,
    404: faults.address_unknown,
    405: faults.address_unknown,
    409: faults.address_unknown,
    410: faults.address_unknown,
    413: faults.too_large,
    423: faults.no_right,
    501: faults.address_unknown,
    502: faults.unreachable,
    503: faults.unreachable,
    504: faults.unreachable,
    507: faults.full,
}


class _Reader:
    """Chunks as the file that webdav4 reads from, piece by piece."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, size: int = -1) -> bytes:
        """Return the next chunk, which has `size` bytes or is the last one."""
        del size
        return next(self._chunks, b"")
