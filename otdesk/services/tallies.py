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
    return corrections.revise(
        transaction,
        "tally",
        tally_payload(tally),
        office=tally.office,
        day=tally.day,
        uid=uid,
        reason=reason,
    )


def void(
    transaction: Transaction, uid: str, office: str, day: date, motive: str, *, reason: str = ""
) -> Changes:
    """Void a sheet, with a motive."""
    return corrections.void(
        transaction, "tally", uid, motive, office=office, day=day, reason=reason
    )
