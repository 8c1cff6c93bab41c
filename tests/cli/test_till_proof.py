"""The till's proof on the command line: its key, its printed codes, its archives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from otdesk.journal.entry import Head
from otdesk.journal.keys import SigningKey, fingerprint
from otdesk.store.transaction import head_of
from tests.cli.conftest import Otdesk
from tests.shop import Shop, opened


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Return a shop that sold, in the folder and with the marks of the command line."""
    monkeypatch.setenv("OTDESK_STATE", str(tmp_path / "state"))
    with opened(tmp_path) as shop:
        shop.set_float()
        shop.sell()
        shop.close_day()
    return shop


def head(shop: Shop) -> Head:
    with shop.store.reading() as connection:
        found = head_of(connection, shop.post.stream)
    shop.close()
    return found


def test_a_till_verifies_with_its_public_key(shop: Shop, otdesk: Otdesk, tmp_path: Path) -> None:
    key = tmp_path / "cle.pem"
    key.write_text(shop.post.key.public_pem)
    said = otdesk("verify", "--public-key", key)
    assert said.code == 0, said.err
    assert fingerprint(shop.post.key.public_pem) in said.out
    report = json.loads(otdesk("verify", "--json").out)
    keys = {stream["stream"]: stream["key"] for stream in report["streams"]}
    assert keys[shop.post.stream] == fingerprint(shop.post.key.public_pem)
    assert list(keys.values()).count(None) == len(keys) - 1 == 1


def test_another_public_key_is_a_fault(shop: Shop, otdesk: Otdesk, tmp_path: Path) -> None:
    key = tmp_path / "cle.pem"
    key.write_text(SigningKey.generate().public_pem)
    said = otdesk("verify", "--public-key", key)
    assert said.code == 1
    assert "n’est pas la clé publique donnée" in said.err
    (fault,) = json.loads(otdesk("verify", "--json", "--public-key", key).out)["faults"]
    assert (fault["code"], fault["stream"], fault["seq"]) == ("key", shop.post.stream, 1)


def test_several_public_keys_are_given_one_by_one(
    shop: Shop, otdesk: Otdesk, tmp_path: Path
) -> None:
    mine, other = tmp_path / "cle.pem", tmp_path / "autre.pem"
    mine.write_text(shop.post.key.public_pem)
    other.write_text(SigningKey.generate().public_pem)
    archive = tmp_path / "caisse.zip"
    assert otdesk("archive", "--period", "2022", "--output", archive).code == 0
    for told in ((), ("--archive", archive)):
        both = otdesk("verify", *told, "--public-key", mine, "--public-key", other)
        assert both.code == 0, both.err
        assert otdesk("verify", *told, "--public-key", other).code == 1


def test_what_is_no_key_could_not_run(shop: Shop, otdesk: Otdesk, tmp_path: Path) -> None:
    assert otdesk("verify", "--public-key", tmp_path / "none.pem").code == 2
    (tmp_path / "no.pem").write_text("bonjour")
    assert "P-256" in otdesk("verify", "--public-key", tmp_path / "no.pem").err


def test_the_code_on_a_z_is_found_in_the_tills_journal(shop: Shop, otdesk: Otdesk) -> None:
    found = head(shop)
    said = otdesk("verify", "--head", found.code)
    assert said.code == 0
    assert f"entrée n° {found.seq} du journal {shop.post.stream}" in said.out


def test_a_period_is_archived_and_verified_alone(
    shop: Shop, otdesk: Otdesk, tmp_path: Path
) -> None:
    path, key = tmp_path / "caisse.zip", tmp_path / "cle.pem"
    key.write_text(shop.post.key.public_pem)
    said = otdesk("archive", "--period", "2022", "--output", path)
    assert said.code == 0, said.err
    assert "Archive écrite" in said.out
    assert "SHA-256" in said.out
    alone = otdesk("verify", "--archive", path, "--public-key", key)
    assert alone.code == 0
    assert "Tout est conforme." in alone.out
    answer = json.loads(otdesk("verify", "--archive", path, "--json").out)
    assert (answer["clean"], answer["period"], answer["faults"]) == (True, "2022", [])
    assert answer["keys"] == [fingerprint(shop.post.key.public_pem)]
    assert otdesk("verify").code == 0


def test_a_changed_archive_is_a_fault(shop: Shop, otdesk: Otdesk, tmp_path: Path) -> None:
    path = tmp_path / "caisse.zip"
    assert otdesk("archive", "--period", "2022-07", "--output", path).code == 0
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(data)
    said = otdesk("verify", "--archive", path)
    assert said.code == 1
    assert "anomalie" in said.err
    assert otdesk("verify", "--archive", path, "--json").code == 1


def test_an_archive_wants_a_period_with_records(shop: Shop, otdesk: Otdesk, tmp_path: Path) -> None:
    said = otdesk("archive", "--period", "2021", "--output", tmp_path / "a.zip")
    assert said.code == 1
    assert "Aucune caisse" in said.err
    assert not (tmp_path / "a.zip").exists()


def test_an_office_without_a_till_archives_nothing(office: Otdesk, tmp_path: Path) -> None:
    said = office("archive", "--period", "2022", "--output", tmp_path / "a.zip")
    assert said.code == 2
    assert "ne peut pas signer" in said.err


def test_a_missing_archive_could_not_run(otdesk: Otdesk, tmp_path: Path) -> None:
    assert otdesk("verify", "--archive", tmp_path / "none.zip").code == 2
