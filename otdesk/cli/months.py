"""`otdesk months`: what the siège holds of each month, its locks; what an office declares."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.marked_table import Mark, MarkedRow, lines
from otdesk.cli.output import print_json, say
from otdesk.domain.period import Period, PeriodKind
from otdesk.errors import DataFault
from otdesk.i18n import _

if TYPE_CHECKING:
    from otdesk.headquarters.year_table import YearLine, YearTable
    from otdesk.reports.context import ReportContext
    from otdesk.services.workplace import Workplace
    from otdesk.store.store import Store
    from otdesk.sync.months_seen import MonthSeen

_AUTHOR = "otdesk"


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "months",
        help=_("les mois : ce qui manque au siège, ce qui est verrouillé"),
        description=_(
            "Au siège : ce qu’il a de chaque mois de chaque bureau ; --lock verrouille un mois, "
            "--reopen le rouvre pour un bureau, --unlock pour tous. Au bureau : --declare dit "
            "qu’un mois est saisi en entier ; sans rien, ce que le siège a de ses mois."
        ),
    )
    parser.add_argument(
        "year",
        nargs="?",
        metavar="ANNÉE",
        help=_("par défaut : la dernière dont quelque chose est arrivé"),
    )
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
    from otdesk.headquarters.overview import latest_year
    from otdesk.headquarters.state_words import lacking_words
    from otdesk.headquarters.year_table import CellState, year_table

    with store.reading() as connection:
        if args.year is None:
            year = latest_year(connection, workplace.today())
        else:
            year = Period.parse(args.year).first.year
        table = year_table(connection, _context(workplace), year)
    if args.json:
        print_json(_as_json(table))
        return
    say(_("Complétude au siège, {} :").format(table.year))
    for text in lines([f"{table.year}-{month:02}" for month in range(1, 13)], _rows(table)):
        say(text)
    say("")
    for line in table.lines:
        say(_line(line))
    if any(cell.state is CellState.CHANGED for line in table.lines for cell in line.cells):
        say(todo_words())
    say(lacking_words(table))


def _rows(table: YearTable) -> list[MarkedRow]:
    """Return the table in letters, with the words of the siège's window."""
    from otdesk.headquarters.state_words import STATES
    from otdesk.headquarters.year_table import CellState

    letters = {
        CellState.LOCKED: "V",
        CellState.CHANGED: "!",
        CellState.REOPENED: "O",
        CellState.COMPLETE: "C",
        CellState.NO_ACTIVITY: "-",
        CellState.UP_TO_DATE: "J",
        CellState.INCOMPLETE: "I",
        CellState.LATE: "T",
        CellState.MISSING: "M",
        CellState.QUARANTINED: "Q",
        CellState.CLOSED: "F",
        CellState.AWAITED: "A",
        CellState.OUTSIDE: ".",
    }
    return [
        MarkedRow(
            line.office.code,
            tuple(Mark(letters[cell.state], STATES[cell.state]()) for cell in line.cells),
            line.packets.last_number,
        )
        for line in table.lines
    ]


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

    if any((args.lock, args.reopen, args.unlock)):
        raise DataFault(_("Seul le siège verrouille un mois, ou le rouvre."))
    if args.declare is None:
        _own(args, workplace, store)
        return
    month, office = _month(args.declare), workplace.identity.office
    with store.writing(_AUTHOR) as transaction:
        months.declare(transaction, office, month, active=not args.no_activity)
    said = _("{} est déclaré sans activité.") if args.no_activity else _("{} est déclaré complet.")
    say(said.format(_named(month)))


def _own(args: argparse.Namespace, workplace: Workplace, store: Store) -> None:
    """Say what the siège has of this office's months, by its last acknowledgement."""
    from otdesk.sync.office_state import read_state

    with store.reading() as connection:
        state = read_state(connection, workplace)
    seen = {month.month.isoformat()[:7]: month.state for month in state.seen}
    if args.json:
        print_json(
            {
                "office": state.office,
                "months": [{"month": month, "state": each.value} for month, each in seen.items()],
            }
        )
        return
    if state.acknowledged_at is None:
        say(_("Le siège n’a encore rien accusé de ce bureau."))
    else:
        moment = typography.stamp(state.acknowledged_at)
        say(_("D’après l’accusé du siège du {} :").format(moment))
        for text in _own_lines(state.seen):
            say(text)
    if state.to_declare is not None:
        month = state.to_declare.month
        say(
            _("{named} reste à déclarer : otdesk months --declare {month}").format(
                named=_named(month), month=month.isoformat()[:7]
            )
        )


def _own_lines(seen: Sequence[MonthSeen]) -> Iterator[str]:
    """Yield a line for each state that a month of the office has."""
    from otdesk.sync.months_seen import SeenState

    words = {
        SeenState.LOCKED: _("verrouillé"),
        SeenState.COMPLETE: _("déclaré complet"),
        SeenState.NO_ACTIVITY: _("sans activité"),
        SeenState.DIFFERS: _("à vérifier : le siège compte moins"),
        SeenState.RUNNING: _("en cours"),
        SeenState.TO_DECLARE: _("à déclarer"),
        SeenState.CLOSED: _("fermé"),
    }
    for state, word in words.items():
        months = [_month_name(each.month, seen[-1].month) for each in seen if each.state is state]
        if months:
            yield f"  {word} : {', '.join(months)}"


def _month_name(month: date, last: date) -> str:
    return (
        typography.MONTHS[month.month - 1]
        if month.year == last.year
        else (typography.month_name(month))
    )


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
