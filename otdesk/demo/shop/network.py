"""The six shops of a season: what each one sells, what the head office sends them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from otdesk.demo.entries import DemoEntry
from otdesk.demo.facts import Facts
from otdesk.demo.openings import DeskDay
from otdesk.demo.reconstruction import Reconstruction
from otdesk.demo.rhythm import Clockwork
from otdesk.demo.shop.baskets import baskets_of
from otdesk.demo.shop.moments import Calendar, accueils_by_day, place
from otdesk.demo.shop.plan import OfficePlan, plans
from otdesk.demo.shop.refunds import given_back
from otdesk.demo.shop.rules import OTHERS, ShopRules, group_of
from otdesk.demo.shop.sales import Arrival, Desk, Flow, OfficeSales, TillSeason
from otdesk.demo.shop.stock import Slip, StockRoom, Supply, supplies
from otdesk.domain.catalogue import Article, Catalogue, Price, Product, pieces
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.shop_terms import ShopTerms
from otdesk.domain.stock import Cause
from otdesk.journal.canonical import Payload
from otdesk.journal.identifiers import uuid7
from otdesk.services.till.sales import seller_of
from otdesk.store.shop_records import (
    family_payload,
    price_payload,
    product_payload,
    shop_terms_payload,
    supplier_payload,
)
from otdesk.store.starter_catalogue import StarterCatalogue

_RANDOM_BYTES = 10
_LATER = timedelta(minutes=5)
_BEFORE_OPENING = timedelta(minutes=30)
_IN_THE_MORNING = timedelta(hours=1)
_BEFORE_CLOSING = timedelta(minutes=2)
_ENDS = (11, 2, 8, 30)


@dataclass(frozen=True, slots=True)
class CounterYear:
    """What the shop is told of an office's year at the counter."""

    days: tuple[DeskDay, ...]
    entries: Sequence[DemoEntry]


@dataclass(frozen=True, slots=True)
class OfficeShop:
    """One office's shop: its sales, and the entries of its own stream, catalogue first."""

    sales: OfficeSales
    desk: Sequence[DemoEntry]


