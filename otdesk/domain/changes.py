"""What a write changed, so that each screen refreshes only if it is concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds, the (office, day) pairs and the records that one transaction touched."""

    kinds: frozenset[str] = frozenset()
    days: frozenset[tuple[str, date]] = frozenset()
    uids: tuple[str, ...] = ()

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.kinds | other.kinds, self.days | other.days, self.uids + other.uids)

    def touches(self, office: str, day: date) -> bool:
        """Tell whether a screen that shows this office and day has something to refresh."""
        return (office, day) in self.days
