"""From a summary to a file: choose the pages, give them head and foot, write them."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from otdesk.documents.pdf import words
from otdesk.documents.pdf.day import compose_day
from otdesk.documents.pdf.document import Metadata, write
from otdesk.documents.pdf.month import compose_month
from otdesk.documents.pdf.page import Chrome, Page
from otdesk.documents.pdf.style import PrintStyle, reconstruction_tag
from otdesk.documents.pdf.year import compose_year
from otdesk.domain.period import PeriodKind
from otdesk.i18n import _
from otdesk.reports.summary import Summary
from otdesk.typography import stamp

_LONGEST_MONTH = 31


def render_pdf(summary: Summary, style: PrintStyle, out: Path | BinaryIO) -> None:
    """Write the summary's document: one page a day, two or three a month, two to four a year.

    A range of up to 31 days is laid out as a month, a longer one as a year. Raises
    EnvironmentFault.
    """
    pages = compose(summary, style)
    title = f"{words.kind(summary.period)}, {words.short_title(summary.period)}"
    metadata = Metadata(
        title=f"{title}, {words.offices(summary)}",
        author=summary.network,
        subject=_("Fréquentation, provenances et demandes\u00a0; unités, version {version}").format(
            version=summary.unit_version
        ),
    )
    write(pages, metadata, style, out)


def compose(summary: Summary, style: PrintStyle) -> list[Page]:
    """Return the finished pages as drawings."""
    measure = style.fonts
    if summary.period.kind is PeriodKind.DAY:
        sketches = compose_day(summary, measure)
    elif summary.period.days <= _LONGEST_MONTH:
        sketches = compose_month(summary, style.departments, measure)
    else:
        sketches = compose_year(summary, style.departments, measure)
    chrome = _chrome(summary, style)
    return [
        sketch.finish(chrome, number, len(sketches), measure)
        for number, sketch in enumerate(sketches, 1)
    ]


def _chrome(summary: Summary, style: PrintStyle) -> Chrome:
    period, offices = words.short_title(summary.period), words.offices(summary)
    return Chrome(
        organisation=summary.network,
        kind=words.kind(summary.period),
        running=f"{words.title(summary.period)}, {offices}",
        foot=_("{office} · {period} · unités, version {version}").format(
            office=offices, period=period, version=summary.unit_version
        ),
        printed=_("imprimé le {stamp}").format(stamp=stamp(summary.generated_at)),
        mark=style.mark,
        tag=reconstruction_tag() if summary.reconstruction else style.tag,
    )
