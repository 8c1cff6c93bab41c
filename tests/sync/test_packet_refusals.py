"""Each thing that can be wrong with a packet is refused, with a reason of its own."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from otdesk.journal.minisign import SecretKey
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket
from otdesk.sync.packet.limits import LIMITS, Limits
from otdesk.sync.packet.manifest import JOURNAL, MANIFEST, PERSONAL, SIGNATURE
from otdesk.sync.packet.read import TrustedKey
from tests.journal.lines import content_line, entry_line
from tests.sync.packets import (
    KEY,
    OTHER_KEY,
    REASON,
    STREAM,
    TILL,
    Chain,
    Forgery,
    forgery,
    journal_of,
    opened,
    span_of,
    visit,
    write,
)


def reason_of(
    path: Path, *, limits: Limits = LIMITS, trusted: tuple[TrustedKey, ...] | None = None
) -> RefusalReason:
    """Return why a packet is refused; its sentence is French and ends."""
    with pytest.raises(RefusedPacket) as refusal:
        opened(path, limits=limits, **({} if trusted is None else {"trusted": trusted})).close()
    detail = refusal.value.detail
    assert str(refusal.value) == detail
    assert detail[0].isupper()
    assert detail.endswith((".", "'"))
    return refusal.value.reason


def packed(data: bytes) -> bytes:
    """Return bytes as the zip packs them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "forged.zip"


def test_the_forger_can_make_a_packet_that_is_right(path: Path) -> None:
    with opened(forgery().write(path)) as packet:
        assert [entry.header.kind for entry in packet.entries(STREAM)] == ["visit"]


# ------------------------------------------------------------------------------ who signed


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    stranger = write(tmp_path, key=OTHER_KEY).path
    assert reason_of(stranger) is RefusalReason.UNKNOWN_KEY


