"""The counsellors of an office: picked by initials at opening, without a password."""

from __future__ import annotations

from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.transaction import Transaction

MAX_INITIALS = 4


def add(transaction: Transaction, initials: str, name: str, *, uid: str | None = None) -> Changes:
    """Add a counsellor, or rename `uid`. Raises DataFault on initials that cannot serve."""
    short = initials.strip().upper()
    if not 1 <= len(short) <= MAX_INITIALS or not short.isalpha():
        raise DataFault(_("Les initiales sont de une à quatre lettres."))
    if not name.strip():
        raise DataFault(_("Le prénom manque."))
    transaction.put("counsellor", {"initials": short, "name": name.strip()}, uid=uid)
    return transaction.changes
