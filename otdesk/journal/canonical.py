"""The canonical form of a payload or header, whose bytes are stored, hashed and sent."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Never, TypeAlias, cast

Value: TypeAlias = "int | str | Sequence[Value] | Mapping[str, Value]"
Payload: TypeAlias = Mapping[str, Value]

# RFC 7493 §2.2: a larger integer does not survive every JSON reader.
MAX_INTEGER = 2**53 - 1


def encode(payload: Payload) -> bytes:
    """Return the one byte form of `payload`.

    UTF-8 JSON in Unicode NFC, keys ASCII and sorted, no spaces, integers and strings only
    (`shop.md`, "Canonical form"). Floats, booleans and nulls are refused: an absent key is the
    only way to say "none", so that one fact has one form. Raises TypeError or ValueError.
    """
    return "".join(_ENCODE(_checked(payload), 0)).encode("utf-8")


def decode(data: bytes) -> dict[str, Value]:
    """Return the payload behind stored canonical bytes. Raises ValueError."""
    try:
        value = _parsed(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("a payload is an object")
    return cast("dict[str, Value]", value)


def read(data: bytes) -> tuple[dict[str, Value], bool]:
    """Return the payload behind stored bytes, and whether these bytes are its canonical form.

    The same answer as encoding it again, for a fraction of its cost: what the C encoder gives
    back, byte for byte, is sorted and has no spaces; what is left to look at are the few values
    and texts that it would let pass. Raises ValueError where this is no payload.
    """
    shape = data.translate(_SHAPE)
    if _may_hold_another_value(data, shape):
        return _read_slowly(data)
    try:
        given = data.decode("utf-8")
        value, end = _SCAN(given, 0)
        if end != len(given):
            return _read_slowly(data)
        if not isinstance(value, dict):
            raise ValueError("a payload is an object")
        text = "".join(_ENCODE(value, 0))
    except (_Slow, StopIteration):
        return _read_slowly(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    same = text == given
    if same and not text.isascii():
        return value, _is_wide_form(data, shape, text, value)
    return value, same


def read_all(payloads: Sequence[bytes]) -> list[dict[str, Value]] | None:
    """Return the payloads behind many stored bytes, each proven as by `read`, for less.

    They are scanned and encoded as one array, as by `decode_all`. None where one of them is no
    payload, is not in its canonical form, or is merely odd: `read` tells which.
    """
    data = b"[%b]" % _BETWEEN.join(payloads)
    shape = data.translate(_SHAPE)
    if _may_hold_another_value(data, shape):
        return None
    try:
        given = data.decode("utf-8")
        values, _end = _SCAN(given, 0)
        text = "".join(_ENCODE(values, 0))
        if text == given and (data.isascii() or _is_wide_form(data, shape, text, values)):
            return _each(values, len(payloads))
    except (ValueError, StopIteration, RecursionError):
        pass
    return None


def decode_all(payloads: Sequence[bytes]) -> list[dict[str, Value]]:
    """Return the payloads behind many stored canonical bytes, each as by `decode`, for less.

    They are scanned as one array, whose keys are made once. Between two of them stands a number
    drawn at random, so that none can be read as a part of its neighbour. Raises ValueError.
    """
    try:
        text = f"[{_BETWEEN.join(payloads).decode('utf-8')}]"
        values, end = _SCAN_ANY(text, 0)
    except (ValueError, StopIteration, RecursionError):
        values, end, text = [], 0, ""
    found = _each(values, len(payloads)) if end == len(text) else None
    if found is not None:
        return found
    # One of them is wrong, or ends in spaces: which one, and why.
    return list(map(decode, payloads))


def _each(values: Sequence[object], count: int) -> list[dict[str, Value]] | None:
    """Return so many payloads of an array in which a mark stands between two of them."""
    found = values[::2]
    if values[1::2] != [_MARK] * (count - 1) or set(map(type, found)) != {dict}:
        return None
    return cast("list[dict[str, Value]]", found)


def _may_hold_another_value(data: bytes, shape: bytes) -> bool:
    """Tell whether bytes may hold what the C encoder lets pass: a constant, a number too large."""
    if b"true" in data or b"false" in data or b"null" in data:
        # Perhaps in a label, perhaps as a value.
        return True
    # What is hexadecimal has as many digits, behind a quotation mark.
    return _MANY_DIGITS in shape and _LONG_NUMBER.search(shape) is not None


def _is_wide_form(data: bytes, shape: bytes, text: str, value: object) -> bool:
    """Tell of what is not all ASCII whether its keys are, and whether its texts are in NFC.

    No sign of JSON composes with a mark that follows it: a whole is NFC where its texts are, save
    where a mark follows the letter of an escape.
    """
    if b"\\" not in data:
        return not _shows_wide_key(shape) and unicodedata.is_normalized("NFC", text)
    try:
        if unicodedata.is_normalized("NFC", text) and not _has_wide_key(value):
            return True
    except RecursionError:
        pass
    return _read_slowly(data)[1]


def _parsed(data: bytes) -> object:
    try:
        text = data.decode("utf-8")
        value, end = _SCAN_ANY(text, 0)
    except (StopIteration, UnicodeDecodeError):
        # The library says what is wrong, or knows another encoding.
        return json.loads(data)
    return value if end == len(text) else json.loads(data)


class _Slow(ValueError):
    """A number that the canonical form may not have."""


def _refused(_text: str) -> Never:
    raise _Slow


def _has_wide_key(value: object) -> bool:
    """Tell whether a key, at any depth, is not ASCII."""
    if isinstance(value, dict):
        return not "".join(value).isascii() or _has_wide_key(list(value.values()))
    return isinstance(value, list) and any(
        _has_wide_key(item) for item in value if isinstance(item, dict | list)
    )


def _shows_wide_key(shape: bytes) -> bool:
    """Tell the same of bytes in which nothing is escaped."""
    at = shape.find(_WIDE)
    while at >= 0:
        end = shape.find(b'"', at)
        if shape[end + 1 : end + 2] == b":":
            return True
        at = shape.find(_WIDE, end)
    return False


# What `json.loads` and `json.dumps` would make anew, or look around, at each call.
_SCAN_ANY = json.scanner.c_make_scanner(json.JSONDecoder())  # type: ignore[attr-defined]
_SCAN = json.scanner.c_make_scanner(  # type: ignore[attr-defined]
    json.JSONDecoder(parse_float=_refused, parse_constant=_refused)
)
_ENCODE = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, None, json.encoder.encode_basestring, None, ":", ",", True, False, False
)
_MARK = secrets.randbelow(10**15)
_BETWEEN = b",%d," % _MARK
# Every digit as one, every byte that is not ASCII as one: both are then found by a plain search.
_WIDE = b"\xff"
_SHAPE = bytes(
    ord("0") if byte in b"0123456789" else 0xFF if byte > 0x7F else byte for byte in range(256)
)
_MANY_DIGITS = b"0" * len(str(MAX_INTEGER))
_LONG_NUMBER = re.compile(rb'[^"0a-f]' + _MANY_DIGITS)


def _read_slowly(data: bytes) -> tuple[dict[str, Value], bool]:
    value = decode(data)
    try:
        return value, encode(value) == data
    except (ValueError, TypeError, RecursionError):
        return value, False


def _checked(value: Value) -> Value:
    # bool is an int in Python, and true is not an integer in JSON.
    kind = type(value)
    if kind is str:
        text = cast("str", value)
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if kind is int:
        if not -MAX_INTEGER <= cast("int", value) <= MAX_INTEGER:
            raise ValueError("an integer is larger than JSON carries")
        return value
    if isinstance(value, Mapping):
        for key in value:
            if type(key) is not str or not key.isascii():
                raise TypeError(f"a key must be ASCII text, not {key!r}")
        return {key: _checked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(item) for item in value]
    raise TypeError(f"{kind.__name__} has no canonical form")
