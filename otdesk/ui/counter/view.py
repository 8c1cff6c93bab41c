"""What the counter shows of its day: figures, last records, hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from otdesk import typography
from otdesk.domain.reference import Lists
from otdesk.domain.visits import FACE_TO_FACE
from otdesk.i18n import _, ngettext
from otdesk.reports.at_counter import CounterFigures, counter_figures
from otdesk.reports.recent import RecentRecord, origin_shares, recent_records
from otdesk.services.workplace import Workplace
from otdesk.store.reading import Readable
from otdesk.ui.counter.side import CHANNEL_ICONS, RecentItem

_RECENT = 12
_FIRST_HOUR, _LAST_HOUR = 9, 18


@dataclass(frozen=True, slots=True)
class CounterView:
    """The day as the counter and the window's head show it."""

    figures: tuple[tuple[str, str], ...] = ()
    recent: tuple[RecentItem, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    present_hour: int = -1
    shares: Mapping[str, float] = field(default_factory=dict)


def load_view(connection: Readable, workplace: Workplace, day: date) -> CounterView:
    """Read the day's view; called on the store's thread, and once before the first picture."""
    now = workplace.local(workplace.clock.now())
    minute = now.hour * 60 + now.minute if day == now.date() else None
    office = workplace.identity.office
    figures = counter_figures(connection, office, day, minute)
    records = recent_records(connection, office, day, _RECENT)
    return CounterView(
        figures=_figures(figures),
        recent=tuple(_item(record, workplace.lists) for record in records),
        hours=_hours(figures),
        present_hour=-1 if minute is None else minute // 60,
        shares=origin_shares(connection, office, day),
    )


def _figures(figures: CounterFigures) -> tuple[tuple[str, str], ...]:
    persons, acts = figures.persons, figures.acts
    shown = [
        (persons, ngettext("visiteur", "visiteurs", persons)),
        (acts, ngettext("accueil", "accueils", acts)),
        (figures.walk_ins, ngettext("passage", "passages", figures.walk_ins)),
        (figures.calls, ngettext("appel", "appels", figures.calls)),
    ]
    if figures.persons_last_hour is not None:
        shown.append((figures.persons_last_hour, _("en une heure")))
    return tuple((typography.integer(count), unit) for count, unit in shown)


def _hours(figures: CounterFigures) -> tuple[tuple[int, int], ...]:
    counted = dict(figures.by_hour)
    first = min([_FIRST_HOUR, *counted])
    last = max([_LAST_HOUR, *counted])
    return tuple((hour, counted.get(hour, 0)) for hour in range(first, last + 1))


def _item(record: RecentRecord, lists: Lists) -> RecentItem:
    time = "" if record.minute is None else typography.clock_time(record.minute)
    if record.channel is None:
        text = ngettext("{} passage", "{} passages", record.size).format(record.size)
        return RecentItem(record.uid, time, "walk_in", CHANNEL_ICONS["walk_in"], text, "")
    origin = lists.origin_label(record.origin, short=True)
    first = f"{record.size} · {origin}" if record.channel in FACE_TO_FACE else origin
    second = ", ".join(lists.demand_label(demand.code, short=True) for demand in record.demands)
    icon = CHANNEL_ICONS[record.channel.value]
    return RecentItem(record.uid, time, record.channel.value, icon, first, second or "–")
