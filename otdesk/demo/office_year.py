"""One office, one year: its days and every accueil in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from otdesk.demo import people
from otdesk.demo.apportion import apportion, rounded
from otdesk.demo.demands import DemandTable
from otdesk.demo.openings import DeskDay, desk_days
from otdesk.demo.origins import Party
from otdesk.demo.plan import OfficeShare
from otdesk.demo.reconstruction import OutingRule, Reconstruction, Sheet
from otdesk.demo.rhythm import Clockwork, Rhythm, is_morning
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.openings import minutes_of
from otdesk.domain.profile import OfficeProfile
from otdesk.domain.reference import NOT_ASKED, ChannelCode
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.domain.visits import Visit, VisitDemand, WalkIn
from otdesk.store.records import theme_of

_WORKING_WEEK = 5


@dataclass(frozen=True, slots=True)
class Setting:
    """What an office's year is built in."""

    profile: OfficeProfile
    calendar: DayCalendar
    zone: ZoneInfo
    reconstruction: Reconstruction
    demands: DemandTable
    clockwork: Clockwork
    weather: Mapping[date, float]


@dataclass(frozen=True, slots=True)
class OfficeYear:
    """The days of an office's year, in order, and what was recorded on each."""

    days: tuple[DeskDay, ...]
    visits: Mapping[date, Sequence[Visit]]
    walk_ins: Mapping[date, Sequence[WalkIn]]
    sheets: Mapping[date, Sequence[tuple[Sheet, Tally]]]


def build_office_year(share: OfficeShare, setting: Setting, random: Random) -> OfficeYear:
    """Build a year of one office; the same share and seed give the same year."""
    return _Builder(share, setting, random).build()


