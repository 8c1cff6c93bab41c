"""The exchange from the first invitation to the table of completeness."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from otdesk.clock import FixedClock
from otdesk.demo.exchange.place import Post, Siege, pair, post_of, siege_made, words_of
from otdesk.demo.exchange.proof import prove
from otdesk.demo.exchange.rounds import PLAN, Plan, Rounds
from otdesk.demo.exchange.told import ExchangeTold, PairedPost
from otdesk.demo.writer import SeasonWriter
from otdesk.domain.period import Period
from otdesk.domain.profile import NetworkProfile
from otdesk.headquarters.completeness import Completeness, completeness
from otdesk.store import faults
from otdesk.store.anchor import Anchors
from otdesk.store.store import Store
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import FolderAddress
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox

SIEGE = "siege"
MAILBOX = "mailbox"
# Packets leave on the second of a month, before the counter opens.
_LEAVES_DAY, _LEAVES_AT = 2, time(9)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the exchange of a season is made with."""

    out: Path
    profile: NetworkProfile
    period: Period
    clock: FixedClock
    anchors: Anchors
    author: str
    plan: Plan = PLAN

    def run(
        self, stores: Mapping[str, Store], seasons: Mapping[str, SeasonWriter], tell: Tell
    ) -> ExchangeTold:
        """Pair every office, send the season month by month, and prove what arrived.

        The seasons are written on the way, each month before it leaves. `tell` is told whose turn
        it is: an office's code, nothing for the siège. Raises an EnvironmentFault.
        """
        months = self.months
        shared = self.out / MAILBOX
        with faults.explained(self.out), ExitStack() as stack:
            shared.mkdir()
            siege = stack.enter_context(
                siege_made(self.out / SIEGE, self.profile.code, self.clock, self.anchors)
            )
            access = Access(KnownHosts(self.anchors.folder))
            box = stack.enter_context(mailbox(FolderAddress(shared.resolve()), access))
            posts = [post_of(code, store, seasons[code]) for code, store in stores.items()]
            paired = self._paired(siege, posts, shared)
            rounds = Rounds(siege, posts, box, shared, self.clock, self.plan, tell)
            for sent in self.rounds:
                rounds.run(sent, self.leaves(sent[-1]), is_last=sent[-1] == months[-1])
            rounds.close(months[:-1], self.author)
            return ExchangeTold(
                siege=siege.workplace.folder,
                stream=siege.store.stream,
                mailbox=shared,
                words=words_of(siege.keys),
                posts=paired,
                rounds=tuple(rounds.told),
                locked=tuple(months[:-1]),
                completeness=self._completeness(siege, months),
                proof=prove(siege, posts, self.period),
            )

    @property
    def months(self) -> list[date]:
        """Return the first day of each month of the period."""
        return [day for day in self.period if day.day == 1]

    @property
    def rounds(self) -> list[list[date]]:
        """Return the months that each round sends."""
        ends = (0, *self.plan.rounds)
        return [
            [month for month in self.months if before < month.month <= end]
            for before, end in pairwise(ends)
        ]

    def leaves(self, month: date) -> datetime:
        """Return when a month is sent."""
        day = (month + timedelta(days=31)).replace(day=_LEAVES_DAY)
        return datetime.combine(day, _LEAVES_AT, ZoneInfo(self.profile.timezone))

    def _paired(self, siege: Siege, posts: Sequence[Post], shared: Path) -> tuple[PairedPost, ...]:
        with tempfile.TemporaryDirectory(prefix="otdesk-appairage-", dir=self.out) as files:
            return tuple(
                pair(siege, post, shared, Path(files), author=self.author) for post in posts
            )

    def _completeness(self, siege: Siege, months: Sequence[date]) -> Completeness:
        names = [f"{month:%Y-%m}" for month in months]
        with siege.store.reading() as connection:
            today = siege.workplace.today()
            return completeness(connection, self.profile.office_codes, names, today)
