"""Views for a BI tool, in a PostgreSQL schema of their own: `lecture`.

They count standing records only, name no person and hold no text that somebody typed: a role that
may read them alone sees nothing else. Names and columns are French: they are what its user sees.
They are described in the manual, page `13-siege.md`, and only ever gain columns, at their end.
"""

from __future__ import annotations

from sqlalchemy import Connection

READING = "lecture"

# A day comes from an office as text; one that is none must not break every query.
_AS_DATE = """
CREATE OR REPLACE FUNCTION lecture.en_date(texte text) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $otdesk$
BEGIN
    RETURN texte::date;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$otdesk$
"""
_REAL = "r.till NOT IN (SELECT till FROM till WHERE training = 1)"

VIEWS = {
    "accueils": """
SELECT v.office AS bureau, lecture.en_date(v.day) AS jour, v.channel AS canal,
    v.accueils, v.personnes
FROM (
    SELECT office, day, channel, count(*) AS accueils, sum(party_size)::bigint AS personnes
    FROM visit WHERE void_reason IS NULL GROUP BY office, day, channel
) AS v
""",
    "origines": """
SELECT v.office AS bureau, lecture.en_date(v.day) AS jour, v.channel AS canal,
    v.origin AS origine, v.residency AS sejour, v.accueils, v.personnes
FROM (
    SELECT office, day, channel, origin, residency, count(*) AS accueils,
        sum(party_size)::bigint AS personnes
    FROM visit WHERE void_reason IS NULL GROUP BY office, day, channel, origin, residency
) AS v
""",
    "demandes": """
SELECT v.office AS bureau, lecture.en_date(v.day) AS jour, v.channel AS canal,
    v.theme, v.code AS demande, v.accueils, v.non_satisfaites
FROM (
    SELECT office, day, channel, theme, code, count(*) AS accueils,
        sum(unmet)::bigint AS non_satisfaites
    FROM visit JOIN visit_demand ON visit_uid = uid
    WHERE void_reason IS NULL GROUP BY office, day, channel, theme, code
) AS v
""",
    "passages": """
SELECT v.office AS bureau, lecture.en_date(v.day) AS jour, v.passages
FROM (
    SELECT office, day, sum("count")::bigint AS passages
    FROM walk_in WHERE void_reason IS NULL GROUP BY office, day
) AS v
""",
    "feuilles": """
SELECT v.office AS bureau, lecture.en_date(v.day) AS jour, v.personnes, v.accueils
FROM (
    SELECT office, day, sum(persons)::bigint AS personnes, sum(acts)::bigint AS accueils
    FROM tally WHERE void_reason IS NULL GROUP BY office, day
) AS v
""",
    "ouvertures": """
SELECT coalesce(r.office, p.office) AS bureau,
    lecture.en_date(coalesce(r.day, p.day)) AS jour,
    p.minutes AS minutes_prevues, r.minutes AS minutes_ouvertes, coalesce(r.close, false) AS close
FROM (
    SELECT office, day, sum(minutes)::bigint AS minutes, bool_and(closed_at IS NOT NULL) AS close
    FROM business_day WHERE void_reason IS NULL GROUP BY office, day
) AS r
FULL JOIN (
    SELECT office, day, sum(minutes)::bigint AS minutes
    FROM planned_opening WHERE void_reason IS NULL GROUP BY office, day
) AS p ON p.office = r.office AND p.day = r.day
""",
    "ventes": f"""
SELECT v.office AS bureau, lecture.en_date(v.day) AS jour, v.family AS famille,
    v.encaisse_pour_tiers, v.tva_points_de_base, v.quantite_millieme, v.ttc_centimes, v.tva_centimes
FROM (
    SELECT r.office, r.day, l.family, l.held_for <> '' AS encaisse_pour_tiers,
        l.vat_basis_points AS tva_points_de_base, sum(l.quantity)::bigint AS quantite_millieme,
        sum(l.amount)::bigint AS ttc_centimes, sum(l.tax)::bigint AS tva_centimes
    FROM receipt AS r JOIN receipt_line AS l ON l.receipt_uid = r.uid
    WHERE r.void_reason IS NULL AND {_REAL}
    GROUP BY r.office, r.day, l.family, l.held_for <> '', l.vat_basis_points
) AS v
""",  # noqa: S608 - a constant of this module
    "completude": """
SELECT d.office AS bureau, d.month AS mois, d.closed = 1 AS declare_complet,
    d.declared_at AS declare_le, (d.counts::jsonb ->> 'accueils')::bigint AS accueils_annonces,
    coalesce(h.accueils, 0) AS accueils_recus
FROM declared_month AS d
LEFT JOIN (
    SELECT office, substr(day, 1, 7) AS month, count(*) AS accueils
    FROM visit WHERE void_reason IS NULL GROUP BY office, substr(day, 1, 7)
) AS h ON h.office = d.office AND h.month = d.month
""",
}


def create(connection: Connection) -> None:
    """Create the views, or bring those that are there up to this version."""
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {READING}")
    connection.exec_driver_sql(_AS_DATE)
    for name, query in VIEWS.items():
        connection.exec_driver_sql(f"CREATE OR REPLACE VIEW {READING}.{name} AS {query}")
