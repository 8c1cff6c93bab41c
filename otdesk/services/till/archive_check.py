"""Checking an archive alone: from its bytes and a public key, without the folder it came from."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.chain import StoredEntry, verify_stream
from otdesk.journal.entry import Head
from otdesk.journal.keys import UnusableKey, fingerprint, public_keys, verifier
from otdesk.journal.signatures import KEY_EVENT
from otdesk.services.till.archive_files import (
    FORMAT,
    JOURNAL,
    MANIFEST,
    READ_ME,
    SIGNATURE,
    entry_of,
    files,
    key_file,
    renewed,
)
from otdesk.store.across_tills import AcrossTills
from otdesk.store.till_check import TillCheck

_BLOCK = 1 << 20
_LONGEST = 1 << 22
_MALFORMED = (
    UnusableKey,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    OverflowError,
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """What the check of an archive found; `faults` are French sentences with their place.

    `keys` are the fingerprints of the tills' public keys: they prove something only where they
    are compared with what was handed over by other means.
    """

    path: Path
    period: str
    entries: int
    keys: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def check(path: Path, keys: tuple[str, ...] = ()) -> ArchiveReport:
    """Check an archive: its files, its signature, and all that a till's journal must hold to.

    `keys` are public keys (PEM) from outside, with which every till in it must be signed. Raises
    FileNotFoundError and the like where there is no file to read; all else is a fault.
    """
    # Whether there is a file at all is the caller's affair.
    path.stat()
    found = _Found(path, keys)
    try:
        with zipfile.ZipFile(path) as archive:
            found.check(archive)
    except _BROKEN as error:
        found.faults.append(_("l’archive est abîmée ({})").format(error))
    return ArchiveReport(
        path, found.period, found.entries, tuple(found.fingerprints), tuple(found.faults)
    )


class _Found:
    """One check, and what it has found so far."""

    def __init__(self, path: Path, keys: tuple[str, ...]) -> None:
        self._path = path
        self._given = keys
        self.faults: list[str] = []
        self.fingerprints: list[str] = []
        self.entries = 0
        self.period = ""

    def check(self, archive: zipfile.ZipFile) -> None:
        """Check the manifest, then what it names; without one there is nothing to hold on to."""
        try:
            manifest = self._manifest(archive)
            if manifest is None:
                return
            if not self._files(archive, manifest):
                # What is not what was signed need not be explained any further.
                return
            self._journal(archive, manifest)
            self._made_again(archive)
        except _MALFORMED as error:
            self.faults.append(
                _("un fichier de l’archive n’a pas la forme attendue ({})").format(error)
            )

    def _manifest(self, archive: zipfile.ZipFile) -> dict[str, Any] | None:
        names = archive.namelist()
        for name in (MANIFEST, SIGNATURE):
            if names.count(name) != 1:
                self.faults.append(_("{} : le fichier manque").format(name))
                return None
        content = archive.read(MANIFEST)
        manifest = cast("dict[str, Any]", canonical.decode(content))
        if manifest["format"] != FORMAT:
            self.faults.append(
                _("l’archive vient d’une autre version du programme (format {})").format(
                    manifest["format"]
                )
            )
            return None
        self.period = str(manifest["period"])
        key = self._signing_key(archive, manifest["signed_by"])
        signature = archive.read(SIGNATURE)
        if key is None or not verifier(key)(hashlib.sha256(content).digest(), signature):
            self.faults.append(_("{} : la signature n’est pas celle de la caisse").format(MANIFEST))
            return None
        return manifest

    def _signing_key(self, archive: zipfile.ZipFile, stream: str) -> str | None:
        """Return the key of the manifest: the till's, or the one that it was renewed by since.

        Of a renewed one the old key vouches in the archive itself, or it must be given as well.
        """
        if key_file(renewed(stream)) not in archive.namelist():
            return self._key(archive, stream)
        (key,) = public_keys(archive.read(key_file(renewed(stream))).decode("ascii"))
        named = any(
            entry.header.stream == stream
            and (entry.header.kind, said.get("event"), said.get("detail")) == (*KEY_EVENT, key)
            for entry in _entries(archive)
            if (said := canonical.decode(entry.payload))
        )
        return key if named else self._key(archive, renewed(stream))

    def _key(self, archive: zipfile.ZipFile, stream: str) -> str | None:
        """Return the public key of a till; it must be one of those that were given."""
        try:
            (key,) = public_keys(archive.read(key_file(stream)).decode("ascii"))
        except (UnusableKey, UnicodeDecodeError, KeyError, ValueError):
            self.faults.append(_("{} : ce n’est pas une clé publique").format(key_file(stream)))
            return None
        print_of_it = fingerprint(key)
        if print_of_it not in self.fingerprints:
            self.fingerprints.append(print_of_it)
            if self._given and key not in self._given:
                self.faults.append(
                    _("{} : ce n’est pas la clé publique donnée").format(key_file(stream))
                )
        return key

    def _files(self, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> bool:
        """Compare each file with its SHA-256; tell whether all are there and none besides."""
        before = len(self.faults)
        named = {file["name"]: file for file in manifest["files"]}
        present = archive.namelist()
        for name in present:
            if name not in named and name not in {MANIFEST, SIGNATURE}:
                self.faults.append(_("{} : le manifeste ne connaît pas ce fichier").format(name))
            if present.count(name) > 1:
                self.faults.append(_("{} : le fichier est là deux fois").format(name))
        for name, file in named.items():
            if name not in present:
                self.faults.append(_("{} : le fichier manque").format(name))
            elif self._sha256(archive, name) != file["sha256"]:
                self.faults.append(_("{} : le contenu n’est pas celui du manifeste").format(name))
        return len(self.faults) == before

    def _sha256(self, archive: zipfile.ZipFile, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with archive.open(name) as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
        except _BROKEN as error:
            return str(error)
        return digest.hexdigest()

    def _journal(self, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
        """Judge each till's entries as `verify` does, from the one before the first on."""
        across = AcrossTills(_changed_receipts(archive).get, is_part=True)
        tills = {till["till"]: till for till in manifest["tills"]}
        entries = _Reader(_entries(archive))
        for stream, till in tills.items():
            current = self._key(archive, stream)
            if current is None:
                continue
            check = TillCheck(stream, across, seen=current, current=current)
            after = Head(stream, till["first_seq"] - 1, bytes.fromhex(till["prev"]))
            end = Head(stream, till["last_seq"], bytes.fromhex(till["head"]))
            found = verify_stream(entries.of(stream), anchor=end, judge=check, after=after)
            self.faults += [_told(fault.stream, fault.seq, fault.detail) for fault in found]
        self.entries = entries.count
        if not entries.is_at_end:
            self.faults.append(
                _("{} : des entrées ne sont d’aucune caisse du manifeste").format(JOURNAL)
            )
        self.faults += [_told(fault.stream, fault.seq, fault.detail) for fault in across.faults()]

    def _made_again(self, archive: zipfile.ZipFile) -> None:
        """Compare each file with what the journal in the archive makes of it."""
        for name, chunks in files(lambda: _entries(archive)):
            digest = hashlib.sha256()
            for chunk in chunks:
                digest.update(chunk)
            if digest.hexdigest() != self._sha256(archive, name):
                self.faults.append(_("{} : le journal dit autre chose").format(name))
        if not archive.read(READ_ME):
            self.faults.append(_("{} : le fichier manque").format(READ_ME))


