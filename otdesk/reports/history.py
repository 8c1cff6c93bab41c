"""The history of one record: every revision in the journal, told as changes of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from otdesk import typography
from otdesk.domain.openings import parse_ranges
from otdesk.domain.reference import Lists
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.entry import Op
from otdesk.reports.context import ReportContext
from otdesk.store.tables import journal

_ENTRIES = (
    select(
        journal.c.kind,
        journal.c.rev,
        journal.c.op,
        journal.c.recorded_at,
        journal.c.author,
        journal.c.payload,
        journal.c.payload_digest,
    )
    .where(journal.c.uid == bindparam("of_uid"))
    .order_by(journal.c.rev, journal.c.id)
)
STATEMENTS = (_ENTRIES,)

# The instant repeats the day and the minute; the way of entry is no content.
_UNTOLD = frozenset({"started_at", "entry", "closed_at"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after, in French; empty text where there was or is nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision: who, when (in the office's zone), what it did, and the changes.

    The first revision has no change. `reason` is that of a void; `erased`: the content of the
    revision was personal and is no longer there.
    """

    kind: str
    rev: int
    op: Op
    recorded_at: datetime
    author: str
    changes: tuple[FieldChange, ...]
    reason: str
    erased: bool


def history(connection: Connection, context: ReportContext, uid: str) -> tuple[Revision, ...]:
    """Return every revision of a record, the oldest first; nothing for an unknown one."""
    revisions = []
    standing: Mapping[str, Value] | None = None
    told: set[tuple[int, str, bytes]] = set()
    for entry in connection.execute(_ENTRIES, {"of_uid": uid}).mappings():
        said = (entry["rev"], entry["op"], entry["payload_digest"])
        if said in told:
            # Issued again in another stream: the same revision.
            continue
        told.add(said)
        op = Op(entry["op"])
        erased = not entry["payload"]
        payload = {} if erased else canonical.decode(entry["payload"])
        changes: tuple[FieldChange, ...] = ()
        if op is Op.PUT and not erased:
            if standing is not None:
                changes = tuple(_changes(standing, payload, context.lists))
            standing = payload
        revisions.append(
            Revision(
                kind=entry["kind"],
                rev=entry["rev"],
                op=op,
                recorded_at=datetime.fromisoformat(entry["recorded_at"]).astimezone(context.zone),
                author=entry["author"],
                changes=changes,
                reason=str(payload.get("reason", "")) if op is Op.VOID else "",
                erased=erased,
            )
        )
    return tuple(revisions)


def _changes(
    before: Mapping[str, Value], after: Mapping[str, Value], lists: Lists
) -> list[FieldChange]:
    tellers = _tellers(lists)
    fields = [name for name in tellers if name in before or name in after]
    fields += sorted((set(before) | set(after)) - set(tellers) - _UNTOLD)
    changes = []
    for name in fields:
        label, tell = tellers.get(name, (name, str))
        one, other = before.get(name), after.get(name)
        if one != other:
            changes.append(
                FieldChange(
                    label, "" if one is None else tell(one), "" if other is None else tell(other)
                )
            )
    return changes


def _tellers(lists: Lists) -> dict[str, tuple[str, Callable[[Value], str]]]:
    """Return, for each field in the order of reading, its French name and how it is told."""
    return {
        "office": (_("Bureau"), str),
        "day": (_("Date"), lambda v: typography.short_date(date.fromisoformat(str(v)))),
        "half_day": (
            _("Demi-journée"),
            lambda v: _("matin") if v == "am" else _("après-midi"),
        ),
        "minute": (_("Heure"), lambda v: typography.clock_time(int(str(v)))),
        "channel": (_("Canal"), lambda v: lists.channel_label(str(v))),
        "party_size": (_("Personnes"), str),
        "count": (_("Personnes"), str),
        "persons": (_("Personnes"), str),
        "acts": (_("Accueils"), str),
        "origin": (_("Provenance"), lambda v: lists.origin_label(str(v))),
        "origins": (
            _("Provenances"),
            lambda v: _counted(v, "persons", lists.origin_label),
        ),
        "residency": (_("Qualité"), lambda v: lists.residency_label(str(v))),
        "demands": (_("Demandes"), lambda v: _demands(v, lists)),
        "audience": (_("Public"), lambda v: lists.audience_label(str(v))),
        "note": (_("Note"), str),
        "ranges": (_("Horaires"), lambda v: hours_text(str(v))),
        # The internal wording may be health data; a history is read by the whole team.
        "reason": (_("Motif"), lambda v: lists.published_reason(str(v))),
        "closed_by": (_("Clôture par"), str),
        **_shop_tellers(lists),
    }


def _shop_tellers(lists: Lists) -> dict[str, tuple[str, Callable[[Value], str]]]:
    def yes(value: Value) -> str:
        return _("oui") if value else _("non")

    def money(value: Value) -> str:
        return typography.cents(int(str(value)))

    def rate(value: Value) -> str:
        shorts = {each.code: each.short for each in lists.vat_rates.rates}
        return shorts.get(str(value), str(value))

    return {
        "label": (_("Nom"), str),
        "short": (_("Nom court"), str),
        "detail": (_("Précision"), str),
        "family": (_("Famille"), str),
        "kind": (_("Nature"), str),
        "barcode": (_("Code-barres"), str),
        "supplier": (_("Fournisseur"), str),
        "vat": (_("TVA"), rate),
        "cost": (_("Prix d’achat"), money),
        "publisher_price": (_("Prix éditeur"), yes),
        "sector": (_("Secteur"), str),
        "set_of": (_("Lot de"), str),
        "set_count": (_("Nombre"), str),
        "offices": (_("Bureaux"), lambda v: ", ".join(map(str, v)) if isinstance(v, list) else ""),
        "reorder_level": (_("Seuil"), lambda v: f"{int(str(v)) / 1000:g}".replace(".", ",")),
        "picture": (_("Image"), str),
        "position": (_("Place parmi les favoris"), str),
        "retired": (_("Retiré"), yes),
    }


def hours_text(stored: str) -> str:
    """Return `9:30–12:30, 14:00–18:30` from the stored form of ranges."""
    parts = []
    for r in parse_ranges(stored):
        end = "…" if r.end is None else typography.clock_time(r.end)
        parts.append(f"{typography.clock_time(r.start)}{typography.DASH}{end}")
    return ", ".join(parts) or _("fermé")


def _demands(value: Value, lists: Lists) -> str:
    told = []
    for item in _objects(value):
        label = lists.demand_label(str(item.get("code", "")))
        # A demand of a paper sheet has a number of acts, one of an accueil may be unmet.
        if "acts" in item:
            label = f"{label} {item['acts']}"
        elif item.get("unmet"):
            label = _("{} (non satisfaite)").format(label)
        told.append(label)
    return ", ".join(told)


def _counted(value: Value, key: str, label: Callable[[str], str]) -> str:
    return ", ".join(
        f"{label(str(item.get('code', '')))} {item.get(key, 0)}" for item in _objects(value)
    )


def _objects(value: Value) -> list[Mapping[str, Value]]:
    items = value if isinstance(value, list | tuple) else ()
    return [item for item in items if isinstance(item, Mapping)]
