"""What the day's screen says and counts, without a window."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.domain.openings import Ranges, TimeRange, read_hours
from otdesk.domain.reference import ChannelCode
from otdesk.reports.rows import DayMark, OfficeDay, VisitMark
from otdesk.ui.days.closing_panel import proposed_hours
from otdesk.ui.days.day_words import differences, needs_reason, so_far, state_chip
from otdesk.ui.days.hours_form import halves
from otdesk.ui.days.lines import Line, LineFilter, LineKind, counts, matches, words_of
from otdesk.ui.days.time_field import read_time
from otdesk.ui.days.timeline_figures import (
    DayLine,
    bounds,
    hours,
    late_gaps,
    quarters,
    remote_minutes,
    spoken,
    unit_for,
)

PLAN = read_hours("9:30-12:30, 14:00-18:30")
TODAY = date(2026, 8, 8)


def office_day(state: DayMark, ranges: Ranges = (), closed_at: datetime | None = None) -> OfficeDay:
    return OfficeDay("PDM", TODAY, state, ranges, PLAN, 0, 0, None, closed_at, "CM")


@pytest.mark.parametrize(
    ("day", "minute", "words"),
    [
        (office_day(DayMark.OPEN, (TimeRange(590, None),)), 600, "Ouvert depuis 9:50"),
        (office_day(DayMark.OPEN, (TimeRange(590, 750),)), 780, "Fermé, prévu 14:00"),
        (office_day(DayMark.OPEN, (TimeRange(590, 750),)), 900, "Fermé, journée à clôturer"),
        (office_day(DayMark.NOT_ENTERED), 500, "Pas encore ouvert, prévu 9:30"),
        (office_day(DayMark.NOT_ENTERED), 1200, "Ouverture non saisie"),
        (office_day(DayMark.NOT_PLANNED), 600, "Pas d’ouverture prévue"),
        (office_day(DayMark.SHUT), 600, "Bureau fermé ce jour"),
        (
            office_day(DayMark.CLOSED, PLAN, datetime(2026, 8, 8, 18, 42, tzinfo=UTC)),
            1130,
            "Clôturée à 18:42 par CM",
        ),
    ],
)
def test_each_state_has_its_own_words(day: OfficeDay, minute: int, words: str) -> None:
    assert state_chip(day, TODAY, TODAY, minute).text == words


def test_a_past_day_without_hours_is_not_entered() -> None:
    yesterday = date(2026, 8, 7)
    assert state_chip(office_day(DayMark.NOT_ENTERED), yesterday, TODAY, 600).text == "Non saisie"


def test_an_hour_that_was_forgotten_is_not_called_open() -> None:
    yesterday = date(2026, 8, 7)
    forgotten = office_day(DayMark.OPEN, (TimeRange(590, None),))
    words = state_chip(forgotten, yesterday, TODAY, 600).text
    assert words == "Heure de fermeture non saisie"


@pytest.mark.parametrize(
    ("real", "wanted"),
    [
        ("9:30-12:30, 14:00-18:30", False),
        ("9:35-12:25, 14:05-18:30", False),
        ("9:36-12:30, 14:00-18:30", True),
        ("9:30-12:30", True),
        ("9:30-12:30, 14:00-19:00", True),
        ("fermé", True),
    ],
)
def test_a_reason_is_wanted_beyond_five_minutes(real: str, *, wanted: bool) -> None:
    assert needs_reason(PLAN, read_hours(real)) is wanted


def test_an_opening_that_nobody_planned_owes_no_reason() -> None:
    assert not needs_reason((), read_hours("9:30-12:30"))


def test_differences_are_told_in_the_order_of_the_day() -> None:
    told = differences(PLAN, read_hours("9:50-12:35"), running=False)
    assert told == [
        "ouvert 20 min après l’heure prévue",
        "fermé 5 min plus tard que prévu",
        "pas d’ouverture de 14:00–18:30",
    ]
    assert len(differences(PLAN, read_hours("9:50-12:35"), running=True)) == 2


@pytest.mark.parametrize(
    ("real", "running", "told"),
    [
        ("14:00-18:30", False, ["pas d’ouverture de 9:30–12:30"]),
        # It is known before the day is over: the morning does not come back.
        ("14:00-18:30", True, ["pas d’ouverture de 9:30–12:30"]),
        (
            "13:45-18:30",
            False,
            ["pas d’ouverture de 9:30–12:30", "ouvert 15 min plus tôt"],
        ),
        ("9:30-12:30", True, []),
        ("12:00-12:30", True, ["ouvert 2 h 30 après l’heure prévue"]),
        # Nobody shut at noon: both halves were kept.
        ("9:30-18:30", False, ["resté ouvert entre 12:30 et 14:00"]),
        ("9:30-18:30", True, ["resté ouvert entre 12:30 et 14:00"]),
        (
            "9:45-18:00",
            False,
            [
                "resté ouvert entre 12:30 et 14:00",
                "ouvert 15 min après l’heure prévue",
                "fermé 30 min plus tôt que prévu",
            ],
        ),
        (
            "9:30-13:00",
            False,
            ["fermé 30 min plus tard que prévu", "pas d’ouverture de 14:00–18:30"],
        ),
        ("9:30-13:00, 14:00-18:30", False, ["fermé 30 min plus tard que prévu"]),
    ],
)
def test_a_half_day_is_held_against_its_own_half(
    real: str, told: list[str], *, running: bool
) -> None:
    found = differences(PLAN, read_hours(real), running=running)
    assert [each.replace("\u00a0", " ").replace("\u202f", " ") for each in found] == told


def test_a_door_that_opened_in_the_afternoon_stands_in_the_afternoon() -> None:
    afternoon = TimeRange(840, None)
    assert halves(PLAN, (afternoon,)) == (None, afternoon)
    assert halves((), (afternoon,)) == (None, afternoon)
    assert halves(PLAN, PLAN[:1]) == (PLAN[0], None)
    assert halves(PLAN, PLAN) == PLAN
    assert halves(PLAN, ()) == (None, None)
    assert so_far(PLAN, (afternoon,)) == PLAN
    assert so_far(PLAN, (TimeRange(570, None),)) == PLAN[:1]


def test_the_closing_proposes_the_real_hours_and_ends_what_runs() -> None:
    running = (TimeRange(570, 750), TimeRange(840, None))
    assert proposed_hours(PLAN, running, 1125)[-1] == TimeRange(840, 1125)
    assert proposed_hours(PLAN, running, None)[-1] == TimeRange(840, 1110)
    assert proposed_hours(PLAN, (), None) == PLAN


# Times -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("9:50", 590),
        ("9h50", 590),
        ("950", 590),
        ("0950", 590),
        ("9", 540),
        ("9h", 540),
        ("18.30", 1110),
        ("24:00", 1440),
        ("9:75", None),
        ("25", None),
        ("neuf", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, minute: int | None) -> None:
    assert read_time(typed) == minute


# The time line -----------------------------------------------------------------------------


def mark(minute: int, persons: int, *, own: bool = False) -> VisitMark:
    channel = ChannelCode.COMPTOIR if persons else ChannelCode.TELEPHONE
    return VisitMark(minute, channel, persons, own)


def test_a_pile_counts_persons_by_quarter_of_an_hour() -> None:
    line = DayLine(marks=[mark(600, 2), mark(614, 3, own=True), mark(615, 1), mark(610, 0)])
    piles = quarters(line)
    assert [(at, pile.own, pile.others) for at, pile in sorted(piles.items())] == [
        (600, 3, 2),
        (615, 0, 1),
    ]
    assert remote_minutes(line) == [610]


def test_the_line_goes_as_far_as_the_day_did() -> None:
    assert bounds(DayLine()) == (9, 19)
    assert bounds(DayLine(marks=[mark(8 * 60 + 10, 1), mark(20 * 60, 2)])) == (8, 21)
    assert bounds(DayLine(planned=(TimeRange(600, 24 * 60),))) == (9, 24)


@given(st.integers(0, 3000), st.integers(1, 60))
def test_a_pile_always_has_room(highest: int, squares: int) -> None:
    unit = unit_for(highest, squares)
    assert -(-highest // unit) <= squares or unit == 100


def test_planned_minutes_without_an_open_door_are_hatched() -> None:
    line = DayLine(planned=PLAN, real=(TimeRange(590, 755), TimeRange(840, None)), now=975)
    assert late_gaps(line) == [TimeRange(570, 590)]
    over = DayLine(planned=PLAN, real=read_hours("9:30-12:00"))
    assert late_gaps(over) == [TimeRange(720, 750), TimeRange(840, 1110)]


def test_the_line_is_told_hour_by_hour() -> None:
    line = DayLine(marks=[mark(600, 2), mark(605, 0), mark(840, 1)])
    assert spoken(line) == "10 h\u00a0: 2 visiteurs, 1 appel ou courriel. 14 h\u00a0: 1 visiteur"
    assert "Aucun accueil" in spoken(DayLine())


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 40), st.booleans())))
def test_the_table_beside_the_line_counts_the_same(
    marks: list[tuple[int, int, bool]],
) -> None:
    line = DayLine(marks=[mark(minute, persons, own=own) for minute, persons, own in marks])
    rows = hours(line)
    assert sum(row.persons for row in rows) == sum(p.persons for p in quarters(line).values())
    assert sum(row.own for row in rows) == sum(p.own for p in quarters(line).values())
    assert sum(row.remote for row in rows) == len(remote_minutes(line))


# Lines -------------------------------------------------------------------------------------


def line(uid: str, **other: object) -> Line:
    values: dict[str, object] = {
        "uid": uid,
        "kind": LineKind.VISIT,
        "time": "10:00",
        "persons": "2",
        "origin": "Lozère",
        "channel": ChannelCode.COMPTOIR,
    }
    return Line(**{**values, **other})  # type: ignore[arg-type]  # values of a test


def test_a_voided_line_counts_among_the_voided_only() -> None:
    found = counts([line("a"), line("b", voided=True, revised=True)])
    assert found[LineFilter.ALL] == 2
    assert found[LineFilter.COUNTER] == 1
    assert found[LineFilter.REVISED] == 0
    assert found[LineFilter.VOIDED] == 1


def test_the_free_filter_forgets_accents_and_order() -> None:
    words = words_of(line("a", demands="Hébergement", author="LM", number="48"))
    assert matches(words, "heberg lozere")
    assert matches(words, "48 lm")
    assert not matches(words, "belgique")
