"""What a till's entries say together: numbers, amounts, refunds, closings, made up again.

Written apart from what the counter uses to close a day, so that one error is not in both. Memory
stays flat: counters, the days that wait for their month, and the lines that were ever refunded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from otdesk import typography
from otdesk.domain.money import times
from otdesk.domain.till import Perpetual, TillTotals
from otdesk.domain.vat import VatRegime, included_vat
from otdesk.i18n import _
from otdesk.journal.canonical import Value
from otdesk.journal.chain import ChainFault, FaultKind, StoredEntry
from otdesk.journal.entry import Op
from otdesk.journal.signatures import TILL, Signatures, Signed
from otdesk.store.across_tills import AcrossTills
from otdesk.store.records import KINDS
from otdesk.store.till_records import CLOSING_KINDS, totals_payload

SIGNED = frozenset(name for name, kind in KINDS.items() if kind.signed)
_CLOSINGS = frozenset(CLOSING_KINDS.values())
_MAKES_A_DAY = frozenset({"receipt", "refund", "cash_movement", "payment_correction"})
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)
_Found = Iterator[tuple[FaultKind, str]]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a till says it took over: the totals, and the end of the till before it."""

    stream: str
    parent: str
    perpetual: Perpetual


class TillCheck:
    """Judges one stream; what it is, a till's or not, its first entry says.

    `current` is the key in force where only a part of a till is given: what its first numbers and
    closings build on then lies before it, and is taken as they say it. `elsewhere` tells that the
    signatures are checked by another process.
    """

    def __init__(
        self,
        stream: str,
        across: AcrossTills,
        *,
        seen: str | None = None,
        trusted: tuple[str, ...] = (),
        current: str | None = None,
        elsewhere: bool = False,
    ) -> None:
        self.stream = stream
        self._elsewhere = elsewhere
        self._across = across
        self._seen = seen
        self._trusted = trusted
        self._current = current
        self._begun = False
        self._till: _Till | None = None
        self._signatures: Signatures | None = None
        # The public key that the till names; nothing for any other stream.
        self.key = ""

    @property
    def is_till(self) -> bool:
        """Tell whether this is the stream of a till."""
        return self._signatures is not None

    @property
    def carried(self) -> Carried | None:
        """Return what the till took over; None where it was the first."""
        return None if self._till is None else self._till.carried

    @property
    def perpetual(self) -> Perpetual | None:
        """Return the perpetual totals at the end; None where this is no till."""
        return None if self._till is None else self._till.at_end

    def __call__(
        self, entry: StoredEntry, payload: dict[str, Value] | None
    ) -> Iterator[ChainFault]:
        """Yield what is wrong with the next entry."""
        header = entry.header
        if not self._begun:
            self._begun = True
            # A till whose opening was removed is a till all the same.
            if header.kind in SIGNED or self._seen is not None:
                self._signatures = Signatures(
                    self.stream, seen=self._seen, trusted=self._trusted, current=self._current
                )
                is_part = self._current is not None and header.kind != TILL
                self._till = _Till(self.stream, self._across, is_part=is_part)
        if self._signatures is None or self._till is None:
            yield from self._outside(entry)
            return
        if not self._elsewhere:
            signed = Signed(header.seq, header.kind, entry.digest, entry.signature)
            yield from self._signatures.judge(signed, payload)
            self.key = self._signatures.key
        for kind, detail in self._till.judge(entry, payload):
            yield ChainFault(kind, self.stream, header.seq, detail)

    def _outside(self, entry: StoredEntry) -> Iterator[ChainFault]:
        header = entry.header
        if header.kind in SIGNED:
            detail = _("une fiche de caisse se trouve hors d’une caisse, sans sa signature")
            yield ChainFault(FaultKind.SIGNATURE, self.stream, header.seq, detail)
        elif entry.signature is not None:
            detail = _("l’entrée est signée, alors que ce journal n’est pas celui d’une caisse")
            yield ChainFault(FaultKind.SIGNATURE, self.stream, header.seq, detail)


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


