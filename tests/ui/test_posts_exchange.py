"""The window beside other posts: it exchanges by itself, and shows what they recorded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit
from otdesk.services import preferences, visits
from otdesk.store import tables
from otdesk.store.occupancy import FolderLock
from otdesk.sync.posts_round import PostsRound
from otdesk.ui.application import Session
from otdesk.ui.posts_exchange import PostsExchange
from otdesk.ui.preferences.posts import PostsPage
from tests.headquarters.posts_office import OFFICE, Posts, place_in_memory
from tests.keyrings import using
from tests.network import Place
from tests.ui.windows import close_window, open_window, rows_of, strike


@pytest.fixture
def office() -> Iterator[Posts]:
    with using(), ExitStack() as stack:
        made = Posts(stack.enter_context(place_in_memory()), stack)
        made.calm_down()
        yield made


@pytest.fixture
def session(qtbot: QtBot, office: Posts) -> Iterator[Session]:
    opened = open_window(qtbot, office.posts["un"].workplace)
    opened._preferences = preferences.Preferences({settings.POSTS_FOLDER.key: str(office.shared)})
    yield opened
    close_window(opened)


def exchange_of(session: Session) -> PostsExchange:
    session._afterwards()
    assert session._later is not None
    return session._later._posts


def accueil(place: Place, size: int) -> Visit:
    """Return an accueil of today's."""
    return Visit(OFFICE, place.workplace.today(), ChannelCode.COMPTOIR, size, "FR-48")


def test_what_another_post_records_and_corrects_shows_at_this_counter(
    qtbot: QtBot, session: Session, office: Posts
) -> None:
    two = office.posts["deux"]
    with two.store.writing("JD") as transaction:
        visits.record(transaction, accueil(two, 3))
    office.meet("deux")
    exchange = exchange_of(session)
    seen: list[str] = []
    session.window.counter.figures_changed.connect(lambda view: seen.append(view.figures[0][0]))
    with qtbot.waitSignal(exchange.rounded):
        exchange.look()
    qtbot.waitUntil(lambda: seen[-1:] == ["3"])
    own: list[str] = []
    session.link.write(
        "JD",
        lambda transaction: visits.record(transaction, accueil(two, 2)),
        lambda changes: own.extend(changes.uids),
    )
    qtbot.waitUntil(lambda: seen[-1:] == ["5"])
    with qtbot.waitSignal(exchange.rounded):
        exchange.make_round()
    office.meet("deux")
    # What this window recorded, another post corrects.
    with two.store.writing("JD") as transaction:
        visits.record(transaction, accueil(two, 7), uid=own[0])
    office.meet("deux")
    with qtbot.waitSignal(exchange.rounded):
        exchange.make_round()
    qtbot.waitUntil(lambda: seen[-1:] == ["10"])


def test_a_round_waits_for_the_accueil_that_is_being_typed(qtbot: QtBot, session: Session) -> None:
    exchange = exchange_of(session)
    with qtbot.waitSignal(exchange.rounded):
        exchange.look()
    exchange.look()
    assert not exchange._busy
    assert exchange._began is not None
    exchange._began -= 61
    strike(session.window.counter, "2")
    exchange.look()
    assert not exchange._busy
    exchange._began -= 120
    with qtbot.waitSignal(exchange.rounded):
        exchange.look()


def test_a_folder_that_is_gone_is_told_once_and_the_counter_goes_on(
    qtbot: QtBot, session: Session, office: Posts
) -> None:
    exchange = exchange_of(session)
    office.shared.rename(office.shared.with_name("ailleurs"))
    exchange.make_round()
    banner = session.window.banner
    qtbot.waitUntil(lambda: "ne sont pas joints" in banner.text)
    banner.withdraw("posts")
    exchange.make_round()
    qtbot.waitUntil(lambda: not exchange._busy)
    assert "ne sont pas joints" not in banner.text


def test_a_window_that_closes_leaves_behind_a_folder_that_does_not_answer(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = exchange_of(session)
    worker = exchange._link._worker
    exchange._link._patience = 0.1
    begun, answers = threading.Event(), threading.Event()

    def hang(*_parts: object) -> None:
        begun.set()
        answers.wait(60)

    monkeypatch.setattr("otdesk.sync.posts_round.exchange_posts", hang)
    exchange.make_round()
    assert begun.wait(60)
    strike(session.window.counter, "2 a q Space")
    session.window.close()
    assert worker._thread.is_alive()
    # What was recorded meanwhile is on the disk, and the folder is free for another start.
    assert rows_of(session.workplace, tables.visit) == 1
    lock = FolderLock(session.workplace.folder)
    assert lock.acquire()
    lock.release()
    answers.set()
    worker._thread.join(60)
    assert not worker._thread.is_alive()


def test_a_round_of_the_settings_keeps_no_figure_waiting(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answers, ended = threading.Event(), threading.Event(), threading.Event()

    def hang(*_parts: object) -> PostsRound:
        begun.set()
        answers.wait(60)
        ended.set()
        return PostsRound()

    monkeypatch.setattr("otdesk.sync.posts_round.exchange_posts", hang)
    page = PostsPage(session.context, session.theme)
    qtbot.addWidget(page)
    page.exchange()
    assert begun.wait(60)
    read: list[int] = []
    session.reading.read(lambda _connection: 1, read.append)
    qtbot.waitUntil(lambda: read == [1])
    assert not ended.is_set()
    answers.set()
    qtbot.waitUntil(lambda: "Rien de nouveau" in page.outcome.text())


def test_the_settings_name_the_folder_and_the_posts(
    qtbot: QtBot, session: Session, office: Posts
) -> None:
    page = PostsPage(session.context, session.theme, pick=lambda _parent, _title: office.shared)
    qtbot.addWidget(page)
    page.arrive()
    qtbot.waitUntil(lambda: "ce poste" in page.posts.text())
    assert "entendu le 14/07/2022" in page.posts.text()
    page.exchange()
    qtbot.waitUntil(lambda: "Rien de nouveau" in page.outcome.text())
    page.address.setText("mailto:siege@exemple.fr?via=smtp://a%40exemple.fr@smtp.exemple.fr")
    page.keep()
    assert "courriel" in page.outcome.text()
    with qtbot.waitSignal(page.changed):
        page.choose()
    assert page.address.text() == str(office.shared)
