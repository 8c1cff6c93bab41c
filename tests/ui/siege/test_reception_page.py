"""« Réception » and « Postes »: what comes is told, nothing is believed before the words are."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from otdesk.domain.posts import RevocationMotive
from otdesk.headquarters import pairing, posts
from otdesk.headquarters.siege_round import ANSWERS, SiegeRound
from otdesk.store.occupancy import FolderLock
from otdesk.sync import office_round
from otdesk.sync.inbox import read_reply
from otdesk.sync.mailbox.exchange import Box, Watch
from otdesk.sync.pairing.answer import read_answer
from otdesk.sync.pairing.invitation import read_invitation
from otdesk.sync.pairing.office import accept
from otdesk.ui.siege.completeness.page import CompletenessPage
from otdesk.ui.siege.mailbox_page import MailboxPage
from otdesk.ui.siege.places import SETTINGS, SIEGE
from otdesk.ui.siege.posts.page import PostsPage
from otdesk.ui.siege.reception.page import ReceptionPage, Shelf
from tests.network import Network, fill
from tests.ui.siege.siege_desk import SiegeDesk, a_network, siege_window

FIRST, LAST = date(2026, 8, 5), date(2026, 8, 7)


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    with a_network(tmp_path) as made:
        yield made


@pytest.fixture
def desk(qtbot: QtBot, network: Network) -> Iterator[SiegeDesk]:
    with siege_window(qtbot, network, mailbox=True) as opened:
        yield opened


def sent(network: Network, code: str = "VIA") -> None:
    place = network.office(code)
    fill(place, FIRST, LAST, acts=1)
    network.send(place)


def idle(desk: SiegeDesk) -> None:
    desk.wait(lambda: not desk.session.desk.is_running)


def states(page: ReceptionPage) -> list[str]:
    return [row.cells[-1] for row in page.view.model_of_rows.rows]


def test_one_key_takes_in_all_that_waits(network: Network, desk: SiegeDesk) -> None:
    sent(network)
    completeness = desk.completeness()
    desk.qtbot.keyClick(completeness.view, Qt.Key.Key_Return)
    page = desk.reception()
    idle(desk)
    desk.wait(lambda: states(page) == ["reçu"])
    assert "1 envoi reçu" in desk.told
    assert "1 bureau a sa réponse" in desk.told
    assert page.headline.text() == "Tout ce qui est arrivé est compté."
    assert list((network.shared / Box.FROM_SIEGE.value).iterdir())
    # The table of the months follows without being asked.
    shown = desk.screen.page_named("completeness")
    assert isinstance(shown, CompletenessPage)
    desk.session.window.show_screen(SIEGE, "completeness")
    desk.wait(lambda: shown.seen is not None and shown.seen.table.due > 0)


def test_a_reception_that_is_stopped_loses_nothing(network: Network, desk: SiegeDesk) -> None:
    sent(network)
    page = desk.reception()
    page.begin()
    assert page.stop.isVisible()
    page.stop.click()
    idle(desk)
    assert "ce qui était déjà pris reste" in desk.told
    page.begin()
    idle(desk)
    desk.wait(lambda: states(page) == ["reçu"])


def test_a_window_that_closes_leaves_behind_a_mailbox_that_does_not_answer(
    qtbot: QtBot, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(network)
    begun, answers = threading.Event(), threading.Event()

    def hang(*grounds: object) -> SiegeRound:
        begun.set()
        answers.wait(60)
        watch = grounds[-1]
        assert isinstance(watch, Watch)
        watch.check()
        return SiegeRound()

    with siege_window(qtbot, network, mailbox=True) as desk, monkeypatch.context() as patched:
        patched.setattr("otdesk.headquarters.siege_round.exchange", hang)
        thread = desk.session.exchange._worker._thread
        desk.session.exchange._patience = 0.1
        desk.reception().begin()
        assert begun.wait(60)
    # The window is gone, and its folder is free for another one.
    assert thread.is_alive()
    lock = FolderLock(network.siege.workplace.folder)
    assert lock.acquire()
    lock.release()
    answers.set()
    thread.join(60)
    assert not thread.is_alive()
    with siege_window(qtbot, network, mailbox=True) as desk:
        page = desk.reception()
        page.begin()
        idle(desk)
        desk.wait(lambda: states(page) == ["reçu"])


def test_a_quarantine_says_why_and_what_to_do(network: Network, desk: SiegeDesk) -> None:
    sent(network)
    with network.siege.store.writing("CA") as transaction:
        (post,) = posts.known_posts(transaction.connection)
        posts.revoke(transaction, post.public_key, RevocationMotive.LOST)
    page = desk.reception()
    page.begin()
    idle(desk)
    desk.wait(lambda: states(page) == ["en quarantaine"])
    told = page.told.text()
    assert "clé inconnue ou révoquée" in told
    assert "Rien n’en a été compté" in told
    assert "Appeler Vialas" in told
    assert page.headline.text() == "1 envoi en quarantaine."
    assert page.again.isVisible()


def test_files_are_dropped_on_the_page(network: Network, desk: SiegeDesk) -> None:
    via = network.office("VIA")
    fill(via, FIRST, LAST, acts=1)
    stick = network.root / "cle"
    stick.mkdir()
    file = office_round.export(via.store, via.keys, stick)
    assert file is not None
    page = desk.reception()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    idle(desk)
    desk.wait(lambda: states(page) == ["reçu"])
    # And the answer goes back the same way.
    page._folder = lambda _parent, _title: stick
    page.reply.click()
    desk.wait(lambda: "Réponse écrite pour Vialas" in desk.told)
    (reply,) = (path for path in stick.iterdir() if path != file)
    heard = read_reply(via.store, office_round.known_partner(via.store), reply)
    assert heard.said.office == "VIA"


def test_an_empty_list_says_that_all_is_well(desk: SiegeDesk) -> None:
    page = desk.reception()
    for shelf, words in (
        (Shelf.PACKETS, "Rien n’est encore arrivé"),
        (Shelf.CODES, "Tous les codes reçus sont connus"),
        (Shelf.HISTORIES, "sans trou"),
        (Shelf.CLOCKS, "à l’heure"),
    ):
        page.shelves[shelf].click()
        assert words in page.empty.text()


def test_a_mailbox_is_tried_before_it_is_kept(
    qtbot: QtBot, network: Network, tmp_path: Path
) -> None:
    with siege_window(qtbot, network) as desk:
        desk.reception().begin()
        # None is known: the settings come first.
        assert desk.session.window.current == SETTINGS
        screen = desk.session.window.screen_named(SETTINGS)
        page = screen.findChild(MailboxPage)
        assert isinstance(page, MailboxPage)
        page.address.setText(str(tmp_path / "nulle part"))
        page.try_it()
        desk.wait(page.keep.isEnabled)
        assert desk.session.desk.mailbox == ""
        page.address.setText(str(network.shared))
        page.try_it()
        desk.wait(lambda: desk.session.desk.mailbox == str(network.shared))
        assert "gardée" in page.outcome.text()


def invited(network: Network, desk: SiegeDesk, page: PostsPage) -> Path:
    """Invite Vialas from the window, answer at the office, and return the answer."""
    invitation = network.root / "via.otdesk-invitation"
    page._target = lambda _parent, _title, _name: invitation
    page.open_invitation("VIA")
    assert page.inviting.act is not None
    page.inviting.act.click()
    desk.wait(lambda: "Invitation écrite" in desk.told)
    via = network.opened("via", "VIA")
    answer = accept(via.store, via.keys, read_invitation(invitation), "Comptoir")
    back = network.root / "via.otdesk-reponse"
    back.write_text(answer.to_text(via.keys.signing.signed), "utf-8")
    return back


def test_an_answer_in_the_mailbox_is_told_and_where_it_is_read(
    network: Network, desk: SiegeDesk
) -> None:
    back = invited(network, desk, desk.posts())
    waiting = network.shared / "envois"
    waiting.mkdir(exist_ok=True)
    back.rename(waiting / "VIA_comptoir.otdesk-reponse")
    desk.reception().begin()
    desk.wait(lambda: "1 poste a répondu à son invitation" in desk.told)
    assert "page Postes" in desk.told
    desk.posts()
    assert not desk.session.window.banner.isHidden()
    # What only went well is not carried to the next page.
    desk.session.window.banner.tell("Aucun envoi nouveau.", tone="ok", teller=SIEGE)
    desk.reception()
    assert desk.session.window.banner.isHidden()


def test_the_next_window_knows_that_a_post_has_answered(qtbot: QtBot, network: Network) -> None:
    with siege_window(qtbot, network, mailbox=True) as desk:
        back = invited(network, desk, desk.posts())
        waiting = network.shared / "envois"
        waiting.mkdir(exist_ok=True)
        back.rename(waiting / "VIA_comptoir.otdesk-reponse")
        desk.reception().begin()
        desk.wait(lambda: "a répondu à son invitation" in desk.told)
    with siege_window(qtbot, network, mailbox=True) as desk:
        desk.completeness()
        desk.wait(lambda: desk.screen.tabs["posts"].badge == 1)
        page = desk.posts()
        (row,) = page.view.model_of_rows.rows
        assert row.cells[-1] == "a répondu"
        (kept,) = (network.siege.store.folder / ANSWERS).iterdir()
        answer = read_answer(kept)
        pairing.confirm(network.siege.store, answer, "CA")
        # Once it is confirmed nobody is to be called.
        page.read()
        desk.wait(lambda: desk.screen.tabs["posts"].badge == 0)


def known(network: Network) -> Sequence[bool]:
    with network.siege.store.reading() as connection:
        return [post.is_trusted for post in posts.known_posts(connection)]


def test_a_post_is_confirmed_once_both_have_read_the_same_words(
    network: Network, desk: SiegeDesk
) -> None:
    page = desk.posts()
    assert "Aucun poste" in page.headline.text()
    page.read_answer(invited(network, desk, page))
    desk.wait(lambda: page.panels.currentWidget() is page.answering)
    confirm = page.answering.act
    assert confirm is not None
    assert len(page.answering.own.text().split(" · ")) == 4
    assert page.answering.own.text() != page.answering.theirs.text()
    assert not confirm.isEnabled()
    # What another program writes meanwhile does not take the words away.
    assert page.seen is not None
    page._show(page.seen)
    assert page.panels.currentWidget() is page.answering
    page.answering.own_same.click()
    assert not confirm.isEnabled()
    page.answering.theirs_same.click()
    confirm.click()
    desk.wait(lambda: known(network) == [True])
    desk.wait(lambda: page.headline.text() == "1 poste reconnu dans 1 bureau.")


def test_words_that_differ_confirm_nothing(network: Network, desk: SiegeDesk) -> None:
    page = desk.posts()
    page.read_answer(invited(network, desk, page))
    desk.wait(lambda: page.panels.currentWidget() is page.answering)
    page.answering.other.click()
    assert "Rien n’est confirmé" in desk.told
    assert known(network) == []


def test_a_lost_post_is_believed_no_more(network: Network, desk: SiegeDesk) -> None:
    sent(network)
    page = desk.posts()
    page.read()
    desk.wait(lambda: page.chosen is not None)
    page.post.revoke.click()
    assert "reste compté" in page.revoking.told.text()
    desk.qtbot.keyClick(page.revoking.motives.buttons["stolen"], Qt.Key.Key_Space)
    desk.qtbot.keyClick(page.revoking.motives.buttons["stolen"], Qt.Key.Key_Return)
    desk.wait(lambda: known(network) == [False])
    desk.wait(lambda: "volé" in page.post.told.text())
    assert page.post.revoke.isHidden()
