"""What `otdesk demo` says of the exchange: the pairing, each round, the table, the proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from otdesk import typography
from otdesk.cli.marked_table import Mark, MarkedRow, lines
from otdesk.i18n import _, ngettext
from otdesk.typography import MONTHS, integer, month_name

if TYPE_CHECKING:
    from otdesk.demo.exchange.told import ExchangeTold, Proof, RoundTold, Trouble
    from otdesk.domain.money import Cents
    from otdesk.headquarters.completeness import Completeness, MonthState


def pairing(told: ExchangeTold) -> Iterator[str]:
    """Yield who was paired, with the words that two people compared."""
    yield _("Le siège s’apparie avec chaque bureau ; sa clé : {}.").format(_spoken(told.words))
    for post in told.posts:
        yield _("  {office}  mêmes mots des deux côtés, poste reconnu : {words}").format(
            office=post.office, words=_spoken(post.words)
        )


def rounds(told: ExchangeTold) -> Iterator[str]:
    """Yield what each round brought, and what went wrong on the way."""
    yield _("La saison part au siège par la boîte {} :").format(told.mailbox)
    for each in told.rounds:
        yield _round(each)
        for trouble in each.troubles:
            yield f"    {_trouble(trouble, told.siege)}"
    yield _("  Le siège verrouille {} ; chaque bureau le reçoit avec son accusé.").format(
        _months(told.locked[0], told.locked[-1])
    )


def table(found: Completeness) -> Iterator[str]:
    """Yield which month of which office the siège holds whole, with the legend of the marks."""
    cells = len(found.months) * len(found.offices)
    yield _("Complétude au siège : {whole} mois entiers sur {all}.").format(
        whole=integer(found.complete), all=integer(cells)
    )
    yield from lines(
        found.months,
        [
            MarkedRow(line.office, tuple(_mark(cell.state) for cell in line.months),
                      line.last_number)
            for line in found.offices
        ],
    )  # fmt: skip


def proof(told: ExchangeTold, persons: int, turnover: Cents) -> Iterator[str]:
    """Yield what the siège holds beside what was published, and beside what the offices hold."""
    found = told.proof
    yield _("Au siège : {persons} visiteurs et {turnover} ; publiés : {said} et {sold}.").format(
        persons=integer(found.persons),
        turnover=typography.cents(found.turnover),
        said=integer(persons),
        sold=typography.cents(turnover),
    )
    yield _(
        "  {entries} entrées dans les bureaux ; perdues en route : {missing} ; en trop au siège : "
        "{strange}."
    ).format(
        entries=integer(found.entries),
        missing=integer(found.missing),
        strange=integer(found.strange),
    )
    yield _("  Empreintes des mois, bureau et siège : {equal} égales sur {all}.").format(
        equal=integer(found.equal_months), all=integer(found.months)
    )
    yield _verified(found)
    command = f"otdesk --data {told.siege} report year 2022 --all --format json --output -"
    yield _("  À refaire : {}").format(command)


def _round(each: RoundTold) -> str:
    first, last = each.months[0], each.months[-1]
    packets = ngettext("{} envoi", "{} envois", each.packets).format(each.packets)
    return _("  {day} : {months}, {packets}, {new} entrées nouvelles au siège.").format(
        day=typography.short_date(each.moment.date()),
        months=_months(first, last),
        packets=packets,
        new=integer(each.new),
    )


def _months(first: date, last: date) -> str:
    if first == last:
        return month_name(first)
    are_two = last.month - first.month == 1
    text = _("{first} et {last}") if are_two else _("{first} à {last}")
    return text.format(first=MONTHS[first.month - 1], last=month_name(last))


def _trouble(trouble: Trouble, siege: Path) -> str:
    from otdesk.demo.exchange.told import Mishap

    if trouble.kind is Mishap.LOST:
        text = _(
            "{office} : l’envoi n° {number} se perd avant que le siège ne le lise ; le suivant "
            "reprend tout."
        )
        return text.format(office=trouble.office, number=trouble.number)
    if trouble.kind is Mishap.DAMAGED:
        text = _(
            "{office} : un bit de l’envoi n° {number} change en chemin. Mis en quarantaine dans "
            "{place} : « {reason} » Le suivant reprend tout."
        )
        return text.format(
            office=trouble.office,
            number=trouble.number,
            place=siege / "quarantaine",
            reason=trouble.reason,
        )
    text = _(
        "{office} : le disque du poste est copié sur un second PC, qui note {accueils} accueils "
        "pendant que le premier note le reste du mois. Le siège tient le premier ; la copie "
        "l’apprend, passe dans un journal à elle et y redit {reissued} entrées ; le premier les "
        "reprend. Rien n’est perdu ni compté deux fois. La copie est retirée."
    )
    return text.format(
        office=trouble.office,
        accueils=integer(trouble.accueils),
        reissued=integer(trouble.reissued),
    )


def _verified(found: Proof) -> str:
    if not found.faults:
        return _("  Vérification du siège (fichier, journaux, tables) : aucun défaut.")
    return ngettext(
        "  Vérification du siège : {} défaut.",
        "  Vérification du siège : {} défauts.",
        found.faults,
    ).format(found.faults)


def _mark(state: MonthState) -> Mark:
    from otdesk.headquarters.completeness import MonthState

    letter, meaning = {
        MonthState.COMPLETE: ("C", _("complet, compté pareil au bureau et au siège")),
        MonthState.NO_ACTIVITY: ("-", _("déclaré sans activité")),
        MonthState.RECEIVED: ("R", _("reçu, pas encore déclaré entier")),
        MonthState.INCOMPLETE: ("I", _("incomplet, quelque chose manque")),
        MonthState.LATE: ("T", _("en retard, pas déclaré")),
        MonthState.MISSING: ("M", _("manquant")),
        MonthState.AWAITED: ("A", _("attendu")),
    }[state]
    return Mark(letter, meaning)


def _spoken(words: Iterable[str]) -> str:
    return " · ".join(words)
