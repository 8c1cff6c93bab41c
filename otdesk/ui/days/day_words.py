"""The day in words: its state, its hours against the plan, what kind of day it is. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from otdesk.domain.openings import Ranges, TimeRange, paired
from otdesk.i18n import _
from otdesk.reports.rows import DayMark, OfficeDay
from otdesk.typography import capitalised, clock_time, duration
from otdesk.ui.days.day_picture import DayPicture

# Nobody gives a reason for the minutes in which a door is unlocked; published hours are
# rounded to five minutes as well.
TOLERANCE_MINUTES = 5
_DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words on a coloured ground, with an icon; `tone` is the palette's.

    `long` is the same in full, for a tip and a screen reader, where the words are cut short.
    """

    text: str
    tone: str
    icon: str
    long: str = ""

    @property
    def spoken(self) -> str:
        """Return the words in full."""
        return self.long or self.text


def hours_text(ranges: Ranges) -> str:
    """Return `9:30–12:30, 14:00–…`, or « fermé »."""
    parts = []
    for each in ranges:
        end = "…" if each.end is None else clock_time(each.end)
        parts.append(f"{clock_time(each.start)}{_DASH}{end}")
    return ", ".join(parts) or _("fermé")


def state_chip(office_day: OfficeDay, day: date, today: date, minute: int) -> Chip:
    """Return the state of a day. Zero visitors is not a state: it stands in the figures."""
    if office_day.state is DayMark.CLOSED:
        return Chip(_closed_text(office_day, today), "ok", "circle-check")
    if office_day.state is DayMark.SHUT:
        motive = office_day.reason
        text = _("Bureau fermé\u00a0: {}").format(motive) if motive else _("Bureau fermé ce jour")
        return Chip(text, "granite", "door-closed")
    if day > today:
        return _coming_chip(office_day)
    if office_day.state is DayMark.OPEN:
        return _open_chip(office_day, day, today, minute)
    if office_day.state is DayMark.NOT_ENTERED:
        return _not_entered_chip(office_day, day, today, minute)
    return Chip(_("Pas d’ouverture prévue"), "granite", "door-closed")


def _closed_text(office_day: OfficeDay, today: date) -> str:
    closed_at = office_day.closed_at
    if closed_at is None:
        return _("Clôturée")
    when = clock_time(closed_at.hour * 60 + closed_at.minute)
    if closed_at.date() not in {today, office_day.day}:
        when = _("{time} le {day}").format(time=when, day=f"{closed_at:%d/%m}")
    return _("Clôturée à {when} par {who}").format(when=when, who=office_day.closed_by or "?")


def _coming_chip(office_day: OfficeDay) -> Chip:
    if office_day.planned:
        text = _("À venir, prévu {}").format(hours_text(office_day.planned))
        return Chip(text, "granite", "calendar")
    return Chip(_("À venir, pas d’ouverture prévue"), "granite", "calendar")


def _open_chip(office_day: OfficeDay, day: date, today: date, minute: int) -> Chip:
    running = next((r for r in office_day.ranges if r.end is None), None)
    if running is not None and day == today:
        text = _("Ouvert depuis {}").format(clock_time(running.start))
        return Chip(text, "ok", "door-open")
    if running is not None:
        return Chip(_("Heure de fermeture non saisie"), "genet", "clock-alert")
    following = next((r for r in office_day.planned if r.start > minute), None)
    if day == today and following is not None:
        text = _("Fermé, prévu {}").format(clock_time(following.start))
        return Chip(text, "granite", "door-closed")
    return Chip(_("Fermé, journée à clôturer"), "genet", "door-closed")


def _not_entered_chip(office_day: OfficeDay, day: date, today: date, minute: int) -> Chip:
    if day < today:
        return Chip(_("Non saisie"), "genet", "circle-dashed")
    following = next((r for r in office_day.planned if r.start > minute), None)
    if following is not None:
        text = _("Pas encore ouvert, prévu {}").format(clock_time(following.start))
        return Chip(text, "granite", "door-closed")
    return Chip(_("Ouverture non saisie"), "genet", "circle-dashed")


def kind_chips(picture: DayPicture) -> list[Chip]:
    """Return what kind of day it is: holiday, school holidays, market."""
    chips = []
    if picture.public_holiday:
        chips.append(Chip(picture.public_holiday, "granite", "party-popper"))
    if picture.school_zones:
        text = _("vacances {}").format(" ".join(picture.school_zones))
        full = _("vacances scolaires, zones {}").format(", ".join(picture.school_zones))
        chips.append(Chip(text, "granite", "sun", full))
    if picture.school_zones is None:
        chips.append(Chip(_("vacances scolaires\u00a0: non connues"), "granite", "circle-help"))
    if picture.market:
        chips.append(Chip(_("marché"), "granite", "shopping-basket", picture.market))
    return chips


