from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from otdesk.domain.visits_file import COLUMNS
from otdesk.errors import DataFault
from otdesk.services import visits_import
from otdesk.services.workplace import Workplace
from otdesk.store import integrity, tables
from tests.services.import_desk import CLOSED, GOOD, Desk, line
from tests.services.rows import count, counts, rows


def test_a_line_is_an_accueil(desk: Desk) -> None:
    desk.file(
        line(
            residency="habitant",
            demands="pratique.transport,sport.baignade",
            unmet="sport.baignade",
            audience="familles",
            note="Cherche le gué",
        )
    )
    desk.take()
    (row,) = rows(desk.store, tables.visit)
    assert row["day"] == "2022-07-14"
    assert row["minute"] == 605
    assert row["started_at"] == "2022-07-14T08:05:00+00:00"
    assert (row["channel"], row["party_size"], row["origin"]) == ("comptoir", 2, "FR-48")
    assert (row["residency"], row["audience"], row["note"]) == (
        "habitant",
        "familles",
        "Cherche le gué",
    )
    assert (row["entry"], row["author"]) == ("import", "otdesk")
    found = [(d["code"], d["unmet"]) for d in rows(desk.store, tables.visit_demand)]
    assert found == [("pratique.transport", 0), ("sport.baignade", 1)]


def test_an_accueil_without_an_hour_is_in_its_day_and_in_no_hour(desk: Desk) -> None:
    desk.file(line(time=""))
    desk.take()
    (row,) = rows(desk.store, tables.visit)
    assert (row["started_at"], row["minute"]) == (None, None)


def test_a_passage_is_a_walk_in(desk: Desk) -> None:
    desk.file(
        line(channel="passage", party_size="3", origin=""),
        line(channel="passage", party_size="", origin="ND"),
    )
    plan = desk.take()
    assert sorted(row["count"] for row in rows(desk.store, tables.walk_in)) == [1, 3]
    assert (plan.visits, plan.walk_ins, plan.persons) == (0, 2, 0)


@pytest.mark.parametrize("channel", ["telephone", "courriel", "courrier", "Téléphone"])
def test_a_call_or_a_letter_has_no_size(desk: Desk, channel: str) -> None:
    desk.file(line(channel=channel, party_size=""))
    plan = desk.take()
    assert [row["party_size"] for row in rows(desk.store, tables.visit)] == [1]
    assert plan.persons == 0


@pytest.mark.parametrize("channel", ["hors_les_murs", "Hors les murs"])
def test_persons_of_an_outing_stand_beside_those_of_the_counter(desk: Desk, channel: str) -> None:
    desk.file(line(channel=channel, party_size="25"), line())
    plan = desk.take()
    assert (plan.persons, plan.outing_persons) == (2, 25)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("FR-48", "FR-48"),
        ("48", "FR-48"),
        ("2a", "FR-2A"),
        ("1", "FR-01"),
        ("971", "FR-971"),
        ("Lozère", "FR-48"),
        ("lozere", "FR-48"),
        ("Ille et Vilaine", "FR-35"),
        ("BE", "BE"),
        ("Belgique", "BE"),
        ("FR", "FR"),
        ("France", "FR"),
        ("ND", "ND"),
        ("non demandé", "ND"),
    ],
)
def test_an_origin_is_a_code_a_number_or_a_name(desk: Desk, written: str, code: str) -> None:
    desk.file(line(origin=written))
    desk.take()
    assert [row["origin"] for row in rows(desk.store, tables.visit)] == [code]


def test_demands_may_be_labels_even_with_a_comma_inside(desk: Desk) -> None:
    desk.file(line(demands="Se repérer, plan, sport.velo, Météo"))
    desk.take()
    found = [d["code"] for d in rows(desk.store, tables.visit_demand)]
    assert found == ["pratique.localisation", "sport.velo", "pratique.meteo"]


def test_columns_may_come_in_any_order(desk: Desk) -> None:
    order = list(reversed(COLUMNS))
    desk.file(";".join(GOOD.get(c, "") for c in order), header=";".join(order))
    assert desk.take().visits == 1


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_with_or_without_bom_windows_or_unix(desk: Desk, bom: bytes, end: str) -> None:
    desk.file(line(note="été"), line(), end=end)
    desk.path.write_bytes(bom + desk.path.read_bytes())
    assert desk.take().visits == 2


def test_a_quoted_note_may_hold_lines_quotes_and_separators(desk: Desk) -> None:
    note = 'dit : "oui" ;\nsuite'
    desk.file(line(note=note))
    desk.take()
    assert [row["note"] for row in rows(desk.store, tables.visit)] == [note]


