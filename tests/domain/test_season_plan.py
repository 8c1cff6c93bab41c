from __future__ import annotations

from datetime import date

import pytest

from otdesk.domain.openings import read_hours
from otdesk.domain.period import Period
from otdesk.domain.season_plan import ALL_WEEK, SeasonLine, read_weekdays, season
from otdesk.errors import DataFault

AUGUST = Period.month(2022, 8)
HOURS = read_hours("9h-12h")


@pytest.mark.parametrize(
    ("text", "weekdays"),
    [
        ("", range(7)),
        ("lu-ve", range(5)),
        ("Mardi, jeudi", (1, 3)),
        ("lun mar sam", (0, 1, 5)),
        ("mardi à samedi ; di", (1, 2, 3, 4, 5, 6)),
        ("sa – lu", (5, 6, 0)),
    ],
)
def test_weekdays_are_read_as_people_write_them(text: str, weekdays: tuple[int, ...]) -> None:
    assert read_weekdays(text) == frozenset(weekdays)


@pytest.mark.parametrize("text", ["l", "lundi soir", "lu-xx", "5"])
def test_what_is_no_weekday_is_refused(text: str) -> None:
    with pytest.raises(DataFault, match="jour de la semaine"):
        read_weekdays(text)


def test_a_later_line_wins_for_its_dates() -> None:
    closed = SeasonLine("VIA", Period.day(date(2022, 8, 15)), ALL_WEEK, ())
    planned = season([SeasonLine("VIA", AUGUST, read_weekdays("lu"), HOURS), closed])
    assert [(each.day.day, bool(each.ranges)) for each in planned] == [
        (1, True), (8, True), (15, False), (22, True), (29, True),
    ]  # fmt: skip