def nothing_noted(picture: DayPicture, today: date) -> str:
    """Say why no line is there: zero visitors, shut, not entered and to come stay apart."""
    if picture.day > today:
        return _("Journée à venir\u00a0: rien à noter encore.")
    if picture.state is DayMark.CLOSED:
        who = picture.office_day.closed_by or "?"
        return _("Aucun visiteur ce jour\u00a0: confirmé par {} à la clôture.").format(who)
    if picture.state is DayMark.SHUT or picture.is_closed:
        return _("Le bureau est resté fermé\u00a0: rien à noter.")
    if picture.state is DayMark.OPEN:
        return _("Le bureau a ouvert\u202f; aucun accueil n’est noté pour l’instant.")
    if picture.state is DayMark.NOT_ENTERED:
        return _("Journée non saisie\u00a0: ni horaires, ni accueil, ni feuille.")
    return _("Aucune ouverture n’était prévue, et rien n’est noté.")


# Hours against the plan --------------------------------------------------------------------


def needs_reason(planned: Ranges, real: Ranges) -> bool:
    """Tell whether real hours differ from planned ones by more than the tolerance.

    A day that was not planned needs none: nothing is owed.
    """
    if not planned:
        return False
    if len(planned) != len(real):
        return True
    return any(abs(late) > TOLERANCE_MINUTES for late in _gaps(planned, real))


def _gaps(planned: Ranges, real: Ranges) -> list[int]:
    gaps = []
    for plan, done in zip(planned, real, strict=False):
        gaps.append(done.start - plan.start)
        if done.end is not None and plan.end is not None:
            gaps.append(done.end - plan.end)
    return gaps


def so_far(planned: Ranges, real: Ranges) -> Ranges:
    """Return the planned ranges that have had their turn, the day not being over.

    One that comes after every real range may still be kept; one before was missed.
    """
    pairs = paired(planned, real)
    while pairs and pairs[-1][1] is None and not _runs_over(real, pairs[-1][0]):
        pairs.pop()
    return tuple(plan for plan, _done in pairs if plan is not None)


def differences(planned: Ranges, real: Ranges, *, running: bool) -> list[str]:
    """Return what differs, each in words, the small minutes too.

    `running`: the day is not over, so a range that is still to come is not missing.
    """
    told: list[str] = []
    if not planned:
        return [_("aucune ouverture n’était prévue")] if real else []
    owed = so_far(planned, real) if running else planned
    for plans, done in _answered(owed, real):
        if done is None:
            told += [_("pas d’ouverture de {}").format(hours_text((plan,))) for plan in plans]
        elif not plans:
            told.append(_("ouverture en plus de {}").format(hours_text((done,))))
        else:
            told += [
                _("resté ouvert entre {} et {}").format(clock_time(one.end), clock_time(two.start))
                for one, two in pairwise(plans)
                if one.end is not None
            ]
            told += _range_differences(TimeRange(plans[0].start, plans[-1].end), done)
    return told


def _answered(planned: Ranges, real: Ranges) -> list[tuple[list[TimeRange], TimeRange | None]]:
    """Return the planned ranges beside the real one that answers them, in the order of the day.

    It answers two of them where nobody shut between them.
    """
    groups: list[tuple[list[TimeRange], TimeRange | None]] = []
    for plan, done in paired(planned, real):
        answer = done or _runs_over(real, plan)
        plans = [] if plan is None else [plan]
        if groups and answer is not None and groups[-1][1] == answer:
            groups[-1][0].extend(plans)
        else:
            groups.append((plans, answer))
    return groups


def _runs_over(real: Ranges, plan: TimeRange | None) -> TimeRange | None:
    """Return the real range that runs over a planned one, to where it is known to go."""
    if plan is None or plan.end is None:
        return None
    over = (r for r in real if r.end is not None and r.start < plan.end and plan.start < r.end)
    return next(over, None)


def _range_differences(plan: TimeRange, done: TimeRange) -> list[str]:
    told = []
    late = done.start - plan.start
    if late:
        text = _("ouvert {} après l’heure prévue") if late > 0 else _("ouvert {} plus tôt")
        told.append(text.format(_span(late)))
    if done.end is not None and plan.end is not None and done.end != plan.end:
        longer = done.end - plan.end
        text = _("fermé {} plus tard que prévu") if longer > 0 else _("fermé {} plus tôt que prévu")
        told.append(text.format(_span(longer)))
    return told


def _span(minutes: int) -> str:
    return _("{} min").format(abs(minutes)) if abs(minutes) < 60 else duration(abs(minutes))


def hours_lead(office_day: OfficeDay, *, future: bool = False) -> tuple[str, str]:
    """Return the sentence over the hours, and its rest."""
    running = office_day.closed_at is None
    if not office_day.ranges:
        if office_day.closed_at is not None:
            return _("Le bureau n’a pas ouvert"), ""
        if office_day.planned:
            rest = "" if future else _("rien n’est saisi")
            return _("Prévu {}").format(hours_text(office_day.planned)), rest
        return _("Aucun horaire prévu") if future else _("Aucun horaire prévu ni saisi"), ""
    told = differences(office_day.planned, office_day.ranges, running=running)
    if not told:
        return _("Ouvert {}").format(hours_text(office_day.ranges)), _("comme prévu")
    return capitalised(told[0]), " · ".join(told[1:])
