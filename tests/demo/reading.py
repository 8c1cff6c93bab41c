"""Reading the six folders of the demonstration, by SQL or through the reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from otdesk.cli.demo import Made
from otdesk.demo.season import DemoResult
from otdesk.domain.period import Period
from otdesk.reports.context import ReportContext
from otdesk.reports.summarise import summarise
from otdesk.reports.summary import Summary
from otdesk.store.anchor import Anchors
from otdesk.store.store import Store

NOW = datetime(2022, 11, 2, 8, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
SEASON = Period(date(2022, 1, 1), date(2022, 10, 31))
SEASON_2021 = SEASON.year_before()


# What is being done, and how much of it, from 0 to 1.
Told = list[tuple[str, float]]


@dataclass
class Season:
    """The six folders and the siège's, read by SQL or through the reports."""

    made: Made
    stores: dict[str, Store]
    siege: Store
    anchors: Anchors
    context: ReportContext
    told: Told
    _summaries: dict[tuple[str, Period, int], Summary] = field(default_factory=dict)

    @property
    def result(self) -> DemoResult:
        return self.made.result

    @property
    def offices(self) -> tuple[str, ...]:
        return tuple(self.stores)

    def rows(self, office: str, statement: str, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        """Return the rows of a statement on one office's database."""
        with self.stores[office].reading() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def at_siege(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        """Return the rows of a statement on the siège's database."""
        with self.siege.reading() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def everywhere(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        """Return the rows of the six databases, one after the other."""
        return [row for office in self.stores for row in self.rows(office, statement, **values)]

    def summary(self, office: str, period: Period = SEASON, *, years_back: int = 0) -> Summary:
        """Return one office's summary."""
        key = (office, period, years_back)
        if key not in self._summaries:
            with self.stores[office].reading() as connection:
                self._summaries[key] = self._summarise(connection, office, period, years_back)
        return self._summaries[key]

    def _summarise(
        self, connection: Connection, office: str, period: Period, years_back: int
    ) -> Summary:
        return summarise(connection, self.context, period, (office,), years_back=years_back)

    def total(self, figure: Callable[[Summary], int], period: Period = SEASON) -> int:
        """Return the sum of a figure over the six offices."""
        return sum(figure(self.summary(office, period)) for office in self.offices)
