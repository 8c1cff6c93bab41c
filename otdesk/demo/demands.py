"""What people ask for: first-level demands in exact shares, details by the season."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from otdesk.demo.apportion import apportion
from otdesk.demo.facts import DemandWeight
from otdesk.demo.reconstruction import DemandRules
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import VisitDemand

_NO_FACTOR: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class DemandTable:
    """The weights of the demands, first level and details apart."""

    rules: DemandRules
    themes: tuple[DemandWeight, ...]
    details: Mapping[str, tuple[DemandWeight, ...]]

    @classmethod
    def of(cls, weights: Sequence[DemandWeight], rules: DemandRules) -> DemandTable:
        """Sort the weights into both levels."""
        details: dict[str, list[DemandWeight]] = defaultdict(list)
        for weight in weights:
            if "." in weight.code:
                details[weight.code.split(".", 1)[0]].append(weight)
        return cls(
            rules=rules,
            themes=tuple(weight for weight in weights if "." not in weight.code),
            details={theme: tuple(found) for theme, found in details.items()},
        )

    def demands_of(
        self,
        count: int,
        month: int,
        channel: ChannelCode,
        random: Random,
        factor: Mapping[str, float] = _NO_FACTOR,
    ) -> list[tuple[VisitDemand, ...]]:
        """Return the demands of `count` accueils of one month and one channel.

        First demands are apportioned exactly; `factor` weighs some themes, as first demands
        and beside them.
        """
        weights = {
            theme.code: self._weight(theme, month, channel) * factor.get(theme.code, 1.0)
            for theme in self.themes
        }
        firsts = [code for code, times in apportion(count, weights).items() for _ in range(times)]
        random.shuffle(firsts)
        return [
            tuple(
                self._demand(theme, month, channel, random)
                for theme in self._themes(first, weights, random)
            )
            for first in firsts
        ]

    def _themes(self, first: str, weights: Mapping[str, float], random: Random) -> tuple[str, ...]:
        counts = self.rules.counts
        wanted = random.choices(tuple(counts), weights=tuple(counts.values()))[0]
        themes = [first]
        for _ in range(wanted - 1):
            drawn = random.choices(tuple(weights), weights=tuple(weights.values()))[0]
            if drawn not in themes:
                themes.append(drawn)
        return tuple(themes)

    def _demand(self, theme: str, month: int, channel: ChannelCode, random: Random) -> VisitDemand:
        code = theme
        details = self.details.get(theme, ())
        weights = [self._weight(detail, month, channel) for detail in details]
        alone = random.random() * 100 < self.rules.first_level_percent
        if sum(weights) > 0 and not alone:
            code = random.choices(details, weights=weights)[0].code
        unmet = random.random() * 100 < self.rules.unmet_percent.get(code, 0.0)
        return VisitDemand(code, unmet)

    def _weight(self, weight: DemandWeight, month: int, channel: ChannelCode) -> float:
        return _by_channel(weight, channel) * self.rules.months[weight.when][month - 1]


def _by_channel(weight: DemandWeight, channel: ChannelCode) -> float:
    if channel is ChannelCode.TELEPHONE:
        return weight.telephone
    if channel in {ChannelCode.COURRIEL, ChannelCode.COURRIER}:
        return weight.written
    return weight.counter
