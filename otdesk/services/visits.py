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
    return corrections.revise(
        transaction,
        "visit",
        visit_payload(visit),
        office=visit.office,
        day=visit.day,
        uid=uid,
        reason=reason,
    )


def void(
    transaction: Transaction, uid: str, office: str, day: date, motive: str, *, reason: str = ""
) -> Changes:
    """Void an accueil, with a motive. It stays readable, struck through, and counts no more."""
    return corrections.void(
        transaction, "visit", uid, motive, office=office, day=day, reason=reason
    )


def record_walk_in(transaction: Transaction, walk_in: WalkIn, *, reason: str = "") -> Changes:
    """Record people who came in and asked nothing."""
    walk_in.check()
    written = transaction.put("walk_in", walk_in_payload(walk_in))
    corrections.note(
        transaction, walk_in.office, walk_in.day, uid=written, kind="walk_in", reason=reason
    )
    return transaction.changes


def void_walk_in(
    transaction: Transaction, uid: str, office: str, day: date, motive: str, *, reason: str = ""
) -> Changes:
    """Void a passage, with a motive."""
    return corrections.void(
        transaction, "walk_in", uid, motive, office=office, day=day, reason=reason
    )