@dataclass(frozen=True, slots=True)
class ShopNetwork:
    """Builds the shops of all the offices; the same counters give the same shops."""

    facts: Facts
    rules: ShopRules
    starter: StarterCatalogue
    reconstruction: Reconstruction
    profile: NetworkProfile
    zone: ZoneInfo
    start: datetime

    def build(self, counters: Mapping[str, CounterYear]) -> dict[str, OfficeShop]:
        """Return each office's shop. The head office comes last: it is brought their cash."""
        head = self.profile.headquarters
        planned = plans(self.facts, self.rules, self.starter, head)
        desks = {code: self._desk(code, counter) for code, counter in counters.items()}
        sold: dict[str, OfficeSales] = {}
        arrivals: list[Arrival] = []
        for code in sorted(counters, key=lambda code: code == head):
            sold[code] = self._sell(
                planned[code],
                desks[code],
                counters[code],
                [
                    replace(arrival, office=self.facts.offices[arrival.office].name)
                    for arrival in arrivals
                ]
                if code == head
                else (),
            )
            arrivals += sold[code].sent
        return self._stocked(desks, sold)

    # ---------------------------------------------------------------------------- the sales

    def _desk(self, code: str, counter: CounterYear) -> Desk:
        terms = ShopTerms(self.start.date())
        profile = self.profile
        address = f"{profile.address}, {profile.postcode} {profile.commune}"
        closed = {
            date.fromisoformat(str(entry.payload["day"])): (entry.moment, entry.author)
            for entry in counter.entries
            if entry.kind == "business_day"
        }
        month, day, hour, minute = _ENDS
        ends = datetime(self.start.year, month, day, hour, minute, tzinfo=self.zone)
        clockwork = Clockwork(self.reconstruction.hours)
        return Desk(
            office=code,
            seller=seller_of(profile.legal_name, address, terms, profile.siret),
            zone=self.zone,
            counsellors=self.reconstruction.counsellors[code],
            direction=self.reconstruction.direction.initials,
            calendar=Calendar(counter.days, self.zone, clockwork),
            closed=closed,
            ends=ends,
            is_headquarters=code == profile.headquarters,
        )

    def _sell(
        self, plan: OfficePlan, desk: Desk, counter: CounterYear, arrivals: Iterable[Arrival]
    ) -> OfficeSales:
        random = Random(f"boutique {plan.office} {self.start.year}")
        refunded = self._refunded(plan, random)
        baskets = baskets_of(plan, refunded, self.rules, self._products, random)
        sales = place(
            baskets,
            desk.calendar,
            accueils_by_day(counter.entries),
            self.rules.linked_percent,
            random,
        )
        backs = given_back(refunded, sales, desk.calendar, self.rules.refunds, random)
        season = TillSeason(desk, self._catalogue(plan.office), self.rules, random)
        return season.run(sales, backs, arrivals)

    def _refunded(self, plan: OfficePlan, random: Random) -> Counter[str]:
        """Draw the pieces that are sold beside the plan and given back."""
        wanted = [code for code in self.rules.refunds.products if plan.units.get(code)]
        return Counter(
            random.choice(wanted) for _ in range(self.rules.refunds.by_office[plan.office])
        )

    @property
    def _products(self) -> dict[str, Product]:
        reorder = self.rules.stock.reorder
        return {
            product.code: replace(
                product,
                reorder_level=pieces(reorder.get(group_of(product), reorder[OTHERS])),
            )
            if product.has_stock
            else product
            for product, _cents in self.starter.products
        }

    def _catalogue(self, office: str) -> Catalogue:
        prices = {product.code: cents for product, cents in self.starter.products}
        return Catalogue(
            office=office,
            day=self.start.date(),
            articles={
                code: Article(product, prices[code], None)
                for code, product in self._products.items()
            },
            families=self.starter.families,
            suppliers={supplier.code: supplier for supplier in self.starter.suppliers},
        )

    # ---------------------------------------------------------------------------- the stock

    def _stocked(
        self, desks: Mapping[str, Desk], sold: Mapping[str, OfficeSales]
    ) -> dict[str, OfficeShop]:
        head = self.profile.headquarters
        rooms = {
            code: StockRoom(code, self._products, Random(f"stock {code}"), desk.direction)
            for code, desk in desks.items()
        }
        notes: dict[str, list[DemoEntry]] = {code: [] for code in desks}
        flows = {code: list(made.flows) for code, made in sold.items()}
        sent: Counter[date] = Counter()
        for code in desks:
            if code == head:
                continue
            for coming in self._transfers(desks[code], sold[code]):
                arrives = coming[0].moment
                leaves, day = self._leaves(desks[head], arrives)
                in_day = desks[code].calendar.day(arrives)
                sent[day] += 1
                reference = f"{head}-{day:%Y%m%d}-{sent[day]}"
                to, of = Slip(code, reference), Slip(head, reference)
                notes[head].append(
                    rooms[head].transfer(leaves, day, Cause.TRANSFER_OUT, to, coming)
                )
                notes[code].append(
                    rooms[code].transfer(arrives, in_day, Cause.TRANSFER_IN, of, coming)
                )
                flows[head] += [Flow(leaves, s.product, -s.quantity) for s in coming]
                flows[code] += [Flow(arrives, s.product, s.quantity) for s in coming]
        self._fill(desks[head], rooms[head], notes[head], flows[head])
        shops = {}
        for code, desk in desks.items():
            last = sold[code].selling_days[-1]
            moment, author = desk.closed[last]
            wrong = self.rules.stock.wrong_percent
            notes[code].append(
                rooms[code].inventory(moment - _BEFORE_CLOSING, last, flows[code], wrong, author)
            )
            entries = [*self._beginnings(code, desk.direction), *notes[code], *sold[code].desk]
            shops[code] = OfficeShop(sold[code], sorted(entries, key=lambda e: e.moment))
        return shops

    def _transfers(self, desk: Desk, made: OfficeSales) -> list[list[Supply]]:
        """Return what a small office is brought, each time that it is."""
        days = made.selling_days
        firsts = {day.month: day for day in reversed(days)}
        wanted = [days[0]] + [
            firsts[month]
            for month in sorted(self.rules.stock.transfer_months)
            if month in firsts and month > days[0].month
        ]
        times = [desk.calendar.opening(day) - _BEFORE_OPENING for day in wanted]
        coming = supplies(made.flows, times, self._products, self.rules.stock, in_packs=False)
        by_time = [[s for s in coming if s.moment == moment] for moment in times]
        return [found for found in by_time if found]

    def _leaves(self, head: Desk, arrives: datetime) -> tuple[datetime, date]:
        """Return when a transfer leaves: the head office's open day before it arrives."""
        before = [day for day in head.calendar.open if day < head.calendar.day(arrives)]
        if not before:
            moment = self.start + _IN_THE_MORNING
            return moment, head.calendar.day(moment)
        return head.calendar.opening(before[-1]) + _IN_THE_MORNING, before[-1]

    def _fill(self, desk: Desk, room: StockRoom, notes: list[DemoEntry], flows: list[Flow]) -> None:
        """Write the head office's losses, its stock at the start, and its deliveries."""
        for loss in self.rules.stock.losses:
            moment = desk.calendar.opening(loss.day) + _IN_THE_MORNING
            notes.append(room.loss(moment, loss))
            flows.append(Flow(moment, loss.product, pieces(-loss.pieces)))
        days = [
            next(day for day in desk.calendar.open if day >= delivery)
            for delivery in self.rules.stock.deliveries
        ]
        first = self.start + _LATER
        times = [first, *(desk.calendar.opening(day) - _BEFORE_OPENING for day in days)]
        coming = supplies(flows, times, self._products, self.rules.stock, in_packs=True)
        flows += [Flow(s.moment, s.product, s.quantity) for s in coming]
        at_start = [s for s in coming if s.moment == first]
        notes.append(room.opening(first, desk.calendar.day(first), at_start))
        for moment, day in zip(times[1:], days, strict=True):
            notes += room.deliveries(moment, day, [s for s in coming if s.moment == moment])

    # ------------------------------------------------------------------------ the catalogue

    def _beginnings(self, office: str, author: str) -> Iterator[DemoEntry]:
        """Yield the rules of sale and the catalogue, as they stand from the year's start on."""
        random = Random(f"catalogue {office}")
        since = self.start.date().replace(day=1)

        def entry(kind: str, payload: Payload) -> DemoEntry:
            uid = uuid7(self.start, random.randbytes(_RANDOM_BYTES))
            return DemoEntry(self.start, author, kind, uid, payload)

        yield entry("shop_terms", shop_terms_payload(ShopTerms(since)))
        for family in self.starter.families:
            yield entry("family", family_payload(family))
        for supplier in self.starter.suppliers:
            yield entry("supplier", supplier_payload(supplier))
        for product in self._products.values():
            yield entry("product", product_payload(product))
        for product, cents in self.starter.products:
            yield entry("price", price_payload(Price(product.code, since, cents)))
