"""`otdesk import-lists`: entries of the reference lists at the siège, all or nothing."""

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
    from otdesk.headquarters.lists_import import ListsPlan


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "import-lists",
        help=_("ajoute aux listes du réseau, au siège"),
        description=_(
            "Ajoute, renomme ou retire des entrées des listes, dans le dossier du siège : un "
            "fichier CSV (UTF-8, séparateur « ; ») ou un classeur dont la première ligne est "
            "list;code;label, et au besoin short;icon;published;personal;position;retired. Par "
            "exemple demands;loisirs.ciel_etoile;Ciel étoilé. Les listes sont demands, audiences, "
            "closure_reasons et countries. Les bureaux les reçoivent avec l’échange suivant. Tout "
            "est importé, ou rien."
        ),
    )
    parser.add_argument("file", metavar="FICHIER.csv", type=Path, help=_("le fichier à importer"))
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Read the file, and record it unless it has faults or `--dry-run` was asked for."""
    return answer(args, lambda: _import(args, composition), _acceptance, _tell)


def _import(args: argparse.Namespace, composition: Composition) -> ListsPlan:
    from otdesk.headquarters import lists_import
    from otdesk.headquarters.network_lists import ListGrounds

    workplace = composition.workplace()
    grounds = ListGrounds.of(workplace)
    with closing(workplace.open_store()) as store:
        with store.reading() as connection:
            plan = lists_import.read(args.file, grounds, connection)
        if not args.dry_run and not plan.changes_nothing:
            with store.writing(AUTHOR) as transaction:
                lists_import.write(transaction, grounds, plan)
    return plan


def _tell(plan: ListsPlan, *, written: bool) -> None:
    say(_("« {} » :").format(plan.path.name))
    for count, text in (
        (plan.new, ngettext("{} entrée nouvelle", "{} entrées nouvelles", plan.new)),
        (plan.revised, ngettext("{} entrée modifiée", "{} entrées modifiées", plan.revised)),
    ):
        if count:
            say("  " + text.format(typography.integer(count)))
    if plan.changes_nothing:
        say(_("Les listes disent déjà tout cela : rien n’a été changé."))
    else:
        say_end(written=written)


def _acceptance(plan: ListsPlan, *, written: bool) -> dict[str, Any]:
    return {
        "file": str(plan.path),
        "sha256": plan.sha256,
        "written": written and not plan.changes_nothing,
        "new": plan.new,
        "revised": plan.revised,
        "fault_count": 0,
        "faults": [],
    }
