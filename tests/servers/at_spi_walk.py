"""Walks the accessibility bus as a screen reader would. Run by the system's Python (Debian's gi).

Prints one JSON line: every control below the application `otdesk`, its role, name, and actions;
with a name as the argument, does the first action of that control and says so.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi  # type: ignore[import-not-found,unused-ignore]  # Debian's, for Debian's Python

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found,unused-ignore]  # noqa: E402


def application(seconds: float = 30.0) -> Any:  # noqa: ANN401 - gi has no types
    """Return our application once it is on the bus."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and "otdesk" in (child.get_name() or ""):
                return child
        time.sleep(0.2)
    raise SystemExit("otdesk is not on the accessibility bus")


def walk(node: Any) -> Iterator[Any]:  # noqa: ANN401 - gi has no types
    """Yield every accessible below a node that is on the screen."""
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield child
            yield from walk(child)


def main() -> None:
    """Print what the bus shows, after an action where one is asked for."""
    app = application()
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    found = []
    for node in walk(app):
        name = node.get_name() or ""
        if wanted and name == wanted and node.get_n_actions():
            node.do_action(0)
            wanted = ""
        found.append([node.get_role_name(), name, node.get_description() or ""])
    print(json.dumps(found))  # noqa: T201 - what it finds is what it is run for


main()
