"""The season gives what the Bilan 2022 published, through the product's own reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import floor

import pytest

from otdesk.demo.facts import Facts
from otdesk.domain.period import Period
from otdesk.reports.rows import OriginGroup
from tests.demo.reading import SEASON, SEASON_2021, Season

OFFICES = ("PDM", "COL", "SEV", "SGC", "SCV", "VIA")


def percent(part: float, base: float) -> int:
    """Return a whole percent, rounded as people do."""
    return floor(part * 100 / base + 0.5)


def persons_by_origin(season: Season, period: Period = SEASON) -> Counter[str]:
    counted: Counter[str] = Counter()
    for office in season.offices:
        for row in season.summary(office, period).by_origin:
            counted[row.code] += row.persons
    return counted


def themes_at_the_counter(season: Season) -> list[str]:
    counted: Counter[str] = Counter()
    for office in season.offices:
        for row in season.summary(office).themes:
            counted[row.code] += row.counter_acts
    return [code for code, _ in counted.most_common()]


def calls_by_theme(season: Season, period: Period) -> Counter[str]:
    counted: Counter[str] = Counter()
    statement = (
        "SELECT theme, count(DISTINCT uid) FROM visit JOIN visit_demand ON visit_uid = uid"
        " WHERE channel = 'telephone' AND day BETWEEN :first AND :last GROUP BY theme"
    )
    values = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    for theme, calls in season.everywhere(statement, **values):
        counted[theme] += calls
    return counted


def foreign_and_known(origins: Counter[str], abroad: Iterable[str]) -> tuple[int, int]:
    foreign = sum(origins[code] for code in abroad)
    return foreign, origins.total() - origins["ND"]


def abroad(season: Season, period: Period = SEASON) -> set[str]:
    return {
        row.code
        for office in season.offices
        for row in season.summary(office, period).by_origin
        if row.group is OriginGroup.FOREIGN
    }


def test_there_were_16_295_persons_at_the_counter(season: Season) -> None:
    assert season.total(lambda s: s.persons) == 16_295


def test_each_office_has_its_share_of_2019(season: Season, facts: Facts) -> None:
    whole = sum(office.visitors_2019 for office in facts.offices.values())
    for code, office in facts.offices.items():
        expected = 16_295 * office.visitors_2019 / whole
        assert abs(season.summary(code).persons - expected) < 1, code


def test_july_and_august_are_about_half(season: Season) -> None:
    high = Period(SEASON.first.replace(month=7), SEASON.first.replace(month=8, day=31))
    assert 0.46 < season.total(lambda s: s.persons, high) / 16_295 < 0.54


def test_there_were_2_494_calls(season: Season) -> None:
    assert season.total(lambda s: s.calls) == 2_494


def test_there_were_more_calls_in_2021(season: Season) -> None:
    assert season.total(lambda s: s.calls, SEASON_2021) > 2_494


def test_fewer_e_mails_than_in_2021_and_as_many_letters(season: Season) -> None:
    now, before = (
        [season.total(lambda s: s.emails, p), season.total(lambda s: s.letters, p)]
        for p in (SEASON, SEASON_2021)
    )
    assert 0.9 * before[0] < now[0] < before[0]
    assert now[1] == before[1] < now[0] / 5


@pytest.mark.parametrize("theme", ["sport", "manifestations"])
def test_more_calls_than_in_2021_were_about(season: Season, theme: str) -> None:
    now, before = (calls_by_theme(season, period) for period in (SEASON, SEASON_2021))
    assert now[theme] > before[theme] > 0


def test_the_visitors_from_abroad_were_7_percent_after_5(season: Season) -> None:
    for period, published in ((SEASON, 7), (SEASON_2021, 5)):
        origins = persons_by_origin(season, period)
        assert percent(*foreign_and_known(origins, abroad(season, period))) == published


def test_the_five_countries_have_their_shares_of_the_five(season: Season, facts: Facts) -> None:
    origins = persons_by_origin(season)
    five = facts.season.five_countries
    whole = sum(origins[code] for code in five)
    assert {code: percent(origins[code], whole) for code in five} == five
    ranked = sorted(abroad(season), key=lambda code: -origins[code])
    assert ranked[:5] == sorted(five, key=lambda code: -five[code])


@pytest.mark.parametrize("with_unknown", [False, True])
def test_the_five_departments_have_their_shares_of_the_french(
    season: Season, facts: Facts, with_unknown: bool
) -> None:
    """The Bilan does not say whether its base holds the French of an unknown département."""
    origins = persons_by_origin(season)
    five = facts.season.five_departments
    known = {code: count for code, count in origins.items() if code.startswith("FR-")}
    base = sum(known.values()) + (origins["FR"] if with_unknown else 0)
    assert origins["FR"] > 0
    assert {code: percent(origins[code], base) for code in five} == five
    assert sorted(known, key=lambda code: -known[code])[:5] == list(five)


def test_the_demands_at_the_counter_come_in_the_published_order(
    season: Season, facts: Facts
) -> None:
    assert themes_at_the_counter(season)[:3] == list(facts.season.themes_in_order)


@pytest.mark.parametrize("office", OFFICES)
def test_the_openings_are_those_of_the_published_table(
    season: Season, facts: Facts, office: str
) -> None:
    rows = {row.month.month: row.figures for row in season.summary(office).by_office_month}
    published = {
        month.month: (month.open_days, month.planned_days)
        for month in facts.openings
        if month.office == office
    }
    found = {
        month: (figures.open_days, figures.planned_days)
        for month, figures in rows.items()
        if figures.planned_days or figures.open_days
    }
    assert found == published


@pytest.mark.parametrize("office", OFFICES)
def test_a_day_that_stayed_shut_has_the_published_reason(
    season: Season, facts: Facts, office: str
) -> None:
    codes = {"maladie": "maladie", "départ": "depart", "travaux": "travaux", "mairie": "mairie"}
    expected = Counter(
        {
            month.month: month.planned_days - month.open_days
            for month in facts.openings
            if month.office == office and month.reason
        }
    )
    statement = (
        "SELECT CAST(substr(business_day.day, 6, 2) AS INTEGER), business_day.reason, text"
        " FROM business_day JOIN day_reason USING (office, day)"
        " WHERE ranges = '' AND business_day.day LIKE '2022-%'"
    )
    found: Counter[int] = Counter()
    reasons = {m.month: m.reason for m in facts.openings if m.office == office}
    for month, code, wording in season.rows(office, statement):
        found[month] += 1
        assert wording.lower() == reasons[month]
        assert code == next(c for word, c in codes.items() if word in reasons[month])
    assert found == +expected


def test_an_illness_is_not_published(season: Season) -> None:
    reasons = {
        reason
        for office in season.offices
        for row in season.summary(office).by_office_month
        for reason in row.reasons
    }
    assert "Indisponibilité du personnel" in reasons
    assert not any("maladie" in reason.lower() for reason in reasons)


def test_le_collet_de_deze_has_its_2_days_of_august(season: Season) -> None:
    august = Period.month(2022, 8)
    assert season.summary("COL", august).open_days == 2


def test_2019_adds_up_to_the_manuel_qualite(season: Season, facts: Facts) -> None:
    statement = (
        "SELECT sum(value), min(unit), max(unit) FROM monthly_total"
        " WHERE month LIKE '2019%' AND measure = 'visitors'"
    )
    for code, office in facts.offices.items():
        assert season.rows(code, statement) == [(office.visitors_2019, "unknown", "unknown")]


@pytest.mark.parametrize("period", [SEASON, Period.month(2022, 7)])
def test_a_comparison_with_2019_is_refused_with_its_reason(season: Season, period: Period) -> None:
    compared = season.summary("PDM", period, years_back=3).comparison
    assert compared is not None
    assert compared.refusal is not None
    assert "2019 ne dit pas s’il compte des personnes ou des accueils" in compared.refusal
    assert compared.rows == ()
    assert {total.unit for total in compared.published} == {"unknown"}


@pytest.mark.parametrize("office", OFFICES)
def test_a_comparison_with_2021_stands(season: Season, office: str) -> None:
    compared = season.summary(office, Period.month(2022, 7), years_back=1).comparison
    assert compared is not None
    assert compared.refusal is None
    assert compared.rows


def test_every_folder_says_that_it_is_a_reconstruction(season: Season) -> None:
    assert all(season.summary(office).reconstruction for office in season.offices)
