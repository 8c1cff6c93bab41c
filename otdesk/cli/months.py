"""`otdesk months`: what the siège holds of each month, its locks; what an office declares."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import print_json, say
from otdesk.domain.period import Period, PeriodKind
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from otdesk.headquarters.year_table import YearLine, YearTable
    from otdesk.reports.context import ReportContext
    from otdesk.services.workplace import Workplace
    from otdesk.store.store import Store

_AUTHOR = "otdesk"


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "months",
        help=_("les mois : ce qui manque au siège, ce qui est verrouillé"),
        description=_(
            "Au siège : ce qu’il a de chaque mois de chaque bureau ; --lock verrouille un mois, "
            "--reopen le rouvre pour un bureau, --unlock pour tous. Au bureau : --declare dit "
            "qu’un mois est saisi en entier."
        ),
    )
    parser.add_argument("year", nargs="?", metavar="ANNÉE", help=_("par défaut : cette année"))
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--lock", metavar="MOIS", help=_("verrouille un mois (2026-07)"))
    acts.add_argument("--reopen", metavar="MOIS", help=_("le rouvre pour --office"))
    acts.add_argument("--unlock", metavar="MOIS", help=_("retire le verrou pour tous"))
    acts.add_argument("--declare", metavar="MOIS", help=_("au bureau : le mois est complet"))
    parser.add_argument(
        "--office",
        metavar="CODE",
        help=_("le bureau qui garde le mois ouvert (plusieurs : CODE,CODE)"),
    )
    parser.add_argument("--until", metavar="JOUR", help=_("jusqu’à ce jour inclus (2026-08-20)"))
    parser.add_argument("--reason", metavar="TEXTE", default="", help=_("pourquoi"))
    parser.add_argument(
        "--no-activity", action="store_true", help=_("avec --declare : il ne s’est rien passé")
    )
    parser.add_argument("--json", action="store_true", help=_("répond en JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Show, lock, reopen or declare. Raises DataFault on what cannot be, and says why."""
    workplace = composition.workplace()
    with closing(workplace.open_store()) as store:
        if workplace.is_siege:
            _siege(args, workplace, store)
        else:
            _office(args, workplace, store)
    return ExitCode.DONE


def _siege(args: argparse.Namespace, workplace: Workplace, store: Store) -> None:
    if args.declare is not None:
        raise DataFault(_("Seul un bureau déclare ses mois : le siège n’écrit pas à sa place."))
    if args.lock is not None:
        _lock(args, workplace, store)
    elif args.reopen is not None:
        _reopen(args, workplace, store)
    elif args.unlock is not None:
        _unlock(args, workplace, store)
    else:
        _show(args, workplace, store)


def _lock(args: argparse.Namespace, workplace: Workplace, store: Store) -> None:
    from otdesk.domain.month_locks import MonthReopening
    from otdesk.headquarters.locking import lock_month

    month = _month(args.lock)
    exceptions: list[MonthReopening] = []
    if args.office is not None:
        exceptions += [
            MonthReopening(_known(code, workplace), month, _day(args.until), args.reason)
            for code in args.office.split(",")
        ]
    context = _context(workplace)
    with store.writing(_AUTHOR) as transaction:
        lock_month(transaction, context, month, exceptions)
    say(_("{} est verrouillé.").format(_named(month)))


def _reopen(args: argparse.Namespace, workplace: Workplace, store: Store) -> None:
    from otdesk.headquarters import month_locks

    month = _month(args.reopen)
    if args.office is None:
        raise DataFault(_("Indiquer --office CODE : le bureau qui corrige ce mois."))
    office, until = _known(args.office, workplace), _day(args.until)
    with store.writing(_AUTHOR) as transaction:
        month_locks.reopen(transaction, office, month, until, args.reason)
    say(_("{month} est rouvert pour {office}.").format(month=_named(month), office=office))


def _unlock(args: argparse.Namespace, workplace: Workplace, store: Store) -> None:
    from otdesk.headquarters import month_locks

    month = _month(args.unlock)
    with store.writing(_AUTHOR) as transaction:
        month_locks.unlock(transaction, month, args.reason, workplace.identity.office)
    say(_("Le verrou de {} est retiré pour tous.").format(typography.month_name(month)))


