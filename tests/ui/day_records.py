"""Days with records, made through the services as hands and keys would make them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

from otdesk.domain.changes import Changes
from otdesk.domain.counter.draft import Draft
from otdesk.domain.days import PlannedOpening
from otdesk.domain.openings import TimeRange, read_hours
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.domain.visits import Visit, VisitDemand, WalkIn
from otdesk.services import counsellors, days, tallies, visits
from otdesk.services.workplace import Workplace
from otdesk.store.transaction import Transaction
from tests.offices import clock_of

SATURDAY = date(2026, 8, 8)
_ORIGINS = ("FR-48", "FR-30", "FR-34", "FR-75", "FR-13", "BE", "DE", "NL", "FR-69", "ND")


def write(
    workplace: Workplace, act: Callable[[Transaction], Changes], author: str = "CA"
) -> Changes:
    """Write something, as a counsellor."""
    store = workplace.open_store()
    try:
        with store.writing(author) as transaction:
            return act(transaction)
    finally:
        store.close()


def plan_summer(workplace: Workplace, first: date, count: int) -> None:
    """Plan morning and afternoon of some days."""
    hours = read_hours("9h30-12h30, 14h-18h30")
    office = workplace.identity.office
    plans = [PlannedOpening(office, first + timedelta(days=n), hours) for n in range(count)]
    write(workplace, lambda t: days.plan(t, plans))


def visit_at(
    workplace: Workplace,
    minute: int | None,
    persons: int = 2,
    origin: str = "FR-48",
    *,
    demands: tuple[str, ...] = ("sport",),
    channel: ChannelCode = ChannelCode.COMPTOIR,
    day: date = SATURDAY,
    note: str = "",
) -> Visit:
    """Return an accueil of the day at a local minute."""
    local = datetime(day.year, day.month, day.day, tzinfo=workplace.zone)
    at = None if minute is None else local + timedelta(minutes=minute)
    own = origin == "FR-48"
    return Visit(
        office=workplace.identity.office,
        day=day,
        channel=channel,
        party_size=persons if channel is ChannelCode.COMPTOIR else 1,
        origin=origin,
        demands=tuple(VisitDemand(code) for code in demands),
        started_at=None if at is None else at.astimezone(UTC),
        minute=minute,
        residency=ResidencyCode.SEJOUR if own else None,
        note=note,
    )


def record(workplace: Workplace, visit: Visit, author: str = "CA") -> str:
    """Record an accueil and return its uid."""
    return write(workplace, lambda t: visits.record(t, visit), author).uids[0]


def busy_day(workplace: Workplace, count: int = 62, day: date = SATURDAY) -> None:
    """Record a Saturday of August: late opening, a break, calls, one void, one correction."""
    office = workplace.identity.office
    draw = random.Random(8)
    demands = [demand.code for demand in workplace.lists.first_levels()][:8]
    hours = (TimeRange(590, 755), TimeRange(840, None))
    write(workplace, lambda t: days.set_hours(t, office, day, hours, motive="retard"))
    for number in range(count):
        minute = draw.choice([*range(592, 752), *range(842, 972), *range(842, 900)])
        channel = draw.choices(
            (ChannelCode.COMPTOIR, ChannelCode.TELEPHONE, ChannelCode.COURRIEL), (54, 9, 3)
        )[0]
        visit = visit_at(
            workplace,
            minute,
            draw.choice((1, 2, 2, 2, 3, 4, 5)),
            draw.choice(_ORIGINS),
            demands=tuple(draw.sample(demands, draw.choice((1, 1, 2)))),
            channel=channel,
            day=day,
        )
        record(workplace, visit, "LM" if number % 3 else "CA")
    wrong = record(workplace, visit_at(workplace, 969, 2, "FR-30", demands=("pratique",), day=day))
    write(workplace, lambda t: visits.void(t, wrong, office, day, "saisi deux fois"))
    changed = record(
        workplace, visit_at(workplace, 967, 2, "FR-75", demands=("hebergement",), day=day)
    )
    mended = visit_at(workplace, 967, 3, "FR-75", demands=("hebergement",), day=day)
    write(workplace, lambda t: visits.record(t, mended, uid=changed))
    passage = WalkIn(office, day, 3, datetime(2026, 8, 8, 13, 0, tzinfo=UTC), 900)
    write(workplace, lambda t: visits.record_walk_in(t, passage))


def sheet(workplace: Workplace, day: date = SATURDAY) -> str:
    """Record a paper sheet of the morning and return its uid."""
    tally = Tally(
        workplace.identity.office,
        day,
        HalfDay.MORNING,
        41,
        18,
        {"FR-48": 20, "BE": 6},
        {"sport": 9},
    )
    return write(workplace, lambda t: tallies.record(t, tally)).uids[0]


def close(workplace: Workplace, day: date, hours: str = "9h30-12h30, 14h-18h30") -> None:
    """Close a day."""
    office = workplace.identity.office
    write(workplace, lambda t: days.close(t, office, day, ranges=read_hours(hours)))


def stay_shut(workplace: Workplace, day: date) -> None:
    """Say that the office stayed shut, for a reason that is not published as it is."""
    office = workplace.identity.office
    write(workplace, lambda t: days.close(t, office, day, ranges=(), motive="maladie"))


def add_counsellors(workplace: Workplace) -> None:
    """Enter three counsellors."""
    for initials, name in (("CA", "Camille"), ("LM", "Lucie"), ("CM", "Clément")):
        write(workplace, partial(counsellors.add, initials=initials, name=name))


def open_draft(workplace: Workplace, uid: str = "draft-1", minute: int = 971) -> Draft:
    """Return an accueil that lacks its origin."""
    began = visit_at(workplace, minute).started_at
    return Draft(uid=uid, size=4, demands=(VisitDemand("sport"),), started_at=began, aside=True)


def month_of_days(workplace: Workplace) -> None:
    """Close most days of the month so far: one was shut, one is not entered, one had nobody."""
    clock, at = clock_of(workplace), clock_of(workplace).instant
    for number in range(1, 8):
        day = date(2026, 8, number)
        if number == 4:
            continue
        clock.instant = datetime(2026, 8, number, 16, 42, tzinfo=UTC)
        if number == 6:
            stay_shut(workplace, day)
            continue
        if number != 5:
            for each in range(number * 3):
                record(workplace, visit_at(workplace, 600 + each * 7, 2, "FR-34", day=day))
        close(workplace, day)
    clock.instant = at
