"""A file of a packet comes out as it was written, or whoever writes it hears why not."""

from __future__ import annotations

import errno
import hashlib
import io
import zlib
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from otdesk.sync.packet.draft import Draft, Drafts

STAMP = (0, 0)


@pytest.fixture
def worker() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as worker:
        yield worker


@pytest.mark.parametrize("lines", [0, 1, 90_000])
def test_a_file_of_any_size_is_packed_in_order(worker: Executor, lines: int) -> None:
    written = [f"{number}: une ligne du journal\n".encode() for number in range(lines)]
    whole = b"".join(written)
    with ExitStack() as stack:
        draft = Drafts(stack, worker).new("journal.jsonl")
        for line in written:
            draft.write(line)
        draft.close()
        member = draft.member(0, STAMP)
        packed = b"".join(draft.chunks())
    assert zlib.decompress(packed, -15) == whole
    assert (member.crc, member.packed, member.size) == (zlib.crc32(whole), len(packed), len(whole))
    assert draft.sum.sha256 == hashlib.sha256(whole).hexdigest()


class FullDisk(io.BytesIO):
    """A file on a disk that has no room left."""

    def write(self, _data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_to_whoever_writes(worker: Executor) -> None:
    draft = Draft("journal.jsonl", FullDisk(), worker)
    draft.write(b"une ligne")
    draft.close()
    with pytest.raises(OSError, match="No space"):
        draft.member(0, STAMP)


def test_a_full_disk_ends_a_long_file_early(worker: Executor) -> None:
    draft = Draft("journal.jsonl", FullDisk(), worker)

    def write_much() -> None:
        for _piece in range(100):
            draft.write(bytes(1 << 20))

    with pytest.raises(OSError, match="No space"):
        write_much()
    assert draft.size < 20 << 20
