"""The pairing on the office's screen: invitation, answer, words, and the siège's confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from otdesk import paths
from otdesk.services.workplace import REFERENCE
from otdesk.store.pairing_state import Partner
from otdesk.sync.office_round import deliver_answer
from otdesk.sync.pairing.invitation import read_invitation
from otdesk.sync.pairing.office import accept
from otdesk.sync.pairing.spoken_key import read_words, spoken_key
from otdesk.ui.sync.pairing_card import PairingCard
from otdesk.ui.sync.volumes import Volume
from tests.siege_and_office import Network
from tests.ui.day_desk import dress
from tests.ui.sync_desk import SyncDesk, opened


@pytest.fixture(autouse=True)
def _no_keystore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def network(tmp_path: Path) -> Network:
    made = Network(tmp_path)
    made.log(times=2)
    return made


@pytest.fixture
def desk(qtbot: QtBot, network: Network) -> Iterator[SyncDesk]:
    with opened(qtbot, network, dress(), picked=[network.invitation()]) as desk:
        yield desk


def spoken(network: Network) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of the post's key and of the siège's, as the siège's own screen has them."""
    words = read_words(paths.database_files() / REFERENCE)
    with network.office.store() as (_store, post), network.siege.store() as (_other, siege):
        keys = post.signing.public.raw, siege.signing.public.raw
    return spoken_key(keys[0], words), spoken_key(keys[1], words)


def filled(card: PairingCard) -> list[QPushButton]:
    shown = (button for button in card.findChildren(QPushButton) if not button.isHidden())
    return [button for button in shown if button.property("role") == "primary"]


def test_an_office_is_paired_from_its_screen(desk: SyncDesk, network: Network) -> None:
    card = desk.screen.parts.pairing
    assert "pas encore relié" in card.headline.text()
    assert not desk.screen.parts.hero.isVisible()
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: "deliver" in card.buttons and bool(desk.exchanger.words.post))
    # Both screens show the same words.
    assert (desk.exchanger.words.post, desk.exchanger.words.siege) == spoken(network)
    assert filled(card) == [card.buttons["deliver"]]
    desk.ended(lambda: desk.press(Qt.Key.Key_Return))
    assert "Déposée" in card.saved
    # What is next is the siège's reply, after the call.
    assert filled(card) == [card.buttons["look"]] == [card.main]
    # The siège keeps the answer for the telephone call, and puts nothing in quarantine.
    done = network.receive()
    assert done.incoming == []
    (answer,) = done.answers
    # Nothing is sent before it confirms: it would believe none of it.
    desk.ended(card.buttons["look"].click)
    assert card.isVisible()
    network.confirm(answer)
    network.receive()
    desk.ended(card.buttons["look"].click)
    assert desk.screen.parts.hero.isVisible()
    assert len(network.receive().incoming) == 1


def test_the_next_window_knows_that_the_answer_was_given_back(
    qtbot: QtBot, network: Network
) -> None:
    invitation = read_invitation(network.invitation())
    with network.office.store() as (store, keys), network.box() as box:
        accept(store, keys, invitation, "Comptoir")
        deliver_answer(store, keys, box)
    with opened(qtbot, network, dress()) as desk:
        card = desk.screen.parts.pairing
        assert "Déposée dans la boîte" in card.saved
        # What is next is the siège's reply.
        assert filled(card) == [card.buttons["look"]] == [card.main]
        again = read_invitation(network.invitation())
        with network.office.store() as (store, keys):
            accept(store, keys, again, "Comptoir")
        desk.read()
        assert card.saved == ""
        assert filled(card) == [card.buttons["deliver"]]


def test_the_answer_goes_on_a_stick(desk: SyncDesk, network: Network) -> None:
    card = desk.screen.parts.pairing
    root = network.root / "CLE"
    root.mkdir()
    network.invitation().rename(root / "vialas.otdesk-invitation")
    desk.plug(Volume(root, "CLE"))
    desk.screen.use_stick(desk.exchanger.plugged[0])
    desk.until(lambda: "save" in card.buttons)
    desk.press(Qt.Key.Key_U)
    desk.until(lambda: "Enregistrée" in card.saved)
    desk.until(lambda: filled(card) == [card.buttons["look"]])
    (answer,) = root.glob("*.otdesk-reponse")
    network.confirm(answer)


def test_an_invitation_of_another_office_is_refused_in_words(
    qtbot: QtBot, network: Network
) -> None:
    wrong = network.root / "faux.otdesk-invitation"
    network.code = "PDM"
    network.invitation().rename(wrong)
    network.code = "VIA"
    with opened(qtbot, network, dress(), picked=[wrong]) as desk:
        card = desk.screen.parts.pairing
        desk.press(Qt.Key.Key_Return)
        desk.until(card.outcome.isVisible)
        assert "PDM" in card.outcome.text()
        assert "Rien n’a été changé" in card.outcome.text()


def test_another_siege_takes_the_place_of_ours_only_after_a_word(
    qtbot: QtBot, network: Network, tmp_path: Path
) -> None:
    network.pair()
    false = tmp_path / "faux"
    false.mkdir()
    asked = Network(false).invitation()
    with opened(qtbot, network, dress(), picked=[asked, asked]) as desk:
        parts = desk.screen.parts
        ours = known(desk).public_key
        desk.screen.take_file()
        desk.until(parts.other_siege.isVisible)
        told = parts.other_siege.what.text()
        assert "autre siège" in told
        assert " · ".join(spoken(network)[1]) in told
        parts.other_siege.keep.click()
        assert known(desk).public_key == ours
        desk.screen.take_file()
        desk.until(parts.other_siege.isVisible)
        parts.other_siege.take.click()
        desk.until(parts.pairing.isVisible)
        assert known(desk).public_key != ours


def known(desk: SyncDesk) -> Partner:
    """Return the siège that the screen shows."""
    assert desk.exchanger.state is not None
    assert desk.exchanger.state.known is not None
    return desk.exchanger.state.known
