"""The signatures of a stream that comes from elsewhere, judged on the way in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.chain import ChainFault, FaultKind, Judge, StoredEntry
from otdesk.journal.signatures import KEY_EVENT, TILL, Signatures, Signed
from otdesk.store import tables
from otdesk.store.records import KINDS

_SIGNED = frozenset(name for name, kind in KINDS.items() if kind.signed)
_JOURNAL = tables.journal


def judge_of(connection: Connection, first: StoredEntry) -> Judge:
    """Return what judges a stream whose next entry is `first`: a till's, or one without a key.

    The key is the one in force before `first` in the part of the stream that is held.
    """
    stream = first.header.stream
    kind = first.header.kind
    if first.header.seq > 1:
        kind = connection.execute(
            select(_JOURNAL.c.kind).where(_JOURNAL.c.stream == stream, _JOURNAL.c.seq == 1)
        ).scalar_one()
    if kind not in _SIGNED:
        return _unsigned(stream)
    return _signed(stream, _key_in_force(connection, first))


def _signed(stream: str, key: str | None) -> Judge:
    signatures = Signatures(stream, current=key)

    def judge(entry: StoredEntry, payload: dict[str, Value] | None) -> Iterator[ChainFault]:
        yield from _of_stream(stream, entry)
        signed = Signed(entry.header.seq, entry.header.kind, entry.digest, entry.signature)
        yield from signatures.judge(signed, payload)

    return judge


def _unsigned(stream: str) -> Judge:
    def judge(entry: StoredEntry, _payload: dict[str, Value] | None) -> Iterable[ChainFault]:
        header = entry.header
        if header.stream == stream and entry.signature is None and header.kind not in _SIGNED:
            return ()
        return of_unsigned(entry)

    def of_unsigned(entry: StoredEntry) -> Iterator[ChainFault]:
        yield from _of_stream(stream, entry)
        seq = entry.header.seq
        if entry.header.kind in _SIGNED:
            detail = _("une fiche de caisse se trouve hors d’une caisse, sans sa signature")
            yield ChainFault(FaultKind.SIGNATURE, stream, seq, detail)
        elif entry.signature is not None:
            detail = _("l’entrée est signée, alors que ce journal n’est pas celui d’une caisse")
            yield ChainFault(FaultKind.SIGNATURE, stream, seq, detail)

    return judge


def _of_stream(stream: str, entry: StoredEntry) -> Iterator[ChainFault]:
    if entry.header.stream != stream:
        detail = _("une entrée d’un autre journal s’y trouve")
        yield ChainFault(FaultKind.HEADER, stream, entry.header.seq, detail)


def _key_in_force(connection: Connection, first: StoredEntry) -> str | None:
    """Return the public key that the next entry of a till is signed with; None before its first."""
    rows = connection.execute(
        select(_JOURNAL.c.kind, _JOURNAL.c.payload)
        .where(
            _JOURNAL.c.stream == first.header.stream,
            _JOURNAL.c.seq < first.header.seq,
            _JOURNAL.c.kind.in_((TILL, KEY_EVENT[0])),
        )
        .order_by(_JOURNAL.c.seq)
    )
    key: Value | None = None
    for kind, payload in rows:
        said = canonical.decode(payload)
        if kind == TILL:
            key = said.get("public_key")
        elif (kind, said.get("event")) == KEY_EVENT and "PUBLIC KEY" in str(said.get("detail")):
            key = said.get("detail")
    return key if isinstance(key, str) else None
