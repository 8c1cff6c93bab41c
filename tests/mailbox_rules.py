"""What every mailbox keeps to, whatever carries it: one class of tests, run on each transport."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.exchange import (
    BadName,
    Box,
    Item,
    Mailbox,
    MailboxCancelled,
    Watch,
)
from otdesk.sync.mailbox.folder import FolderMailbox

OUT, BACK = Box.FROM_OFFICES, Box.FROM_SIEGE
# More than the buffers of a loopback connection hold.
LARGE = 24 << 20


@dataclass(frozen=True)
class Ground:
    """A new mailbox: its folder as the disk behind it has it, and how a post opens it."""

    folder: Path
    open: Callable[[], Mailbox]

    def names(self, box: Box = OUT) -> list[str]:
        """Return the names in one half, those under way included."""
        folder = self.folder / box.value
        return names_in(folder) if folder.exists() else []

    def put(self, name: str, content: bytes, *, hours_old: float = 0, box: Box = OUT) -> None:
        """Lay a file there, as somebody else would."""
        folder = self.folder / box.value
        folder.mkdir(exist_ok=True)
        file = folder / name
        file.write_bytes(content)
        # Whoever serves the folder may be another account than ours.
        folder.chmod(0o777)
        file.chmod(0o666)
        then = time.time() - hours_old * 3600
        os.utime(file, (then, then))


@dataclass
class Onlooker:
    """Sees how far a transfer is, and may act once it is past a number of bytes."""

    past: int = 0
    act: Callable[[], None] | None = None
    gives_up: bool = False
    seen: list[tuple[int, int]] = field(default_factory=list)

    @property
    def watch(self) -> Watch:
        """Return it as what a mailbox asks for."""
        return Watch(self._progress, self._cancelled)

    def _progress(self, done: int, total: int) -> None:
        self.seen.append((done, total))
        if self.act is not None and done > self.past:
            act, self.act = self.act, None
            act()

    def _cancelled(self) -> bool:
        return self.gives_up and bool(self.seen) and self.seen[-1][0] > self.past


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(each.name for each in folder.iterdir())


def packet(folder: Path, content: bytes, office: str = "PDM", number: int = 1) -> Path:
    """Write a file that is named as a packet is."""
    digest = hashlib.sha256(content).hexdigest()[:16]
    file = folder / f"{office}_{number}_{digest}.zip"
    file.write_bytes(content)
    return file


def large_packet(folder: Path, size: int = LARGE) -> Path:
    """Write a packet that takes a while."""
    return packet(folder, os.urandom(1 << 16) * (size >> 16))


def eventually(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until a condition holds: a server notices a cut in its own time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def within(seconds: float, fault: type[Exception], act: Callable[[], object]) -> None:
    """Expect a fault, soon."""
    begun = time.monotonic()
    with pytest.raises(fault):
        act()
    assert time.monotonic() - begun < seconds


def at_once(*acts: Callable[[], bool]) -> list[bool]:
    """Run several deliveries in the same moment and return what each says."""
    said: list[bool] = []
    failed: list[BaseException] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], bool]) -> None:
        gate.wait()
        try:
            said.append(act())
        except BaseException as error:  # noqa: BLE001  # raised again below, by the test
            failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sorted(said)


class MailboxRules:
    """Tests that each transport inherits; it gives the fixture `ground`."""

    def test_a_half_that_another_post_has_just_made_is_no_fault(self, ground: Ground) -> None:
        with ground.open() as box:
            assert isinstance(box, FolderMailbox)
            for _time in range(2):
                box._place.make_folder(box._path(OUT))
            assert box.list(OUT) == ()

    def test_a_new_mailbox_is_checked_and_is_empty(self, ground: Ground) -> None:
        with ground.open() as box:
            said = box.check(OUT)
            assert said == f"« {box.where} » répond, et ce poste peut y écrire."
            assert box.list(OUT) == box.list(BACK) == ()
        assert ground.names() == []

    def test_what_is_delivered_is_listed_and_fetched_as_it_was(
        self, ground: Ground, tmp_path: Path
    ) -> None:
        content = os.urandom(300_000)
        source = packet(tmp_path, content)
        with ground.open() as box:
            assert box.deliver(OUT, source) is True
            (item,) = box.list(OUT)
            assert item == Item(source.name, 300_000)
            assert box.list(BACK) == ()
            target = tmp_path / "in" / item.name
            box.fetch(OUT, item, target)
        assert target.read_bytes() == content
        assert names_in(target.parent) == [item.name]
        assert ground.names() == [source.name]

    def test_an_empty_file_travels(self, ground: Ground, tmp_path: Path) -> None:
        source = packet(tmp_path, b"")
        with ground.open() as box:
            box.deliver(BACK, source)
            box.fetch(BACK, Item(source.name, 0), tmp_path / "target")
        assert (tmp_path / "target").read_bytes() == b""

    def test_a_delivery_is_made_once(self, ground: Ground, tmp_path: Path) -> None:
        source = packet(tmp_path, b"packet")
        with ground.open() as box:
            assert [box.deliver(OUT, source) for _ in range(3)] == [True, False, False]
        assert ground.names() == [source.name]

    @pytest.mark.parametrize("other", [b"pAcket", b"pack"])
    def test_another_file_of_the_name_is_never_replaced(
        self, ground: Ground, tmp_path: Path, other: bytes
    ) -> None:
        source = packet(tmp_path, b"packet")
        ground.put(source.name, other)
        with ground.open() as box, pytest.raises(faults.NameTaken, match="Rien n’a été remplacé"):
            box.deliver(OUT, source)
        assert (ground.folder / OUT.value / source.name).read_bytes() == other
        assert ground.names() == [source.name]

    def test_only_whole_files_of_packets_are_listed(self, ground: Ground) -> None:
        ground.put("PDM_1_ab.zip", b"whole")
        under_way = ("PDM_2_cd.zip.0a1b2c3d.part", "PDM_2_cd.zip.0a1b2c3d.transit")
        for name in (*under_way, ".cache", "à b"):
            ground.put(name, b"other")
        (ground.folder / OUT.value / "folder").mkdir()
        with ground.open() as box:
            assert box.list(OUT) == (Item("PDM_1_ab.zip", 5),)

    @pytest.mark.parametrize("name", ["../PDM_1_ab.zip", "a/b", ".hidden", "", "PDM_1.zip.part"])
    def test_a_name_that_leads_elsewhere_is_not_fetched(
        self, ground: Ground, tmp_path: Path, name: str
    ) -> None:
        with ground.open() as box, pytest.raises(BadName):
            box.fetch(OUT, Item(name, 1), tmp_path / "target")

    def test_progress_grows_to_the_whole(self, ground: Ground, tmp_path: Path) -> None:
        source = large_packet(tmp_path, 1 << 20)
        sent, fetched = Onlooker(), Onlooker()
        with ground.open() as box:
            box.deliver(OUT, source, sent.watch)
            box.fetch(OUT, box.list(OUT)[0], tmp_path / "target", fetched.watch)
        for onlooker in (sent, fetched):
            assert onlooker.seen == sorted(onlooker.seen)
            assert len(onlooker.seen) > 10
            assert onlooker.seen[0] == (0, 1 << 20)
            assert onlooker.seen[-1] == (1 << 20, 1 << 20)

    def test_giving_up_a_delivery_leaves_nothing(self, ground: Ground, tmp_path: Path) -> None:
        source = large_packet(tmp_path)
        with ground.open() as box:
            with pytest.raises(MailboxCancelled):
                box.deliver(OUT, source, Onlooker(past=1 << 20, gives_up=True).watch)
            assert box.list(OUT) == ()
            eventually(lambda: ground.names() == [])
            assert box.deliver(OUT, source) is True

    def test_giving_up_a_fetch_leaves_nothing(self, ground: Ground, tmp_path: Path) -> None:
        source = large_packet(tmp_path)
        target = tmp_path / "in" / "target"
        with ground.open() as box:
            box.deliver(OUT, source)
            (item,) = box.list(OUT)
            with pytest.raises(MailboxCancelled):
                box.fetch(OUT, item, target, Onlooker(past=1 << 20, gives_up=True).watch)
            assert names_in(target.parent) == []
            box.fetch(OUT, item, target)
        assert target.read_bytes() == source.read_bytes()

    def test_a_file_that_is_shorter_than_listed_is_not_taken(
        self, ground: Ground, tmp_path: Path
    ) -> None:
        ground.put("PDM_1_ab.zip", b"half")
        with ground.open() as box:
            for size in (3, 5):
                with pytest.raises(faults.Interrupted):
                    box.fetch(OUT, Item("PDM_1_ab.zip", size), tmp_path / "target")
        assert not (tmp_path / "target").exists()
        assert not (tmp_path / "target.part").exists()

    @pytest.mark.parametrize("size", [2 << 20, 2 * LARGE])
    def test_a_source_that_changes_while_it_is_sent_is_not_delivered(
        self, ground: Ground, tmp_path: Path, size: int
    ) -> None:
        source = large_packet(tmp_path)
        whole = source.read_bytes()
        onlooker = Onlooker(past=1 << 20, act=lambda: os.truncate(source, size))
        with ground.open() as box:
            with pytest.raises(faults.PostFault):
                box.deliver(OUT, source, onlooker.watch)
            assert box.list(OUT) == ()
            eventually(lambda: ground.names() == [])
            source.write_bytes(whole)
            assert box.deliver(OUT, source) is True

    def test_two_offices_deliver_at_once(self, ground: Ground, tmp_path: Path) -> None:
        sources = [packet(tmp_path, os.urandom(1 << 20), office) for office in ("PDM", "VIA")]
        with ground.open() as one, ground.open() as other:
            said = at_once(
                lambda: one.deliver(OUT, sources[0]), lambda: other.deliver(OUT, sources[1])
            )
            assert said == [True, True]
            assert [each.name for each in one.list(OUT)] == [each.name for each in sources]
        for source in sources:
            there = ground.folder / OUT.value / source.name
            assert there.read_bytes() == source.read_bytes()

    def test_the_same_packet_twice_at_once_is_there_once(
        self, ground: Ground, tmp_path: Path
    ) -> None:
        source = packet(tmp_path, os.urandom(1 << 20))
        with ground.open() as one, ground.open() as other:
            said = at_once(lambda: one.deliver(OUT, source), lambda: other.deliver(OUT, source))
        assert True in said
        assert ground.names() == [source.name]
        assert (ground.folder / OUT.value / source.name).read_bytes() == source.read_bytes()

    def test_what_was_cut_long_ago_is_removed_and_what_lives_is_not(
        self, ground: Ground, tmp_path: Path
    ) -> None:
        ground.put("PDM_7_ab.zip.0a1b2c3d.part", b"dead", hours_old=2)
        ground.put("PDM_8_ab.zip.0a1b2c3d.transit", b"dead", hours_old=2)
        ground.put("PDM_9_ab.zip.0a1b2c3d.part", b"alive", hours_old=0.5)
        ground.put("PDM_6_ab.zip", b"whole", hours_old=2000)
        source = packet(tmp_path, b"packet")
        with ground.open() as box:
            box.deliver(OUT, source)
        kept = ["PDM_6_ab.zip", "PDM_9_ab.zip.0a1b2c3d.part", source.name]
        assert ground.names() == sorted(kept)

    def test_a_removed_file_is_gone_and_removing_it_again_is_no_fault(
        self, ground: Ground, tmp_path: Path
    ) -> None:
        with ground.open() as box:
            box.deliver(OUT, packet(tmp_path, b"x"))
            (item,) = box.list(OUT)
            box.remove(OUT, item)
            box.remove(OUT, item)
            assert box.list(OUT) == ()
        assert ground.names() == []

    def test_a_file_that_is_gone_is_said(self, ground: Ground, tmp_path: Path) -> None:
        with ground.open() as box, pytest.raises(faults.AddressUnknown):
            box.fetch(OUT, Item("PDM_1_ab.zip", 5), tmp_path / "target")

    def test_a_mailbox_that_is_not_there_is_not_made(self, ground: Ground, tmp_path: Path) -> None:
        source = packet(tmp_path, b"packet")
        ground.folder.rmdir()
        with ground.open() as box:
            for act in (
                lambda: box.check(OUT),
                lambda: box.list(OUT),
                lambda: box.deliver(OUT, source),
            ):
                with pytest.raises(faults.AddressUnknown, match="n’existe pas"):
                    act()
        assert not ground.folder.exists()

    def test_a_source_that_cannot_be_read_is_this_posts_affair(
        self, ground: Ground, tmp_path: Path
    ) -> None:
        with ground.open() as box, pytest.raises(faults.PostFault, match="sur ce poste"):
            box.deliver(OUT, tmp_path / "PDM_1_ab.zip")
        assert ground.names() == []

    def test_a_target_that_cannot_be_written_is_this_posts_affair(
        self, ground: Ground, tmp_path: Path
    ) -> None:
        ground.put("PDM_1_ab.zip", b"whole")
        (tmp_path / "file").touch()
        with ground.open() as box, pytest.raises(faults.PostFault, match="sur ce poste"):
            box.fetch(OUT, Item("PDM_1_ab.zip", 5), tmp_path / "file" / "target")
