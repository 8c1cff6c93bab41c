"""The whole round of an office and the siège, by the commands, over a real SSH server."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from otdesk.app import main
from otdesk.clock import FixedClock
from tests.cli.conftest import NOON, Said
from tests.cli.test_import_visits import GOOD, written
from tests.keyrings import using
from tests.servers.sshd import SshServer, ssh_server

Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def _no_keystore() -> Iterator[None]:
    with using():
        yield


@pytest.fixture
def server() -> Iterator[SshServer]:
    with ssh_server() as made:
        yield made


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a folder by its name, each on a machine of its own."""

    def run(name: str, *words: str | Path, typed: str = "") -> Said:
        monkeypatch.setenv("OTDESK_STATE", str(tmp_path / f"{name}-state"))
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["--data", str(tmp_path / name), *map(str, words)], clock=FixedClock(NOON))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


def test_an_office_and_the_siege_exchange_over_sftp(
    run: Run, server: SshServer, tmp_path: Path
) -> None:
    address = server.address(server.make_folder("echange"))
    run("siege", "init", "--siege")
    run("via", "init", "--office", "PDM")
    invitation, answer = tmp_path / "invitation", tmp_path / "answer"
    run("siege", "pair", "--office", "PDM", "--mailbox", address, "--output", invitation)
    run("via", "pair", invitation, "--output", answer)
    run("siege", "pair", answer, "--confirm")
    run("via", "import-visits", written(tmp_path / "good.csv", GOOD))

    # First contact: the key is shown, and nothing is sent before somebody compared it.
    first = run("via", "sync", "--password-stdin", typed=f"{server.password}\n")
    assert first.code == 2
    assert server.fingerprint() in first.err
    wrong = run("via", "sync", "--accept-host", "SHA256:autre")
    assert wrong.code == 2
    sent = run("via", "sync", "--accept-host", server.fingerprint())
    # Nothing but the answer leaves before the siège's first word.
    assert (sent.code, "pas encore confirmé" in sent.out) == (0, True)

    refused = run(
        "siege", "sync", "--mailbox", address, "--accept-host", server.fingerprint(),
        "--password-stdin", typed="faux\n",
    )  # fmt: skip
    assert refused.code == 2
    assert "mot de passe" in refused.err
    received = run(
        "siege", "sync", "--mailbox", address, "--password-stdin", typed=f"{server.password}\n"
    )
    assert (received.code, "Répondu à : PDM" in received.out) == (0, True)
    heard = run("via", "sync")
    assert "Accusé n° 1" in heard.out
    assert "Envoi n° 1 déposé" in heard.out
    assert run("siege", "sync", "--mailbox", address).code == 0
    assert "Rien à envoyer" in run("via", "sync").out
    totals = [
        json.loads(
            run(name, "report", "year", "2022", "--all", "--format", "json", "--output", "-").out
        )["persons"]
        for name in ("via", "siege")
    ]
    assert totals[0] == totals[1] > 0


def test_a_server_that_is_down_loses_nothing(run: Run, server: SshServer, tmp_path: Path) -> None:
    address = server.address(server.make_folder("echange"))
    run("siege", "init", "--siege")
    run("via", "init", "--office", "PDM")
    invitation, answer = tmp_path / "invitation", tmp_path / "answer"
    run("siege", "pair", "--office", "PDM", "--mailbox", address, "--output", invitation)
    run("via", "pair", invitation, "--output", answer)
    run("siege", "pair", answer, "--confirm")
    accept = ("--accept-host", server.fingerprint(), "--password-stdin")
    server.stop()
    run("via", "import-visits", written(tmp_path / "good.csv", GOOD))
    down = run("via", "sync", *accept, typed=f"{server.password}\n")
    assert down.code == 2
    server.start()
    assert run("via", "sync", *accept, typed=f"{server.password}\n").code == 0
    run("siege", "sync", "--mailbox", address, *accept, typed=f"{server.password}\n")
    assert "déposé" in run("via", "sync").out
    siege = run("siege", "sync", "--mailbox", address)
    assert "entrées nouvelles" in siege.out
