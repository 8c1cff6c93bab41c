"""`otdesk report`: a day, a month, a year, or a report of the shop, as PDF, XLSX, CSV or JSON."""

from __future__ import annotations

import argparse
from contextlib import closing
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from otdesk.cli import report_shop
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import STANDARD_OUTPUT, say, write_document
from otdesk.cli.report_shop import SHOP_KINDS
from otdesk.domain.period import Period, PeriodKind
from otdesk.errors import DataFault, EnvironmentFault
from otdesk.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.reports.context import ReportContext
    from otdesk.reports.summary import Summary
    from otdesk.services.workplace import Workplace

SUMMARY_KINDS = (PeriodKind.DAY.value, PeriodKind.MONTH.value, PeriodKind.YEAR.value)
KINDS = (*SUMMARY_KINDS, *SHOP_KINDS)
FORMATS = ("pdf", "xlsx", "csv", "json", "docx")


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "report",
        help=_("écrit un résumé, le journal comptable ou un relevé de la boutique"),
        description=_(
            "Écrit le résumé d’une période : 2022-07-14, 2022-07 ou 2022 ; ou, pour la boutique, "
            "le journal comptable, le stock d’un jour, les écarts d’inventaire, le dépôt-vente, "
            "l’argent encaissé pour des tiers."
        ),
    )
    parser.add_argument(
        "kind",
        choices=KINDS,
        metavar="|".join(KINDS),
        help=_("jour, mois ou année ; comptabilité, stock, inventaires, dépôt-vente, tiers"),
    )
    parser.add_argument("period", metavar="PÉRIODE", help=_("2022-07-14, 2022-07 ou 2022"))
    offices = parser.add_mutually_exclusive_group()
    offices.add_argument(
        "--office", nargs="+", metavar="CODE", help=_("les bureaux (par défaut : celui du dossier)")
    )
    offices.add_argument("--all", action="store_true", help=_("tous les bureaux du dossier"))
    parser.add_argument(
        "--format", required=True, choices=FORMATS, help=_("pdf, xlsx, csv, json ou docx")
    )
    parser.add_argument(
        "--output", required=True, metavar="FICHIER", help=_("le fichier ; - : sortie standard")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Write the report. Raises DataFault on a wrong period, office or format."""
    if args.format == "docx":
        raise EnvironmentFault(
            _("Le format docx est celui du bilan annuel, qui n’existe pas encore."),
            safe=_("Rien n’a été écrit."),
            todo=_("Choisir pdf, xlsx, csv ou json."),
        )
    period = Period.parse(args.period)
    if args.kind in SHOP_KINDS:
        report_shop.check(args.kind, args.format, period)
        content = _shop(composition.workplace(), period, args)
    else:
        _check_kind(period, args.kind)
        content = _document(_summary(composition.workplace(), period, args), args.format)
    write_document(args.output, content)
    if args.output != STANDARD_OUTPUT:
        say(_("Écrit : {}").format(args.output))
    return ExitCode.DONE


def _check_kind(period: Period, kind: str) -> None:
    # 2022 has 365 days and one month is never one day: the form alone tells them apart.
    if period.kind.value == kind:
        return
    forms = {"day": "2022-07-14", "month": "2022-07", "year": "2022"}
    raise DataFault(
        _("Cette période n’est pas de la forme voulue : écrire {}.").format(forms[kind])
    )


def _summary(workplace: Workplace, period: Period, args: argparse.Namespace) -> Summary:
    from otdesk.reports.summarise import summarise

    with closing(workplace.open_store()) as store, store.reading() as connection:
        offices = _offices(connection, workplace, args)
        return summarise(connection, _context(workplace), period, offices)


def _shop(workplace: Workplace, period: Period, args: argparse.Namespace) -> bytes:
    with closing(workplace.open_store()) as store, store.reading() as connection:
        offices = _offices(connection, workplace, args)
        return report_shop.document(
            args.kind,
            args.format,
            connection,
            context=_context(workplace),
            offices=offices,
            period=period,
        )


def _context(workplace: Workplace) -> ReportContext:
    from otdesk.reports.context import ReportContext

    return ReportContext(
        lists=workplace.lists,
        profile=workplace.profile,
        calendar=workplace.calendar,
        zone=workplace.zone,
        now=workplace.clock.now(),
    )


def _offices(
    connection: Connection, workplace: Workplace, args: argparse.Namespace
) -> tuple[str, ...]:
    present = _present(connection, workplace)
    # The head office has no counter: what it holds are its offices.
    everything = args.all or (workplace.is_siege and args.office is None)
    return present if everything else _chosen(args.office, present, workplace)


def _present(connection: Connection, workplace: Workplace) -> tuple[str, ...]:
    """Return the offices that the folder holds: its own, and those of its journal's folders."""
    from sqlalchemy import select

    from otdesk.store import tables

    held = set(
        connection.execute(
            select(tables.folder.c.office).where(tables.folder.c.void_reason.is_(None))
        ).scalars()
    )
    return tuple(code for code in workplace.profile.office_codes if code in held)


def _chosen(
    asked: list[str] | None, present: tuple[str, ...], workplace: Workplace
) -> tuple[str, ...]:
    if asked is None:
        return (workplace.identity.office,)
    codes = {code.upper() for text in asked for code in text.split(",") if code}
    absent = sorted(codes.difference(present))
    if absent:
        raise DataFault(
            _("Ce dossier n’a rien de : {absent}. Il contient : {present}.").format(
                absent=", ".join(absent), present=", ".join(present)
            )
        )
    return tuple(code for code in present if code in codes)


def _document(summary: Summary, form: str) -> bytes:
    if form == "pdf":
        return _pdf(summary)
    # Each format has its own library: only the one that is asked for is imported.
    renderer = import_module(f"otdesk.documents.export_{form}")
    content: bytes = renderer.render(summary)
    return content


def _pdf(summary: Summary) -> bytes:
    from otdesk.documents.pdf.render import render_pdf
    from otdesk.documents.pdf.style import PrintStyle

    content = BytesIO()
    render_pdf(summary, PrintStyle.shipped(), content)
    return content.getvalue()
