"""`otdesk verify`: is everything there as it was recorded? For the office, and for an auditor."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli import watched
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import list_faults, print_json, say, warn
from otdesk.cli.progress import cancellable, progress
from otdesk.errors import DataFault, DeskError, EnvironmentFault
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from otdesk.store.database import Database
    from otdesk.store.report import IntegrityReport
    from otdesk.sync.mailbox.exchange import Watch

_CODE = re.compile(r"([0-9a-f]{4})-?([0-9a-f]{4})", re.IGNORECASE | re.ASCII)


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "verify",
        help=_("vérifie la base, son journal et ses tables"),
        description=_(
            "Vérifie le fichier, la chaîne du journal, l’ancre de ce poste, et que les tables "
            "disent ce que dit le journal."
        ),
    )
    parser.add_argument("--json", action="store_true", help=_("répond en JSON"))
    parser.add_argument(
        "--head",
        metavar="CODE",
        help=_("cherche aussi l’état imprimé au bas d’un document (« Registre 7F3A-09C2 »)"),
    )
    parser.add_argument(
        "--public-key",
        metavar="FICHIER",
        type=Path,
        action="append",
        default=[],
        help=_(
            "exige que chaque caisse soit signée avec cette clé publique (PEM) ; à répéter où la "
            "clé fut renouvelée"
        ),
    )
    parser.add_argument(
        "--archive",
        metavar="FICHIER",
        type=Path,
        help=_("vérifie une archive de caisse, seule, au lieu du dossier de données"),
    )
    watched.add_argument(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Check, and list every fault. Exit 1 where there is one, or where the code is unknown."""
    if args.archive is not None:
        return _run_archive(args)
    if args.watched:
        return watched.run(lambda watch: _watched(composition, watch))
    from otdesk.store import integrity
    from otdesk.store.anchor import Anchors
    from otdesk.store.database import database_of

    code = None if args.head is None else _digits(args.head)
    keys = _all_keys(args.public_key)
    anchors = Anchors(composition.make_grounds().state)
    with cancellable() as cancelled, progress() as advance:
        report = integrity.verify(
            composition.folder,
            anchors,
            keys=keys,
            progress=lambda done, total: advance(_("Vérification"), done / max(total, 1)),
            cancelled=cancelled,
        )
    found = (
        None if code is None else _entry_of(database_of(composition.folder, anchors.folder), code)
    )
    if report.is_clean:
        # A journal with faults is left as it is: it is what an expert will look at.
        _note_verified(composition)
    is_fine = report.is_clean and (code is None or found is not None)
    if args.json:
        print_json(_as_json(report, args.head, found))
    else:
        _tell(report)
        if code is not None:
            _tell_head(args.head, found)
    return ExitCode.DONE if is_fine else ExitCode.FAULTY_DATA


def _watched(composition: Composition, watch: Watch) -> watched.Told:
    """Check the folder for its window. Raises Cancelled, an EnvironmentFault."""
    from otdesk.store import integrity
    from otdesk.store.anchor import Anchors

    anchors = Anchors(composition.make_grounds().state)
    report = integrity.verify(
        composition.folder, anchors, progress=watch.progress, cancelled=watch.cancelled
    )
    if report.is_clean:
        _note_verified(composition)
    return watched.Told(entries=report.entries, faults=tuple(map(str, report.faults)))


def _note_verified(composition: Composition) -> None:
    from otdesk.cli.till_notes import note_in_till
    from otdesk.services.till import events

    try:
        workplace = composition.workplace()
    except DeskError:
        # What was checked need not be a folder that this machine can open.
        return
    note_in_till(workplace, events.VERIFIED)


def _run_archive(args: argparse.Namespace) -> int:
    """Check an archive alone: no data folder is opened. Exit 1 where it has a fault."""
    from otdesk.services.till import archive_check

    if args.head is not None:
        raise DataFault(_("Une archive se vérifie sans --head : le manifeste dit où elle finit."))
    keys = _all_keys(args.public_key)
    try:
        report = archive_check.check(args.archive, keys)
    except OSError as error:
        raise EnvironmentFault(
            _("L’archive « {} » ne peut pas être lue.").format(args.archive),
            safe=_("Rien n’a été vérifié ni changé."),
            todo=_("Vérifier le nom du fichier et le droit de le lire, puis recommencer."),
        ) from error
    if args.json:
        print_json(
            {
                "path": str(report.path),
                "clean": report.is_clean,
                "period": report.period,
                "entries": report.entries,
                "keys": list(report.keys),
                "faults": list(report.faults),
            }
        )
        return ExitCode.DONE if report.is_clean else ExitCode.FAULTY_DATA
    entries = ngettext("{} entrée", "{} entrées", report.entries).format(
        typography.integer(report.entries)
    )
    say(_("{path} : {entries}").format(path=report.path, entries=entries))
    for key in report.keys:
        say(_("    caisse, signée avec la clé {}").format(key))
    return _conclude(report.faults)


