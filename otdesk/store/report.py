"""What a check of a database says: every fault with its place, and what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from otdesk.i18n import _


class Area(StrEnum):
    """Where a fault lies."""

    FILE = "file"
    SCHEMA = "schema"
    CHAIN = "chain"
    TABLE = "table"


class Code(StrEnum):
    """What is wrong in a file, a schema or a table; a chain has `journal.chain.FaultKind`."""

    DAMAGED = "damaged"
    MISSING = "missing"
    ALTERED = "altered"
    EXTRA = "extra"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class IntegrityFault:
    """One fault and its place: `stream` and `seq`, or `table`, `uid` and `column`.

    `code` is a `Code` or, in a chain, a `FaultKind`; `detail` is French.
    """

    area: Area
    code: str
    detail: str
    stream: str = ""
    seq: int | None = None
    table: str = ""
    uid: str = ""
    column: str = ""

    @property
    def place(self) -> str:
        """Return where it is, in words."""
        if self.area is Area.CHAIN:
            return _("journal {stream}, n° {seq}").format(stream=self.stream, seq=self.seq)
        if self.area is Area.TABLE and self.uid:
            where = _("table {table}, {uid}").format(table=self.table, uid=self.uid)
            return f"{where}, {self.column}" if self.column else where
        if self.table:
            return _("table {}").format(self.table)
        return _("fichier")

    def __str__(self) -> str:
        return _("{place} : {detail}").format(place=self.place, detail=self.detail)


class AnchorState(StrEnum):
    """What this machine's mark says of a stream."""

    NONE = "none"
    AGREES = "agrees"
    # The folder was restored or copied, left this stream, and says so in the next one.
    LEFT = "left"
    DIFFERS = "differs"
    # Another folder writes it: its end here is what has come so far.
    RECEIVED = "received"

    @property
    def label(self) -> str:
        """Return it in French, as `verify` prints it."""
        return {
            AnchorState.NONE: _("sans ancre"),
            AnchorState.AGREES: _("ancre conforme"),
            AnchorState.LEFT: _("quitté après une restauration ou une copie"),
            AnchorState.DIFFERS: _("ancre différente"),
            AnchorState.RECEIVED: _("reçu d’un autre dossier"),
        }[self]


@dataclass(frozen=True, slots=True)
class StreamState:
    """One stream of the journal: how many entries, its last number and digest (hexadecimal).

    `key` is the fingerprint of a till's public key, nothing where the stream is no till's.
    """

    stream: str
    entries: int
    head: int
    digest: str
    anchor: AnchorState
    key: str = ""


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """The result of a check.

    `unknown` counts, by kind, the entries that a later version wrote: their chain is checked,
    their content waits for that version, and they are no fault. `rows` counts the rows that
    were compared, by table.
    """

    path: Path
    faults: tuple[IntegrityFault, ...] = ()
    streams: tuple[StreamState, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults

    @property
    def entries(self) -> int:
        """Return the entries of all streams."""
        return sum(stream.entries for stream in self.streams)
