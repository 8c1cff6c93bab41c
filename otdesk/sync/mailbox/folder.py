"""A mailbox in a folder, wherever it is: whole files only, and nothing is ever replaced."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from otdesk.i18n import _
from otdesk.store import durable
from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.exchange import (
    PART_ENDINGS,
    UNWATCHED,
    Box,
    Item,
    Watch,
    checked_name,
    is_packet_name,
)
from otdesk.sync.mailbox.place import CHUNK, Found, Place

# A transfer that lives writes all the time: one whose file is older than this has ended.
_DEAD_AFTER = timedelta(hours=1)
_PROBE = b"otdesk\n"


class FolderMailbox:
    """A mailbox in a place (`exchange.Mailbox`)."""

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def where(self) -> str:
        """Return its address."""
        return self._place.where

    def check(self, box: Box) -> str:
        """Return that both halves can be read and this one written, having tried."""
        with self._place.explained():
            folder = self._ready(box)
            for each in Box:
                self._entries(each)
            probe = self._part(f"{folder}/essai")
            try:
                self._place.write(probe, iter((_PROBE,)), len(_PROBE))
            finally:
                self._drop(probe)
        return _("« {} » répond, et ce poste peut y écrire.").format(self.where)

    def list(self, box: Box) -> tuple[Item, ...]:
        """Return what was delivered whole, by name."""
        with self._place.explained():
            return tuple(
                Item(each.name, each.size)
                for each in sorted(self._entries(box), key=lambda each: each.name)
                if not each.folder and is_packet_name(each.name)
            )

    def fetch(self, box: Box, item: Item, target: Path, watch: Watch = UNWATCHED) -> None:
        """Copy a file whole to `target`; what was there is replaced at the end or not at all."""
        path = self._path(box, checked_name(item.name))
        part = target.with_name(f"{target.name}.part")
        try:
            with self._place.explained():
                self._receive(path, part, item.size, watch)
            with _on_post(target):
                durable.publish(part, target)
        finally:
            with _on_post(part):
                part.unlink(missing_ok=True)

    def remove(self, box: Box, item: Item) -> None:
        """Remove a file; one that is gone already is no fault."""
        path = self._path(box, checked_name(item.name))
        with self._place.explained():
            if self._place.look(path) is not None:
                self._place.remove(path)

    def deliver(self, box: Box, source: Path, watch: Watch = UNWATCHED) -> bool:
        """Deliver a file under its own name; False where it was there already, byte for byte."""
        name = checked_name(source.name)
        with self._place.explained():
            watch.check()
            folder = self._ready(box)
            final = f"{folder}/{name}"
            if self._holds(final, source, watch):
                return False
            written = self._send(final, source, watch)
            if written is None:
                return False
            self._sweep(folder, written)
        return True

    def close(self) -> None:
        """Close the connection, if there is one."""
        self._place.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    # ------------------------------------------------------------------------------- the steps

    def _path(self, box: Box, name: str = "") -> str:
        root = self._place.root.rstrip("/")
        folder = f"{root}/{box.value}" if self._place.root else box.value
        return f"{folder}/{name}" if name else folder

    def _part(self, final: str) -> str:
        """Return a name that nobody else writes under, were it the same packet in this moment."""
        return f"{final}.{secrets.token_hex(4)}{self._place.part_ending}"

    def _ready(self, box: Box) -> str:
        """Return the folder of a half, made where the mailbox is there and the half is not."""
        folder = self._path(box)
        if self._place.look(folder) is None:
            self._require_root()
            self._place.make_folder(folder)
        return folder

    def _require_root(self) -> None:
        # Never made: an empty mount point would take packets that nobody fetches.
        found = self._place.look(self._place.root)
        if found is None or not found.folder:
            raise faults.address_unknown(self.where)

    def _entries(self, box: Box) -> Sequence[Found]:
        try:
            return self._place.entries(self._path(box))
        except FileNotFoundError:
            self._require_root()
            return []

    def _receive(self, path: str, part: Path, size: int, watch: Watch) -> None:
        done = 0
        watch.passed(done, size)
        with _on_post(part):
            part.parent.mkdir(parents=True, exist_ok=True)
            file = part.open("wb")
        with file:
            for chunk in self._place.read(path):
                done += len(chunk)
                if done > size:
                    break
                with _on_post(part):
                    file.write(chunk)
                watch.passed(done, size)
            with _on_post(part):
                file.flush()
        if done != size:
            raise faults.interrupted(self.where)

    def _holds(self, final: str, source: Path, watch: Watch) -> bool:
        """Tell whether the file is there already. Raises NameTaken where another one is."""
        found = self._place.look(final)
        if found is None:
            return False
        with _on_post(source):
            same = found.size == source.stat().st_size
        if same:
            there = _digest(self._place.read(final), watch)
            same = there == _digest(_chunks(source), watch)
        if not same:
            raise faults.name_taken(self.where, source.name)
        return True

    def _send(self, final: str, source: Path, watch: Watch) -> Found | None:
        """Write beside the name, then rename; None where another sender was first."""
        with _on_post(source):
            size = source.stat().st_size
        part = self._part(final)
        try:
            self._place.write(part, _watched(source, size, watch), size)
            written = self._place.look(part)
            if written is None or written.size != size:
                raise faults.interrupted(self.where)
            self._place.publish(part, final)
        except FileExistsError:
            self._drop(part)
            if self._holds(final, source, watch):
                return None
            raise
        except BaseException as error:
            if not self._is_broken(error):
                self._drop(part)
            raise
        return written

    def _is_broken(self, error: BaseException) -> bool:
        """Tell whether the connection is gone: nothing more is asked of it then."""
        if isinstance(error, self._place.foreseeable()):
            error = self._place.fault(error)
        return isinstance(error, faults.Interrupted | faults.Unreachable)

    def _drop(self, part: str) -> None:
        # What stays for want of a connection or a right is removed by a later delivery.
        with suppress(faults.MailboxFault, *self._place.foreseeable()):
            self._place.remove(part)

    def _sweep(self, folder: str, written: Found) -> None:
        """Remove deliveries that were cut long ago; the file just written tells the time."""
        if written.modified is None:
            return
        dead = written.modified - _DEAD_AFTER
        # The delivery is done, whatever becomes of old remains.
        with suppress(faults.MailboxFault, *self._place.foreseeable()):
            for each in self._place.entries(folder):
                if each.name.endswith(PART_ENDINGS) and _is_older(each, dead):
                    self._drop(f"{folder}/{each.name}")


def _is_older(found: Found, moment: datetime) -> bool:
    return found.modified is not None and found.modified < moment


def _chunks(source: Path) -> Iterator[bytes]:
    with _on_post(source):
        file = source.open("rb")
    with file:
        while True:
            with _on_post(source):
                chunk = file.read(CHUNK)
            if not chunk:
                return
            yield chunk


def _watched(source: Path, size: int, watch: Watch) -> Iterator[bytes]:
    """Yield the file, each piece once the next was read: the last one makes a server take it.

    Raises PostFault where somebody writes the file meanwhile: what was begun is no packet.
    """
    done, held = 0, b""
    watch.passed(done, size)
    for chunk in _chunks(source):
        if done + len(held) + len(chunk) > size:
            raise faults.post_file(source)
        if held:
            yield held
            done += len(held)
            watch.passed(done, size)
        held = chunk
    if done + len(held) != size:
        raise faults.post_file(source)
    if held:
        yield held
        watch.passed(size, size)


def _digest(chunks: Iterator[bytes], watch: Watch) -> bytes:
    digest = hashlib.sha256()
    for chunk in chunks:
        watch.check()
        digest.update(chunk)
    return digest.digest()


@contextmanager
def _on_post(path: Path) -> Iterator[None]:
    """Tell errors about a file of this post from those of the mailbox."""
    try:
        yield
    except OSError as error:
        raise faults.of_post(error, path) from error
