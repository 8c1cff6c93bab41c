"""An archive holds a period of the till, proves itself, and takes nothing out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from otdesk.domain.period import Period
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.errors import DataFault
from otdesk.journal.keys import SigningKey
from otdesk.services.till import archive, closings
from otdesk.services.till.archive_check import ArchiveReport, check
from otdesk.services.till.archive_files import (
    JOURNAL,
    MANIFEST,
    READ_ME,
    SHEETS,
    SIGNATURE,
    TOTALS,
    key_file,
)
from otdesk.services.till.start import begin_new
from otdesk.store.integrity import verify
from tests.shop import OFFICE, Shop
from tests.tampering import unguarded

JULY = Period.month(2022, 7)


def a_day(shop: Shop) -> None:
    uid, _receipt = shop.sell(shop.basket(cp=3, stevenson=1, peche_jour=1))
    shop.sell(shop.basket(ign_2739=1), Payment(PaymentMethod.CARD, 1390))
    shop.refund(uid, {0: 1, 1: 1})
    shop.close_day()
    shop.next_day()


def trade(shop: Shop) -> None:
    """Work on two days of July and two of August, and close July."""
    shop.set_float()
    a_day(shop)
    a_day(shop)
    shop.next_day(days=20)
    with shop.store.writing("CA") as transaction:
        assert closings.close_periods(transaction, shop.post)
    a_day(shop)
    a_day(shop)


def archived(shop: Shop, period: Period = JULY, name: str = "caisse.zip") -> Path:
    target = shop.root / name
    made = archive.make(shop.store, shop.post, period, target, "CA")
    assert made.path == target
    assert made.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    return target


def remade(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write an archive again, each of its files changed or left out."""
    target = path.with_name("remade.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def resigned(path: Path, key: SigningKey, change: Callable[[str, bytes], bytes]) -> Path:
    """Write an archive again with a manifest that fits, signed with a key."""
    with zipfile.ZipFile(path) as old:
        contents = {name: change(name, old.read(name)) for name in old.namelist()}
    manifest = json.loads(contents[MANIFEST])
    for file in manifest["files"]:
        content = contents[file["name"]]
        file.update(sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))
    text = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    contents[MANIFEST] = text.encode()
    contents[SIGNATURE] = key.sign(hashlib.sha256(contents[MANIFEST]).digest())
    return remade(path, lambda name, _content: contents[name])


def first_fault(report: ArchiveReport) -> str:
    assert report.faults
    return report.faults[0]


def test_an_archive_proves_itself_and_is_recorded(shop: Shop) -> None:
    trade(shop)
    path = archived(shop)
    report = check(path, (shop.post.key.public_pem,))
    assert report.faults == ()
    assert report.period == "2022-07"
    # INIT, float, two days of three records and a Z, the month's closing.
    assert report.entries == 11
    with shop.store.reading() as connection:
        recorded = connection.exec_driver_sql(
            "SELECT period, first_seq, last_seq, sha256 FROM till_archive"
        ).one()
    assert tuple(recorded) == ("2022-07", 1, 11, hashlib.sha256(path.read_bytes()).hexdigest())
    assert verify(shop.workplace.folder, shop.workplace.anchors).faults == ()


def test_nothing_is_purged_and_the_same_period_can_be_archived_again(shop: Shop) -> None:
    trade(shop)
    before = shop.scalar("SELECT count(*) FROM journal")
    archived(shop)
    archived(shop, Period.year(2022), "annee.zip")
    assert shop.scalar("SELECT count(*) FROM journal") == before + 2
    assert check(shop.root / "annee.zip").faults == ()
    assert shop.scalar("SELECT max(number) FROM till_archive") == 2


def test_a_part_of_a_till_proves_itself_too(shop: Shop) -> None:
    trade(shop)
    report = check(archived(shop, Period.month(2022, 8)), (shop.post.key.public_pem,))
    assert report.faults == ()
    assert report.entries == 8


def test_the_archive_holds_what_an_inspector_reads(shop: Shop) -> None:
    trade(shop)
    with zipfile.ZipFile(archived(shop)) as found:
        names = set(found.namelist())
        receipts = found.read("tickets.csv").decode("utf-8-sig").splitlines()
        lines = found.read("lignes.csv").decode("utf-8-sig").splitlines()
        payments = found.read("reglements.csv").decode("utf-8-sig").splitlines()
        closed = found.read("clotures.csv").decode("utf-8-sig").splitlines()
        totals = json.loads(found.read(TOTALS))
        read_me = found.read(READ_ME).decode("utf-8-sig")
    assert names == {
        JOURNAL, TOTALS, READ_ME, MANIFEST, SIGNATURE, key_file(shop.post.stream),
        *(sheet.name for sheet in SHEETS),
    }  # fmt: skip
    assert [len(sheet) for sheet in (receipts, lines, payments, closed)] == [7, 13, 8, 4]
    assert receipts[1].split(";")[2:6] == ["ticket", "1", "2022-07-20", "12:00"]
    assert ";20,90;8,90;12,00;" in receipts[1]
    assert lines[1].split(";")[4:7] == ["cp", "Carte postale", "cartes_postales"]
    (till,) = totals["tills"]
    assert till["totals"]["receipts"] == 4
    assert till["last_z"]["perpetual_net"] == 2 * (890 + 1390 - 730)
    assert "openssl dgst" in read_me


