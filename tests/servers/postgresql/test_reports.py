"""Every report of the same journals is the same from a file and from a server."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from otdesk import paths, settings
from otdesk.app import main
from otdesk.clock import FixedClock
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.period import Period
from otdesk.domain.reference import ChannelCode
from otdesk.domain.till import ClosingSpan
from otdesk.domain.visits import VisitDemand
from otdesk.headquarters import month_locks
from otdesk.headquarters.completeness import completeness
from otdesk.journal.identifiers import new_stream
from otdesk.reports.at_counter import counter_figures
from otdesk.reports.calendar_view import calendar_month
from otdesk.reports.context import ReportContext
from otdesk.reports.counsellors import present
from otdesk.reports.day_list import day_list
from otdesk.reports.extent import extent
from otdesk.reports.favourites import favourites
from otdesk.reports.history import history
from otdesk.reports.last_record import last_record
from otdesk.reports.live import live
from otdesk.reports.opening_today import opening_today
from otdesk.reports.recent import origin_shares, recent_records
from otdesk.reports.records_behind import Behind, records_behind
from otdesk.reports.shop.catalogue import read_catalogue
from otdesk.reports.shop.closings import ClosingChoice, list_closings
from otdesk.reports.shop.prices import prices_to_come
from otdesk.reports.shop.receipts import day_receipts
from otdesk.reports.shop.stock import read_levels
from otdesk.reports.written_since import written_since
from otdesk.services import drafts, months, preferences
from otdesk.store import tables
from otdesk.store.month_figures import month_figures
from otdesk.store.profiles import load_profile
from otdesk.store.reading import data_version
from otdesk.store.reference import load_lists
from otdesk.store.store import Store
from tests.documents.pdf_papers import text_of
from tests.headquarters.test_union import packet_of, take
from tests.store.desk import DAY, START, VISIT, ZONE, Desk, record, work
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


def seen(connection: Connection, context: ReportContext) -> list[object]:
    """Return what the screens read of each office, in the order in which they show it."""
    found: list[object] = [
        preferences.load(connection),
        present(connection),
        drafts.load(connection).drafts,
        months.locked_months(connection, "PDM", DAY),
        extent(connection, OFFICES),
        written_since(connection, 3).entries,
    ]
    year = Period.parse("2022")
    behind = Behind(year, OFFICES, demand="sport", unmet=True)
    found.append(records_behind(connection, context, behind))
    for office in OFFICES:
        catalogue = read_catalogue(connection, office, DAY)
        closings = list_closings(connection, office, ClosingChoice(ClosingSpan.DAY, "2022"))
        found += [
            live(connection, context, office, DAY),
            day_list(connection, context, office, DAY),
            calendar_month(connection, context, office, DAY),
            opening_today(connection, office, DAY),
            counter_figures(connection, office, DAY, 600),
            recent_records(connection, office, DAY, 50),
            origin_shares(connection, office, DAY),
            last_record(connection, office, DAY),
            favourites(connection, office, year),
            (catalogue.families, list(catalogue.articles.items())),
            closings.records,
            read_levels(connection, catalogue),
            [(row.uid, row.total) for row in day_receipts(connection, office, DAY)],
            prices_to_come(connection, DAY - timedelta(days=400)),
        ]
    for uid in connection.execute(select(tables.visit.c.uid).order_by("uid")).scalars():
        found.append(history(connection, context, uid))
    return found


def test_what_the_screens_read_is_the_same(sieges: dict[str, Desk]) -> None:
    root = paths.database_files()
    lists = load_lists(root / "reference")
    profile = load_profile(root / "profiles", "cevennes")
    calendar = DayCalendar.of(lists.public_holidays, lists.school_holidays)
    context = ReportContext(lists, profile, calendar, ZONE, START)
    found = {}
    for name, desk in sieges.items():
        with desk.opened() as store:
            with store.writing_local() as connection:
                preferences.save(connection, settings.COUNSELLOR, "CA")
                preferences.save(connection, settings.COUNSELLOR, "JD")
            with store.reading() as connection:
                found[name] = seen(connection, context)
                before = data_version(connection)
            with closing(desk.open()) as other, other.writing("CA") as transaction:
                month_locks.lock(transaction, date(2022, 5, 1))
            with store.reading() as connection:
                assert data_version(connection) != before
                assert months.locked_months(connection, "PDM", DAY) == {date(2022, 5, 1)}
    for on_file, on_server in zip(found["file"], found["server"], strict=True):
        assert on_file == on_server


def test_every_report_is_the_same(
    sieges: dict[str, Desk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for kind, form in _ASKED:
        found = {}
        for name, desk in sieges.items():
            monkeypatch.setenv("OTDESK_STATE", str(desk.anchors.folder))
            output = tmp_path / f"{name}-{kind}.{form}"
            asked = (kind, _PERIODS.get(kind, "2022-07"), "--format", form, "--output", str(output))
            code = main(["--data", str(desk.folder), "report", *asked, "--all"], clock=desk.clock)
            assert code == 0, (name, kind, form)
            content = output.read_bytes()
            text = text_of(content) if form == "pdf" else content.decode()
            found[name] = _HEAD.sub("REGISTRE", text)
            assert text, (kind, form)
        assert found["file"] == found["server"], (kind, form)
