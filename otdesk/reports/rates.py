"""Rates per hour of opening, and when there is none."""

from __future__ import annotations

LEAST_MINUTES = 60
LEAST_CELL_MINUTES = 30


def per_open_hour(persons: int, minutes: int) -> float | None:
    """Return the persons for each hour open; None under one hour of opening.

    Five minutes after the door opens, a coach would make several hundred visitors an hour.
    """
    return persons * 60 / minutes if minutes >= LEAST_MINUTES else None


def per_open_hour_of_week(persons: int, minutes: int) -> float | None:
    """Return the persons for each hour open of one hour of the week, over a period.

    None under half an hour in all: a door that opens at 10:55 makes its first visitors a crowd.
    """
    return persons * 60 / minutes if minutes >= LEAST_CELL_MINUTES else None
