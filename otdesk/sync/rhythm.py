"""When an office exchanges by itself: often while something waits, seldom where nothing does."""

from __future__ import annotations

from datetime import timedelta

from otdesk.sync.office_state import OfficeState

# Something was entered and has not left, or left and was not acknowledged.
WAITING = timedelta(minutes=30)
# Nothing waits: the siège may have decided something.
QUIET = timedelta(hours=4)
# After so many failures in a row, and from then on the last.
_AFTER_FAILURE = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
# Only a person can mend these; a password that is tried again and again locks an account.
BY_HAND = frozenset(
    {"WrongPassword", "HostUnknown", "HostKeyChanged", "BadCertificate", "NotEncrypted"}
)


def pause(state: OfficeState, failures: int) -> timedelta | None:
    """Return how long after the last try the next one comes; None where none comes by itself.

    `failures` counts those of this session in a row.
    """
    if state.known is None or not state.mailbox or is_mail(state.mailbox):
        return None
    if state.revoked is not None:
        # The siège takes nothing of this post, and said so: only a person has a reason to ask.
        return None
    last = state.notes.last
    if last is not None and last.fault in BY_HAND:
        return None
    if failures:
        return _AFTER_FAILURE[min(failures, len(_AFTER_FAILURE)) - 1]
    return WAITING if state.waits else QUIET


def is_mail(address: str) -> bool:
    """Tell whether an address only sends: e-mail leaves when a person says so."""
    return address.startswith("mailto:")
