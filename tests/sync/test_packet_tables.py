"""The tables of a packet: what people open, and what is never in them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from otdesk.journal.entry import Op
from otdesk.sync.packet.tables import Field, FieldKind, Table
from tests.sync.packets import BASIS, Chain, forgery, office_day, opened, till_day, visit, write


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(data: bytes) -> list[list[str]]:
    """Read a table as a French spreadsheet does."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    return files_of(write(tmp_path).path)


def test_each_table_says_what_the_packet_brings(files: dict[str, bytes]) -> None:
    tables = {name: rows_of(data)[1:] for name, data in files.items() if name.endswith(".csv")}
    assert [row[2:] for row in tables["accueils.csv"]] == [
        ["0", "PDM", "2022-07-14", "09:00", "counter", "2", "FR-07", "", ""],
        ["0", "PDM", "2022-07-14", "09:01", "counter", "3", "FR-07", "", ""],
        ["0", "PDM", "2022-07-14", "09:02", "counter", "4", "FR-07", "", ""],
        # Voided: revision 2, without a figure.
        ["1", "PDM", "2022-07-14", "", "", "", "", "", ""],
    ]
    assert [row[5:] for row in tables["demandes.csv"][:2]] == [
        ["sport.baignade", "0"],
        ["hébergement", "1"],
    ]
    assert [row[5:] for row in tables["passages.csv"]] == [["", "4"]]
    assert [row[5:] for row in tables["journees.csv"]] == [["420", "0"]]
    assert [row[5:] for row in tables["ventes.csv"]] == [
        ["Comptoir à l’étage", "12", "10:41", "topo", "Topoguide; « Gévaudan »", "1", "13,90"],
        ["Comptoir à l’étage", "12", "10:41", "mie", "'=Miel d’été", "0,5", "0,05"],
    ]


def test_a_refund_counts_the_other_way_and_training_not_at_all(tmp_path: Path) -> None:
    chain = Chain()
    line = {"product": "topo", "label": "Topoguide", "quantity": 1000, "amount": 1390}
    paper = {
        "office": "PDM", "day": "2022-07-14", "till_name": "Comptoir", "number": 1, "minute": 600,
        "lines": [line],
    }  # fmt: skip
    chain.put("refund", paper)
    chain.put("receipt", {**paper, "training": 1})
    rows = rows_of(files_of(write(tmp_path, chain).path)["ventes.csv"])[1:]
    assert [row[-2:] for row in rows] == [["-1", "-13,90"]]


def test_no_note_and_nothing_personal_is_in_a_table(files: dict[str, bytes]) -> None:
    assert "hôpital".encode() in files["personal.jsonl"]
    for name, data in files.items():
        if name != "personal.jsonl":
            assert "hôpital".encode() not in data
        if name.endswith(".csv"):
            assert "日本".encode() not in data


def test_given_rows_come_as_they_are(tmp_path: Path) -> None:
    fields = (
        Field("jour", "Jour", FieldKind.DATE, required=True),
        Field("total", "Total", FieldKind.EUROS),
        Field("poids", "Poids", FieldKind.PIECES),
        Field("note", "Note"),
    )
    rows = [("2022-07-14", -5, 1250, "deux\nlignes"), ("2022-07-15", None, -1, "+33 4 66")]
    path = write(tmp_path, tables=[Table("mois", "Le mois", fields, rows)]).path
    assert rows_of(files_of(path)["mois.csv"]) == [
        ["jour", "total", "poids", "note"],
        ["2022-07-14", "-0,05", "1,25", "deux\nlignes"],
        ["2022-07-15", "", "-0,001", "'+33 4 66"],
    ]


def test_more_rows_than_are_handed_over_at_once_come_in_order(tmp_path: Path) -> None:
    rows = [(number, f"n° {number}") for number in range(600)]
    fields = (Field("numero", "Numéro", FieldKind.WHOLE), Field("note", "Note"))
    path = write(tmp_path, tables=[Table("suite", "La suite", fields, rows)]).path
    found = rows_of(files_of(path)["suite.csv"])[1:]
    assert found == [[str(number), note] for number, note in rows]


def test_an_amount_is_given_in_cents(tmp_path: Path) -> None:
    table = Table("mois", "Mois", (Field("total", "Total", FieldKind.EUROS),), [("13.90",)])
    with pytest.raises(ValueError, match="integer"):
        write(tmp_path, tables=[table])


def test_the_data_package_describes_each_table(files: dict[str, bytes]) -> None:
    package = json.loads(files["datapackage.json"])
    assert package["name"] == "otdesk-pdm-38"
    assert package["created"] == BASIS.clock
    described = {resource["path"]: resource for resource in package["resources"]}
    assert set(described) == {name for name in files if name.endswith(".csv")}
    for name, resource in described.items():
        assert resource["bytes"] == len(files[name])
        assert resource["hash"] == f"sha256:{sha256(files[name]).hexdigest()}"
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert rows_of(files[name])[0] == names


def test_without_tables_there_is_no_data_package(tmp_path: Path) -> None:
    names = set(files_of(write(tmp_path, tables=()).path))
    assert names == {
        "LISEZMOI.txt", "journal.jsonl", "personal.jsonl", "manifest.json", "manifest.json.minisig"
    }  # fmt: skip


def test_what_a_table_says_is_not_read(tmp_path: Path) -> None:
    made = forgery()
    made.files["accueils.csv"] = b"nonsense; \xff"
    with opened(made.write(tmp_path / "a.zip")) as packet:
        assert packet.manifest.files[1].name == "accueils.csv"


def test_the_read_me_is_plain_french(files: dict[str, bytes]) -> None:
    data = files["LISEZMOI.txt"]
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    assert "\n" not in text.replace("\r\n", "")
    assert "Envoi n° 38 du bureau PDM (réseau cevennes)" in text
    assert "Fait le 14/07/2022 à 18\u00a0h\u00a044 par otdesk 0.1.0." in text
    assert "Il porte 11 écritures du journal." in text
    assert "il ne voyage que chiffré" in text
    assert "RECONSTITUTION" not in text
    assert "minisign -V" in text


def test_the_read_me_tells_a_reconstruction_and_no_personal_data(tmp_path: Path) -> None:
    chain = Chain()
    chain.put("visit", visit())
    path = write(tmp_path, chain, basis=replace(BASIS, reconstruction=True), tables=()).path
    text = files_of(path)["LISEZMOI.txt"].decode("utf-8-sig")
    assert "RECONSTITUTION" in text
    assert "aucune fiche personnelle" in text
    assert "Il porte 1 écriture du journal." in text
    assert "tableur" not in text


def test_an_erasure_and_its_record_stay_out_of_the_tables(tmp_path: Path) -> None:
    chain = office_day()
    assert any(entry.header.op is Op.ERASE for entry in chain.entries)
    erased = next(entry for entry in chain.entries if entry.erased)
    for name, data in files_of(write(tmp_path, chain, till_day()).path).items():
        if name.endswith(".csv"):
            assert erased.header.uid.encode() not in data
