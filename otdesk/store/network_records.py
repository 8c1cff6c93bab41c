"""What the siège says to all: domain value → journal payload → row, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table

from otdesk.domain.list_items import ListItem
from otdesk.domain.month_locks import MonthDeclaration, MonthLock, MonthReopening
from otdesk.domain.posts import Post, RevocationMotive
from otdesk.domain.transfers import SentPieces, TransferNotice
from otdesk.journal.canonical import Payload, Value
from otdesk.store import network_tables as tables
from otdesk.store.record_kind import RecordKind, Row, plain_row, present

_MONTH = 7


def month_text(month: date) -> str:
    """Return a month as records name it: `2026-07`."""
    return month.isoformat()[:_MONTH]


def month_from(text: str) -> date:
    """Return the first day of a month as records name it."""
    return date.fromisoformat(f"{text}-01")


def post_payload(post: Post) -> Payload:
    """Return the payload of a post."""
    return present(
        office=post.office,
        stream=post.stream,
        name=post.name,
        public_key=post.public_key,
        recipient=post.recipient,
        revoked=None if post.revoked is None else post.revoked.value,
    )


def post_of(row: Mapping[str, Any]) -> Post:
    """Return the post behind a row."""
    return Post(
        office=row["office"],
        stream=row["stream"],
        name=row["name"],
        public_key=row["public_key"],
        recipient=row["recipient"],
        revoked=None if row["revoked"] is None else RevocationMotive(row["revoked"]),
    )


def _post_row(payload: Mapping[str, Any]) -> Row:
    names = ("office", "stream", "name", "public_key", "recipient")
    return {**{name: payload[name] for name in names}, "revoked": payload.get("revoked")}


def month_lock_payload(lock: MonthLock, figures: Mapping[str, Value] | None = None) -> Payload:
    """Return the payload of the lock of a month, with its figures by office where they are kept."""
    return present(month=month_text(lock.month), figures=figures)


def month_reopening_payload(reopening: MonthReopening) -> Payload:
    """Return the payload of the reopening of a month for one office."""
    return {
        "office": reopening.office,
        "month": month_text(reopening.month),
        "until": reopening.until.isoformat(),
        "reason": reopening.reason,
    }


def month_reopening_of(row: Mapping[str, Any]) -> MonthReopening:
    """Return the reopening behind a row."""
    until = date.fromisoformat(row["until"])
    return MonthReopening(row["office"], month_from(row["month"]), until, row["reason"])


def month_declaration_payload(declaration: MonthDeclaration) -> Payload:
    """Return the payload of what an office says of a month."""
    return {
        "office": declaration.office,
        "month": month_text(declaration.month),
        "active": int(declaration.active),
    }


def list_item_payload(item: ListItem) -> Payload:
    """Return the payload of an entry of a list."""
    return present(
        list=item.list.value,
        code=item.code,
        parent=item.parent,
        label=item.label,
        short=item.short,
        icon=item.icon,
        published=item.published,
        personal=int(item.personal) or None,
        position=item.position or None,
        retired=None if item.retired is None else item.retired.isoformat(),
    )


def _list_item_row(payload: Mapping[str, Any]) -> Row:
    return {
        "list": payload["list"],
        "code": payload["code"],
        "parent": payload.get("parent"),
        "label": payload["label"],
        "short": payload.get("short", ""),
        "icon": payload.get("icon", ""),
        "published": payload.get("published", ""),
        "personal": payload.get("personal", 0),
        "position": payload.get("position", 0),
        "retired": payload.get("retired"),
    }


def transfer_notice_payload(notice: TransferNotice) -> Payload:
    """Return the payload of what the siège tells of a transfer."""
    lines: list[Value] = [
        {"product": line.product, "quantity": line.quantity} for line in notice.lines
    ]
    return {
        **present(
            document=notice.document,
            revision=notice.revision,
            sender=notice.sender,
            receiver=notice.receiver,
            day=notice.day.isoformat(),
            reference=notice.reference,
        ),
        "lines": lines,
    }


def transfer_notice_of(
    row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> TransferNotice:
    """Return the notice behind a row and its lines, given in order."""
    return TransferNotice(
        document=row["document"],
        revision=row["revision"],
        sender=row["sender"],
        receiver=row["receiver"],
        day=date.fromisoformat(row["day"]),
        reference=row["reference"],
        lines=tuple(SentPieces(line["product"], line["quantity"]) for line in lines),
    )


def _transfer_notice_row(payload: Mapping[str, Any]) -> Row:
    names = ("document", "revision", "sender", "receiver", "day")
    return {**{name: payload[name] for name in names}, "reference": payload.get("reference", "")}


def _transfer_notice_children(
    uid: str, payload: Mapping[str, Any]
) -> list[tuple[Table, list[Row]]]:
    lines: list[Row] = [
        {
            "notice_uid": uid,
            "position": position,
            "product": line["product"],
            "quantity": line["quantity"],
        }
        for position, line in enumerate(payload.get("lines", ()))
    ]
    return [(tables.transfer_notice_line, lines)]


KINDS = (
    RecordKind("post", tables.post, _post_row, stamped=True),
    RecordKind("month_lock", tables.month_lock, plain_row("month"), stamped=True),
    RecordKind(
        "month_reopening",
        tables.month_reopening,
        plain_row("office", "month", "until", "reason"),
        stamped=True,
    ),
    RecordKind(
        "month_declaration",
        tables.month_declaration,
        plain_row("office", "month", "active"),
        stamped=True,
    ),
    RecordKind("list_item", tables.list_item, _list_item_row, stamped=True),
    RecordKind(
        "transfer_notice",
        tables.transfer_notice,
        _transfer_notice_row,
        _transfer_notice_children,
        stamped=True,
    ),
)
