"""The last band: definitions, refused comparisons, what is incomplete, and the signature."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.charts.faces import HEAD, NOTE
from otdesk.documents.drawing import Anchor, Line, Role, Sketch, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.page import CONTENT, Block, column, span
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.domain.period import PeriodKind
from otdesk.i18n import _, ngettext
from otdesk.reports.summary import Summary
from otdesk.typography import integer

_LEAST = 46.0


def closing(
    summary: Summary, measure: TextMeasure, *, lines: int = 9, kept: Sequence[Run] = ()
) -> Block:
    """Draw the band; its text takes what it needs, up to `lines`.

    `kept` is how the day was kept, where the page has no section for it.
    """
    sketch = Sketch(CONTENT)
    sketch.rule(0, width=span(8), head=True)
    text = paragraph([*kept, *_sentences(summary)], span(8) - 4, measure, lines=lines)
    bottom = sketch.place(text, 0, 5.0)
    height = max(_LEAST, bottom)
    left = column(8)
    sketch.rule(0, x=left, head=True)
    sketch.text(left, 12, _("Relu et signé"), HEAD)
    sketch.text(CONTENT, 12, _("nom, date"), NOTE, colour=Role.SOFT, anchor=Anchor.END)
    sketch.add(Line(left, height - 1, CONTENT, height - 1, Role.INK, 0.5))
    return Block(sketch.finish(height), _("Définitions et signature"))


def _sentences(summary: Summary) -> list[Run]:
    runs = _definitions()
    if summary.sales is not None:
        runs += [
            Run(" " + _("Boutique"), bold=True),
            Run(_("\u00a0: remboursements déduits, argent des tiers à part.")),
        ]
    runs += _hours(summary)
    runs += _sheets(summary)
    runs += _refusals(summary)
    runs += _state(summary)
    register = _("Unités, version {version}. Registre, tête {head}.")
    runs.append(Run(" " + register.format(version=summary.unit_version, head=summary.head)))
    return runs


def _definitions() -> list[Run]:
    return [
        Run(_("Visiteurs"), bold=True),
        Run(_("\u00a0: personnes reçues au comptoir. ")),
        Run(_("Accueils"), bold=True),
        Run(_("\u00a0: conversations, tous canaux. ")),
        Run(_("Passages"), bold=True),
        Run(_("\u00a0: entrés sans rien demander. Les trois ne s’additionnent jamais. ")),
    ]


def _hours(summary: Summary) -> list[Run]:
    if not summary.unknown_time_acts:
        return []
    text = ngettext(
        "\u00a0: {n}, dans les totaux, pas dans les heures. ",
        "\u00a0: {n}, dans les totaux, pas dans les heures. ",
        summary.unknown_time_acts,
    )
    return [
        Run(" " + _("Accueils sans heure"), bold=True),
        Run(text.format(n=integer(summary.unknown_time_acts))),
    ]


def _sheets(summary: Summary) -> list[Run]:
    if not summary.sheets:
        return []
    text = _(
        "\u00a0: {persons}, {acts}\u202f; dans les totaux, ni dans les heures ni dans les publics."
    )
    acts = words.accueils(summary.sheet_acts, at_least=summary.acts_at_least)
    if not summary.sheet_acts:
        acts = _("accueils non comptés")
    return [
        Run(" " + _("Feuilles papier"), bold=True),
        Run(text.format(persons=words.persons(summary.sheet_persons), acts=acts)),
    ]


def _refusals(summary: Summary) -> list[Run]:
    comparison = summary.comparison
    # A month and a year say it where the comparison would stand.
    if summary.period.kind is not PeriodKind.DAY:
        return []
    if comparison is None or comparison.refusal is None:
        return []
    return [
        Run(" " + _("Comparaison refusée"), bold=True),
        Run(
            f"\u00a0: {comparison.refusal}"
            + (f" {comparison.way_out}" if comparison.way_out else "")
        ),
    ]


def _state(summary: Summary) -> list[Run]:
    """Tell how complete the period is: days closed, missing, corrected, entered in a hurry."""
    if summary.open_days == 0 and not summary.missing_days:
        return []
    parts = [
        ngettext("{n} journée close", "{n} journées closes", summary.closed_days).format(
            n=integer(summary.closed_days)
        )
    ]
    if summary.missing_days:
        parts.append(
            ngettext("{n} non saisie", "{n} non saisies", summary.missing_days).format(
                n=integer(summary.missing_days)
            )
        )
    if summary.corrected_days:
        parts.append(
            ngettext("{n} rectifiée", "{n} rectifiées", summary.corrected_days).format(
                n=integer(summary.corrected_days)
            )
        )
    runs = [Run(" " + _("État"), bold=True), Run(f"\u00a0: {', '.join(parts)}.")]
    hurried = summary.entry_share
    if hurried.value:
        runs += [
            Run(" " + _("Saisies express ou répétées"), bold=True),
            Run(f"\u00a0: {words.share(hurried)}."),
        ]
    return runs
