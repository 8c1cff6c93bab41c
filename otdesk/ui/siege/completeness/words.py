"""What the table of completeness says: its headline, a month, a cell, the letter to an office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from otdesk import typography
from otdesk.headquarters.late_records import changed_words, todo_words
from otdesk.headquarters.locking import lack_words
from otdesk.headquarters.overview import Overview
from otdesk.headquarters.state_words import STATES, lacking_words
from otdesk.headquarters.year_table import LACKING, CellState, YearCell, YearLine, YearTable
from otdesk.i18n import _, ngettext

_MOST_DAYS = 12


def headline(table: YearTable) -> str:
    """Return the sentence that leads the screen."""
    return lacking_words(table)


def month_sentence(seen: Overview, month: int) -> str:
    """Return what a month is made of, and whether it may be locked."""
    table = seen.table
    said = typography.capitalised(typography.MONTHS[month - 1])
    counted = Counter(cell.state for cell in table.month(month))
    parts = [
        form(counted[state]).format(counted[state]) for state, form in _COUNTS if counted[state]
    ]
    told = ", ".join(parts) or _("aucun bureau n’ouvre")
    return _("{month} : {told} ; {lock}.").format(
        month=said, told=told, lock=_lock_words(table, month)
    )


_COUNTS: Sequence[tuple[CellState, Callable[[int], str]]] = (
    (CellState.LOCKED, lambda n: ngettext("{} bureau verrouillé", "{} bureaux verrouillés", n)),
    (
        CellState.CHANGED,
        lambda n: ngettext(
            "{} bureau changé depuis le verrou", "{} bureaux changés depuis le verrou", n
        ),
    ),
    (CellState.REOPENED, lambda n: ngettext("{} rouvert", "{} rouverts", n)),
    (CellState.COMPLETE, lambda n: ngettext("{} bureau complet", "{} bureaux complets", n)),
    (CellState.NO_ACTIVITY, lambda n: ngettext("{} sans activité", "{} sans activité", n)),
    (CellState.UP_TO_DATE, lambda n: ngettext("{} bureau à jour", "{} bureaux à jour", n)),
    (CellState.INCOMPLETE, lambda n: ngettext("{} incomplet", "{} incomplets", n)),
    (CellState.LATE, lambda n: ngettext("{} en retard", "{} en retard", n)),
    (CellState.MISSING, lambda n: ngettext("{} sans envoi", "{} sans envoi", n)),
    (
        CellState.QUARANTINED,
        lambda n: ngettext("{} bloqué par une quarantaine", "{} bloqués par une quarantaine", n),
    ),
    (CellState.AWAITED, lambda n: ngettext("{} bureau attendu", "{} bureaux attendus", n)),
    (
        CellState.OUTSIDE,
        lambda n: ngettext("{} pas encore au réseau", "{} pas encore au réseau", n),
    ),
)


def _lock_words(table: YearTable, month: int) -> str:
    if table.is_locked(month):
        return _("le mois est verrouillé")
    if not table.is_over(month):
        return _("le mois n’est pas fini")
    if table.lacking(month):
        return _("il ne peut pas encore être verrouillé")
    return _("il peut être verrouillé")


def month_words(cell: YearCell) -> str:
    """Return `juillet 2026`."""
    return typography.month_name(cell.month)


def days_words(cell: YearCell) -> str:
    """Return the days of a cell in short: `30 j`, `15/22 j`."""
    if cell.state in LACKING:
        return _("{received}/{due} j").format(received=cell.received, due=_awaited_days(cell))
    if cell.state is CellState.AWAITED:
        return _("{} j").format(cell.planned)
    return _("{} j").format(cell.received)


def _awaited_days(cell: YearCell) -> int:
    """Return the days that should be here: those that came, and those that did not."""
    return cell.received + len(cell.missing)


def figure_words(cell: YearCell) -> str:
    """Return the figure of a cell, or the word in its place."""
    if cell.state is CellState.MISSING:
        return _("manque")
    if cell.state is CellState.QUARANTINED and not cell.received:
        return _("bloqué")
    return typography.integer(cell.acts)


def spoken(line: YearLine, cell: YearCell) -> str:
    """Return a cell as one sentence, for screen readers."""
    parts = [line.office.name, month_words(cell), STATES[cell.state]()]
    if cell.state in {CellState.AWAITED, CellState.CLOSED, CellState.OUTSIDE}:
        if cell.planned:
            parts.append(planned_words(cell))
    else:
        acts = ngettext("{} accueil", "{} accueils", cell.acts)
        parts += [acts.format(typography.integer(cell.acts)), received_words(cell)]
    return ", ".join(parts)


def received_words(cell: YearCell) -> str:
    """Return `15 jours reçus sur 22`."""
    if cell.missing:
        return ngettext("{} jour reçu sur {}", "{} jours reçus sur {}", cell.received).format(
            cell.received, _awaited_days(cell)
        )
    return ngettext("{} jour reçu", "{} jours reçus", cell.received).format(cell.received)


def planned_words(cell: YearCell) -> str:
    """Return `23 jours prévus`."""
    return ngettext("{} jour prévu", "{} jours prévus", cell.planned).format(cell.planned)


def cell_sentence(line: YearLine, cell: YearCell, zone: ZoneInfo) -> str:
    """Return what is known of an office's month: its last packet, what it lacks, what is safe."""
    parts = [_packet_words(line, zone)]
    if cell.state is CellState.OUTSIDE:
        parts = (
            [_("Ce bureau n’est pas encore au réseau : inviter son poste.")]
            if line.begins is None
            else [_("Ce bureau n’était pas encore au réseau.")]
        )
    elif cell.state is CellState.CHANGED and cell.changed is not None:
        parts = [changed_words(cell), todo_words()]
    elif cell.state is CellState.QUARANTINED:
        parts.append(_("Ici, {}.").format(lack_words(cell)))
        parts.append(_("Page Réception : l’envoi refusé, et que faire."))
    elif cell.state in {CellState.INCOMPLETE, CellState.LATE, CellState.MISSING}:
        if not cell.missing:
            parts.append(_("Ici, {}.").format(lack_words(cell)))
        parts.append(_("La suite est sur leur poste ; rien n’est perdu, rien n’est compté ici."))
        if cell.state is CellState.MISSING:
            parts.append(_("Un mois sans activité se déclare au bureau."))
    elif cell.state is CellState.REOPENED and cell.reopened is not None:
        parts.append(
            _("Rouvert jusqu’au {until} : {reason}.").format(
                until=day_words(cell.reopened.until), reason=cell.reopened.reason
            )
        )
    elif cell.is_declared:
        when = _local(cell.declared_at, zone)
        parts.append(
            _("Le bureau a déclaré le mois complet, envoi du {}.").format(day_words(when.date()))
        )
    return " ".join(parts)


