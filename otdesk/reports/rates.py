"""Rates per hour of opening, and when there is none."""

from __future__ import annotations

LEAST_MINUTES = 60


def per_open_hour(persons: int, minutes: int) -> float | None:
    """Return the persons for each hour open; None under one hour of opening.

    Five minutes after the door opens, a coach would make several hundred visitors an hour.
    """
    return persons * 60 / minutes if minutes >= LEAST_MINUTES else None
