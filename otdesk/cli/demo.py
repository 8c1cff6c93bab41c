"""`otdesk demo`: the season of 2022 rebuilt, sent to the siège month by month, and printed."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk import typography
from otdesk.cli import demo_exchange
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import say
from otdesk.cli.progress import Advance, progress
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from otdesk.demo.season import DemoResult
    from otdesk.store.anchor import Anchors


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser(
        "demo",
        help=_("crée le réseau de démonstration"),
        description=_(
            "Reconstitue la saison 2022 des six bureaux d’après les chiffres publiés, un dossier "
            "de données par bureau marqué « reconstitution » ; l’envoie au siège (DOSSIER/siege) "
            "en perdant un envoi, en abîmant un autre et en copiant un poste ; imprime juillet et "
            "l’année du réseau."
        ),
    )
    parser.add_argument(
        "--out", required=True, metavar="DOSSIER", type=Path, help=_("un dossier nouveau ou vide")
    )
    parser.add_argument(
        "--open", action="store_true", help=_("ouvre ensuite la fenêtre du premier bureau")
    )
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class Made:
    """A demonstration that was made: its folders, and the documents that were printed."""

    result: DemoResult
    prints: list[Path]


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Build the season. Raises FolderTaken where anything lies in the folder."""
    from otdesk.store.anchor import Anchors

    anchors = Anchors(composition.make_grounds().state)
    with progress() as advance:
        made = make(args.out, anchors, advance)
    tell(made)
    if args.open:
        return composition.open_window(made.result.folders[made.result.profile.headquarters])
    return ExitCode.DONE if made.result.exchange.proof.holds else ExitCode.FAULTY_DATA


def make(out: Path, anchors: Anchors, advance: Advance) -> Made:
    """Build the season below `out` and print it, telling how far it is."""
    from otdesk.demo import main_job, season

    def told(what: str, done: int, total: int) -> None:
        advance(what, done / max(total, 1))

    result = season.build(out, anchors=anchors, progress=told)
    return Made(result, main_job.run(result, out, anchors=anchors, progress=told))


def tell(made: Made) -> None:
    """Print what was made, step by step, and what proves it."""
    _tell_season(made.result)
    _tell_shop(made.result)
    _tell_exchange(made.result)
    for folder in sorted({path.parent for path in made.prints}):
        count = sum(path.parent == folder for path in made.prints)
        say(
            ngettext(
                "{count} document dans {folder}", "{count} documents dans {folder}", count
            ).format(count=count, folder=folder)
        )


def _tell_season(result: DemoResult) -> None:
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


def _tell_exchange(result: DemoResult) -> None:
    told, season = result.exchange, result.published
    for part in (
        demo_exchange.pairing(told),
        demo_exchange.rounds(told),
        demo_exchange.table(told.completeness),
        demo_exchange.proof(told, season.persons, season.shop.turnover),
    ):
        say("")
        for line in part:
            say(line)
    say("")


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
