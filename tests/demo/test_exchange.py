"""The season at the siège: whole after a lost packet, a damaged one and a copied PC."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from otdesk.cli import demo
from otdesk.demo.exchange.rounds import PLAN
from otdesk.demo.exchange.told import Mishap, Trouble
from otdesk.demo.facts import Facts
from otdesk.documents.export_json import render
from otdesk.domain.period import Period
from otdesk.headquarters.completeness import MonthState
from otdesk.reports.summarise import summarise
from otdesk.reports.summary import Summary
from otdesk.store import tables
from tests.demo.reading import SEASON, Season

JULY = Period.month(2022, 7)


def at_siege(season: Season, period: Period, *offices: str) -> Summary:
    """Return what the siège's folder says of some offices, of all without any."""
    with season.siege.reading() as connection:
        return summarise(connection, season.context, period, offices or season.offices)


def trouble(season: Season, kind: Mishap) -> Trouble:
    (found,) = (t for r in season.result.exchange.rounds for t in r.troubles if t.kind is kind)
    return found


def received(season: Season, office: str) -> list[tuple[int, str]]:
    statement = "SELECT number, state FROM received_packet WHERE office = :office ORDER BY number"
    return [(n, s) for n, s in season.at_siege(statement, office=office)]


def test_nothing_is_lost_on_the_way_and_nothing_is_made_up(season: Season, facts: Facts) -> None:
    proof = season.result.exchange.proof
    assert (proof.persons, proof.turnover) == (facts.season.persons, facts.season.shop.turnover)
    assert (proof.persons, proof.turnover) == (16_295, 27_803_58)
    assert proof.entries == sum(season.result.entries.values())
    assert (proof.missing, proof.strange, proof.faults) == (0, 0, 0)
    assert proof.equal_months == proof.months
    assert proof.holds


def test_the_siege_s_folder_is_a_reconstruction_as_its_offices_are(season: Season) -> None:
    assert season.siege.identity.role == "siege"
    assert season.siege.identity.reconstruction
    assert at_siege(season, JULY).reconstruction


@pytest.mark.parametrize("period", [JULY, SEASON])
def test_the_network_s_report_is_the_sum_of_the_offices_own(season: Season, period: Period) -> None:
    network = json.loads(render(at_siege(season, period)))
    own = [json.loads(render(season.summary(office, period))) for office in season.offices]
    assert network["offices"] == list(season.offices)
    figures = ("persons", "acts", "walk_ins", "calls", "emails", "letters", "outing_persons")
    for name in (*figures, "open_days", "planned_days"):
        assert network[name] == sum(one[name] for one in own), name
    for part, key in (("by_origin", "code"), ("by_channel", "code"), ("by_day", "day")):
        counted: Counter[str] = Counter()
        for one in own:
            counted.update({row[key]: row["persons"] for row in one[part]})
        assert {r[key]: r["persons"] for r in network[part] if r["persons"]} == +counted, part
    with_shop = [one["sales"] for one in own if one["sales"]]
    for name in ("turnover_cents", "receipts", "refunds", "held_cents"):
        assert network["sales"][name] == sum(sales[name] for sales in with_shop), name


@pytest.mark.parametrize("period", [JULY, SEASON])
def test_the_siege_says_of_an_office_what_the_office_says_of_itself(
    season: Season, period: Period
) -> None:
    for office in season.offices:
        here, there = at_siege(season, period, office), season.summary(office, period, years_back=1)
        assert json.loads(render(here)) == json.loads(render(there)), office


def test_a_lost_packet_heals_itself_with_the_next(season: Season) -> None:
    lost = trouble(season, Mishap.LOST)
    assert (lost.office, lost.number) == ("VIA", 2)
    assert received(season, "VIA") == [(n, "received") for n in (1, 3, 4)]


