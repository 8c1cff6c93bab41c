"""What is left in an office, and the ledger behind it: every movement with its cause.

What is left is kept beside the ledger; sums over some days go over its index alone; it is read
from its end, page by page, so that ten years of sales cost no more than one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, exists, func, select

from otdesk.domain.catalogue import Catalogue, Product
from otdesk.domain.money import Cents, Thousandths, times
from otdesk.domain.stock import Cause, StockDocument
from otdesk.domain.transfers import WAITING_DAYS
from otdesk.store.network_records import transfer_notice_of
from otdesk.store.network_tables import transfer_notice, transfer_notice_line
from otdesk.store.shop_records import stock_document_of
from otdesk.store.shop_tables import stock_document, stock_level, stock_line, stock_move
from otdesk.store.till_tables import receipt

# What « tient encore » is computed from: long enough for a slow article, short enough for a season.
PACE_DAYS = 60
PAGE = 100

_SOLD = (
    select(stock_move.c.product, func.sum(stock_move.c.quantity).label("quantity"))
    .where(
        stock_move.c.office == bindparam("of_office"),
        stock_move.c.product.in_(bindparam("of_products", expanding=True)),
        stock_move.c.day >= bindparam("since"),
        stock_move.c.cause.in_((Cause.SALE.value, Cause.REFUND.value)),
    )
    .group_by(stock_move.c.product)
)
_ON_HAND = select(stock_level.c.quantity).where(
    stock_level.c.office == bindparam("of_office"), stock_level.c.product == bindparam("of_product")
)
_LEDGER = (
    select(
        stock_move.c.parent_uid,
        stock_move.c.day,
        stock_move.c.cause,
        stock_move.c.quantity,
        stock_document.c.partner,
        stock_document.c.reference,
        stock_document.c.note,
        func.coalesce(stock_document.c.author, receipt.c.author).label("author"),
        receipt.c.number,
        receipt.c.minute,
    )
    .select_from(
        stock_move.outerjoin(
            stock_document, stock_document.c.uid == stock_move.c.parent_uid
        ).outerjoin(receipt, receipt.c.uid == stock_move.c.parent_uid)
    )
    .where(
        stock_move.c.office == bindparam("of_office"),
        stock_move.c.product == bindparam("of_product"),
    )
    # Uids begin with their instant: within a day they are the order of the hours.
    .order_by(stock_move.c.day.desc(), stock_move.c.parent_uid.desc(), stock_move.c.position.desc())
    .limit(bindparam("most"))
)


_OF_DOCUMENT = stock_line.c.document_uid == stock_document.c.uid
_DOCUMENTS = (
    select(
        stock_document,
        select(func.count())
        .select_from(stock_line)
        .where(_OF_DOCUMENT)
        .scalar_subquery()
        .label("lines"),
        select(func.coalesce(func.sum(stock_line.c.quantity), 0))
        .where(_OF_DOCUMENT)
        .scalar_subquery()
        .label("quantity"),
    )
    .where(stock_document.c.office == bindparam("of_office"))
    .order_by(stock_document.c.day.desc(), stock_document.c.uid.desc())
    .limit(bindparam("most"))
)
_DOCUMENT = select(stock_document).where(stock_document.c.uid == bindparam("of_uid"))
_LINES = (
    select(stock_line)
    .where(stock_line.c.document_uid == bindparam("of_uid"))
    .order_by(stock_line.c.position)
)
# By the index of office and day, once for the senders and once for what came in.
_TRANSFERS = select(
    stock_document.c.uid,
    stock_document.c.office,
    stock_document.c.day,
    stock_document.c.partner,
    stock_document.c.reference,
    stock_document.c.kind,
).where(
    stock_document.c.office.in_(bindparam("of_offices", expanding=True)),
    stock_document.c.day >= bindparam("since"),
    stock_document.c.kind.in_((Cause.TRANSFER_OUT.value, Cause.TRANSFER_IN.value)),
    stock_document.c.void_reason.is_(None),
)
# What the siège tells of a transfer whose document this folder does not hold itself.
_NOTICES = select(transfer_notice).where(
    transfer_notice.c.receiver == bindparam("of_office"),
    transfer_notice.c.day >= bindparam("since"),
    transfer_notice.c.void_reason.is_(None),
    ~exists(select(stock_document.c.uid).where(stock_document.c.uid == transfer_notice.c.document)),
)
_NOTICE_LINES = (
    select(transfer_notice_line)
    .where(transfer_notice_line.c.notice_uid == bindparam("of_uid"))
    .order_by(transfer_notice_line.c.position)
)


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What is left of an article; `sold` is what went by sales in the last `PACE_DAYS`.

    Of one that was never delivered nor counted nothing is known (`is_known`): `quantity` is 0 then,
    and it is neither sold out nor low.
    """

    product: Product
    price: Cents | None
    quantity: Thousandths
    sold: Thousandths
    is_known: bool = True

    @property
    def is_gone(self) -> bool:
        """Tell whether nothing is left."""
        return self.is_known and self.quantity <= 0

    @property
    def value(self) -> Cents | None:
        """Return what is left at its purchase price, None where that is not known."""
        if self.product.cost is None:
            return None
        return times(self.product.cost, max(self.quantity, 0))

    @property
    def is_low(self) -> bool:
        """Tell whether the reorder level is reached."""
        level = self.product.reorder_level
        return self.is_known and level is not None and self.quantity <= level

    @property
    def days_left(self) -> int | None:
        """Return for how many days it lasts at the pace of late, None where nothing was sold."""
        if self.sold <= 0:
            return None
        return max(self.quantity, 0) * PACE_DAYS // self.sold


