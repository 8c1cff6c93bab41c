"""Keys by their place, on a real X server, under the keyboards of the offices."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from otdesk.services.workplace import Workplace
from otdesk.store import tables
from tests.offices import make_office
from tests.servers.display import program, virtual_screen, wait_for

# X11 keycodes, the same on every PC keyboard whatever is printed on it.
PLACES = {"2": 11, "3": 12, "first letter": 24, "middle row": 38, "Space": 65, "P": 33}


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return make_office(tmp_path)


@pytest.fixture
def screen() -> Iterator[str]:
    with virtual_screen() as display:
        yield display


def x(display: str, *words: str) -> str:
    done = subprocess.run(
        words, env={**os.environ, "DISPLAY": display}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def visits(office: Workplace) -> list[tuple[int, str, str]]:
    store = office.open_store()
    try:
        with store.reading() as connection:
            joined = tables.visit.join(
                tables.visit_demand, tables.visit_demand.c.visit_uid == tables.visit.c.uid
            )
            rows = connection.execute(
                select(
                    tables.visit.c.party_size, tables.visit.c.origin, tables.visit_demand.c.code
                ).select_from(joined)
            )
            return [(row.party_size, row.origin, row.code) for row in rows]
    finally:
        store.close()


def window_of(display: str) -> str:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "otdesk"],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.split()[0] if found.stdout.split() else ""


@pytest.mark.parametrize("layout", ["fr", "us", "fr(bepo)"])
def test_the_same_places_enter_the_same_accueil_under_each_keyboard(
    office: Workplace, screen: str, layout: str
) -> None:
    name, _open, variant = layout.rstrip(")").partition("(")
    x(screen, "setxkbmap", name, *(["-variant", variant] if variant else []))
    state = office.folder.parent / "state"
    with program(office.folder, state, {"DISPLAY": screen}):
        wait_for(lambda: window_of(screen))
        x(screen, "xdotool", "windowfocus", "--sync", window_of(screen))
        for place in ("2", "first letter", "middle row", "Space"):
            x(screen, "xdotool", "key", "--delay", "60", str(PLACES[place]))
        wait_for(lambda: len(visits(office)) == 1)
    assert visits(office) == [(2, "FR-48", "pratique")]


def test_a_key_that_is_held_down_counts_once(office: Workplace, screen: str) -> None:
    x(screen, "setxkbmap", "fr")
    state = office.folder.parent / "state"
    with program(office.folder, state, {"DISPLAY": screen}):
        wait_for(lambda: window_of(screen))
        x(screen, "xdotool", "windowfocus", "--sync", window_of(screen))
        x(screen, "xdotool", "keydown", str(PLACES["Space"]))
        x(screen, "xdotool", "sleep", "1.5")
        x(screen, "xdotool", "keyup", str(PLACES["Space"]))
        wait_for(lambda: walk_ins(office) >= 1)
    assert walk_ins(office) == 1


def walk_ins(office: Workplace) -> int:
    store = office.open_store()
    try:
        with store.reading() as connection:
            return len(connection.execute(select(tables.walk_in.c.uid)).all())
    finally:
        store.close()


def test_a_second_start_brings_the_first_window_to_the_front(
    office: Workplace, screen: str
) -> None:
    state = office.folder.parent / "state"
    with program(office.folder, state, {"DISPLAY": screen}) as first:
        wait_for(lambda: window_of(screen))
        with program(office.folder, state, {"DISPLAY": screen}) as second:
            wait_for(lambda: second.poll() is not None)
            assert second.returncode == 0
        assert first.poll() is None