def _show(args: argparse.Namespace, workplace: Workplace, store: Store) -> None:
    from otdesk.headquarters.late_records import todo_words
    from otdesk.headquarters.year_table import CellState, year_table

    year = workplace.today().year if args.year is None else Period.parse(args.year).first.year
    with store.reading() as connection:
        table = year_table(connection, _context(workplace), year)
    if args.json:
        print_json(_as_json(table))
        return
    for line in table.lines:
        say(_line(line))
    if any(cell.state is CellState.CHANGED for line in table.lines for cell in line.cells):
        say(todo_words())
    said = ngettext("Il manque {} journée sur {}.", "Il manque {} journées sur {}.", table.missing)
    say(said.format(typography.integer(table.missing), typography.integer(table.due)))


def _line(line: YearLine) -> str:
    from otdesk.headquarters.late_records import changed_words
    from otdesk.headquarters.locking import lack_words
    from otdesk.headquarters.year_table import LACKING, CellState

    if line.begins is None:
        return _("{office}  pas encore au réseau").format(office=line.office.code)
    lacks = [
        f"{typography.MONTHS[cell.month.month - 1]}, {lack_words(cell)}"
        for cell in line.cells
        if cell.state in LACKING
    ]
    lacks += [
        f"{typography.MONTHS[cell.month.month - 1]}, {changed_words(cell).rstrip('.')}"
        for cell in line.cells
        if cell.state is CellState.CHANGED
    ]
    return f"{line.office.code}  {' ; '.join(lacks) or _('rien ne manque')}"


def _as_json(table: YearTable) -> dict[str, Any]:
    return {
        "year": table.year,
        "due_days": table.due,
        "missing_days": table.missing,
        "locked": sorted(month.isoformat()[:7] for month in table.locked),
        "offices": [
            {
                "office": line.office.code,
                "last_packet": line.packets.last_number,
                "quarantined": line.quarantined,
                "waiting": line.packets.waiting,
                "months": [
                    {
                        "month": cell.month.isoformat()[:7],
                        "state": cell.state.value,
                        "acts": cell.acts,
                        "planned_days": cell.planned,
                        "received_days": cell.received,
                        "missing": [day.isoformat() for day in cell.missing],
                        "declared": cell.is_declared,
                        "changed_since_lock": 0 if cell.changed is None else cell.changed.records,
                    }
                    for cell in line.cells
                ],
            }
            for line in table.lines
        ],
    }


def _office(args: argparse.Namespace, workplace: Workplace, store: Store) -> None:
    from otdesk.services import months

    if args.declare is None:
        raise DataFault(
            _("Au bureau : otdesk months --declare 2026-07 dit qu’un mois est saisi en entier.")
        )
    month, office = _month(args.declare), workplace.identity.office
    with store.writing(_AUTHOR) as transaction:
        months.declare(transaction, office, month, active=not args.no_activity)
    said = _("{} est déclaré sans activité.") if args.no_activity else _("{} est déclaré complet.")
    say(said.format(_named(month)))


def _context(workplace: Workplace) -> ReportContext:
    from otdesk.reports.context import ReportContext

    return ReportContext(
        workplace.lists,
        workplace.profile,
        workplace.calendar,
        workplace.zone,
        workplace.clock.now(),
    )


def _month(text: str) -> date:
    period = Period.parse(text)
    if period.kind is not PeriodKind.MONTH:
        raise DataFault(_("« {} » n’est pas un mois : écrire 2026-07.").format(text))
    return period.first


def _day(text: str | None) -> date:
    if text is None:
        raise DataFault(_("Indiquer --until JOUR : jusqu’à quand le mois reste ouvert."))
    period = Period.parse(text)
    if period.kind is not PeriodKind.DAY:
        raise DataFault(_("« {} » n’est pas un jour : écrire 2026-08-20.").format(text))
    return period.first


def _known(code: str, workplace: Workplace) -> str:
    if workplace.profile.office(code.upper()) is None:
        raise DataFault(
            _("« {office} » n’est pas un bureau du réseau : {known}.").format(
                office=code, known=", ".join(workplace.profile.office_codes)
            )
        )
    return code.upper()


def _named(month: date) -> str:
    return typography.capitalised(typography.month_name(month))
