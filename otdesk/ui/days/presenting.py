"""Putting a day that was read on the page: every part gets the same picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from otdesk.domain.counter.draft import Draft
from otdesk.services.workplace import Workplace
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.day_words import kind_chips, nothing_noted, state_chip
from otdesk.ui.days.line_words import draft_lines, record_lines
from otdesk.ui.days.page import DayPage
from otdesk.ui.days.timeline_figures import DayLine


@dataclass(frozen=True, slots=True)
class Moment:
    """When the day is looked at: the office's date and local minute."""

    today: date
    minute: int

    def now(self, day: date) -> int | None:
        """Return the minute, None where another day than today is looked at."""
        return self.minute if day == self.today else None


def drafts_of(drafts: Sequence[Draft], day: date, today: date, workplace: Workplace) -> list[Draft]:
    """Return the open accueils that belong to a day."""

    def belongs(draft: Draft) -> bool:
        if draft.original is not None:
            return draft.original.day == day
        if draft.late_day is not None:
            return draft.late_day == day
        if draft.started_at is None:
            return day == today
        return workplace.local(draft.started_at).date() == day

    return [draft for draft in drafts if belongs(draft)]


def present(
    page: DayPage,
    picture: DayPicture,
    drafts: Sequence[Draft],
    workplace: Workplace,
    moment: Moment,
) -> str:
    """Show a day on the page and return its state in words."""
    day, now = picture.day, moment.now(picture.day)
    chip = state_chip(picture.office_day, day, moment.today, moment.minute)
    page.state.show_day(
        day,
        [chip, *kind_chips(picture)],
        is_today=day == moment.today,
    )
    open_lines = draft_lines(drafts, workplace)
    lines = [*record_lines(picture.lines, workplace.lists), *open_lines]
    page.table.show_lines(lines, nothing_noted(picture, moment.today))
    page.timeline.show_line(
        DayLine(
            planned=picture.office_day.planned,
            real=picture.office_day.ranges,
            marks=picture.marks,
            unfinished=[line.sort_key[0] for line in open_lines if line.sort_key[0] >= 0],
            now=now,
            own=picture.own,
        )
    )
    page.show_past(past=day < moment.today)
    page.strip.show_day(picture, now, future=day > moment.today)
    page.live.show_day(picture, now)
    page.ending.show_day(picture, len(drafts), now, future=day > moment.today)
    page.late_button.setEnabled(day <= moment.today)
    return chip.text