def test_a_damaged_packet_lies_in_quarantine_and_the_next_brings_all(season: Season) -> None:
    damaged = trouble(season, Mishap.DAMAGED)
    assert (damaged.office, damaged.number) == ("SEV", 1)
    assert received(season, "SEV") == [(n, "received") for n in (2, 3, 4)]
    ((reason, place),) = season.at_siege(
        "SELECT reason, place FROM received_packet WHERE state = 'quarantined'"
    )
    assert damaged.reason in reason
    assert (season.siege.folder / place).is_file()
    assert place.startswith("quarantaine/")


def test_what_a_copied_pc_noted_stands_once_at_the_office_and_at_the_siege(
    season: Season,
) -> None:
    cloned = trouble(season, Mishap.CLONED)
    first, last = PLAN.copied_days
    visit = tables.visit
    statement = select(func.count()).where(
        visit.c.office == cloned.office, visit.c.day.between(str(first), str(last))
    )
    for store in (season.stores[cloned.office], season.siege):
        with store.reading() as connection:
            assert connection.execute(statement).scalar_one() == cloned.accueils > 20
    # They stand in a journal of the copy's own, which says what it left.
    noted = (
        "SELECT count(DISTINCT v.uid) FROM visit v JOIN journal j ON j.uid = v.uid"
        " WHERE v.day BETWEEN :first AND :last AND j.stream IN"
        " (SELECT stream FROM journal WHERE kind = 'stream_origin')"
    )
    days = {"first": str(first), "last": str(last)}
    assert season.rows(cloned.office, noted, **days) == [(cloned.accueils,)]
    assert cloned.reissued > cloned.accueils


def test_each_month_is_whole_but_the_one_that_is_not_declared(season: Season) -> None:
    found = season.result.exchange.completeness
    states = {(c.office, c.month): c.state for line in found.offices for c in line.months}
    assert len(states) == 60
    assert states.pop((PLAN.undeclared, "2022-10")) is MonthState.RECEIVED
    assert set(states.values()) == {MonthState.COMPLETE, MonthState.NO_ACTIVITY}
    assert states["VIA", "2022-01"] is MonthState.NO_ACTIVITY


def test_each_office_has_heard_the_locks_of_the_siege(season: Season) -> None:
    statement = "SELECT month FROM month_lock ORDER BY month"
    for office in season.offices:
        locked = [month for (month,) in season.rows(office, statement)]
        assert locked == [f"2022-{month:02}" for month in range(1, 10)], office


def test_nothing_is_left_of_the_copied_pc_and_of_the_pairing_s_files(season: Season) -> None:
    out = season.siege.folder.parent
    assert {path.name for path in out.iterdir()} == {"offices", "siege", "mailbox", "prints"}
    names = {path.name for folder in season.result.folders.values() for path in folder.iterdir()}
    assert "otdesk.sqlite" in names
    assert not [name for name in names if name.startswith("otdesk-copie-")]


def test_the_command_tells_where_all_lies_and_what_it_proves(
    season: Season, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.tell(season.made)
    said = capsys.readouterr().out
    assert "Reconstitution" in said
    for folder in (*season.result.folders.values(), season.siege.folder):
        assert str(folder) in said
    assert "cartes de randonnée 750" in said
    assert "Au siège : 16\u202f295 visiteurs et 27\u202f803,58\u00a0€" in said
    assert "perdues en route : 0" in said
    assert "verrouille janvier à septembre 2022" in said
    assert "septembre et octobre 2022, 6 envois" in said
    assert "VIA : l’envoi n° 2 se perd" in said
    assert "SEV : un bit de l’envoi n° 1 change" in said
    assert "SGC : le disque du poste est copié" in said
    assert "59 mois entiers sur 60" in said
    assert "38 documents dans" in said


def test_the_network_s_year_is_printed_for_six_offices(season: Season) -> None:
    files: dict[str, Path] = {path.name: path for path in season.made.prints}
    said = json.loads(files["reseau-2022.json"].read_text("utf-8"))
    assert (said["persons"], said["sales"]["turnover_cents"]) == (16_295, 27_803_58)
    assert said["offices"] == list(season.offices)
