"""The rounds of the season: each office sends its month, the siège takes it in and answers.

Once a packet is lost, once one is damaged, once a post is copied to a second PC: the rounds that
follow mend all three by themselves, as on any other day.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from otdesk.clock import FixedClock
from otdesk.demo.exchange.place import Post, Siege, copied
from otdesk.demo.exchange.told import Mishap, RoundTold, Trouble
from otdesk.demo.writer import write
from otdesk.headquarters import month_locks, siege_round
from otdesk.headquarters.mailroom import Incoming
from otdesk.services import months
from otdesk.services.sync.reception import project, take_packet
from otdesk.store.exchange_state import ReceivedState
from otdesk.store.file_digest import sha256_of
from otdesk.store.month_figures import month_figures, months_of
from otdesk.sync import office_round
from otdesk.sync.mailbox.exchange import Box, Mailbox
from otdesk.sync.office_round import Round
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.read import TrustedKey, open_packet
from otdesk.sync.packet.write import Written


@dataclass(frozen=True, slots=True)
class Plan:
    """When rounds are made, which mishap happens to which office in which, what a copy notes.

    A round is made after each month of `rounds`; mishaps name the last month that it sends.
    The copy's accueils are those of `copied_days`; `undeclared` is an office that has not
    declared the last month yet.
    """

    rounds: tuple[int, ...] = (4, 7, 8, 10)
    lost: tuple[str, date] = ("VIA", date(2022, 7, 1))
    damaged: tuple[str, date] = ("SEV", date(2022, 4, 1))
    cloned: tuple[str, date] = ("SGC", date(2022, 8, 1))
    copied_days: tuple[date, date] = (date(2022, 8, 16), date(2022, 8, 18))
    undeclared: str = "SCV"


PLAN = Plan()


@dataclass
class Rounds:
    """The siège and its posts, round after round; `tell` is told whose turn it is."""

    siege: Siege
    posts: Sequence[Post]
    mailbox: Mailbox
    folder: Path
    clock: FixedClock
    plan: Plan
    tell: Callable[[str], None]
    told: list[RoundTold] = field(default_factory=list)
    # Entries that were new at the siège in the round that runs.
    _new: int = 0

    def run(self, months_sent: Sequence[date], moment: datetime, *, is_last: bool) -> None:
        """Write some months of every office as they went, send them on `moment`, and answer."""
        packets = self._new = 0
        troubles: list[Trouble] = []
        last = months_sent[-1]
        for post in self.posts:
            self.tell(post.office)
            if (post.office, last) == self.plan.cloned:
                troubles.append(self._cloned(post, months_sent, moment))
                packets += 1
                continue
            self._live(post, moment)
            is_undeclared = is_last and post.office == self.plan.undeclared
            _declare(post, months_sent[:-1] if is_undeclared else months_sent)
            sent = self._exchange(post).sent
            if sent is not None:
                packets += 1
                troubles += self._on_the_way(post.office, last, sent)
        self.tell("")
        troubles = self._received(troubles)
        told = RoundTold(tuple(months_sent), moment, packets, self._new, tuple(troubles))
        self.told.append(told)

    def close(self, locked: Iterable[date], author: str) -> None:
        """Lock the months whose figures are published, answer, and let every post hear it."""
        for month in locked:
            with self.siege.store.writing(author) as transaction:
                month_locks.lock(transaction, month)
        self._receive()
        for post in self.posts:
            self._exchange(post)

    def _live(self, post: Post, moment: datetime) -> None:
        self.clock.instant = moment
        post.season.write_until(post.store, moment)
        self.clock.instant = moment

    def _exchange(self, post: Post) -> Round:
        return office_round.exchange(post.store, post.keys, self.mailbox)

    def _receive(self) -> list[Incoming]:
        siege = self.siege
        done = siege_round.exchange(siege.workplace, siege.store, siege.keys, self.mailbox)
        self._new += sum(each.taken.new for each in done.incoming)
        return done.incoming

    # ------------------------------------------------------------------------- the mishaps

    def _on_the_way(self, office: str, month: date, sent: Written) -> list[Trouble]:
        """Lose or damage what lies in the mailbox, where it is planned."""
        file = self.folder / Box.FROM_OFFICES.value / sent.path.name
        number = sent.manifest.number
        if (office, month) == self.plan.lost:
            file.unlink()
            return [Trouble(Mishap.LOST, office, number)]
        if (office, month) == self.plan.damaged:
            data = bytearray(file.read_bytes())
            data[len(data) // 2] ^= 1
            file.write_bytes(data)
            return [Trouble(Mishap.DAMAGED, office, number)]
        return []

    def _cloned(self, post: Post, months_sent: Sequence[date], moment: datetime) -> Trouble:
        """Have a post and its copy note a part of the month each; nothing of either is lost.

        The siège holds the history that came first, the office's own PC's. The copy hears it, goes
        on in a journal of its own and says its part again there; the office's PC takes that part
        from the mailbox that they share.
        """
        first, last = self.plan.copied_days
        with (
            tempfile.TemporaryDirectory(prefix="otdesk-copie-", dir=post.store.folder) as place,
            copied(post, Path(place)) as copy,
        ):
            noted = post.season.take_out("visit", first, last)
            write(copy.store, noted)
            self._live(post, moment)
            _declare(post, months_sent)
            sent = self._exchange(post).sent
            self._receive()
            parted = self._exchange(copy)
            if sent is None or parted.sent is None:
                raise ValueError("a post and its copy have each their part to send")
            self._take_over(post, copy, parted.sent)
        return Trouble(
            Mishap.CLONED,
            post.office,
            sent.manifest.number,
            accueils=len(noted),
            reissued=sum(heard.outcome.reissued for heard in parted.heard),
        )

    def _take_over(self, post: Post, copy: Post, sent: Written) -> None:
        """Have a post take in what its copy has noted, from the copy's own packet."""
        store = post.store
        trusted = TrustedKey(copy.keys.signing.public, store.identity.network, post.office)
        packet = self.folder / Box.FROM_OFFICES.value / sent.path.name
        with open_packet(packet, LIMITS, [trusted]) as opened:
            take_packet(store, opened, sha256_of(packet), packet.name)
        project(store)

    def _received(self, troubles: Sequence[Trouble]) -> list[Trouble]:
        """Have the siège take in and answer; return the troubles with its reasons."""
        incoming = self._receive()
        reasons = {
            each.name: each.taken.reason
            for each in incoming
            if each.taken.state is ReceivedState.QUARANTINED
        }
        told = [
            replace(trouble, reason=reasons.pop(_name(reasons, trouble)))
            if trouble.kind is Mishap.DAMAGED
            else trouble
            for trouble in troubles
        ]
        if reasons:
            raise ValueError(f"the siège refused more than was planned: {reasons}")
        return told


def _name(refused: Iterable[str], trouble: Trouble) -> str:
    start = f"{trouble.office}_{trouble.number}_"
    return next(name for name in refused if name.startswith(start))


def _declare(post: Post, wanted: Sequence[date]) -> None:
    """Say that months were entered whole; the first time, those of the years before too."""
    names = [f"{month:%Y-%m}" for month in wanted]
    with post.store.reading() as connection:
        if months.last_declared(connection, post.office) is None:
            first = min(months_of(connection, post.office), default=names[0])
            # In each of them, an empty one between two seasons too, something might be missing.
            names = [*_months_before(first, wanted[0]), *names]
        active = {n: month_figures(connection, post.office, n).has_activity for n in names}
    with post.store.writing(post.season.declares) as transaction:
        for name in names:
            day = date.fromisoformat(f"{name}-01")
            months.declare(transaction, post.office, day, active=active[name])


def _months_before(first: str, end: date) -> list[str]:
    """Return the months from `first` on that come before another."""
    found: list[str] = []
    month = (end - timedelta(days=1)).replace(day=1)
    while f"{month:%Y-%m}" >= first:
        found.append(f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)
    return found[::-1]
