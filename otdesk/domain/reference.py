"""The lists that every figure is told in: origins, demands, channels, publics, reasons, holidays.

Codes are stable: an entry is retired, never deleted and never used again, so a label can be asked
for in any year. A code that no list knows is its own label, because a past year must stay readable
even where a list was lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from otdesk.domain.vat import VatRates
from otdesk.i18n import _

NOT_ASKED = "ND"
FRANCE = "FR"


class ChannelCode(StrEnum):
    """How an accueil came in; the values are the codes of files and of the journal."""

    COMPTOIR = "comptoir"
    TELEPHONE = "telephone"
    COURRIEL = "courriel"
    COURRIER = "courrier"
    HORS_LES_MURS = "hors_les_murs"


class ResidencyCode(StrEnum):
    """Who comes from the office's own département, and in what quality."""

    HABITANT = "habitant"
    SECONDAIRE = "secondaire"
    SEJOUR = "sejour"
    EXCURSION = "excursion"


@dataclass(frozen=True, slots=True)
class Department:
    """A département or an overseas collectivity: `FR-48`, number `48`.

    `name` breaks at its hyphens on a tile of two lines; `short` has at most 16 characters.
    `aliases` are the names that visitors use: older ones, provinces.
    """

    code: str
    number: str
    name: str
    short: str
    region: str
    aliases: tuple[str, ...] = ()
    retired: date | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 code; `aliases` are old, popular and own-language names."""

    code: str
    name: str
    short: str
    name_en: str
    aliases: tuple[str, ...] = ()
    retired: date | None = None


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, or a former one (`former`) whose name people still say.

    `department` is an origin code (`FR-48`). A former commune has the postcode of the commune that
    took it in where that one has a single postcode, none otherwise. `population` only ranks.
    """

    insee: str
    name: str
    department: str
    postcodes: tuple[str, ...]
    population: int = 0
    former: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """What was asked for; `parent` is None on the first level. `icon` is a Lucide name."""

    code: str
    parent: str | None
    label: str
    short: str
    label_en: str
    icon: str
    position: int
    retired: date | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """The words and the picture of a channel."""

    code: ChannelCode
    label: str
    short: str
    icon: str


@dataclass(frozen=True, slots=True)
class Audience:
    """A public (« jeunes randonneurs »); a profile says which ones, in which order."""

    code: str
    label: str
    short: str
    icon: str
    retired: date | None = None


