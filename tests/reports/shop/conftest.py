"""A shop that sells, and what the reports say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from otdesk.domain.catalogue import pieces
from otdesk.domain.days import MonthlyTotal
from otdesk.domain.period import Period
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import EntryMode, Visit, VisitDemand
from otdesk.reports.context import ReportContext
from otdesk.reports.shop.sales import TURNOVER_MEASURE, TURNOVER_UNIT, Sales
from otdesk.reports.summarise import summarise
from otdesk.reports.summary import Summary
from otdesk.services import days, visits
from otdesk.services.till.refunds import correct_payment
from tests.shop import DAY, OFFICE, Shop, opened

CARD, CASH, CHEQUE = PaymentMethod.CARD, PaymentMethod.CASH, PaymentMethod.CHEQUE


@dataclass
class Counter:
    """The shop with the words that its reports' tests need."""

    shop: Shop

    @property
    def context(self) -> ReportContext:
        work = self.shop.workplace
        return ReportContext(work.lists, work.profile, work.calendar, work.zone, work.clock.now())

    def summary(self, period: str = "2022-07-20", *offices: str, years: int = 1) -> Summary:
        with self.shop.store.reading() as connection:
            return summarise(
                connection,
                self.context,
                Period.parse(period),
                offices or (OFFICE,),
                years_back=years,
            )

    def sales(self, period: str = "2022-07-20", *offices: str) -> Sales:
        sales = self.summary(period, *offices).sales
        assert sales is not None
        return sales

    def sell(self, method: PaymentMethod = CASH, **quantities: int) -> str:
        basket = self.shop.basket(**(quantities or {"cp": 1}))
        return self.shop.sell(basket, Payment(method, basket.total))[0]

    def correct(self, uid: str, cents: int, taken: PaymentMethod, given: PaymentMethod) -> None:
        with self.shop.store.writing("CA") as transaction:
            correct_payment(
                transaction,
                self.shop.post,
                uid,
                taken=taken,
                given=given,
                cents=cents,
                reason="mauvaise touche",
            )

    def visit(self, size: int, origin: str, *demands: str, day: date = DAY) -> str:
        with self.shop.store.writing("CA") as transaction:
            changes = visits.record(
                transaction,
                Visit(
                    office=OFFICE,
                    day=day,
                    channel=ChannelCode.COMPTOIR,
                    party_size=size,
                    origin=origin,
                    demands=tuple(VisitDemand(code, unmet=False) for code in demands),
                    started_at=None,
                    minute=None,
                    residency=None,
                    audience=None,
                    entry=EntryMode.MANUAL,
                ),
            )
        return changes.uids[0]

    def sell_to(self, visit: str, **quantities: int) -> str:
        basket = self.shop.basket(**quantities).link(visit)
        return self.shop.sell(basket)[0]

    def total(self, month: date, cents: int, office: str = OFFICE) -> None:
        with self.shop.store.writing("CA") as transaction:
            days.import_totals(
                transaction,
                [MonthlyTotal(office, month, TURNOVER_MEASURE, TURNOVER_UNIT, cents, "bilan")],
            )


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with opened(tmp_path) as shop:
        yield Counter(shop)


def count(quantity: int) -> int:
    """Return pieces in thousandths."""
    return pieces(quantity)
