"""USB sticks and the like, noticed while the program runs; all that depends on the system is here.

Asking a disk may take long, a share that is gone longer: a thread of its own asks, never the
window's.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QStorageInfo, Signal

from otdesk.sync.stick import look_on

_SECONDS = 3.0
_JOIN_SECONDS = 2.0
# Where a Linux desktop mounts what is plugged in.
_PLUGGED = ("/media/", "/run/media/")
_BLOCKS = Path("/sys/class/block")
# GetDriveTypeW's answer.
_DRIVE_REMOVABLE = 2


@dataclass(frozen=True, slots=True, order=True)
class Volume:
    """A removable volume that is mounted and can be read; `name` is its label."""

    root: Path
    name: str
    writable: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Plugged:
    """A volume, and the files on it that concern this office."""

    volume: Volume
    replies: tuple[Path, ...] = ()
    invitations: tuple[Path, ...] = ()


ListVolumes = Callable[[], tuple[Volume, ...]]


def removable_volumes() -> tuple[Volume, ...]:
    """Return what is plugged in now, in the order of its paths. May take long."""
    found = (
        Volume(Path(each.rootPath()), _label(each), writable=not each.isReadOnly())
        for each in QStorageInfo.mountedVolumes()
        if each.isValid() and each.isReady() and _is_removable(each)
    )
    return tuple(sorted(found))


def _label(info: QStorageInfo) -> str:
    return info.name() or info.displayName() or Path(info.rootPath()).name or info.rootPath()


def _is_removable(info: QStorageInfo) -> bool:
    root = info.rootPath()
    if sys.platform == "win32":
        import ctypes

        kind: int = ctypes.windll.kernel32.GetDriveTypeW(root.replace("/", "\\"))
        return kind == _DRIVE_REMOVABLE
    if sys.platform == "darwin":
        return root.startswith("/Volumes/")
    return root.startswith(_PLUGGED) or _says_removable(bytes(info.device().data()).decode())


def _says_removable(device: str) -> bool:
    """Tell whether the kernel calls the disk of a partition removable (`/dev/sdb1`: `sdb`)."""
    block = _BLOCKS / Path(device).name
    for each in (block, block.resolve().parent):
        try:
            if (each / "removable").read_text("ascii").strip() == "1":
                return True
        except OSError:
            continue
    return False


class VolumeWatch(QObject):
    """Looks every few seconds; `changed` carries what is plugged in whenever that is another."""

    changed = Signal(object)

    def __init__(
        self, office: str, look: ListVolumes = removable_volumes, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._look = look
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Start looking."""
        self._thread = threading.Thread(target=self._watch, name="otdesk-volumes", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; a look that hangs on a dead share is left to itself."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_JOIN_SECONDS)

    def _watch(self) -> None:
        seen: tuple[Plugged, ...] = ()
        while not self._ended.is_set():
            found = tuple(self._plugged(each) for each in self._look())
            if found != seen and not self._ended.is_set():
                seen = found
                self.changed.emit(found)
            self._ended.wait(_SECONDS)

    def _plugged(self, volume: Volume) -> Plugged:
        found = look_on(volume.root, self._office)
        return Plugged(volume, found.replies, found.invitations)
