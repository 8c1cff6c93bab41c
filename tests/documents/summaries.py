"""Summaries to print: plausible ones, deterministic, counted from invented visits."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from otdesk.domain.openings import Ranges, TimeRange
from otdesk.domain.period import Period, PeriodKind
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.reports.rows import (
    AudienceRow,
    Base,
    ChannelRow,
    CorrectionRow,
    DayFigures,
    DayMark,
    DayRow,
    DemandRow,
    HeatCell,
    HourRow,
    MonthRow,
    OfficeDay,
    OfficeMonthRow,
    OfficeRow,
    OriginAreaRow,
    OriginGroup,
    OriginGroupRow,
    OriginRow,
    PeriodFigures,
    ResidencyRow,
    Share,
    SheetRow,
    UnmetRow,
    VisitMark,
    WeekdayRow,
    WeekHourCell,
)
from otdesk.reports.summary import (
    Classement,
    Comparison,
    ComparisonRow,
    DeltaUnit,
    Measure,
    Note,
    Office,
    Summary,
    Threshold,
)

PDM = Office("PDM", "Le Pont-de-Montvert")
NETWORK = (
    PDM,
    Office("COL", "Le Collet-de-Dèze"),
    Office("SEV", "Saint-Étienne-Vallée-Française"),
    Office("SGC", "Saint-Germain-de-Calberte"),
    Office("SCV", "Sainte-Croix-Vallée-Française"),
    Office("VIA", "Vialas"),
)
WEIGHTS = {"PDM": 1.0, "COL": 0.07, "SEV": 0.08, "SGC": 0.15, "SCV": 0.25, "VIA": 0.06}
HOURS = (TimeRange(570, 750), TimeRange(840, 1080))
MINUTES = sum(item.minutes for item in HOURS)
ORIGINS = {
    "FR-48": ("Lozère", 21), "FR-30": ("Gard", 10), "FR-34": ("Hérault", 7),
    "FR-13": ("Bouches-du-Rhône", 7), "FR-75": ("Paris", 4), "FR-69": ("Rhône", 4),
    "FR-31": ("Haute-Garonne", 3), "FR-07": ("Ardèche", 3), "FR-38": ("Isère", 2),
    "FR-12": ("Aveyron", 2), "FR-84": ("Vaucluse", 2), "FR-26": ("Drôme", 2),
    "FR-64": ("Pyrénées-Atlantiques", 1), "FR-04": ("Alpes-de-Haute-Provence", 1),
    "FR-93": ("Seine-Saint-Denis", 1), "FR-92": ("Hauts-de-Seine", 1), "FR-33": ("Gironde", 1),
    "FR-44": ("Loire-Atlantique", 1), "FR-59": ("Nord", 1), "FR-67": ("Bas-Rhin", 1),
    "FR-35": ("Ille-et-Vilaine", 1), "FR-63": ("Puy-de-Dôme", 1), "FR-974": ("La Réunion", 0.4),
    "FR-2A": ("Corse-du-Sud", 0.3), "FR": ("France, département inconnu", 3),
    "BE": ("Belgique", 2), "DE": ("Allemagne", 2.2), "NL": ("Pays-Bas", 1),
    "GB": ("Royaume-Uni", 0.9), "CH": ("Suisse", 0.7), "IT": ("Italie", 0.5),
    "ES": ("Espagne", 0.3), "US": ("États-Unis", 0.1), "CA": ("Canada", 0.1),
    "ND": ("Non demandé", 6),
}  # fmt: skip
DEMANDS = {
    "pratique": ("Informations pratiques", 30),
    "pratique.localisation": ("Se repérer, plan", 10),
    "pratique.transport": ("Transports et navettes", 7),
    "pratique.commerces": ("Commerces et services", 6),
    "pratique.restauration": ("Restauration", 6),
    "pratique.meteo": ("Météo", 3),
    "sport": ("Activités sportives", 25),
    "sport.randonnee": ("Petites randonnées", 12),
    "sport.baignade": ("Baignade", 6),
    "sport.velo": ("Vélo, VTT, VAE", 3),
    "sport.eaux_vives": ("Canoë, canyoning", 2),
    "loisirs": ("Activités de loisirs", 14),
    "loisirs.sites": ("Sites à visiter", 5),
    "loisirs.fermes": ("Visites de fermes", 3),
    "itinerance": ("Itinérance", 12),
    "itinerance.stevenson": ("Chemin de Stevenson", 7),
    "itinerance.gr68": ("Tour du mont Lozère (GR68)", 3),
    "manifestations": ("Fêtes et manifestations", 10),
    "hebergement": ("Hébergement", 8),
    "hebergement.dispo": ("Disponibilités", 4),
    "patrimoine": ("Patrimoine", 6),
    "terroir": ("Produits du terroir", 5),
    "parc": ("Parc national, nature", 4),
    "bureau": ("Services du bureau", 4),
}
AUDIENCES = {
    "familles": ("Familles", 36), "couples": ("Couples", 34),
    "randonneurs_seniors": ("Randonneurs seniors", 12), "habitants": ("Habitants", 8),
    "jeunes_randonneurs": ("Jeunes randonneurs", 6), "groupes": ("Groupes", 2),
    "socio_professionnels": ("Socio-professionnels", 2), "autres": ("Autres publics", 3),
}  # fmt: skip
CHANNELS = {
    ChannelCode.COMPTOIR: "Comptoir",
    ChannelCode.TELEPHONE: "Téléphone",
    ChannelCode.COURRIEL: "Courriel",
    ChannelCode.COURRIER: "Courrier",
    ChannelCode.HORS_LES_MURS: "Hors les murs",
}
RESIDENCIES = {
    ResidencyCode.SEJOUR: "En séjour",
    ResidencyCode.SECONDAIRE: "Résident secondaire",
    ResidencyCode.HABITANT: "Habitant",
    ResidencyCode.EXCURSION: "Excursionniste",
}
HOLIDAYS = {date(2022, 7, 14): "Fête nationale", date(2022, 8, 15): "Assomption"}


@dataclass(frozen=True, slots=True)
class _Act:
    office: str
    day: date
    minute: int
    channel: ChannelCode
    persons: int
    origin: str
    demands: tuple[tuple[str, bool], ...]
    audience: str | None
    residency: ResidencyCode | None


def _pick(dice: random.Random, weights: Mapping[str, tuple[str, float]]) -> str:
    return dice.choices(list(weights), [weight for __, weight in weights.values()])[0]


def _acts_of(dice: random.Random, office: str, day: date, busy: float) -> list[_Act]:
    counter = max(0, round(dice.gauss(33, 8) * busy * WEIGHTS[office]))
    spread = (
        [ChannelCode.COMPTOIR] * counter
        + [ChannelCode.TELEPHONE] * round(counter * dice.uniform(0.15, 0.4))
        + [ChannelCode.COURRIEL] * dice.randint(0, 4)
        + [ChannelCode.COURRIER] * (dice.random() < 0.2)
        + [ChannelCode.HORS_LES_MURS] * (dice.randint(4, 12) if day.weekday() == 2 else 0)
    )
    acts = []
    for channel in spread:
        face = channel in {ChannelCode.COMPTOIR, ChannelCode.HORS_LES_MURS}
        origin = _pick(dice, ORIGINS)
        open_range = dice.choice(HOURS)
        acts.append(
            _Act(
                office,
                day,
                dice.randrange(open_range.start, open_range.end or 1080),
                channel,
                dice.choices((1, 2, 3, 4, 5, 7), (20, 40, 15, 18, 5, 2))[0] if face else 0,
                origin,
                tuple(
                    (code, dice.random() < 0.06)
                    for code in dict.fromkeys(_pick(dice, DEMANDS) for __ in range(2))
                ),
                _pick(dice, AUDIENCES) if dice.random() < 0.85 else None,
                dice.choice(list(RESIDENCIES))
                if origin == "FR-48" and dice.random() < 0.95
                else None,
            )
        )
    return sorted(acts, key=lambda act: act.minute)


class Season:
    """Invented visits of a period, and the summary that counts them."""

    def __init__(
        self,
        period: Period,
        offices: tuple[Office, ...] = (PDM,),
        *,
        busy: float = 1.0,
        shut: Iterable[date] = (),
        closed: Iterable[date] = (),
        missing: Iterable[date] = (),
        seed: int = 48,
    ) -> None:
        dice = random.Random(seed)
        self.period, self.offices = period, offices
        self.absent: dict[date, DayMark] = dict.fromkeys(shut, DayMark.SHUT)
        self.absent |= dict.fromkeys(closed, DayMark.NOT_PLANNED)
        self.absent |= dict.fromkeys(missing, DayMark.NOT_ENTERED)
        self.acts: list[_Act] = []
        self.walk_ins: Counter[date] = Counter()
        for day in period:
            if day in self.absent:
                continue
            self.walk_ins[day] = round(dice.randint(3, 16) * min(1, busy) * len(offices) ** 0.5)
            for office in offices:
                self.acts += _acts_of(dice, office.code, day, busy)
        self.acts_of_day: dict[date, list[_Act]] = defaultdict(list)
        for act in self.acts:
            self.acts_of_day[act.day].append(act)

    # ------------------------------------------------------------------------------ counting

    def _persons(self, acts: Iterable[_Act]) -> int:
        return sum(act.persons for act in acts if act.channel is ChannelCode.COMPTOIR)

    def figures(self, acts: list[_Act], days: int) -> PeriodFigures:
        channel = Counter(act.channel for act in acts)
        persons, minutes = self._persons(acts), days * MINUTES
        outing = [act for act in acts if act.channel is ChannelCode.HORS_LES_MURS]
        return PeriodFigures(
            persons=persons,
            acts=len(acts),
            at_least=False,
            counter_acts=channel[ChannelCode.COMPTOIR],
            walk_ins=days * 8,
            calls=channel[ChannelCode.TELEPHONE],
            emails=channel[ChannelCode.COURRIEL],
            letters=channel[ChannelCode.COURRIER],
            outing_acts=len(outing),
            outing_persons=sum(act.persons for act in outing),
            open_days=days,
            planned_days=days,
            open_minutes=minutes,
            planned_minutes=minutes,
            persons_per_open_day=persons / days if days else None,
            persons_per_open_hour=persons * 60 / minutes if minutes else None,
        )

    def day_row(self, day: date) -> DayRow:
        acts = self.acts_of_day.get(day, [])
        count = len(self.offices)
        state = self.absent.get(day, DayMark.CLOSED)
        is_open = state is DayMark.CLOSED
        planned = 0 if state is DayMark.NOT_PLANNED else count
        figures = self.figures(acts, count if is_open else 0)
        return DayRow(
            day=day,
            persons=figures.persons,
            acts=figures.acts,
            at_least=False,
            counter_acts=figures.counter_acts,
            walk_ins=self.walk_ins[day],
            calls=figures.calls,
            emails=figures.emails,
            letters=figures.letters,
            outing_acts=figures.outing_acts,
            outing_persons=figures.outing_persons,
            sheet=False,
            minutes=figures.open_minutes,
            planned_minutes=planned * MINUTES,
            state=state,
            open_offices=count if is_open else 0,
            planned_offices=planned,
            reasons=("Indisponibilité du personnel",) if state is DayMark.SHUT else (),
            corrections=0,
            weekend=day.weekday() >= 5,
            public_holiday=HOLIDAYS.get(day),
            school_zones=("A", "B", "C") if date(2022, 7, 8) <= day < date(2022, 9, 1) else (),
            market="Marché du Pont-de-Montvert" if day.weekday() == 2 else None,
            before=DayFigures(
                day - timedelta(364),
                round(figures.persons * (0.7 + day.day % 7 / 10)),
                round(figures.acts * 0.9),
                round(figures.counter_acts * (0.8 + day.day % 5 / 10)),
                round(figures.calls * (0.8 + day.day % 4 / 5)),
                figures.open_minutes,
            )
            if is_open
            else None,
        )

    def office_day(self, office: str, day: date) -> OfficeDay:
        state = self.absent.get(day, DayMark.CLOSED)
        is_open = state is DayMark.CLOSED
        planned: Ranges = () if state is DayMark.NOT_PLANNED else HOURS
        closed = datetime(day.year, day.month, day.day, 18, 12, tzinfo=UTC)
        return OfficeDay(
            office=office,
            day=day,
            state=state,
            ranges=HOURS if is_open else (),
            planned=planned,
            minutes=MINUTES if is_open else 0,
            planned_minutes=MINUTES if planned else 0,
            reason="Indisponibilité du personnel" if state is DayMark.SHUT else None,
            closed_at=closed if state in {DayMark.CLOSED, DayMark.SHUT} else None,
            closed_by="CM",
        )

    def origins(self) -> tuple[OriginRow, ...]:
        persons: Counter[str] = Counter()
        acts: Counter[str] = Counter()
        for act in self.acts:
            persons[act.origin] += self._persons([act])
            acts[act.origin] += 1
        total = sum(persons.values())
        french = sum(n for code, n in persons.items() if code.startswith("FR"))
        rows = []
        for code, n in sorted(persons.items(), key=lambda pair: (-pair[1], pair[0])):
            group = _group(code)
            base, of = {
                OriginGroup.FOREIGN: (total - persons["ND"], Base.PERSONS_KNOWN_ORIGIN),
                OriginGroup.NOT_ASKED: (total, Base.PERSONS),
            }.get(group, (french, Base.PERSONS_FRANCE))
            rows.append(
                OriginRow(code, ORIGINS[code][0], group, n, acts[code], Share.part(n, base, of))
            )
        return tuple(rows)

    def areas(self, known: int) -> tuple[OriginAreaRow, ...]:
        found = []
        for code, label, origins in (
            ("proximite", "Proximité (2 à 3 h)", {"FR-30", "FR-34", "FR-13", "FR-69", "FR-07"}),
            ("paris", "Bassin parisien", {"FR-75", "FR-92", "FR-93"}),
        ):
            acts = [act for act in self.acts if act.origin in origins]
            persons = self._persons(acts)
            share = Share.part(persons, known, Base.PERSONS_KNOWN_ORIGIN)
            found.append(OriginAreaRow(code, label, persons, len(acts), share))
        return tuple(found)

    def demands(self) -> tuple[DemandRow, ...]:
        asked: dict[str, list[bool]] = {}
        for act in self.acts:
            themes = {code.split(".")[0]: unmet for code, unmet in act.demands}
            for code, unmet in {**themes, **dict(act.demands)}.items():
                asked.setdefault(code, []).append(unmet)
        rows = []
        for theme in sorted((c for c in asked if "." not in c), key=lambda c: -len(asked[c])):
            below = sorted(
                (c for c in asked if c.startswith(f"{theme}.")), key=lambda c: -len(asked[c])
            )
            for code in (theme, *below):
                acts, refused = len(asked[code]), sum(asked[code])
                share = Share.part(acts, len(self.acts), Base.ACTS)
                rows.append(
                    DemandRow(
                        code,
                        DEMANDS[code][0],
                        1 if code == theme else 2,
                        theme,
                        acts,
                        refused,
                        share,
                        acts,
                        refused,
                        share,
                    )
                )
        return tuple(rows)

    def hours(self) -> tuple[HourRow, ...]:
        found: Counter[int] = Counter()
        acts: Counter[int] = Counter()
        for act in self.acts:
            found[act.minute // 60] += self._persons([act])
            acts[act.minute // 60] += 1
        single = self.period.kind is PeriodKind.DAY
        return tuple(
            HourRow(hour, found[hour], acts[hour], found[hour] * 0.6 + 2 if single else None)
            for hour in range(min(acts, default=9), max(acts, default=8) + 1)
        )

    def heat(self) -> tuple[HeatCell, ...]:
        found: Counter[tuple[date, int]] = Counter()
        for act in self.acts:
            found[act.day, act.minute // 60] += self._persons([act])
        cells = []
        for day in self.period:
            if day in self.absent:
                continue
            for hour in (9, 10, 11, 12, 14, 15, 16, 17):
                minutes = 30 if hour in {9, 12} else 60
                cells.append(HeatCell(day, hour, found[day, hour], minutes * len(self.offices)))
        return tuple(cells)

    def weekdays(self) -> tuple[WeekdayRow, ...]:
        rows = []
        for weekday in range(7):
            days = sum(d.weekday() == weekday and d not in self.absent for d in self.period)
            persons = self._persons(act for act in self.acts if act.day.weekday() == weekday)
            each = persons / days if days else None
            rows.append(WeekdayRow(weekday, persons, days, each, each * 0.93 if each else None))
        return tuple(rows)

    # ------------------------------------------------------------------------------- the whole

    def summary(self) -> Summary:
        open_days = sum(day not in self.absent for day in self.period)
        all_days = open_days * len(self.offices)
        planned = sum(self.absent.get(d) is not DayMark.NOT_PLANNED for d in self.period)
        total = self.figures(self.acts, all_days)
        origins = self.origins()
        groups = Counter[OriginGroup]()
        for row in origins:
            groups[row.group] += row.persons
        known = total.persons - groups[OriginGroup.NOT_ASKED]
        demands = self.demands()
        unmet = sorted(
            (UnmetRow(r.code, r.label, r.unmet, r.acts) for r in demands if r.unmet),
            key=lambda r: -r.unmet,
        )
        audiences = Counter(a.audience for a in self.acts if a.channel is ChannelCode.COMPTOIR)
        noted = sum(n for code, n in audiences.items() if code)
        residencies = Counter[ResidencyCode | None]()
        for act in self.acts:
            if act.origin == "FR-48" and act.channel is ChannelCode.COMPTOIR:
                residencies[act.residency] += act.persons
        own = sum(residencies.values())
        channel = Counter(act.channel for act in self.acts)
        single = self.period.kind is PeriodKind.DAY
        return Summary(
            network="Office de Tourisme des Cévennes au Mont Lozère",
            period=self.period,
            offices=self.offices,
            generated_at=datetime(2022, 11, 2, 9, 12, tzinfo=UTC),
            reconstruction=True,
            head="7F3A-09C2",
            unit_version=1,
            persons=total.persons,
            acts=total.acts,
            acts_at_least=False,
            counter_acts=total.counter_acts,
            walk_ins=sum(self.walk_ins.values()),
            calls=total.calls,
            emails=total.emails,
            letters=total.letters,
            outing_acts=total.outing_acts,
            outing_persons=total.outing_persons,
            unknown_time_acts=0,
            sheet_persons=0,
            sheet_acts=0,
            sheet_persons_without_origin=0,
            open_days=all_days,
            planned_days=planned * len(self.offices),
            open_minutes=total.open_minutes,
            planned_minutes=planned * len(self.offices) * MINUTES,
            closed_days=all_days,
            missing_days=sum(m is DayMark.NOT_ENTERED for m in self.absent.values()),
            corrected_days=0,
            persons_per_open_hour=total.persons_per_open_hour,
            persons_per_open_day=total.persons_per_open_day,
            origin_known_share=Share.part(known, total.persons, Base.PERSONS),
            foreign_share=Share.part(groups[OriginGroup.FOREIGN], known, Base.PERSONS_KNOWN_ORIGIN),
            express_share=Share.part(total.acts // 5, total.acts, Base.ACTS_RECORDED),
            repeat_share=Share.part(total.acts // 12, total.acts, Base.ACTS_RECORDED),
            entry_share=Share.part(
                total.acts // 5 + total.acts // 12, total.acts, Base.ACTS_RECORDED
            ),
            unmet_demands=sum(row.unmet for row in unmet),
            audience_unnoted=audiences[None],
            residency_unnoted=residencies[None],
            by_origin=origins,
            by_origin_group=tuple(
                OriginGroupRow(
                    group,
                    label,
                    groups[group],
                    groups[group],
                    Share.part(groups[group], total.persons, Base.PERSONS),
                )
                for group, label in zip(
                    OriginGroup,
                    (
                        "Lozère",
                        "Autres départements",
                        "Étranger",
                        "France sans département",
                        "Non demandé",
                    ),
                    strict=True,
                )
            ),
            by_origin_area=self.areas(known),
            by_demand=demands,
            by_demand_channel=(),
            by_unmet=tuple(unmet),
            by_channel=tuple(
                ChannelRow(
                    code,
                    label,
                    total.persons if code is ChannelCode.COMPTOIR else 0,
                    channel[code],
                    Share.part(channel[code], total.acts, Base.ACTS_RECORDED),
                )
                for code, label in CHANNELS.items()
            ),
            by_hour=self.hours(),
            by_day=tuple(self.day_row(day) for day in self.period),
            by_weekday=self.weekdays(),
            by_month=self.months(),
            by_office=self.office_rows(total.persons),
            by_office_month=self.office_months(),
            by_audience=tuple(
                AudienceRow(
                    code, AUDIENCES[code][0], n, n, Share.part(n, noted, Base.PERSONS_AUDIENCE)
                )
                for code, n in audiences.most_common()
                if code
            ),
            by_residency=tuple(
                ResidencyRow(code, RESIDENCIES[code], n, n, Share.part(n, own, Base.PERSONS_OWN))
                for code, n in residencies.most_common()
                if code
            ),
            heat=self.heat(),
            week_hours=self.week_hours(),
            office_days=tuple(
                self.office_day(office.code, day) for day in self.period for office in self.offices
            ),
            marks=tuple(
                VisitMark(act.minute, act.channel, act.persons, act.origin == "FR-48")
                for act in self.acts
            )
            if single
            else (),
            sheets=(),
            corrections=(),
            reference_days=12 if single else 0,
            month_record=True if single else None,
            comparison=self.comparison(total),
            classement=tuple(
                Classement(
                    o.code,
                    o.name,
                    self.period.last,
                    158 - n * 17,
                    150 - n * 17,
                    8,
                    60,
                    (
                        Threshold(180, "catégorie II", None, date(2022, 8, 22)),
                        Threshold(240, "catégorie I", None, date(2022, 11, 2) if n == 0 else None),
                    ),
                )
                for n, o in enumerate(self.offices)
            ),
            sales=None,
        )

    def months(self) -> tuple[MonthRow, ...]:
        found = sorted({day.replace(day=1) for day in self.period})
        return tuple(MonthRow(m, self._month_figures(m, None)) for m in found)

    def _month_figures(self, month: date, office: str | None) -> PeriodFigures:
        acts = [
            a for a in self.acts
            if a.day.replace(day=1) == month and office in {None, a.office}
        ]  # fmt: skip
        days = sum(d.replace(day=1) == month and d not in self.absent for d in self.period)
        return self.figures(acts, days * (len(self.offices) if office is None else 1))

    def office_rows(self, persons: int) -> tuple[OfficeRow, ...]:
        days = sum(day not in self.absent for day in self.period)
        rows = []
        for office in self.offices:
            figures = self.figures([a for a in self.acts if a.office == office.code], days)
            share = Share.part(figures.persons, persons, Base.PERSONS)
            rows.append(OfficeRow(office.code, office.name, figures, share))
        return tuple(rows)

    def office_months(self) -> tuple[OfficeMonthRow, ...]:
        rows = []
        for office in self.offices:
            for month in sorted({day.replace(day=1) for day in self.period}):
                figures = self._month_figures(month, office.code)
                reasons: tuple[str, ...] = ()
                if month.month in {3, 8} and figures.open_days:
                    figures = replace(figures, planned_days=figures.open_days + 1)
                    reasons = ("Indisponibilité du personnel",)
                rows.append(OfficeMonthRow(office.code, month, figures, reasons))
        return tuple(rows)

    def week_hours(self) -> tuple[WeekHourCell, ...]:
        found: Counter[tuple[int, int]] = Counter()
        for act in self.acts:
            found[act.day.weekday(), act.minute // 60] += self._persons([act])
        days = Counter(d.weekday() for d in self.period if d not in self.absent)
        return tuple(
            WeekHourCell(
                w, h, found[w, h], days[w] * 60, found[w, h] / days[w] if days[w] else None
            )
            for w in range(7)
            for h in (9, 10, 11, 12, 14, 15, 16, 17)
        )

    def comparison(self, total: PeriodFigures) -> Comparison:
        def row(measure: Measure, this: float, ratio: float) -> ComparisonRow:
            days = max(1, total.open_days)
            return ComparisonRow(
                measure,
                this,
                this * ratio,
                this / days,
                this * ratio / days,
                1 / ratio - 1 if this else None,
                DeltaUnit.PERCENT,
            )

        def share(measure: Measure, this: float, before: float) -> ComparisonRow:
            return ComparisonRow(measure, this, before, None, None, this - before, DeltaUnit.POINTS)

        hour = total.persons_per_open_hour or 0
        return Comparison(
            period=self.period.year_before(),
            refusal=None,
            way_out=None,
            rows=(
                row(Measure.PERSONS, total.persons, 0.945),
                row(Measure.COUNTER_ACTS, total.counter_acts, 1.013),
                row(Measure.CALLS, total.calls, 1.19),
                row(Measure.WRITTEN, total.emails + total.letters, 0.93),
                row(Measure.OPEN_HOURS, total.open_minutes / 60, 1.008),
                ComparisonRow(
                    Measure.PERSONS_PER_OPEN_HOUR,
                    hour,
                    hour * 0.94,
                    None,
                    None,
                    0.066 if hour else None,
                    DeltaUnit.PERCENT,
                ),
                share(Measure.FOREIGN_SHARE, 0.075, 0.053),
                share(Measure.ORIGIN_KNOWN_SHARE, 0.942, 0.912),
            ),
            context=(
                "Samedis et dimanches : 10 en 2022, 9 en 2021.",
                "Vacances scolaires : 24 jours en 2022, 26 en 2021.",
            ),
            notes=(
                Note("Passages", "comptés depuis 2022."),
                Note("Juillet 2019", "le relevé ne nomme pas son unité."),
            ),
            published=(),
        )


def _group(code: str) -> OriginGroup:
    if code == "FR-48":
        return OriginGroup.OWN
    if code == "FR":
        return OriginGroup.FRANCE_UNKNOWN
    if code == "ND":
        return OriginGroup.NOT_ASKED
    return OriginGroup.OTHER_FRENCH if code.startswith("FR-") else OriginGroup.FOREIGN


JULY = Period.month(2022, 7)
BASTILLE = Period.day(date(2022, 7, 14))


def day_summary() -> Summary:
    """The 14 July at Le Pont-de-Montvert, open half an hour longer, corrected later."""
    summary = Season(BASTILLE, busy=1.7).summary()
    late = (HOURS[0], TimeRange(840, 1110))
    office_day = replace(
        summary.office_days[0], ranges=late, minutes=MINUTES + 30, reason="Affluence"
    )
    correction = CorrectionRow(
        "PDM",
        BASTILLE.first,
        datetime(2022, 7, 23, 10, 4, tzinfo=UTC),
        "CM",
        "tally",
        "feuille papier saisie",
    )
    return replace(
        summary,
        office_days=(office_day,),
        open_minutes=MINUTES + 30,
        corrections=(correction,),
        corrected_days=1,
        unknown_time_acts=2,
    )


def month_summary() -> Summary:
    """July 2022: a Sunday shut as planned, a day cut short, a paper sheet on the 22nd."""
    summary = Season(JULY, closed=[date(2022, 7, 3)]).summary()
    days = list(summary.by_day)
    days[18] = replace(days[18], minutes=MINUTES - 240, reasons=("Indisponibilité du personnel",))
    days[21] = replace(days[21], sheet=True, at_least=True, corrections=1)
    sheet = SheetRow("PDM", date(2022, 7, 22), "pm", 23, None, 4, "coupure de courant")
    correction = CorrectionRow(
        "PDM",
        date(2022, 7, 22),
        datetime(2022, 7, 23, 10, 4, tzinfo=UTC),
        "CM",
        "tally",
        "feuille papier saisie",
    )
    heat = tuple(
        replace(cell, persons=0) if cell.day.day == 22 and cell.hour in {15, 16} else cell
        for cell in summary.heat
    )
    return replace(
        summary,
        by_day=tuple(days),
        sheets=(sheet,),
        corrections=(correction,),
        corrected_days=1,
        sheet_persons=23,
        acts_at_least=True,
        heat=heat,
        open_minutes=summary.open_minutes - 240,
    )


def year_summary(offices: tuple[Office, ...] = NETWORK) -> Summary:
    """The year 2022 of the network."""
    period = Period.year(2022)
    shut = [d for d in period if d.weekday() in {0, 6} and d.month in {1, 2, 3, 11, 12}]
    return Season(period, offices, busy=0.5, closed=shut).summary()
