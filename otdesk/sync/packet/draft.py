"""The files of a packet while it is written: packed and summed, in memory or on the disk.

Packing costs about a third of all the rest, and lets the interpreter go: other threads do it where
a second core is idle. They are given large pieces, for each may wait some milliseconds for the
interpreter after one, and few of them ahead: memory stays flat.
"""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from typing import IO

from otdesk.sync.packet.layout import DEFLATED, Member
from otdesk.sync.packet.manifest import FileSum

_LEVEL = 6
_PIECE = 1 << 18
# So many pieces wait, each for the one before.
_AHEAD = 4
_CHUNK = 1 << 16
# A file of the packet lies in memory until then.
_SPOOLED = 1 << 20


class Draft:
    """One file, written by the caller's thread and packed by others, a piece after the other."""

    def __init__(self, name: str, file: IO[bytes], workers: Executor) -> None:
        self.name = name
        self._workers = workers
        self.size = 0
        # What was written, and is no whole piece yet.
        self._waiting: list[bytes] = []
        self._waiting_size = 0
        # Then the workers' alone, until they are done with them.
        self._sha256 = hashlib.sha256()
        self._crc = 0
        self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._file = file
        self._packed = 0
        self._pending: deque[Future[None]] = deque()

    def write(self, data: bytes) -> None:
        """Add to the file. Raises OSError, for an earlier piece too."""
        self._waiting.append(data)
        self._waiting_size += len(data)
        if self._waiting_size >= _PIECE:
            self._hand_over(zlib.Z_NO_FLUSH)

    def close(self) -> Draft:
        """Add the end: nothing is written after it."""
        self._hand_over(zlib.Z_FINISH)
        return self

    def _hand_over(self, mode: int) -> None:
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._waiting_size = 0
        self.size += len(data)
        self._sha256.update(data)
        self._crc = zlib.crc32(data, self._crc)
        before = self._pending[-1] if self._pending else None
        self._pending.append(self._workers.submit(self._pack, data, mode, before))
        self._settle(_AHEAD)

    def _pack(self, data: bytes, mode: int, before: Future[None] | None) -> None:
        if before is not None:
            # Another worker has it, or had: pieces are taken up in the order of their handing over.
            before.result()
        packed = self._packer.compress(data)
        if mode == zlib.Z_FINISH:
            packed += self._packer.flush()
        self._packed += len(packed)
        self._file.write(packed)

    def _settle(self, ahead: int) -> None:
        """Wait until no more than so many pieces are to be packed."""
        while len(self._pending) > ahead:
            self._pending.popleft().result()

    @property
    def sum(self) -> FileSum:
        """Return what the manifest says of it, once it is packed. Raises OSError."""
        self._settle(0)
        return FileSum(self.name, self._sha256.hexdigest(), self.size)

    def member(self, offset: int, stamp: tuple[int, int]) -> Member:
        """Return what the zip says of it, once it is packed. Raises OSError."""
        self._settle(0)
        return Member(self.name, DEFLATED, self._crc, self._packed, self.size, offset, stamp)

    def chunks(self) -> Iterable[bytes]:
        """Yield its packed bytes, once it is packed."""
        self._settle(0)
        self._file.seek(0)
        return iter(lambda: self._file.read(_CHUNK), b"")


class Drafts:
    """The files of one packet, which end with `stack`, after the threads of `workers`."""

    def __init__(self, stack: ExitStack, workers: Executor) -> None:
        self._stack = stack
        self._workers = workers

    def new(self, name: str) -> Draft:
        """Return a file that is empty yet."""
        spool = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 - the stack ends it
        return Draft(name, self._stack.enter_context(spool), self._workers)

    def whole(self, name: str, data: bytes) -> Draft:
        """Return a file that has its whole content."""
        draft = self.new(name)
        draft.write(data)
        return draft.close()
