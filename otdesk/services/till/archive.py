"""Archiving a period of the tills: a signed zip that an inspector checks without this program.

It holds at most twelve months, is recorded in the till's journal with its SHA-256, and nothing
is ever purged (`shop.md`, "The till's journal").
"""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from otdesk import __version__
from otdesk.domain.period import Period
from otdesk.errors import DataFault, EnvironmentFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import GENESIS
from otdesk.journal.keys import fingerprint, short_signature
from otdesk.journal.signatures import KEY_EVENT, TILL
from otdesk.services.till import archive_check
from otdesk.services.till.archive_files import (
    FORMAT,
    MANIFEST,
    READ_ME,
    SIGNATURE,
    Source,
    files,
    key_file,
    renewed,
)
from otdesk.services.till.post import TillPost
from otdesk.store import durable
from otdesk.store.engine import open_raw
from otdesk.store.entries import Unreadable, stored_entries
from otdesk.store.file_digest import sha256_of
from otdesk.store.snapshot import snapshot
from otdesk.store.store import Store

MOST_DAYS = 366


class ArchiveRefused(EnvironmentFault):
    """The file cannot be written where it was asked for."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was written: its file and its SHA-256, by which the till knows it."""

    path: Path
    sha256: str
    entries: int
    signature: str


@dataclass(slots=True)
class _Part:
    """A till's entries of a period; `prev` is the digest before the first, `key` in force then."""

    stream: str
    name: str
    key: str
    first: int
    last: int
    prev: bytes
    head: bytes


def make(store: Store, post: TillPost, period: Period, target: Path, author: str) -> Archive:
    """Write the archive of a period, check it, record it in the till, and give it its name.

    Raises DataFault on more than twelve months, on a period without any entry, and where the
    journal has faults; ArchiveRefused where the file cannot be written.
    """
    if period.days > MOST_DAYS:
        raise DataFault(_("Une archive compte au plus douze mois."))
    part = target.with_name(f".{target.name}.part")
    try:
        with snapshot(store.path) as copied, closing(open_raw(copied)) as connection:
            parts = _parts(connection, period)
            if not parts:
                raise DataFault(_("Aucune caisse n’a rien enregistré sur cette période."))
            with _explained(target):
                signature = _write(part, connection, parts, post, (period, store.clock.now()))
        report = archive_check.check(part)
        if report.faults:
            raise DataFault(
                _("La caisse a des anomalies, à voir avec « otdesk verify » : {}").format(
                    report.faults[0]
                )
            )
        with _explained(target):
            sha256 = sha256_of(part)
        own = next((p for p in parts if p.stream == post.stream), None)
        with store.writing(author) as transaction:
            post.put(
                transaction,
                "till_archive",
                first_seq=0 if own is None else own.first,
                last_seq=0 if own is None else own.last,
                period=name_of(period),
                sha256=sha256,
            )
        with _explained(target):
            durable.publish(part, target)
    finally:
        part.unlink(missing_ok=True)
    return Archive(target, sha256, report.entries, short_signature(signature))


