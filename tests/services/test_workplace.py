from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from otdesk.clock import FixedClock
from otdesk.errors import DataFault, EnvironmentFault
from otdesk.services.workplace import Grounds, Workplace, create, open_folder, with_clock
from otdesk.store.faults import FolderTaken


def test_a_new_folder_opens_again_as_what_it_is(workplace: Workplace, grounds: Grounds) -> None:
    opened = open_folder(grounds, workplace.folder)
    assert opened.identity == workplace.identity
    assert opened.office.name == "Le Pont-de-Montvert"
    assert opened.zone.key == "Europe/Paris"


def test_the_shipped_lists_are_read_once_for_all_folders(
    workplace: Workplace, grounds: Grounds
) -> None:
    opened = open_folder(grounds, workplace.folder)
    assert opened.lists_in_use.shipped is workplace.lists_in_use.shipped
    assert opened.profile is workplace.profile


def test_an_unknown_office_is_refused_with_the_known_ones(grounds: Grounds, tmp_path: Path) -> None:
    with pytest.raises(DataFault, match="PDM"):
        create(grounds, tmp_path / "new", profile_code="cevennes", office="XXX")
    assert not (tmp_path / "new").exists()


def test_a_used_folder_is_refused(workplace: Workplace, grounds: Grounds) -> None:
    with pytest.raises(FolderTaken):
        create(grounds, workplace.folder, profile_code="cevennes", office="PDM")


def test_a_missing_folder_is_a_fault_of_the_environment(grounds: Grounds, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        open_folder(grounds, tmp_path / "nothing")


def test_the_day_is_the_office_s_local_date(workplace: Workplace) -> None:
    # 23:30 in UTC is half past one the next day in France, in summer.
    late = with_clock(workplace, FixedClock(datetime(2022, 7, 14, 23, 30, tzinfo=UTC)))
    assert late.today() == date(2022, 7, 15)
    assert late.minute(late.clock.now()) == 90


def test_an_office_that_left_its_profile_is_said(workplace: Workplace) -> None:
    lost = replace(workplace, profile=replace(workplace.profile, offices=()))
    with pytest.raises(DataFault, match="PDM"):
        _ = lost.office


def test_a_reconstruction_says_so(grounds: Grounds, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    create(grounds, folder, profile_code="cevennes", office="VIA", reconstruction=True)
    assert open_folder(grounds, folder).identity.reconstruction
