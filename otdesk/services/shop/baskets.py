"""Baskets that wait, and the one in hand: kept locally, so that a power cut loses none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from otdesk.domain.basket import Basket, BasketLine
from otdesk.domain.catalogue import Product, ProductKind
from otdesk.store.instants import instant
from otdesk.store.shop_tables import parked_basket


@dataclass(frozen=True, slots=True)
class KeptBasket:
    """A basket and its name; the one in hand comes first."""

    uid: str
    basket: Basket


def save(connection: Connection, baskets: Sequence[KeptBasket], now: datetime) -> None:
    """Keep exactly these baskets, in the caller's local transaction."""
    connection.execute(delete(parked_basket))
    rows = [
        {
            "uid": kept.uid,
            "position": position,
            "content": json.dumps(asdict(kept.basket), ensure_ascii=False),
            "saved_at": instant(now),
        }
        for position, kept in enumerate(baskets)
    ]
    if rows:
        connection.execute(insert(parked_basket), rows)


def load(connection: Connection) -> tuple[KeptBasket, ...]:
    """Return the baskets that were kept, in order."""
    rows = connection.execute(
        select(parked_basket.c.uid, parked_basket.c.content).order_by(parked_basket.c.position)
    )
    return tuple(KeptBasket(row.uid, _basket(json.loads(row.content))) for row in rows)


def _basket(content: Mapping[str, Any]) -> Basket:
    return Basket(tuple(_line(line) for line in content["lines"]), content["visit"])


def _line(content: Mapping[str, Any]) -> BasketLine:
    product = dict(content["product"])
    product["kind"] = ProductKind(product["kind"])
    product["offices"] = tuple(product["offices"])
    stock = tuple((code, quantity) for code, quantity in content["stock"])
    return BasketLine(**{**content, "product": Product(**product), "stock": stock})
