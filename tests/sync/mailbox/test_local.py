"""A mailbox in a folder of this PC: a stick, a share."""

from __future__ import annotations

import ast
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.folder import FolderMailbox
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.local import LocalPlace
from otdesk.sync.mailbox.opening import mailbox
from tests.mailbox_rules import (
    OUT,
    Ground,
    MailboxRules,
    at_once,
    eventually,
    large_packet,
    packet,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    folder = tmp_path / "clé USB"
    folder.mkdir()
    return ground_in(folder)


def ground_in(folder: Path) -> Ground:
    access = Access(KnownHosts(folder.parent))
    return Ground(folder, lambda: mailbox(parse_address(str(folder)), access))


class TestLocalFolder(MailboxRules):
    """The rules of every mailbox, on a folder."""


def test_of_two_senders_of_one_packet_a_single_one_delivers_it(
    ground: Ground, tmp_path: Path
) -> None:
    source = packet(tmp_path, os.urandom(1 << 20))
    with ground.open() as one, ground.open() as other:
        said = at_once(lambda: one.deliver(OUT, source), lambda: other.deliver(OUT, source))
    assert said == [False, True]


@pytest.mark.parametrize("taken", [False, True])
def test_a_disk_without_links_gets_its_files_too(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    """As FAT says it: EPERM for each link."""

    def refuse(_source: Path, target: Path) -> None:
        if taken:
            target.write_bytes(b"packet")
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    source = packet(tmp_path, b"packet")
    with ground.open() as box:
        assert box.deliver(OUT, source) is not taken
    assert ground.names() == [source.name]


KILLED = """
import sys, time
from pathlib import Path
from otdesk.sync.mailbox.exchange import Box, Watch
from tests.sync.mailbox.test_local import ground_in

def wait(done, total):
    if done > 1 << 20:
        print("half", flush=True)
        time.sleep(60)

with ground_in(Path(sys.argv[1])).open() as box:
    box.deliver(Box.FROM_OFFICES, Path(sys.argv[2]), Watch(wait))
"""


def test_a_post_that_dies_in_the_middle_leaves_no_half_packet(
    ground: Ground, tmp_path: Path
) -> None:
    source = large_packet(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(ground.folder), str(source)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "half\n"
        running.send_signal(signal.SIGKILL)
    (left,) = ground.names()
    assert left.endswith(".part")
    with ground.open() as box:
        assert box.list(OUT) == ()
        assert box.deliver(OUT, source) is True
        assert [each.name for each in box.list(OUT)] == [source.name]


class _Forgetful(LocalPlace):
    """A disk that loses the end of what it was given, and says nothing."""

    def write(self, path: str, chunks: Iterator[bytes], size: int) -> None:
        super().write(path, iter((b"".join(chunks)[:-1],)), size)


def test_a_disk_that_loses_the_end_is_not_believed(ground: Ground, tmp_path: Path) -> None:
    source = packet(tmp_path, b"packet")
    with FolderMailbox(_Forgetful("usb", ground.folder.as_posix())) as box:
        with pytest.raises(faults.Interrupted):
            box.deliver(OUT, source)
        assert box.list(OUT) == ()


def test_a_stick_that_is_pulled_in_the_middle_is_said(ground: Ground, tmp_path: Path) -> None:
    source = packet(tmp_path, b"packet")
    with ground.open() as box:
        box.deliver(OUT, source)
        (ground.folder / OUT.value / source.name).unlink()
        (ground.folder / OUT.value).rmdir()
        ground.folder.rmdir()
        with pytest.raises(faults.AddressUnknown, match="brancher la clé"):
            box.deliver(OUT, source)
    eventually(lambda: not ground.folder.exists())


# A file system of two megabytes, full and then read only; an ordinary user's name space is his own.
SMALL = """
import subprocess, sys
from pathlib import Path
from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.exchange import Box, Item
from tests.mailbox_rules import OUT, packet
from tests.sync.mailbox.test_local import ground_in

place, work = Path(sys.argv[1]), Path(sys.argv[2])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "otdesk-test", place], check=True)
said = []
ground = ground_in(place)
with ground.open() as box:
    small, big = packet(work, b"small"), packet(work, bytes(3 << 20))
    try:
        box.deliver(OUT, big)
    except faults.MailboxFull as fault:
        said.append(str(fault))
    said.append(ground.names())
    said.append(box.deliver(OUT, small))
    # As large as what is left, and fetched onto the same small disk.
    ground.put("PDM_9_ab.zip", bytes(1200 << 10))
    try:
        box.fetch(OUT, Item("PDM_9_ab.zip", 1200 << 10), place / "target")
    except faults.PostFault as fault:
        said.append(str(fault))
    said.append(sorted(each.name for each in place.iterdir()))
    # Another one over it: an ordinary user's name space remounts nothing.
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "otdesk-test", place], check=True)
    for act in (lambda: box.check(OUT), lambda: box.deliver(OUT, packet(work, b"third"))):
        try:
            act()
        except faults.NoRight as fault:
            said.append(str(fault))
    said.append(box.list(OUT))
for _mounted in range(2):
    subprocess.run(["umount", "-l", place], check=True)
print(repr(said))
"""


def test_a_full_and_a_read_only_disk_are_told_and_leave_no_half_packet(tmp_path: Path) -> None:
    place, work = tmp_path / "small", tmp_path / "work"
    place.mkdir()
    work.mkdir()
    # Root mounts in its own name space: a chroot has none that could be parted from.
    before = () if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount")
    done = subprocess.run(
        [*before, sys.executable, "-c", SMALL, str(place), str(work)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    full, left, delivered, here, after, checked, refused, listed = ast.literal_eval(done.stdout)
    assert "plus de place" in full
    assert "Rien n’est perdu" in full
    assert left == []
    assert delivered is True
    assert "Le disque de ce poste est plein" in here
    assert after == ["envois"]
    assert "n’a pas le droit" in checked
    assert "n’a pas le droit" in refused
    assert listed == ()
