"""The tables of `otdesk.store.tables` as PostgreSQL has them, and what keeps the journal as it is.

They are derived, never written twice: integers have 64 bits, as in SQLite, and texts compare by
their bytes, as in SQLite, whatever the language of the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import BigInteger, Connection, Integer, LargeBinary, MetaData, Text, inspect
from sqlalchemy.dialects.postgresql import BYTEA

from otdesk.store import tables
from otdesk.store.report import Code
from otdesk.store.server import views
from otdesk.store.tables import SCHEMA_VERSION

VERSIONS = "otdesk_schema"
_REFUSED = """
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
"""
# The erasure of a personal payload is the one change that an entry may undergo, once an
# `erase` entry speaks of it; the whole row is compared, columns of later versions included.
_EMPTIED = """
DECLARE
    emptied journal%ROWTYPE := OLD;
BEGIN
    emptied.payload := ''::bytea;
    emptied.salt := ''::bytea;
    IF NEW IS NOT DISTINCT FROM emptied AND OLD.op <> 'erase' AND EXISTS (
        SELECT 1 FROM journal AS e WHERE e.uid = OLD.uid AND e.kind = OLD.kind AND e.op = 'erase'
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
"""
FUNCTIONS = {"journal_refuse": _REFUSED, "journal_allow_erasure": _EMPTIED}
# pg_trigger.tgtype: 1 each row, 2 before, 8 delete, 16 update, 32 truncate.
_KINDS = {
    "journal_no_delete": (1 | 2 | 8, _REFUSED),
    "journal_no_truncate": (2 | 32, _REFUSED),
    "journal_no_update": (1 | 2 | 16, _EMPTIED),
}
# What is inserted never replaces: PostgreSQL's ON CONFLICT is an UPDATE to its triggers.
TRIGGERS = {
    "journal_no_delete": "BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
    "journal_no_truncate": (
        "BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
    ),
    "journal_no_update": (
        "BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION journal_allow_erasure()"
    ),
}
_TRIGGERS_FOUND = """
SELECT t.tgname, t.tgenabled, t.tgtype, p.prosrc FROM pg_trigger AS t
JOIN pg_proc AS p ON p.oid = t.tgfoid
WHERE t.tgrelid = 'journal'::regclass AND NOT t.tgisinternal
"""


@cache
def server_metadata() -> MetaData:
    """Return the tables with the server's types."""
    made = MetaData()
    for table in tables.metadata.sorted_tables:
        copied = table.to_metadata(made)
        for column in copied.columns:
            if isinstance(column.type, Integer):
                column.type = BigInteger()
                # The journal alone counts by itself, in the order of arrival.
                column.autoincrement = table.name == "journal"
            elif isinstance(column.type, Text):
                column.type = Text(collation="C")
    return made


def create(connection: Connection) -> None:
    """Create every table, index, trigger and view in the caller's transaction."""
    server_metadata().create_all(connection)
    guard(connection)
    connection.exec_driver_sql(
        f"CREATE TABLE {VERSIONS} (id bigint PRIMARY KEY CHECK (id = 1), version bigint NOT NULL)"
    )
    connection.exec_driver_sql(f"INSERT INTO {VERSIONS} VALUES (1, {SCHEMA_VERSION})")  # noqa: S608
    views.create(connection)


def version(connection: Connection) -> int | None:
    """Return the version of the tables; None where there are none of otdesk's."""
    query = f"SELECT to_regclass('{VERSIONS}') IS NOT NULL"
    if not connection.exec_driver_sql(query).scalar_one():
        return None
    found = connection.exec_driver_sql(f"SELECT version FROM {VERSIONS}").scalar()  # noqa: S608
    return None if found is None else int(found)


def finish_migration(connection: Connection, target: int) -> None:
    """Note the version that a migration came to; this program's is held to `create`'s tables.

    Raises RuntimeError where it ended elsewhere: all is taken back then.
    """
    _level(connection)
    views.create(connection)
    connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version = {target}")  # noqa: S608
    if target == SCHEMA_VERSION and (wrong := differences(connection)):
        names = ", ".join(name for _kind, name, _code in wrong)
        raise RuntimeError(f"the migrations do not end at the models: {names}")


def _level(connection: Connection) -> None:
    """Give the columns that a migration added the server's own types."""
    inspector = inspect(connection)
    names = set(inspector.get_table_names())
    for table in server_metadata().sorted_tables:
        if table.name not in names:
            continue
        for column in inspector.get_columns(table.name):
            kind = column["type"]
            if isinstance(kind, Text) and kind.collation != "C":
                wanted = 'text COLLATE "C"'
            elif isinstance(kind, Integer) and not isinstance(kind, BigInteger):
                wanted = "bigint"
            else:
                continue
            connection.exec_driver_sql(
                f'ALTER TABLE "{table.name}" ALTER COLUMN "{column["name"]}" TYPE {wanted}'
            )


def has_journal(connection: Connection) -> bool:
    """Tell whether a table of the journal's name is there, whosever it is."""
    query = "SELECT to_regclass('journal') IS NOT NULL"
    return bool(connection.exec_driver_sql(query).scalar_one())


def differences(connection: Connection) -> list[tuple[str, str, Code]]:
    """List what is not as `create` makes it: (table, index, trigger or view; its name; how).

    What somebody added beside otdesk's tables is his affair; a trigger on the journal is not.
    """
    return [*_tables(connection), *_indexes(connection), *_triggers(connection)]


def _tables(connection: Connection) -> Iterator[tuple[str, str, Code]]:
    inspector = inspect(connection)
    names = set(inspector.get_table_names())
    for table in server_metadata().sorted_tables:
        if table.name not in names:
            yield "table", table.name, Code.MISSING
            continue
        wanted = {c.name: (*_type(c.type), c.nullable) for c in table.columns}
        found = {
            c["name"]: (*_type(c["type"]), c["nullable"]) for c in inspector.get_columns(table.name)
        }
        if wanted != found:
            yield "table", table.name, Code.ALTERED
    views_found = set(inspector.get_view_names(views.READING))
    for name in views.VIEWS:
        if name not in views_found:
            yield "view", name, Code.MISSING


def _type(column: object) -> tuple[str, str | None]:
    """Return what matters of a column's type: what it holds, and how texts compare."""
    if isinstance(column, BigInteger):
        return "bigint", None
    if isinstance(column, LargeBinary | BYTEA):
        return "bytea", None
    return (str(type(column).__name__).lower(), getattr(column, "collation", None))


def _indexes(connection: Connection) -> Iterator[tuple[str, str, Code]]:
    inspector = inspect(connection)
    names = set(inspector.get_table_names())
    for table in server_metadata().sorted_tables:
        if table.name not in names:
            continue
        found = {
            index["name"]: (tuple(index["column_names"]), bool(index["unique"]))
            for index in inspector.get_indexes(table.name)
        }
        for index in table.indexes:
            name = str(index.name)
            wanted = (tuple(column.name for column in index.columns), bool(index.unique))
            if name not in found:
                yield "index", name, Code.MISSING
            elif found[name] != wanted:
                yield "index", name, Code.ALTERED


def _triggers(connection: Connection) -> Iterator[tuple[str, str, Code]]:
    found = {
        name: (enabled, kind, source)
        for name, enabled, kind, source in connection.exec_driver_sql(_TRIGGERS_FOUND)
    }
    for name, (kind, source) in _KINDS.items():
        stands = found.pop(name, None)
        if stands is None:
            yield "trigger", name, Code.MISSING
        elif stands != ("A", kind, source):
            yield "trigger", name, Code.ALTERED
    for name in found:
        yield "trigger", name, Code.EXTRA


def guard(connection: Connection) -> None:
    """Have the journal refuse every change but the emptying of what was erased."""
    for name, body in FUNCTIONS.items():
        made = (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $otdesk${body}$otdesk$"
        )
        connection.exec_driver_sql(made.replace("%", "%%"))
    for name, what in TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {what}")
    _enable(connection)


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Have the journal take every change until the block ends: for a restore alone.

    All in the caller's transaction: nobody else sees it so.
    """
    for name in TRIGGERS:
        connection.exec_driver_sql(f"ALTER TABLE journal DISABLE TRIGGER {name}")
    yield
    _enable(connection)


def _enable(connection: Connection) -> None:
    for name in TRIGGERS:
        # ALWAYS: or a session of a replication's would pass by.
        connection.exec_driver_sql(f"ALTER TABLE journal ENABLE ALWAYS TRIGGER {name}")
