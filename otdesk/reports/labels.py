"""The French words of the figures that no reference list names: measures, bases, states."""

from __future__ import annotations

from otdesk.i18n import _
from otdesk.reports.rows import Base, DayMark, OriginGroup
from otdesk.reports.summary import Measure


def measure(code: Measure) -> str:
    """Return the label of a line of the comparison."""
    return {
        Measure.PERSONS: _("Visiteurs (personnes)"),
        Measure.COUNTER_ACTS: _("Accueils au comptoir"),
        Measure.CALLS: _("Appels"),
        Measure.WRITTEN: _("Courriels et courriers"),
        Measure.WALK_INS: _("Passages"),
        Measure.OPEN_DAYS: _("Jours ouverts"),
        Measure.OPEN_HOURS: _("Heures ouvertes"),
        Measure.PERSONS_PER_OPEN_HOUR: _("Personnes par heure ouverte"),
        Measure.FOREIGN_SHARE: _("Étrangers / origines connues"),
        Measure.ORIGIN_KNOWN_SHARE: _("Origines connues / visiteurs"),
        Measure.TURNOVER: _("Chiffre d’affaires, €"),
    }[code]


def base(code: Base) -> str:
    """Return what the base of a share counts, as it follows a number."""
    return {
        Base.PERSONS: _("personnes au comptoir"),
        Base.PERSONS_KNOWN_ORIGIN: _("personnes d’origine connue"),
        Base.PERSONS_FRANCE: _("personnes de France"),
        Base.PERSONS_OWN: _("personnes du département"),
        Base.PERSONS_AUDIENCE: _("personnes dont le public est noté"),
        Base.ACTS: _("accueils, tous canaux"),
        Base.ACTS_COUNTER: _("accueils au comptoir"),
        Base.ACTS_RECORDED: _("accueils saisis un à un"),
        Base.RECEIPTS: _("tickets"),
    }[code]


def state(code: DayMark) -> str:
    """Return the word for the state of a day."""
    return {
        DayMark.OPEN: _("ouvert"),
        DayMark.CLOSED: _("clôturé"),
        DayMark.SHUT: _("fermé"),
        DayMark.NOT_ENTERED: _("non saisi"),
        DayMark.NOT_PLANNED: _("non prévu"),
    }[code]


def origin_group(code: OriginGroup, own: str) -> str:
    """Return the word for a part of the origin bar; `own` names the own département(s)."""
    return {
        OriginGroup.OWN: own,
        OriginGroup.OTHER_FRENCH: _("Autres départements"),
        OriginGroup.FOREIGN: _("Étranger"),
        OriginGroup.FRANCE_UNKNOWN: _("France sans département"),
        OriginGroup.NOT_ASKED: _("Non demandé"),
    }[code]


def definitions() -> tuple[tuple[str, str], ...]:
    """Return the words that every report prints with its figures, and their meaning."""
    return (
        (_("Visiteurs"), _("personnes reçues au comptoir, feuilles papier comprises.")),
        (_("Accueils"), _("conversations, cinq canaux.")),
        (
            _("Passages"),
            _("entrés sans rien demander. Les trois ne s’additionnent jamais."),
        ),
        (_("Hors les murs"), _("personnes reçues hors du bureau, comptées à part.")),
        (
            _("Feuilles papier"),
            _(
                "dans les totaux, les provenances, les demandes et les jours\u202f; "
                "ni dans les heures, ni dans les canaux, ni dans les croisements."
            ),
        ),
        (_("Non demandé"), _("provenance que personne n’a demandée\u202f; jamais devinée.")),
        (
            _("Part étrangère"),
            _("des personnes dont la provenance est connue (tout sauf «\u00a0non demandé\u00a0»)."),
        ),
        (
            _("Part d’un département"),
            _("de toutes les personnes de France, département inconnu compris."),
        ),
        (
            _("Demandes"),
            _(
                "accueils distincts\u202f; plusieurs demandes par accueil, donc la somme des parts "
                "dépasse 100\u202f%. Une demande non satisfaite compte aussi."
            ),
        ),
        (
            _("Jours ouverts"),
            _("jours où le bureau a de vrais horaires, additionnés sur les bureaux."),
        ),
        (
            _("Par heure ouverte"),
            _(
                "personnes des jours dont les horaires sont connus, par heure de ces "
                "horaires\u202f; aucun taux sous une heure d’ouverture, ni, dans la semaine type, "
                "pour une heure ouverte moins de 30\u00a0minutes en tout."
            ),
        ),
        (
            _("Chiffre d’affaires"),
            _(
                "ventes de la boutique, taxes comprises, remboursements déduits\u202f; "
                "l’argent encaissé pour des tiers n’y est jamais."
            ),
        ),
    )