def test_a_stranger_may_say_anything(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = forgery()
    made.key = OTHER_KEY
    for text in (b"\xff", b"[]", b'{"network":1}', b'{"network":"../../etc"}'):
        monkeypatch.setattr(made, "manifest", lambda text=text: text)
        assert reason_of(made.write(path)) is RefusalReason.UNKNOWN_KEY


def test_a_revoked_key_is_an_unknown_one(tmp_path: Path) -> None:
    # A siège that knows no post yet cannot tell what network this would be another than.
    assert reason_of(write(tmp_path).path, trusted=()) is RefusalReason.UNKNOWN_KEY
    successor = (TrustedKey(OTHER_KEY.public, "cevennes", "PDM"),)
    assert reason_of(write(tmp_path).path, trusted=successor) is RefusalReason.UNKNOWN_KEY


def test_a_key_under_the_number_of_another_is_a_false_signature(path: Path) -> None:
    made = forgery()
    made.key = SecretKey(bytes(32), KEY.public.key_id)
    assert reason_of(made.write(path)) is RefusalReason.SIGNATURE


def test_a_packet_of_another_network_is_told_from_an_unknown_key(path: Path) -> None:
    made = forgery(network="sommieres")
    # A key that is trusted here, and a stranger's.
    assert reason_of(made.write(path)) is RefusalReason.OTHER_NETWORK
    made.key = OTHER_KEY
    assert reason_of(made.write(path)) is RefusalReason.OTHER_NETWORK


def test_an_office_cannot_speak_for_another(path: Path) -> None:
    assert reason_of(forgery(office="SGC").write(path)) is RefusalReason.OTHER_OFFICE


def test_one_key_may_sign_for_several_offices(path: Path) -> None:
    keys = tuple(TrustedKey(KEY.public, "cevennes", office) for office in ("PDM", "SGC"))
    with opened(forgery(office="SGC").write(path), trusted=keys) as packet:
        assert packet.signed_by.office == "SGC"


def test_a_signature_that_is_none_is_refused(path: Path) -> None:
    made = forgery()
    for text in (b"", b"\xff" * 64, b"untrusted comment: x\n" * 4):
        made.packed[SIGNATURE] = text
        made.members[SIGNATURE] = {
            "size": len(text), "packed": len(text), "crc": zlib.crc32(text)
        }  # fmt: skip
        assert reason_of(made.write(path)) is RefusalReason.SIGNATURE


def test_a_word_of_nobody_beside_the_signature_is_refused(path: Path) -> None:
    # The public tool lets anyone change that line; of one packet there is one file only.
    made = forgery()
    made.untrusted = "signed by the siège, believe me"
    assert reason_of(made.write(path)) is RefusalReason.ALTERED


def test_a_signature_of_another_packet_is_refused(tmp_path: Path, path: Path) -> None:
    office = Chain()
    office.put("visit", visit())
    with zipfile.ZipFile(write(tmp_path, office).path) as archive:
        text = archive.read(SIGNATURE)
    made = forgery()
    made.packed[SIGNATURE] = text
    made.members[SIGNATURE] = {"size": len(text), "packed": len(text), "crc": zlib.crc32(text)}
    assert reason_of(made.write(path)) is RefusalReason.SIGNATURE


# ------------------------------------------------------------------------------ what it asks


@pytest.mark.parametrize("data", [b"", b"PK\5\6", b"not a zip at all" * 10, b"\0" * 5000])
def test_a_file_that_is_no_packet_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert reason_of(path) is RefusalReason.NOT_A_PACKET


def test_an_ordinary_zip_is_no_packet(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", "one")
        archive.writestr("two.txt", "two")
    assert reason_of(path) is RefusalReason.NOT_A_PACKET


def test_a_packet_made_again_by_a_zip_program_is_refused(tmp_path: Path, path: Path) -> None:
    with (
        zipfile.ZipFile(write(tmp_path).path) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            target.writestr(info.filename, source.read(info))
    assert reason_of(path) is RefusalReason.LAYOUT


def test_a_packet_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    good = write(tmp_path).path
    size = good.stat().st_size
    opened(good, limits=replace(LIMITS, packed=size)).close()
    assert reason_of(good, limits=replace(LIMITS, packed=size - 1)) is RefusalReason.TOO_LARGE


def test_what_unpacks_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    tight = replace(LIMITS, unpacked=1000)
    assert reason_of(write(tmp_path).path, limits=tight) is RefusalReason.TOO_LARGE


def test_a_manifest_beyond_the_limit_is_refused(path: Path) -> None:
    made = forgery(months=[
        {"month": f"{year:04d}-01", "counts": {}, "digest": "00" * 32} for year in range(90)
    ]).write(path)  # fmt: skip
    opened(made).close()
    assert reason_of(made, limits=replace(LIMITS, described=4000)) is RefusalReason.TOO_LARGE
    assert reason_of(made, limits=replace(LIMITS, described=10)) is RefusalReason.TOO_LARGE


def test_too_many_files_are_refused(path: Path) -> None:
    made = forgery()
    made.files |= {f"t{number}.csv": b"" for number in range(50)}
    assert reason_of(made.write(path)) is RefusalReason.TOO_MANY_FILES


def test_a_bomb_is_refused_before_it_is_unpacked(path: Path) -> None:
    made = forgery()
    made.files["bombe.csv"] = bytes(50_000_000)
    assert reason_of(made.write(path)) is RefusalReason.RATIO


def test_a_bomb_that_says_it_is_small_is_refused(path: Path) -> None:
    made = forgery()
    made.files["bombe.csv"] = b"small" * 20_000
    made.packed["bombe.csv"] = packed(bytes(50_000_000))
    assert reason_of(made.write(path)) is RefusalReason.LAYOUT


def test_a_well_packed_file_within_the_limits_unpacks_to_its_end(path: Path) -> None:
    # Just over what is unpacked at once: some leave the end to a turn without further input.
    sizes = [300_000, *range(65_537, 66_051, 19)]
    made = forgery()
    made.files |= {f"vide-{size}.csv": bytes(size) for size in sizes}
    with opened(made.write(path), limits=replace(LIMITS, ratio=2000)) as packet:
        for size in sizes:
            assert packet.attached(f"vide-{size}.csv") == bytes(size)


def test_files_that_share_their_bytes_are_refused(path: Path) -> None:
    # The bomb of overlapping files: many names, one packed content.
    made = forgery()
    made.files |= {"a.csv": b"a" * 500, "b.csv": b"a" * 500}
    made.members["b.csv"] = {"offset": 0}
    assert reason_of(made.write(path)) is RefusalReason.LAYOUT


@pytest.mark.parametrize(
    "name",
    [
        "../evil.csv", "/etc/passwd.csv", "..\\evil.csv", "C:evil.csv", "dossier/x.csv", ".csv",
        "evil.csv.", "nul.csv", "COM1.csv", "x" * 70 + ".csv", "sans_point", "a b.csv",
        "a\0.csv", "JOURNAL.JSONL", "\x1b[31m.csv", "été.csv", "-rf.csv", "",
    ],
)  # fmt: skip
def test_a_path_or_a_name_that_no_packet_has_is_refused(path: Path, name: str) -> None:
    made = forgery()
    made.files["plain.csv"] = b""
    encoded = path.with_name("raw.zip")
    made.members["plain.csv"] = {"name": name.encode("latin-1").decode("latin-1")}
    if not name.isascii():
        made.members["plain.csv"] = {"name": "xxxxxxx"[: len(name)]}
    data = made.write(encoded).read_bytes()
    if not name.isascii():
        data = data.replace(b"xxxxxxx"[: len(name)], name.encode("latin-1"))
    path.write_bytes(data)
    assert reason_of(path) is RefusalReason.BAD_NAME


def test_the_same_name_twice_is_refused(path: Path) -> None:
    made = forgery()
    made.files |= {"a.csv": b"a", "b.csv": b"b"}
    made.members["b.csv"] = {"name": "a.csv"}
    assert reason_of(made.write(path)) is RefusalReason.BAD_NAME


# ------------------------------------------------------------------------------ its layout


@pytest.mark.parametrize(
    "change", [{"method": 0}, {"method": 9}, {"stamp": (0, 0)}, {"packed": 300}]
)
def test_another_way_of_packing_is_refused(path: Path, change: dict[str, Any]) -> None:
    made = forgery()
    made.members[JOURNAL] = change
    assert reason_of(made.write(path)) is RefusalReason.LAYOUT


def test_a_packed_manifest_is_refused(path: Path) -> None:
    made = forgery()
    made.members[MANIFEST] = {"method": 8}
    assert reason_of(made.write(path)) is RefusalReason.LAYOUT


def test_bytes_behind_the_end_of_a_packed_file_are_refused(path: Path) -> None:
    made = forgery()
    made.packed[JOURNAL] = packed(made.files[JOURNAL]) + b"hidden"
    assert reason_of(made.write(path)) is RefusalReason.LAYOUT


def without_an_end(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)


def test_a_packed_file_without_an_end_is_refused(path: Path) -> None:
    made = forgery()
    made.packed[JOURNAL] = without_an_end(made.files[JOURNAL])
    assert reason_of(made.write(path)) is RefusalReason.ALTERED


@pytest.mark.parametrize("name", [JOURNAL, MANIFEST, SIGNATURE])
def test_a_wrong_checksum_is_refused(path: Path, name: str) -> None:
    made = forgery()
    made.members[name] = {"crc": 7}
    assert reason_of(made.write(path)) is RefusalReason.ALTERED


@pytest.mark.parametrize("broken", [b"\xff\xff\xff", b"", b"\x03\x00"])
def test_what_does_not_unpack_is_refused(path: Path, broken: bytes) -> None:
    made = forgery()
    made.packed[JOURNAL] = broken
    limits = replace(LIMITS, ratio=10_000)
    assert reason_of(made.write(path), limits=limits) is RefusalReason.ALTERED


# ------------------------------------------------------------------------------ its manifest


def test_a_newer_packet_waits(path: Path) -> None:
    assert reason_of(forgery(format=2, novelty="x").write(path)) is RefusalReason.NEWER


SPAN = span_of([Chain().put("visit", visit())])
SUM = {"name": "a.csv", "sha256": "00" * 32, "size": 0}


@pytest.mark.parametrize(
    "change",
    [
        {"format": 0}, {"format": "1"}, {"schema": None}, {"schema": 0}, {"program": 1},
        {"network": 1}, {"office": "pdm"}, {"office": "../PDM"}, {"number": 0}, {"number": "38"},
        {"number": -1}, {"reconstruction": 2}, {"streams": {}}, {"streams": ["x"]},
        {"streams": "x"}, {"streams": [SPAN, SPAN]}, {"streams": [{**SPAN, "extra": 1}]},
        {"streams": [{**SPAN, "stream": "nope"}]}, {"streams": [{**SPAN, "first": 0}]},
        {"streams": [{**SPAN, "first": 9}]}, {"streams": [{**SPAN, "head": SPAN["prev"]}]},
        {"streams": [{**SPAN, "prev": "00"}]}, {"streams": [{**SPAN, "parent": 1}]},
        {"streams": [{**SPAN, "last": "1"}]}, {"files": [SUM, SUM]}, {"files": [{"name": "a.csv"}]},
        {"files": [{**SUM, "name": "../a.csv"}]}, {"files": [{**SUM, "size": -1}]},
        {"files": [{**SUM, "sha256": "Z" * 64}]}, {"acknowledged": 1}, {"lists": []},
        {"clock": "yesterday"}, {"clock": "2022-07-14T18:44:12"}, {"clock": 1}, {"months": [1]},
        {"months": [{"month": "2022-13", "counts": {}, "digest": "00" * 32}]},
        {"months": [{"month": "2022-01", "counts": [], "digest": "00" * 32}]},
        {"months": [{"month": "2022-01", "counts": {"visit": "1"}, "digest": "00" * 32}]},
        {"months": [{"month": "2022-01", "counts": {"V": 1}, "digest": "00" * 32}]},
        {"closed_months": ["2022"]}, {"closed_months": ["2022-01", "2022-01"]},
        {"closed_months": [1]}, {"unknown": 1}, {"program": "x" * 201}, {"lists": "a\nb"},
    ],
)  # fmt: skip
def test_a_wrong_value_in_a_manifest_is_refused(path: Path, change: dict[str, Any]) -> None:
    assert reason_of(forgery(**change).write(path)) is RefusalReason.MANIFEST


@pytest.mark.parametrize(
    "text", [b"[]", b"", b"\xff", b'{"format":1}', b'{"format": 1 }', b"[" * 9999]
)
def test_a_manifest_that_is_none_is_refused(
    path: Path, text: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Forgery, "manifest", lambda _self: text)
    assert reason_of(forgery().write(path)) is RefusalReason.MANIFEST


def test_a_file_that_is_not_announced_is_refused(path: Path) -> None:
    made = forgery()
    made.described["files"] = []
    assert reason_of(made.write(path)) is RefusalReason.FILES


def test_a_file_of_another_size_or_sum_is_refused(path: Path) -> None:
    made = forgery()
    made.files["a.csv"] = b"a"
    honest = made.manifest()
    other = forgery()
    other.files["a.csv"] = b"b"
    assert other.manifest() != honest
    sums = [
        {"name": name, "sha256": "00" * 32, "size": len(data)} for name, data in made.files.items()
    ]
    made.described["files"] = sums
    assert reason_of(made.write(path)) is RefusalReason.ALTERED
    made.described["files"] = [{**one, "size": 77} for one in sums]
    assert reason_of(made.write(path)) is RefusalReason.FILES


def test_a_packet_without_a_journal_is_refused(path: Path) -> None:
    assert reason_of(Forgery({"a.csv": b""}).write(path)) is RefusalReason.FILES


# ------------------------------------------------------------------------------ its entries


def entries(count: int) -> Chain:
    chain = Chain()
    for number in range(count):
        chain.put("visit", visit(number))
    return chain


def forged(chain: Chain, change: Callable[[bytes], bytes], **span: Any) -> Forgery:  # noqa: ANN401
    return Forgery(
        {JOURNAL: change(journal_of(chain.entries))}, {"streams": [span_of(chain.entries, **span)]}
    )


def test_a_giant_line_is_refused(path: Path) -> None:
    made = forged(entries(1), lambda data: data[:-2] + b" " * 2_000_000 + b"}\n")
    limits = replace(LIMITS, ratio=10_000)
    assert reason_of(made.write(path), limits=limits) is RefusalReason.LINE_TOO_LONG
    made = forged(entries(1), lambda data: data + b"x" * 2_000_000)
    assert reason_of(made.write(path), limits=limits) is RefusalReason.LINE_TOO_LONG
    short = replace(LIMITS, line=100)
    assert reason_of(forgery().write(path), limits=short) is RefusalReason.LINE_TOO_LONG


def test_a_field_of_a_wrong_type_is_refused(path: Path) -> None:
    made = forged(entries(1), lambda data: data.replace(b'"salt":"', b'"salt":1,"s":"', 1))
    assert reason_of(made.write(path)) is RefusalReason.ENTRY


def test_a_last_line_that_is_cut_is_refused(path: Path) -> None:
    made = forged(entries(2), lambda data: data[:-1])
    assert reason_of(made.write(path)) is RefusalReason.ENTRY


def test_a_broken_chain_is_refused(path: Path) -> None:
    made = forged(entries(3), lambda data: b"".join(data.splitlines(keepends=True)[::-1]))
    assert reason_of(made.write(path)) is RefusalReason.ENTRY


@pytest.mark.parametrize(
    "span",
    [{"last": 2}, {"last": 4}, {"head": "ab" * 32}, {"stream": TILL}, {"first": 2, "last": 4}],
)
def test_other_entries_than_announced_are_refused(path: Path, span: dict[str, Any]) -> None:
    made = forged(entries(3), lambda data: data, **span)
    assert reason_of(made.write(path)) is RefusalReason.SPAN


def test_an_entry_that_nothing_announces_is_refused(path: Path) -> None:
    made = forged(entries(1), lambda data: data)
    made.described["streams"] = []
    assert reason_of(made.write(path)) is RefusalReason.SPAN


# ------------------------------------------------------------------------------ personal data


def personal(content: Callable[[Chain], bytes]) -> Forgery:
    chain = Chain()
    chain.put("day_reason", REASON)
    chain.put("day_reason", {**REASON, "text": "congé"})
    lines = [entry_line(entry, personal=True) for entry in chain.entries]
    return Forgery(
        {JOURNAL: b"\n".join(lines) + b"\n", PERSONAL: content(chain)},
        {"streams": [span_of(chain.entries)]},
    )


def test_personal_contents_may_be_missing(path: Path) -> None:
    made = personal(lambda chain: content_line(chain.entries[1]) + b"\n")
    with opened(made.write(path)) as packet:
        assert [entry.erased for entry in packet.entries(STREAM)] == [True, False]


@pytest.mark.parametrize(
    "content",
    [
        lambda chain: b"{}\n",
        lambda chain: b"\xff\n",
        # Twice, in the wrong order, of another entry, and not what was sealed.
        lambda chain: (content_line(chain.entries[1]) + b"\n") * 2,
        lambda chain: b"".join(content_line(e) + b"\n" for e in chain.entries[::-1]),
        lambda chain: content_line(entries(1).entries[0]) + b"\n",
        lambda chain: content_line(replace(chain.entries[0], salt=bytes(16))) + b"\n",
    ],
)
def test_personal_contents_of_no_entry_are_refused(
    path: Path, content: Callable[[Chain], bytes]
) -> None:
    assert reason_of(personal(content).write(path)) is RefusalReason.PERSONAL