def test_blank_lines_at_the_end_are_nothing(desk: Desk) -> None:
    desk.file(line(), "", ";" * (len(COLUMNS) - 1))
    assert desk.take().visits == 1


def test_the_hour_that_comes_twice_is_the_first_one(desk: Desk) -> None:
    desk.file(line(date="31/10/2021", time="2:30"))
    desk.take()
    assert [row["started_at"] for row in rows(desk.store, tables.visit)] == [
        "2021-10-31T00:30:00+00:00"
    ]


def test_an_import_opens_no_day(desk: Desk) -> None:
    desk.file(line())
    desk.take()
    assert count(desk.store, tables.business_day) == 0


def test_the_file_is_journalled_behind_its_records(desk: Desk) -> None:
    desk.file(line(), line(channel="passage", origin=""), line())
    plan = desk.take()
    (taken,) = rows(desk.store, tables.imported_file)
    assert (taken["sha256"], taken["name"], taken["visits"]) == (plan.sha256, "accueils.csv", 3)
    kinds = [row["kind"] for row in rows(desk.store, tables.journal)][-4:]
    assert sorted(kinds[:3]) == ["visit", "visit", "walk_in"]
    assert kinds[3] == "imported_file"


def test_an_import_says_which_days_it_touched(desk: Desk) -> None:
    desk.file(line(), line(date="2022-07-01"))
    changes = visits_import.write(desk.store, desk.plan(), "otdesk")
    assert changes.touches("PDM", CLOSED)
    assert changes.touches("PDM", date(2022, 7, 1))
    assert {"visit", "imported_file"} <= changes.kinds


def test_the_journal_of_an_import_verifies(desk: Desk, workplace: Workplace) -> None:
    desk.file(*(line(party_size=str(n % 9 + 1), demands="sport,boutique") for n in range(5000)))
    desk.take()
    report = integrity.verify(workplace.folder, workplace.anchors)
    assert report.faults == ()
    assert report.rows["visit_demand"] == 10_000


def test_the_same_file_is_recognised_and_taken_again_only_on_demand(desk: Desk) -> None:
    desk.file(line())
    desk.take()
    (fault,) = desk.faults()
    assert "20/07/2022" in fault.reason
    desk.take(again=True)
    assert count(desk.store, tables.visit) == 2


def test_the_same_content_under_another_name_is_the_same_file(desk: Desk, tmp_path: Path) -> None:
    desk.file(line())
    desk.take()
    desk.path = desk.path.rename(tmp_path / "copie.csv")
    assert desk.places() == [(0, "")]


def test_a_closed_day_wants_a_reason_once_a_day(desk: Desk) -> None:
    desk.close()
    desk.file(line(date="01/07/2022"), line(), line())
    assert desk.places() == [(3, "date")]


def test_the_correction_of_a_closed_day_leads_to_the_file(desk: Desk) -> None:
    desk.close()
    desk.file(line(date="01/07/2022"), line(), line())
    desk.take(reason="feuilles retrouvées")
    (taken,) = rows(desk.store, tables.imported_file)
    (correction,) = rows(desk.store, tables.day_correction)
    assert correction["record_uid"] == taken["uid"]
    assert correction["record_kind"] == "imported_file"
    assert (correction["day"], correction["reason"]) == ("2022-07-14", "feuilles retrouvées")


def test_a_day_that_is_closed_meanwhile_takes_all_back(desk: Desk) -> None:
    desk.file(line(), line(date="01/07/2022"))
    plan = desk.plan()
    desk.close()
    before = counts(desk.store)
    with pytest.raises(DataFault, match="clôturée"):
        visits_import.write(desk.store, plan, "otdesk")
    assert counts(desk.store) == before


def test_one_plan_is_not_written_twice(desk: Desk) -> None:
    desk.file(line())
    plan = desk.take()
    with pytest.raises(DataFault, match="vient d’être importé"):
        visits_import.write(desk.store, plan, "otdesk")
    assert count(desk.store, tables.visit) == 1


@pytest.mark.parametrize("added", [line(), line(origin="")])
def test_a_file_that_changes_in_between_is_refused(desk: Desk, added: str) -> None:
    desk.file(line())
    plan = desk.plan()
    desk.file(line(), added)
    before = counts(desk.store)
    with pytest.raises(DataFault, match="a changé"):
        visits_import.write(desk.store, plan, "otdesk")
    assert counts(desk.store) == before
