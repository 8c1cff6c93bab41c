"""What the screen says: each state of the exchange in plain French, never in ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import PurePath

from otdesk import typography
from otdesk.domain.posts import RevocationMotive
from otdesk.i18n import _, ngettext
from otdesk.sync.mailbox.address import (
    AddressFault,
    MailAddress,
    SftpAddress,
    WebdavAddress,
    parse_address,
)
from otdesk.sync.months_seen import MonthSeen, SeenState
from otdesk.sync.office_notes import Way
from otdesk.sync.office_state import (
    DAYS_OF_PATIENCE,
    OfficeState,
    PacketLine,
    PacketState,
)

# What is counted of a packet, in this order; the rest is « autres écritures ».
_KINDS: Mapping[str, Callable[[int], str]] = {
    "visit": lambda n: ngettext("{} accueil", "{} accueils", n),
    "walk_in": lambda n: ngettext("{} passage", "{} passages", n),
    "tally": lambda n: ngettext("{} feuille", "{} feuilles", n),
    "receipt": lambda n: ngettext("{} ticket", "{} tickets", n),
    "refund": lambda n: ngettext("{} remboursement", "{} remboursements", n),
    "till": lambda n: ngettext("{} Z", "{} Z", n),
    "logbook": lambda n: ngettext("{} remarque au cahier", "{} remarques au cahier", n),
    "business_day": lambda n: ngettext("{} journée", "{} journées", n),
    "planned_opening": lambda n: ngettext("{} horaire prévu", "{} horaires prévus", n),
    "month_declaration": lambda n: ngettext("{} mois déclaré", "{} mois déclarés", n),
}


def content(counts: Mapping[str, int], most: int = 3) -> str:
    """Return `4 accueils · 2 tickets`: the first kinds that there are, the others together."""
    named = [
        words(counts[kind]).format(typography.integer(counts[kind]))
        for kind, words in _KINDS.items()
        if counts.get(kind)
    ]
    others = sum(n for kind, n in counts.items() if kind not in _KINDS)
    if others and len(named) < most:
        text = ngettext("{} autre écriture", "{} autres écritures", others)
        named.append(text.format(typography.integer(others)))
    return " · ".join(named[:most])


# The head of the window and the headline ----------------------------------------------------


def head_mark(state: OfficeState, *, is_running: bool) -> str:
    """Return the icon of the head; none before the pairing."""
    if state.known is None:
        return ""
    if is_running:
        return "refresh-cw"
    if state.is_stuck or state.revoked is not None or state.notes.stranger:
        return "cloud-off"
    return "cloud-upload" if state.waits else "cloud-check"


def headline(state: OfficeState) -> str:
    """Return the sentence that leads."""
    if state.revoked is not None:
        return {
            RevocationMotive.LOST: _("Le siège a révoqué ce poste, déclaré perdu."),
            RevocationMotive.STOLEN: _("Le siège a révoqué ce poste, déclaré volé."),
            RevocationMotive.REPLACED: _("Le siège a révoqué ce poste : un autre le remplace."),
        }[state.revoked]
    if state.notes.stranger:
        return _("Le siège répond sous une clé que ce poste ne connaît pas.")
    return _where_it_stands(state)


def _where_it_stands(state: OfficeState) -> str:
    if state.known is None:
        return _("Ce poste n’est pas encore relié au siège.")
    if not state.is_confirmed:
        return _("Le siège doit encore reconnaître ce poste.")
    if not state.waits:
        return _("Tout est au siège.")
    if state.days_without_word > DAYS_OF_PATIENCE:
        days = state.days_without_word
        text = ngettext(
            "Le siège n’a rien reçu depuis {} jour.",
            "Le siège n’a rien reçu depuis {} jours.",
            days,
        )
        return text.format(days)
    if state.acknowledged_at is None:
        return _("Rien n’est encore au siège.")
    if not state.here:
        return _("Tout est parti ; le siège n’a pas encore répondu.")
    if state.acknowledged_at.date() == state.today:
        return _("Tout est au siège jusqu’à {}.").format(hour(state.acknowledged_at))
    return _("Tout est au siège jusqu’au {}.").format(day_words(state.acknowledged_at.date()))


def subline(state: OfficeState) -> str:
    """Return the sentence below: what becomes of the rest."""
    if state.known is None:
        return _("Tout est enregistré ici, rien n’est perdu. Quatre étapes, dix minutes, un appel.")
    if state.revoked is not None:
        return _(
            "Il n’en prend plus rien ; ce qu’il avait reçu reste compté, et tout reste ici. Ce "
            "poste n’échange plus qu’à la main. S’il sert encore, appelez le siège : lui seul "
            "peut inviter un poste."
        )
    if state.notes.stranger:
        return _(
            "Rien n’en a été pris, tout reste ici. Appelez le siège au numéro que vous "
            "connaissez : s’il a changé de clé, il vous donne une nouvelle invitation."
        )
    if not state.is_confirmed:
        return _("Tout est enregistré ici, et partira une fois les mots lus au téléphone.")
    if state.here and state.mailbox:
        return _("Le reste est enregistré ici, et partira à la clôture.")
    if state.here:
        return _("Le reste est enregistré ici : l’écrire sur une clé, ou indiquer une boîte.")
    if state.under_way:
        return _("Tant qu’il n’a pas répondu, le prochain envoi reprend tout.")
    return _("Rien n’attend sur ce poste.")


# Moments ------------------------------------------------------------------------------------


def hour(moment: datetime) -> str:
    """Return `18:42`."""
    return typography.clock_time(moment.hour * 60 + moment.minute)


def day_words(day: date) -> str:
    """Return `vendredi 7 août`."""
    return typography.long_date(day, year=False)


def moment_words(moment: datetime, today: date) -> str:
    """Return `18:42` today, `hier 18:42`, `vendredi 18:42` this week, else `7 août 18:42`.

    A moment of another year has its year: a folder that slept a winter says so.
    """
    day = moment.date()
    age = (today - day).days
    if age == 0:
        return hour(moment)
    if age == 1:
        return _("hier {}").format(hour(moment))
    if 1 < age < 7:
        return f"{typography.WEEKDAYS[day.weekday()]} {hour(moment)}"
    named = typography.long_date(day, weekday=False, year=day.year != today.year)
    return f"{named} {hour(moment)}"


def short_moment(moment: datetime, today: date) -> str:
    """Return `ven. 7 août 18:41`, as a column of a table has it; `07/08/2022 18:41` of old."""
    day = moment.date()
    if day.year != today.year:
        return f"{typography.short_date(day)} {hour(moment)}"
    return (
        f"{typography.WEEKDAYS[day.weekday()][:3]}. {typography.day_of_month(day)} "
        f"{typography.MONTHS[day.month - 1]} {hour(moment)}"
    )


# Ways ---------------------------------------------------------------------------------------


def way_name(address: str) -> str:
    """Return what a mailbox is called: the kind of its place and, of a server, its host."""
    try:
        parsed = parse_address(address)
    except AddressFault:
        return address
    if isinstance(parsed, MailAddress):
        return parsed.recipient
    if isinstance(parsed, SftpAddress):
        return _("Serveur SFTP {}").format(parsed.host)
    if isinstance(parsed, WebdavAddress):
        if "remote.php" in parsed.path:
            return _("Nextcloud de {}").format(parsed.host)
        return _("Serveur WebDAV {}").format(parsed.host)
    return _("Dossier « {} »").format(parsed.path.name or str(parsed.path))


def packet_way(line: PacketLine) -> str:
    """Return by what a packet left."""
    if line.state is PacketState.CUT:
        return "—"
    if line.way is Way.STICK:
        name = PurePath(line.where.replace("\\", "/")).name
        return _("clé {}").format(name) if name else _("clé USB")
    if line.way is Way.MAIL:
        return _("courriel")
    return _("fichier") if line.way is Way.FILE else _("boîte d’échange")


def packet_state(line: PacketLine, today: date) -> tuple[str, str, str]:
    """Return the words, the tone and the icon of a packet's state."""
    if line.state is PacketState.CUT:
        if line.remade_in:
            told = _("ligne coupée, refait dans le n° {}").format(line.remade_in)
            return told, "genet", "refresh-cw"
        return _("ligne coupée, rien n’est perdu"), "genet", "refresh-cw"
    if line.state is PacketState.UNDER_WAY:
        return _("parti, sans réponse encore"), "granite", "send"
    if line.arrived_at is None:
        return _("reçu"), "ok", "circle-check"
    when = moment_words(line.arrived_at, today)
    same_day = line.arrived_at.date() == line.made_at.date()
    told = _("reçu à {}").format(hour(line.arrived_at)) if same_day else _("reçu {}").format(when)
    return told, "ok", "circle-check"


