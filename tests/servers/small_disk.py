"""A server whose folder lies on a full disk: a small file system in a name space of its own."""

from __future__ import annotations

import os

# What the server runs under: it mounts, becomes the caller again where he is no root, and goes on.
_MOUNTED = 'mount -t tmpfs -o size="$1",mode=777 otdesk-test "$2" && shift 2 && exec "$@"'


def on_small_disk(folder: object, megabytes: int = 2) -> tuple[str, ...]:
    """Return the words before a server's command that give it a folder of a few megabytes."""
    root = os.geteuid() == 0
    own = ("unshare", "--mount") if root else ("unshare", "--map-root-user", "--mount")
    back = () if root else ("unshare", f"--map-user={os.geteuid()}", f"--map-group={os.getegid()}")
    return (*own, "sh", "-c", _MOUNTED, "sh", f"{megabytes}m", str(folder), *back)
