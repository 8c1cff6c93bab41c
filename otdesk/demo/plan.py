"""What each office of a year has to come to: its parties, calls, e-mails and letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from otdesk.demo import origins
from otdesk.demo.apportion import apportion
from otdesk.demo.facts import SEASON_YEAR, Facts, MonthOpenings
from otdesk.demo.origins import Party
from otdesk.demo.reconstruction import Reconstruction, YearFigures
from otdesk.domain.reference import FRANCE, NOT_ASKED, ChannelCode


@dataclass(frozen=True, slots=True)
class OfficeShare:
    """One office's part of a year, exact; `remote_origins` weigh the origins of calls."""

    office: str
    figures: YearFigures
    openings: tuple[MonthOpenings, ...]
    parties: tuple[Party, ...]
    remote: Mapping[ChannelCode, int]
    remote_origins: Mapping[str, int]


def shares(facts: Facts, reconstruction: Reconstruction, year: int) -> dict[str, OfficeShare]:
    """Return what each office has to come to; the offices add up to the year's totals.

    Visitors follow those of 2019; calls, e-mails and letters the weights of the reconstruction.
    """
    figures = reconstruction.years[year]
    by_origin = origins.persons_by_origin(facts, reconstruction, figures)
    parties = origins.parties_of(
        by_origin, origins.kinds(facts), reconstruction.public.sizes, Random(f"réseau {year}")
    )
    visitors = {code: float(office.visitors_2019) for code, office in facts.offices.items()}
    dealt = origins.deal(parties, apportion(figures.persons, visitors), reconstruction.origins.bias)
    remote = {
        channel: apportion(total, reconstruction.calls_by_office)
        for channel, total in (
            (ChannelCode.TELEPHONE, figures.calls),
            (ChannelCode.COURRIEL, figures.emails),
            (ChannelCode.COURRIER, figures.letters),
        )
    }
    asked = {o: n for o, n in by_origin.items() if n and o not in {NOT_ASKED, FRANCE}}
    return {
        office: OfficeShare(
            office=office,
            figures=figures,
            openings=_openings(facts, reconstruction, office, year),
            parties=tuple(found),
            remote={channel: counts[office] for channel, counts in remote.items()},
            remote_origins=asked,
        )
        for office, found in dealt.items()
    }


def _openings(
    facts: Facts, reconstruction: Reconstruction, office: str, year: int
) -> tuple[MonthOpenings, ...]:
    published = tuple(month for month in facts.openings if month.office == office)
    if year == SEASON_YEAR:
        return published
    invented = reconstruction.openings_2021.get(office, {})
    opened = ((m.month, invented.get(m.month, m.planned_days)) for m in published)
    return tuple(MonthOpenings(office, month, days, days, "") for month, days in opened)
