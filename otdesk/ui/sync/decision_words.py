"""What came from the siège, in words: a heading, a note and an icon for each decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from otdesk import typography
from otdesk.i18n import _
from otdesk.sync.office_state import Decision
from otdesk.ui.sync.words import day_words, month_title

Told = tuple[str, str, str]
Says = Callable[[Decision], Told]


def decision(entry: Decision, office: str) -> Told | None:
    """Return the heading, the note and the icon of a decision; None where it is another's."""
    if entry.said.get("office", office) != office:
        return None
    return _SAYS.get(entry.kind, _anything)(entry)


def _lock(entry: Decision) -> Told:
    if entry.op == "void":
        return _("Un mois est rouvert à tous"), str(entry.said.get("reason", "")), "unlock"
    heading = _("{} est verrouillé").format(_month(entry))
    return heading, _("ses chiffres sont publiés"), "lock"


def _reopening(entry: Decision) -> Told:
    until = date.fromisoformat(str(entry.said["until"]))
    note = _("jusqu’au {day} : {reason}").format(
        day=day_words(until), reason=str(entry.said.get("reason", ""))
    )
    return _("{} est rouvert pour vous").format(_month(entry)), note, "unlock"


def _post(entry: Decision) -> Told:
    name = _("poste « {} »").format(entry.said.get("name", ""))
    if entry.said.get("revoked"):
        return _("Un poste est révoqué"), _("{} : le siège ne le croit plus").format(name), "ban"
    return _("Un poste est reconnu"), name, "key-round"


def _price(entry: Decision) -> Told:
    cents, since = entry.said.get("cents"), entry.said.get("since")
    parts = [typography.cents(cents)] if isinstance(cents, int) else []
    if isinstance(since, str):
        parts.append(_("à partir du {}").format(day_words(date.fromisoformat(since))))
    return _("Un prix change"), " ".join(parts), "tag"


def _opening(entry: Decision) -> Told:
    day = entry.said.get("day")
    note = day_words(date.fromisoformat(day)) if isinstance(day, str) else ""
    return _("Un horaire prévu change"), note, "calendar-days"


def _article(entry: Decision) -> Told:
    return _("Un article change"), _name(entry), "tag"


def _counsellor(entry: Decision) -> Told:
    heading = _("Un conseiller est retiré") if entry.op == "void" else _("Un conseiller du siège")
    return heading, _name(entry), "users"


def _anything(entry: Decision) -> Told:
    return _("Les listes du réseau changent"), _name(entry), "list"


def _name(entry: Decision) -> str:
    return str(entry.said.get("label") or entry.said.get("name") or "")


def _month(entry: Decision) -> str:
    return month_title(date.fromisoformat(f"{entry.said['month']}-01"))


_SAYS: Mapping[str, Says] = {
    "month_lock": _lock,
    "month_reopening": _reopening,
    "post": _post,
    "price": _price,
    "planned_opening": _opening,
    "product": _article,
    "family": _article,
    "counsellor": _counsellor,
}
