"""The series of a post's invoices and slips: two posts of an office never give one number twice.

A post is its stream (decision 0011): a folder that begins another one, restored or copied, begins
another series as well, and no number is given a second time.
"""

from __future__ import annotations

from otdesk.store.transaction import Transaction

_LETTERS = 4


def series(transaction: Transaction) -> str:
    """Return the mark of the post that writes: four characters of its stream."""
    return transaction.stream[:_LETTERS].upper()
