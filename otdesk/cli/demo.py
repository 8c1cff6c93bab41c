"""`otdesk demo`: the season of 2022, rebuilt from the published figures, and its prints."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import say
from otdesk.cli.progress import progress
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from otdesk.demo.season import DemoResult


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "demo",
        help=_("crée le réseau de démonstration"),
        description=_(
            "Reconstitue la saison 2022 des six bureaux d’après les chiffres publiés, un dossier "
            "de données par bureau marqué « reconstitution », et imprime le mois de juillet."
        ),
    )
    parser.add_argument(
        "--out", required=True, metavar="DOSSIER", type=Path, help=_("un dossier nouveau ou vide")
    )
    parser.add_argument(
        "--open", action="store_true", help=_("ouvre ensuite la fenêtre du premier bureau")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Build the season. Raises FolderTaken where anything lies in the folder."""
    from otdesk.demo import main_job, season
    from otdesk.store.anchor import Anchors

    anchors = Anchors(composition.make_grounds().state)
    with progress() as advance:

        def tell(what: str, done: int, total: int) -> None:
            advance(what, done / max(total, 1))

        result = season.build(args.out, anchors=anchors, progress=tell)
        prints = main_job.run(result, args.out, anchors=anchors, progress=tell)
    say(_("Reconstitution de la saison 2022, d’après les chiffres publiés :"))
    for code, folder in result.folders.items():
        shop = result.shops[code]
        say(
            _("  {code}  {entries} entrées, {receipts} tickets, {turnover}  {folder}").format(
                code=code,
                entries=typography.integer(result.entries[code]),
                receipts=typography.integer(shop.receipts),
                turnover=typography.cents(shop.turnover),
                folder=folder,
            )
        )
    _tell_shop(result)
    for folder in sorted({path.parent for path in prints}):
        count = sum(path.parent == folder for path in prints)
        say(
            ngettext(
                "{count} document dans {folder}", "{count} documents dans {folder}", count
            ).format(count=count, folder=folder)
        )
    if not args.open:
        return ExitCode.DONE
    return composition.open_window(result.folders[result.profile.headquarters])


def _tell_shop(result: DemoResult) -> None:
    say(
        _("Boutique : {turnover} en {receipts} tickets, {refunds} remboursements déduits.").format(
            turnover=typography.cents(sum(s.turnover for s in result.shops.values())),
            receipts=typography.integer(sum(s.receipts for s in result.shops.values())),
            refunds=typography.integer(sum(s.refunds for s in result.shops.values())),
        )
    )
    # The names are those of the published figures, as the facts hold them.
    sold = ", ".join(f"{name} {typography.integer(count)}" for name, count in result.units.items())
    say(_("Vendus : {}.").format(sold))
