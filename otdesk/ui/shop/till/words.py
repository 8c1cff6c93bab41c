"""The sentences of the till: what it is, what was closed, what went wrong. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from otdesk import typography
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import Closing, ClosingSpan
from otdesk.i18n import _, ngettext
from otdesk.services.shop.deposits import Destination
from otdesk.services.till.keystore import KeyPlace
from otdesk.services.till.start import TillTrouble

if TYPE_CHECKING:
    from otdesk.reports.shop.deposits import DepositSlip
    from otdesk.store.till_state import TillState


def key_place(place: KeyPlace) -> str:
    """Return where the key of a till lies, said plainly."""
    if place is KeyPlace.SYSTEM:
        return _("Sa clé est dans le trousseau du système, ouvert avec cette session.")
    return _(
        "Ce poste n’a pas de trousseau : la clé est dans un fichier protégé, lisible par ce "
        "compte seul."
    )


def trouble_title(trouble: TillTrouble) -> str:
    """Return what is wrong, as a title."""
    return {
        TillTrouble.NONE_YET: _("Ouvrir la caisse de ce poste"),
        TillTrouble.KEY_LOST: _("La clé de la caisse est introuvable"),
        TillTrouble.BEHIND: _("La caisse de ce dossier est en retard sur ce poste"),
    }[trouble]


def trouble_sentences(trouble: TillTrouble) -> tuple[str, ...]:
    """Return what happened, what is safe, and what to do."""
    if trouble is TillTrouble.NONE_YET:
        return (
            _("Une caisse par poste : chacune signe ses tickets et les numérote sans trou."),
            _("Compter le fond, ou taper sa somme ; il pourra être rectifié avec un motif."),
        )
    if trouble is TillTrouble.KEY_LOST:
        return (
            _(
                "Ce poste n’a plus la clé qui signait les tickets : autre compte, autre "
                "ordinateur, trousseau verrouillé ou effacé."
            ),
            _("Rien n’est perdu : tickets, Z et totaux sont là, et se vérifient sans la clé."),
            _(
                "Si la clé peut revenir (trousseau déverrouillé, ancien compte, ancien poste), la "
                "retrouver puis rouvrir le programme. Sinon, ouvrir une nouvelle caisse : elle "
                "reprend les totaux perpétuels de l’ancienne."
            ),
        )
    return (
        _(
            "Son journal finit avant ce que ce poste en a déjà vu : le dossier vient d’une "
            "sauvegarde, ou d’une copie qui a continué ailleurs."
        ),
        _(
            "Ce qui est dans le dossier est intact. Ce qui a été vendu après la sauvegarde est "
            "dans la base mise de côté, dans « backups »."
        ),
        _(
            "Ouvrir une nouvelle caisse : elle reprend les totaux perpétuels, et son premier "
            "enregistrement dit de quelle caisse elle est la suite."
        ),
    )


def closing_name(closing: Closing) -> str:
    """Return `Z n° 12`, `Mois n° 3` or `Année n° 1`."""
    return {
        ClosingSpan.DAY: _("Z n° {}"),
        ClosingSpan.MONTH: _("Mois n° {}"),
        ClosingSpan.YEAR: _("Année n° {}"),
    }[closing.span].format(closing.number)


def closing_period(closing: Closing) -> str:
    """Return the day, the month or the year that a closing closes."""
    if closing.span is ClosingSpan.DAY:
        return typography.long_date(closing.day)
    if closing.span is ClosingSpan.MONTH:
        return typography.month_name(date.fromisoformat(f"{closing.period}-01"))
    return closing.period


# How many closings a notice names on one line.
_NAMED_CLOSINGS = 4


def periods_closed(made: Sequence[Closing]) -> str:
    """Return the notice of the months and years that have just closed by themselves.

    After a long absence they are counted: fifty names would take the tiles' room.
    """
    months = [closing for closing in made if closing.span is ClosingSpan.MONTH]
    if months and len(made) > _NAMED_CLOSINGS:
        return _(
            "{count} clôtures de mois et d’années faites et signées, de {first} à {last}."
        ).format(
            count=typography.integer(len(made)),
            first=closing_period(min(months, key=lambda closing: closing.period)),
            last=closing_period(max(months, key=lambda closing: closing.period)),
        )
    names = ", ".join(closing_period(closing) for closing in made)
    return ngettext(
        "Clôture faite et signée : {}.", "Clôtures faites et signées : {}.", len(made)
    ).format(names)


def lead(state: TillState, today: date) -> str:
    """Return the sentence that the page leads with."""
    if state.open_day is None:
        if state.last_z is None:
            return _("La caisse est prête : indiquer le fond du jour")
        return _("Rien depuis le Z du {}").format(
            typography.long_date(state.last_z.day, weekday=False, year=False)
        )
    if state.open_day < today:
        return _("La caisse du {} attend son Z").format(
            typography.long_date(state.open_day, year=False)
        )
    count = state.totals.receipts
    return ngettext(
        "{count} ticket depuis ce matin, {sum}", "{count} tickets depuis ce matin, {sum}", count
    ).format(count=typography.integer(count), sum=typography.cents(state.totals.turnover))


def signed(cents: int) -> str:
    """Return `+0,20 €`, `−4,80 €` or `0,00 €`."""
    text = typography.cents(cents)
    return f"+{text}" if cents > 0 else text


def slip_line(slip: DepositSlip, zone: ZoneInfo) -> str:
    """Return a slip in one line: who made it and when, and who voided it, when and why."""
    what = _("espèces") if slip.method is PaymentMethod.CASH else _("chèques")
    where = _("banque") if slip.destination == Destination.BANK.value else _("siège")
    text = _("n° {number} · {what}, {where} · {sum} · faite par {author} le {stamp}").format(
        number=slip.reference,
        what=what,
        where=where,
        sum=typography.cents(slip.cents),
        author=slip.author,
        stamp=typography.stamp(slip.made_at.astimezone(zone)),
    )
    if slip.void_reason is None or slip.voided_at is None:
        return text
    return _("{slip} · annulée par {author} le {stamp} : {reason}").format(
        slip=text,
        author=slip.voided_by,
        stamp=typography.stamp(slip.voided_at.astimezone(zone)),
        reason=slip.void_reason,
    )
