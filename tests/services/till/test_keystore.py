"""Where a till's key lies: the keystore of the system, or a protected file without one."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from otdesk.services.till.keystore import (
    KEYS,
    FileKeystore,
    FirstOf,
    KeyPlace,
    SystemKeystore,
    keystore,
)
from tests.keyrings import MemoryKeyring, using

STREAM, PEM = "0190aa", "-----BEGIN PRIVATE KEY-----\nMIG=\n-----END PRIVATE KEY-----\n"


def test_a_machine_without_a_keystore_keeps_keys_in_a_file_of_its_user(tmp_path: Path) -> None:
    with using():
        kept = keystore(tmp_path)
    assert kept.place is KeyPlace.FILE
    kept.save(STREAM, PEM)
    assert kept.load(STREAM) == PEM
    assert kept.holder(STREAM) is KeyPlace.FILE
    if sys.platform != "win32":
        mode = (tmp_path / KEYS / f"{STREAM}.pem").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


def test_a_keystore_of_the_system_holds_the_key_and_no_file_does(tmp_path: Path) -> None:
    with using(MemoryKeyring()):
        kept = keystore(tmp_path)
        kept.save(STREAM, PEM)
        assert kept.load(STREAM) == PEM
    assert (kept.place, kept.holder(STREAM)) == (KeyPlace.SYSTEM, KeyPlace.SYSTEM)
    assert not (tmp_path / KEYS).exists()


def test_a_keystore_that_is_locked_is_no_reason_to_sell_nothing(tmp_path: Path) -> None:
    locked = MemoryKeyring()
    locked.locked = True
    kept = FirstOf(SystemKeystore(locked), FileKeystore(tmp_path))
    kept.save(STREAM, PEM)
    assert kept.load(STREAM) == PEM
    assert kept.place is KeyPlace.FILE


def test_a_pc_that_gained_a_keystore_keeps_its_till(tmp_path: Path) -> None:
    FileKeystore(tmp_path).save(STREAM, PEM)
    kept = FirstOf(SystemKeystore(MemoryKeyring()), FileKeystore(tmp_path))
    assert kept.load(STREAM) == PEM
    assert kept.holder(STREAM) is KeyPlace.FILE


def test_an_unknown_key_is_nowhere(tmp_path: Path) -> None:
    kept = FirstOf(SystemKeystore(MemoryKeyring()), FileKeystore(tmp_path))
    assert kept.load("other") is None
    assert kept.holder("other") is None


def test_a_locked_keystore_is_not_asked_for_a_key_that_lies_in_a_file(tmp_path: Path) -> None:
    FileKeystore(tmp_path).save(STREAM, PEM)
    asked = MemoryKeyring()
    kept = FirstOf(SystemKeystore(asked), FileKeystore(tmp_path))
    assert kept.load(STREAM) == PEM
    assert asked.asked == 0


def test_a_key_is_asked_of_the_system_once(tmp_path: Path) -> None:
    asked = MemoryKeyring()
    asked.set_password("otdesk", STREAM, PEM)
    kept = FirstOf(SystemKeystore(asked), FileKeystore(tmp_path))
    assert [kept.load(STREAM), kept.load(STREAM)] == [PEM, PEM]
    assert kept.holder(STREAM) is KeyPlace.SYSTEM
    assert asked.asked == 1
