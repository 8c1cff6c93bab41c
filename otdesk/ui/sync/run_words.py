"""Which way is the best one now, and what is said of a run that ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.i18n import _, ngettext
from otdesk.sync.office_notes import Way
from otdesk.sync.office_state import OfficeState
from otdesk.ui.sync import words
from otdesk.ui.sync.exchange_process import Ended
from otdesk.ui.sync.exchanger import Job
from otdesk.ui.sync.volumes import Plugged

HOSTS = frozenset({"HostUnknown", "HostKeyChanged"})
ADDRESSES = frozenset({"AddressUnknown", "AddressFault", "NoRight", "BadCertificate"})


@dataclass(frozen=True, slots=True)
class RunTold:
    """A message: what, what is safe and to do, its tone; `act` is the words of its button."""

    what: str
    more: str = ""
    tone: str = "genet"
    act: str = ""


def best_way(state: OfficeState, plugged: Sequence[Plugged]) -> tuple[Way, Plugged | None]:
    """Return what the button does: the mailbox, a stick that is plugged in, e-mail, a file."""
    if state.mailbox:
        return Way.MAILBOX, None
    stick = next((each for each in plugged if each.replies or each.volume.writable), None)
    if stick is not None:
        return Way.STICK, stick
    return (Way.MAIL if state.mail else Way.FILE), None


def send_words(way: Way, *, revoked: bool = False) -> str:
    """Return what the button says; of a revoked post the siège takes nothing (`revoked`)."""
    if way is Way.MAILBOX and revoked:
        return _("Essayer quand même")
    if way is Way.STICK:
        return _("Utiliser la clé")
    if way is Way.MAIL:
        return _("Envoyer par courriel")
    return _("Écrire un fichier…") if way is Way.FILE else _("Envoyer maintenant")


def fault_of(state: OfficeState, last: tuple[Job, Ended] | None) -> tuple[str, str]:
    """Return the name of the fault that is told, and the fingerprint that goes with it."""
    if last is not None and last[0] is not Job.VERIFY and last[1].fault is not None:
        return last[1].fault.name, last[1].fault.fingerprint
    tried = state.notes.last
    return ("", "") if tried is None else (tried.fault, tried.fingerprint)


def told(state: OfficeState, last: tuple[Job, Ended] | None) -> RunTold | None:
    """Return what is to be said: how the last run ended, else what the folder remembers."""
    if last is not None and last[0] not in {Job.VERIFY, Job.ANSWER}:
        found = _of_run(state, *last)
        if found is not None:
            return found
    tried = state.notes.last
    if tried is None or state.tried_at is None:
        return None
    when = words.moment_words(state.tried_at, state.today)
    if state.was_broken_off:
        return RunTold(
            _("L’échange de {} s’est interrompu.").format(when),
            _("Rien n’est perdu : le reprendre continue où il en était."),
            act=_("Reprendre"),
        )
    if tried.fault:
        what = _("{when} : {what}").format(when=when, what=tried.what)
        return RunTold(what, f"{tried.safe} {tried.todo}", act=_act(tried.fault))
    return None


def _of_run(state: OfficeState, job: Job, ended: Ended) -> RunTold | None:
    if ended.cancelled:
        return RunTold(
            _("Échange abandonné à votre demande."),
            _("Rien n’est perdu : tout reste sur ce poste, et repartira au prochain échange."),
            tone="granite",
        )
    if ended.fault is not None:
        fault = ended.fault
        act = _act(fault.name) if job is Job.EXCHANGE else ""
        return RunTold(fault.what, f"{fault.safe} {fault.todo}".strip(), act=act)
    refused = ended.told.get("refused") or ()
    if refused:
        more = _("Rien n’a été changé. Demandez au siège une nouvelle réponse.")
        return RunTold(refused[0], more, tone="refused")
    if ended.told.get("new_stream"):
        return RunTold(
            _("Ce poste continue dans un registre neuf."),
            _("Il est une copie, ou a été restauré : rien n’est perdu, rien ne compte deux fois."),
        )
    return _success(state, job, ended)


def _success(state: OfficeState, job: Job, ended: Ended) -> RunTold | None:
    said = ended.told
    if job is Job.EXPORT:
        if not said["file"]:
            return RunTold(_("Rien n’attend : aucun fichier n’a été écrit."), tone="ok")
        more = _("Chiffré pour le siège seul. Remettez-le-lui ; sa réponse se prend ici.")
        return RunTold(_("Envoi écrit : {}").format(said["file"]), more, tone="ok")
    parts = []
    if said["sent"]:
        parts.append(_("Envoi n° {} parti.").format(said["sent"]))
    if said["acknowledged"]:
        parts.append(_("Accusé n° {} du siège reçu.").format(max(said["acknowledged"])))
    if said["decisions"]:
        text = ngettext("{} décision du siège.", "{} décisions du siège.", said["decisions"])
        parts.append(text.format(said["decisions"]))
    if not parts:
        parts.append(
            _("Rien de neuf au siège.") if state.waits else _("Rien à envoyer, rien de neuf.")
        )
    return RunTold(" ".join(parts), tone="ok")


def _act(fault: str) -> str:
    if fault in HOSTS:
        return _("Comparer l’empreinte…")
    if fault == "WrongPassword":
        return _("Saisir le mot de passe…")
    return _("Changer l’adresse…") if fault in ADDRESSES else _("Réessayer")
