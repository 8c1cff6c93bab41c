"""The digests of an entry: recomputed by hand, and pinned for good."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.journal import canonical
from otdesk.journal.entry import Head, Header, Op, seal
from tests.journal.chains import STREAM, digest_by_hand, header

GOLDEN = Path(__file__).parent.parent / "data" / "journal" / "golden-entry-1.json"
BYTES_32 = st.binary(min_size=32, max_size=32)
BYTES_16 = st.binary(min_size=16, max_size=16)


@given(st.binary(max_size=200), BYTES_32, BYTES_16, st.integers(1, 10**9))
def test_a_digest_is_what_the_specification_says(
    payload: bytes, prev: bytes, salt: bytes, seq: int
) -> None:
    entry = seal(header(seq), payload, prev=prev, salt=salt)
    assert entry.digest == digest_by_hand(header(seq), payload, prev=prev, salt=salt)
    assert entry.head == Head(STREAM, seq, entry.digest)


def test_the_golden_entry_never_changes() -> None:
    """These bytes are in journals that offices keep for years: no release may change them."""
    golden = json.loads(GOLDEN.read_text("utf-8"))
    fields = golden["header"]
    made = Header(**{**fields, "op": Op(fields["op"])})
    entry = seal(
        made,
        canonical.encode(golden["payload"]),
        prev=bytes.fromhex(golden["prev"]),
        salt=bytes.fromhex(golden["salt"]),
    )
    assert entry.header_bytes.hex() == golden["header_bytes"]
    assert entry.payload.hex() == golden["payload_bytes"]
    assert entry.payload_digest.hex() == golden["payload_digest"]
    assert entry.digest.hex() == golden["digest"]


@given(st.sampled_from(list(Op)), st.integers(1, 10**6), st.text(max_size=4))
def test_a_header_is_read_back_from_its_bytes(op: Op, rev: int, author: str) -> None:
    made = header(7, op=op, rev=rev, author=author.encode("ascii", "ignore").decode())
    assert Header.decoded(made.encoded()) == made


PLAIN = header(7).encoded()
LOOSE = st.one_of(
    st.builds(lambda at, byte: PLAIN[:at] + byte + PLAIN[at + 1 :],
              st.integers(0, len(PLAIN)), st.binary(max_size=2)),
    st.builds(lambda text: header(7, author=text).encoded(), st.text("aé\"\\ \n\x7f", max_size=4)),
    st.builds(PLAIN.replace, st.sampled_from([b":7", b":1", b'",']),
              st.sampled_from([b":0", b":-1", b":07", b":9007199254740992", b":1.0", b'" ,'])),
)  # fmt: skip


def read_by_hand(data: bytes) -> tuple[Header, bool]:
    """Read a header the long way."""
    said = canonical.decode(data)
    datetime.fromisoformat(str(said["recorded_at"]))
    made = Header(**{**said, "op": Op(str(said["op"]))})  # type: ignore[arg-type]
    if [type(said[name]) for name in ("rev", "schema", "seq")] != [int] * 3:
        raise ValueError
    try:
        return made, canonical.encode(said) == data
    except (TypeError, ValueError):
        return made, False


@given(LOOSE)
def test_what_is_read_in_one_go_is_what_is_read_the_long_way(data: bytes) -> None:
    try:
        found = Header.read(data)
    except (ValueError, TypeError):
        # By hand, a name that is missing is a KeyError.
        with pytest.raises((ValueError, TypeError, KeyError)):
            read_by_hand(data)
        return
    assert found == read_by_hand(data)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seq", "1"),
        ("stream", 1),
        ("op", "burn"),
        ("recorded_at", "yesterday"),
        ("author", None),
        ("rev", 1.5),
    ],
)
def test_a_header_with_a_wrong_value_is_refused(key: str, value: object) -> None:
    fields = json.loads(header(1).encoded())
    fields[key] = value
    with pytest.raises(ValueError, match=r"."):
        Header.decoded(json.dumps(fields).encode())


def test_a_header_that_lacks_a_key_is_refused() -> None:
    fields = json.loads(header(1).encoded())
    del fields["author"]
    with pytest.raises(ValueError, match="lacks"):
        Header.decoded(json.dumps(fields).encode())


@pytest.mark.parametrize(("prev", "salt"), [(31, 16), (33, 16), (32, 15), (32, 0)])
def test_an_entry_is_not_sealed_with_a_short_link_or_salt(prev: int, salt: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(header(1), b"{}", prev=bytes(prev), salt=bytes(salt))