@dataclass(frozen=True, slots=True)
class Residency:
    """The words of a residency."""

    code: ResidencyCode
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class ClosureReason:
    """Why real hours differ from planned ones.

    `label` is the internal wording, `published` the one that leaves the office. Where `personal`,
    the two differ: in an office of one person « arrêt maladie » is health data (RGPD, article 9).
    """

    code: str
    label: str
    published: str
    personal: bool
    retired: date | None = None


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A national public holiday (Code du travail, L3133-1)."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """Days without school in a zone (A, B or C), `first` and `last` included."""

    zone: str
    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Lists:
    """Every reference list but the communes, by code, in the order of the screens.

    `added_audiences` are the publics that the siège added: offered behind the profile's.
    """

    departments: Mapping[str, Department]
    countries: Mapping[str, Country]
    demands: Mapping[str, Demand]
    channels: Mapping[ChannelCode, Channel]
    audiences: Mapping[str, Audience]
    residencies: Mapping[ResidencyCode, Residency]
    closure_reasons: Mapping[str, ClosureReason]
    public_holidays: tuple[PublicHoliday, ...] = ()
    school_holidays: tuple[SchoolHoliday, ...] = ()
    vat_rates: VatRates = field(default_factory=lambda: VatRates(()))
    added_audiences: tuple[str, ...] = ()

    # --------------------------------------------------------------------------------- origins

    def is_origin(self, code: str) -> bool:
        """Tell whether the code is an origin, retired ones, `FR` and `ND` included."""
        return code in {FRANCE, NOT_ASKED} or code in self.departments or code in self.countries

    def is_department(self, code: str) -> bool:
        """Tell whether the code is a département or an overseas collectivity."""
        return code in self.departments

    def is_foreign(self, code: str) -> bool:
        """Tell whether the origin is abroad; `ND` is not, nor is any code that begins as France."""
        return code not in {FRANCE, NOT_ASKED} and not code.startswith("FR-")

    def origin_label(self, code: str, *, short: bool = False) -> str:
        """Return `Lozère`, `Belgique`, or the words for `FR` and `ND`; an unknown code itself."""
        if code == FRANCE:
            return _("France, dép. ?") if short else _("France, département inconnu")
        if code == NOT_ASKED:
            return _("Non demandé")
        entry = self.departments.get(code) or self.countries.get(code)
        if entry is None:
            return code
        return entry.short if short else entry.name

    def origin_number(self, code: str) -> str:
        """Return the number of a département (`48`, `2A`, `971`), nothing for other origins."""
        department = self.departments.get(code)
        return "" if department is None else department.number

    def department_of_number(self, number: str) -> Department | None:
        """Return the département of a number as typed: `48`, `2a`, `971`."""
        return self.departments.get(f"FR-{number.upper()}")

    # --------------------------------------------------------------------------------- demands

    def is_demand(self, code: str) -> bool:
        """Tell whether the code is a demand of either level, retired ones included."""
        return code in self.demands

    def demand_label(self, code: str, *, short: bool = False) -> str:
        """Return the label of a demand; an unknown code itself."""
        demand = self.demands.get(code)
        if demand is None:
            return code
        return demand.short if short else demand.label

    def first_level(self, code: str) -> str:
        """Return the demand of the first level that this one counts in: itself, or its parent."""
        demand = self.demands.get(code)
        if demand is None:
            # An unknown code keeps the shape of ours: `sport.baignade` counts in `sport`.
            return code.split(".", 1)[0]
        return demand.parent or code

    def first_levels(self, *, on: date | None = None) -> tuple[Demand, ...]:
        """Return the first level in order; with a date, only what is in use then."""
        return _in_use((d for d in self.demands.values() if d.parent is None), on)

    def children(self, code: str, *, on: date | None = None) -> tuple[Demand, ...]:
        """Return the demands below this one in order; with a date, only what is in use then."""
        return _in_use((d for d in self.demands.values() if d.parent == code), on)

    # ---------------------------------------------------------------------------- other labels

    def channel_label(self, code: str, *, short: bool = False) -> str:
        """Return the label of a channel; an unknown code itself."""
        channel = next((c for c in self.channels.values() if c.code == code), None)
        if channel is None:
            return code
        return channel.short if short else channel.label

    def audience_label(self, code: str, *, short: bool = False) -> str:
        """Return the label of a public; an unknown code itself."""
        audience = self.audiences.get(code)
        if audience is None:
            return code
        return audience.short if short else audience.label

    def residency_label(self, code: str, *, short: bool = False) -> str:
        """Return the label of a residency; an unknown code itself."""
        residency = next((r for r in self.residencies.values() if r.code == code), None)
        if residency is None:
            return code
        return residency.short if short else residency.label

    def reason_label(self, code: str) -> str:
        """Return the internal wording of a closure reason; an unknown code itself."""
        reason = self.closure_reasons.get(code)
        return code if reason is None else reason.label

    def published_reason(self, code: str) -> str:
        """Return the wording of a closure reason that may leave the office.

        An unknown code is published as « Autre motif »: nobody can tell whether it is personal.
        """
        reason = self.closure_reasons.get(code)
        return _("Autre motif") if reason is None else reason.published


def _in_use(demands: Iterable[Demand], on: date | None) -> tuple[Demand, ...]:
    kept = (d for d in demands if on is None or d.retired is None or on < d.retired)
    return tuple(sorted(kept, key=lambda d: (d.position, d.code)))
