"""What each closing says, made up again from the entries before it: days, then months and years.

Written apart from what the counter uses to close a day, so that one error is not in both. Memory
holds the days that wait for their month and year, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from otdesk import typography
from otdesk.domain.till import Perpetual, TillTotals
from otdesk.i18n import _
from otdesk.store.till_records import totals_payload


@dataclass(slots=True)
class _Days:
    """The Zs that wait for the closing of their month or year, added up under its name."""

    period: str
    totals: TillTotals
    perpetual: Perpetual
    last_seq: int


@dataclass(slots=True)
class _Span:
    """Where the closings of months, or years, stand."""

    length: int
    perpetual: Perpetual = field(default_factory=Perpetual)
    last_seq: int = 0
    owed: str = ""
    waiting: list[_Days] = field(default_factory=list)


class ClosingCheck:
    """The closings of one till; `totals` are those since its last Z, which entries add to.

    Where `is_part` says that only a part of a till is given, the first closing of each kind
    builds on what lies before it, and is taken as it says.
    """

    def __init__(self, *, is_part: bool) -> None:
        self.totals = TillTotals()
        self._is_part = is_part
        self._kinds: set[str] = set()
        self._perpetual = Perpetual()
        self._drawer = 0
        self._closed = 0
        self._day = ""
        self._spans = {
            "till_month": _Span(len("2022-07")),
            "till_year": _Span(len("2022")),
        }

    @property
    def at_end(self) -> Perpetual:
        """Return the perpetual totals with what no Z has closed yet."""
        return self.totals.after(self._perpetual)

    def begin(self, day: str, perpetual: Perpetual) -> None:
        """Begin a till on a day with the totals that it took over."""
        self._perpetual = perpetual
        for span in self._spans.values():
            span.perpetual = perpetual
            span.owed = day[: span.length]

    def owe(self, day: str) -> None:
        """Remember the first day since the last Z: the next one is for it."""
        self._day = self._day or day

    def judge(self, kind: str, seq: int, payload: Mapping[str, Any]) -> Iterator[str]:
        """Yield what a closing says otherwise than its entries; what follows builds on it."""
        span = self._spans.get(kind)
        is_first = self._is_part and kind not in self._kinds
        self._kinds.add(kind)
        made = self._z(seq, payload) if span is None else self._period(span, payload)
        wrong = [name for name, wanted in made.items() if payload[name] != wanted]
        if wrong and not is_first:
            detail = "; ".join(
                _("{what} : {found} au lieu de {wanted}").format(
                    what=_figure(name), found=_short(payload[name]), wanted=_short(made[name])
                )
                for name in wrong
            )
            yield _("recalculée, la clôture dit autre chose ({})").format(detail)

    def _z(self, seq: int, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a Z must say; the next day begins behind it.

        What follows is judged by what this one says: an altered Z is one fault.
        """
        totals = self.totals
        perpetual = totals.after(self._perpetual)
        made: dict[str, Any] = {
            "period": self._day,
            "first_seq": self._closed + 1,
            "last_seq": seq - 1,
            "totals": totals_payload(totals),
            "perpetual_net": perpetual.net,
            "perpetual_absolute": perpetual.absolute,
            "expected": self._drawer + totals.cash,
        }
        pieces = payload.get("pieces", ())
        if pieces:
            # A sum that was counted elsewhere says nothing of pieces: nothing to add up.
            made["counted"] = sum(piece["value"] * piece["count"] for piece in pieces)
        self._perpetual = Perpetual(payload["perpetual_net"], payload["perpetual_absolute"])
        self._drawer = payload.get("counted", 0)
        self._closed = payload["last_seq"]
        self.totals, self._day = TillTotals(), ""
        for span in self._spans.values():
            _wait(span, payload["day"][: span.length], totals, self._perpetual, self._closed)
        return made

    def _period(self, span: _Span, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the closing of a month or a year must say: the sum of its days."""
        totals, perpetual, last = TillTotals(), span.perpetual, span.last_seq
        while span.waiting and span.waiting[0].period <= payload["period"]:
            days = span.waiting.pop(0)
            totals.add(days.totals)
            perpetual, last = days.perpetual, days.last_seq
        made: dict[str, Any] = {
            "period": span.owed,
            "first_seq": span.last_seq + 1,
            "last_seq": last,
            "totals": totals_payload(totals),
            "perpetual_net": perpetual.net,
            "perpetual_absolute": perpetual.absolute,
        }
        span.perpetual = Perpetual(payload["perpetual_net"], payload["perpetual_absolute"])
        span.last_seq = payload["last_seq"]
        span.owed = _next(payload["period"])
        return made


def _wait(
    span: _Span, period: str, totals: TillTotals, perpetual: Perpetual, last_seq: int
) -> None:
    last = span.waiting[-1] if span.waiting else None
    if last is None or last.period != period:
        last = _Days(period, TillTotals(), perpetual, last_seq)
        span.waiting.append(last)
    last.totals.add(totals)
    last.perpetual, last.last_seq = perpetual, last_seq


def _next(period: str) -> str:
    """Return the month after a month, the year after a year."""
    year, _dash, month = period.partition("-")
    if not month:
        return f"{int(year) + 1:04d}"
    count = int(year) * 12 + int(month)
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def _figure(name: str) -> str:
    words: dict[str, Callable[[], str]] = {
        "period": lambda: _("période"),
        "first_seq": lambda: _("première entrée"),
        "last_seq": lambda: _("dernière entrée"),
        "totals": lambda: _("totaux"),
        "perpetual_net": lambda: _("total perpétuel net"),
        "perpetual_absolute": lambda: _("total perpétuel absolu"),
        "expected": lambda: _("espèces attendues"),
        "counted": lambda: _("espèces comptées"),
    }
    return words[name]()


def _short(value: object) -> str:
    if isinstance(value, dict):
        return _("{sales} de ventes, {refunded} remboursés").format(
            sales=typography.cents(value["sales"]), refunded=typography.cents(value["refunded"])
        )
    return str(value)
