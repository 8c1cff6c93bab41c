"""Servers that are no servers: one that takes connections and never says a word."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.ports import HOST


@contextmanager
def silent_server() -> Iterator[int]:
    """Give the port of a listener that answers nothing, until the block ends."""
    with socket.create_server((HOST, 0), backlog=16) as listening:
        yield int(listening.getsockname()[1])
