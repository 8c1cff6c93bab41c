"""Passwords of mailboxes: in the system's keystore, or in a protected file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from otdesk.services.till.keystore import KeyPlace
from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.passwords import FILE, Passwords, passwords
from tests.keyrings import MemoryKeyring, using

ACCOUNT, OTHER = "sftp://depot@h.fr", "webdavs://a@h.fr"


def test_a_password_is_kept_by_the_system_and_by_no_file(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    with using(ring):
        kept = passwords(tmp_path)
        assert kept.save(ACCOUNT, "é ; secret") is KeyPlace.SYSTEM
        assert passwords(tmp_path).load(ACCOUNT) == "é ; secret"
        assert kept.load(OTHER) is None
        kept.forget(ACCOUNT)
        kept.forget(OTHER)
        assert kept.load(ACCOUNT) is None
    assert ring.kept == {}
    assert not (tmp_path / FILE).exists()


def test_without_a_keystore_a_file_keeps_it_for_its_user_alone(tmp_path: Path) -> None:
    with using():
        kept = passwords(tmp_path)
        assert kept.save(ACCOUNT, "é ; secret") is KeyPlace.FILE
        assert kept.save(OTHER, "autre") is KeyPlace.FILE
        assert passwords(tmp_path).load(ACCOUNT) == "é ; secret"
        kept.forget(ACCOUNT)
        assert kept.load(ACCOUNT) is None
        assert kept.load(OTHER) == "autre"
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_changed_password_is_the_one_that_is_found(tmp_path: Path) -> None:
    """Whatever the keystore does between: it keeps the first, is locked, then opens again."""
    ring = MemoryKeyring()
    kept = Passwords(tmp_path, ring)
    kept.save(ACCOUNT, "first")
    ring.locked = True
    assert kept.load(ACCOUNT) is None
    assert kept.save(ACCOUNT, "second") is KeyPlace.FILE
    assert kept.load(ACCOUNT) == "second"
    ring.locked = False
    assert kept.load(ACCOUNT) == "second"
    assert kept.save(ACCOUNT, "third") is KeyPlace.SYSTEM
    assert kept.load(ACCOUNT) == "third"
    assert "second" not in (tmp_path / FILE).read_text()


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text("{")
    with pytest.raises(faults.PostFault, match="sur ce poste"):
        Passwords(tmp_path, None).load(ACCOUNT)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "mailbox").touch()
    with pytest.raises(faults.PostFault):
        Passwords(tmp_path, None).save(ACCOUNT, "secret")
