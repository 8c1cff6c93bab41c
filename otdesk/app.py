"""The composition root: reads the words of the command, builds what it needs, says what failed."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TextIO

from otdesk import __version__, i18n, paths
from otdesk.cli import (
    archive,
    backup,
    demo,
    doctor,
    export,
    import_catalogue,
    import_lists,
    import_openings,
    import_packets,
    import_visits,
    init,
    months,
    pair,
    report,
    restore,
    sync,
    verify,
)
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import explain, warn
from otdesk.cli.parser import Parser
from otdesk.clock import Clock, SystemClock
from otdesk.errors import DataFault, DeskError, EnvironmentFault
from otdesk.i18n import _

if TYPE_CHECKING:
    from otdesk.services.workplace import Grounds

DATA_VARIABLE = "OTDESK_DATA"
LANGUAGE_VARIABLE = "OTDESK_LANGUAGE"
_COMMANDS: tuple[ModuleType, ...] = (
    init,
    import_visits,
    import_catalogue,
    import_openings,
    import_lists,
    report,
    pair,
    sync,
    export,
    import_packets,
    months,
    verify,
    backup,
    restore,
    archive,
    doctor,
    demo,
)


def main(words: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run the program and return its exit code: 0 done, 1 faulty data, 2 could not run.

    `words` are those of the command line where None; `clock` is the machine's own.
    """
    _use_utf8(sys.stdout, sys.stderr)
    used = clock or SystemClock()
    _install_language()
    doing = "command line"
    try:
        args = _parser().parse_args(words)
        doing = args.command or "window"
        return _run(args, used)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(ExitCode.COULD_NOT_RUN)
    except BrokenPipeError:
        return _after_broken_pipe()
    except KeyboardInterrupt:
        warn(_("Interrompu."))
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where every failure is told
        return _told(error, used, doing)


def _run(args: argparse.Namespace, clock: Clock) -> int:
    composition = Composition(
        _data_folder(args),
        lambda: _grounds(clock),
        lambda folder: _open_window(clock, folder, args),
    )
    if args.command is not None:
        code: int = args.run(args, composition)
        # A reader that went away is found out here, not while Python shuts down.
        sys.stdout.flush()
        return code
    if args.smoke_test:
        return _smoke_test(args, composition)
    return composition.open_window(composition.folder)


def _open_window(clock: Clock, folder: Path, args: argparse.Namespace) -> int:
    from otdesk.ui import application

    return application.run(
        _grounds(clock), folder, profile=args.first_profile, office=args.first_office
    )


def _smoke_test(args: argparse.Namespace, composition: Composition) -> int:
    """Open the window on a folder of its own, without a screen, paint it, and close it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from otdesk.services.workplace import Grounds
    from otdesk.ui import application

    grounds = composition.make_grounds()
    with tempfile.TemporaryDirectory(prefix="otdesk-", ignore_cleanup_errors=True) as folder:
        # Its marks go with it: nothing of a smoke test stays on the machine.
        own = Grounds(grounds.database_files, Path(folder) / "state", grounds.clock)
        return application.run(
            own,
            Path(folder) / "data",
            profile=args.first_profile or init.DEFAULT_PROFILE,
            office=args.first_office or "PDM",
            smoke_test=True,
        )


def _grounds(clock: Clock) -> Grounds:
    from otdesk.services.workplace import Grounds

    return Grounds(paths.database_files(), paths.state_folder(), clock)


def _data_folder(args: argparse.Namespace) -> Path:
    named = args.data or os.environ.get(DATA_VARIABLE)
    return Path(named) if named else paths.default_data_folder()


def _parser() -> Parser:
    parser = Parser(
        prog="otdesk",
        description=_(
            "L’accueil d’un office de tourisme. Sans commande, ouvre la fenêtre. "
            "Codes de sortie : 0 fait, 1 données fautives, 2 impossible."
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"otdesk {__version__}",
        help=_("affiche la version"),
    )
    parser.add_argument(
        "--data",
        metavar="DOSSIER",
        help=_("le dossier de données, avant toute commande (sinon OTDESK_DATA)"),
    )
    parser.add_argument(
        "--profile",
        dest="first_profile",
        metavar="CODE",
        help=_("à la première ouverture : le réseau"),
    )
    parser.add_argument(
        "--office",
        dest="first_office",
        metavar="CODE",
        help=_("à la première ouverture : le bureau"),
    )
    parser.add_argument("--smoke-test", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(title=_("commandes"), dest="command", metavar=_("COMMANDE"))
    for command in _COMMANDS:
        command.register(commands)
    return parser


def _install_language() -> None:
    language = os.environ.get(LANGUAGE_VARIABLE, i18n.SOURCE_LANGUAGE)
    if language != i18n.SOURCE_LANGUAGE:
        i18n.install(paths.resources() / "i18n", language)


def _told(error: Exception, clock: Clock, doing: str) -> int:
    """Say what failed, to the one who can do something about it; return the exit code."""
    if isinstance(error, DataFault):
        warn(str(error))
        return ExitCode.FAULTY_DATA
    if isinstance(error, EnvironmentFault):
        explain(error)
        return ExitCode.COULD_NOT_RUN
    if isinstance(error, DeskError):
        # Stopped by the one who asked for it.
        warn(str(error))
        return ExitCode.INTERRUPTED
    from otdesk.services import bug_report

    path = bug_report.write(paths.state_folder(), error, clock.now(), doing=doing)
    warn(_("otdesk a rencontré une erreur imprévue : c’est notre faute, pas la vôtre."))
    if path is None:
        warn(bug_report.describe(error, clock.now(), doing=doing))
    else:
        warn(_("Un rapport à nous envoyer, sans donnée personnelle : {}").format(path))
    return ExitCode.COULD_NOT_RUN


def _use_utf8(*streams: TextIO) -> None:
    # A Windows console or a pipe may be cp1252, where « 16 295 » has no narrow space.
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _after_broken_pipe() -> int:
    # Python flushes standard output once more as it leaves, and would complain.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.COULD_NOT_RUN
