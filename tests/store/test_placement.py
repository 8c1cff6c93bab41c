"""Where a data folder may not lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from otdesk.store import placement


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Communauté de communes", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Office)", "Dropbox"),
        ("Nextcloud", "Nextcloud"),
        ("Nextcloud2", None),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive", "Google Drive"),
        ("Mon Drive", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("kDrive", "kDrive"),
        ("Documents", None),
        ("Mégalithes", None),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(
    tmp_path: Path, name: str, program: str | None
) -> None:
    assert placement.synchronised_by(tmp_path / name / "accueil" / "otdesk") == program


@pytest.mark.parametrize(
    ("trace", "program"),
    [(".dropbox", "Dropbox"), (".stfolder", "Syncthing"), ("._sync_a1b2.db", "Nextcloud")],
)
def test_a_synchronised_folder_is_known_by_its_traces(
    tmp_path: Path, trace: str, program: str
) -> None:
    (tmp_path / "travail").mkdir()
    (tmp_path / "travail" / trace).touch()
    assert placement.synchronised_by(tmp_path / "travail" / "otdesk") == program


def test_a_refusal_says_what_is_safe_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(placement.SynchronisedFolder) as refused:
        placement.check(tmp_path / "OneDrive" / "otdesk")
    assert "OneDrive" in refused.value.what
    assert refused.value.safe
    assert refused.value.todo
    assert not (tmp_path / "OneDrive").exists()
