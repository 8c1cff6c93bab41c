"""A slice of lines is read at once as each line is by itself, or left to be read so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.journal import arriving, canonical, wire
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import GENESIS, seal
from tests.journal.chains import header, stored
from tests.journal.lines import entry_line

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SIGNATURES = st.none() | st.binary(min_size=8, max_size=72)


def chained(*payloads: bytes, signature: bytes | None = None, **changes: object) -> list[bytes]:
    """Return the lines of a stream of payloads of any form, whose digests are right."""
    return [
        entry_line(replace(entry, signature=signature), personal=False)
        for entry in entries_of(payloads, changes)
    ]


def entries_of(payloads: tuple[bytes, ...], changes: dict[str, object]) -> list[StoredEntry]:
    found: list[StoredEntry] = []
    for seq, payload in enumerate(payloads, 1):
        prev = found[-1].digest if found else GENESIS
        made = seal(header(seq, **changes), payload, prev=prev, salt=bytes([seq]) * 16)
        found.append(stored(made))
    return found


def one_by_one(lines: list[bytes]) -> list[StoredEntry]:
    found: list[StoredEntry] = []
    for line in lines:
        found.append(wire.read_entry(line, found[-1].digest if found else GENESIS))
    return found


@pytest.mark.parametrize("proven", [False, True])
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5), SIGNATURES, st.just("Chloé") | TEXT)
def test_a_slice_is_read_as_one_by_one(
    proven: bool, said: list[tuple[str, str]], signature: bytes | None, author: str
) -> None:
    payloads = [canonical.encode({"note": one, "others": [{"of": two}]}) for one, two in said]
    author = str(canonical.decode(canonical.encode({"author": author}))["author"])
    lines = chained(*payloads, signature=signature, author=author)
    found = arriving.read(lines, GENESIS, proven=proven)
    # What holds "true", a long number or an escape beside an accent is merely odd.
    assert found is None or found == one_by_one(lines)


def test_what_an_office_writes_is_read_at_once() -> None:
    lines = chained(b'{"a":1}', '{"b":"d\\"été"}'.encode(), signature=b"signature", author="Chloé")
    assert arriving.read(lines, GENESIS) == one_by_one(lines)


def changed(change: Callable[[bytes], bytes]) -> list[bytes]:
    first, second, third = chained(b"{}", b'{"a":"x"}', b"{}", signature=b"signed")
    assert change(second) != second
    return [first, change(second), third]


WRONG = [
    changed(lambda line: line[:-1]),
    changed(lambda line: line + b" "),
    changed(lambda line: line.replace(b'","salt"', b'", "salt"')),
    changed(lambda line: line.replace(b'{"digest', b'{"dagest')),
    changed(lambda line: line.replace(b"x", b"y")),
    changed(lambda line: line.replace(b'\\"x', b"\\u0022x")),
    changed(lambda line: line.replace(b"x", b"\\n")),
    changed(lambda line: line.replace(b'"signature":"', b'"signature":"\xc3\xa9')),
    changed(lambda line: line.replace(b'"signature":"7', b'"signature":"7A')),
    changed(lambda line: line.replace(b',"signature":"', b',"signatura":"')),
    changed(lambda line: line.replace(b"0202", b"020")),
    changed(lambda line: line.replace(b'","salt":"', b'","payload":"{}","salt":"')),
    changed(lambda line: line.replace(b'"header":"', b'"header":" ')),
    changed(lambda line: b""),
    changed(lambda line: b"\xff"),
    # The digests are right, but for a reader of JSON the line says something else.
    [line.replace(b"\\\\n", b"\\n") for line in chained(b'{"a":"x\\n"}')],
    chained(b"{ }"),
    chained(b"{}", b'{"b":1,"a":1}', b"{}"),
    chained(b'{"a":1.5}'),
    chained(b'{"a":null}'),
    chained(b'{"a":-0}'),
    chained(b'{"a":9007199254740993}'),
    chained('{"é":1}'.encode()),
    chained('{"é\\"x":1}'.encode()),
    chained('{"a":"e\u0301"}'.encode()),
    chained(b"{}", b"[]"),
    chained(b""),
    # Right as one array, and none of them by itself.
    chained(b'{"a":[{}', b"{}]}", b"{},{}"),
    chained(b"{},0,{}", b'{"a":[{}', b"{}]}"),
    chained(b"{}],[{}"),
    chained(b"{}", recorded_at="hier"),
]


@pytest.mark.parametrize("lines", WRONG)
def test_what_is_wrong_is_left_and_refused_by_itself(lines: list[bytes]) -> None:
    assert arriving.read(lines, GENESIS) is None
    with pytest.raises(ValueError, match=r"."):
        one_by_one(lines)


def test_what_follows_another_digest_is_left() -> None:
    assert arriving.read(chained(b"{}"), bytes([1]) * 32) is None


def test_what_is_personal_is_left_and_read_by_itself() -> None:
    entry = entries_of((b"{}",), {})[0]
    line = entry_line(entry, personal=True)
    assert arriving.read([line], GENESIS) is None
    assert wire.read_entry(line, GENESIS).erased