class _Till:
    """One till as its entries make it, from the first to the last."""

    def __init__(self, stream: str, across: AcrossTills, *, is_part: bool) -> None:
        self._stream = stream
        self._across = across
        self._is_part = is_part
        self._numbers: Counter[str] = Counter()
        self._closed_kinds: set[str] = set()
        self._training = 0
        self._totals = TillTotals()
        self._perpetual = Perpetual()
        self._drawer = 0
        self._closed = 0
        self._day = ""
        self._spans = {
            "till_month": _Span(len("2022-07")),
            "till_year": _Span(len("2022")),
        }
        self.carried: Carried | None = None

    @property
    def at_end(self) -> Perpetual:
        """Return the perpetual totals with what no Z has closed yet."""
        return self._totals.after(self._perpetual)

    def judge(self, entry: StoredEntry, payload: dict[str, Any] | None) -> _Found:
        """Yield what is wrong with the next entry."""
        header = entry.header
        kind = header.kind
        if kind not in SIGNED:
            if kind in KINDS:
                yield FaultKind.CONTENT, _("cette fiche n’est pas de celles d’une caisse")
            return
        if header.op is not Op.PUT or header.rev != 1:
            yield FaultKind.CONTENT, _("une fiche de caisse ne se corrige et ne s’annule pas")
        if payload is None:
            # The chain has named it already.
            return
        try:
            yield from self._number(kind, payload)
            if kind in _CLOSINGS:
                yield from self._closing(kind, header.seq, payload)
            else:
                yield from self._record(entry, kind, payload)
        except _UNREADABLE as error:
            detail = _("le contenu n’est pas celui d’une fiche de caisse ({})").format(
                f"{type(error).__name__} : {error}"
            )
            yield FaultKind.CONTENT, detail

    def _number(self, kind: str, payload: Mapping[str, Any]) -> _Found:
        number = payload["number"]
        expected = self._numbers[kind] + 1
        if number != expected and not (self._is_part and kind not in self._numbers):
            yield (
                FaultKind.NUMBER,
                _("le {what} n° {expected} était attendu, c’est le n° {found}").format(
                    what=_word(kind), expected=expected, found=number
                ),
            )
        self._numbers[kind] = number

    def _record(self, entry: StoredEntry, kind: str, payload: Mapping[str, Any]) -> _Found:
        if kind in _MAKES_A_DAY and not self._day:
            self._day = payload["day"]
        if kind == "receipt":
            yield from self._receipt(payload)
        elif kind == "refund":
            yield from self._refund(entry, payload)
        elif kind == "cash_movement":
            self._totals.by_move[payload["move"]] += payload["cents"]
        elif kind == "payment_correction":
            self._totals.by_method[payload["taken"]] -= payload["cents"]
            self._totals.by_method[payload["given"]] += payload["cents"]
            for detail in self._across.payments.take(entry.header, payload):
                yield FaultKind.PAYMENT, detail
        elif kind == TILL:
            yield from self._opening(entry, payload)

    def _opening(self, entry: StoredEntry, payload: Mapping[str, Any]) -> _Found:
        if entry.header.seq != 1:
            yield FaultKind.CONTENT, _("une caisse ne s’ouvre qu’une fois")
            return
        self._training = payload.get("training", 0)
        self._perpetual = Perpetual(payload["perpetual_net"], payload["perpetual_absolute"])
        parent = payload.get("parent", "")
        if parent:
            self.carried = Carried(self._stream, parent, self._perpetual)
        elif self._perpetual != Perpetual():
            yield (
                FaultKind.CLOSING,
                _("une première caisse part de totaux perpétuels nuls"),
            )
        for span in self._spans.values():
            span.perpetual = self._perpetual
            span.owed = payload["day"][: span.length]

    def _receipt(self, payload: Mapping[str, Any]) -> _Found:
        totals = self._totals
        turnover = self._count(payload, 1)
        totals.receipts += 1
        totals.sales += turnover
        if payload.get("training", 0) != self._training and not self._is_part:
            yield FaultKind.CONTENT, _("une vente d’entraînement n’est pas d’une vraie caisse")
        for line in payload["lines"]:
            quantity = line["quantity"]
            gross = times(line["unit_price"], quantity)
            if line["amount"] != gross - line.get("discount", 0) or quantity <= 0:
                yield (
                    FaultKind.AMOUNT,
                    _("la ligne « {label} » ne fait pas {amount}").format(
                        label=line["label"], amount=typography.cents(line["amount"])
                    ),
                )
        yield from _sums(payload)
        yield from _vat(payload)

    def _refund(self, entry: StoredEntry, payload: Mapping[str, Any]) -> _Found:
        turnover = self._count(payload, -1)
        self._totals.refunds += 1
        self._totals.refunded -= turnover
        yield from _sums(payload)
        for detail in self._across.refunds.take(entry.header, payload):
            yield FaultKind.REFUND, detail

    def _count(self, payload: Mapping[str, Any], sign: int) -> int:
        """Count lines and payments; return the turnover, money held for others left out."""
        totals, turnover = self._totals, 0
        for line in payload["lines"]:
            amount = sign * line["amount"]
            third = line.get("held_for")
            if third:
                totals.held += amount
                totals.by_third_party[third] += amount
                continue
            rate = line["vat_basis_points"]
            turnover += amount
            totals.by_rate[rate] += amount
            totals.tax_by_rate[rate] += sign * line["tax"]
            totals.by_family[line.get("family", "")] += amount
        for payment in payload["payments"]:
            totals.by_method[payment["method"]] += sign * payment["cents"]
        return turnover

    def _closing(self, kind: str, seq: int, payload: Mapping[str, Any]) -> _Found:
        span = self._spans.get(kind)
        is_first = self._is_part and kind not in self._closed_kinds
        self._closed_kinds.add(kind)
        made = self._z(seq, payload) if span is None else self._period(span, payload)
        wrong = [name for name, wanted in made.items() if payload[name] != wanted]
        if wrong and not is_first:
            detail = "; ".join(
                _("{what} : {found} au lieu de {wanted}").format(
                    what=_figure(name), found=_short(payload[name]), wanted=_short(made[name])
                )
                for name in wrong
            )
            yield FaultKind.CLOSING, _("recalculée, la clôture dit autre chose ({})").format(detail)

    def _z(self, seq: int, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a Z must say; the next day begins behind it.

        What follows is judged by what this one says: an altered Z is one fault.
        """
        totals = self._totals
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
        if "counted" in payload:
            pieces = payload.get("pieces", ())
            made["counted"] = sum(piece["value"] * piece["count"] for piece in pieces)
        self._perpetual = Perpetual(payload["perpetual_net"], payload["perpetual_absolute"])
        self._drawer = payload.get("counted", 0)
        self._closed = payload["last_seq"]
        self._totals, self._day = TillTotals(), ""
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


def _sums(payload: Mapping[str, Any]) -> _Found:
    """Yield what does not add up: lines to the total, payments to the total."""
    total = payload["total"]
    lines = sum(line["amount"] for line in payload["lines"])
    if lines != total:
        yield (
            FaultKind.AMOUNT,
            _("les lignes font {lines}, le total dit {total}").format(
                lines=typography.cents(lines), total=typography.cents(total)
            ),
        )
    paid = sum(payment["cents"] for payment in payload["payments"])
    if paid != total or any(payment["cents"] < 0 for payment in payload["payments"]):
        yield (
            FaultKind.AMOUNT,
            _("les règlements font {paid}, le total dit {total}").format(
                paid=typography.cents(paid), total=typography.cents(total)
            ),
        )


def _vat(payload: Mapping[str, Any]) -> _Found:
    """Yield where the VAT is not that of each rate's total, nor its lines' sum."""
    gross: dict[int, int] = {}
    taxes: dict[int, int] = {}
    for line in payload["lines"]:
        rate, tax = line["vat_basis_points"], line["tax"]
        if line.get("held_for"):
            if tax:
                yield FaultKind.AMOUNT, _("une somme encaissée pour un tiers porte une TVA")
            continue
        gross[rate] = gross.get(rate, 0) + line["amount"]
        taxes[rate] = taxes.get(rate, 0) + tax
    said = [(v["basis_points"], v["gross"], v["net"], v["vat"]) for v in payload["vat"]]
    wanted = []
    for rate in sorted(gross, reverse=True):
        vat = included_vat(gross[rate], rate) if rate else 0
        wanted.append((rate, gross[rate], gross[rate] - vat, vat))
    if said != wanted or any(taxes[rate] != vat for rate, _gross, _net, vat in wanted):
        yield FaultKind.AMOUNT, _("la TVA n’est pas celle des lignes, taux par taux")
    if payload["seller"]["regime"] == VatRegime.FRANCHISE and any(taxes.values()):
        yield FaultKind.AMOUNT, _("une TVA est comptée, alors que le vendeur en est exempté")


def carried_faults(
    claims: Mapping[str, Carried], ends: Mapping[str, Perpetual]
) -> Iterator[ChainFault]:
    """Yield the tills that did not take over the perpetual totals of the one before them."""
    for claim in claims.values():
        before = ends.get(claim.parent, Perpetual())
        if claim.perpetual != before:
            detail = _("elle reprend {found} de totaux perpétuels, la précédente finit à {wanted}")
            yield ChainFault(
                FaultKind.CLOSING,
                claim.stream,
                1,
                detail.format(
                    found=typography.cents(claim.perpetual.net), wanted=typography.cents(before.net)
                ),
            )


def _word(kind: str) -> str:
    words: dict[str, Callable[[], str]] = {
        "till": lambda: _("ouverture"),
        "receipt": lambda: _("ticket"),
        "refund": lambda: _("remboursement"),
        "cash_movement": lambda: _("mouvement d’espèces"),
        "payment_correction": lambda: _("changement de règlement"),
        "duplicate": lambda: _("duplicata"),
        "till_closing": lambda: _("Z"),
        "till_month": lambda: _("Z du mois"),
        "till_year": lambda: _("Z de l’année"),
        "till_event": lambda: _("événement"),
        "till_archive": lambda: _("fichier d’archive"),
    }
    return words[kind]() if kind in words else kind


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
