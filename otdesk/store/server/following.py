"""Rows that follow: the server takes some in while their maker makes the next ones.

COPY is read by the server as it comes, and this process need not wait for its end. One COPY is
left open at a time; the rows of the other tables wait for their turn. Any statement that SQLAlchemy
runs on the connection waits for all of them first, and so finds what was inserted before it; a
cursor of the driver's own would wait for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Connection, Table, event

from otdesk.store.driver import NotTaken
from otdesk.store.server.copying import Rows, send

# In `Connection.info`.
_KEY = "otdesk_following"
_HOOK = "before_cursor_execute"
# Beside a great many tables of a few rows each, memory stays flat.
_MOST = 20_000
_Batch = tuple[Table, tuple[str, ...]]


class Following:
    """The rows of one transaction that are on their way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[_Batch, list[Mapping[str, Any]]] = defaultdict(list)
        self._open = ExitStack()
        self._may_overtake = False

    def add(self, table: Table, rows: Rows) -> None:
        """Have rows of the same columns follow."""
        self._waiting[table, tuple(rows[0])] += rows

    def turn(self) -> None:
        """Wait for what was sent last, and send those of the table for which most wait."""
        if sum(map(len, self._waiting.values())) > _MOST:
            self.catch_up()
        self._end()
        if self._waiting:
            self._send(max(self._waiting, key=self._weight))

    def catch_up(self) -> None:
        """Send all, and wait for it."""
        while self._waiting:
            self._send(next(iter(self._waiting)))
        self._end()

    @contextmanager
    def overtaken(self, table: Table) -> Iterator[list[Mapping[str, Any]]]:
        """Have statements not wait for all; give the rows of `table` that they do not find."""
        self._may_overtake = True
        try:
            self._end()
            yield [
                row for (of, _names), rows in self._waiting.items() if of is table for row in rows
            ]
        finally:
            self._may_overtake = False

    def before_statement(self, *_arguments: object) -> None:
        """Let no statement come between, or find less than was inserted."""
        if not self._may_overtake:
            self.catch_up()

    def give_up(self, error: BaseException) -> None:
        """Break off what is being sent: the server takes no more in this transaction."""
        self._open.__exit__(type(error), error, error.__traceback__)

    def _weight(self, batch: _Batch) -> int:
        _table, names = batch
        return len(self._waiting[batch]) * len(names)

    def _send(self, batch: _Batch) -> None:
        self._end()
        rows = self._waiting.pop(batch)
        with _not_taken():
            send(self._connection, batch[0], rows, self._open)

    def _end(self) -> None:
        with _not_taken():
            self._open.close()


@contextmanager
def _not_taken() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise NotTaken(str(error)) from error


def of(connection: Connection) -> Following | None:
    """Return what follows on this connection."""
    found: Following | None = connection.info.get(_KEY)
    return found


@contextmanager
def begun(connection: Connection) -> Iterator[Following]:
    """Have rows that `insert_rows` is given follow until the block ends. Raises NotTaken."""
    made = Following(connection)
    connection.info[_KEY] = made
    event.listen(connection, _HOOK, made.before_statement)
    try:
        yield made
        made.catch_up()
    except BaseException as error:
        made.give_up(error)
        raise
    finally:
        event.remove(connection, _HOOK, made.before_statement)
        del connection.info[_KEY]
