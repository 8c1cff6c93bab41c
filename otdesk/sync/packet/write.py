"""Making a packet: the same input gives the same bytes, and a name is never written twice.

The name is `<office>_<number>_<sha16>.zip`, with the first sixteen digits of the SHA-256 of
`manifest.json`, which names all the rest by digest. The trusted comment of the signature seals
the file as a whole: it holds the SHA-256 of every byte before `manifest.json.minisig`, so that
nothing of the zip format lies outside the signature. How well zlib packs may change with its
version; the manifest and the name do not depend on it, and no reader packs again.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from otdesk.i18n import _
from otdesk.journal import sending
from otdesk.journal.entry import Head, Op
from otdesk.journal.minisign import Signature
from otdesk.journal.sending import Sealed, Worded
from otdesk.sync.packet import layout
from otdesk.sync.packet.draft import Draft, Drafts
from otdesk.sync.packet.layout import STORED, Member
from otdesk.sync.packet.manifest import (
    DATA_PACKAGE,
    FORMAT,
    JOURNAL,
    MANIFEST,
    PERSONAL,
    READ_ME,
    SIGNATURE,
    FileSum,
    Manifest,
    MonthCount,
    StreamSpan,
)
from otdesk.sync.packet.publish import publish_once
from otdesk.sync.packet.readme import read_me
from otdesk.sync.packet.tables import Row, RowsOf, Table, TableWriter, Told, data_package

Sign = Callable[[bytes, str], Signature]
_PUT = Op.PUT.value
# So many entries are proven and worded at once: what is read of them fits a processor's cache.
_TOGETHER = 64
# At the end, while nothing else is left to do, so many files are packed at once.
_PACKERS = 2


class MonthsSaid(NamedTuple):
    """What the manifest says of an office's months."""

    counts: tuple[MonthCount, ...] = ()
    closed: tuple[str, ...] = ()


SayMonths = Callable[[Sequence[StreamSpan]], MonthsSaid]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the manifest says beyond the entries; see `Manifest`.

    `months` is asked once, told what goes, while the last entries are packed.
    """

    schema: int
    program: str
    network: str
    office: str
    number: int
    clock: str
    lists: str = ""
    acknowledged: str = ""
    reconstruction: bool = False
    months: SayMonths = lambda _spans: MonthsSaid()


@dataclass(frozen=True, slots=True)
class StreamSource:
    """The entries of one stream that come after the last acknowledged one, in order."""

    after: Head
    entries: Iterable[Sealed]
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A packet that lies under its name, on the disk."""

    path: Path
    manifest: Manifest

    @property
    def has_personal(self) -> bool:
        """Tell whether it holds personal data: then it travels encrypted, where others carry it."""
        return any(file.name == PERSONAL for file in self.manifest.files)


def sealing(office: str, number: int, sha256: str) -> str:
    """Return the trusted comment that seals a packet."""
    return f"otdesk packet {office} {number} sha256 {sha256}"


def write_packet(
    folder: Path,
    basis: Basis,
    sources: Sequence[StreamSource],
    tables: Sequence[Table],
    sign: Sign,
    *,
    personal_kinds: frozenset[str],
    cap: int,
    attached: Mapping[str, bytes] = MappingProxyType({}),
) -> Written:
    """Write the packet into `folder`, as `.part` first, and return where it lies.

    Entries go in order until `cap` bytes of lines, as they are before packing, and always one of
    them; the spans say what went. `attached` files go as they are: `ack.json` in a packet of the
    siège. Raises ValueError on an entry that is not whole or does not follow the one before,
    FileExistsError where another file has the name, OSError.
    """
    with ExitStack() as stack, ThreadPoolExecutor(_PACKERS, "otdesk-packing") as workers:
        drafts = Drafts(stack, workers)
        entries = _Entries(drafts, tables, personal_kinds, cap)
        spans = tuple(entries.take(source) for source in sources)
        # All that is left to pack is handed over before anything waits for it.
        entries.close()
        said = basis.months(spans)
        files = [*entries.files(basis), *(drafts.whole(*file) for file in attached.items())]
        files.insert(0, drafts.whole(READ_ME, read_me(basis, spans, [f.sum for f in files])))
        manifest = _manifest(basis, spans, said, [draft.sum for draft in files])
        path = folder / manifest.file_name
        part = folder / f"{path.name}.part"
        try:
            _assemble(part, manifest, files, sign)
            publish_once(part, path)
        finally:
            part.unlink(missing_ok=True)
    return Written(path, manifest)


def _manifest(
    basis: Basis, spans: tuple[StreamSpan, ...], months: MonthsSaid, files: Iterable[FileSum]
) -> Manifest:
    return Manifest(
        format=FORMAT,
        schema=basis.schema,
        program=basis.program,
        network=basis.network,
        office=basis.office,
        number=basis.number,
        reconstruction=basis.reconstruction,
        streams=spans,
        files=tuple(files),
        acknowledged=basis.acknowledged,
        lists=basis.lists,
        clock=basis.clock,
        months=months.counts,
        closed_months=months.closed,
    )


