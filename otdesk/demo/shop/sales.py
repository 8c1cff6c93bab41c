"""One office's season at its till: each selling day from the float to the Z."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from otdesk.demo import people
from otdesk.demo.entries import DemoEntry
from otdesk.demo.reconstruction import Counsellor
from otdesk.demo.shop.moments import Calendar, PlacedBasket
from otdesk.demo.shop.payments import payments_of
from otdesk.demo.shop.refunds import GivenBack
from otdesk.demo.shop.rules import OTHERS, ShopRules
from otdesk.demo.shop.till import Made, Sold, TillChain
from otdesk.domain.basket import Basket
from otdesk.domain.catalogue import Catalogue, pieces
from otdesk.domain.money import ONE, Cents, Thousandths
from otdesk.domain.receipts import PaymentMethod, Seller
from otdesk.domain.till import CashMove
from otdesk.journal.canonical import Payload
from otdesk.journal.identifiers import uuid7

TILL = "Caisse 1"

_RANDOM_BYTES = 10
_BEGINS = timedelta(minutes=20)
_MONTHS = timedelta(minutes=15)
_COUNTED = timedelta(minutes=12)
_DEPOSIT = timedelta(minutes=10)
_PAID_OVER = timedelta(minutes=8)
# The Z is made before the day of the counter is closed.
_Z = timedelta(minutes=3)
_CORRECTION = timedelta(minutes=4)
_WORTH_CORRECTING = 800
_CORRECTED_PERCENT = 2.5
# Whole notes go to the bank.
_NOTE = 1000
_CHEQUES_TO_A_SLIP = 4
_CHEQUES = timedelta(minutes=9)


@dataclass(frozen=True, slots=True)
class Flow:
    """Pieces (thousandths, signed) that came into an office's shelves or left them."""

    moment: datetime
    product: str
    quantity: Thousandths


@dataclass(frozen=True, slots=True)
class Arrival:
    """Cash that another office brought: it lies in the drawer from the next morning on."""

    day: date
    office: str
    cents: Cents


@dataclass(frozen=True, slots=True)
class Desk:
    """What a till is run in: the office, who is there, when the days of its counter ended."""

    office: str
    seller: Seller
    zone: ZoneInfo
    counsellors: tuple[Counsellor, ...]
    direction: str
    calendar: Calendar
    closed: Mapping[date, tuple[datetime, str]]
    ends: datetime
    is_headquarters: bool


@dataclass(frozen=True, slots=True)
class ShopFigures:
    """What one office's shop came to: receipts and refunds, and the turnover after both."""

    receipts: int
    refunds: int
    turnover: Cents


@dataclass(slots=True)
class OfficeSales:
    """What a season made: the till's entries, the office's own, the shelves' flows.

    `begins` and `begun_by`: when the till was begun, and by whom. `sent` went to the head office.
    `units` are the pieces that were sold and not given back.
    """

    begins: datetime
    begun_by: str
    selling_days: tuple[date, ...]
    figures: ShopFigures = ShopFigures(0, 0, 0)
    till: list[DemoEntry] = field(default_factory=list)
    desk: list[DemoEntry] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    sent: list[Arrival] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)


