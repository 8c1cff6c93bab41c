"""Rebuilding the tables from the journal: to compare them, or to put them right."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Table, delete
from sqlalchemy.exc import DBAPIError

from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.journal.canonical import Payload
from otdesk.journal.entry import Header
from otdesk.store import engine as engines
from otdesk.store import faults, schema, tables
from otdesk.store.entries import entries_in_order_of_arrival
from otdesk.store.projections import is_known, project_many
from otdesk.store.reading import driver
from otdesk.store.report import Area, Code, IntegrityFault
from otdesk.store.store import Store

_BATCH = 900
# A table that was emptied is one fault and a number, not a million lines.
_MOST_LISTED = 1000


@dataclass(slots=True)
class Comparison:
    """What the tables of a database are worth against its journal."""

    faults: list[IntegrityFault] = field(default_factory=list)
    unknown: Mapping[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def compare(copied: Path, tick: Callable[[], None]) -> Comparison:
    """Rebuild the tables beside the private copy of a database, and compare row by row.

    `tick` is called for each entry; what it raises ends the comparison.
    """
    result = Comparison()
    unknown: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory(prefix="otdesk-rebuilt-", dir=copied.parent) as place,
        closing(engines.open_raw(copied)) as reader,
        _rebuilding(Path(place) / "rebuilt.sqlite", copied) as connection,
    ):

        def entries() -> Iterator[tuple[Header, Payload]]:
            for header, payload in entries_in_order_of_arrival(reader):
                tick()
                if is_known(header):
                    yield header, payload
                else:
                    unknown[header.kind] += 1

        with connection.begin():
            result.faults += _project(connection, entries())
        raw = _driver(connection)
        # A changed text may be no UTF-8 any more, and is to be named all the same.
        raw.text_factory = lambda data: data.decode("utf-8", "replace")
        for table in tables.PROJECTED:
            try:
                result.rows[table.name] = _compare_table(raw, table, result.faults)
            except sqlite3.DatabaseError as error:
                detail = _("la table est illisible ({})").format(error)
                result.faults.append(
                    IntegrityFault(Area.TABLE, Code.UNREADABLE, detail, table=table.name)
                )
    result.unknown = dict(unknown)
    return result


def rebuild(store: Store, tick: Callable[[], None] = lambda: None) -> int:
    """Drop every projected row and write it again from the journal, in one transaction.

    Returns how many entries were projected. Raises DataFault, and changes nothing, where an
    entry cannot be.
    """
    count = 0
    with store.writing_local() as connection:
        for table in tables.PROJECTED:
            connection.execute(delete(table))

        def entries() -> Iterator[tuple[Header, Payload]]:
            nonlocal count
            for entry in entries_in_order_of_arrival(driver(connection)):
                tick()
                count += 1
                yield entry

        found = _project(connection, entries())
        if found:
            raise DataFault(_("Les tables ne peuvent pas être refaites : {}").format(found[0]))
    return count


@contextmanager
def _rebuilding(path: Path, copied: Path) -> Iterator[Connection]:
    """Give a connection on a new database that also sees the journal of `copied`."""
    engine = engines.connect(path)
    try:
        with engines.for_writing(engine.connect()) as connection:
            raw = _driver(connection)
            # It is thrown away at the end: nothing to flush, and little to take back.
            for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-64000"):
                raw.execute(f"PRAGMA {pragma}")
            with connection.begin():
                schema.create_tables(connection, tables.PROJECTED)
            # The projections' `journal` is then the copy's: this database has none.
            raw.execute("ATTACH DATABASE ? AS checked", (str(copied),))
            yield connection
    finally:
        engine.dispose()


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def _project(
    connection: Connection, entries: Iterator[tuple[Header, Payload]]
) -> list[IntegrityFault]:
    """Project in batches; where one fails, one by one, naming those that cannot be."""
    found: list[IntegrityFault] = []
    while batch := list(islice(entries, _BATCH)):
        if _try(connection, batch) is None:
            continue
        for header, payload in batch:
            why = _try(connection, [(header, payload)])
            if why is not None:
                detail = _("l’entrée ne donne pas de ligne ({})").format(why)
                found.append(
                    IntegrityFault(
                        Area.CHAIN,
                        Code.UNREADABLE,
                        detail,
                        stream=header.stream,
                        seq=header.seq,
                    )
                )
    return found


def _try(connection: Connection, batch: Sequence[tuple[Header, Payload]]) -> str | None:
    """Project a batch or nothing of it; return why not."""
    try:
        with connection.begin_nested():
            project_many(connection, batch)
    except (DBAPIError, sqlite3.Error) as error:
        if faults.translated(error, Path()) is not None:
            # The disk's affair, or the page's: no entry is to blame.
            raise
        return str(error)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        return f"{type(error).__name__} : {error}"
    return None


def _compare_table(
    connection: sqlite3.Connection, table: Table, found: list[IntegrityFault]
) -> int:
    """List the rows of one table that the journal does not say, or says otherwise."""
    keys = [column.name for column in table.primary_key.columns]
    columns = [column.name for column in table.columns]
    same = " AND ".join(f'r."{key}" = c."{key}"' for key in keys)
    differ = " OR ".join(f'r."{name}" IS NOT c."{name}"' for name in columns)
    left = ", ".join(f'r."{name}"' for name in columns)
    right = ", ".join(f'c."{name}"' for name in columns)
    first = keys[0]
    listing = _Listing(table.name, found)
    for row in connection.execute(
        f'SELECT {left}, {right}, c."{first}" IS NULL FROM main."{table.name}" AS r '  # noqa: S608
        f'LEFT JOIN checked."{table.name}" AS c ON {same} WHERE {differ}'
    ):
        said, found_row = row[: len(columns)], row[len(columns) : -1]
        uid = "/".join(str(said[columns.index(key)]) for key in keys)
        if row[-1]:
            listing.add(Code.MISSING, _("la ligne manque"), uid)
            continue
        for name, wanted, stands in zip(columns, said, found_row, strict=True):
            if type(wanted) is not type(stands) or wanted != stands:
                listing.add(Code.DIFFERS, _differs(wanted, stands), uid, name)
    for row in connection.execute(
        f'SELECT {", ".join(f"""c."{key}" """ for key in keys)} '  # noqa: S608
        f'FROM checked."{table.name}" AS c '
        f'LEFT JOIN main."{table.name}" AS r ON {same} WHERE r."{first}" IS NULL'
    ):
        listing.add(Code.EXTRA, _("le journal ne connaît pas cette ligne"), "/".join(map(str, row)))
    listing.close()
    (count,) = connection.execute(
        f'SELECT count(*) FROM checked."{table.name}"'  # noqa: S608
    ).fetchone()
    return int(count)


def _differs(wanted: object, stands: object) -> str:
    return _("{stands} au lieu de {wanted}").format(stands=repr(stands), wanted=repr(wanted))


class _Listing:
    """The faults of one table: each of the first thousand, then how many more."""

    def __init__(self, table: str, found: list[IntegrityFault]) -> None:
        self._table = table
        self._found = found
        self._count = 0

    def add(self, code: Code, detail: str, uid: str, column: str = "") -> None:
        self._count += 1
        if self._count <= _MOST_LISTED:
            self._found.append(
                IntegrityFault(Area.TABLE, code, detail, table=self._table, uid=uid, column=column)
            )

    def close(self) -> None:
        more = self._count - _MOST_LISTED
        if more > 0:
            detail = ngettext("et {} autre écart", "et {} autres écarts", more).format(more)
            self._found.append(IntegrityFault(Area.TABLE, Code.DIFFERS, detail, table=self._table))
