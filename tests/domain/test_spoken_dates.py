"""Days, months and years as one says them; never one to come."""

from __future__ import annotations

from datetime import date

import pytest

from otdesk.domain.period import Period
from otdesk.domain.spoken_dates import read_day, read_days, read_period

TODAY = date(2026, 8, 8)  # a Saturday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("aujourd’hui", date(2026, 8, 8)),
        ("hier", date(2026, 8, 7)),
        ("Avant-hier", date(2026, 8, 6)),
        ("lundi dernier", date(2026, 8, 3)),
        ("lundi", date(2026, 8, 3)),
        ("samedi", date(2026, 8, 1)),
        ("il y a 3 jours", date(2026, 8, 5)),
        ("il y a 2 semaines", date(2026, 7, 25)),
        ("14 juillet", date(2026, 7, 14)),
        ("14 juillet 2022", date(2022, 7, 14)),
        ("jeudi 14 juillet 2022", date(2022, 7, 14)),
        ("14/07/2022", date(2022, 7, 14)),
        ("14/7", date(2026, 7, 14)),
        ("14.07.22", date(2022, 7, 14)),
        ("2022-07-14", date(2022, 7, 14)),
        ("1er août", date(2026, 8, 1)),
        ("25 décembre", date(2025, 12, 25)),
        ("29 février", date(2024, 2, 29)),
        ("14 juil", date(2026, 7, 14)),
    ],
)
def test_a_day_is_read_as_it_is_said(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "30", "mardi gras", "31 février 2022", "1er janvier 2031", "14 jui", "Belgique", "12/13"],
)
def test_what_says_no_past_day_is_none(text: str) -> None:
    assert read_day(text, TODAY) is None


def test_a_date_without_its_year_brings_the_years_before_too() -> None:
    years = (date(2026, 7, 14), date(2025, 7, 14), date(2024, 7, 14))
    assert read_days("14 juillet", TODAY) == years
    assert read_days("14 juillet 2022", TODAY) == (date(2022, 7, 14),)
    assert read_days("hier", TODAY) == (date(2026, 8, 7),)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("août", Period.month(2026, 8)),
        ("septembre", Period.month(2025, 9)),
        ("juillet 2022", Period.month(2022, 7)),
        ("07/2022", Period.month(2022, 7)),
        ("2022-07", Period.month(2022, 7)),
        ("2022", Period.year(2022)),
        ("ce mois", Period.month(2026, 8)),
        ("mois dernier", Period.month(2026, 7)),
        ("l’an dernier", Period.year(2025)),
        ("cette année", Period.year(2026)),
    ],
)
def test_a_month_and_a_year_are_read_as_they_are_said(text: str, period: Period) -> None:
    assert read_period(text, TODAY) == period


@pytest.mark.parametrize("text", ["2031", "1850", "septembre 2026", "ma", "jui", "13/2022", ""])
def test_what_says_no_past_period_is_none(text: str) -> None:
    assert read_period(text, TODAY) is None
