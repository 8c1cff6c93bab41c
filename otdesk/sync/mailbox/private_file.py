"""A small JSON file of texts by name, which its user alone may read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from otdesk.store.durable import write_privately
from otdesk.sync.mailbox import faults


def read_texts(file: Path) -> dict[str, str]:
    """Return what a file holds, nothing where there is none. Raises PostFault where it is damaged.

    A damaged file is not an empty one: who could damage it could have any server's key believed.
    """
    try:
        kept = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise faults.post_file(file) from error
    if not isinstance(kept, dict) or not all(isinstance(each, str) for each in kept.values()):
        raise faults.post_file(file)
    return kept


def write_texts(file: Path, texts: Mapping[str, str]) -> None:
    """Write a file whole or not at all. Raises PostFault."""
    try:
        write_privately(file, json.dumps(texts, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise faults.of_post(error, file) from error
