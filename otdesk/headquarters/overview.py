"""What the siège looks at first, read in one go: a year, what waits, what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from otdesk.domain.posts import Post
from otdesk.headquarters.posts import known_posts
from otdesk.headquarters.put_aside import PutAside, put_aside
from otdesk.headquarters.unknown_codes import UnknownCode, unknown_codes
from otdesk.headquarters.year_table import YearTable, year_table
from otdesk.reports.context import ReportContext
from otdesk.store.tables import business_day, tally, visit, walk_in


@dataclass(frozen=True, slots=True)
class Overview:
    """A year of the network, and what asks for a hand; `posts` are those believed, by office."""

    table: YearTable
    aside: tuple[PutAside, ...]
    unknown: tuple[UnknownCode, ...]
    posts: Mapping[str, tuple[Post, ...]]

    @property
    def open_aside(self) -> tuple[PutAside, ...]:
        """Return what lies in quarantine and was not made good since."""
        return tuple(each for each in self.aside if not each.is_healed)


def overview(connection: Connection, context: ReportContext, year: int) -> Overview:
    """Read it all in one state of the database."""
    codes = context.profile.office_codes
    trusted = [post for post in known_posts(connection) if post.is_trusted]
    return Overview(
        year_table(connection, context, year),
        put_aside(connection, codes),
        unknown_codes(connection),
        {code: tuple(post for post in trusted if post.office == code) for code in codes},
    )


def latest_year(connection: Connection, today: date) -> int:
    """Return the last year of which a day came, that of `today` at most and where none ever did.

    What was cancelled since came as well; a planned opening is the siège's own word.
    """
    days = [
        connection.execute(select(func.max(table.c.day))).scalar_one()
        for table in (business_day, visit, walk_in, tally)
    ]
    latest = max((date.fromisoformat(day) for day in days if day is not None), default=today)
    return min(latest.year, today.year)
