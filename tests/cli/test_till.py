"""The till as commands see it: what `doctor` tells, and what each command leaves in its journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from otdesk.app import main
from otdesk.clock import FixedClock
from otdesk.store.engine import open_raw
from otdesk.store.store import DATABASE
from tests.cli.conftest import Otdesk, Said
from tests.keyrings import MemoryKeyring, using
from tests.shop import NOON, Shop


@pytest.fixture(autouse=True)
def _no_keystore() -> Iterator[None]:
    """Have this machine's own keystore, where it has one, left alone."""
    with using():
        yield


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with closing(Shop(tmp_path)) as made:
        monkeypatch.setenv("OTDESK_STATE", str(tmp_path / "state"))
        yield made


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Otdesk:
    def run(*words: str | Path, at: datetime = NOON) -> Said:
        data = shop.workplace.folder
        code = main(["--data", str(data), *map(str, words)], clock=FixedClock(at))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


def noted(shop: Shop) -> list[tuple[str, str]]:
    with closing(open_raw(shop.workplace.folder / DATABASE)) as connection:
        return connection.execute(
            "SELECT event, detail FROM till_event ORDER BY till, seq"
        ).fetchall()


def found(run: Callable[..., Said], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - a clock
    answer: dict[str, Any] = json.loads(run("doctor", "--json", **more).out)
    return answer


def test_doctor_tells_of_the_till_its_key_and_its_last_z(shop: Shop, run: Otdesk) -> None:
    shop.sell()
    shop.close_day()
    shop.sell()
    told = found(run)
    assert told["till"] == "Caisse 1"
    assert told["till_key"] == "file"
    assert (told["last_z"], told["open_day"]) == ("2022-07-20", "2022-07-20")
    assert "fichier protégé" in run("doctor").out


def test_doctor_finds_the_key_in_the_system_keystore(shop: Shop, run: Otdesk) -> None:
    (key,) = (shop.root / "state" / "keys").iterdir()
    memory = MemoryKeyring()
    memory.set_password("otdesk", key.stem, key.read_text("ascii"))
    key.unlink()
    with using(memory):
        assert found(run)["till_key"] == "system"


def test_doctor_says_that_there_is_no_till(office: Otdesk) -> None:
    assert json.loads(office("doctor", "--json").out)["till"] is None


def test_an_earlier_day_that_is_open_is_a_finding(shop: Shop, run: Otdesk) -> None:
    shop.sell()
    warnings = found(run, at=NOON + timedelta(days=1))["warnings"]
    assert any("mercredi 20 juillet 2022" in warning for warning in warnings)


def test_a_lost_key_is_a_finding(shop: Shop, run: Otdesk) -> None:
    for key in (shop.root / "state" / "keys").iterdir():
        key.unlink()
    told = found(run)
    assert told["till_key"] is None
    assert any("clé de la caisse" in warning for warning in told["warnings"])


def test_a_till_that_is_behind_is_a_finding(shop: Shop, run: Otdesk) -> None:
    mark = shop.root / "state" / f"{shop.post.stream}.mark"
    mark.write_text(f"{99:020d} {'ab' * 32}\n", "ascii")
    assert any("en retard" in warning for warning in found(run)["warnings"])


def test_backup_and_verify_are_noted(shop: Shop, run: Otdesk) -> None:
    assert run("backup").code == 0
    assert run("verify").code == 0
    assert [event for event, _detail in noted(shop)] == ["backup", "verified"]
    assert noted(shop)[0][1].endswith("-manual.sqlite")
    assert run("verify").code == 0


def test_commands_see_nothing_of_the_training(shop: Shop, run: Otdesk) -> None:
    from otdesk.services.till import training

    training.prepare(shop.workplace, shop.store, shop.keystore, "Caisse 1")
    before = found(run)
    assert run("backup").code == 0
    assert run("verify").code == 0
    after = found(run)
    assert before["till_stream"] == after["till_stream"] == shop.post.stream
    assert after["counts"]["journal"] == before["counts"]["journal"] + 2
    assert run("init", "--office", "PDM").code == 2
    (made,) = (shop.workplace.folder / "backups").glob("otdesk-*.sqlite")
    shop.close()
    assert run("restore", made).code == 0
    assert (training.folder_of(shop.workplace) / DATABASE).exists()


def test_a_restore_is_noted_where_the_till_goes_on(shop: Shop, run: Otdesk) -> None:
    assert run("backup").code == 0
    (made,) = (shop.workplace.folder / "backups").iterdir()
    shop.close()
    # A machine that never saw this till has no mark of it.
    (shop.root / "state" / f"{shop.post.stream}.mark").unlink()
    assert run("restore", made).code == 0
    assert [event for event, _detail in noted(shop)] == ["restore"]
