"""UUIDv7 by RFC 9562, and the names of streams."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from otdesk.journal.identifiers import new_stream, uuid7

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
TAILS = st.binary(min_size=10, max_size=10)


def test_the_layout_is_that_of_the_rfc() -> None:
    # RFC 9562, appendix A.6: its time, its random bits.
    tail = (0xCC3 << 64 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    moment = EPOCH + timedelta(milliseconds=0x017F22E279B0)
    assert uuid7(moment, tail) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(MOMENTS, TAILS)
def test_version_variant_and_time_are_readable_by_any_library(
    moment: datetime, tail: bytes
) -> None:
    value = uuid.UUID(uuid7(moment, tail))
    assert value.version == 7
    assert value.variant == uuid.RFC_4122
    assert value.int >> 80 == (moment - EPOCH) // timedelta(milliseconds=1)


@given(MOMENTS, MOMENTS, TAILS, TAILS)
def test_identifiers_sort_as_their_milliseconds(
    one: datetime, other: datetime, tail: bytes, other_tail: bytes
) -> None:
    if one - EPOCH < (other - EPOCH) // timedelta(milliseconds=1) * timedelta(milliseconds=1):
        assert uuid7(one, tail) < uuid7(other, other_tail)


@given(MOMENTS, TAILS, st.integers(-14, 14))
def test_the_zone_of_a_moment_does_not_show(moment: datetime, tail: bytes, hours: int) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert uuid7(elsewhere, tail) == uuid7(moment, tail)


def test_a_millisecond_is_never_lost_to_a_float() -> None:
    start = datetime(2022, 7, 14, tzinfo=UTC)
    for milliseconds in range(2000):
        moment = start + timedelta(milliseconds=milliseconds)
        expected = (start - EPOCH) // timedelta(milliseconds=1) + milliseconds
        assert uuid.UUID(uuid7(moment)).int >> 80 == expected


def test_identifiers_of_one_instant_differ() -> None:
    moment = datetime(2022, 7, 14, tzinfo=UTC)
    assert len({uuid7(moment) for _ in range(1000)}) == 1000


def test_a_stream_is_a_random_name_that_serves_as_a_file_name() -> None:
    names = {new_stream() for _ in range(100)}
    assert len(names) == 100
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in names)