class _Builder:
    """Draws one office's year, all from one `random`, in an order that is part of the result."""

    def __init__(self, share: OfficeShare, setting: Setting, random: Random) -> None:
        self.share = share
        self.setting = setting
        self.random = random
        self.rules = setting.reconstruction
        self.office = share.office
        year = share.figures.year
        self.days = desk_days(
            share.openings,
            year,
            setting.profile,
            calendar=setting.calendar,
            reconstruction=self.rules,
            random=random,
        )
        self.open_days = {day.day: day for day in self.days if day.real}

    def build(self) -> OfficeYear:
        """Return the whole year."""
        visits: dict[date, list[Visit]] = defaultdict(list)
        for found in (self._counter(), self._remote(), self._outings()):
            for visit in found:
                visits[visit.day].append(visit)
        sheets = self._sheets(visits)
        for day, found in visits.items():
            visits[day] = self._as_entered(sorted(found, key=lambda v: v.minute or 0))
        return OfficeYear(tuple(self.days), visits, self._walk_ins(visits), sheets)

    # ------------------------------------------------------------------------------ the counter

    def _counter(self) -> Iterable[Visit]:
        placed = self._placed()
        by_month: dict[int, list[tuple[date, int, Party]]] = defaultdict(list)
        for day, parties in sorted(placed.items()):
            self.random.shuffle(parties)
            minutes = self.setting.clockwork.minutes(
                self.open_days[day].real,
                len(parties),
                self.random,
                market=self.setting.profile.market(day) is not None,
            )
            by_month[day.month] += [
                (day, minute, party) for minute, party in zip(minutes, parties, strict=True)
            ]
        for month, arrivals in by_month.items():
            wanted = self.setting.demands.demands_of(
                len(arrivals), month, ChannelCode.COMPTOIR, self.random
            )
            for (day, minute, party), demands in zip(arrivals, wanted, strict=True):
                yield self._visit(day, minute, party, demands)

    def _placed(self) -> dict[date, list[Party]]:
        """Place each party on a day, those that are hard to place first.

        A day draws by what it still lacks of its target, and by when such people come.
        """
        rhythm = Rhythm(
            self.rules.days,
            self.share.figures.month_intensity,
            self.setting.profile,
            self.setting.calendar,
            self.setting.weather,
        )
        weights = rhythm.weights(self.days, self.random)
        whole = sum(weights.values())
        persons = sum(party.size for party in self.share.parties)
        days = list(weights)
        lacking = [persons * weight / whole for weight in weights.values()]
        months = self.rules.origins.months
        comes = {
            kind: [by_month[day.month - 1] for day in days] for kind, by_month in months.items()
        }
        parties = list(self.share.parties)
        self.random.shuffle(parties)
        parties.sort(key=lambda party: -party.size)
        placed: dict[date, list[Party]] = defaultdict(list)
        for party in parties:
            pull = [
                (lack if lack > 0.2 else 0.002) * often
                for lack, often in zip(lacking, comes[party.when], strict=True)
            ]
            chosen = self.random.choices(range(len(days)), weights=pull)[0]
            lacking[chosen] -= party.size
            placed[days[chosen]].append(party)
        return placed

    def _visit(
        self, day: date, minute: int, party: Party, demands: tuple[VisitDemand, ...]
    ) -> Visit:
        lives = people.residency(party, self.rules.public, self.random)
        return Visit(
            office=self.office,
            day=day,
            channel=ChannelCode.COMPTOIR,
            party_size=party.size,
            origin=party.origin,
            demands=demands,
            started_at=self._instant(day, minute),
            minute=minute,
            residency=lives,
            audience=people.audience(party, lives, self.rules.public, self.random),
            note=self._note(demands),
        ).check()

    def _note(self, demands: Iterable[VisitDemand]) -> str:
        rules = self.rules.demands
        for demand in demands:
            texts = rules.notes.get(demand.code)
            if texts and people.happens(rules.note_percent, self.random):
                return self.random.choice(texts)
        return ""

    def _instant(self, day: date, minute: int) -> datetime:
        local = datetime(day.year, day.month, day.day, tzinfo=self.setting.zone)
        second = int(self.random.random() * 60)
        local = local.replace(hour=minute // 60, minute=minute % 60, second=second)
        return local.astimezone(UTC)

    # ------------------------------------------------------------ telephone, e-mails, letters

    def _remote(self) -> Iterable[Visit]:
        for channel, count in self.share.remote.items():
            by_day = apportion(count, self._remote_weights(channel))
            for month in sorted({day.month for day in by_day}):
                yield from self._remote_month(
                    channel, {day: n for day, n in by_day.items() if day.month == month and n}
                )

    def _remote_weights(self, channel: ChannelCode) -> dict[date, float]:
        weights = {}
        for day, desk in self.open_days.items():
            busy = self.random.lognormvariate(0, 0.35)
            # Letters and e-mails are answered on quiet working days.
            quiet = channel is ChannelCode.TELEPHONE or day.weekday() < _WORKING_WEEK
            month = self.rules.call_months[day.month - 1]
            weights[day] = month * minutes_of(desk.real) * busy * (1.0 if quiet else 0.15)
        return weights

    def _remote_month(self, channel: ChannelCode, by_day: Mapping[date, int]) -> Iterable[Visit]:
        if not by_day:
            return
        month = next(iter(by_day)).month
        factor = self.share.figures.call_themes_factor if channel is ChannelCode.TELEPHONE else {}
        wanted = iter(
            self.setting.demands.demands_of(
                sum(by_day.values()), month, channel, self.random, factor
            )
        )
        for day, count in by_day.items():
            minutes = self.setting.clockwork.minutes(
                self.open_days[day].real, count, self.random, market=False, calls=True
            )
            for minute in minutes:
                unasked = people.happens(self.rules.origins.remote_not_asked_percent, self.random)
                yield Visit(
                    office=self.office,
                    day=day,
                    channel=channel,
                    party_size=1,
                    origin=NOT_ASKED
                    if unasked
                    else people.drawn(self.share.remote_origins, self.random),
                    demands=next(wanted),
                    started_at=self._instant(day, minute),
                    minute=minute,
                ).check()

    # --------------------------------------------------------------------------------- outings

    def _outings(self) -> Iterable[Visit]:
        for rule in self.rules.outings:
            if rule.office != self.office:
                continue
            for day in self.open_days:
                if day.weekday() == rule.weekday and rule.first <= f"{day:%m-%d}" <= rule.last:
                    yield from self._outing(rule, day)

    def _outing(self, rule: OutingRule, day: date) -> Iterable[Visit]:
        count = max(3, rounded(rule.acts * self.random.lognormvariate(0, 0.25)))
        wanted = self.setting.demands.demands_of(
            count, day.month, ChannelCode.HORS_LES_MURS, self.random
        )
        sizes = self.rules.public.sizes["visitors"]
        for demands in wanted:
            minute = rule.minute + int(self.random.random() * rule.minutes)
            unasked = people.happens(self.share.figures.not_asked_percent, self.random)
            yield Visit(
                office=self.office,
                day=day,
                channel=ChannelCode.HORS_LES_MURS,
                # A village holds families, not coaches.
                party_size=min(people.drawn(sizes, self.random), 6),
                origin=NOT_ASKED
                if unasked
                else people.drawn(self.share.remote_origins, self.random),
                demands=demands,
                started_at=self._instant(day, minute),
                minute=minute,
                note=rule.place,
            ).check()

    # ------------------------------------------------------------------- sheets and passages

    def _sheets(self, visits: dict[date, list[Visit]]) -> dict[date, list[tuple[Sheet, Tally]]]:
        """Take the counter's accueils of some half-days out, and tell them as a sheet does."""
        sheets: dict[date, list[tuple[Sheet, Tally]]] = defaultdict(list)
        for sheet in self.rules.sheets.get(self.share.figures.year, ()):
            if sheet.office != self.office:
                continue
            on_paper = [visit for visit in visits[sheet.day] if _is_on(sheet, visit)]
            if not on_paper:
                raise ValueError(f"nobody came to {sheet.office} in the half-day of {sheet.day}")
            visits[sheet.day] = [visit for visit in visits[sheet.day] if visit not in on_paper]
            sheets[sheet.day].append((sheet, _tally(sheet, on_paper)))
        return sheets

    def _walk_ins(self, visits: Mapping[date, Sequence[Visit]]) -> dict[date, list[WalkIn]]:
        rules = self.rules.walk_ins
        walk_ins = {}
        for day, desk in self.open_days.items():
            came = sum(v.channel is ChannelCode.COMPTOIR for v in visits.get(day, ()))
            count = rounded(came * rules.percent / 100 * self.random.lognormvariate(0, 0.3))
            minutes = self.setting.clockwork.minutes(desk.real, count, self.random, market=False)
            walk_ins[day] = [
                WalkIn(
                    self.office,
                    day,
                    people.drawn(rules.sizes, self.random),
                    self._instant(day, minute),
                    minute,
                ).check()
                for minute in minutes
            ]
        return walk_ins

    def _as_entered(self, visits: Sequence[Visit]) -> list[Visit]:
        entered: list[Visit] = []
        before: Visit | None = None
        for visit in visits:
            kept = people.as_express(
                visit, self.setting.profile.express, self.rules.express_percent, self.random
            )
            if kept is visit:
                kept = people.as_repeat(visit, before, self.rules.repeat_percent, self.random)
            entered.append(kept)
            before = kept
        # The order of the journal is that of the seconds.
        return sorted(entered, key=_second)


def _second(visit: Visit) -> datetime:
    if visit.started_at is None:
        raise ValueError("every accueil of the season has its instant")
    return visit.started_at


def _is_on(sheet: Sheet, visit: Visit) -> bool:
    if visit.channel is not ChannelCode.COMPTOIR or visit.minute is None:
        return False
    return is_morning(visit.minute) == (sheet.half_day is HalfDay.MORNING)


def _tally(sheet: Sheet, visits: Sequence[Visit]) -> Tally:
    origins: Counter[str] = Counter()
    demands: Counter[str] = Counter()
    for visit in visits:
        origins[visit.origin] += visit.party_size
        # The paper has a column for each demand of the first level, and one mark an accueil.
        demands.update({theme_of(demand.code) for demand in visit.demands})
    tally = Tally(
        office=sheet.office,
        day=sheet.day,
        half_day=sheet.half_day,
        persons=sum(visit.persons for visit in visits),
        acts=len(visits),
        origins=origins,
        demands=demands,
        note=sheet.note,
    )
    tally.check()
    return tally


def closing(desk: DeskDay, last: datetime | None, zone: ZoneInfo) -> datetime:
    """Return the instant at which the day is closed: after its hours and its last accueil."""
    end = desk.real[-1].end if desk.real else desk.planned[0].start
    local = datetime(desk.day.year, desk.day.month, desk.day.day, tzinfo=zone)
    minutes = timedelta(minutes=(end or 0) % 60 + 9)
    shut = local.replace(hour=(end or 0) // 60) + minutes
    moment = shut.astimezone(UTC)
    return moment if last is None else max(moment, last + timedelta(minutes=9))
