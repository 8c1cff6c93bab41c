"""Every report of the same journals is the same from a file and from a server."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from otdesk.app import main
from otdesk.clock import FixedClock
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import VisitDemand
from otdesk.headquarters.completeness import completeness
from otdesk.journal.identifiers import new_stream
from otdesk.store.month_figures import month_figures
from otdesk.store.store import Store
from tests.documents.pdf_papers import text_of
from tests.headquarters.test_union import packet_of, take
from tests.store.desk import DAY, START, VISIT, Desk, record, work
from tests.store.shop_rows import trade

OFFICES = ("PDM", "VIA", "LSA")
# What the registers of two sieges cannot share.
_HEAD = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")
_ASKED = (
    *((kind, form) for kind in ("day", "month", "year") for form in ("json", "csv", "pdf")),
    *((kind, "csv") for kind in ("accounting", "stock", "inventory", "consignment", "held")),
)
_PERIODS = {"day": "2022-07-14", "month": "2022-07", "year": "2022", "stock": "2022-07-31"}


@pytest.fixture
def sieges(tmp_path: Path, siege_address: Callable[[], str | None]) -> dict[str, Desk]:
    """Give a siège on a file and one on a server, which took in the same packets."""
    clock = FixedClock(START)
    made = {
        name: Desk(tmp_path / name, "siege", clock, "SIEGE", "siege", address)
        for name, address in (("file", None), ("server", siege_address()))
    }
    with ExitStack() as stack:
        stores = {name: stack.enter_context(closing(m.create())) for name, m in made.items()}
        for number, code in enumerate(OFFICES):
            with Desk(tmp_path / code, office=code).opened() as store:
                season(store, number)
                packet = packet_of(store, closed=("2022-07",))
            for siege in stores.values():
                take(siege, packet)
        figures = {name: counted(siege) for name, siege in stores.items()}
    assert figures["file"] == figures["server"]
    return made


def season(store: Store, number: int) -> None:
    """Record some weeks of an office, of every channel, and its shop."""
    office = store.identity.office
    work(store)
    channels = (ChannelCode.COMPTOIR, ChannelCode.TELEPHONE, ChannelCode.HORS_LES_MURS)
    codes = ("FR-48", "ND", "FR-é", "gb", "GB", "DE")
    for turn in range(24):
        day = DAY + timedelta(days=turn % 9 - 4)
        record(
            store,
            replace(
                VISIT,
                office=office,
                day=day,
                channel=channels[turn % 3],
                party_size=1 if turn % 3 == 1 else 1 + (turn + number) % 5,
                origin=codes[turn % 6],
                demands=(VisitDemand("sport.baignade", unmet=turn % 4 == 0),) * (turn % 2),
                minute=540 + 17 * turn,
            ),
        )
    trade(store, new_stream())


def counted(siege: Store) -> list[object]:
    """Return what the siège counts of each office's months, and what is missing."""
    with siege.reading() as connection:
        months = [month_figures(connection, office, "2022-07") for office in OFFICES]
        return [months, completeness(connection, OFFICES, ("2022-07",), DAY)]


@pytest.mark.parametrize("words", [("--all",), ("--office", "VIA")])
def test_every_report_is_the_same(
    sieges: dict[str, Desk],
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for kind, form in _ASKED:
        found = {}
        for name, desk in sieges.items():
            monkeypatch.setenv("OTDESK_STATE", str(desk.anchors.folder))
            output = tmp_path / f"{name}-{kind}.{form}"
            asked = (kind, _PERIODS.get(kind, "2022-07"), "--format", form, "--output", str(output))
            code = main(["--data", str(desk.folder), "report", *asked, *words], clock=desk.clock)
            assert code == 0, (name, kind, form)
            content = output.read_bytes()
            text = text_of(content) if form == "pdf" else content.decode()
            found[name] = _HEAD.sub("REGISTRE", text)
            assert text, (kind, form)
        assert found["file"] == found["server"], (kind, form)
