"""What the siège says of the reference lists, as a folder holds it.

Asked before SQLAlchemy is there (decision 0008): plain SQL, which every database that holds a
folder understands. Only the siège's own records count, whoever else might have written some.
"""

from __future__ import annotations

from datetime import date

from otdesk.domain.list_items import ListItem, ListName, version_of
from otdesk.store.database_file import SIEGE_OFFICE, SIEGE_ROLE
from otdesk.store.reading import Readable, driver

_STANDING = f"""
SELECT i.list, i.code, i.label, i.short, i.parent, i.icon, i.published, i.personal, i.position,
    i.retired
FROM list_item i WHERE i.void_reason IS NULL AND EXISTS (
    SELECT 1 FROM journal j LEFT JOIN received_stream r ON r.stream = j.stream
    WHERE j.uid = i.uid AND (r.office = '{SIEGE_OFFICE}' OR (r.stream IS NULL AND EXISTS (
        SELECT 1 FROM folder f WHERE f.role = '{SIEGE_ROLE}'
        AND f.uid = (SELECT uid FROM journal ORDER BY id LIMIT 1)
    )))
) ORDER BY i.list, i.code, i.uid
"""  # noqa: S608 - two constants of the program
_LISTS = {name.value: name for name in ListName}


def list_items(connection: Readable) -> tuple[ListItem, ...]:
    """Return every entry that the siège said, once each; a later program's lists are left out."""
    rows = driver(connection).execute(_STANDING)
    found = {(name, code): _item(name, code, *rest) for name, code, *rest in rows if name in _LISTS}
    return tuple(found.values())


def lists_version(connection: Readable) -> str:
    """Return the version of the siège's entries, as packets and invitations name it."""
    return version_of(list_items(connection))


def _item(  # noqa: PLR0913, PLR0917 - the columns of a row
    name: str,
    code: str,
    label: str,
    short: str,
    parent: str | None,
    icon: str,
    published: str,
    personal: int,
    position: int,
    retired: str | None,
) -> ListItem:
    return ListItem(
        _LISTS[name],
        code,
        label,
        short,
        parent,
        icon,
        published,
        bool(personal),
        position,
        None if retired is None else date.fromisoformat(retired),
    )
