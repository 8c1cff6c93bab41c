"""A clock that cannot be right: said, never a reason to refuse an accueil."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from otdesk import typography
from otdesk.i18n import _
from otdesk.store import tables
from otdesk.store.store import Store

# Two posts of an office may differ by minutes; a flat battery of the mainboard, by years.
BEHIND = timedelta(minutes=5)
# An office may be shut for a season, hardly for longer than a year.
AHEAD = timedelta(days=400)

_LAST = (
    select(tables.journal.c.recorded_at)
    .join(tables.writing, tables.writing.c.stream == tables.journal.c.stream)
    .order_by(tables.journal.c.seq.desc())
    .limit(1)
)


def clock_warning(store: Store, now: datetime) -> str | None:
    """Return a French warning where `now` is before or long after the last entry, or None.

    Order is kept by sequence numbers, so nothing is lost under a wrong clock; days and hours
    of accueils would be wrong (`sync.md`, "Versions and clocks").
    """
    with store.reading() as connection:
        recorded = connection.execute(_LAST).scalar_one_or_none()
    if recorded is None:
        return None
    last = datetime.fromisoformat(recorded)
    if last - BEHIND <= now <= last + AHEAD:
        return None
    facts = _(
        "L’horloge de ce poste indique le {now}, mais la dernière saisie est du {last}."
    ).format(
        now=typography.stamp(now.astimezone(store.zone)),
        last=typography.stamp(last.astimezone(store.zone)),
    )
    safe = _("Rien n’est perdu, et les accueils continuent de s’enregistrer.")
    todo = _(
        "Vérifier la date et l’heure du système : une saisie faite à une fausse date compterait "
        "pour cette date."
    )
    return f"{facts} {safe} {todo}"
