from __future__ import annotations

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk import typography
from otdesk.domain.written_dates import read_date, read_time
from otdesk.errors import DataFault

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS)
def test_every_usual_form_of_a_date_is_the_same_day(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%y}",
        f"{day:%d.%m.%y}",
        typography.long_date(day),
        typography.long_date(day, weekday=False),
        typography.long_date(day).upper(),
        f" {day.day}\u00a0{typography.MONTHS[day.month - 1]}\u202f{day.year} ",
    )
    assert {read_date(form) for form in forms} == {day}


@given(st.times().map(lambda moment: moment.replace(microsecond=0)))
def test_every_usual_form_of_an_hour_is_the_same_minute(moment: time) -> None:
    minute = moment.replace(second=0)
    forms = (
        f"{moment:%H:%M}",
        f"{moment.hour}:{moment:%M}",
        f"{moment.hour}h{moment:%M}",
        f"{moment.hour} h {moment:%M}",
        f"{moment:%H}H{moment:%M}",
        f"{moment.hour}\u00a0h\u00a0{moment:%M}",
        f"{moment.hour}h{moment:%M}min",
    )
    assert {read_time(form) for form in forms} == {minute}
    assert read_time(f"{moment:%H:%M:%S}") == moment


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_fault(text: str) -> None:
    for read in (read_date, read_time):
        with suppress(DataFault):
            read(text)


@pytest.mark.parametrize("text", ["1er août 2022", "1 aout 2022", "1er Août 2022"])
def test_the_first_of_a_month_is_written_1er(text: str) -> None:
    assert read_date(text) == date(2022, 8, 1)


@pytest.mark.parametrize("text", ["14 juil. 2022", "14 juil 2022"])
def test_months_may_be_abbreviated(text: str) -> None:
    assert read_date(text) == date(2022, 7, 14)


def test_a_whole_hour_needs_no_minutes() -> None:
    assert read_time("9h") == read_time("9 h") == time(9)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2022",
        "2022-13-01",
        "29/02/2022",
        "0/1/2022",
        # The weekday is another one.
        "vendredi 14 juillet 2022",
        # Which of them is the year?
        "14-07-22",
        "22-07-14",
        "14/07",
        "07/2022",
        "44756",
        "14/07-2022",
        "14 brumaire 2022",
        "hier 14 juillet 2022",
        "",
    ],
)
def test_what_is_no_date_or_two_is_refused(text: str) -> None:
    with pytest.raises(DataFault):
        read_date(text)


@pytest.mark.parametrize("text", ["25:00", "9:60", "24h", "9", "905", "9h5", "9:5", "midi", ""])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(DataFault):
        read_time(text)