class _Reader:
    """The entries of a journal, till by till, read once."""

    def __init__(self, entries: Iterator[StoredEntry]) -> None:
        self._entries = entries
        self._next = next(entries, None)
        self.count = 0

    @property
    def is_at_end(self) -> bool:
        """Tell whether every entry was given."""
        return self._next is None

    def of(self, stream: str) -> Iterator[StoredEntry]:
        """Yield the entries that come next, as long as they are those of a till."""
        while self._next is not None and self._next.header.stream == stream:
            entry, self._next = self._next, next(self._entries, None)
            self.count += 1
            yield entry


def _entries(archive: zipfile.ZipFile) -> Iterator[StoredEntry]:
    with archive.open(JOURNAL) as file:
        while line := file.readline(_LONGEST):
            yield entry_of(line)


def _changed_receipts(archive: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    """Return the receipts that were refunded or corrected, by uid: few, whatever was sold."""
    names = {"refund": "receipt", "payment_correction": "receipt_uid"}
    wanted: set[str] = set()
    for entry in _entries(archive):
        if entry.header.kind in names:
            wanted.add(str(canonical.decode(entry.payload)[names[entry.header.kind]]))
    return {
        entry.header.uid: cast("dict[str, Any]", canonical.decode(entry.payload))
        for entry in _entries(archive)
        if entry.header.uid in wanted and entry.header.kind == "receipt"
    }


def _told(stream: str, seq: int, detail: str) -> str:
    return _("journal {stream}, n° {seq} : {detail}").format(stream=stream, seq=seq, detail=detail)
