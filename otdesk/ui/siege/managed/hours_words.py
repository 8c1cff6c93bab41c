"""Hours of a day in words: as they are read, and as a hand types them."""

from __future__ import annotations

from otdesk import typography
from otdesk.domain.openings import MINUTES_A_DAY, Ranges
from otdesk.i18n import _


def hours_text(ranges: Ranges) -> str:
    """Return `9:30–12:30, 14:00–18:00`, or « fermé »."""
    if not ranges:
        return _("fermé")
    ends = ((r.start, MINUTES_A_DAY if r.end is None else r.end) for r in ranges)
    return ", ".join(
        f"{typography.clock_time(start)}{typography.DASH}{typography.clock_time(end)}"
        for start, end in ends
    )


def typed_hours(ranges: Ranges) -> str:
    """Return `9h30-12h30, 14h-18h`, or « fermé »."""
    if not ranges:
        return _("fermé")
    return ", ".join(f"{_hour(r.start)}-{_hour(r.end or MINUTES_A_DAY)}" for r in ranges)


def _hour(minute: int) -> str:
    return f"{minute // 60}h{minute % 60:02d}" if minute % 60 else f"{minute // 60}h"
