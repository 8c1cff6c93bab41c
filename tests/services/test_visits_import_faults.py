from __future__ import annotations

import pytest

from otdesk.services import spreadsheet, visits_import
from otdesk.services.spreadsheet import SourceUnreadable
from otdesk.services.visits_import import FileRefused
from tests.services.import_desk import HEADER, Desk, line


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"office": "VIA"}, "office"),
        ({"office": ""}, "office"),
        ({"date": ""}, "date"),
        ({"date": "31/02/2022"}, "date"),
        ({"date": "21/07/2022"}, "date"),
        ({"date": "14/07/1022"}, "date"),
        ({"time": "25:00"}, "time"),
        ({"date": "27/03/2022", "time": "2:30"}, "time"),
        ({"channel": ""}, "channel"),
        ({"channel": "fax"}, "channel"),
        ({"party_size": ""}, "party_size"),
        ({"party_size": "0"}, "party_size"),
        ({"party_size": "1000"}, "party_size"),
        ({"party_size": "2,5"}, "party_size"),
        ({"party_size": "-1"}, "party_size"),
        ({"party_size": "٢"}, "party_size"),
        ({"channel": "telephone", "party_size": "2"}, "party_size"),
        ({"origin": ""}, "origin"),
        ({"origin": "XX"}, "origin"),
        ({"origin": "Corse"}, "origin"),
        ({"residency": "voisin"}, "residency"),
        ({"demands": "sport,plage"}, "demands"),
        ({"demands": "sport,sport"}, "demands"),
        ({"unmet": "sport"}, "unmet"),
        ({"demands": "sport", "unmet": "plage"}, "unmet"),
        ({"audience": "martiens"}, "audience"),
        ({"note": "x" * 1001}, "note"),
        ({"channel": "passage", "party_size": "1", "origin": "FR-48"}, "origin"),
        ({"channel": "passage", "party_size": "1", "origin": "", "demands": "sport"}, "demands"),
        ({"channel": "passage", "party_size": "1", "origin": "", "note": "vu"}, "note"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line_and_column(
    desk: Desk, cells: dict[str, str], column: str
) -> None:
    desk.file(line(), line(**cells))
    assert desk.places() == [(3, column)]


def test_all_faults_of_a_file_are_told_at_once(desk: Desk) -> None:
    desk.file(
        line(office="VIA", party_size="0", origin="XX"),
        line(),
        "PDM;14/07/2022",
        line(date="hier", time="tard", note="deux\nlignes"),
        line(demands="plage,rien"),
    )
    assert desk.places() == [
        (2, "office"),
        (2, "party_size"),
        (2, "origin"),
        (4, ""),
        (5, "date"),
        (5, "time"),
        (7, "demands"),
        (7, "demands"),
    ]


def test_a_fault_is_a_sentence_with_its_place(desk: Desk) -> None:
    desk.file(line(origin=""))
    (fault,) = desk.faults()
    assert str(fault) == (
        "ligne 2, origin : la provenance manque : écrire ND si elle n’a pas été demandée."
    )


def test_the_office_of_another_line_is_named(desk: Desk) -> None:
    desk.file(line(office="VIA"))
    (fault,) = desk.faults()
    assert "VIA" in fault.reason
    assert "PDM" in fault.reason


def test_what_is_ambiguous_names_the_choices(desk: Desk) -> None:
    desk.file(line(origin="Corse"))
    (fault,) = desk.faults()
    assert "FR-2A ou FR-2B" in fault.reason


def test_today_is_accepted_and_tomorrow_is_not(desk: Desk) -> None:
    desk.file(line(date="20/07/2022"))
    assert desk.take().visits == 1


def test_faults_are_counted_beyond_those_that_are_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits_import, "MAX_FAULTS", 3)
    desk.file(*(line(origin="") for _ in range(10)))
    with pytest.raises(FileRefused) as refused:
        desk.plan()
    assert len(refused.value.faults) == 3
    assert refused.value.count == 10
    assert "10 anomalies" in str(refused.value)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (HEADER.replace(";note", ""), ["note"]),
        (HEADER + ";couleur", ["couleur"]),
        (HEADER + ";note", ["note"]),
        (HEADER.replace("origin", "provenance"), ["provenance", "origin"]),
        (HEADER.replace(";", ","), [""]),
        (HEADER.replace(";", "\t"), [""]),
    ],
)
def test_a_wrong_header_is_told_by_column(desk: Desk, header: str, columns: list[str]) -> None:
    desk.file(line(), header=header)
    assert desk.places() == [(1, column) for column in columns]


@pytest.mark.parametrize(
    ("content", "place", "word"),
    [
        (b"", 1, "manque"),
        (HEADER.encode() + b"\n", 0, "aucun accueil"),
        (f"{HEADER}\n{line(note='été')}\n".encode("cp1252"), 2, "UTF-8"),
        (f"{HEADER}\n{line()}\n".encode("utf-16"), 1, "UTF-8"),
        (b"PK\x03\x04" + bytes(60), 1, "classeur"),
        (f"{HEADER}\n{line(note='a')}\0\n".encode(), 2, "nul"),
        (f"{HEADER}\n{line()}\n".replace("\n", "\r").encode(), 1, "fins de ligne"),
        (f'{HEADER}\n{line()}\nPDM;"14"juillet;;;;;;;;;\n'.encode(), 3, "guillemet"),
        (f'{HEADER}\n{line()}\n"PDM;{line()}\n{line()}\n'.encode(), 3, "guillemet"),
        (f"{HEADER}\n{'x' * 70_000}\n".encode(), 2, "octets"),
    ],
    ids=["empty", "header", "cp1252", "utf16", "xlsx", "nul", "mac", "quote", "open", "giant"],
)
def test_a_broken_form_ends_the_reading_with_its_line(
    desk: Desk, content: bytes, place: int, word: str
) -> None:
    desk.path.write_bytes(content)
    faults = desk.faults()
    assert {fault.line for fault in faults} == {place}
    assert word in faults[-1].reason


def test_faults_before_a_broken_form_are_told_too(desk: Desk) -> None:
    desk.file(line(origin=""), line(note="a\0b"))
    assert desk.places() == [(2, "origin"), (3, "")]


def test_an_open_quote_does_not_swallow_the_memory(desk: Desk) -> None:
    desk.file('"' + line(), *(line() for _ in range(20_000)))
    assert desk.places() == [(2, "")]


def test_too_many_lines_are_refused_before_they_are_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 10)
    desk.file(*(line() for _ in range(50)))
    assert desk.places() == [(12, "")]


def test_a_file_that_is_not_there_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(SourceUnreadable, match="n’existe pas"):
        desk.plan()


def test_a_folder_is_no_file(desk: Desk) -> None:
    desk.path.mkdir()
    with pytest.raises(SourceUnreadable, match="dossier"):
        desk.plan()
