"""A summary as JSON, in the one shape that machines read (day, month, year alike).

The shape is a promise: `design/architecture.md`, "Command line". Keys keep their order, a share is
`{value, base, of}`, hours are numbers, amounts are cents, and `sales` is null without a shop.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from otdesk.documents.export_json_sales import sales_object
from otdesk.reports.rows import Share
from otdesk.reports.summary import Comparison, Summary

_PLACES = 6


def render(summary: Summary) -> bytes:
    """Return the summary as UTF-8 JSON, indented, with a newline at its end."""
    text = json.dumps(as_object(summary), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def as_object(summary: Summary) -> dict[str, object]:
    """Return the summary as plain values, keys in their order."""
    return {
        "period": {
            "from": summary.period.first.isoformat(),
            "to": summary.period.last.isoformat(),
        },
        "offices": [office.code for office in summary.offices],
        "unit_version": summary.unit_version,
        "persons": summary.persons,
        "acts": summary.acts,
        "walk_ins": summary.walk_ins,
        "calls": summary.calls,
        "emails": summary.emails,
        "letters": summary.letters,
        "outing_persons": summary.outing_persons,
        "by_origin": [_counted("code", r.code, r.persons, r.acts) for r in summary.by_origin],
        "by_demand": [
            {"code": r.code, "acts": r.acts, "unmet": r.unmet} for r in summary.by_demand
        ],
        "by_demand_channel": [
            {"code": r.code, "channel": r.channel.value, "acts": r.acts, "unmet": r.unmet}
            for r in summary.by_demand_channel
        ],
        "by_channel": [
            _counted("code", r.code.value, r.persons, r.acts) for r in summary.by_channel
        ],
        "by_hour": [_counted("hour", r.hour, r.persons, r.acts) for r in summary.by_hour],
        "by_day": [_counted("day", r.day.isoformat(), r.persons, r.acts) for r in summary.by_day],
        "by_audience": [_counted("code", r.code, r.persons, r.acts) for r in summary.by_audience],
        "by_residency": [
            _counted("code", r.code.value, r.persons, r.acts) for r in summary.by_residency
        ],
        "open_days": summary.open_days,
        "planned_days": summary.planned_days,
        "open_hours": _number(summary.open_minutes / 60),
        "persons_per_open_hour": _number(summary.persons_per_open_hour),
        "origin_known_share": _share(summary.origin_known_share),
        "foreign_share": _share(summary.foreign_share),
        "sales": None if summary.sales is None else sales_object(summary.sales),
        "comparison": None if summary.comparison is None else _comparison(summary.comparison),
    }


def _counted(key: str, value: str | int, persons: int, acts: int) -> Mapping[str, object]:
    return {key: value, "persons": persons, "acts": acts}


def _number(value: float | None) -> float | None:
    # 1/3 of a person is no more exact with sixteen digits.
    return None if value is None else round(value, _PLACES)


def _share(share: Share) -> Mapping[str, object]:
    return {"value": _number(share.value), "base": share.base, "of": share.of.value}


def _comparison(comparison: Comparison) -> Mapping[str, object]:
    return {
        "period": {
            "from": comparison.period.first.isoformat(),
            "to": comparison.period.last.isoformat(),
        },
        "refusal": comparison.refusal,
        "way_out": comparison.way_out,
        "rows": [
            {
                "measure": row.measure.value,
                "this": _number(row.this),
                "before": _number(row.before),
                "this_per_open_day": _number(row.this_per_day),
                "before_per_open_day": _number(row.before_per_day),
                "delta": _number(row.delta),
                "delta_unit": row.delta_unit.value,
            }
            for row in comparison.rows
        ],
        "context": list(comparison.context),
        "notes": [{"subject": note.subject, "text": note.text} for note in comparison.notes],
    }
