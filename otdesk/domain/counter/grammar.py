"""What one key does to one draft.

Rules and table: `interface.md`, "The counter". Nothing here has a default for size or origin,
and no key ever loses what was typed: a key that cannot serve changes nothing and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from otdesk.domain.counter.draft import Draft, Missing, Page, closed_group
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.reference import NOT_ASKED, ChannelCode, ResidencyCode
from otdesk.domain.visits import EntryMode, VisitDemand
from otdesk.i18n import _

CHANNELS = (
    ChannelCode.COMPTOIR,
    ChannelCode.TELEPHONE,
    ChannelCode.COURRIEL,
    ChannelCode.COURRIER,
    ChannelCode.HORS_LES_MURS,
)
RESIDENCIES = (
    ResidencyCode.HABITANT,
    ResidencyCode.SECONDAIRE,
    ResidencyCode.SEJOUR,
    ResidencyCode.EXCURSION,
)
GROUP_DIGITS = 3
_OTHER_TILE = 9
_CORSICA = "20"
_OVERSEAS = ("97", "98")


@dataclass(frozen=True, slots=True)
class ExpressAccueil:
    """One of the office's commonest accueils, on F1 to F4."""

    channel: ChannelCode
    size: int | None
    origin: str
    demands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What lies under the keys of an office.

    `favourites` and `more_favourites`: up to nine origins each; `tiles`: up to ten demands, the
    tenth opening the others; `details`: the second level of each theme; `others`: the demands
    behind the tenth tile; `departments`: number → code (`48` → `FR-48`); `own_departments`: the
    codes for which the residency is asked.
    """

    favourites: tuple[str, ...]
    more_favourites: tuple[str, ...]
    tiles: tuple[str, ...]
    others: tuple[str, ...]
    details: Mapping[str, tuple[str, ...]]
    audiences: tuple[str, ...]
    departments: Mapping[str, str]
    own_departments: frozenset[str]
    express: tuple[ExpressAccueil, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What a key led to: the draft, and at most one thing that is not the draft's business.

    `done`: the draft is to be recorded. `walk_ins`: that many passages are to be recorded.
    `search`, `note`: a panel is to be opened. `points_to`: what is missing, to be shown.
    `hint`: a French sentence on why the key did nothing.
    """

    draft: Draft
    done: bool = False
    walk_ins: int = 0
    search: bool = False
    note: bool = False
    points_to: Missing | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The counter's rules over one layout."""

    layout: Layout
    _rules: Mapping[KeyKind, Callable[[Draft, Key], Step]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rules: dict[KeyKind, Callable[[Draft, Key], Step]] = {
            KeyKind.DIGIT: self._digit,
            KeyKind.SIZE: self._touched_size,
            KeyKind.ORIGIN: self._favourite,
            KeyKind.SEARCH: lambda draft, _key: Step(draft, search=True),
            KeyKind.DEMAND: self._demand,
            KeyKind.CHANNEL: self._channel,
            KeyKind.NOT_ASKED: lambda draft, _key: self.choose_origin(draft, NOT_ASKED),
            KeyKind.UNMET: self._unmet,
            KeyKind.AUDIENCE: self._audience,
            KeyKind.NOTE: lambda draft, _key: Step(draft, note=True),
            KeyKind.RESIDENCY: self._residency,
            KeyKind.VALIDATE: self._validate,
            KeyKind.ENTER: lambda draft, _key: Step(closed_group(draft)),
        }
        object.__setattr__(self, "_rules", rules)

    def press(self, draft: Draft, key: Key, now: datetime) -> Step:
        """Apply a key. The first one that changes the draft gives it its time."""
        rule = self._rules.get(key.kind)
        if rule is None:
            raise ValueError(f"{key.kind} is no key of a single draft")
        if key.kind is not KeyKind.VALIDATE and draft.armed:
            draft = replace(draft, armed=False)
        step = rule(draft, key)
        if step.draft.started_at is None and not step.draft.is_blank:
            step = replace(step, draft=replace(step.draft, started_at=now))
        return step

    # How many, and which département -------------------------------------------------------

    def _digit(self, draft: Draft, key: Key) -> Step:
        digit = str(key.index)
        if draft.group is not None:
            return self._group_digit(draft, digit)
        if draft.department:
            return self._department_digit(draft, draft.department + digit)
        if draft.face_to_face and (draft.size is None or draft.origin is not None):
            # Complete drafts never get here with a digit: the conversations validate them first.
            return self._size(draft, key.index)
        return self._department_digit(draft, digit)

    def _touched_size(self, draft: Draft, key: Key) -> Step:
        """Take a touched tile for what its question says, whatever was answered before."""
        if draft.group is not None:
            return self._group_digit(draft, str(key.index))
        if not draft.face_to_face:
            return Step(draft, hint=_("Un appel, un courriel ou un courrier n’a pas de nombre."))
        draft = replace(draft, department="")
        if key.index and draft.size == key.index:
            return Step(replace(draft, size=None))
        return self._size(draft, key.index)

    def _size(self, draft: Draft, size: int) -> Step:
        if size == 0:
            return Step(replace(draft, size=None, group=""))
        return Step(replace(draft, size=size))

    def _group_digit(self, draft: Draft, digit: str) -> Step:
        typed = (draft.group or "") + digit
        if typed == "0":
            return Step(draft, hint=_("Le nombre d’un groupe ne commence pas par zéro."))
        if len(typed) == GROUP_DIGITS:
            return Step(replace(draft, size=int(typed), group=None))
        return Step(replace(draft, group=typed))

    def _department_digit(self, draft: Draft, typed: str) -> Step:
        if len(typed) == 1 or typed == _CORSICA or typed in _OVERSEAS:
            return Step(replace(draft, department=typed))
        code = self.layout.departments.get(typed)
        if code is None:
            return Step(
                replace(draft, department=""),
                hint=_("Aucun département ne porte le numéro {}.").format(typed),
            )
        return self.choose_origin(draft, code)

    # Where from ----------------------------------------------------------------------------

    def _favourite(self, draft: Draft, key: Key) -> Step:
        if draft.department and key.index == 0 and not key.shifted:
            # « 2 A » and « 20 A »: the key that says A is also the first favourite.
            return self.corsica(draft, "A")
        row = self.layout.more_favourites if key.shifted else self.layout.favourites
        if key.index >= len(row):
            return Step(draft, hint=_("Cette touche n’a pas de provenance."))
        return self.choose_origin(draft, row[key.index])

    def corsica(self, draft: Draft, letter: str) -> Step:
        """Complete `2` or `20` by the letter of a Corsican département."""
        if draft.department not in {"2", _CORSICA}:
            return Step(
                replace(draft, department=""),
                hint=_("Aucun département ne porte le numéro {}.").format(
                    draft.department + letter
                ),
            )
        return self.choose_origin(draft, f"FR-2{letter}")

    def choose_origin(self, draft: Draft, code: str) -> Step:
        """Set the origin; the same one again takes it back. A group's digits end here."""
        draft = closed_group(replace(draft, department=""))
        if draft.origin == code:
            return Step(replace(draft, origin=None, residency=None))
        keeps = code in self.layout.own_departments and draft.origin in self.layout.own_departments
        return Step(replace(draft, origin=code, residency=draft.residency if keeps else None))

    def asks_residency(self, draft: Draft) -> bool:
        """Tell whether « qui ? » is offered: the origin is the office's own département."""
        return draft.origin in self.layout.own_departments

    def _residency(self, draft: Draft, key: Key) -> Step:
        if not self.asks_residency(draft):
            return Step(draft, hint=_("« Qui ? » se demande pour le département du bureau."))
        picked = RESIDENCIES[key.index]
        return Step(replace(draft, residency=None if draft.residency is picked else picked))

    # What for ------------------------------------------------------------------------------

    def page_codes(self, draft: Draft) -> tuple[str, ...]:
        """Return what lies under the row of demands now, at most ten codes."""
        if draft.page is Page.AUDIENCES:
            return self.layout.audiences[:10]
        if draft.page is Page.DETAILS and draft.theme is not None:
            return self.layout.details.get(draft.theme, ())[:_OTHER_TILE]
        if draft.page is Page.DETAILS:
            return self.layout.others[:10]
        return self.layout.tiles

    def _demand(self, draft: Draft, key: Key) -> Step:
        draft = closed_group(draft)
        codes = self.page_codes(draft)
        if draft.page is Page.DETAILS and draft.theme is not None and key.index == _OTHER_TILE:
            return self._toggled_demand(replace(draft, page=Page.DEMANDS, theme=None), draft.theme)
        if key.index >= len(codes):
            return Step(draft, hint=_("Cette touche n’a rien ici."))
        code = codes[key.index]
        if draft.page is Page.AUDIENCES:
            picked = None if draft.audience == code else code
            return Step(replace(draft, audience=picked, page=Page.DEMANDS))
        if draft.page is Page.DETAILS:
            return self._toggled_demand(replace(draft, page=Page.DEMANDS, theme=None), code)
        if key.index == _OTHER_TILE and self.layout.others:
            return Step(replace(draft, page=Page.DETAILS, theme=None))
        if key.shifted:
            if not self.layout.details.get(code):
                return Step(draft, hint=_("Cette demande n’a pas de détail."))
            return Step(replace(draft, page=Page.DETAILS, theme=code))
        return self._toggled_demand(draft, code)

    def choose_demand(self, draft: Draft, code: str) -> Step:
        """Set or take back a demand of either level, from a search or a touch."""
        return self._toggled_demand(closed_group(draft), code)

    def _toggled_demand(self, draft: Draft, code: str) -> Step:
        theme = code.split(".", 1)[0]
        held = [demand.code for demand in draft.demands]
        if code == theme and any(h.split(".", 1)[0] == theme for h in held):
            # The tile of a theme takes back all of it, as its check mark shows.
            kept = tuple(d for d in draft.demands if d.code.split(".", 1)[0] != theme)
        elif code in held:
            kept = tuple(d for d in draft.demands if d.code != code)
        else:
            # A precise demand says more than its theme: it takes its place.
            kept = tuple(d for d in draft.demands if d.code != theme)
            kept = (*kept, VisitDemand(code))
        return Step(replace(draft, demands=kept))

    def _unmet(self, draft: Draft, _key: Key) -> Step:
        if not draft.demands:
            return Step(draft, hint=_("Choisir d’abord la demande qui n’a pas été satisfaite."))
        *before, last = draft.demands
        return Step(replace(draft, demands=(*before, replace(last, unmet=not last.unmet))))

    def _audience(self, draft: Draft, _key: Key) -> Step:
        closes = draft.page is Page.AUDIENCES
        return Step(replace(draft, page=Page.DEMANDS if closes else Page.AUDIENCES, theme=None))

    # How, and done -------------------------------------------------------------------------

    def _channel(self, draft: Draft, key: Key) -> Step:
        draft = closed_group(draft)
        if draft.department and CHANNELS[key.index] is ChannelCode.HORS_LES_MURS:
            # B is the key of outings and, after 2 or 20, the letter of Haute-Corse.
            return self.corsica(draft, "B")
        return Step(replace(draft, channel=CHANNELS[key.index]))

    def _validate(self, draft: Draft, _key: Key) -> Step:
        if draft.department:
            return Step(
                draft,
                points_to=Missing.ORIGIN,
                hint=_("Le numéro du département n’est pas complet."),
            )
        draft = closed_group(replace(draft, page=Page.DEMANDS, theme=None))
        if draft.is_blank:
            return Step(draft, walk_ins=1)
        if _only_a_size(draft):
            return Step(draft, walk_ins=draft.size or 1)
        gaps = draft.missing()
        if not gaps or (gaps == (Missing.DEMAND,) and draft.armed):
            return Step(replace(draft, armed=False), done=True)
        if gaps == (Missing.DEMAND,):
            return Step(
                replace(draft, armed=True),
                points_to=Missing.DEMAND,
                hint=_("Il manque la demande ; Espace encore valide sans demande."),
            )
        return Step(draft, points_to=gaps[0], hint=_MISSING_HINTS[gaps[0]]())

    def express(self, draft: Draft, index: int, now: datetime) -> Step:
        """Fill a blank draft with an express accueil, ready to be recorded."""
        if index >= len(self.layout.express):
            return Step(draft, hint=_("Cette touche express n’est pas réglée."))
        if not draft.is_blank:
            return Step(draft, hint=_("Finir ou mettre de côté l’accueil commencé d’abord."))
        profile = self.layout.express[index]
        filled = replace(
            draft,
            channel=profile.channel,
            size=profile.size,
            origin=profile.origin,
            demands=tuple(VisitDemand(code) for code in profile.demands),
            entry=EntryMode.EXPRESS,
            started_at=now,
        )
        return Step(filled, done=True)


_MISSING_HINTS: Mapping[Missing, Callable[[], str]] = {
    Missing.SIZE: lambda: _("Il manque le nombre de personnes."),
    Missing.ORIGIN: lambda: _("Il manque la provenance ; N si elle n’a pas été demandée."),
    Missing.DEMAND: lambda: _("Il manque la demande."),
}


def _only_a_size(draft: Draft) -> bool:
    return (
        draft.editing is None
        and draft.size is not None
        and draft.origin is None
        and not draft.demands
        and draft.audience is None
        and not draft.note
        and draft.channel is ChannelCode.COMPTOIR
    )
