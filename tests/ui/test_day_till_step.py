"""The closing of a day reminds of the till: counted, to be counted, or nothing to count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk.ui.days.closing_steps import Step, StepName, StepState
from tests.shop import Shop
from tests.shop import opened as shop_opened
from tests.ui.day_desk import Desk, dress, opened


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with shop_opened(tmp_path) as shop:
        yield shop


@pytest.fixture
def desk(qtbot: QtBot, shop: Shop) -> Iterator[Desk]:
    with opened(qtbot, shop.workplace, dress()) as made:
        yield made


def till_step(desk: Desk) -> Step | None:
    desk.settled()
    rows = desk.screen.page.ending.rows
    return next((row.step for row in rows if row.step.name is StepName.TILL), None)


def test_a_till_that_did_nothing_asks_for_nothing(desk: Desk) -> None:
    assert till_step(desk) is None


def test_a_day_with_sales_asks_for_its_z_until_it_is_made(desk: Desk, shop: Shop) -> None:
    shop.sell()
    step = till_step(desk)
    assert step is not None
    assert (step.text, step.state) == ("Compter la caisse", StepState.TODO)
    row = next(r for r in desk.screen.page.ending.rows if r.step.name is StepName.TILL)
    row.click()
    assert desk.asked[-1] == ("shop", "till")
    shop.close_day()
    step = till_step(desk)
    assert step is not None
    assert (step.note, step.state) == ("Z n°\u00a01 fait", StepState.DONE)


def test_a_till_of_an_earlier_day_is_named(desk: Desk, shop: Shop) -> None:
    shop.sell()
    shop.next_day()
    desk.show()
    step = till_step(desk)
    assert step is not None
    assert step.note == "celle du 20/07/2022 attend son Z"
    assert step.state is StepState.TODO