def _packet_words(line: YearLine, zone: ZoneInfo) -> str:
    packets = line.packets
    if not packets.last_number:
        return _("Aucun envoi de ce bureau n’est encore arrivé.")
    when = _local(packets.last_received_at, zone)
    return _("Dernier envoi : n° {number}, le {day}.").format(
        number=packets.last_number, day=typography.long_date(when.date(), weekday=False, year=False)
    )


def day_words(day: date) -> str:
    """Return `1er août 2026`."""
    return typography.long_date(day, weekday=False)


def _local(moment: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(moment).astimezone(zone)


# The letter --------------------------------------------------------------------------------


def letter_title(cell: YearCell) -> str:
    """Return the subject of the letter to an office."""
    return _("otdesk : {} n’est pas complet au siège").format(month_words(cell))


def letter(line: YearLine, cell: YearCell) -> str:
    """Return the text of the letter to an office: what is missing, and what to do."""
    lines = [_("Bonjour,"), ""]
    if cell.missing:
        count = len(cell.missing)
        lines.append(
            ngettext(
                "Il manque {count} journée de {month} au siège pour {office} : {days}.",
                "Il manque {count} journées de {month} au siège pour {office} : {days}.",
                count,
            ).format(
                count=count,
                month=month_words(cell),
                office=line.office.name,
                days=missing_days(cell.missing),
            )
        )
    else:
        lines.append(
            _("{office}, {month} : {lack}.").format(
                office=line.office.name, month=month_words(cell), lack=lack_words(cell)
            )
        )
    lines += [
        "",
        _("Ouvrez otdesk et lancez l’échange avec le siège : l’envoi reprend tout ce qui manque."),
        _("S’il ne s’est rien passé ces jours-là, notez la fermeture dans Journée, ou déclarez le "
          "mois sans activité."),
        _("Sans réseau, écrivez l’envoi sur une clé et apportez-la."),
        "",
        _("Merci,"),
        _("le siège"),
    ]  # fmt: skip
    return "\n".join(lines)


def missing_days(days: Sequence[date]) -> str:
    """Return the missing days by number, the first of them where there are many."""
    named = ", ".join(str(day.day) for day in days[:_MOST_DAYS])
    rest = len(days) - _MOST_DAYS
    if rest > 0:
        more = ngettext("et {} autre", "et {} autres", rest).format(rest)
        return f"{named} {more}"
    return named
