"""What the commands that import share: who signs, their options, a trial, how they answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from otdesk.cli.composition import ExitCode
from otdesk.cli.output import list_faults, print_json, say, warn
from otdesk.i18n import _

if TYPE_CHECKING:
    from otdesk.services.visits_import import FileRefused

# Who signs an import that nobody types: the program itself.
AUTHOR = "otdesk"

Plan = TypeVar("Plan")
Read_contra = TypeVar("Read_contra", contravariant=True)


class Acceptance(Protocol[Read_contra]):
    """Returns what came of an import, for JSON; `written`: it was no trial."""

    def __call__(self, plan: Read_contra, /, *, written: bool) -> dict[str, Any]:
        """Return it."""
        ...


class Tell(Protocol[Read_contra]):
    """Says what came of an import, in sentences; `written`: it was no trial."""

    def __call__(self, plan: Read_contra, /, *, written: bool) -> None:
        """Say it."""
        ...


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the trial and the answer in JSON."""
    parser.add_argument(
        "--dry-run", action="store_true", help=_("vérifie le fichier et n’enregistre rien")
    )
    parser.add_argument("--json", action="store_true", help=_("répond en JSON"))


def answer(
    args: argparse.Namespace,
    import_file: Callable[[], Plan],
    acceptance: Acceptance[Plan],
    tell: Tell[Plan],
) -> ExitCode:
    """Import a file and say what came of it, as sentences or as JSON.

    `import_file` records what it read unless `--dry-run` was asked for, and raises FileRefused.
    """
    from otdesk.services.visits_import import FileRefused

    try:
        plan = import_file()
    except FileRefused as refused:
        if args.json:
            print_json(_refusal(args.file, refused))
        else:
            warn(str(refused))
            list_faults(refused.faults, refused.count)
        return ExitCode.FAULTY_DATA
    if args.json:
        print_json(acceptance(plan, written=not args.dry_run))
    else:
        tell(plan, written=not args.dry_run)
    return ExitCode.DONE


def say_end(*, written: bool) -> None:
    """Say whether anything was recorded."""
    say(_("Importé.") if written else _("Le fichier est bon. Rien n’a été enregistré (essai)."))


def _refusal(path: Path, refused: FileRefused) -> dict[str, Any]:
    return {
        "file": str(path),
        "written": False,
        "fault_count": refused.count,
        "faults": [
            {"line": fault.line, "column": fault.column, "reason": fault.reason}
            for fault in refused.faults
        ],
    }
