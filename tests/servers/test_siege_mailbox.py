"""The siège's mailbox on a real SSH server: its key is compared before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk.ui.siege.mailbox_page import MailboxPage
from otdesk.ui.siege.places import SETTINGS
from tests.network import Network
from tests.servers.sshd import SshServer, ssh_server
from tests.ui.siege.siege_desk import SiegeDesk, a_network, siege_window


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    with a_network(tmp_path) as made:
        yield made


@pytest.fixture
def server() -> Iterator[SshServer]:
    with ssh_server() as made:
        yield made


def mailbox_page(desk: SiegeDesk) -> MailboxPage:
    window = desk.session.window
    window.show_screen(SETTINGS, "mailbox")
    page = window.screen_named(SETTINGS).findChild(MailboxPage)
    assert isinstance(page, MailboxPage)
    return page


def test_a_server_is_trusted_once_its_print_was_compared(
    qtbot: QtBot, network: Network, server: SshServer
) -> None:
    address = server.address(server.make_folder("echange"))
    with siege_window(qtbot, network) as desk:
        page = mailbox_page(desk)
        page.address.setText(address)
        page.password.setText(server.password)
        page.try_it()
        desk.wait(page.host.isVisible)
        assert page.fingerprint.text() == server.fingerprint()
        assert desk.session.desk.mailbox == ""
        page.trust.click()
        desk.wait(lambda: desk.session.desk.mailbox == address)
        assert not page.host.isVisible()
        # The password was kept: a round needs nothing more.
        reception = desk.reception()
        reception.begin()
        desk.wait(lambda: not desk.session.desk.is_running)
        assert "Aucun envoi nouveau" in desk.told


def test_a_wrong_password_keeps_nothing(qtbot: QtBot, network: Network, server: SshServer) -> None:
    address = server.address(server.make_folder("echange"))
    with siege_window(qtbot, network) as desk:
        page = mailbox_page(desk)
        page.address.setText(address)
        page.password.setText("faux")
        page.try_it()
        desk.wait(page.host.isVisible)
        page.trust.click()
        desk.wait(lambda: "mot de passe" in page.outcome.text())
        assert desk.session.desk.mailbox == ""
