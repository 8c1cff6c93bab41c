"""When a sale is made: on a day that was open, within its hours, after an accueil or alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from otdesk.demo.entries import DemoEntry
from otdesk.demo.openings import DeskDay
from otdesk.demo.rhythm import Clockwork
from otdesk.demo.shop.baskets import PlannedBasket
from otdesk.domain.openings import TimeRange
from otdesk.domain.reference import ChannelCode

# From the first word to the payment.
_TALK = (40, 420)
_LAST_SECONDS = 15
_QUIET_DAY = 0.4


@dataclass(frozen=True, slots=True)
class Accueil:
    """What a sale needs of the accueil before it."""

    uid: str
    moment: datetime
    author: str


@dataclass(frozen=True, slots=True)
class PlacedBasket:
    """A basket and the instant of its payment; `accueil` is the one that it is linked to."""

    moment: datetime
    basket: PlannedBasket
    accueil: Accueil | None = None


def accueils_by_day(entries: Iterable[DemoEntry]) -> dict[date, list[Accueil]]:
    """Return the accueils at the counter among an office's entries, by their day."""
    found: dict[date, list[Accueil]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "visit" and entry.payload["channel"] == ChannelCode.COMPTOIR.value:
            day = date.fromisoformat(str(entry.payload["day"]))
            found[day].append(Accueil(entry.uid, entry.moment, entry.author))
    return found


class Calendar:
    """The open days of an office's year, and the instants within their hours."""

    def __init__(self, days: Iterable[DeskDay], zone: ZoneInfo, clockwork: Clockwork) -> None:
        self.open = {day.day: day for day in days if day.real}
        self._zone = zone
        self._clockwork = clockwork

    def at(self, day: date, second: int) -> datetime:
        """Return the instant of a local second of a day."""
        midnight = datetime.combine(day, time(), self._zone)
        hour, rest = divmod(second, 3600)
        local = midnight.replace(hour=hour, minute=rest // 60, second=rest % 60)
        return local.astimezone(UTC)

    def day(self, moment: datetime) -> date:
        """Return the local day of an instant."""
        return moment.astimezone(self._zone).date()

    def opening(self, day: date) -> datetime:
        """Return the instant at which the doors opened."""
        return self.at(day, self.open[day].real[0].start * 60)

    def alone(self, day: date, count: int, random: Random) -> list[datetime]:
        """Return so many instants within the hours of a day, in order."""
        minutes = self._clockwork.minutes(self.open[day].real, count, random, market=False)
        return [self.at(day, minute * 60 + int(random.random() * 60)) for minute in minutes]

    def after(self, day: date, moment: datetime, random: Random) -> datetime | None:
        """Return when a conversation that began at `moment` came to the till, if it did."""
        local = moment.astimezone(self._zone)
        minute = local.hour * 60 + local.minute
        range_ = next((r for r in self.open[day].real if _holds(r, minute)), None)
        if range_ is None or range_.end is None:
            return None
        last = self.at(day, range_.end * 60 - _LAST_SECONDS)
        return min(moment + timedelta(seconds=random.randint(*_TALK)), last)


def _holds(range_: TimeRange, minute: int) -> bool:
    return range_.end is not None and range_.start <= minute < range_.end


def place(
    baskets: Sequence[PlannedBasket],
    calendar: Calendar,
    accueils: Mapping[date, Sequence[Accueil]],
    linked_percent: float,
    random: Random,
) -> list[PlacedBasket]:
    """Give each basket its day, as busy days go, and its instant; return them in order."""
    days = list(calendar.open)
    chosen = _days(baskets, days, accueils, random)
    placed: list[PlacedBasket] = []
    for day, of_day in sorted(chosen.items()):
        free = list(accueils.get(day, ()))
        random.shuffle(free)
        alone = []
        for basket in of_day:
            linked = free.pop() if free and random.random() * 100 < linked_percent else None
            moment = None if linked is None else calendar.after(day, linked.moment, random)
            if moment is None:
                alone.append(basket)
            else:
                placed.append(PlacedBasket(moment, basket, linked))
        moments = calendar.alone(day, len(alone), random)
        placed += [PlacedBasket(m, b) for m, b in zip(moments, alone, strict=True)]
    return sorted(placed, key=lambda sale: sale.moment)


def _days(
    baskets: Sequence[PlannedBasket],
    days: Sequence[date],
    accueils: Mapping[date, Sequence[Accueil]],
    random: Random,
) -> dict[date, list[PlannedBasket]]:
    """Draw the day of each basket, in proportion to the accueils of the days."""
    weights = Counter({day: len(accueils.get(day, ())) for day in days})
    tables: dict[frozenset[int] | None, tuple[list[date], list[float]]] = {}
    chosen: dict[date, list[PlannedBasket]] = defaultdict(list)
    for basket in baskets:
        if basket.months not in tables:
            possible = [d for d in days if basket.months is None or d.month in basket.months]
            sums = list(accumulate(weights[day] + _QUIET_DAY for day in possible))
            tables[basket.months] = possible, sums
        possible, sums = tables[basket.months]
        (day,) = random.choices(possible, cum_weights=sums)
        chosen[day].append(basket)
    return chosen
