"""Charts: absence has its own signs, and nothing is drawn longer than it is."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.documents.charts.choropleth import step_of
from otdesk.documents.charts.days import Absence, DayColumn
from otdesk.documents.charts.gauge import Threshold, gauge
from otdesk.documents.charts.heat import even_steps, heat_role, step_words, steps_for
from otdesk.documents.charts.hours import HoursSpec, Mark, OpeningLine, hours_chart, span_of
from otdesk.documents.charts.labels import fit, wrap
from otdesk.documents.charts.month import MonthSpec, month_picture
from otdesk.documents.charts.ranked import RankedRow, RankedTable, height_of, ranked
from otdesk.documents.charts.sparkline import sparkline
from otdesk.documents.charts.stacked import Segment, stacked
from otdesk.documents.drawing import (
    HEAT,
    Drawing,
    Font,
    Hatch,
    Path,
    Rect,
    Role,
    Text,
)
from otdesk.documents.pdf import Fonts


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts.shipped()


def texts(drawing: Drawing) -> list[str]:
    return [item.text for item in drawing.items if isinstance(item, Text)]


def bars(drawing: Drawing, role: Role) -> list[Rect]:
    return [item for item in drawing.items if isinstance(item, Rect) and item.fill is role]


# ------------------------------------------------------------------------------------------ words


def test_a_long_departement_is_abbreviated_before_it_is_cut(fonts: Fonts) -> None:
    font = Font(7.4)
    assert fit("Pyrénées-Atlantiques", 62, font, fonts) == "Pyr.-Atlantiques"
    assert fit("Pyrénées-Atlantiques", 40, font, fonts) == "Pyr.-Atl."
    assert fit("Lozère", 62, font, fonts) == "Lozère"


@cache
def shared_fonts() -> Fonts:
    """Read the fonts once for all the examples of a property: nothing changes them."""
    return Fonts.shipped()


@given(st.text(min_size=1, max_size=80), st.floats(12, 200))
def test_a_fitted_text_is_never_wider_than_its_room(text: str, room: float) -> None:
    fonts = shared_fonts()
    font = Font(7.4)
    assert fonts.width(fit(text, room, font, fonts), font) <= room


def test_lines_break_on_plain_spaces_alone(fonts: Fonts) -> None:
    lines = wrap("les 1\u202f387\u00a0accueils du mois", 54, Font(7.4), fonts)
    assert lines == ["les", "1\u202f387\u00a0accueils", "du mois"]


# ----------------------------------------------------------------------------------------- ranked


def _table(*rows: RankedRow) -> RankedTable:
    return RankedTable("Demandes", "part des 10 accueils", rows, Role.DEMAND, "acc.", "part")


def test_the_longest_bar_is_the_largest_row_and_others_have_none(fonts: Fonts) -> None:
    table = _table(
        RankedRow("Météo", 10, "10", "50,0 %"),
        RankedRow("Plan", 5, "5", "25,0 %"),
        RankedRow("8 autres", 40, "40", "25,0 %", quiet=True),
    )
    drawing = ranked(table, 250, fonts)
    found = bars(drawing, Role.DEMAND)
    assert len(found) == 2
    assert found[0].width == pytest.approx(2 * found[1].width)
    assert drawing.height == pytest.approx(height_of(table))


def test_unmet_demands_are_the_hollow_end_of_their_bar(fonts: Fonts) -> None:
    drawing = ranked(_table(RankedRow("Météo", 10, "10", unmet=4)), 250, fonts)
    (full,) = bars(drawing, Role.DEMAND)
    (hollow,) = [i for i in drawing.items if isinstance(i, Rect) and i.stroke is Role.DEMAND]
    assert hollow.fill is None
    assert hollow.x == pytest.approx(full.x + full.width, abs=0.3)
    assert full.width / (full.width + hollow.width) == pytest.approx(0.6, abs=0.01)


# ---------------------------------------------------------------------------------------- stacked


def test_what_was_not_asked_is_hatched_and_its_figure_stands_in_the_legend(fonts: Fonts) -> None:
    drawing = stacked(
        [
            Segment("Lozère", 90, Role.PERSONS),
            Segment("Non demandé", 30, Role.PAPER, hatched=True),
        ],
        300,
        13,
        fonts,
    )
    assert sum(isinstance(item, Hatch) for item in drawing.items) == 2  # the part, its swatch
    assert texts(drawing) == ["90", "Lozère", "Non demandé", "30"]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_the_parts_of_a_bar_fill_its_width_and_no_more(values: list[int]) -> None:
    fonts = shared_fonts()
    segments = [Segment(str(n), value, Role.INK) for n, value in enumerate(values)]
    drawing = stacked(segments, 300, 13, fonts)
    parts = [i for i in drawing.items if isinstance(i, Rect) and i.height == 13]
    assert all(part.x >= 0 and part.x + part.width <= 300.01 for part in parts)


# ------------------------------------------------------------------------------------------- heat


@given(st.integers(0, 10**7))
def test_every_count_has_a_step_and_the_steps_rise(highest: int) -> None:
    for steps in (steps_for(highest), even_steps(highest)):
        assert list(steps) == sorted(steps)
        assert len(steps) == len(HEAT)
        assert all(heat_role(n, steps) in HEAT for n in (1, highest // 2 + 1, highest + 1))


def test_the_steps_are_told_without_gap_or_overlap() -> None:
    assert step_words((1, 4, 8, 14, 22, 32)) == [
        "1–3",
        "4–7",
        "8–13",
        "14–21",
        "22–31",
        "32\u00a0et\u00a0+",
    ]


def test_a_share_on_a_limit_belongs_to_the_step_above() -> None:
    assert [step_of(n) for n in (0.001, 0.01, 0.0199, 0.02, 0.149, 0.15, 1)] == [
        0,
        1,
        1,
        2,
        4,
        5,
        5,
    ]


# ------------------------------------------------------------------------------------------- days


def _column(number: int, absence: Absence = Absence.NONE, **more: int) -> DayColumn:
    present = absence is Absence.NONE
    day = date(2022, 7, number)
    return DayColumn(
        number=number,
        letter="LMMJVSD"[day.weekday()],
        persons=more.get("persons", 12 if present else 0),
        before=more.get("before"),
        absence=absence,
        weekend=day.weekday() >= 5,
        minutes=420 if present else 0,
        planned=420,
        heat={9: 3, 10: 0} if present else {},
    )


def _picture(columns: tuple[DayColumn, ...], fonts: Fonts) -> Drawing:
    return month_picture(MonthSpec(columns, ((9, 3), (10, 0)), "2022"), 499, fonts)


def test_open_and_zero_shut_and_not_entered_do_not_look_alike(fonts: Fonts) -> None:
    zero = _picture((_column(4, persons=0),), fonts)
    shut = month_picture(MonthSpec((_column(4, Absence.SHUT),), (), "2022"), 499, fonts)
    missing = _picture((_column(4, Absence.NOT_ENTERED),), fonts)
    assert "0" in texts(zero)
    assert not any(isinstance(item, Hatch) for item in (*zero.items, *shut.items))
    assert any(isinstance(item, Hatch) for item in missing.items)
    crosses = [i for i in shut.items if isinstance(i, Path) and len(i.lines) == 2]
    assert crosses
    assert "0" not in texts(shut)


def test_an_open_hour_without_anybody_is_an_outline(fonts: Fonts) -> None:
    drawing = _picture((_column(4),), fonts)
    outlined = [
        i for i in drawing.items if isinstance(i, Rect) and i.fill is Role.PAPER and i.stroke
    ]
    assert outlined


def test_figures_of_five_digits_alternate_on_two_lines(fonts: Fonts) -> None:
    columns = tuple(_column(n, persons=12_345) for n in range(1, 32))
    drawing = _picture(columns, fonts)
    lines = {i.y for i in drawing.items if isinstance(i, Text) and i.text == "12\u202f345"}
    assert len(lines) == 3  # two lines of values and the peak


def test_a_line_breaks_where_the_office_was_shut() -> None:
    drawing = sparkline([1, 2, 3, 2, None, 3, 1, 2], [], 100, 27, Role.PERSONS)
    (line,) = [i for i in drawing.items if isinstance(i, Path) and i.stroke is Role.PERSONS]
    assert [len(run) for run in line.lines] == [4, 3]


# ------------------------------------------------------------------------------------------ hours


def test_the_axis_of_a_day_holds_all_that_happened() -> None:
    spec = HoursSpec(
        persons={9: 4, 16: 2},
        averages={},
        openings=(OpeningLine("", ((570, 750),), ((570, 750),)),),
        visits=(Mark(9 * 60 + 5, 2),),
        calls=(Mark(19 * 60 + 40),),
    )
    assert span_of(spec) == (9, 20)


@given(st.dictionaries(st.integers(0, 23), st.integers(0, 5000), max_size=24))
def test_a_day_of_any_hours_stays_on_its_axis(persons: dict[int, int]) -> None:
    fonts = shared_fonts()
    spec = HoursSpec(persons=persons, averages={}, openings=(OpeningLine("", (), ()),))
    first, last = span_of(spec)
    assert 0 <= first < last <= 24
    drawing = hours_chart(spec, 499, fonts)
    assert all(i.x >= 0 and i.x + i.width <= 499 for i in drawing.items if isinstance(i, Rect))


def test_a_shut_day_says_so_on_its_line(fonts: Fonts) -> None:
    spec = HoursSpec({}, {}, (OpeningLine("", (), ((570, 750),), "resté fermé"),))
    assert "resté fermé" in texts(hours_chart(spec, 499, fonts))


def test_the_gauge_never_leaves_its_track(fonts: Fonts) -> None:
    for days in (0, 1, 158, 180, 240, 365):
        drawing = gauge(days, [Threshold(180, "180"), Threshold(240, "240")], 158, fonts)
        assert str(days) in texts(drawing)
        assert all(i.x + i.width <= 158.01 for i in drawing.items if isinstance(i, Rect))
