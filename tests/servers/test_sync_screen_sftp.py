"""The first exchange over a real SSH server, done on the screen: key compared, password typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from otdesk.sync.mailbox.exchange import Box
from tests.keyrings import using
from tests.servers.sshd import SshServer, ssh_server
from tests.siege_and_office import Network
from tests.ui.day_desk import dress
from tests.ui.sync_desk import opened


@pytest.fixture(autouse=True)
def _no_keystore(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave this machine's own keystore alone, here and in the processes that are started."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with using():
        yield


@pytest.fixture
def server() -> Iterator[SshServer]:
    with ssh_server() as made:
        yield made


def test_a_first_exchange_over_sftp_is_led_from_the_screen(
    qtbot: QtBot, server: SshServer, tmp_path: Path
) -> None:
    folder = server.make_folder("echange")
    network = Network(tmp_path)
    network.pair(mailbox=server.address(folder))
    network.give_answer()
    network.log(times=2)
    with opened(qtbot, network, dress()) as desk:
        parts = desk.screen.parts
        desk.ended(desk.screen.send)
        # Enter alone confirms nothing.
        assert parts.host.isVisible()
        assert parts.host.other.hasFocus()
        assert parts.host.fingerprint.accessibleName() == server.fingerprint()
        desk.ended(parts.host.same.click)
        assert "refuse le compte ou le mot de passe" in desk.message
        parts.hero.act.click()
        assert parts.mailbox.password.hasFocus()
        parts.mailbox.password.setText(server.password)
        desk.ended(lambda: desk.press(Qt.Key.Key_Return))
        assert "parti" in desk.message
        assert "fichier que vous seul lisez" in desk.told[-1].text
        # From now on it knows both.
        desk.ended(desk.screen.send)
        assert "parti" in desk.message
    assert len(list((folder / Box.FROM_OFFICES.value).iterdir())) == 2
