"""The counter's state between keys and disk. It knows drafts and records, not widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from otdesk.domain.changes import Changes
from otdesk.domain.counter.conversations import Conversations, Reaction
from otdesk.domain.counter.draft import Draft
from otdesk.domain.counter.grammar import Grammar, Layout
from otdesk.domain.counter.keys import Key
from otdesk.domain.visits import Visit, WalkIn
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.journal.identifiers import uuid7
from otdesk.services.drafts import DraftSet
from otdesk.services.workplace import Workplace
from otdesk.ui.background import StoreLink
from otdesk.ui.counter.sentence import brief

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.reports.last_record import LastRecord
    from otdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Notice:
    """A line under the sentence: what was done, what is missing, or what went wrong."""

    text: str
    tone: str = "plain"


class CounterController(QObject):
    """Drives the conversations and hands records to the store.

    `changed`: the drafts or the draft in front changed. `noticed`: a Notice for the counsellor.
    `search_wanted`, `note_wanted`: a panel is to open. `reason_wanted`: the day is closed, and a
    correction needs its reason first. `acknowledged`: that many records are on the disk.
    """

    changed = Signal()
    noticed = Signal(object)
    pointed_to = Signal(str)
    search_wanted = Signal()
    note_wanted = Signal()
    reason_wanted = Signal()
    acknowledged = Signal()
    late_day_changed = Signal()

    def __init__(
        self,
        workplace: Workplace,
        link: StoreLink,
        layout: Layout,
        author: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self._link = link
        self._author = author
        self.conversations = Conversations(Grammar(layout), self._new_uid)
        # Why each closed day is corrected: asked once a day and a session, not at each accueil.
        self._reasons: dict[date, str] = {}
        self._asked: date | None = None

    # What the screen shows -----------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """Return the draft in front."""
        return self.conversations.draft

    @property
    def grammar(self) -> Grammar:
        """Return the rules and the layout under the keys."""
        return self.conversations.grammar

    @property
    def late_day(self) -> date | None:
        """Return the earlier date of a late entry, None while accueils are today's."""
        return self.conversations.late_day

    @property
    def front_late_day(self) -> date | None:
        """Return the earlier date that the draft in front goes to: its own once it is begun."""
        draft = self.draft
        return draft.late_day if draft.original is None else None

    @property
    def day(self) -> date:
        """Return the date that accueils are recorded for: today, or that of a late entry."""
        return self.late_day or self.workplace.today()

    def replace_layout(self, layout: Layout) -> None:
        """Put other favourites under the keys; drafts are untouched."""
        self.conversations.grammar = Grammar(layout)
        self.changed.emit()

    # What hands do -------------------------------------------------------------------------

    def press(self, key: Key) -> None:
        """Apply a key, a click or a touch."""
        self._react(self.conversations.press(key, self._now()))

    def choose_origin(self, code: str) -> None:
        """Take the origin that a search found."""
        self._react(self.conversations.choose_origin(code, self._now()))

    def choose_demand(self, code: str) -> None:
        """Take the demand that a search found."""
        self._react(self.conversations.choose_demand(code, self._now()))

    def set_note(self, text: str) -> None:
        """Keep the note of the accueil in front."""
        self._react(self.conversations.set_note(text, self._now()))

    def bring(self, uid: str) -> None:
        """Bring a waiting draft to the front."""
        self._react(self.conversations.bring(uid))

    def discard(self, uid: str) -> None:
        """Drop a draft, on the user's explicit word."""
        self.conversations.discard(uid)
        self._keep()
        self.changed.emit()

    def edit(self, record: str, visit: Visit) -> None:
        """Reopen a recorded accueil that was picked in a list."""
        self._react(self.conversations.reopen(record, visit))

    def type_for(self, day: date | None) -> None:
        """Type for an earlier date (« saisie différée »), or for today again."""
        today = self.workplace.today()
        if day is not None and day > today:
            self.noticed.emit(Notice(_("On ne saisit pas pour une date à venir."), "refused"))
            return
        self.conversations.type_for(None if day == today else day)
        self._keep()
        self.late_day_changed.emit()
        self.changed.emit()

    def give_reason(self, reason: str, day: date | None = None) -> None:
        """Give the reason of the corrections of a closed day; the one that was asked for last."""
        self._reasons[day or self._asked or self.day] = reason.strip()

    def restore(self, kept: DraftSet) -> None:
        """Take up the drafts that lay in the database, before the first key."""
        self.conversations.late_day = kept.late_day
        self.conversations.restore(list(kept.drafts), kept.current)
        if kept.late_day is not None:
            self.late_day_changed.emit()
        self.changed.emit()
        if kept.drafts:
            text = ngettext(
                "{} accueil commencé a été retrouvé.",
                "{} accueils commencés ont été retrouvés.",
                len(kept.drafts),
            ).format(len(kept.drafts))
            self.noticed.emit(Notice(text, "genet"))

    # ---------------------------------------------------------------------------------------

    def _react(self, reaction: Reaction) -> None:
        if reaction.record is not None:
            self._record(reaction.record)
        elif reaction.walk_ins:
            at = reaction.walk_ins_at or self._now()
            self._record_walk_ins(reaction.walk_ins, at, reaction.walk_ins_late_day)
        else:
            self._keep()
        if reaction.reopen:
            self._reopen_last()
        if reaction.search:
            self.search_wanted.emit()
        if reaction.note:
            self.note_wanted.emit()
        if reaction.hint:
            tone = "genet" if reaction.points_to is not None else "plain"
            self.noticed.emit(Notice(reaction.hint, tone))
        self.changed.emit()
        if reaction.points_to is not None:
            self.pointed_to.emit(reaction.points_to.value)

    def _record(self, draft: Draft) -> None:
        day, minute = self._when(draft)
        try:
            visit = draft.to_visit(self.workplace.identity.office, day, minute)
        except DataFault as fault:
            self._give_back(draft, fault, day)
            return
        reason = self._reason_of(day)
        said = brief(draft, self.workplace.lists)
        text = (
            _("Enregistré : {}").format(said)
            if draft.editing is None
            else _("Modifié : {}").format(said)
        )

        # Use cases and queries are imported on the store's thread, where they run.
        def record(transaction: Transaction) -> Changes:
            from otdesk.services import visits

            return visits.record(transaction, visit, uid=draft.editing, reason=reason)

        self._link.write(
            self._author(),
            record,
            lambda _changes: self._acknowledge(text),
            lambda fault: self._give_back(draft, fault, day),
            remaining=self._kept(),
        )

    def _record_walk_ins(self, count: int, at: datetime, late_day: date | None) -> None:
        # As an accueil, they belong to the day of their first key, whatever midnight did since.
        day = late_day or self.workplace.local(at).date()
        late = late_day is not None
        walk_in = WalkIn(
            self.workplace.identity.office,
            day,
            count,
            started_at=None if late else at,
            minute=None if late else self.workplace.minute(at),
        )
        reason = self._reason_of(day)
        text = ngettext("{} passage enregistré", "{} passages enregistrés", count).format(count)

        def on_fault(fault: Exception) -> None:
            draft = Draft(self._new_uid(), size=count, started_at=at, late_day=late_day)
            self._give_back(draft, fault, day)

        def record(transaction: Transaction) -> Changes:
            from otdesk.services import visits

            return visits.record_walk_in(transaction, walk_in, reason=reason)

        self._link.write(
            self._author(),
            record,
            lambda _changes: self._acknowledge(text),
            on_fault,
            remaining=self._kept(),
        )

    def _reopen_last(self) -> None:
        office, day = self.workplace.identity.office, self.day

        def on_found(last: LastRecord | None) -> None:
            if last is None:
                self.noticed.emit(Notice(_("Il n’y a pas encore d’accueil à rouvrir ce jour.")))
            elif last.visit is not None:
                self.edit(last.uid, last.visit)
            else:
                self._take_walk_in_back(last.uid, last.count)

        def find(connection: Connection) -> LastRecord | None:
            from otdesk.reports.last_record import last_record

            return last_record(connection, office, day)

        self._link.read(find, on_found)

    def _take_walk_in_back(self, uid: str, count: int) -> None:
        office, day, reason = self.workplace.identity.office, self.day, self._reason_of(self.day)

        def void(transaction: Transaction) -> Changes:
            from otdesk.services import visits

            return visits.void_walk_in(
                transaction, uid, office, day, _("repris aussitôt"), reason=reason
            )

        def on_done(_changes: Changes) -> None:
            if count > 1:
                self.conversations.begin_with_size(count, self._now())
                self._keep()
            text = ngettext("{} passage repris", "{} passages repris", count).format(count)
            self.noticed.emit(Notice(text))
            self.changed.emit()

        self._link.write(
            self._author(),
            void,
            on_done,
            lambda fault: self._tell(fault, day),
        )

    def _when(self, draft: Draft) -> tuple[date, int | None]:
        """Return the day and local minute of a draft.

        A reopened accueil keeps its own; one that was begun before midnight belongs to the day
        of its first key.
        """
        if draft.original is not None:
            return draft.original.day, draft.original.minute
        if draft.late_day is not None:
            return draft.late_day, None
        if draft.started_at is None:
            return self.workplace.today(), None
        started = self.workplace.local(draft.started_at)
        return started.date(), self.workplace.minute(draft.started_at)

    def _reason_of(self, day: date) -> str:
        return self._reasons.get(day, "")

    def _acknowledge(self, text: str) -> None:
        self.noticed.emit(Notice(text, "ok"))
        self.acknowledged.emit()

    def _give_back(self, draft: Draft, fault: Exception, day: date) -> None:
        self.conversations.give_back(draft)
        self._keep()
        self.changed.emit()
        self._tell(fault, day)

    def _tell(self, fault: Exception, day: date) -> None:
        from otdesk.services.corrections import DayIsClosed

        self.noticed.emit(Notice(str(fault), "refused"))
        if isinstance(fault, DayIsClosed):
            self._asked = day
            self.reason_wanted.emit()
        self.changed.emit()

    def _kept(self) -> DraftSet:
        return DraftSet(tuple(self.conversations.drafts), self.conversations.current, self.late_day)

    def _keep(self) -> None:
        self._link.keep_drafts(self._kept())

    def _now(self) -> datetime:
        return self.workplace.clock.now()

    def _new_uid(self) -> str:
        return uuid7(self.workplace.clock.now())
