"""Favourites after the season's figures, without moving what a hand has learnt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from otdesk.domain.period import Period
from otdesk.domain.profile import FAVOURITES


def last_twelve_months(today: date) -> Period:
    """Return the year that ends today: every office has one whole season in it."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return Period(date(today.year - 1, today.month, day), today)


def settled(current: Sequence[str], first: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Return up to eighteen origins for the keys, those of the first row before the others.

    `current` lies under the keys now; `first` and `more` are the most frequent, in order. An
    origin that stays in its row keeps its key. Where the period knows too few, those that
    stand there stay.
    """
    rows = current[:FAVOURITES], current[FAVOURITES : 2 * FAVOURITES]
    top = _row(rows[0], first, taken=())
    return (*top, *_row(rows[1], more, taken=top))


def _row(present: Sequence[str], wanted: Sequence[str], taken: Sequence[str]) -> list[str]:
    asked = [code for code in wanted if code not in taken]
    newcomers = [code for code in asked if code not in present]
    kept: list[str] = []
    # Keys whose origin the season wants no more, the last first: the first keys are the surest.
    free = [code for code in present if code not in asked]
    spare = max(0, FAVOURITES - len(asked))
    stays = set([code for code in free if code not in taken][:spare])
    for code in present:
        if code in asked or code in stays:
            kept.append(code)
        elif newcomers:
            kept.append(newcomers.pop(0))
    kept.extend(newcomers)
    return kept[:FAVOURITES]
