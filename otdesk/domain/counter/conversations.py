"""The open conversations: one in front, others parked or set aside, and what each key does.

A call during a conversation parks it; validating the call comes back to the very one that it
interrupted, not to the oldest. Nothing that was typed is ever thrown away by a key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from otdesk.domain.counter.draft import Draft, Missing, Page, of_visit
from otdesk.domain.counter.grammar import Grammar, Step
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import EntryMode, Visit
from otdesk.i18n import _

MAX_PARALLEL = 3
_HISTORY = 200


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a key asks of the world around the drafts.

    `record`: a draft to be recorded. `walk_ins`: passages to be recorded. `reopen`: the last
    record of the day is wanted back. The rest is for the screen.
    """

    record: Draft | None = None
    walk_ins: int = 0
    walk_ins_at: datetime | None = None
    walk_ins_late_day: date | None = None
    reopen: bool = False
    search: bool = False
    note: bool = False
    points_to: Missing | None = None
    hint: str = ""


@dataclass(slots=True)
class Conversations:
    """Every open draft of a counter.

    `new_uid` names drafts. `last` is what `*` repeats: the accueil validated last. `late_day` is
    the earlier date that new accueils are typed for; one that was begun keeps its own.
    """

    grammar: Grammar
    new_uid: Callable[[], str]
    drafts: list[Draft] = field(default_factory=list)
    current: str = ""
    last: Draft | None = None
    late_day: date | None = None
    _before: list[Draft] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.current:
            self._begin()

    @property
    def draft(self) -> Draft:
        """Return the draft in front."""
        return next(d for d in self.drafts if d.uid == self.current)

    @property
    def waiting(self) -> tuple[Draft, ...]:
        """Return the drafts that are parked or set aside, oldest first."""
        return tuple(d for d in self.drafts if d.uid != self.current)

    @property
    def unfinished(self) -> tuple[Draft, ...]:
        """Return every draft in which something was typed: « à compléter » at closing."""
        return tuple(d for d in self.drafts if not d.says_nothing)

    def restore(self, drafts: list[Draft], current: str) -> None:
        """Take up the drafts that a crash or a closing left, the same one in front."""
        self.drafts = [d for d in drafts if not d.says_nothing]
        self._before.clear()
        if any(d.uid == current for d in self.drafts):
            self.current = current
        else:
            self._begin()

    def type_for(self, late_day: date | None) -> None:
        """Type for an earlier date, or for today; what was begun for another one waits aside."""
        self.late_day = late_day
        front = self.draft
        if not front.is_blank and front.editing is None and front.late_day != late_day:
            self._replace(replace(front, aside=True, interrupted=None))
            self._begin()
        self.drafts = [self._dated(draft) for draft in self.drafts]

    def press(self, key: Key, now: datetime) -> Reaction:
        """Apply a key to the conversations. It never raises on what a hand can type."""
        match key.kind:
            case KeyKind.CALL:
                return self._call(now)
            case KeyKind.NEXT:
                return self._next()
            case KeyKind.SET_ASIDE:
                return self._set_aside()
            case KeyKind.TAKE_BACK:
                return self._take_back()
            case KeyKind.REPEAT:
                return self._repeat(now)
            case KeyKind.REOPEN:
                return Reaction(reopen=True)
            case KeyKind.EXPRESS:
                return self._settle(self.grammar.express(self.draft, key.index, now), now)
            case _:
                return self._typed(key, now)

    def choose_origin(self, code: str, now: datetime) -> Reaction:
        """Set the origin that a search found."""
        if self.draft.origin == code:
            return Reaction()
        return self._apply(self.grammar.choose_origin(self.draft, code), now)

    def choose_demand(self, code: str, now: datetime) -> Reaction:
        """Set or take back a demand that a search found."""
        return self._apply(self.grammar.choose_demand(self.draft, code), now)

    def set_note(self, text: str, now: datetime) -> Reaction:
        """Keep the note of the accueil in front."""
        return self._apply(Step(replace(self.draft, note=text)), now)

    def bring(self, uid: str) -> Reaction:
        """Bring a waiting draft to the front. What stands there is parked, unless it is blank."""
        if not any(d.uid == uid for d in self.drafts):
            return Reaction(hint=_("Cet accueil n’est plus ouvert."))
        left = self.draft
        if left.is_blank and left.uid != uid:
            self.drafts.remove(left)
        self._front(uid)
        self._replace(replace(self.draft, aside=False))
        return Reaction()

    def reopen(self, record: str, visit: Visit) -> Reaction:
        """Bring a recorded accueil back as a draft; it stays valid until validated again."""
        open_one = next((d for d in self.drafts if d.editing == record), None)
        if open_one is not None:
            return self.bring(open_one.uid)
        left = self._leave()
        draft = of_visit(self.new_uid(), record, visit, left)
        self.drafts.append(draft)
        self._front(draft.uid)
        return Reaction()

    def begin_with_size(self, size: int, now: datetime) -> None:
        """Start over with a size: what a passage taken back leaves."""
        left = self._leave()
        draft = Draft(
            self.new_uid(),
            size=size,
            started_at=now,
            late_day=self.late_day,
            interrupted=left,
        )
        self.drafts.append(draft)
        self._front(draft.uid)

    def discard(self, uid: str) -> None:
        """Drop a draft on the user's explicit word."""
        self.drafts = [d for d in self.drafts if d.uid != uid]
        if self.current == uid:
            self._begin()

    def recorded(self, draft: Draft) -> None:
        """Forget a draft that is on the disk, and come back to the one it interrupted."""
        self.last = draft
        self.drafts = [d for d in self.drafts if d.uid != draft.uid]
        if self.current == draft.uid:
            self._come_back(draft.interrupted)

    def give_back(self, draft: Draft) -> None:
        """Take a draft back whose recording failed: it waits, and nothing typed is lost."""
        if all(d.uid != draft.uid for d in self.drafts):
            self.drafts.append(replace(draft, aside=True, interrupted=None))

    # ---------------------------------------------------------------------------------------

    def _typed(self, key: Key, now: datetime) -> Reaction:
        draft = self.draft
        begins_next = (
            key.kind is KeyKind.DIGIT
            and draft.editing is None
            and draft.group is None
            and not draft.department
            and draft.is_complete
        )
        if not begins_next:
            return self._apply(self.grammar.press(draft, key, now), now)
        # Complete, and a digit: this one is validated and the digit opens the next.
        reaction = self._settle(Step(draft, done=True), now)
        self._apply(self.grammar.press(self.draft, key, now), now)
        return reaction

    def _apply(self, step: Step, now: datetime) -> Reaction:
        if step.draft.started_at is None and not step.draft.is_blank:
            step = replace(step, draft=replace(step.draft, started_at=now))
        return self._settle(step, now)

    def _settle(self, step: Step, now: datetime) -> Reaction:
        if step.done:
            # The draft leaves the front at once; the writer keeps it until it is on the disk.
            self._remember(self.draft)
            self.recorded(step.draft)
            return Reaction(record=step.draft)
        if step.walk_ins:
            at, late_day = step.draft.started_at or now, step.draft.late_day
            self.drafts = [d for d in self.drafts if d.uid != self.current]
            self._come_back(step.draft.interrupted)
            return Reaction(walk_ins=step.walk_ins, walk_ins_at=at, walk_ins_late_day=late_day)
        if step.draft != self.draft:
            self._remember(self.draft)
            self._replace(step.draft)
        return Reaction(
            search=step.search, note=step.note, points_to=step.points_to, hint=step.hint
        )

    def _call(self, now: datetime) -> Reaction:
        front = self.draft
        if front.says_nothing:
            if front.channel is ChannelCode.TELEPHONE:
                return Reaction(hint=_("L’appel est déjà ouvert."))
            self._remember(front)
            begun = front.started_at or now
            self._replace(replace(front, channel=ChannelCode.TELEPHONE, started_at=begun))
            return Reaction()
        parallel = [d for d in self.drafts if not d.is_blank and not d.aside]
        if len(parallel) >= MAX_PARALLEL:
            return Reaction(hint=_("Trois accueils sont déjà ouverts : en finir un, ou Échap."))
        left = self.current
        draft = Draft(
            self.new_uid(),
            channel=ChannelCode.TELEPHONE,
            started_at=now,
            late_day=self.late_day,
            interrupted=left,
        )
        self.drafts.append(draft)
        self._front(draft.uid)
        return Reaction()

    def _next(self) -> Reaction:
        order = [d.uid for d in self.drafts]
        if len(order) < 2:
            return Reaction(hint=_("Aucun autre accueil n’est ouvert."))
        following = order[(order.index(self.current) + 1) % len(order)]
        return self.bring(following)

    def _set_aside(self) -> Reaction:
        draft = self.draft
        if draft.page is not Page.DEMANDS:
            self._replace(replace(draft, page=Page.DEMANDS, theme=None))
            return Reaction()
        if draft.is_blank:
            return Reaction(hint=_("Il n’y a rien à mettre de côté."))
        if draft.says_nothing:
            # Only its channel: there would be nothing to complete.
            self.drafts.remove(draft)
            self._come_back(draft.interrupted)
            return Reaction(hint=_("Refermé : rien n’y était noté."))
        if draft.original is not None and not _differs(draft):
            # Reopened and not touched: the accueil stands as it was recorded.
            self.drafts.remove(draft)
            self._come_back(draft.interrupted)
            return Reaction(hint=_("L’accueil rouvert n’a pas été changé."))
        self._replace(replace(draft, aside=True, interrupted=None))
        self._come_back(draft.interrupted)
        return Reaction()

    def _take_back(self) -> Reaction:
        while self._before:
            before = self._before.pop()
            if before.uid == self.current:
                self._replace(before)
                return Reaction()
        shorter = _without_last(self.draft)
        if shorter is None:
            return Reaction(hint=_("Il n’y a rien à reprendre."))
        self._replace(shorter)
        return Reaction()

    def _repeat(self, now: datetime) -> Reaction:
        if self.last is None:
            return Reaction(hint=_("Aucun accueil à répéter depuis l’ouverture du programme."))
        if not self.draft.is_blank:
            return Reaction(hint=_("Finir ou mettre de côté l’accueil commencé d’abord."))
        again = replace(
            self.last,
            uid=self.current,
            entry=EntryMode.REPEAT,
            started_at=now,
            late_day=self.late_day,
            editing=None,
            original=None,
            interrupted=None,
            note="",
            page=Page.DEMANDS,
            theme=None,
        )
        return self._settle(Step(again, done=True), now)

    def _begin(self) -> None:
        blank = next((d for d in self.drafts if d.is_blank), None)
        if blank is None:
            blank = Draft(self.new_uid(), late_day=self.late_day)
            self.drafts.append(blank)
        self._front(blank.uid)

    def _come_back(self, interrupted: str | None) -> None:
        waiting = next((d for d in self.drafts if d.uid == interrupted), None)
        if waiting is None or waiting.aside:
            self._begin()
        else:
            self._front(waiting.uid)

    def _leave(self) -> str | None:
        """Leave the draft in front; a blank one goes, another one waits to be come back to."""
        if self.draft.is_blank:
            self.drafts.remove(self.draft)
            return None
        return self.current

    def _front(self, uid: str) -> None:
        self.current = uid

    def _dated(self, draft: Draft) -> Draft:
        """Return a draft with the date that is typed for, unless something was typed in it."""
        return replace(draft, late_day=self.late_day) if draft.is_blank else draft

    def _replace(self, draft: Draft) -> None:
        draft = self._dated(draft)
        self.drafts = [draft if d.uid == draft.uid else d for d in self.drafts]

    def _remember(self, draft: Draft) -> None:
        self._before.append(draft)
        del self._before[:-_HISTORY]


def _differs(draft: Draft) -> bool:
    original = draft.original
    return original is None or of_visit(draft.uid, "", original) != replace(
        draft,
        editing="",
        interrupted=None,
        armed=False,
        aside=False,
        group=None,
        department="",
        page=Page.DEMANDS,
        theme=None,
    )


def _without_last(draft: Draft) -> Draft | None:
    """Take back the last answer of a draft whose keys are forgotten (restored after a crash)."""
    shorter = draft
    if draft.department or draft.group is not None:
        shorter = replace(draft, department="", group=None)
    elif draft.note:
        shorter = replace(draft, note="")
    elif draft.audience is not None:
        shorter = replace(draft, audience=None)
    elif draft.residency is not None:
        shorter = replace(draft, residency=None)
    elif draft.demands:
        shorter = replace(draft, demands=draft.demands[:-1])
    elif draft.origin is not None:
        shorter = replace(draft, origin=None)
    elif draft.size is not None:
        shorter = replace(draft, size=None)
    else:
        shorter = replace(draft, channel=ChannelCode.COMPTOIR)
    return None if shorter == draft else shorter
