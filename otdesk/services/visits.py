"""Recording, correcting and voiding accueils and passages."""

from __future__ import annotations

from datetime import date

from otdesk.domain.changes import Changes
from otdesk.domain.visits import Visit, WalkIn
from otdesk.services import corrections
from otdesk.store.records import visit_payload, walk_in_payload
from otdesk.store.transaction import Transaction


def record(
    transaction: Transaction, visit: Visit, *, uid: str | None = None, reason: str = ""
) -> Changes:
    """Record an accueil, or the next revision of `uid`.

    `reason` is wanted where the day of the accueil is closed (DayIsClosed otherwise).
    """
    visit.check()
    written = transaction.put("visit", visit_payload(visit), uid=uid)
    corrections.note(transaction, visit.office, visit.day, written, "visit", reason)
    return transaction.changes


def void(
    transaction: Transaction, uid: str, office: str, day: date, motive: str, *, reason: str = ""
) -> Changes:
    """Void an accueil, with a motive. It stays readable, struck through, and counts no more."""
    transaction.void("visit", uid, motive, office=office, day=day)
    corrections.note(transaction, office, day, uid, "visit", reason)
    return transaction.changes


def record_walk_in(transaction: Transaction, walk_in: WalkIn, *, reason: str = "") -> Changes:
    """Record people who came in and asked nothing."""
    walk_in.check()
    written = transaction.put("walk_in", walk_in_payload(walk_in))
    corrections.note(transaction, walk_in.office, walk_in.day, written, "walk_in", reason)
    return transaction.changes


def void_walk_in(
    transaction: Transaction, uid: str, office: str, day: date, motive: str, *, reason: str = ""
) -> Changes:
    """Void a passage, with a motive."""
    transaction.void("walk_in", uid, motive, office=office, day=day)
    corrections.note(transaction, office, day, uid, "walk_in", reason)
    return transaction.changes
