"""Cash that comes into the drawer or leaves it beside sales, and the opening count."""

from __future__ import annotations

from otdesk.domain.changes import Changes
from otdesk.domain.money import Cents
from otdesk.domain.till import CashMove
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.till.guard import ready
from otdesk.services.till.post import TillPost
from otdesk.store.till_state import state_of
from otdesk.store.transaction import Transaction

# What leaves the drawer; the others come in, or set the float right either way.
_LEAVES = frozenset(
    {CashMove.DEPOSIT, CashMove.TO_HEADQUARTERS, CashMove.PAID_OVER, CashMove.PURCHASE}
)


def move(
    transaction: Transaction, post: TillPost, kind: CashMove, cents: Cents, note: str = ""
) -> Changes:
    """Record cash that comes into the drawer (positive) or leaves it (negative).

    Raises EarlierDayOpen; DataFault on nothing, on the wrong sign, on more than lies there, and
    without a note where the kind says nothing by itself.
    """
    if not cents:
        raise DataFault(_("Indiquer la somme."))
    if kind in _LEAVES and cents > 0:
        raise ValueError("what leaves the drawer is negative")
    if kind is CashMove.OTHER and not note.strip():
        raise DataFault(_("Un mouvement d’espèces demande un motif."))
    ready(transaction, post)
    drawer = state_of(transaction.connection, post.stream).drawer
    if drawer + cents < 0:
        raise DataFault(_("La caisse ne contient pas autant d’espèces."))
    post.put(transaction, "cash_movement", move=kind.value, cents=cents, note=note.strip())
    return transaction.changes


def take_back(
    transaction: Transaction, post: TillPost, kind: CashMove, cents: Cents, note: str
) -> Changes:
    """Record that cash said to have left the drawer never did. Raises EarlierDayOpen."""
    if kind not in _LEAVES or cents <= 0:
        raise ValueError("only what left the drawer comes back, and it is positive")
    ready(transaction, post)
    post.put(transaction, "cash_movement", move=kind.value, cents=cents, note=note)
    return transaction.changes


def set_float(transaction: Transaction, post: TillPost, counted: Cents, note: str = "") -> Changes:
    """Say what lies in the drawer when the till opens: the difference is recorded as float.

    The first float of a till is all of it, nothing included: that a drawer was counted and found
    empty is known then. A later difference wants its explanation: DataFault without one. Nothing
    more is recorded where the drawer holds what it should.
    """
    ready(transaction, post)
    state = state_of(transaction.connection, post.stream)
    difference = counted - state.drawer
    fresh = state.last_z is None and state.open_day is None
    if not difference and not fresh:
        return transaction.changes
    if not fresh and not note.strip():
        raise DataFault(_("Le fond de caisse diffère : indiquer pourquoi."))
    post.put(
        transaction,
        "cash_movement",
        move=CashMove.FLOAT.value,
        cents=difference,
        note=note.strip(),
    )
    return transaction.changes