@dataclass(frozen=True, slots=True)
class StockLevels:
    """The levels of an office, in the order of families and labels."""

    office: str
    day: date
    levels: tuple[StockLevel, ...]

    @property
    def value(self) -> Cents:
        """Return the value at cost of what has a cost."""
        return sum(level.value or 0 for level in self.levels)

    @property
    def without_cost(self) -> int:
        """Count the articles with pieces whose cost nobody knows: the value leaves them out."""
        return sum(1 for each in self.levels if each.quantity > 0 and each.value is None)

    @property
    def low(self) -> int:
        """Count the articles to reorder."""
        return sum(1 for level in self.levels if level.is_low)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One movement of an article: `balance` is what was left after it.

    `number` is its receipt's, None for a document.
    """

    uid: str
    day: date
    cause: Cause
    quantity: Thousandths
    balance: Thousandths
    author: str
    number: int | None = None
    minute: int | None = None
    partner: str = ""
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The movements of an article, the latest first; `more` tells whether there are older ones."""

    product: str
    on_hand: Thousandths
    lines: tuple[LedgerLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a list: `lines` articles, `quantity` pieces in all, signed."""

    uid: str
    day: date
    cause: Cause
    partner: str
    reference: str
    note: str
    author: str
    lines: int
    quantity: Thousandths
    void_reason: str | None


@dataclass(frozen=True, slots=True)
class SentTransfer:
    """Goods that another office sent here and that nobody has received yet."""

    uid: str
    sender: str
    day: date
    reference: str
    document: StockDocument


def read_levels(connection: Connection, catalogue: Catalogue) -> StockLevels:
    """Return what an office has of what it sells, and of what it still has."""
    articles = [
        article
        for article in catalogue.articles.values()
        if article.product.has_stock
        and (article.product.is_sold_at(catalogue.office) or article.stock)
    ]
    since = catalogue.day - timedelta(days=PACE_DAYS)
    rows = connection.execute(
        _SOLD,
        {
            "of_office": catalogue.office,
            "of_products": [article.product.code for article in articles],
            "since": since.isoformat(),
        },
    )
    sold = {row.product: -int(row.quantity) for row in rows}
    order = {family.code: place for place, family in enumerate(catalogue.families)}
    levels = [
        StockLevel(
            each.product,
            each.price,
            each.stock or 0,
            sold.get(each.product.code, 0),
            is_known=each.stock is not None,
        )
        for each in articles
    ]
    levels.sort(key=lambda each: (order.get(each.product.family, 99), each.product.label))
    return StockLevels(catalogue.office, catalogue.day, tuple(levels))


def read_ledger(connection: Connection, office: str, product: str, most: int = PAGE) -> Ledger:
    """Return the latest movements of an article in an office, and what was left after each."""
    of = {"of_office": office, "of_product": product}
    on_hand = connection.execute(_ON_HAND, of).scalar() or 0
    rows = connection.execute(_LEDGER, {**of, "most": most + 1}).all()
    balance = on_hand
    lines = []
    for row in rows[:most]:
        lines.append(
            LedgerLine(
                uid=row.parent_uid,
                day=date.fromisoformat(row.day),
                cause=Cause(row.cause),
                quantity=row.quantity,
                balance=balance,
                author=row.author or "",
                number=row.number,
                minute=row.minute,
                partner=row.partner or "",
                reference=row.reference or "",
                note=row.note or "",
            )
        )
        balance -= row.quantity
    return Ledger(product, on_hand, tuple(lines), len(rows) > most)


def read_documents(
    connection: Connection, office: str, most: int = PAGE
) -> tuple[DocumentLine, ...]:
    """Return the latest documents of an office, voided ones too."""
    rows = connection.execute(_DOCUMENTS, {"of_office": office, "most": most})
    return tuple(
        DocumentLine(
            uid=row.uid,
            day=date.fromisoformat(row.day),
            cause=Cause(row.kind),
            partner=row.partner,
            reference=row.reference,
            note=row.note,
            author=row.author,
            lines=int(row.lines),
            quantity=int(row.quantity),
            void_reason=row.void_reason,
        )
        for row in rows
    )


def read_document(connection: Connection, uid: str) -> StockDocument | None:
    """Return a document with its lines, None where there is none."""
    row = connection.execute(_DOCUMENT, {"of_uid": uid}).mappings().one_or_none()
    if row is None:
        return None
    lines = connection.execute(_LINES, {"of_uid": uid}).mappings()
    return stock_document_of(dict(row), [dict(line) for line in lines])


def read_transfers(
    connection: Connection, office: str, others: Iterable[str], day: date
) -> tuple[SentTransfer, ...]:
    """Return what other offices sent here and nobody received, as far as this folder knows.

    It knows of it by the document itself, or by the siège's notice of it. A transfer that came in
    names the reference of the one that was sent.
    """
    since = (day - timedelta(days=WAITING_DAYS)).isoformat()
    rows = connection.execute(_TRANSFERS, {"of_offices": [office, *others], "since": since}).all()
    received = {
        (row.partner, row.reference)
        for row in rows
        if row.office == office and row.kind == Cause.TRANSFER_IN.value
    }
    sent = _told_of(connection, office, since)
    for row in rows:
        if row.kind != Cause.TRANSFER_OUT.value or row.partner != office:
            continue
        document = read_document(connection, row.uid)
        if document is not None:
            sent.append(_sent(row.uid, document))
    waiting = [each for each in sent if (each.sender, each.reference) not in received]
    return tuple(sorted(waiting, key=lambda each: each.day))


def _told_of(connection: Connection, office: str, since: str) -> list[SentTransfer]:
    """Return what the siège tells of transfers that this folder does not hold."""
    rows = connection.execute(_NOTICES, {"of_office": office, "since": since}).mappings().all()
    found = []
    for row in rows:
        lines = connection.execute(_NOTICE_LINES, {"of_uid": row["uid"]}).mappings()
        notice = transfer_notice_of(dict(row), [dict(line) for line in lines])
        found.append(_sent(notice.document, notice.as_document()))
    return found


def _sent(uid: str, document: StockDocument) -> SentTransfer:
    return SentTransfer(uid, document.office, document.day, document.reference or uid, document)
