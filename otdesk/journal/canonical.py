"""The canonical form of a payload or header, whose bytes are stored, hashed and sent."""

from __future__ import annotations

import json
import re
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
    text = json.dumps(_checked(payload), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def decode(data: bytes) -> dict[str, Value]:
    """Return the payload behind stored canonical bytes. Raises ValueError."""
    try:
        value = json.loads(data)
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
    try:
        value = _DECODER.decode(data.decode("utf-8"))
        if not isinstance(value, dict):
            raise ValueError("a payload is an object")
        if any(word in data for word in _CONSTANTS):
            # Perhaps in a label, perhaps as a value.
            return _read_slowly(data)
        text = _ENCODER.encode(value)
    except _Slow:
        return _read_slowly(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    same = text.encode("utf-8") == data
    if text.isascii():
        return value, same
    if b"\\" in data or _KEY_NOT_ASCII.search(data):
        return _read_slowly(data)
    # No sign of JSON composes with a mark that follows it: a whole is NFC where its texts are.
    return value, same and unicodedata.is_normalized("NFC", text)


class _Slow(ValueError):
    """A number that the canonical form may not have."""


def _refused(_text: str) -> Never:
    raise _Slow


def _integer(text: str) -> int:
    number = int(text)
    if not -MAX_INTEGER <= number <= MAX_INTEGER:
        raise _Slow
    return number


_DECODER = json.JSONDecoder(parse_float=_refused, parse_int=_integer, parse_constant=_refused)
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)
_CONSTANTS = (b"true", b"false", b"null")
_KEY_NOT_ASCII = re.compile(rb'"[^"]*[\x80-\xff][^"]*":')


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
