"""What a till's entries say together: numbers, amounts, refunds, closings, made up again.

Written apart from what the counter uses to close a day, so that one error is not in both. Memory
stays flat: counters, the days that wait for their month, and the lines that were ever refunded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from otdesk import typography
from otdesk.domain.till import Perpetual
from otdesk.i18n import _
from otdesk.journal.canonical import Value
from otdesk.journal.chain import ChainFault, FaultKind, StoredEntry
from otdesk.journal.entry import Op
from otdesk.journal.signatures import TILL, Signatures, Signed
from otdesk.store.across_tills import AcrossTills
from otdesk.store.amount_check import Found, line_faults, sum_faults, vat_faults
from otdesk.store.closing_check import ClosingCheck
from otdesk.store.records import KINDS
from otdesk.store.till_records import CLOSING_KINDS

SIGNED = frozenset(name for name, kind in KINDS.items() if kind.signed)
_CLOSINGS = frozenset(CLOSING_KINDS.values())
_MAKES_A_DAY = frozenset({"receipt", "refund", "cash_movement", "payment_correction"})
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)


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


class _Till:
    """One till as its entries make it, from the first to the last."""

    def __init__(self, stream: str, across: AcrossTills, *, is_part: bool) -> None:
        self._stream = stream
        self._across = across
        self._is_part = is_part
        self._numbers: Counter[str] = Counter()
        self._training = 0
        self._closings = ClosingCheck(is_part=is_part)
        self.carried: Carried | None = None

    @property
    def at_end(self) -> Perpetual:
        """Return the perpetual totals with what no Z has closed yet."""
        return self._closings.at_end

    def judge(self, entry: StoredEntry, payload: dict[str, Any] | None) -> Found:
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
                for detail in self._closings.judge(kind, header.seq, payload):
                    yield FaultKind.CLOSING, detail
            else:
                yield from self._record(entry, kind, payload)
        except _UNREADABLE as error:
            detail = _("le contenu n’est pas celui d’une fiche de caisse ({})").format(
                f"{type(error).__name__} : {error}"
            )
            yield FaultKind.CONTENT, detail

    def _number(self, kind: str, payload: Mapping[str, Any]) -> Found:
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

    def _record(self, entry: StoredEntry, kind: str, payload: Mapping[str, Any]) -> Found:
        if kind in _MAKES_A_DAY:
            self._closings.owe(payload["day"])
        if kind == "receipt":
            yield from self._receipt(payload)
        elif kind == "refund":
            yield from self._refund(entry, payload)
        elif kind == "cash_movement":
            self._closings.totals.by_move[payload["move"]] += payload["cents"]
        elif kind == "payment_correction":
            self._closings.totals.by_method[payload["taken"]] -= payload["cents"]
            self._closings.totals.by_method[payload["given"]] += payload["cents"]
            for detail in self._across.payments.take(entry.header, payload):
                yield FaultKind.PAYMENT, detail
        elif kind == TILL:
            yield from self._opening(entry, payload)

    def _opening(self, entry: StoredEntry, payload: Mapping[str, Any]) -> Found:
        if entry.header.seq != 1:
            yield FaultKind.CONTENT, _("une caisse ne s’ouvre qu’une fois")
            return
        self._training = payload.get("training", 0)
        perpetual = Perpetual(payload["perpetual_net"], payload["perpetual_absolute"])
        parent = payload.get("parent", "")
        if parent:
            self.carried = Carried(self._stream, parent, perpetual)
        elif perpetual != Perpetual():
            yield (
                FaultKind.CLOSING,
                _("une première caisse part de totaux perpétuels nuls"),
            )
        self._closings.begin(payload["day"], perpetual)

    def _receipt(self, payload: Mapping[str, Any]) -> Found:
        totals = self._closings.totals
        turnover = self._count(payload, 1)
        totals.receipts += 1
        totals.sales += turnover
        if payload.get("training", 0) != self._training and not self._is_part:
            yield FaultKind.CONTENT, _("une vente d’entraînement n’est pas d’une vraie caisse")
        yield from line_faults(payload)
        yield from sum_faults(payload)
        yield from vat_faults(payload)

    def _refund(self, entry: StoredEntry, payload: Mapping[str, Any]) -> Found:
        turnover = self._count(payload, -1)
        totals = self._closings.totals
        totals.refunds += 1
        totals.refunded -= turnover
        yield from sum_faults(payload)
        for detail in self._across.refunds.take(entry.header, payload):
            yield FaultKind.REFUND, detail

    def _count(self, payload: Mapping[str, Any], sign: int) -> int:
        """Count lines and payments; return the turnover, money held for others left out."""
        totals, turnover = self._closings.totals, 0
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
