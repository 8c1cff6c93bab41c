"""The tables that a packet's entries make by themselves: accueils, demands, days, sales.

Free notes and personal kinds have no column: a table cannot be erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from otdesk.domain.openings import minutes_of, parse_ranges
from otdesk.i18n import _
from otdesk.sync.packet.tables import Cell, Field, FieldKind, Row, RowsOf, Table, Told


def entry_tables() -> tuple[Table, ...]:
    """Return the tables of an office's packet."""
    return (
        Table(
            "accueils",
            _("Accueils"),
            (
                *_record_fields(),
                Field("heure", _("Heure"), FieldKind.MINUTE),
                Field("canal", _("Canal"), FieldKind.CODE),
                Field("personnes", _("Personnes"), FieldKind.WHOLE),
                Field("origine", _("Origine"), FieldKind.CODE),
                Field("residence", _("Résidence"), FieldKind.CODE),
                Field("public", _("Public"), FieldKind.CODE),
            ),
            of_entry={
                "visit": _plain(
                    "minute", "channel", "party_size", "origin", "residency", "audience"
                )
            },
        ),
        Table(
            "demandes",
            _("Demandes"),
            (
                *_record_fields(),
                Field("demande", _("Demande"), FieldKind.CODE, required=True),
                Field("sans_reponse", _("Sans réponse"), FieldKind.WHOLE, required=True),
            ),
            of_entry={"visit": _demands},
        ),
        Table(
            "passages",
            _("Passages"),
            (
                *_record_fields(),
                Field("heure", _("Heure"), FieldKind.MINUTE),
                Field("personnes", _("Personnes"), FieldKind.WHOLE),
            ),
            of_entry={"walk_in": _plain("minute", "count")},
        ),
        Table(
            "feuilles",
            _("Feuilles de comptage"),
            (
                *_record_fields(),
                Field("demi_journee", _("Demi-journée"), FieldKind.CODE),
                Field("personnes", _("Personnes"), FieldKind.WHOLE),
                Field("actes", _("Actes"), FieldKind.WHOLE),
            ),
            of_entry={"tally": _plain("half_day", "persons", "acts")},
        ),
        Table(
            "journees",
            _("Journées"),
            (
                *_record_fields(),
                Field("minutes", _("Minutes d’ouverture"), FieldKind.WHOLE),
                Field("cloture", _("Clôturée"), FieldKind.WHOLE, required=True),
            ),
            of_entry={"business_day": _days},
        ),
        Table(
            "ventes",
            _("Lignes de tickets et d’avoirs"),
            (
                *_record_fields(),
                Field("caisse", _("Caisse")),
                Field("ticket", _("Numéro"), FieldKind.CODE),
                Field("heure", _("Heure"), FieldKind.MINUTE),
                Field("article", _("Article"), FieldKind.CODE),
                Field("libelle", _("Libellé")),
                Field("quantite", _("Quantité"), FieldKind.PIECES),
                Field("montant", _("Montant TTC, en euros"), FieldKind.EUROS),
            ),
            of_entry={"receipt": _sales, "refund": _sales},
        ),
    )


def _record_fields() -> tuple[Field, ...]:
    return (
        Field(
            "enregistrement", _("Identifiant de l’enregistrement"), FieldKind.CODE, required=True
        ),
        Field("revision", _("Révision"), FieldKind.WHOLE, required=True),
        Field("annule", _("Annulé"), FieldKind.WHOLE, required=True),
        Field("bureau", _("Bureau"), FieldKind.CODE),
        Field("jour", _("Jour"), FieldKind.DATE),
    )


def _record(told: Told, payload: Mapping[str, Any]) -> tuple[Cell, ...]:
    uid, _kind, rev, is_void = told
    return (uid, rev, "1" if is_void else "0", payload.get("office"), payload.get("day"))


def _plain(*names: str) -> RowsOf:
    """Return what makes a row of the named values; what was voided has none of them."""

    def rows(told: Told, payload: Mapping[str, Any]) -> Iterable[Row]:
        return ((*_record(told, payload), *map(payload.get, names)),)

    return rows


def _demands(told: Told, payload: Mapping[str, Any]) -> Iterable[Row]:
    record = _record(told, payload)
    return [
        (*record, demand["code"], demand.get("unmet", 0)) for demand in payload.get("demands", ())
    ]


def _days(told: Told, payload: Mapping[str, Any]) -> Iterable[Row]:
    ranges = payload.get("ranges")
    minutes = None if ranges is None else minutes_of(parse_ranges(ranges))
    return ((*_record(told, payload), minutes, int("closed_at" in payload)),)


def _sales(told: Told, payload: Mapping[str, Any]) -> Iterable[Row]:
    """Return the lines of a receipt, or of a refund: the other way round. None in training."""
    if payload.get("training"):
        return ()
    sign = 1 if told.kind == "receipt" else -1
    record = _record(told, payload)
    return [
        (
            *record,
            payload["till_name"],
            payload["number"],
            payload["minute"],
            line["product"],
            line["label"],
            sign * line["quantity"],
            sign * line["amount"],
        )
        for line in payload["lines"]
    ]
