"""What the page of the reception says, and the advice for each thing that came."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from otdesk import typography
from otdesk.domain.profile import NetworkProfile
from otdesk.headquarters.arrivals import Arrivals
from otdesk.headquarters.put_aside import PutAside
from otdesk.headquarters.siege_round import SiegeRound
from otdesk.headquarters.unknown_codes import CodeList
from otdesk.i18n import _, ngettext
from otdesk.store.exchange_state import ReceivedPacket, ReceivedState
from otdesk.ui.siege.rows import ListRow

_LISTS: Mapping[CodeList, Callable[[], str]] = {
    CodeList.ORIGIN: lambda: _("provenance"),
    CodeList.DEMAND: lambda: _("demande"),
    CodeList.KIND: lambda: _("sorte d’écriture"),
}
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Telling:
    """What stands beside a row: a title, sentences, and whether it may be tried again."""

    title: str
    sentences: tuple[str, ...]
    again: str = ""


class Words:
    """Says things in the names and the hours of a network."""

    def __init__(self, profile: NetworkProfile, zone: ZoneInfo) -> None:
        self._profile = profile
        self._zone = zone

    def office(self, code: str) -> str:
        """Return the name of an office."""
        office = self._profile.office(code)
        return code if office is None else office.name

    def when(self, moment: str) -> str:
        """Return `07/08/2026 à 16 h 24` of an instant."""
        return typography.stamp(datetime.fromisoformat(moment).astimezone(self._zone))

    # Packets -------------------------------------------------------------------------------

    def packet_rows(self, seen: Arrivals) -> list[ListRow]:
        """Return a row for each packet, newest first."""
        return [self._packet_row(packet, seen.aside.get(packet.sha256)) for packet in seen.packets]

    def _packet_row(self, packet: ReceivedPacket, aside: PutAside | None) -> ListRow:
        office, number = packet.office, packet.number
        if aside is not None:
            office, number = aside.office, aside.number
        icon, tone, state = self._state(packet, aside)
        whose = self.office(office) if office else _("inconnu")
        if aside is not None and aside.is_hint:
            whose = _("{} ?").format(whose)
        return ListRow(
            (self.when(packet.received_at), whose, _("n° {}").format(number) if number else "",
             state),
            icon, tone, key=packet.sha256,
        )  # fmt: skip

    def _state(self, packet: ReceivedPacket, aside: PutAside | None) -> tuple[str, str, str]:
        match packet.state:
            case ReceivedState.RECEIVED:
                return "check", "ok", _("reçu")
            case ReceivedState.WAITING:
                return "hourglass", "genet", _("attend un autre")
            case ReceivedState.NEWER:
                return "hourglass", "genet", _("à mettre à jour")
            case _:
                if aside is not None and aside.is_healed:
                    return "shield-check", "granite", _("refusé, repris depuis")
                return "shield-alert", "refused", _("en quarantaine")

    def packet(self, packet: ReceivedPacket, aside: PutAside | None) -> Telling:
        """Return what is to be known of a packet, and done."""
        _icon, _tone, state = self._state(packet, aside)
        title = typography.capitalised(state)
        match packet.state:
            case ReceivedState.RECEIVED:
                return Telling(title, (_("Entier, vérifié et compté."), *self._clock(packet)))
            case ReceivedState.WAITING:
                return Telling(
                    title,
                    (
                        typography.spaced(packet.reason),
                        _("Ce qui se suit est déjà pris. L’envoi du milieu manque encore : il "
                          "arrivera, ou le prochain envoi du bureau le reprendra."),
                        self._call(packet.office),
                    ),
                )  # fmt: skip
            case ReceivedState.NEWER:
                return Telling(
                    title,
                    (
                        _("Une version plus récente d’otdesk l’a fait. Il est gardé, et attend."),
                        _("Mettre le siège à jour, puis essayer de nouveau."),
                    ),
                    again=packet.sha256,
                )
            case _:
                return self._quarantined(title, packet, aside)

    def _quarantined(self, title: str, packet: ReceivedPacket, aside: PutAside | None) -> Telling:
        reason = packet.reason if aside is None else aside.reason
        said = [typography.spaced(reason)]
        if aside is not None and aside.name:
            said.append(_("Fichier : {}").format(aside.name))
        if aside is not None and aside.is_healed:
            said.append(_("Un envoi suivant de ce bureau a tout repris : il n’y a rien à faire."))
            return Telling(title, tuple(said))
        said.append(_("Rien n’en a été compté. Le fichier est gardé tel quel."))
        office = "" if aside is None else aside.office
        if aside is not None and aside.is_hint:
            said.append(_("Le nom du fichier dit {}, mais rien ne le prouve.").format(
                self.office(office)))  # fmt: skip
        said.append(self._call(office))
        said.append(
            _("Si la clé est inconnue : confirmer d’abord le poste, page Postes, puis essayer de "
              "nouveau.")
        )  # fmt: skip
        return Telling(title, tuple(said), again=packet.sha256)

    def _call(self, code: str) -> str:
        office = self._profile.office(code)
        if office is None:
            return _("Demander aux bureaux qui a envoyé ce fichier, et de recommencer.")
        if office.phone and office.phone != self._profile.phone:
            return _(
                "Appeler {office}, {phone} : « Lancez l’échange avec le siège, s’il vous plaît. » "
                "Le prochain envoi reprend tout."
            ).format(office=office.name, phone=office.phone)
        return _(
            "Appeler {office} : « Lancez l’échange avec le siège, s’il vous plaît. » "
            "Le prochain envoi reprend tout."
        ).format(office=office.name)

    def _clock(self, packet: ReceivedPacket) -> tuple[str, ...]:
        minutes = round(packet.clock_offset / _MINUTE)
        if not minutes:
            return ()
        return (self.offset(minutes),)

    @staticmethod
    def offset(minutes: int) -> str:
        """Return how far a post's clock is from the siège's."""
        if minutes > 0:
            return ngettext(
                "Son horloge avance de {} minute.", "Son horloge avance de {} minutes.", minutes
            ).format(typography.integer(minutes))
        return ngettext(
            "Son horloge retarde de {} minute.", "Son horloge retarde de {} minutes.", -minutes
        ).format(typography.integer(-minutes))

    # Codes, histories, clocks --------------------------------------------------------------

    def code_rows(self, seen: Arrivals) -> list[ListRow]:
        """Return a row for each unknown code of each office, most used first."""
        return [
            ListRow(
                (_LISTS[code.list](), code.code, self.office(code.office),
                 typography.integer(code.times)),
                "tag", "genet", key=(code.list, code.code, code.office),
            )
            for code in seen.unknown
        ]  # fmt: skip

    @staticmethod
    def code() -> Telling:
        """Return what is to be known of unknown codes."""
        return Telling(
            _("Codes inconnus de ce siège"),
            (
                _("Un bureau a une liste plus récente, ou un poste mis à jour avant le siège."),
                _("Ces accueils comptent dans les totaux, sous leur code nu ; aucun n’est perdu."),
                _("Mettre le siège à jour, ou ajouter le code à la liste du réseau."),
            ),
        )

    def history_rows(self, seen: Arrivals) -> list[ListRow]:
        """Return a row for each gap, each fork, each revision with two contents."""
        rows = [
            ListRow(
                (self.office(office),
                 _("entrées {first} à {last} attendues").format(first=gap.first, last=gap.last),
                 _("trou")),
                "hourglass", "genet", key=("gap", gap.stream),
            )
            for office, gap in seen.gaps
        ]  # fmt: skip
        rows += [
            ListRow(
                (self.office(fork.office),
                 ngettext("{count} entrée d’une copie, depuis la {first}e",
                          "{count} entrées d’une copie, depuis la {first}e", fork.entries)
                 .format(count=fork.entries, first=fork.first),
                 _("copie")),
                "unlink", "granite", key=("fork", fork.stream),
            )
            for fork in seen.forks
        ]  # fmt: skip
        rows += [
            ListRow(
                (_("deux postes"),
                 _("{kind} {uid}, révision {rev}").format(
                     kind=conflict.kind, uid=conflict.uid[:8], rev=conflict.rev),
                 _("deux versions")),
                "alert-triangle", "genet", key=("conflict", conflict.uid, conflict.rev),
            )
            for conflict in seen.conflicts
        ]  # fmt: skip
        return rows

    @staticmethod
    def history(row: ListRow) -> Telling:
        """Return what a gap, a fork or a conflict means."""
        kind = row.key[0] if isinstance(row.key, tuple) else ""
        if kind == "gap":
            return Telling(
                _("Un envoi manque au milieu"),
                (
                    _("Des envois plus récents attendent celui-là. Rien n’est perdu : le prochain "
                      "envoi du bureau reprend tout ce que le siège n’a pas accusé."),
                ),
            )  # fmt: skip
        if kind == "fork":
            return Telling(
                _("Deux copies d’un même poste"),
                (
                    _("Un poste copié, ou restauré d’une sauvegarde, a continué le même registre."),
                    _("Ces entrées sont gardées à part. Au prochain accusé, la copie continue "
                      "dans un registre à elle et redit les siennes : elles seront comptées une "
                      "fois."),
                ),
            )  # fmt: skip
        return Telling(
            _("Une fiche, deux versions"),
            (
                _("Deux registres d’un même bureau disent autrement la même révision."),
                _("Les chiffres suivent le registre le plus récent ; l’autre version est gardée "
                  "au journal."),
                _("Demander au bureau laquelle est juste ; s’il le faut, il la corrige."),
            ),
        )  # fmt: skip

    def clock_rows(self, seen: Arrivals) -> list[ListRow]:
        """Return a row for each office whose clock is wrong."""
        return [
            ListRow(
                (self.office(packet.office), self.when(packet.received_at),
                 self.offset(round(packet.clock_offset / _MINUTE))),
                "clock-alert", "genet", key=packet.office,
            )
            for packet in seen.clocks
        ]  # fmt: skip

    @staticmethod
    def clock() -> Telling:
        """Return what a wrong clock means."""
        return Telling(
            _("Une horloge à régler"),
            (
                _("L’heure d’un poste ne décide de rien : l’ordre vient du registre."),
                _("Mais ses accueils portent cette heure. Demander au bureau de régler l’horloge "
                  "de Windows sur « heure automatique »."),
            ),
        )  # fmt: skip


def headline(seen: Arrivals) -> str:
    """Return the sentence that leads the page."""
    aside, waiting = len(seen.open_aside), len(seen.waiting)
    parts = []
    if aside:
        form = ngettext("{} envoi en quarantaine", "{} envois en quarantaine", aside)
        parts.append(form.format(aside))
    if waiting:
        parts.append(ngettext("{} en attente", "{} en attente", waiting).format(waiting))
    if parts:
        return _("{}.").format(", ".join(parts))
    if not seen.packets:
        return _("Rien n’est encore arrivé.")
    return _("Tout ce qui est arrivé est compté.")


def round_words(done: SiegeRound) -> tuple[str, str]:
    """Return what a round or an import did, and in which tone."""
    calls = ngettext(
        "{} poste a répondu à son invitation : page Postes, « Lire une réponse ».",
        "{} postes ont répondu à leur invitation : page Postes, « Lire une réponse ».",
        len(done.answers),
    ).format(len(done.answers))
    # A call to make stays while the page is turned to where it is made.
    tone = "genet" if done.answers else "ok"
    if not done.incoming:
        return typography.spaced(calls) if done.answers else _("Aucun envoi nouveau."), tone
    states = [each.taken.state for each in done.incoming]
    received = states.count(ReceivedState.RECEIVED)
    aside = states.count(ReceivedState.QUARANTINED)
    waiting = len(states) - received - aside
    parts = [ngettext("{} envoi reçu", "{} envois reçus", received).format(received)]
    if waiting:
        parts.append(ngettext("{} en attente", "{} en attente", waiting).format(waiting))
    if aside:
        parts.append(ngettext("{} en quarantaine", "{} en quarantaine", aside).format(aside))
    said = ", ".join(parts)
    if done.answered:
        count = len(done.answered)
        answered = ngettext("{} bureau a sa réponse", "{} bureaux ont leur réponse", count)
        said = f"{said} ; {answered.format(count)}"
    said = _("{}.").format(said)
    late = sum(each.records for each in done.late)
    if late:
        tone = "genet"
        form = ngettext(
            "{} enregistrement est d’un mois déjà verrouillé : page Complétude.",
            "{} enregistrements sont d’un mois déjà verrouillé : page Complétude.",
            late,
        )
        said = f"{said} {form.format(typography.integer(late))}"
    if done.answers:
        said = f"{said} {calls}"
    return typography.spaced(said), "refused" if aside else tone


def codes_words(seen: Arrivals) -> Sequence[str]:
    """Return the names of the four lists, with how much is in each."""
    history = len(seen.gaps) + len(seen.forks) + len(seen.conflicts)
    return (
        _("Envois"),
        _("Codes inconnus ({})").format(len(seen.unknown)),
        _("Trous et copies ({})").format(history),
        _("Horloges ({})").format(len(seen.clocks)),
    )
