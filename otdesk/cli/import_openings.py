"""`otdesk import-openings`: planned openings from a spreadsheet, all or nothing."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli.composition import Composition
from otdesk.cli.importing import AUTHOR, add_options, answer, say_end
from otdesk.cli.output import say
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from otdesk.services.openings_import import OpeningsPlan


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "import-openings",
        help=_("importe les ouvertures prévues d’une saison"),
        description=_(
            "Importe un fichier CSV (UTF-8, séparateur « ; ») ou un classeur dont la première "
            "ligne est office;from;to;days;hours ; par exemple VIA;01/07/2026;31/08/2026;lu-ve;"
            "9h30-12h30, 14h-18h. « fermé » prévoit une fermeture. Une ligne plus bas l’emporte "
            "pour ses jours : la saison d’abord, ses exceptions ensuite. Au siège, les bureaux "
            "reçoivent ce plan avec l’échange suivant. Tout est importé, ou rien."
        ),
    )
    parser.add_argument("file", metavar="FICHIER.csv", type=Path, help=_("le fichier à importer"))
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Read the file, and record it unless it has faults or `--dry-run` was asked for."""
    return answer(args, lambda: _import(args, composition), _acceptance, _tell)


def _import(args: argparse.Namespace, composition: Composition) -> OpeningsPlan:
    from otdesk.services import openings_import

    workplace = composition.workplace()
    with closing(workplace.open_store()) as store:
        with store.reading() as connection:
            target = openings_import.target_of(workplace, connection)
        plan = openings_import.read(args.file, target)
        if not args.dry_run:
            with store.writing(AUTHOR) as transaction:
                openings_import.write(transaction, plan)
    return plan


def _tell(plan: OpeningsPlan, *, written: bool) -> None:
    count = len(plan.openings)
    say(
        ngettext(
            "« {name} », {offices} : {count} jour, du {first} au {last}, dont {open} d’ouverture.",
            "« {name} », {offices} : {count} jours, du {first} au {last}, dont {open} d’ouverture.",
            count,
        ).format(
            name=plan.path.name,
            offices=", ".join(plan.offices),
            count=typography.integer(count),
            first=typography.short_date(plan.first),
            last=typography.short_date(plan.last),
            open=typography.integer(plan.open_days),
        )
    )
    say_end(written=written)


def _acceptance(plan: OpeningsPlan, *, written: bool) -> dict[str, Any]:
    return {
        "file": str(plan.path),
        "sha256": plan.sha256,
        "written": written,
        "lines": plan.lines,
        "offices": list(plan.offices),
        "days": len(plan.openings),
        "open_days": plan.open_days,
        "from": plan.first.isoformat(),
        "to": plan.last.isoformat(),
        "fault_count": 0,
        "faults": [],
    }