def _conclude(faults: Sequence[object]) -> int:
    """List the faults, or say that there is none; return the exit code."""
    if not faults:
        say(_("Tout est conforme."))
        return ExitCode.DONE
    count = len(faults)
    warn(ngettext("{} anomalie :", "{} anomalies :", count).format(typography.integer(count)))
    list_faults(faults, count)
    return ExitCode.FAULTY_DATA


def _all_keys(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return the public keys of some PEM files: a key and the one that it was renewed with."""
    return tuple(key for path in paths for key in _keys(path))


def _keys(path: Path) -> tuple[str, ...]:
    """Return the public keys of a PEM file; several stand one after the other."""
    from otdesk.journal.keys import UnusableKey, public_keys

    try:
        return public_keys(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFault(
            _("La clé publique « {} » ne peut pas être lue.").format(path),
            safe=_("Rien n’a été vérifié ni changé."),
            todo=_("Donner le fichier PEM qui a été remis avec la caisse, puis recommencer."),
        ) from error
    except UnusableKey as error:
        raise DataFault(
            _("« {} » ne contient pas la clé publique d’une caisse (PEM, P-256).").format(path)
        ) from error


def _digits(text: str) -> str:
    found = _CODE.fullmatch(text.strip())
    if found is None:
        raise DataFault(_("« {} » n’est pas un code de registre : écrire 7F3A-09C2.").format(text))
    return (found[1] + found[2]).lower()


def _entry_of(database: Database, code: str) -> tuple[str, int, str] | None:
    """Return (stream, seq, recorded_at) of the entry whose digest begins so, None without."""
    with database.glance() as connection:
        row = connection.execute(
            "SELECT stream, seq, recorded_at FROM journal WHERE substr(digest, 1, 4) = ?",
            (bytes.fromhex(code),),
        ).fetchone()
    return None if row is None else (str(row[0]), int(row[1]), str(row[2]))


def _tell(report: IntegrityReport) -> None:
    entries = ngettext("{} entrée", "{} entrées", report.entries).format(
        typography.integer(report.entries)
    )
    say(_("{path} : {entries}").format(path=report.path, entries=entries))
    for stream in report.streams:
        say(
            _("  journal {stream} : {count}, {anchor}").format(
                stream=stream.stream,
                count=typography.integer(stream.entries),
                anchor=stream.anchor.label,
            )
        )
        if stream.key:
            say(_("    caisse, signée avec la clé {}").format(stream.key))
    _conclude(report.faults)


def _tell_head(code: str, found: tuple[str, int, str] | None) -> None:
    if found is None:
        warn(
            _("La fin du journal ne contient pas {} : ce registre y est inconnu.").format(
                code.upper()
            )
        )
        return
    stream, seq, recorded_at = found
    say(
        _("Registre {code} : entrée n° {seq} du journal {stream}, enregistrée le {when}.").format(
            code=code.upper(), seq=typography.integer(seq), stream=stream, when=recorded_at
        )
    )


def _as_json(
    report: IntegrityReport, code: str | None, found: tuple[str, int, str] | None
) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "path": str(report.path),
        "clean": report.is_clean,
        "entries": report.entries,
        "streams": [
            {
                "stream": stream.stream,
                "entries": stream.entries,
                "head": stream.head,
                "digest": stream.digest,
                "anchor": stream.anchor.value,
                "key": stream.key or None,
            }
            for stream in report.streams
        ],
        "rows": dict(report.rows),
        "unknown": dict(report.unknown),
        "faults": [
            {
                "area": fault.area.value,
                "code": fault.code,
                "place": fault.place,
                "stream": fault.stream,
                "seq": fault.seq,
                "table": fault.table,
                "uid": fault.uid,
                "column": fault.column,
                "detail": fault.detail,
            }
            for fault in report.faults
        ],
    }
    if code is not None:
        answer["head"] = {
            "code": code.upper(),
            "known": found is not None,
            "stream": None if found is None else found[0],
            "seq": None if found is None else found[1],
            "recorded_at": None if found is None else found[2],
        }
    return answer