def name_of(period: Period) -> str:
    """Return a period as the command line writes it: `2022`, `2022-07`, or its two ends."""
    first, last = period.first.isoformat(), period.last.isoformat()
    for length in (len("2022"), len("2022-07"), len("2022-07-14")):
        if Period.parse(first[:length]) == period:
            return first[:length]
    return f"{first}/{last}"


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Say in French that the file of the archive cannot be written."""
    try:
        yield
    except OSError as error:
        raise ArchiveRefused(
            _("L’archive « {path} » ne peut pas être écrite ({error}).").format(
                path=target, error=error.strerror or error
            ),
            safe=_("La caisse est intacte ; aucun fichier n’a été laissé à moitié."),
            todo=_("Vérifier que le dossier existe, qu’il y a de la place et le droit d’y écrire."),
        ) from error


def _parts(connection: sqlite3.Connection, period: Period) -> list[_Part]:
    """Return what each till of the file has in the period, bounded by sequence numbers."""
    query = "SELECT DISTINCT stream FROM journal WHERE kind = ? ORDER BY stream"
    found: list[_Part] = []
    for (stream,) in connection.execute(query, (TILL,)).fetchall():
        name, key, prev = "", "", GENESIS
        part: _Part | None = None
        for entry in _entries(connection, stream):
            payload = canonical.decode(entry.payload)
            kind = entry.header.kind
            if kind == TILL:
                name, key = str(payload["till_name"]), str(payload["public_key"])
            if _is_within(period, kind, payload):
                if part is None:
                    part = _Part(stream, name, key, entry.header.seq, 0, prev, b"")
                part.last, part.head = entry.header.seq, entry.digest
            if (kind, payload.get("event")) == KEY_EVENT and "PUBLIC KEY" in str(
                payload.get("detail", "")
            ):
                key = str(payload["detail"])
            prev = entry.digest
        if part is not None:
            found.append(part)
    return found


def _is_within(period: Period, kind: str, payload: dict[str, Value]) -> bool:
    """Tell whether an entry belongs to a period: a closing does with the days that it closes."""
    if kind in {"till_closing", "till_month", "till_year"}:
        closed = Period.parse(str(payload["period"]))
        return closed.first in period and closed.last in period
    return date.fromisoformat(str(payload["day"])) in period


def _entries(connection: sqlite3.Connection, stream: str) -> Iterator[StoredEntry]:
    for entry in stored_entries(connection, stream):
        if isinstance(entry, Unreadable):
            raise DataFault(
                _("L’entrée n° {seq} de la caisse est illisible ({detail}).").format(
                    seq=entry.seq, detail=entry.detail
                )
            )
        yield entry


def _source(connection: sqlite3.Connection, parts: Iterable[_Part]) -> Source:
    def entries() -> Iterator[StoredEntry]:
        for part in parts:
            for entry in _entries(connection, part.stream):
                if part.first <= entry.header.seq <= part.last:
                    yield entry

    return entries


def _write(
    path: Path,
    connection: sqlite3.Connection,
    parts: list[_Part],
    post: TillPost,
    made: tuple[Period, datetime],
) -> bytes:
    """Write the zip, file by file, each as it is read; return the signature of its manifest."""
    period, now = made
    keys = {part.stream: part.key for part in parts}
    keys.setdefault(post.stream, post.key.public_pem)
    signing = post.stream
    if keys[post.stream] != post.key.public_pem:
        # The period began with an earlier key of this till; the manifest is signed with this one.
        signing = renewed(post.stream)
        keys[signing] = post.key.public_pem
    written: list[Value] = []
    stamp = now.timetuple()[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, chunks: Iterable[bytes]) -> None:
            digest, size = hashlib.sha256(), 0
            info = zipfile.ZipInfo(name, (max(stamp[0], 1980), *stamp[1:]))
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as file:
                for chunk in chunks:
                    file.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
            written.append({"name": name, "sha256": digest.hexdigest(), "bytes": size})

        for name, chunks in files(_source(connection, parts)):
            add(name, chunks)
        for stream, key in keys.items():
            add(key_file(stream), (key.encode("ascii"),))
        add(READ_ME, (_read_me(period, post, key_file(signing)).encode("utf-8-sig"),))
        manifest = canonical.encode(
            {
                "format": FORMAT,
                "program": f"otdesk {__version__}",
                "made_at": now.isoformat(timespec="seconds"),
                "office": post.office,
                "period": name_of(period),
                "training": int(post.training),
                "signed_by": post.stream,
                "tills": [_till(part) for part in parts],
                "files": list(written),
            }
        )
        signature = post.key.sign(hashlib.sha256(manifest).digest())
        add(MANIFEST, (manifest,))
        add(SIGNATURE, (signature,))
    return signature


def _till(part: _Part) -> dict[str, Value]:
    return {
        "till": part.stream,
        "name": part.name,
        "key": fingerprint(part.key),
        "first_seq": part.first,
        "last_seq": part.last,
        "prev": part.prev.hex(),
        "head": part.head.hex(),
    }


def _read_me(period: Period, post: TillPost, key: str) -> str:
    """Return LISEZMOI.txt: what lies here, and how to check it without this program."""
    simulation = _("SIMULATION : caisse d’entraînement, aucune vente réelle.\r\n\r\n")
    text = _(
        "Archive de caisse, {name}, bureau {office}, période {period}\r\n"
        "\r\n"
        "{simulation}journal.jsonl    le journal signé, une entrée par ligne, octets en base64\r\n"
        "tickets.csv      les tickets et les remboursements\r\n"
        "lignes.csv       leurs lignes, avec la TVA\r\n"
        "reglements.csv   les règlements, leurs corrections, les mouvements d’espèces\r\n"
        "clotures.csv     les Z, les clôtures de mois et d’année, les totaux perpétuels\r\n"
        "evenements.csv   les événements techniques, les duplicata, les archives\r\n"
        "totaux.json      les totaux de la période, en centimes\r\n"
        "cle-….pem        la clé publique de chaque caisse (ECDSA, P-256)\r\n"
        "manifeste.json   l’empreinte SHA-256 de chaque fichier\r\n"
        "manifeste.sig    la signature du manifeste, avec la clé de la caisse {stream}\r\n"
        "\r\n"
        "Tout vérifier, avec otdesk :\r\n"
        "  otdesk verify --archive FICHIER.zip --public-key CLE.pem\r\n"
        "\r\n"
        "Vérifier le manifeste sans otdesk :\r\n"
        "  openssl dgst -sha256 -verify {key} \\\r\n"
        "    -signature manifeste.sig manifeste.json\r\n"
        "\r\n"
        "Empreinte d’une entrée du journal (SHA-256, champs décodés du base64) :\r\n"
        "  payload_digest = SHA-256(« otdesk.payload.1 » + salt + payload)\r\n"
        "  digest = SHA-256(« otdesk.entry.1 » + prev + payload_digest + header)\r\n"
        "  signature = ECDSA P-256 (DER) de digest ; prev est le digest de l’entrée précédente.\r\n"
        "\r\n"
        "Rien n’est effacé de la caisse : cette archive en est une copie.\r\n"
    )
    return text.format(
        name=post.name,
        office=post.office,
        period=name_of(period),
        stream=post.stream,
        key=key,
        simulation=simulation if post.training else "",
    )
