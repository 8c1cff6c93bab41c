"""Several posts, and a dead disk, as somebody types it: the commands that the manual names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_exchange import persons
from tests.cli.test_import_visits import CALL, GOOD, written

pytestmark = pytest.mark.usefixtures("no_keystore")


def join(run: Run, tmp_path: Path, shared: Path, name: str, *confirming: str) -> str:
    """Pair one more post; return what the siège says as it confirms it."""
    invitation, answer = tmp_path / f"{name}-invitation", tmp_path / f"{name}-answer"
    assert run(name, "init", "--office", "PDM").code == 0
    run("siege", "pair", "--office", "PDM", "--mailbox", shared, "--output", invitation)
    run(name, "pair", invitation, "--output", answer, "--name", name)
    said = run("siege", "pair", answer, "--confirm", *confirming)
    assert said.code == 0
    return said.out


@pytest.fixture
def office(paired: Run, tmp_path: Path, shared: Path) -> Run:
    """Two posts of an office whose siège has heard of both."""
    join(paired, tmp_path, shared, "deux")
    paired("siege", "sync", "--mailbox", shared)
    for name in ("via", "deux"):
        paired(name, "sync")
    paired("siege", "sync", "--mailbox", shared)
    for name in ("via", "deux"):
        paired(name, "sync")
    return paired


def test_two_posts_share_a_folder_that_each_remembers(office: Run, tmp_path: Path) -> None:
    common = tmp_path / "bureau"
    common.mkdir()
    assert office("via", "sync", "--posts", common).code == 0
    assert office("deux", "sync", "--posts", common).code == 0
    # The first time, each says that it is there; then each knows what the other lacks.
    office("via", "sync")
    office("deux", "sync")
    assert persons(office, "deux") == persons(office, "via") > 0
    office("deux", "import-visits", written(tmp_path / "two.csv", GOOD, CALL))
    # No address any more: it is remembered, and the siège comes after it.
    assert "laissée" in office("deux", "sync").out
    received = office("via", "sync").out
    assert "reçue" in received
    assert persons(office, "deux") == persons(office, "via")
    assert "oublié" in office("via", "sync", "--posts", "aucun").out
    assert "reçue" not in office("via", "sync").out
    assert office("via", "sync", "--posts", "mailto:x@y.fr?via=smtp://a@b.fr").code == 1
    assert office("via", "sync", "--posts", tmp_path / "absent").code == 2


def test_a_new_pc_in_the_place_of_a_dead_one_gets_its_office_back(
    paired: Run, tmp_path: Path, shared: Path
) -> None:
    paired("via", "sync")
    paired("siege", "sync", "--mailbox", shared)
    counted = persons(paired, "via")
    shutil.rmtree(tmp_path / "via")
    words = re.search(r"Comptoir  (.+?)  reconnu", paired("siege", "pair", "--list").out)
    assert words is not None
    paired("siege", "pair", "--revoke", words[1], "--motive", "replaced")
    assert "lui rend tout" in join(paired, tmp_path, shared, "neuf", "--give-back")
    given = paired("siege", "sync", "--mailbox", shared)
    assert "Données rendues à : PDM" in given.out
    heard = paired("neuf", "sync").out
    assert "entrées rendues" in heard
    assert "Comptoir : rendu jusqu’au 20/07/2022" in heard
    assert "perdu avec son disque" in heard
    assert persons(paired, "neuf") == counted > 0
    assert paired("neuf", "verify").code == 0


def test_without_a_mailbox_a_stick_gives_back(paired: Run, tmp_path: Path, shared: Path) -> None:
    paired("via", "sync")
    paired("siege", "sync", "--mailbox", shared)
    stick = tmp_path / "cle"
    stick.mkdir()
    join(paired, tmp_path, shared, "neuf")
    said = paired("siege", "export", "--give-back", "PDM", "--output", stick)
    assert said.code == 0
    (part,) = stick.iterdir()
    assert f"otdesk import {part.name}" in said.out
    assert paired("neuf", "import", part).code == 0
    assert persons(paired, "neuf") == persons(paired, "via")
    listed = paired("siege", "pair", "--list").out
    words = re.search(r"neuf  (.+?)  reconnu", listed)
    assert words is not None
    assert "lui rend tout" in paired("siege", "pair", "--give-back", words[1]).out
    assert paired("neuf", "export", "--give-back", "PDM", "--output", stick).code == 1
    assert paired("siege", "export", "--give-back", "ZZZ", "--output", stick).code == 1
