"""What the first picture shows, read at once and before anything else: decision 0008."""

from __future__ import annotations

from dataclasses import dataclass

from otdesk.reports.counsellors import Counsellor, present
from otdesk.services import drafts, preferences
from otdesk.services.drafts import DraftSet
from otdesk.services.preferences import Preferences
from otdesk.services.workplace import Workplace
from otdesk.store.database_file import DATABASE
from otdesk.store.reading import glance, shown_to
from otdesk.ui.counter.view import CounterView, load_view


@dataclass(frozen=True)
class FirstLook:
    """A post's settings, its counsellors, its drafts, the figures of the day typed for.

    `shown_to` is the place in the journal up to which all this tells.
    """

    preferences: Preferences
    counsellors: tuple[Counsellor, ...]
    drafts: DraftSet
    view: CounterView
    shown_to: int


def first_look(workplace: Workplace) -> FirstLook:
    """Read it all in one state of the database. Raises an EnvironmentFault."""
    with glance(workplace.folder / DATABASE) as connection:
        kept = drafts.load(connection)
        day = kept.late_day or workplace.today()
        return FirstLook(
            preferences=preferences.load(connection),
            counsellors=present(connection),
            drafts=kept,
            view=load_view(connection, workplace, day),
            shown_to=shown_to(connection),
        )
