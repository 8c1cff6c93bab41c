"""Totals of paper sheets, typed back."""

from __future__ import annotations

from datetime import date

from otdesk.domain.changes import Changes
from otdesk.domain.tallies import Tally
from otdesk.services import corrections
from otdesk.store.records import tally_payload
from otdesk.store.transaction import Transaction


def record(
    transaction: Transaction, tally: Tally, *, uid: str | None = None, reason: str = ""
) -> Changes:
    """Record the totals of a sheet, or correct those of `uid`."""
    tally.check()
    written = transaction.put("tally", tally_payload(tally), uid=uid)
    corrections.note(transaction, tally.office, tally.day, written, "tally", reason)
    return transaction.changes


def void(
    transaction: Transaction, uid: str, office: str, day: date, motive: str, *, reason: str = ""
) -> Changes:
    """Void a sheet, with a motive."""
    transaction.void("tally", uid, motive, office=office, day=day)
    corrections.note(transaction, office, day, uid, "tally", reason)
    return transaction.changes
