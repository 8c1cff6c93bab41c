"""What a command prints: sentences for people, JSON for machines, files for both."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _, ngettext

STANDARD_OUTPUT = "-"
# A screen of them; who mends a file reads the rest with --json, or runs again.
MAX_LISTED = 100


class OutputRefused(EnvironmentFault):
    """A file that was asked for cannot be written."""


def say(text: str) -> None:
    """Print a sentence of the answer."""
    print(text)


def warn(text: str) -> None:
    """Print a sentence beside the answer, where it disturbs no pipe."""
    print(text, file=sys.stderr)


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object, the whole answer of a command under `--json`."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def list_faults(faults: Iterable[object], count: int) -> None:
    """Print faults one a line, at most `MAX_LISTED`, and how many more there are."""
    listed = 0
    for fault in faults:
        if listed == MAX_LISTED:
            break
        warn(f"  {fault}")
        listed += 1
    rest = count - listed
    if rest > 0:
        warn(ngettext("  … et {} autre.", "  … et {} autres.", rest).format(rest))


def explain(fault: EnvironmentFault) -> None:
    """Print what happened, what is safe, what to do: a line each."""
    for sentence in (fault.what, fault.safe, fault.todo):
        warn(sentence)


def write_document(target: str, content: bytes) -> None:
    """Write a document to a file, or to standard output for `-`.

    The file is there whole or not at all, and an older one stays until then. Raises
    OutputRefused; BrokenPipeError where the reader of a pipe has gone.
    """
    if target == STANDARD_OUTPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> OutputRefused:
    return OutputRefused(
        _("« {path} » ne peut pas être écrit ({error}).").format(
            path=path, error=error.strerror or error
        ),
        safe=_("Les données sont intactes ; aucun fichier n’a été laissé à moitié."),
        todo=_("Vérifier que le dossier existe, qu’il y a de la place et le droit d’y écrire."),
    )
