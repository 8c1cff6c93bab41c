"""`otdesk import-catalogue`: articles from a spreadsheet, all or nothing, and its template."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.importing import AUTHOR, add_options, answer, say_end
from otdesk.cli.output import say, warn, write_document
from otdesk.domain.written_dates import read_date
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from otdesk.services.shop.catalogue_import import CataloguePlan


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "import-catalogue",
        help=_("importe les articles de la boutique"),
        description=_(
            "Importe les articles d’un classeur XLSX ou ODS, ou d’un fichier CSV (UTF-8, séparateur"
            " « ; »). La première ligne nomme les colonnes : code, nom, famille, prix, et celles "
            "que l’on veut du modèle (--template). Tout est importé, ou rien."
        ),
    )
    parser.add_argument("file", metavar="FICHIER", type=Path, nargs="?", help=_("le fichier"))
    parser.add_argument(
        "--template",
        metavar="FICHIER.xlsx",
        help=_("écrit le classeur à remplir, avec les articles du catalogue s’il y en a"),
    )
    parser.add_argument(
        "--since", metavar="DATE", type=_day, help=_("le jour des nouveaux prix, sinon aujourd’hui")
    )
    parser.add_argument(
        "--starter",
        action="store_true",
        help=_("commence par le catalogue de départ : familles, fournisseurs, articles, prix"),
    )
    add_options(parser)
    parser.set_defaults(run=run)


def _day(text: str) -> date:
    try:
        return read_date(text)
    except DataFault as fault:
        raise argparse.ArgumentTypeError(str(fault)) from fault


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Write the template, or read the file and record it unless it has faults."""
    if [args.file is None, args.template is None, not args.starter].count(False) != 1:
        warn(
            _("Donner un fichier à importer, ou --template et le classeur à écrire, ou --starter.")
        )
        return ExitCode.COULD_NOT_RUN
    if args.starter:
        return _starter(args, composition)
    if args.template is not None:
        return _template(args, composition)
    return answer(args, lambda: _import(args, composition), _acceptance, _tell)


def _template(args: argparse.Namespace, composition: Composition) -> int:
    from otdesk.documents.catalogue_template import render
    from otdesk.services.shop.known_shop import known_shop

    workplace = composition.workplace()
    with closing(workplace.open_store()) as store, store.reading() as connection:
        content = render(known_shop(connection, args.since or workplace.today()))
    write_document(args.template, content)
    return ExitCode.DONE


def _starter(args: argparse.Namespace, composition: Composition) -> int:
    """Record the starter catalogue, which the siège then manages for all."""
    from otdesk import paths
    from otdesk.services.shop.starter import put_starter
    from otdesk.services.workplace import REFERENCE
    from otdesk.store.starter_catalogue import load_starter

    workplace = composition.workplace()
    starter = load_starter(paths.database_files() / REFERENCE)
    if not args.dry_run:
        with closing(workplace.open_store()) as store, store.writing(AUTHOR) as transaction:
            put_starter(transaction, starter, args.since or workplace.today())
    count = len(starter.products)
    say(
        ngettext(
            "Catalogue de départ : {} article.", "Catalogue de départ : {} articles.", count
        ).format(typography.integer(count))
    )
    say_end(written=not args.dry_run)
    return ExitCode.DONE


def _import(args: argparse.Namespace, composition: Composition) -> CataloguePlan:
    from otdesk.services.shop import catalogue_import

    workplace = composition.workplace()
    with closing(workplace.open_store()) as store:
        with store.reading() as connection:
            target = catalogue_import.target_of(
                connection,
                workplace.profile,
                workplace.lists.vat_rates,
                args.since or workplace.today(),
            )
        plan = catalogue_import.read(args.file, target)
        if not args.dry_run and not plan.changes_nothing:
            from otdesk.services.till.keystore import keystore
            from otdesk.services.till.start import find_here

            post = find_here(store, lambda: keystore(workplace.anchors.folder))
            with store.writing(AUTHOR) as transaction:
                catalogue_import.write(transaction, plan, post)
    return plan


def _tell(plan: CataloguePlan, *, written: bool) -> None:
    say(
        ngettext(
            "« {name} » : {count} article.", "« {name} » : {count} articles.", plan.lines
        ).format(name=plan.path.name, count=typography.integer(plan.lines))
    )
    since = typography.short_date(plan.target.known.since)
    prices, suppliers = len(plan.prices), len(plan.new_suppliers)
    for count, text in (
        (plan.new, ngettext("{} nouveau", "{} nouveaux", plan.new)),
        (plan.revised, ngettext("{} modifié", "{} modifiés", plan.revised)),
        (plan.unchanged, ngettext("{} inchangé", "{} inchangés", plan.unchanged)),
        (prices, ngettext("{} prix à partir du {since}", "{} prix à partir du {since}", prices)),
        (suppliers, ngettext("{} nouveau fournisseur", "{} nouveaux fournisseurs", suppliers)),
    ):
        if count:
            say("  " + text.format(typography.integer(count), since=since))
    if plan.changes_nothing:
        say(_("Le catalogue dit déjà tout cela : rien n’a été changé."))
    else:
        say_end(written=written)


def _acceptance(plan: CataloguePlan, *, written: bool) -> dict[str, Any]:
    return {
        "file": str(plan.path),
        "sha256": plan.sha256,
        "written": written and not plan.changes_nothing,
        "since": plan.target.known.since.isoformat(),
        "articles": plan.lines,
        "new": plan.new,
        "revised": plan.revised,
        "unchanged": plan.unchanged,
        "prices": len(plan.prices),
        "suppliers": [supplier.name for supplier in plan.new_suppliers],
        "fault_count": 0,
        "faults": [],
    }
