"""The accueil read back as a sentence: the same words for eyes and for a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otdesk.domain.counter.draft import Draft
from otdesk.domain.counter.grammar import Grammar
from otdesk.domain.reference import ChannelCode, Lists
from otdesk.i18n import _, ngettext


class PartState(StrEnum):
    """A part that is answered, that is being typed, or that is still asked."""

    ANSWERED = "answered"
    TYPED = "typed"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sentence; `tone` names the palette's hue."""

    tone: str
    text: str
    state: PartState


def persons_text(size: int) -> str:
    """Return `2 personnes`."""
    return ngettext("{} personne", "{} personnes", size).format(size)


def origin_text(lists: Lists, code: str) -> str:
    """Return `Lozère (48)` or `Belgique`."""
    number = lists.origin_number(code)
    label = lists.origin_label(code)
    return f"{label} ({number})" if number else label


def demand_text(lists: Lists, draft: Draft, *, short: bool = True) -> str:
    """Return the demands, the unmet ones marked."""
    parts = []
    for demand in draft.demands:
        label = lists.demand_label(demand.code, short=short)
        parts.append(_("{} (non satisfaite)").format(label) if demand.unmet else label)
    return ", ".join(parts)


_CHANNEL_WORDS = {
    ChannelCode.COMPTOIR: lambda: _("au comptoir"),
    ChannelCode.TELEPHONE: lambda: _("au téléphone"),
    ChannelCode.COURRIEL: lambda: _("par courriel"),
    ChannelCode.COURRIER: lambda: _("par courrier"),
    ChannelCode.HORS_LES_MURS: lambda: _("hors les murs"),
}


def channel_text(channel: ChannelCode) -> str:
    """Return the words of a channel: `au comptoir`, `au téléphone`."""
    return _CHANNEL_WORDS[channel]()


def sentence(draft: Draft, lists: Lists, grammar: Grammar) -> tuple[Part, ...]:
    """Return the parts of the sentence in reading order.

    What was understood of a key shows at once, digits still being typed included.
    """
    if draft.is_blank:
        return (Part("plain", _("Nouvel accueil : combien de personnes ?"), PartState.ASKED),)
    parts: list[Part] = []
    if draft.face_to_face:
        parts.append(_size_part(draft))
    parts.append(_origin_part(draft, lists))
    if grammar.asks_residency(draft):
        parts.append(_residency_part(draft, lists))
    if draft.demands:
        text = _("pour {}").format(demand_text(lists, draft))
        parts.append(Part("demand", text, PartState.ANSWERED))
    else:
        parts.append(Part("demand", _("pour quoi ?"), PartState.ASKED))
    parts.append(Part("channel", channel_text(draft.channel), PartState.ANSWERED))
    if draft.audience is not None:
        label = lists.audience_label(draft.audience)
        parts.append(Part("granite", label, PartState.ANSWERED))
    if draft.note:
        parts.append(Part("granite", _("note : {}").format(draft.note), PartState.ANSWERED))
    return tuple(parts)


def spoken(parts: tuple[Part, ...]) -> str:
    """Return the sentence as one text, for the accessible name and the live region."""
    return ", ".join(part.text for part in parts)


def brief(draft: Draft, lists: Lists) -> str:
    """Return one line for lists of drafts: `2 pers. · Lozère · Sport & rando`."""
    if draft.says_nothing:
        return _("rien encore")
    parts = []
    if draft.face_to_face:
        size = draft.known_size
        parts.append(_("… pers.") if size is None else _("{} pers.").format(size))
    parts.append("…" if draft.origin is None else lists.origin_label(draft.origin, short=True))
    parts.append(demand_text(lists, draft) or "…")
    return " · ".join(parts)


def _size_part(draft: Draft) -> Part:
    if draft.group is not None:
        digits = draft.group or ""
        return Part("origin", _("groupe de {}…").format(digits), PartState.TYPED)
    if draft.size is None:
        return Part("origin", _("combien ?"), PartState.ASKED)
    return Part("origin", persons_text(draft.size), PartState.ANSWERED)


def _origin_part(draft: Draft, lists: Lists) -> Part:
    if draft.department == "20":
        return Part("origin", _("Corse : A ou B ?"), PartState.TYPED)
    if draft.department:
        text = _("département {}…").format(draft.department)
        return Part("origin", text, PartState.TYPED)
    if draft.origin is None:
        return Part("origin", _("d’où ?"), PartState.ASKED)
    return Part("origin", origin_text(lists, draft.origin), PartState.ANSWERED)


def _residency_part(draft: Draft, lists: Lists) -> Part:
    if draft.residency is None:
        return Part("origin", _("qui ?"), PartState.ASKED)
    return Part("origin", lists.residency_label(draft.residency), PartState.ANSWERED)