def test_any_library_checks_the_manifest(shop: Shop) -> None:
    """The inspector needs no program of ours: this is what `openssl dgst -verify` does."""
    trade(shop)
    with zipfile.ZipFile(archived(shop)) as found:
        key = load_pem_public_key(found.read(key_file(shop.post.stream)))
        manifest, signature = found.read(MANIFEST), found.read(SIGNATURE)
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(signature, manifest, ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(signature, manifest + b" ", ec.ECDSA(hashes.SHA256()))


def test_no_changed_byte_of_the_zip_goes_unseen(shop: Shop) -> None:
    """What no fault is told of changes nothing that is read: a date in a header of the zip."""
    trade(shop)
    path = archived(shop)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as found:
        contents = {name: found.read(name) for name in found.namelist()}
    chance, seen = random.Random(48_220), 0
    changed = path.with_name("changed.zip")
    for place in chance.sample(range(len(whole)), 300):
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        changed.write_bytes(data)
        if check(changed).faults:
            seen += 1
            continue
        with zipfile.ZipFile(changed) as found:
            assert {name: found.read(name) for name in found.namelist()} == contents
    assert seen > 250


@pytest.mark.parametrize("name", [JOURNAL, "tickets.csv", TOTALS, READ_ME, "clotures.csv"])
def test_a_changed_file_is_named(shop: Shop, name: str) -> None:
    trade(shop)
    path = remade(
        archived(shop), lambda found, data: data[:-9] + b"~" + data[-8:] if found == name else data
    )
    assert first_fault(check(path)) == f"{name} : le contenu n’est pas celui du manifeste"


def test_a_missing_and_an_added_file_are_named(shop: Shop) -> None:
    trade(shop)
    path = archived(shop)
    without = check(remade(path, lambda name, data: None if name == "lignes.csv" else data))
    assert first_fault(without) == "lignes.csv : le fichier manque"
    with zipfile.ZipFile(path, "a") as found:
        found.writestr("autre.csv", "")
    assert "autre.csv" in first_fault(check(path))


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE])
def test_a_changed_manifest_fails_by_its_signature(shop: Shop, name: str) -> None:
    trade(shop)
    path = remade(
        archived(shop),
        lambda found, data: data.replace(b"2022-07", b"2022-06") if found == MANIFEST else data,
    )
    assert "signature" in first_fault(check(path))
    path = remade(archived(shop), lambda found, data: None if found == name else data)
    assert first_fault(check(path)) == f"{name} : le fichier manque"


def test_a_table_that_the_journal_does_not_say_is_named_whoever_signed_it(shop: Shop) -> None:
    trade(shop)

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b";20,90;", b";10,90;") if name == "tickets.csv" else data

    path = resigned(archived(shop), shop.post.key, change)
    assert first_fault(check(path)) == "tickets.csv : le journal dit autre chose"


def test_an_entry_left_out_is_named_whoever_signed_the_manifest(shop: Shop) -> None:
    trade(shop)

    def change(name: str, data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        return b"".join(lines[:3] + lines[4:]) if name == JOURNAL else data

    faults = check(resigned(archived(shop), shop.post.key, change)).faults
    assert any("il manque le n° 4" in fault for fault in faults)


def test_a_changed_payload_is_named_whoever_signed_the_manifest(shop: Shop) -> None:
    trade(shop)

    def change(name: str, data: bytes) -> bytes:
        if name != JOURNAL:
            return data
        lines = [json.loads(line) for line in data.splitlines()]
        payload = base64.b64decode(lines[2]["payload"]).replace(b"2090", b"1090")
        lines[2]["payload"] = base64.b64encode(payload).decode()
        return b"".join(json.dumps(line).encode() + b"\n" for line in lines)

    faults = check(resigned(archived(shop), shop.post.key, change)).faults
    assert any("n° 3 : le contenu n’est pas celui" in fault for fault in faults)


def test_an_archive_made_with_another_key_is_found_by_the_given_one(shop: Shop) -> None:
    trade(shop)
    path = archived(shop)
    stranger = SigningKey.generate().public_pem
    assert "clé publique donnée" in first_fault(check(path, (stranger,)))
    assert check(path, (stranger, shop.post.key.public_pem)).is_clean


def test_what_is_no_archive_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK")
    assert "abîmée" in first_fault(check(path))
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a", "b")
    assert first_fault(check(path)) == f"{MANIFEST} : le fichier manque"


def test_a_period_without_a_till_or_too_long_is_refused(shop: Shop) -> None:
    trade(shop)
    for period in (Period.year(2021), Period(JULY.first, JULY.last.replace(year=2023))):
        with pytest.raises(DataFault):
            archive.make(shop.store, shop.post, period, shop.root / "a.zip", "CA")
    assert shop.scalar("SELECT count(*) FROM till_archive") == 0
    assert [path.name for path in shop.root.glob("*.zip*")] == []


def test_a_place_that_cannot_be_written_is_told_and_nothing_recorded(shop: Shop) -> None:
    trade(shop)
    with pytest.raises(archive.ArchiveRefused, match="ne peut pas être écrite"):
        archive.make(shop.store, shop.post, JULY, shop.root / "nowhere" / "a.zip", "CA")
    assert shop.scalar("SELECT count(*) FROM till_archive") == 0


def test_a_faulty_till_is_not_archived(shop: Shop) -> None:
    trade(shop)
    with unguarded(shop) as connection:
        connection.execute(
            "UPDATE journal SET signature = x'30' WHERE stream = ? AND seq = 3",
            (shop.post.stream,),
        )
    with pytest.raises(DataFault, match="anomalies"):
        archived(shop)
    assert shop.scalar("SELECT count(*) FROM till_archive") == 0


def test_every_till_of_the_period_is_in_it(shop: Shop) -> None:
    trade(shop)
    shop.post, _changes = begin_new(
        shop.store, shop.keystore, author="CA", office=OFFICE, name="Caisse 2"
    )
    a_day(shop)
    report = check(archived(shop, Period.year(2022)))
    assert report.faults == ()
    assert len(report.keys) == 2
