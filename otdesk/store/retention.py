"""Which backups stay: by their names and the date alone, so that the rule can be proved."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

# What a restore replaced is the only copy of it: no rule deletes that.
NEVER_DELETED = frozenset({"replaced"})
# What the last of each hour may not push out: a backup that someone asked for, and the one that
# a migration took, which is the only way back to an earlier version.
_KEPT_DAYS = {"manual": 31, "migration": 366}
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"otdesk-(\d{8}-\d{6})-([a-z]+)(?:-(\d+))?\.sqlite")
_WEEK, _MONTH, _YEAR = 7, 31, 366


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup by its name; `taken` is the office's local time, without a zone.

    `again` counts the backups of one second and reason.
    """

    name: str
    taken: datetime
    reason: str
    again: int = 1


def name_of(taken: datetime, reason: str, again: int = 1) -> str:
    """Return `otdesk-20220714-184412-daily.sqlite`; `again` parts two of one second.

    Raises ValueError on a reason that is not lower-case letters.
    """
    if not re.fullmatch("[a-z]+", reason):
        raise ValueError(f"{reason!r} is no reason of a backup")
    suffix = f"-{again}" if again > 1 else ""
    return f"otdesk-{taken.strftime(_STAMP)}-{reason}{suffix}.sqlite"


def parse(name: str) -> Backup | None:
    """Return the backup behind a file's name, None where it is none of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        taken = datetime.strptime(found[1], _STAMP)  # noqa: DTZ007 - local by definition
    except ValueError:
        return None
    return Backup(name, taken, found[2], int(found[3] or 1))


def expired(backups: Iterable[Backup], now: datetime) -> set[Backup]:
    """Return the backups that may go, `now` being the office's local time without a zone.

    Kept are the last of each hour today, of each day for a week, of each week for a month, of
    each month for a year; the newest of all; those that were asked for a month, those from
    before a migration a year, those that a restore replaced for ever; and any that a wrong clock
    dated ahead.
    """
    everything = set(backups)
    kept = {b for b in everything if b.taken > now or b.reason in NEVER_DELETED}
    kept |= {b for b in everything if _age(b, now) < _KEPT_DAYS.get(b.reason, 0)}
    kept |= _last_of_each(lambda _b: "newest", everything)
    rules: list[tuple[int, Callable[[Backup], Hashable]]] = [
        (1, lambda b: (b.taken.date(), b.taken.hour)),
        (_WEEK, lambda b: b.taken.date()),
        (_MONTH, lambda b: b.taken.isocalendar()[:2]),
        (_YEAR, lambda b: (b.taken.year, b.taken.month)),
    ]
    for days, period in rules:
        kept |= _last_of_each(period, [b for b in everything if _age(b, now) < days])
    return everything - kept


def order(backup: Backup) -> tuple[datetime, int, str]:
    """Return what backups are sorted by, the oldest first."""
    return backup.taken, backup.again, backup.reason


def _age(backup: Backup, now: datetime) -> int:
    return (now.date() - backup.taken.date()).days


def _last_of_each(period: Callable[[Backup], Hashable], backups: Collection[Backup]) -> set[Backup]:
    last: dict[Hashable, Backup] = {}
    for backup in sorted(backups, key=order):
        last[period(backup)] = backup
    return set(last.values())
