"""A packet opens with public programs alone: a spreadsheet, frictionless, minisign, age."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from datetime import date, time
from pathlib import Path

import pytest
from python_calamine import load_workbook

from otdesk.journal.minisign import PublicKey, SecretKey, Signature
from otdesk.sync.packet import encryption
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.manifest import DATA_PACKAGE, MANIFEST
from tests.sync.packets import KEY, OTHER_KEY, opened, write

ROOT = Path(__file__).parents[2]
TAG = f"cp{sys.version_info.major}{sys.version_info.minor}"
# Made by `make server-tests` from .ci/validator.lock.
FRICTIONLESS = ROOT / ".venv" / f"{TAG}-validator" / "bin" / "frictionless"
# Semicolons, double quotes, UTF-8, from the first line on; French numbers, dates as dates.
CSV_IN_FRENCH = "--infilter=CSV:59,34,76,1,,1036,false,true"


def run(*command: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    # Tables of a terminal wrap at its width.
    wide = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        command, cwd=where, env=wide, capture_output=True, text=True, check=False, timeout=300
    )


def done(*command: str | Path, where: Path) -> str:
    """Run a tool that must succeed, and return what it said."""
    ended = run(*command, where=where)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    return write(tmp_path).path


@pytest.fixture
def unpacked(packet: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(packet) as archive:
        archive.extractall(folder)
    return folder


def test_libreoffice_opens_each_table_with_accents_dates_and_amounts(unpacked: Path) -> None:
    tables = sorted(unpacked.glob("*.csv"))
    done(
        "soffice", "--headless", "--norestore", CSV_IN_FRENCH, "--convert-to", "xlsx",
        "--outdir", "converted", *(table.name for table in tables), where=unpacked,
    )  # fmt: skip
    rows = {
        table.stem: load_workbook(unpacked / "converted" / f"{table.stem}.xlsx")
        .get_sheet_by_index(0)
        .to_python()
        for table in tables
    }
    assert len(rows) == 6
    day = date(2022, 7, 14)
    # No invisible mark stands before the first name.
    assert {table[0][0] for table in rows.values()} == {"enregistrement"}
    assert rows["accueils"][1][3:] == ["PDM", day, time(9), "counter", 2, "FR-07", "", ""]
    assert rows["demandes"][2][3:] == ["PDM", day, "hébergement", 1]
    assert rows["ventes"][1:] == [
        [*rows["ventes"][1][:3], "PDM", day, "Comptoir à l’étage", 12, time(10, 41), "topo",
         "Topoguide; « Gévaudan »", 1, 13.9],
        # What begins like a formula stays text.
        [*rows["ventes"][2][:3], "PDM", day, "Comptoir à l’étage", 12, time(10, 41), "mie",
         "'=Miel d’été", 0.5, 0.05],
    ]  # fmt: skip


def test_frictionless_finds_the_data_package_valid(unpacked: Path) -> None:
    assert FRICTIONLESS.exists(), "make server-tests makes it"
    said = done(FRICTIONLESS, "validate", DATA_PACKAGE, where=unpacked)
    assert said.count("VALID") == 6
    # It did look: a date that is none, and so another sum.
    table = unpacked / "accueils.csv"
    table.write_bytes(table.read_bytes().replace(b"2022-07-14", b"2022-07-32"))
    ended = run(FRICTIONLESS, "validate", DATA_PACKAGE, where=unpacked)
    assert ended.returncode == 1
    assert "INVALID" in ended.stdout
    assert "2022-07-32" in ended.stdout


def test_minisign_accepts_the_signature_of_a_packet(unpacked: Path) -> None:
    key = unpacked / "office.pub"
    key.write_text(KEY.public.text, "utf-8")
    said = done("minisign", "-V", "-p", key, "-m", MANIFEST, where=unpacked)
    assert "Trusted comment: otdesk packet PDM 38 sha256 " in said
    other = OTHER_KEY.public.line
    assert run("minisign", "-V", "-P", other, "-m", MANIFEST, where=unpacked).returncode == 1
    manifest = unpacked / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b"PDM", b"SGC"))
    assert run("minisign", "-V", "-p", key, "-m", MANIFEST, where=unpacked).returncode == 1


def test_minisign_and_otdesk_use_one_anothers_keys(tmp_path: Path) -> None:
    done("minisign", "-G", "-W", "-p", "tool.pub", "-s", "tool.key", where=tmp_path)
    key = SecretKey.from_text((tmp_path / "tool.key").read_text("utf-8"))
    assert PublicKey.from_text((tmp_path / "tool.pub").read_text("utf-8")) == key.public
    (tmp_path / "own.key").write_text(KEY.to_text(), "utf-8")
    (tmp_path / "message").write_text("été", "utf-8")
    done("minisign", "-S", "-s", "own.key", "-m", "message", "-t", "bon", where=tmp_path)
    signature = Signature.from_text((tmp_path / "message.minisig").read_text("utf-8"))
    KEY.public.verify("été".encode(), signature)
    assert signature.trusted_comment == "bon"


def test_age_decrypts_what_otdesk_encrypts_and_the_other_way(packet: Path, tmp_path: Path) -> None:
    made = done("age-keygen", where=tmp_path)
    identity = tmp_path / "siege.txt"
    identity.write_text(made, "utf-8")
    recipient = done("age-keygen", "-y", identity, where=tmp_path).strip()
    sent = encryption.encrypt(packet, recipient, tmp_path)
    done("age", "--decrypt", "-i", identity, "-o", "inside.zip", sent, where=tmp_path)
    assert (tmp_path / "inside.zip").read_bytes() == packet.read_bytes()

    ours = encryption.new_identity()
    done("age", "-r", ours.recipient, "-o", "theirs.zip.age", packet, where=tmp_path)
    inside = encryption.decrypt(tmp_path / "theirs.zip.age", ours.secret, tmp_path, LIMITS)
    opened(inside).close()
