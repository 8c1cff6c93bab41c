"""The counter's figures are those of every report, read the short way."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from otdesk.reports.at_counter import CounterFigures, counter_figures
from otdesk.reports.live import live
from otdesk.reports.recent import RecentRecord, origin_shares, recent_records
from otdesk.store.reading import glance

if TYPE_CHECKING:
    from tests.reports.conftest import Desk

DAY = date(2022, 7, 14)
CHANNELS = ("comptoir", "telephone", "courriel", "courrier", "hors_les_murs")


def record_anything(desk: Desk, chance: random.Random) -> None:
    """Record accueils of every kind, passages and sheets, on this day and beside it."""
    for _number in range(40):
        channel = chance.choice(CHANNELS)
        face_to_face = channel in {"comptoir", "hors_les_murs"}
        uid = desk.visit(
            chance.randint(1, 12) if face_to_face else 1,
            chance.choice(("FR-48", "BE", "ND")),
            *chance.sample(("pratique", "sport", "boutique"), chance.randint(1, 3)),
            day=DAY - timedelta(days=chance.choice((0, 0, 0, 1, 40))),
            minute=chance.choice((None, 0, 545, 600, 659, 660, 661, 1439)),
            channel=channel,
            office=chance.choice(("PDM", "PDM", "VIA")),
        )
        if chance.random() < 0.1:
            desk.visit(2, "DE", uid=uid)
    voided = desk.visit(9)
    desk.void(voided)
    desk.passage(chance.randint(1, 9))
    desk.passage(office="VIA")
    desk.sheet(7, chance.choice((None, 3)))


@pytest.mark.parametrize("seed", range(5))
def test_figures_at_the_counter_are_the_live_ones(desk: Desk, seed: int) -> None:
    record_anything(desk, random.Random(seed))
    desk.at(DAY, 660)
    with desk.store.reading() as connection:
        expected = live(connection, desk.context, "PDM", DAY)
        found = counter_figures(connection, "PDM", DAY, 660)
    assert found == CounterFigures(
        persons=expected.persons,
        acts=expected.acts,
        walk_ins=expected.walk_ins,
        calls=expected.calls,
        persons_last_hour=expected.persons_last_hour,
        by_hour=tuple((row.hour, row.persons) for row in expected.by_hour),
    )


def test_another_day_has_no_last_hour(desk: Desk) -> None:
    desk.visit(2)
    with desk.store.reading() as connection:
        assert counter_figures(connection, "PDM", DAY, None).persons_last_hour is None


def test_a_glance_before_the_store_sees_the_same(desk: Desk) -> None:
    record_anything(desk, random.Random(5))
    with desk.store.reading() as connection:
        expected = (
            counter_figures(connection, "PDM", DAY, 660),
            recent_records(connection, "PDM", DAY, 12),
            origin_shares(connection, "PDM", DAY),
        )
    with glance(desk.store.path) as raw:
        found = (
            counter_figures(raw, "PDM", DAY, 660),
            recent_records(raw, "PDM", DAY, 12),
            origin_shares(raw, "PDM", DAY),
        )
    assert found == expected


def test_the_last_records_are_the_newest_valid_ones_with_their_demands(desk: Desk) -> None:
    desk.at(DAY, 600)
    first = desk.visit(2, "BE", "sport", "boutique")
    desk.void(desk.visit(3))
    desk.at(DAY, 700)
    desk.passage(4)
    newest, older = recent(desk, 5)
    assert (newest.channel, newest.size) == (None, 4)
    assert (older.uid, [demand.code for demand in older.demands]) == (first, ["sport", "boutique"])
    assert len(recent(desk, 1)) == 1


def recent(desk: Desk, most: int) -> tuple[RecentRecord, ...]:
    with desk.store.reading() as connection:
        return recent_records(connection, "PDM", DAY, most)


def test_every_question_of_the_counter_uses_an_index(desk: Desk) -> None:
    from otdesk.reports import at_counter
    from otdesk.reports import recent as recents

    texts = [
        value
        for module in (at_counter, recents)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    ]
    assert len(texts) == 7
    with glance(desk.store.path) as raw:
        for text in texts:
            plan = raw.execute(f"EXPLAIN QUERY PLAN {text}", ("x",) * text.count("?")).fetchall()
            looked_at = [step[3] for step in plan]
            assert not any(step.startswith("SCAN") for step in looked_at), (text, looked_at)
