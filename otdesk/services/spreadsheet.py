"""A CSV file, streamed line by line: whatever lies in it, memory stays flat.

UTF-8 with or without a BOM, `;`, quotes doubled inside quotes, lines ended the Windows or the
Unix way. Anything else is a fault that says what to do in the spreadsheet program.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from otdesk import typography
from otdesk.domain.visits_file import HeaderRefused, LineReader, Record, read_header
from otdesk.errors import DataFault, EnvironmentFault
from otdesk.i18n import _

# A line of ours has some 100 bytes. Longer than this, it is no line, and is not held in memory.
MAX_LINE_BYTES = 65_536
# Ten years of a large office. A counter beside waits while they are copied (`bulk`): 27 µs a row,
# and it gives up after 5 s.
MAX_ROWS = 150_000
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"

Outcome = Record | list[tuple[str, str]]


class SourceUnreadable(EnvironmentFault):
    """The file to import cannot be opened or read."""


class Malformed(DataFault):
    """From `line` on, nobody can tell what is a line and what is a cell."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class _Broken(DataFault):
    """The line that is being read is none."""


class CsvRows:
    """One passage over the rows of a CSV file: iterate once, then ask `sha256`.

    Yields the number of the line on which each row begins, with its cells; the first row is the
    header, and rows of nothing are passed over behind it.
    """

    def __init__(self, path: Path, most: int | None = None) -> None:
        """`most` is how many rows there may be behind the header, MAX_ROWS where None."""
        self._path = path
        self._most = MAX_ROWS if most is None else most
        self._digest = hashlib.sha256()
        self._size = 0
        self._read = 0
        self._line = 0

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of what was read: the whole file once it was iterated to its end."""
        return self._digest.hexdigest()

    @property
    def fraction(self) -> float:
        """Return how much of the file was read, from 0 to 1."""
        return min(1.0, self._read / self._size) if self._size else 1.0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Read the file from its beginning. Raises SourceUnreadable, Malformed."""
        try:
            with self._path.open("rb") as file:
                self._size = self._path.stat().st_size
                yield from self._rows(file)
        except OSError as error:
            raise unreadable(self._path, error) from error

    def _rows(self, file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
        rows = csv.reader(self._lines(file), delimiter=";", strict=True)
        start, count = 1, 0
        try:
            yield start, next(rows, [])
            start = rows.line_num + 1
            for cells in rows:
                # Excel leaves lines of bare separators below what was deleted.
                if any(cells):
                    count += 1
                    _check_count(count, self._most)
                    yield start, cells
                start = rows.line_num + 1
        except _Broken as broken:
            raise Malformed(self._line, str(broken)) from broken
        except csv.Error as error:
            raise Malformed(start, _csv_reason(str(error))) from error

    def _lines(self, file: BinaryIO) -> Iterator[str]:
        while raw := file.readline(MAX_LINE_BYTES + 1):
            self._line += 1
            self._digest.update(raw)
            self._read += len(raw)
            if self._line == 1:
                _check_format(raw)
                raw = raw.removeprefix(_BOM)
            yield _text(raw)


class Scan:
    """One passage over a file of accueils: iterate once, then ask `sha256`.

    Yields the number of the line on which each record begins, with the record or its faults as
    (column, reason). A fault of the file's form ends it, since nothing after it can be trusted.
    """

    def __init__(self, path: Path, reader: LineReader) -> None:
        self._rows = CsvRows(path)
        self._reader = reader

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of what was read: the whole file once it was iterated to its end."""
        return self._rows.sha256

    @property
    def fraction(self) -> float:
        """Return how much of the file was read, from 0 to 1."""
        return self._rows.fraction

    def __iter__(self) -> Iterator[tuple[int, Outcome]]:
        """Read the file from its beginning. Raises SourceUnreadable."""
        rows = iter(self._rows)
        try:
            _line, head = next(rows)
            names = read_header(head)
            for line, cells in rows:
                yield line, self._outcome(names, cells)
        except HeaderRefused as refused:
            yield 1, refused.faults
        except Malformed as fault:
            yield fault.line, [("", str(fault))]

    def _outcome(self, names: tuple[str, ...], cells: list[str]) -> Outcome:
        if len(cells) != len(names):
            return [("", columns_reason(len(cells), len(names)))]
        return self._reader.read(dict(zip(names, cells, strict=True)))


def columns_reason(found: int, wanted: int) -> str:
    """Return what is wrong with a line that has more or fewer cells than there are columns."""
    return _("{found} colonnes au lieu de {wanted}.").format(found=found, wanted=wanted)


def _check_count(count: int, most: int) -> None:
    if count > most:
        raise _Broken(
            _("plus de {} lignes : importer une année à la fois.").format(typography.integer(most))
        )


def _check_format(raw: bytes) -> None:
    if raw.startswith(_ZIP):
        raise _Broken(_("c’est un classeur, pas un fichier CSV. {}").format(_how_to_save()))
    if raw.startswith(_UTF16):
        raise _Broken(_("le texte n’est pas en UTF-8. {}").format(_how_to_save()))


def _text(raw: bytes) -> str:
    if len(raw) > MAX_LINE_BYTES:
        raise _Broken(_("la ligne dépasse {} octets.").format(typography.integer(MAX_LINE_BYTES)))
    if b"\0" in raw:
        raise _Broken(_("la ligne contient un caractère nul : ce n’est pas du texte."))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Broken(_("le texte n’est pas en UTF-8. {}").format(_how_to_save())) from error
    if "\r" in text.rstrip("\r\n"):
        raise _Broken(_("les fins de ligne ne sont pas celles d’un CSV. {}").format(_how_to_save()))
    return text


def _how_to_save() -> str:
    return _("Dans Excel ou LibreOffice : Enregistrer sous, « CSV UTF-8 », séparateur « ; ».")


def _csv_reason(message: str) -> str:
    if "end of data" in message or "field larger" in message:
        return _("un guillemet est ouvert et n’est jamais refermé.")
    return _("un guillemet est mal placé : le doubler à l’intérieur d’une cellule.")


def unreadable(path: Path, error: OSError) -> SourceUnreadable:
    """Return the fault of a file that the system refuses to open or read."""
    if isinstance(error, FileNotFoundError):
        what = _("Le fichier « {} » n’existe pas.").format(path)
    elif path.is_dir():
        what = _("« {} » est un dossier, pas un fichier.").format(path)
    else:
        what = _("Le fichier « {path} » ne peut pas être lu ({error}).").format(
            path=path, error=error.strerror or error
        )
    return SourceUnreadable(
        what,
        safe=_("Rien n’a été changé."),
        todo=_("Vérifier le nom et le droit de lire ce fichier, puis recommencer."),
    )
