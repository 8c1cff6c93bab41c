"""`otdesk import-visits`: accueils from a spreadsheet, all or nothing."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli.composition import Composition
from otdesk.cli.importing import AUTHOR, add_options, answer, say_end
from otdesk.cli.output import say
from otdesk.cli.progress import Advance, cancellable, progress
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from otdesk.services import visits_import


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "import-visits",
        help=_("importe les accueils d’un tableur"),
        description=_(
            "Importe un fichier CSV (UTF-8, séparateur « ; ») dont la première ligne est "
            "office;date;time;channel;party_size;origin;residency;demands;unmet;audience;note. "
            "Plusieurs demandes sont séparées par une virgule ; « unmet » reprend celles qui "
            "n’ont pas pu être satisfaites. Tout est importé, ou rien."
        ),
    )
    parser.add_argument("file", metavar="FICHIER.csv", type=Path, help=_("le fichier à importer"))
    parser.add_argument("--again", action="store_true", help=_("accepte un fichier déjà importé"))
    parser.add_argument(
        "--reason",
        metavar="MOTIF",
        default="",
        help=_("le motif, si des journées du fichier sont clôturées"),
    )
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Read the file, and record it unless it has faults or `--dry-run` was asked for."""

    def import_file() -> visits_import.ImportPlan:
        with cancellable() as cancelled, progress() as advance:
            return _import(args, composition, _steps(advance), cancelled)

    return answer(args, import_file, _acceptance, _tell)


def _import(
    args: argparse.Namespace,
    composition: Composition,
    steps: visits_import.Progress,
    cancelled: Callable[[], bool],
) -> visits_import.ImportPlan:
    from otdesk.services import visits_import

    workplace = composition.workplace()
    with closing(workplace.open_store()) as store:
        with store.reading() as connection:
            target = visits_import.target_of(workplace, connection)
        plan = visits_import.read(
            args.file,
            target,
            again=args.again,
            reason=args.reason,
            progress=steps,
            cancelled=cancelled,
        )
        if not args.dry_run:
            visits_import.write(store, plan, AUTHOR, progress=steps, cancelled=cancelled)
    return plan


def _steps(advance: Advance) -> visits_import.Progress:
    texts = {
        "reading": _("Lecture"),
        "preparing": _("Préparation"),
        "writing": _("Enregistrement"),
    }
    return lambda step, fraction: advance(texts[step], fraction)


def _tell(plan: visits_import.ImportPlan, *, written: bool) -> None:
    say(_("« {name} », bureau {office} :").format(name=plan.path.name, office=plan.target.office))
    for count, text in (
        (plan.visits, ngettext("{} accueil", "{} accueils", plan.visits)),
        (plan.walk_ins, ngettext("{} ligne de passages", "{} lignes de passages", plan.walk_ins)),
        (
            plan.persons,
            ngettext("{} personne au comptoir", "{} personnes au comptoir", plan.persons),
        ),
        (
            plan.outing_persons,
            ngettext(
                "{} personne hors les murs", "{} personnes hors les murs", plan.outing_persons
            ),
        ),
        (len(plan.days), ngettext("{} jour", "{} jours", len(plan.days))),
    ):
        if count:
            say("  " + text.format(typography.integer(count)))
    say(
        _("  du {first} au {last}").format(
            first=typography.short_date(plan.days[0]), last=typography.short_date(plan.days[-1])
        )
    )
    say_end(written=written)


def _acceptance(plan: visits_import.ImportPlan, *, written: bool) -> dict[str, Any]:
    return {
        "file": str(plan.path),
        "sha256": plan.sha256,
        "written": written,
        "visits": plan.visits,
        "walk_ins": plan.walk_ins,
        "persons": plan.persons,
        "outing_persons": plan.outing_persons,
        "days": len(plan.days),
        "from": plan.days[0].isoformat(),
        "to": plan.days[-1].isoformat(),
        "offices": [plan.target.office],
        "fault_count": 0,
        "faults": [],
    }
