"""An office that sends by e-mail from a scheduler, through a real mail server."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from otdesk.app import main
from otdesk.clock import FixedClock
from otdesk.headquarters.mailroom import take_file
from otdesk.store.exchange_state import ReceivedState
from tests.servers.smtp import mail_server
from tests.siege_and_office import Network


def test_the_command_sends_what_the_window_sends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    network = Network(tmp_path)
    network.log(times=2)
    network.pair("")
    monkeypatch.setenv("OTDESK_STATE", str(network.office.state))
    clock = FixedClock(network.clock.now())
    with mail_server() as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.authority.file))
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{server.password}\n"))
        words = ["--data", str(tmp_path / network.code), "sync", "--mailbox", server.address()]
        assert main([*words, "--password-stdin"], clock=clock) == 0
        assert "parti par courriel" in capsys.readouterr().out
        # The password was kept.
        assert main(words, clock=clock) == 0
        first, _second = server.messages()
    (attached,) = first.iter_attachments()
    name = attached.get_filename()
    assert name is not None
    assert name.endswith(".zip.age")
    file = tmp_path / name
    file.write_bytes(attached.get_content())
    with network.siege.store() as (store, keys):
        taken = take_file(store, keys, file).taken
    assert taken.state is ReceivedState.RECEIVED
    assert taken.new > 0
