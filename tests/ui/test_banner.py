"""The banner: which news stand, which wait, and that none is lost that nobody has read."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from otdesk.ui.banner import Banner
from tests.ui.day_desk import dress

CLOCK = "L’horloge indique 2019."


@dataclass
class Told:
    """A banner, and the hand that hides what it says."""

    banner: Banner

    def clock(self) -> None:
        self.banner.tell(CLOCK, teller="clock", stays=True)

    def hide(self) -> str:
        """Press « Masquer » and return what is said then."""
        self.banner.news._close.click()
        return self.banner.text


@pytest.fixture
def told(qtbot: QtBot) -> Told:
    banner = Banner(dress())
    qtbot.addWidget(banner)
    return Told(banner)


@pytest.mark.parametrize("tone", ["ok", "genet", "refused"])
def test_what_stays_comes_back_after_what_pushed_it_away(told: Told, tone: str) -> None:
    told.clock()
    told.banner.tell("Une autre nouvelle.", tone=tone)
    assert told.banner.text == "Une autre nouvelle."
    assert told.hide() == CLOCK
    assert told.hide() == ""


def test_what_stays_comes_back_where_what_went_well_was_read(told: Told) -> None:
    told.clock()
    told.banner.tell("Journée ouverte à 9:00.", tone="ok")
    told.banner.turn_page()
    assert told.banner.text == CLOCK


def test_all_that_waits_behind_a_refusal_comes_up_one_after_another(told: Told) -> None:
    told.banner.tell("Le disque est plein.", tone="refused", teller="backup", stays=True)
    told.clock()
    told.banner.tell("Les autres postes ne sont pas joints.", teller="posts", stays=True)
    told.banner.tell("Rien à annuler.")
    told.banner.tell("Code-barres mal lu.")
    said = [told.banner.text]
    while told.banner.text:
        said.append(told.hide())
    assert said == [
        "Le disque est plein.",
        CLOCK,
        "Les autres postes ne sont pas joints.",
        # Of what passes the newest alone.
        "Code-barres mal lu.",
        "",
    ]


def test_what_passed_away_does_not_come_back(told: Told) -> None:
    told.banner.tell("Rien à annuler.")
    told.banner.tell("Journée ouverte à 9:00.", tone="ok")
    assert told.hide() == ""


def test_one_who_tells_again_is_heard_once(told: Told) -> None:
    told.banner.tell("Le poste 2 ne répond pas.", teller="posts", stays=True)
    told.clock()
    told.banner.tell("Le poste 3 ne répond pas.", teller="posts", stays=True)
    assert told.hide() == CLOCK
    assert told.hide() == ""


def test_what_is_withdrawn_while_it_waits_never_comes_up(told: Told) -> None:
    told.banner.tell("Le poste 2 ne répond pas.", teller="posts", stays=True)
    told.clock()
    told.banner.withdraw("posts")
    assert told.banner.text == CLOCK
    assert told.hide() == ""


def test_another_window_says_what_waited_in_the_one_before(qtbot: QtBot, told: Told) -> None:
    told.clock()
    told.banner.tell("Le disque est plein.", tone="refused")
    after = Told(Banner(dress()))
    qtbot.addWidget(after.banner)
    told.banner.hand_on(after.banner)
    assert after.banner.text == "Le disque est plein."
    assert after.hide() == CLOCK
