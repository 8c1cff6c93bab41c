"""What each receipt's figures say: lines, total, payments and VAT, made up again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from otdesk import typography
from otdesk.domain.money import times
from otdesk.domain.vat import VatRegime, included_vat
from otdesk.i18n import _
from otdesk.journal.chain import FaultKind

# What is wrong, and in French how.
Found = Iterator[tuple[FaultKind, str]]


def line_faults(payload: Mapping[str, Any]) -> Found:
    """Yield the lines that are not so many pieces at their price, less their discount."""
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


def sum_faults(payload: Mapping[str, Any]) -> Found:
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


def vat_faults(payload: Mapping[str, Any]) -> Found:
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
