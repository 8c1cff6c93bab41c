"""The printed pages: every figure comes from the summary, every font is in the file."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from otdesk.documents.drawing import text_boxes
from otdesk.documents.pdf import PrintStyle, compose, render_pdf
from otdesk.documents.pdf.page import HEIGHT, LEFT, RIGHT
from otdesk.domain.period import Period
from otdesk.errors import EnvironmentFault
from otdesk.reports.rows import OriginRow, UnmetRow, head_and_rest
from otdesk.reports.summary import Office, Sales, Summary
from otdesk.typography import THIN, cents, decimal, integer, percent
from tests.documents.shop_sales import with_shop, without_a_sale
from tests.documents.summaries import (
    BASTILLE,
    JULY,
    NETWORK,
    PDM,
    Season,
    day_summary,
    month_summary,
    year_summary,
)

Make = Callable[[], Summary]
ALL_OF_JULY = list(JULY)


@pytest.fixture(scope="module")
def style() -> PrintStyle:
    return PrintStyle.shipped()


def rendered(summary: Summary, style: PrintStyle) -> bytes:
    stream = io.BytesIO()
    render_pdf(summary, style, stream)
    return stream.getvalue()


def page_texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def grown(value: object, factor: int) -> object:
    """Return the same summary with every count multiplied: the widest figures."""
    if isinstance(value, tuple):
        return tuple(grown(item, factor) for item in value)
    if not is_dataclass(value) or isinstance(value, (type, Period, Office)):
        return value
    changes: dict[str, object] = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        counted = field.name in COUNTS and isinstance(inner, (int, float))
        changes[field.name] = inner * factor if counted else grown(inner, factor)
    return replace(value, **changes)


COUNTS = frozenset(
    {
        *("persons", "acts", "counter_acts", "walk_ins", "outing_acts", "outing_persons"),
        *("calls", "emails", "letters", "unmet", "unmet_demands", "base", "reference"),
        *("persons_per_open_day", "persons_per_open_hour", "per_open_day", "per_open_hour"),
        *("minutes", "open_minutes", "planned_minutes"),
        *("this", "before", "this_per_day", "before_per_day"),
    }
)


def _big(summary: Summary) -> Summary:
    result = grown(summary, 437)
    assert isinstance(result, Summary)
    return result


def _wordy() -> Summary:
    """Labels as long as data may be, twenty unmet demands, and signs that no font has."""
    summary = month_summary()
    long = "Saint-Christophe-sous-les-Grands-Châtaigniers et Vallées voisines réunies 🦫 漢字"
    return replace(
        summary,
        network=long * 2,
        offices=(Office("PDM", long),),
        by_origin=tuple(replace(row, label=f"{row.label} {long}") for row in summary.by_origin),
        by_demand=tuple(replace(row, label=f"{row.label} {long}") for row in summary.by_demand),
        by_unmet=tuple(UnmetRow(f"x.{n}", f"{long} {n}", 30 - n, 90) for n in range(20)),
        unmet_demands=410,
        by_audience=tuple(replace(row, label=f"{row.label} {long}") for row in summary.by_audience),
        sheets=summary.sheets * 12,
        corrections=summary.corrections * 12,
        by_day=tuple(replace(row, reasons=(f"{long} {row.day.day}",)) for row in summary.by_day),
    )


def _wordy_day() -> Summary:
    summary, wordy = day_summary(), _wordy()
    return replace(
        summary, network=wordy.network, offices=wordy.offices, corrections=summary.corrections * 9
    )


def _wordy_shop(summary: Summary) -> Summary:
    """A shop whose labels and explanations are as long as they may be."""
    sales, long = summary.sales, summary.offices[0].name
    assert sales is not None
    return replace(
        summary,
        sales=replace(
            sales,
            by_family=tuple(replace(row, label=f"{row.label} {long}") for row in sales.by_family),
            best_sellers=tuple(replace(r, label=f"{r.label} {long}") for r in sales.best_sellers),
            held=tuple(replace(row, label=f"{row.label} {long}") for row in sales.held),
            closings=tuple(
                replace(row, difference_cents=-1, explanation=long) for row in sales.closings
            ),
        ),
    )


def _refused() -> Summary:
    summary = Season(JULY, missing=[date(2022, 7, 20)], shut=[date(2022, 7, 11)]).summary()
    assert summary.comparison is not None
    refusal = "les unités de 2021 ne sont pas dites dans le bilan publié."
    return replace(
        summary, comparison=replace(summary.comparison, rows=(), refusal=refusal, way_out=None)
    )


_shut_day = Season(BASTILLE, shut=[BASTILLE.first]).summary
_network_day = Season(BASTILLE, NETWORK, busy=1.5).summary
_closed_month = Season(JULY, closed=ALL_OF_JULY).summary
_week = Season(Period(date(2022, 7, 4), date(2022, 7, 10))).summary

DAYS: dict[str, Make] = {
    "a full day": day_summary,
    "an empty day": Season(BASTILLE, busy=0).summary,
    "a shut day": _shut_day,
    "a closed day": Season(BASTILLE, closed=[BASTILLE.first]).summary,
    "a day not entered": Season(BASTILLE, missing=[BASTILLE.first]).summary,
    "a day of the network": _network_day,
    "a day of large figures": lambda: _big(day_summary()),
    "a crowded day": Season(BASTILLE, busy=9).summary,
    "a day with a shop": lambda: with_shop(day_summary()),
    "a day without a Z": lambda: with_shop(day_summary(), z=False),
    "a day without a sale": lambda: without_a_sale(day_summary()),
    "a quiet day with a shop": lambda: with_shop(Season(BASTILLE, busy=0.1).summary()),
    "a shut day with a shop": lambda: without_a_sale(
        Season(BASTILLE, shut=list(BASTILLE)).summary()
    ),
    "a day of the network's shops": lambda: with_shop(
        Season(BASTILLE, NETWORK, busy=1.5).summary()
    ),
    "a day of large sums": lambda: with_shop(_big(day_summary()), busy=9),
    "long words in the shop": lambda: _wordy_shop(with_shop(_wordy_day())),
}
MONTHS: dict[str, Make] = {
    "a month": month_summary,
    "31 full days": Season(JULY, busy=2).summary,
    "a month of the network": Season(JULY, NETWORK).summary,
    "six digits": lambda: _big(month_summary()),
    "one open day": Season(JULY, closed=ALL_OF_JULY[1:]).summary,
    "not open in the month": _closed_month,
    "nothing compared": lambda: replace(month_summary(), comparison=None),
    "comparison refused": _refused,
    "long words": _wordy,
    "a week": _week,
    "February": Season(Period.month(2022, 2)).summary,
    "a month with a shop": lambda: with_shop(month_summary()),
    "31 full days with a shop": lambda: with_shop(Season(JULY, busy=2.5).summary(), busy=8),
    "a month without a sale": lambda: without_a_sale(month_summary()),
    "a month of the network's shops": lambda: with_shop(Season(JULY, NETWORK).summary()),
    "a closed month with a shop": lambda: without_a_sale(
        Season(JULY, closed=ALL_OF_JULY).summary()
    ),
    "a week with a shop": lambda: with_shop(
        Season(Period(date(2022, 7, 4), date(2022, 7, 10))).summary()
    ),
    "long words in a month's shop": lambda: _wordy_shop(with_shop(_wordy())),
}
YEARS: dict[str, Make] = {
    "a year of the network": year_summary,
    "a year of one office": lambda: year_summary((PDM,)),
    "a year of large figures": lambda: _big(year_summary()),
    "a summer": Season(Period(date(2022, 6, 1), date(2022, 9, 15))).summary,
    "a year with a shop": lambda: with_shop(year_summary((PDM,))),
    "a year of the network's shops": lambda: with_shop(year_summary()),
}
# Each is invented once: counting a year of six offices takes longer than printing it.
EVERY: dict[str, Make] = {name: cache(make) for name, make in {**DAYS, **MONTHS, **YEARS}.items()}
every = pytest.mark.parametrize("make", EVERY.values(), ids=EVERY.keys())


# --------------------------------------------------------------------------------------- the pages


@pytest.mark.parametrize("name", DAYS)
def test_a_day_is_one_page(name: str, style: PrintStyle) -> None:
    assert len(compose(EVERY[name](), style)) == 1


@pytest.mark.parametrize("name", MONTHS)
def test_a_month_is_two_or_three_pages(name: str, style: PrintStyle) -> None:
    assert len(compose(EVERY[name](), style)) in {2, 3}


@pytest.mark.parametrize("name", YEARS)
def test_a_year_is_two_to_four_pages(name: str, style: PrintStyle) -> None:
    assert 2 <= len(compose(EVERY[name](), style)) <= 4


@every
def test_no_text_runs_into_another_or_leaves_the_page(make: Make, style: PrintStyle) -> None:
    for page in compose(make(), style):
        boxes = sorted(text_boxes(page.drawing.items, style.fonts), key=lambda box: box.top)
        for number, box in enumerate(boxes):
            # A large title begins a hair left of the margin: its first letter has white in it.
            assert box.left >= LEFT - 1.6, box
            assert box.right <= RIGHT + 0.5, box
            assert box.top >= 20, box
            assert box.bottom <= HEIGHT - 20, box
            for other in boxes[number + 1 :]:
                if other.top >= box.bottom:
                    break
                assert not box.overlaps(other), (box, other)


def test_nothing_is_printed_smaller_than_can_be_read(style: PrintStyle) -> None:
    for page in compose(month_summary(), style):
        sizes = [item.font.size for item in page.drawing.items if hasattr(item, "font")]
        assert min(sizes) >= 5.8


# ------------------------------------------------------------------------------------- the figures

FIGURE = re.compile(rf"[\d{THIN}]*\d(?:,\d+)?")


def _values(value: object) -> Iterator[str]:
    """Yield each number of a summary in every form that may be printed."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, (int, float)):
        yield from _numbers(value)
    elif isinstance(value, (date, datetime)):
        yield from (str(n) for n in (value.day, value.month, value.year))
        yield from (f"{value:%d}", f"{value:%m}", str(value.isocalendar().week))
        if isinstance(value, datetime):
            yield from (str(value.hour), f"{value:%M}")
    elif isinstance(value, str):
        yield from FIGURE.findall(value)
    elif isinstance(value, tuple):
        yield str(len(value))
        for item in value:
            yield from _values(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _values(getattr(value, field.name))


def _numbers(value: float) -> Iterator[str]:
    size = abs(value)
    yield from (decimal(size), decimal(size, 0), percent(size), decimal(size * 100))
    if isinstance(size, int):
        yield from (integer(size), cents(size)[:-2], f"{size % 60:02d}", integer(size // 60))


def _folded(summary: Summary) -> Iterator[str]:
    """Yield the sums of the rows that a table folds; `reports` folds them."""
    rows: tuple[tuple[OriginRow, ...], ...] = (summary.departments, summary.countries)
    for listed in rows:
        present = [row for row in listed if row.persons]
        for count in range(len(present)):
            _head, rest = head_and_rest(present, count)
            yield from _values(rest)
    yield from (str(n) for n in range(len(summary.by_unmet)))


def _printed(summary: Summary, style: PrintStyle) -> list[str]:
    texts = page_texts(rendered(summary, style))
    return [number for text in texts for number in FIGURE.findall(text)]


# Not figures: hours of the axis, numbers of départements, limits of steps, notes and pages.
SCAFFOLD = {str(n) for n in range(101)} | {str(n) for n in range(971, 989)} | {"0,0"}


@pytest.mark.parametrize(
    "make",
    [day_summary, month_summary, _refused, year_summary, Season(JULY, NETWORK).summary],
    ids=["day", "month", "refused", "year", "network"],
)
def test_every_figure_printed_comes_from_the_summary(make: Make, style: PrintStyle) -> None:
    summary = make()
    known = {*_values(summary), *_folded(summary), *SCAFFOLD}
    known |= {str((row.day - timedelta(364)).year) for row in summary.by_day}
    known |= {integer(abs(d.minutes - d.planned_minutes)) for d in summary.office_days}
    unknown = [number for number in _printed(summary, style) if number.strip(THIN) not in known]
    # Legend of the steps: limits are scales, not figures.
    assert not unknown, unknown


def test_what_a_page_says_changes_when_the_summary_does(style: PrintStyle) -> None:
    summary = month_summary()
    changed = replace(summary, persons=987_654)
    assert "987\u202f654" in page_texts(rendered(changed, style))[0]
    assert "987\u202f654" not in page_texts(rendered(summary, style))[0]


# --------------------------------------------------------------------------------------- the words


def test_a_reconstruction_says_so_on_every_page(style: PrintStyle) -> None:
    summary = month_summary()
    assert all("RECONSTITUTION" in text for text in page_texts(rendered(summary, style)))
    real = replace(summary, reconstruction=False)
    assert not any("RECONSTITUTION" in text for text in page_texts(rendered(real, style)))


def test_pages_are_numbered_and_dated(style: PrintStyle) -> None:
    texts = page_texts(rendered(month_summary(), style))
    assert [f"{n} / 3" in text for n, text in enumerate(texts, 1)] == [True] * 3
    assert all("imprimé le 02/11/2022 à 9 h 12" in text for text in texts)


def test_the_last_band_defines_the_words_and_waits_for_a_signature(style: PrintStyle) -> None:
    for make in (day_summary, month_summary, year_summary):
        last = page_texts(rendered(make(), style))[-1]
        assert "Les trois ne s’additionnent jamais" in last.replace("\r\n", " ")
        assert "Relu et signé" in last
        assert "7F3A-09C2" in last


def test_a_corrected_day_shows_when_and_why(style: PrintStyle) -> None:
    text = page_texts(rendered(day_summary(), style))[0]
    assert "rectifiée le 23/07/2022" in text
    assert "feuille papier saisie" in text


def test_a_refused_comparison_says_why_and_compares_nothing(style: PrintStyle) -> None:
    text = page_texts(rendered(_refused(), style))[0]
    assert "Comparaison refusée" in text
    assert "Face à" not in text


def test_partial_acts_are_told_as_at_least(style: PrintStyle) -> None:
    assert "au moins" in page_texts(rendered(month_summary(), style))[0]


def test_a_day_not_entered_prints_no_zero_as_its_visitors(style: PrintStyle) -> None:
    text = page_texts(rendered(DAYS["a day not entered"](), style))[0]
    assert "non saisi" in text
    assert "record du mois" not in text


def test_the_shop_stands_only_where_there_is_one(style: PrintStyle) -> None:
    summary = day_summary()
    assert "Boutique" not in page_texts(rendered(summary, style))[0]
    with_sales = replace(summary, sales=Sales(turnover_cents=27_050))
    assert "270,50" in page_texts(rendered(with_sales, style))[0]


# ---------------------------------------------------------------------------------------- the file


@every
def test_every_font_is_embedded_and_ours(make: Make, style: PrintStyle) -> None:
    data = rendered(make(), style)
    names = set(re.findall(rb"/BaseFont /([^\s/]+)", data))
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+Inter(Tabular)?-\w+", name) for name in names)
    assert data.count(b"/FontFile2") == len(re.findall(rb"/Type /FontDescriptor", data))


def test_the_file_names_its_language_title_author_and_subject(style: PrintStyle) -> None:
    data = rendered(month_summary(), style)
    meta = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert b"/Lang (fr-FR)" in data
    assert meta["Title"] == "Résumé du mois, juillet 2022, Le Pont-de-Montvert"
    assert meta["Author"] == "Office de Tourisme des Cévennes au Mont Lozère"
    assert "version 1" in meta["Subject"]


def test_bookmarks_lead_to_each_page_and_section(style: PrintStyle) -> None:
    document = pypdfium2.PdfDocument(rendered(month_summary(), style))
    found = [(entry.level, entry.get_title()) for entry in document.get_toc()]
    assert [title for level, title in found if level == 0] == [
        "Juillet 2022",
        "Provenances et demandes",
        "Chaque jour",
    ]
    assert (1, "D’où viennent-ils\u202f?") in found


@pytest.mark.parametrize("make", [day_summary, month_summary, year_summary])
def test_the_same_summary_gives_the_same_bytes(make: Make, style: PrintStyle) -> None:
    first = rendered(make(), style)
    assert first == rendered(make(), style)
    assert first == rendered(make(), PrintStyle.shipped())


def test_a_file_appears_whole_or_not_at_all(style: PrintStyle, tmp_path: Path) -> None:
    target = tmp_path / "juillet.pdf"
    target.write_bytes(b"before")
    render_pdf(month_summary(), style, target)
    assert target.read_bytes().startswith(b"%PDF")
    assert [file.name for file in tmp_path.iterdir()] == ["juillet.pdf"]


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(
    style: PrintStyle, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        render_pdf(day_summary(), style, tmp_path / "missing" / "day.pdf")
    assert "day.pdf" in caught.value.what
    assert caught.value.todo


def test_a_day_that_still_runs_is_drawn_up_to_now(style: PrintStyle) -> None:
    summary = day_summary()
    morning = replace(summary.office_days[0].ranges[0], end=None)
    running = replace(summary.office_days[0], ranges=(morning,), closed_at=None)
    now = datetime(2022, 7, 14, 11, 20, tzinfo=UTC)
    text = page_texts(rendered(replace(summary, office_days=(running,), generated_at=now), style))[
        0
    ]
    assert "en cours" in text


def test_screens_take_our_words_without_loading_reportlab() -> None:
    code = (
        "import sys; from otdesk.documents.pdf import day, demands, legends, origins, words;"
        "sys.exit('reportlab' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_hour_of_the_week_open_for_minutes_prints_its_count_alone(style: PrintStyle) -> None:
    summary = year_summary()
    assert "Entre parenthèses" not in "".join(page_texts(rendered(summary, style)))
    brief = replace(summary.week_hours[0], persons=713, open_minutes=25, per_open_hour=None)
    text = "".join(
        page_texts(rendered(replace(summary, week_hours=(brief, *summary.week_hours[1:])), style))
    )
    assert "(713)" in text
    assert "ouverte moins de 30" in text


SINGULARS_IN_S = frozenset({"fois", "mois", "plus", "dans", "sans", "appels", "pers"})
GLUED = re.compile(r"(?<![\d,.–/])(?<!\d[ \u00a0\u202f])[01][ \u00a0\u202f]+([a-zà-ÿ]+s)\b")


def alone(value: object) -> object:
    """Return the same summary with every count a single one."""
    if isinstance(value, tuple):
        return tuple(alone(item) for item in value)
    if not is_dataclass(value) or isinstance(value, (type, Period, Office)):
        return value
    changes: dict[str, object] = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        single = field.name in SINGLES and type(inner) is int and inner
        changes[field.name] = 1 if single else alone(inner)
    return replace(value, **changes)


SINGLES = COUNTS - {"minutes", "open_minutes", "planned_minutes", "this", "before"} | {
    *("open_days", "corrected_days", "sheet_persons", "receipts", "unplaced", "base"),
    *("residency_unnoted", "audience_unnoted", "reference_days", "unknown_time_acts"),
}


@pytest.mark.parametrize("make", [day_summary, month_summary, year_summary])
def test_one_is_never_followed_by_a_plural(make: Make, style: PrintStyle) -> None:
    summary = with_shop(replace(make(), letters=1, emails=0))
    single = alone(summary)
    assert isinstance(single, Summary)
    said = [
        box.text
        for page in compose(single, style)
        for box in text_boxes(page.drawing.items, style.fonts)
    ]
    assert any(text.startswith("1 jour ouvert") for text in said) or make is day_summary
    glued = [text for text in said if set(GLUED.findall(text)) - SINGULARS_IN_S]
    assert glued == []