class TillSeason:
    """Runs one office's till through its season."""

    def __init__(self, desk: Desk, catalogue: Catalogue, rules: ShopRules, random: Random) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._rules = rules
        self._random = random
        self._chain = TillChain(desk.office, TILL, desk.seller, desk.zone, random)
        self._float = self._of_office(rules.cash.floats)
        self._limit = self._of_office(rules.cash.deposit_above)
        self._owed: Counter[str] = Counter()
        self._cheques: list[Cents] = []
        self._slips = 0
        self._corrections = rules.cash.corrections.get(desk.office, 0)
        self._made = OfficeSales(desk.ends, "", ())

    def run(
        self,
        sales: Sequence[PlacedBasket],
        backs: Sequence[GivenBack],
        arrivals: Iterable[Arrival] = (),
    ) -> OfficeSales:
        """Return the season; the same sales and seed give the same."""
        calendar = self._desk.calendar
        of_day: dict[date, list[tuple[datetime, int, int]]] = defaultdict(list)
        for i, sale in enumerate(sales):
            of_day[calendar.day(sale.moment)].append((sale.moment, 0, i))
        for i, back in enumerate(backs):
            of_day[calendar.day(back.moment)].append((back.moment, 1, i))
        days = tuple(sorted(of_day))
        begins = calendar.opening(days[0]) - _BEGINS
        self._made = OfficeSales(begins, self._author(days[0]), days)
        waiting = sorted(arrivals, key=lambda arrival: arrival.day)
        sold: dict[int, Sold] = {}
        for day in days:
            brought = [arrival for arrival in waiting if arrival.day < day]
            waiting = waiting[len(brought) :]
            self._morning(day, days[0], brought)
            today: list[Sold] = []
            for _moment, is_back, i in sorted(of_day[day]):
                if is_back:
                    self._give_back(backs[i], sold[backs[i].sale])
                else:
                    sold[i] = self._sell(sales[i])
                    today.append(sold[i])
            self._evening(day, today)
        self._chain.close_months(Made(self._desk.ends, self._desk.direction), days[0])
        self._made.till = self._chain.entries
        self._made.figures = ShopFigures(len(sales), len(backs), self._chain.perpetual.net)
        return self._made

    # ------------------------------------------------------------------------- a selling day

    def _morning(self, day: date, first: date, brought: Sequence[Arrival]) -> None:
        opening = self._desk.calendar.opening(day)
        author = self._made.begun_by if day == first else self._author(day)
        self._chain.close_months(Made(opening - _MONTHS, author), first)
        counted = Made(opening - _COUNTED, author)
        if day == first:
            self._chain.move(counted, CashMove.FLOAT, self._float)
        for arrival in brought:
            note = f"Espèces du bureau {arrival.office}"
            self._chain.move(counted, CashMove.OTHER, arrival.cents, note)
        if self._chain.drawer > self._limit:
            self._deposit(Made(opening - _DEPOSIT, author), day)
        if self._is_first_of_month(day):
            # What a month took is at the bank, or on its way, when the next one begins.
            self._deposit_cheques(Made(opening - _CHEQUES, author), day, least=1)
            self._pay_over(Made(opening - _PAID_OVER, author), day)

    def _sell(self, sale: PlacedBasket) -> Sold:
        basket = Basket()
        for place, line in enumerate(sale.basket.lines):
            basket = basket.add(self._catalogue, line.product, pieces(line.pieces))
            if line.discount is not None:
                basket = basket.discount_line(place, line.discount.cents, line.discount.reason)
        author = self._author(self._desk.calendar.day(sale.moment))
        if sale.accueil is not None:
            basket = basket.link(sale.accueil.uid)
            author = sale.accueil.author
        payments = payments_of(basket.total, self._desk.office, self._rules.payments, self._random)
        sold = self._chain.sell(Made(sale.moment, author), basket, payments)
        for sold_line in sold.receipt.lines:
            self._made.units[sold_line.product] += sold_line.quantity // ONE
            if sold_line.held_for:
                self._owed[sold_line.held_for] += sold_line.amount
            for product, quantity in sold_line.stock:
                self._made.flows.append(Flow(sale.moment, product, -quantity))
        self._cheques += [p.cents for p in payments if p.method is PaymentMethod.CHEQUE]
        return sold

    def _give_back(self, back: GivenBack, sold: Sold) -> None:
        position = next(
            i
            for i, line in enumerate(sold.receipt.lines)
            if line.product == back.product and not line.discount
        )
        author = self._author(self._desk.calendar.day(back.moment))
        given = self._chain.give_back(
            Made(back.moment, author),
            sold,
            position,
            pieces(1),
            reason=back.reason,
            restocked=back.restocked,
        )
        self._made.units[back.product] -= 1
        if back.restocked:
            self._made.flows += [Flow(back.moment, code, count) for code, count in given.line.stock]

    def _evening(self, day: date, today: Sequence[Sold]) -> None:
        moment, author = self._desk.closed[day]
        self._correct(Made(moment - _CORRECTION, author), today)
        rules = self._rules.cash
        difference, explanation = 0, ""
        if people.happens(rules.difference_percent, self._random):
            difference = self._random.choice(rules.differences)
            explanation = self._random.choice(rules.explanations)
        self._chain.close_day(
            Made(moment - _Z, author),
            difference=difference,
            explanation=explanation,
            terminal=self._desk.office not in self._rules.payments.without_terminal,
        )

    def _correct(self, made: Made, today: Sequence[Sold]) -> None:
        fits = [
            sold
            for sold in today
            if [p.method for p in sold.receipt.payments] == [PaymentMethod.CASH]
            and sold.receipt.total >= _WORTH_CORRECTING
        ]
        if self._corrections and fits and people.happens(_CORRECTED_PERCENT, self._random):
            self._corrections -= 1
            total = fits[-1].receipt.total
            self._chain.correct(made, fits[-1], total, self._rules.cash.correction_reason)

    # --------------------------------------------------------------- what leaves the drawer

    def _deposit(self, made: Made, day: date) -> None:
        cents = (self._chain.drawer - self._float) // _NOTE * _NOTE
        at_bank = self._desk.is_headquarters
        kind = CashMove.DEPOSIT if at_bank else CashMove.TO_HEADQUARTERS
        self._slips += 1
        self._chain.move(made, kind, -cents, f"remise n° {self._slips}")
        self._slip(made, day, PaymentMethod.CASH, cents, 0)
        if not at_bank:
            self._made.sent.append(Arrival(day, self._desk.office, cents))
        self._deposit_cheques(made, day, least=_CHEQUES_TO_A_SLIP)

    def _deposit_cheques(self, made: Made, day: date, *, least: int) -> None:
        if len(self._cheques) >= least:
            self._slips += 1
            self._slip(made, day, PaymentMethod.CHEQUE, sum(self._cheques), len(self._cheques))
            self._cheques = []

    def _slip(self, made: Made, day: date, method: PaymentMethod, cents: Cents, count: int) -> None:
        self._note(
            made,
            "bank_deposit",
            {
                "office": self._desk.office,
                "day": day.isoformat(),
                "number": self._slips,
                "method": method.value,
                "cents": cents,
                "pieces": count,
                "destination": "bank" if self._desk.is_headquarters else "headquarters",
            },
        )

    def _pay_over(self, made: Made, day: date) -> None:
        for party, cents in sorted((+self._owed).items()):
            by_cash = self._chain.drawer - cents >= self._float
            method = PaymentMethod.CASH if by_cash else PaymentMethod.TRANSFER
            if by_cash:
                self._chain.move(made, CashMove.PAID_OVER, -cents, party)
            self._note(
                made,
                "held_payment",
                {
                    "office": self._desk.office,
                    "day": day.isoformat(),
                    "third_party": party,
                    "cents": cents,
                    "method": method.value,
                },
            )
            self._owed[party] -= cents

    # ------------------------------------------------------------------------------- helpers

    def _note(self, made: Made, kind: str, payload: Payload) -> None:
        uid = uuid7(made.moment, self._random.randbytes(_RANDOM_BYTES))
        self._made.desk.append(DemoEntry(made.moment, made.author, kind, uid, payload))

    def _author(self, day: date) -> str:
        return people.counsellor_of(self._desk.counsellors, day, self._random)

    def _is_first_of_month(self, day: date) -> bool:
        earlier = [other for other in self._made.selling_days if other < day]
        return bool(earlier) and earlier[-1].month != day.month

    def _of_office(self, amounts: Mapping[str, Cents]) -> Cents:
        return amounts.get(self._desk.office, amounts[OTHERS])
