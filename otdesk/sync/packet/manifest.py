"""What a packet says of itself: `manifest.json`, canonical JSON of integers and strings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TypeVar

from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket

FORMAT = 1
# The first program that reads all that the siège's packets of this format say: it goes up with the
# format, or with a kind of entry that an older program keeps and cannot show.
LEAST_PROGRAM = "0.1.0"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.minisig"
JOURNAL = "journal.jsonl"
PERSONAL = "personal.jsonl"
READ_ME = "LISEZMOI.txt"
DATA_PACKAGE = "datapackage.json"
_NAME_DIGITS = 16

_NETWORK = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.ASCII)
_OFFICE = re.compile(r"[A-Z][A-Z0-9]{1,7}", re.ASCII)
_STREAM = re.compile(r"[0-9a-f]{16}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,47}(?:\.[a-z]{1,12}){1,2}", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,47}", re.ASCII)
_ANY = re.compile(r"[^\x00-\x1f\x7f]{0,200}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StreamSpan:
    """What a packet holds of one stream: the entries `first` … `last`, after the digest `prev`.

    `parent` is the stream that this one goes on from, nothing where there is none. Where there
    is nothing new, `first` is `last + 1` and `head` is `prev`. Digests are in hexadecimal.
    """

    stream: str
    parent: str
    first: int
    last: int
    prev: str
    head: str

    @property
    def count(self) -> int:
        """Return how many entries the packet holds of the stream."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file of the packet: its name, its SHA-256 in hexadecimal and its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many live records of each kind a month (`2022-07`) has, and a digest of them."""

    month: str
    counts: Mapping[str, int]
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole manifest. `clock` is the office's, ISO 8601 with its offset."""

    format: int
    schema: int
    program: str
    network: str
    office: str
    number: int
    reconstruction: bool
    streams: tuple[StreamSpan, ...]
    files: tuple[FileSum, ...]
    acknowledged: str
    lists: str
    clock: str
    months: tuple[MonthCount, ...]
    closed_months: tuple[str, ...]

    def encoded(self) -> bytes:
        """Return the canonical bytes that are signed. Raises ValueError on a wrong value."""
        data = canonical.encode(
            {
                "format": self.format,
                "schema": self.schema,
                "program": self.program,
                "network": self.network,
                "office": self.office,
                "number": self.number,
                "reconstruction": int(self.reconstruction),
                "streams": [
                    {
                        "stream": s.stream, "parent": s.parent, "first": s.first,
                        "last": s.last, "prev": s.prev, "head": s.head,
                    }
                    for s in self.streams
                ],
                "files": [
                    {"name": f.name, "sha256": f.sha256, "size": f.size} for f in self.files
                ],
                "acknowledged": self.acknowledged,
                "lists": self.lists,
                "clock": self.clock,
                "months": [
                    {"month": m.month, "counts": dict(m.counts), "digest": m.digest}
                    for m in self.months
                ],
                "closed_months": list(self.closed_months),
            }
        )  # fmt: skip
        # A manifest that the reader would refuse is never signed.
        _Reader(data).manifest()
        return data

    @property
    def file_name(self) -> str:
        """Return the packet's name: office, number, beginning of the manifest's SHA-256."""
        digest = hashlib.sha256(self.encoded()).hexdigest()[:_NAME_DIGITS]
        return f"{self.office}_{self.number}_{digest}.zip"


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest behind signed bytes.

    Raises RefusedPacket: NEWER where a newer program made it, MANIFEST on a wrong value.
    """
    try:
        return _Reader(data).manifest()
    except ValueError as error:
        raise RefusedPacket(
            RefusalReason.MANIFEST,
            _("La description de cet envoi n’est pas lisible ({}).").format(error),
        ) from error


def claimed_network(data: bytes) -> str:
    """Return the network that an unsigned manifest claims, nothing where it says none."""
    try:
        network = canonical.decode(data).get("network")
    except ValueError:
        return ""
    return network if isinstance(network, str) and _NETWORK.fullmatch(network) else ""


class _Reader:
    """The strict reader: each key once, each value of its type and form."""

    def __init__(self, data: bytes) -> None:
        self._said, self._is_canonical = canonical.read(data)

    def manifest(self) -> Manifest:
        form = _number(self._said, "format")
        if form > FORMAT:
            raise RefusedPacket(
                RefusalReason.NEWER,
                _(
                    "Cet envoi a été fait par une version plus récente du programme (format {}). "
                    "Il attend la mise à jour."
                ).format(form),
            )
        if form != FORMAT or not self._is_canonical:
            raise ValueError("format")
        said = _keys(self._said, Manifest)
        clock = _text(said, "clock", _ANY)
        if datetime.fromisoformat(clock).tzinfo is None:
            raise ValueError("clock")
        return Manifest(
            format=form,
            schema=_number(said, "schema", least=1),
            program=_text(said, "program", _ANY),
            network=_text(said, "network", _NETWORK),
            office=_text(said, "office", _OFFICE),
            number=_number(said, "number", least=1),
            reconstruction=bool(_number(said, "reconstruction", most=1)),
            streams=_each(said, "streams", _span, lambda s: s.stream),
            files=_each(said, "files", _file, lambda f: f.name),
            acknowledged=_text(said, "acknowledged", _ANY),
            lists=_text(said, "lists", _ANY),
            clock=clock,
            months=_each(said, "months", _month_count, lambda m: m.month),
            closed_months=_each(said, "closed_months", _month, lambda m: m),
        )


def _span(value: Value) -> StreamSpan:
    said = _keys(value, StreamSpan)
    span = StreamSpan(
        stream=_text(said, "stream", _STREAM),
        parent=_text(said, "parent", _STREAM) if said["parent"] != "" else "",
        first=_number(said, "first", least=1),
        last=_number(said, "last"),
        prev=_text(said, "prev", _DIGEST),
        head=_text(said, "head", _DIGEST),
    )
    if span.count < 0 or (span.count == 0) != (span.prev == span.head):
        raise ValueError("streams")
    return span


def _file(value: Value) -> FileSum:
    said = _keys(value, FileSum)
    if not is_file_name(_text(said, "name", _FILE)):
        raise ValueError("name")
    return FileSum(
        name=_text(said, "name", _FILE),
        sha256=_text(said, "sha256", _DIGEST),
        size=_number(said, "size"),
    )


def _month_count(value: Value) -> MonthCount:
    said = _keys(value, MonthCount)
    counts = said["counts"]
    if not isinstance(counts, dict) or not all(map(_CODE.fullmatch, counts)):
        raise ValueError("counts")
    return MonthCount(
        month=_text(said, "month", _MONTH),
        counts={name: _number(counts, name) for name in counts},
        digest=_text(said, "digest", _DIGEST),
    )


def _month(value: Value) -> str:
    return _text({"closed_months": value}, "closed_months", _MONTH)


def is_file_name(name: str) -> bool:
    """Tell whether a file of a packet may have this name: no path, no device of Windows'."""
    stem = name.partition(".")[0].upper()
    return _FILE.fullmatch(name) is not None and stem not in _DEVICES


_DEVICES = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)))
)


def _keys(
    value: Value, of: type[Manifest | StreamSpan | FileSum | MonthCount]
) -> Mapping[str, Value]:
    if not isinstance(value, dict) or set(value) != {field.name for field in fields(of)}:
        raise ValueError(of.__name__)
    return value


def _number(said: Mapping[str, Value], key: str, *, least: int = 0, most: int | None = None) -> int:
    value = said.get(key)
    if type(value) is not int or value < least or (most is not None and value > most):
        raise ValueError(key)
    return value


def _text(said: Mapping[str, Value], key: str, form: re.Pattern[str]) -> str:
    value = said.get(key)
    if not isinstance(value, str) or form.fullmatch(value) is None:
        raise ValueError(key)
    return value


def _each(
    said: Mapping[str, Value], key: str, read: Callable[[Value], T], identity: Callable[[T], str]
) -> tuple[T, ...]:
    value = said[key]
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(key)
    found = tuple(read(item) for item in value)
    if len(set(map(identity, found))) != len(found):
        raise ValueError(key)
    return found
