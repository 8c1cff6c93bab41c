"""A network of offices, posts and a head office on the real code, and all that can befall them.

A schedule is drawn from a seed: records, revisions, packets that are lost, repeated, reordered,
damaged, imports cut short, disks cloned, backups restored at either end. Then it calms down, and
what each folder holds is compared with what the head office holds.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from otdesk.clock import FixedClock
from otdesk.domain.posts import Post
from otdesk.domain.till import TillEvent
from otdesk.domain.visits import Visit
from otdesk.errors import DataFault
from otdesk.headquarters import posts
from otdesk.headquarters.rebuilding import take_archived
from otdesk.journal import canonical
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import Head
from otdesk.journal.keys import SigningKey
from otdesk.journal.minisign import SecretKey
from otdesk.services import visits
from otdesk.services.sync import acknowledgement, reception
from otdesk.services.till.post import TillPost, begin, here, note
from otdesk.store import acknowledging, comparison, exchange_state, outgoing
from otdesk.store.anchor import Anchors
from otdesk.store.file_digest import sha256_of
from otdesk.store.month_figures import month_figures, months_of
from otdesk.store.store import DATABASE, Identity, Store
from otdesk.store.tables import SCHEMA_VERSION
from otdesk.store.transaction import TillBehind
from otdesk.sync.outbox import CAP, PERSONAL_KINDS
from otdesk.sync.packet.write import Basis, StreamSource, write_packet
from tests.journal.lines import sealed
from tests.store.desk import VISIT, ZONE

OFFICES = ("PDM", "LSA")
SIEGE = "SIEGE"
_BEGAN = datetime(2022, 7, 14, 6, tzinfo=UTC)
_MOST_ROUNDS = 12


class Cut(Exception):
    """An import that was cut short."""


@dataclass(frozen=True)
class Manifest:
    """What `reception` wants of a manifest."""

    office: str
    number: int
    clock: str
    streams: Sequence[outgoing.Span]
    months: Sequence[Any] = ()
    closed_months: Sequence[str] = ()


@dataclass(frozen=True)
class Packet:
    """A packet on its way; `cut_after` entries the reading breaks off."""

    manifest: Manifest
    content: Mapping[str, tuple[StoredEntry, ...]]
    name: str
    cut_after: int | None = None

    def entries(self, stream: str) -> Iterator[StoredEntry]:
        """Yield the entries of a stream."""
        for number, entry in enumerate(self.content[stream]):
            if number == self.cut_after:
                raise Cut
            yield entry

    def written(self, folder: Path, key: SecretKey) -> Path:
        """Write the packet as a file, signed by its post."""
        said = self.manifest
        clock = datetime.fromisoformat(said.clock).isoformat(timespec="seconds")
        basis = Basis(SCHEMA_VERSION, "0", "cevennes", said.office, said.number, clock)
        sources = [
            StreamSource(
                Head(span.stream, span.first - 1, span.prev),
                [sealed(entry) for entry in self.content[span.stream]],
                span.parent,
            )
            for span in said.streams
        ]
        made = write_packet(
            folder, basis, sources, [], key.sign, personal_kinds=PERSONAL_KINDS, cap=CAP
        )
        return made.path

    def damaged(self, chance: random.Random) -> Packet:
        """Return the packet with one bit of one entry changed."""
        stream = chance.choice(sorted(self.content))
        entries = list(self.content[stream])
        at = chance.randrange(len(entries))
        name = chance.choice(("payload", "header_bytes", "salt", "digest", "payload_digest"))
        value = bytearray(getattr(entries[at], name))
        value[chance.randrange(len(value))] ^= 1 << chance.randrange(8)
        changed: dict[str, Any] = {name: bytes(value)}
        entries[at] = replace(entries[at], **changed)
        return replace(self, content={**self.content, stream: tuple(entries)})


class Answer(NamedTuple):
    """An acknowledgement on its way."""

    office: str
    heads: tuple[Head, ...]


@dataclass
class Folder:
    """One data folder on one machine; `state` holds that machine's marks."""

    office: str
    path: Path
    state: Path
    clock: FixedClock
    till: TillPost | None = None
    uids: list[str] = field(default_factory=list)
    backups: list[bytes] = field(default_factory=list)
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Open the folder as the program does."""
        self.store = Store.open(self.path, self.clock, ZONE, Anchors(self.state))

    def content(self) -> bytes:
        """Return the database as a copy of its file; nothing is being written."""
        return (self.path / DATABASE).read_bytes()

    def put_back(self, content: bytes) -> None:
        """Put another database in the folder's place."""
        self.store.close()
        (self.path / DATABASE).write_bytes(content)
        self.open()


