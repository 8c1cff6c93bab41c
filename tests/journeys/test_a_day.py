"""A whole day of an office: open, log, correct, close, print; then every figure is proved.

The same day is run by both networks: nothing in the product belongs to one of them.
"""

from __future__ import annotations

import io
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk import paths
from otdesk.documents.pdf import PrintStyle, render_pdf
from otdesk.domain.days import PlannedOpening
from otdesk.domain.openings import TimeRange
from otdesk.domain.period import Period
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.reports.context import ReportContext
from otdesk.reports.summarise import summarise
from otdesk.reports.summary import Summary
from otdesk.services import days, tallies
from otdesk.services.workplace import Workplace
from otdesk.store.integrity import verify
from otdesk.store.profiles import load_profile
from otdesk.ui.application import Session
from tests.offices import clock_of, make_office
from tests.ui.windows import close_window, open_window, strike

# What a morning brings: keys, one accueil or passage each; own département under the first key.
MORNING = (
    "2 a F5 q Space",
    "3 38 s d Space",
    "025 z f Space",
    "Space",
    "2 Space",
    "X 30 g Space",
    "F1",
    "1 n q Space",
    "4 u h , Space",
)
PERSONS = 2 + 3 + 25 + 2 + 1 + 4


def summary_of(office: Workplace) -> Summary:
    context = ReportContext(
        office.lists, office.profile, office.calendar, office.zone, office.clock.now()
    )
    store = office.open_store()
    try:
        with store.reading() as connection:
            return summarise(
                connection, context, Period.day(office.today()), [office.identity.office]
            )
    finally:
        store.close()


def log_morning(qtbot: QtBot, session: Session) -> None:
    for phrase in MORNING:
        strike(session.window.counter, phrase)
        clock_of(session.workplace).instant += timedelta(minutes=4)
    qtbot.waitUntil(lambda: not session.link.is_writing)


@pytest.mark.parametrize("profile", ["cevennes", "sommieres"])
def test_a_day_from_the_first_visitor_to_the_printed_page(
    qtbot: QtBot, tmp_path: Path, profile: str
) -> None:
    code = load_profile(paths.database_files() / "profiles", profile).offices[0].code
    office = make_office(tmp_path, profile=profile, office=code)
    today = office.today()
    hours = (TimeRange(570, 750), TimeRange(840, 1110))
    with closing(office.open_store()) as store, store.writing("CA") as transaction:
        days.plan(transaction, [PlannedOpening(code, today, hours)])
        days.open_range(transaction, code, today, 580)
    session = open_window(qtbot, office)
    try:
        log_morning(qtbot, session)
    finally:
        close_window(session)

    with closing(office.open_store()) as store, store.writing("CA") as transaction:
        sheet = Tally(code, today, HalfDay.AFTERNOON, persons=9, acts=None)
        tallies.record(transaction, sheet)
        days.close_range(transaction, code, today, 750)
        days.close(transaction, code, today, ranges=(TimeRange(580, 750),), motive="coupure")

    summary = summary_of(office)
    assert (summary.persons, summary.walk_ins, summary.calls) == (PERSONS + 9, 3, 1)
    # The sheet does not give its marks: the acts are « au moins » those entered one by one.
    assert (summary.acts, summary.acts_at_least) == (7, True)
    assert (summary.open_days, summary.planned_days, summary.open_minutes) == (1, 1, 170)
    assert summary.unmet_demands == 1
    assert sum(row.persons for row in summary.by_origin) == summary.persons
    page = io.BytesIO()
    render_pdf(summary, PrintStyle.shipped(), page)
    assert page.getvalue().startswith(b"%PDF-")
    assert verify(office.folder, office.anchors).faults == ()
