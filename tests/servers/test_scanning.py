"""A scanner on a real X server: a keyboard that types fast, whatever is in front."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from otdesk.services.shop import baskets
from tests.servers.display import program, virtual_screen, wait_for
from tests.shop import Shop
from tests.ui.shop.stocked import stocked

MAP, BOOK = "9782758551362", "9782264044068"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked(tmp_path) as made:
        yield made


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


def window_of(display: str) -> str:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "otdesk"],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.split()[0] if found.stdout.split() else ""


def kept(shop: Shop) -> dict[str, int]:
    """Return what the basket in hand holds on the disk."""
    with shop.store.reading() as connection:
        found = baskets.load(connection)
    if not found:
        return {}
    return {line.product.code: line.quantity // 1000 for line in found[0].basket.lines}


def scan(display: str, code: str) -> None:
    # In one go, as a scanner that buffers sends: no pause of a busy machine between two keys.
    x(display, "xdotool", "key", "--delay", "0", *code, "Return")


def test_scans_at_the_counter_fill_the_basket_and_survive_a_kill(shop: Shop, screen: str) -> None:
    x(screen, "setxkbmap", "us")
    state = shop.root / "state"
    with program(shop.workplace.folder, state, {"DISPLAY": screen}) as running:
        wait_for(lambda: window_of(screen))
        x(screen, "xdotool", "windowfocus", "--sync", window_of(screen))
        for _time in range(5):
            scan(screen, MAP)
            scan(screen, BOOK)
        wait_for(lambda: sum(kept(shop).values()) == 10)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert kept(shop) == {"ign-2739": 5, "ane": 5}
    # Nothing of it was taken for an accueil.
    assert shop.scalar("SELECT count(*) FROM visit") == 0
    assert shop.scalar("SELECT count(*) FROM walk_in") == 0


def test_a_scanner_for_an_american_keyboard_is_read_on_an_azerty_one(
    shop: Shop, screen: str
) -> None:
    x(screen, "setxkbmap", "fr")
    state = shop.root / "state"
    with program(shop.workplace.folder, state, {"DISPLAY": screen}):
        wait_for(lambda: window_of(screen))
        x(screen, "xdotool", "windowfocus", "--sync", window_of(screen))
        # The keys of the digits by their places, unshifted.
        codes = [str(9 + (int(digit) or 10)) for digit in MAP]
        x(screen, "xdotool", "key", "--delay", "0", *codes, "Return")
        wait_for(lambda: kept(shop) == {"ign-2739": 1})
