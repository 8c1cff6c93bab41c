"""The exchange in the window: rail, head, banner; and its room on the screens of the offices."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.services import preferences
from otdesk.ui.application import Session
from otdesk.ui.sync.volumes import Plugged, Volume, VolumeWatch, removable_volumes
from otdesk.ui.theme.scale import Scale
from otdesk.ui.window import SYNC
from tests.siege_and_office import Network
from tests.ui.day_desk import dress, stored
from tests.ui.sync_desk import SyncDesk, opened
from tests.ui.test_day_parts import cut_widgets
from tests.ui.windows import close_window, open_window


@pytest.fixture(autouse=True)
def _no_keystore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def network(tmp_path: Path) -> Network:
    made = Network(tmp_path)
    made.pair()
    made.log(date(2026, 7, 10), times=4)
    made.exchange()
    made.log(times=2)
    return made


def known(qtbot: QtBot, session: Session) -> None:
    """Wait until the window knows where the office stands."""
    session.reading.start()
    exchanger, today = session.exchanger, session.workplace.today()
    exchanger.refresh()

    def is_known() -> bool:
        state = exchanger.state
        return not exchanger._reading and state is not None and state.today == today

    qtbot.waitUntil(is_known)


def test_the_rail_and_the_head_say_how_it_stands(qtbot: QtBot, network: Network) -> None:
    session = open_window(qtbot, network.office.workplace)
    assert not session.window.head.exchange.isVisible()
    known(qtbot, session)
    assert session.window.head.exchange.isVisible()
    assert "Tout est au siège" in session.window.head.exchange.accessibleDescription()
    # July is to be declared.
    assert session.window.rail.buttons[SYNC]._badge == 1
    session.window.head.exchange.click()
    assert session.window.current == SYNC
    # In another theme it is there at once: what is known outlives the window.
    session._restyle()
    assert session.window.head.exchange.isVisible()
    known(qtbot, session)
    assert session.window.current == SYNC
    close_window(session)


def test_a_month_is_asked_for_until_it_is_declared_or_put_off_for_the_day(
    qtbot: QtBot, network: Network
) -> None:
    session = open_window(qtbot, network.office.workplace)
    banner = session.window.banner
    known(qtbot, session)
    assert "Juillet 2026 n’est pas encore déclaré" in banner.text
    banner.task._close.click()
    qtbot.waitUntil(
        lambda: stored(network.office.workplace).get(settings.MONTH_REMINDER) == "2026-08-08"
    )
    known(qtbot, session)
    assert "Juillet" not in banner.text
    close_window(session)
    # Not another time today, whoever opens the program again; but tomorrow.
    again = open_window(qtbot, network.office.workplace)
    known(qtbot, again)
    assert "Juillet" not in again.window.banner.text
    network.clock.instant += timedelta(days=1)
    known(qtbot, again)
    assert "Juillet" in again.window.banner.text
    again.window.banner.task.act.click()
    assert again.window.current == SYNC
    screen = again.window.screen_named(SYNC)
    qtbot.waitUntil(lambda: screen.place() == "declare")
    close_window(again)


def test_what_is_asked_already_stays_in_the_banner(qtbot: QtBot, network: Network) -> None:
    session = open_window(qtbot, network.office.workplace)
    banner = session.window.banner
    banner.tell("La journée n’est pas encore ouverte.", action=("Ouvrir", session.window.repaint))
    known(qtbot, session)
    assert "Juillet" not in banner.text
    banner.task.act.click()
    session.exchanger.beaten.emit()
    assert "Juillet" in banner.text
    close_window(session)


def test_a_stick_is_offered_where_it_helps_and_let_go_once_pulled(
    qtbot: QtBot, network: Network
) -> None:
    session = open_window(qtbot, network.office.workplace)
    banner, exchanger = session.window.banner, session.exchanger
    network.clock.instant = datetime(2026, 8, 8, 15, 0, tzinfo=UTC)
    with network.office.store() as (store, _keys), store.writing_local() as connection:
        preferences.save(connection, settings.MONTH_REMINDER, "2026-08-08")
    known(qtbot, session)
    stick = Volume(network.root, "PHOTOS")
    # The mailbox works: a stick may be there for anything else.
    exchanger._on_plugged((Plugged(stick),))
    assert "PHOTOS" not in banner.text
    exchanger._on_plugged((Plugged(stick, (network.root / "VIA_SIEGE_1_x.zip",)),))
    assert "« PHOTOS » branchée" in banner.text
    exchanger._on_plugged(())
    assert "PHOTOS" not in banner.text
    close_window(session)


def test_what_is_plugged_in_is_noticed_beside_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    stick, threads = Volume(tmp_path, "OT-VIALAS"), set()
    (tmp_path / "accuses").mkdir()
    reply = tmp_path / "accuses" / "VIA_SIEGE_7_ab.zip"
    for name in (reply.name, "PDM_SIEGE_7_ab.zip", "VIA_SIEGE_8_ab.zip.part"):
        (tmp_path / "accuses" / name).touch()

    def look() -> tuple[Volume, ...]:
        threads.add(threading.current_thread().name)
        return (stick,)

    watch = VolumeWatch("VIA", look)
    with qtbot.waitSignal(watch.changed) as seen:
        watch.begin()
    watch.stop()
    assert seen.args == [(Plugged(stick, (reply,)),)]
    assert threads == {"otdesk-volumes"}


def test_this_machine_s_own_disks_are_no_sticks() -> None:
    assert Path("/") not in {each.root for each in removable_volumes()}


def show_every_part(desk: SyncDesk) -> list[str]:
    """Show each part of the screen in turn; return what of it is cut."""
    screen, found = desk.screen, []
    for name, show in (
        ("idle", screen._rest),
        ("months", screen.open_months),
        ("mailbox", lambda: screen.open_address("mailbox")),
        ("mail", lambda: screen.open_address("mail")),
        ("host", lambda: screen._ask_host("HostKeyChanged", "SHA256:" + "aB3" * 14)),
    ):
        show()
        with suppress(desk.qtbot.TimeoutError):
            desk.qtbot.waitUntil(lambda: not cut_widgets(screen), timeout=1000)
        found += [f"{name}: {cut}" for cut in cut_widgets(screen)]
    return found


@pytest.mark.parametrize(
    ("percent", "size"),
    [
        (100, (1262, 712)),
        (100, (1262, 641)),
        (125, (1240, 641)),
        (150, (1200, 641)),
        (200, (1150, 641)),
        (100, (1772, 1010)),
    ],
)
def test_no_word_is_cut(
    qtbot: QtBot, network: Network, percent: int, size: tuple[int, int]
) -> None:
    scale = Scale.for_screen(size[0] + 104, size[1] + 56, percent)
    with opened(qtbot, network, dress(scale), size=size) as desk:
        desk.plug(Volume(network.root, "OT-VIALAS"))
        assert show_every_part(desk) == []
        if percent == 100:
            # Whole at a glance, as on the screens of the offices.
            desk.screen._leave()
            bar = desk.screen.parts.area.verticalScrollBar()
            desk.until(lambda: bar.maximum() == 0)
    dress()


def test_the_pairing_is_whole_at_large_text(qtbot: QtBot, tmp_path: Path) -> None:
    network = Network(tmp_path)
    scale = Scale.for_screen(1366, 697, 200)
    with opened(qtbot, network, dress(scale), size=(1150, 641)) as desk:
        assert show_every_part(desk) == []
    dress()
