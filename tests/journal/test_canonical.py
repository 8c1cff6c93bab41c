"""One fact has one form: the bytes that are hashed, stored and sent."""

from __future__ import annotations

import json
import random
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.journal import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127), min_size=1, max_size=8)
INTEGERS = st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER)
VALUES: st.SearchStrategy[Any] = st.recursive(
    INTEGERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
PAYLOADS = st.dictionaries(KEYS, VALUES, max_size=6)


def normalised(value: object) -> object:
    """Return a value with all its texts in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: normalised(item) for key, item in value.items()}
    return [normalised(item) for item in value] if isinstance(value, list) else value


@given(PAYLOADS)
def test_decoding_gives_back_what_was_encoded_in_nfc(payload: dict[str, Any]) -> None:
    assert canonical.decode(canonical.encode(payload)) == normalised(payload)


@given(PAYLOADS)
def test_encoding_what_was_decoded_gives_the_same_bytes(payload: dict[str, Any]) -> None:
    data = canonical.encode(payload)
    assert canonical.encode(canonical.decode(data)) == data


@given(PAYLOADS, st.randoms(use_true_random=False))
def test_the_order_in_which_keys_were_given_does_not_show(
    payload: dict[str, Any], rng: random.Random
) -> None:
    keys = list(payload)
    rng.shuffle(keys)
    assert canonical.encode({key: payload[key] for key in keys}) == canonical.encode(payload)


@given(TEXTS)
def test_two_spellings_of_one_text_have_one_form(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    composed = unicodedata.normalize("NFC", text)
    assert canonical.encode({"t": decomposed}) == canonical.encode({"t": composed})


@given(st.lists(PAYLOADS, min_size=1, max_size=5))
def test_many_are_decoded_as_one_by_one(payloads: list[dict[str, Any]]) -> None:
    stored = list(map(canonical.encode, payloads))
    assert canonical.decode_all(stored) == list(map(canonical.decode, stored))


@pytest.mark.parametrize("odd", [b"{}", b" {}", b"{} ", b'{"a": [0, {}]}', b'{"a":1,"a":2}'])
def test_one_that_is_merely_odd_is_decoded_among_others(odd: bytes) -> None:
    stored = [b'{"a":1}', odd, b'{"a":2}']
    assert canonical.decode_all(stored) == list(map(canonical.decode, stored))


@pytest.mark.parametrize("wrong", [b"", b"{", b"[]", b"0", b"{},{}", b"{},0,{}", b"\xff", b"{}]"])
def test_one_that_is_no_payload_is_refused_among_others(wrong: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.decode_all([b'{"a":1}', wrong, b"{}"])


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    data = canonical.encode({"b": 2, "a": {"d": "é", "c": [1, "x"]}})
    assert data == '{"a":{"c":[1,"x"],"d":"é"},"b":2}'.encode()


@given(PAYLOADS)
def test_the_form_is_json_for_every_reader(payload: dict[str, Any]) -> None:
    assert json.loads(canonical.encode(payload).decode("utf-8")) == normalised(payload)


@pytest.mark.parametrize("value", [1.0, True, False, None, b"x", {1}, object(), float("nan")])
def test_what_is_neither_integer_nor_text_is_refused(value: object) -> None:
    payloads: list[Any] = [{"v": value}, {"v": [value]}, {"v": {"w": value}}]
    for payload in payloads:
        with pytest.raises(TypeError):
            canonical.encode(payload)


@pytest.mark.parametrize("key", ["é", 1, None, "\u212b"])
def test_a_key_that_is_not_ascii_text_is_refused(key: object) -> None:
    payload: Any = {key: 1}
    with pytest.raises(TypeError):
        canonical.encode(payload)


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**30])
def test_an_integer_that_json_readers_would_round_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="larger"):
        canonical.encode({"v": value})


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical.encode({"v": "\ud800"})


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"1", b'{"a":', b"\xff", b'{"a":1}x', b"[" * 100_000, b'{"a":' * 100_000]
)
def test_bytes_that_hold_no_payload_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.decode(data)


def slowly(data: bytes) -> tuple[object, bool] | None:
    """Return what `read` must say, found by encoding again; None where this is no payload."""
    try:
        data.decode("utf-8")
        value = canonical.decode(data)
    except ValueError:
        return None
    try:
        return value, canonical.encode(value) == data
    except (ValueError, TypeError):
        return value, False


def read(data: bytes) -> tuple[object, bool] | None:
    try:
        return canonical.read(data)
    except ValueError:
        return None


@given(PAYLOADS)
def test_reading_knows_the_canonical_form(payload: dict[str, Any]) -> None:
    assert canonical.read(canonical.encode(payload)) == (normalised(payload), True)


ODD = st.sampled_from(
    [True, False, None, 1.5, 2**53, -(2**53), "e\u0301", "true", "é\\", 'é"', "\u0338", "null"]
)
LOOSE: st.SearchStrategy[Any] = st.recursive(
    INTEGERS | TEXTS | ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(TEXTS | KEYS, LOOSE, max_size=4), st.booleans(), st.booleans(), st.booleans()
)
def test_reading_says_the_same_as_encoding_again(
    payload: dict[str, Any], ascii_only: bool, spaced: bool, ordered: bool
) -> None:
    separators = (", ", ": ") if spaced else (",", ":")
    text = json.dumps(payload, ensure_ascii=ascii_only, separators=separators, sort_keys=ordered)
    data = text.encode("utf-8", "surrogatepass")
    assert read(data) == slowly(data)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}', '{"a":-0}', '{"a":1.0}', '{"a":NaN}', '{"a":1e3}', '{"b":1,"a":2}',
        '{"a":1} ', '\ufeff{"a":1}', '{"é":1}', '{"é\\n":1}', '{"a":"\\u00e9"}', '{"a":"\\/"}',
        '{"a":"é true"}', '{"a":"é","b":true}', '{"a":"e\u0301"}', '{"a":"\u0301"}', '[1]', '1',
        '{"a":9007199254740993}', '{"a":"é","b":"é\\\\\\":"}',
    ],
)  # fmt: skip
def test_reading_says_the_same_of_odd_texts(text: str) -> None:
    data = text.encode()
    found = read(data)
    assert found == slowly(data) or (found is None and text.startswith("\ufeff"))


@pytest.mark.parametrize(
    ("data", "is_canonical"),
    [
        (b'{"a":9007199254740991}', True),
        (b'{"a":9007199254740993}', False),
        (b'{"a":-9007199254740993}', False),
        (b'{"a":[1,9007199254740993]}', False),
        (b'{"a":"9007199254740993"}', True),
        (b'{"a":"f9007199254740993"}', True),
        (b'{"a":"n 9007199254740993"}', True),
        (b'{"a":1} ', False),
        (b' {"a":1}', False),
    ],
)
def test_reading_tells_a_long_number_from_long_text(data: bytes, *, is_canonical: bool) -> None:
    assert canonical.read(data)[1] is is_canonical


@pytest.mark.parametrize(
    "payload",
    [
        {"a": "é\n"},
        {"a": "é", "b": "\n\u0301"},
        {"a": [{"b": 'é"'}]},
        {"é": "\n"},
        {"a": [{"é": "\n"}]},
        {"a": "e\u0301\n"},
    ],
)
def test_reading_looks_behind_an_escape(payload: dict[str, Any]) -> None:
    data = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    try:
        expected = canonical.encode(payload) == data
    except TypeError:
        expected = False
    assert canonical.read(data) == (payload, expected)