Take = Callable[[Store, Iterable[Head]], object]


class Network:
    """Some offices and a head office, driven by one source of chance."""

    def __init__(
        self,
        place: Path,
        templates: Mapping[str, Path],
        seed: int,
        take_acknowledgement: Take = acknowledgement.take_acknowledgement,
    ) -> None:
        self.chance = random.Random(seed)
        self.clock = FixedClock(_BEGAN)
        self._place = place
        self._templates = templates
        self._take_acknowledgement = take_acknowledgement
        self._count = 0
        self.siege = self._made(SIEGE)
        self.folders = [self._made(office) for office in OFFICES]
        self.mail: list[Packet] = []
        self.answers: list[Answer] = []
        self.archive: list[Packet] = []
        self.siege_was_restored = False

    def close(self) -> None:
        """Close every folder."""
        for folder in (self.siege, *self.folders):
            folder.store.close()

    # ------------------------------------------------------------------------- what befalls them

    def run(self, steps: int) -> None:
        """Have so many things happen, then calm down."""
        actions: list[tuple[int, Callable[[], None]]] = [
            (10, self.work),
            (8, self.send),
            (8, self.deliver),
            (5, self.answer),
            (5, self.hear),
            (2, self.back_up),
            (1, self.restore),
            (1, self.clone),
            (1, self.restore_siege),
            (2, self.pass_on),
            (1, self.begin_till),
        ]
        weights = [weight for weight, _action in actions]
        for _step in range(steps):
            self.clock.instant += timedelta(seconds=self.chance.randrange(-30, 90))
            self.chance.choices(actions, weights)[0][1]()
        self.calm_down()

    def work(self) -> None:
        """Record, correct or void an accueil, or write something in the till."""
        folder = self.any_folder()
        roll = self.chance.random()
        if folder.till is not None and roll < 0.25:
            if not self._is_here(folder.till, folder):
                folder.till = None
                return
            with suppress(TillBehind), folder.store.writing("JD") as transaction:
                note(transaction, folder.till, TillEvent.SETTING, "papier")
            return
        # Another post may have voided it meanwhile.
        with suppress(DataFault), folder.store.writing("JD") as transaction:
            known = folder.uids and roll > 0.7
            visit = self._visit(folder.office)
            uid = self.chance.choice(folder.uids) if known else None
            if uid is not None and roll > 0.9:
                visits.void(transaction, uid, folder.office, visit.day, "doublon")
                folder.uids.remove(uid)
            else:
                changes = visits.record(transaction, visit, uid=uid)
                if uid is None:
                    folder.uids += changes.uids

    def begin_till(self) -> None:
        """Begin a till where there is none, as a post's first sale does."""
        folder = self.any_folder()
        if folder.till is None:
            self._count += 1
            key = SigningKey.derived(self._count)
            folder.till = TillPost(f"{self._count:016x}", folder.office, "Caisse", key, ZONE)
            with folder.store.writing("JD") as transaction:
                begin(transaction, folder.till)

    def send(self) -> None:
        """Make a packet, capped as drawn; it may be lost, or come twice."""
        packet = self._packet(self.any_folder(), self.chance.choice((2, 5, 1000)))
        if packet is None:
            return
        self.mail += [packet] * self.chance.choice((0, 1, 1, 1, 2))

    def deliver(self) -> None:
        """Have the head office take in any packet under way, whole, damaged or cut short."""
        if not self.mail:
            return
        at = self.chance.randrange(len(self.mail))
        packet = self.mail.pop(at) if self.chance.random() < 0.9 else self.mail[at]
        roll = self.chance.random()
        if roll < 0.1:
            self.take(self.siege, packet.damaged(self.chance), f"{packet.name}-damaged")
        elif roll < 0.2:
            with suppress(Cut):
                self.take(self.siege, replace(packet, cut_after=self.chance.randrange(3)))
                # It ended before the cut, and is kept as any other.
                self.archive.append(packet)
        else:
            self.archive.append(packet)
            self.take(self.siege, packet)

    def answer(self) -> None:
        """Have the head office say what it holds of an office; that may be lost too."""
        found = self._answer(self.chance.choice(OFFICES))
        if self.chance.random() < 0.85:
            self.answers.append(found)

    def hear(self) -> None:
        """Have a folder read any acknowledgement of its office, an old one perhaps."""
        if self.answers:
            answer = self.chance.choice(self.answers)
            folder = self.chance.choice([f for f in self.folders if f.office == answer.office])
            self._hear(folder, answer)

    def back_up(self) -> None:
        """Keep a copy of a folder's database, the head office's too."""
        folder = self.chance.choice([self.siege, *self.folders])
        folder.backups.append(folder.content())

    def restore(self) -> None:
        """Put an office back to a backup; its marks may be lost with the machine."""
        folder = self.any_folder()
        if folder.backups:
            if self.chance.random() < 0.3:
                shutil.rmtree(folder.state, ignore_errors=True)
            folder.put_back(self.chance.choice(folder.backups))
            folder.uids = self._uids(folder)

    def restore_siege(self) -> None:
        """Put the head office back to a backup."""
        if self.siege.backups:
            self.siege_was_restored = True
            self.siege.put_back(self.chance.choice(self.siege.backups))
            reception.project(self.siege.store)

    def clone(self) -> None:
        """Copy a folder to another machine, with its marks or without; both go on working."""
        if len(self.folders) >= 4:
            return
        one = self.any_folder()
        self.copied(one, with_marks=self.chance.random() < 0.5 and one.state.exists())

    def copied(self, one: Folder, *, with_marks: bool = False) -> Folder:
        """Return a clone of a folder on another machine."""
        path, state = self._new_place(one.office)
        shutil.copytree(one.path, path)
        if with_marks:
            shutil.copytree(one.state, state)
        copy = Folder(one.office, path, state, self.clock, one.till, list(one.uids))
        self.folders.append(copy)
        return copy

    def write(self, folder: Folder, times: int) -> None:
        """Record so many accueils."""
        for _time in range(times):
            with folder.store.writing("JD") as transaction:
                folder.uids += visits.record(transaction, self._visit(folder.office)).uids

    def pass_on(self) -> None:
        """Have two posts of an office exchange packets, without the head office."""
        one = self.any_folder()
        others = [f for f in self.folders if f.office == one.office and f is not one]
        packet = self._packet(one, 1000) if others else None
        if packet is not None:
            self.take(self.chance.choice(others), packet)

    def calm_down(self, folders: Sequence[Folder] = ()) -> None:
        """Have everything sent, delivered and heard until some folders, or all, say nothing."""
        speaking = folders or self.folders
        for _round in range(_MOST_ROUNDS):
            packets = [p for p in (self._packet(f, 1000) for f in speaking) if p is not None]
            news = 0
            for packet in packets:
                self.archive.append(packet)
                taken = self.take(self.siege, packet)
                # Where something is missing, less is acknowledged, and sent again.
                news += taken.new + len(taken.gaps)
            for folder in speaking:
                before = folder.store.stream
                self._hear(folder, self._answer(folder.office))
                news += folder.store.stream != before
            if not news:
                return
        raise AssertionError("the network never calms down")

    # ------------------------------------------------------------------------------ what they do

    def take(self, folder: Folder, packet: Packet, name: str = "") -> reception.Taken:
        """Have a folder take in a packet, and project it as the program does, at once or later."""
        taken = reception.take_packet(folder.store, packet, name or packet.name, packet.name)
        reception.project(folder.store)
        return taken

    def _packet(self, folder: Folder, most: int) -> Packet | None:
        with folder.store.reading() as connection:
            spans = outgoing.spans_to_send(connection, most=most)
            content = {
                s.stream: tuple(outgoing.entries_between(connection, s.stream, s.first, s.last))
                for s in spans
            }
        if not spans:
            return None
        self._count += 1
        with folder.store.writing_local() as connection:
            number = exchange_state.next_number(connection)
            name = f"{folder.office}_{number}_{self._count:016x}"
            exchange_state.note_sent(connection, number, name, spans, "")
        manifest = Manifest(folder.office, number, self.clock.now().isoformat(), spans)
        return Packet(manifest, content, name)

    def _answer(self, office: str) -> Answer:
        with self.siege.store.reading() as connection:
            heads = acknowledging.heads_of(connection, office)
        return Answer(office, heads)

    def _hear(self, folder: Folder, answer: Answer) -> None:
        self._take_acknowledgement(folder.store, answer.heads)

    def any_folder(self) -> Folder:
        """Return the folder of some office."""
        return self.chance.choice(self.folders)

    def _visit(self, office: str) -> Visit:
        size = self.chance.randrange(1, 9)
        return replace(VISIT, office=office, party_size=size, started_at=None, minute=None)

    def _made(self, office: str) -> Folder:
        path, state = self._new_place(office)
        shutil.copytree(self._templates[office], path)
        return Folder(office, path, state, self.clock)

    def _new_place(self, office: str) -> tuple[Path, Path]:
        self._count += 1
        path = self._place / f"{self._count}-{office}"
        return path, path.with_name(f"{path.name}-state")

    def _is_here(self, till: TillPost, folder: Folder) -> bool:
        with folder.store.reading() as connection:
            known = here(connection)
        return known is not None and known.stream == till.stream

    def _uids(self, folder: Folder) -> list[str]:
        with folder.store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT uid FROM visit WHERE void_reason IS NULL AND office = ?", (folder.office,)
            )
            return [uid for (uid,) in rows]

    # ------------------------------------------------------------------------------ what is left

    def lost(self) -> set[tuple[str, int, bytes]]:
        """Return what a living folder has written and the head office does not hold."""
        held = self._keys(self.siege, "journal") | self._keys(self.siege, "forked_entry")
        missing: set[tuple[str, int, bytes]] = set()
        for folder in self.folders:
            missing |= self._keys(folder, "journal") - held
        return missing

    def out_of_the_tables(self) -> set[tuple[str, int, bytes]]:
        """Return what is not a till's and lies nowhere but among the second histories."""
        missing: set[tuple[str, int, bytes]] = set()
        for folder in self.folders:
            missing |= self._keys(folder, "journal") - self._keys(self.siege, "journal")
        tills = self._keys(self.siege, "forked_entry", "substr(kind, 1, 4) = 'till'")
        return missing - tills

    def wrong_rows(self) -> dict[str, tuple[object, object]]:
        """Return the accueils that the head office shows otherwise than the union says."""
        entries: list[tuple[Any, ...]] = []
        for folder in (self.siege, *self.folders):
            entries += self._entries(folder)
        expected = union_view(entries)
        with self.siege.store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT uid, rev, void_reason, party_size FROM visit")
            shown = {row[0]: tuple(row[1:]) for row in rows}
        return {
            uid: (expected.get(uid), shown.get(uid))
            for uid in expected.keys() | shown.keys()
            if expected.get(uid) != shown.get(uid)
        }

    def figures(self, folder: Folder | None = None) -> list[object]:
        """Return the figures of every month of every office, as a folder has them."""
        with (folder or self.siege).store.reading() as connection:
            return [
                month_figures(connection, office, month)
                for office in OFFICES
                for month in months_of(connection, office)
            ]

    def rebuilt_figures(self) -> list[object]:
        """Return the same once the tables were rebuilt from the journal."""
        comparison.rebuild(self.siege.store)
        return self.figures()

    def archived_figures(self) -> list[object]:
        """Return what a new head office makes of the packets that were kept, in their order."""
        fresh = self._made(SIEGE)
        for packet in self.archive:
            self.take(fresh, packet)
        for packet in self.archive:
            # Those that had to wait.
            self.take(fresh, packet)
        found = self.figures(fresh)
        fresh.store.close()
        return found

    def rebuilt_from_files(self) -> list[object]:
        """Return what a new head office makes of the same packets, as the files that it keeps."""
        fresh, archive = self._made(SIEGE), self._place / "recus"
        archive.mkdir()
        keys = {office: SecretKey(bytes([n + 1] * 32)) for n, office in enumerate(OFFICES)}
        with fresh.store.writing("CA") as transaction:
            for office, key in keys.items():
                post = Post(office, "0" * 16, office, key.public.raw.hex(), "age1")
                posts.confirm(transaction, post)
        order: list[str] = []
        for packet in self.archive:
            written = packet.written(archive, keys[packet.manifest.office])
            order.append(sha256_of(written))
            written.replace(archive / f"{order[-1]}.zip")
        (archive / "ordre.txt").write_text("\n".join(order), "utf-8")
        if order:
            done = take_archived(fresh.store, archive)
            assert done.refused == []
        found = self.figures(fresh)
        fresh.store.close()
        return found

    def _keys(
        self, folder: Folder, table: str, where: str = "1 = 1"
    ) -> set[tuple[str, int, bytes]]:
        own = "" if table == "forked_entry" else "AND kind NOT IN ('folder', 'stream_origin')"
        query = f"SELECT header, payload_digest FROM {table} WHERE {where} {own}"
        with folder.store.reading() as connection:
            rows = connection.exec_driver_sql(query).all()
        found = set()
        for header, digest in rows:
            said = canonical.decode(header)
            found.add((str(said["uid"]), int(str(said["rev"])), bytes(digest)))
        return found

    def _entries(self, folder: Folder) -> list[tuple[Any, ...]]:
        query = """
        SELECT j.uid, j.rev, j.op, j.recorded_at, j.stream, j.seq, j.payload, first.payload
        FROM journal AS j JOIN journal AS first ON first.stream = j.stream AND first.seq = 1
        WHERE j.kind = 'visit'
        """
        with folder.store.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]


def union_view(entries: Iterable[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """Return what the accueils are, told by all entries there are: written apart from `store`."""
    ordered = sorted(
        entries,
        key=lambda e: (
            e[1],
            canonical.decode(e[7]).get("generation", 0),
            datetime.fromisoformat(e[3]),
            e[4],
            e[5],
        ),
    )
    shown: dict[str, tuple[Any, ...]] = {}
    for uid, rev, op, _moment, _stream, _seq, content, _first in ordered:
        payload = canonical.decode(content)
        if op == "put":
            shown[uid] = (rev, None, payload["party_size"])
        elif uid in shown:
            shown[uid] = (rev, payload["reason"], shown[uid][2])
    return shown


def make_templates(place: Path) -> dict[str, Path]:
    """Make an untouched folder of each office and of the head office, to be copied."""
    clock = FixedClock(_BEGAN)
    found = {}
    for office in (*OFFICES, SIEGE):
        role = "siege" if office == SIEGE else "office"
        path = place / f"template-{office}"
        identity = Identity("cevennes", office, role)
        Store.create(path, identity, clock, ZONE, Anchors(place / "nobody")).close()
        found[office] = path
    return found