# Months -------------------------------------------------------------------------------------


_MONTHS: Mapping[SeenState, Callable[[], tuple[str, str, str]]] = {
    SeenState.LOCKED: lambda: (_("verrouillé"), "ok", "lock"),
    SeenState.COMPLETE: lambda: (_("complet"), "ok", "check"),
    SeenState.NO_ACTIVITY: lambda: (_("sans activité"), "ok", "check"),
    SeenState.DIFFERS: lambda: (_("à vérifier"), "refused", "triangle-alert"),
    SeenState.TO_DECLARE: lambda: (_("à déclarer"), "genet", "bell"),
    SeenState.CLOSED: lambda: (_("fermé"), "", ""),
    SeenState.BEFORE: lambda: ("—", "", ""),
    SeenState.TO_COME: lambda: (_("à venir"), "", ""),
}


def month_state(month: MonthSeen) -> tuple[str, str, str]:
    """Return the words, the tone and the icon of a month; tone and icon may be empty."""
    if month.state is SeenState.RUNNING:
        text = ngettext("{} jour reçu", "{} jours reçus", month.days)
        return text.format(month.days), "origin", ""
    if month.can_be_taken_back and not month.declaration_left:
        return _("déclaré"), "genet", "hourglass"
    return _MONTHS[month.state]()


def month_title(month: date) -> str:
    """Return `juin 2026` with a capital."""
    return typography.capitalised(typography.month_name(month))