class _Entries:
    """The entries on their way into the journal, the personal file and the tables."""

    def __init__(
        self, drafts: Drafts, tables: Sequence[Table], personal_kinds: frozenset[str], cap: int
    ) -> None:
        self._drafts = drafts
        self._journal = drafts.new(JOURNAL)
        self._personal = drafts.new(PERSONAL)
        self._tables = [(table, drafts.new(table.file_name)) for table in tables]
        self._writers: list[TableWriter] = []
        self._by_kind: dict[str, list[tuple[RowsOf, int]]] = {}
        self._personal_kinds = personal_kinds
        self._left = cap
        self._begun = False
        for number, (table, draft) in enumerate(self._tables):
            writer = table.writer(draft.write)
            writer.add(table.rows)
            self._writers.append(writer)
            for kind in table.of_entry.keys() - personal_kinds:
                self._by_kind.setdefault(kind, []).append((table.of_entry[kind], number))

    def take(self, source: StreamSource) -> StreamSpan:
        """Write what the cap leaves room for, and return what went."""
        head, coming = source.after, iter(source.entries)
        while together := list(islice(coming, _TOGETHER)):
            # What the siège would refuse is not signed.
            worded = sending.word(together, head, self._personal_kinds)
            count = self._room_for(worded)
            if count:
                self._add(worded, count)
                head = Head(head.stream, head.seq + count, together[count - 1].digest)
            if count < len(together):
                break
        return StreamSpan(
            stream=head.stream,
            parent=source.parent,
            first=source.after.seq + 1,
            last=head.seq,
            prev=source.after.digest.hex(),
            head=head.digest.hex(),
        )

    def _room_for(self, worded: Worded) -> int:
        """Return how many of the entries go in: the first of all always does."""
        count = 0
        for line, content in zip(worded.lines, worded.contents, strict=True):
            self._left -= len(line) + len(content)
            if self._begun and self._left < 0:
                break
            self._begun = True
            count += 1
        return count

    def _add(self, worded: Worded, count: int) -> None:
        self._journal.write(_ended(worded.lines[:count]))
        self._personal.write(_ended([each for each in worded.contents[:count] if each]))
        rows: list[list[Row]] = [[] for _table in self._tables]
        said = worded.headings
        voided = [op != _PUT for op in said.ops]
        tolds = map(Told, said.uids, said.kinds, said.revs, voided)
        for told, payload in islice(zip(tolds, worded.payloads, strict=True), count):
            for rows_of, number in self._by_kind.get(told.kind, ()):
                rows[number] += rows_of(told, payload)
        for writer, of_table in zip(self._writers, rows, strict=True):
            writer.add(of_table)

    def close(self) -> None:
        """End all files."""
        for draft in (self._journal, self._personal, *(draft for _table, draft in self._tables)):
            draft.close()

    def files(self, basis: Basis) -> list[Draft]:
        """Return the closed files in the order in which the packet has them."""
        package = data_package(
            [(table, draft.sum) for table, draft in self._tables],
            name=f"otdesk-{basis.office.lower()}-{basis.number}",
            title=_("Envoi n° {number} du bureau {office}").format(
                number=basis.number, office=basis.office
            ),
            created=basis.clock,
        )
        files = [self._drafts.whole(DATA_PACKAGE, package)] if self._tables else []
        files += [draft for _table, draft in self._tables]
        files.append(self._journal)
        if self._personal.size:
            files.append(self._personal)
        return files


def _ended(lines: Sequence[bytes]) -> bytes:
    return b"\n".join((*lines, b""))


def _assemble(part: Path, manifest: Manifest, files: Sequence[Draft], sign: Sign) -> None:
    stamp = layout.dos_stamp(manifest.clock)
    members: list[Member] = []
    sealed = hashlib.sha256()
    with part.open("wb") as target:

        def put(member: Member, chunks: Iterable[bytes]) -> None:
            for chunk in (layout.local_header(member), *chunks):
                sealed.update(chunk)
                target.write(chunk)
            members.append(member)

        for draft in files:
            put(draft.member(members[-1].end if members else 0, stamp), draft.chunks())
        described = manifest.encoded()
        put(_stored(MANIFEST, described, members[-1].end, stamp), [described])
        comment = sealing(manifest.office, manifest.number, sealed.hexdigest())
        signature = sign(described, comment).text.encode("utf-8")
        put(_stored(SIGNATURE, signature, members[-1].end, stamp), [signature])
        if members[-1].end > layout.LARGEST:
            raise ValueError("a packet has less than 2 GiB")
        target.write(layout.directory(members))


def _stored(name: str, data: bytes, offset: int, stamp: tuple[int, int]) -> Member:
    return Member(name, STORED, zlib.crc32(data), len(data), len(data), offset, stamp)
