"""Goods that an office sent to another: the siège tells of them in its own stream.

An office holds its own records and the siège's stream, never another office's records. What the
siège has said is compared with what it holds, not with what has just come: after an import that
was cut short, or a restored siège, the next round says the rest, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from otdesk.domain.stock import Cause
from otdesk.domain.transfers import WAITING_DAYS, SentPieces, TransferNotice
from otdesk.headquarters.posts import known_posts
from otdesk.i18n import _
from otdesk.journal.identifiers import derived_uid
from otdesk.store.network_records import transfer_notice_payload
from otdesk.store.network_tables import transfer_notice
from otdesk.store.shop_tables import stock_document, stock_line
from otdesk.store.store import Store
from otdesk.store.tables import journal
from otdesk.store.transaction import SYSTEM, Transaction

KIND = "transfer_notice"

_LEFT = and_(
    stock_document.c.kind == Cause.TRANSFER_OUT.value,
    stock_document.c.void_reason.is_(None),
    stock_document.c.partner != "",
    stock_document.c.partner != stock_document.c.office,
)
_STANDS = and_(transfer_notice.c.uid.is_not(None), transfer_notice.c.void_reason.is_(None))
_UNTOLD = (
    select(
        stock_document.c.uid,
        stock_document.c.rev,
        stock_document.c.office,
        stock_document.c.partner,
        stock_document.c.day,
        stock_document.c.reference,
        _LEFT.label("left"),
    )
    .select_from(
        stock_document.outerjoin(
            transfer_notice, transfer_notice.c.document == stock_document.c.uid
        )
    )
    .where(
        stock_document.c.office.in_(bindparam("of_offices", expanding=True)),
        stock_document.c.day >= bindparam("since"),
        or_(
            and_(_LEFT, or_(~_STANDS, transfer_notice.c.revision != stock_document.c.rev)),
            and_(~_LEFT, _STANDS),
        ),
    )
    .order_by(stock_document.c.uid)
)
_LINES = (
    select(stock_line.c.product, stock_line.c.quantity)
    .where(stock_line.c.document_uid == bindparam("of_uid"), stock_line.c.quantity < 0)
    .order_by(stock_line.c.position)
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is to be said of a document: its notice, None where that is to be taken back."""

    document: str
    sender: str
    notice: TransferNotice | None


def tell_transfers(store: Store) -> int:
    """Say what has left an office for another, was corrected or taken back; return how many.

    Where all is said already nothing is written.
    """
    today = store.clock.now().astimezone(store.zone).date()
    with store.reading() as connection:
        if not _to_say(connection, today):
            return 0
    with store.writing(SYSTEM) as transaction:
        # Read again: another process of the siège may have said it meanwhile.
        said = _to_say(transaction.connection, today)
        for each in said:
            _say(transaction, each, today)
    return len(said)


def _to_say(connection: Connection, today: date) -> list[_Said]:
    offices = sorted({post.office for post in known_posts(connection)})
    since = today - timedelta(days=WAITING_DAYS)
    asked = {"of_offices": offices, "since": since.isoformat()}
    rows = connection.execute(_UNTOLD, asked).mappings().all()
    said = []
    for row in rows:
        if not row["left"]:
            said.append(_Said(row["uid"], row["office"], None))
            continue
        lines = connection.execute(_LINES, {"of_uid": row["uid"]}).mappings().all()
        # What comes from an office is text: a day that is none announces nothing.
        if lines and _is_day(row["day"]):
            said.append(_Said(row["uid"], row["office"], _notice(dict(row), lines)))
    return said


def _notice(row: Mapping[str, Any], lines: Sequence[Mapping[Any, Any]]) -> TransferNotice:
    return TransferNotice(
        document=row["uid"],
        revision=row["rev"],
        sender=row["office"],
        receiver=row["partner"],
        day=date.fromisoformat(row["day"]),
        reference=row["reference"],
        lines=tuple(SentPieces(line["product"], -line["quantity"]) for line in lines),
    )


def _say(transaction: Transaction, said: _Said, today: date) -> None:
    uid = derived_uid(KIND, said.document)
    if said.notice is None:
        reason = _("L’envoi a été annulé par le bureau qui l’avait fait.")
        transaction.void(KIND, uid, reason, office=said.sender, day=today)
        return
    payload = transfer_notice_payload(said.notice)
    known = select(journal.c.id).where(journal.c.uid == uid).limit(1)
    if transaction.connection.execute(known).first() is None:
        transaction.put_many(KIND, [(uid, payload)])
    else:
        transaction.put(KIND, payload, uid=uid)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
