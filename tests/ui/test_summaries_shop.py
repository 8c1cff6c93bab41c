"""The shop on the screen of the summaries: its figures, its cards, and a table for each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from otdesk.documents.pdf.shop_words import payments as printed_payments
from otdesk.reports.extent import extent
from otdesk.reports.summary import Summary
from otdesk.ui.summaries.chart_spec import ChartSpec
from otdesk.ui.summaries.figures import key_figures
from otdesk.ui.summaries.material import Material
from otdesk.ui.summaries.shop_charts import payments, shop_charts
from tests.documents.shop_sales import with_shop, without_a_sale
from tests.documents.summaries import BASTILLE, Season, day_summary, month_summary, year_summary
from tests.shop import DAY, OFFICE, opened


def cards(summary: Summary) -> dict[str, ChartSpec]:
    assert summary.sales is not None
    return {spec.key: spec for spec in shop_charts(summary.sales)}


def titles(summary: Summary) -> list[str]:
    return [figure.title for figure in key_figures(summary)]


def test_an_office_without_a_shop_shows_none() -> None:
    assert not {"Boutique", "Par visiteur"} & set(titles(day_summary()))


def test_the_turnover_and_what_a_visitor_spends_are_key_figures() -> None:
    figures = {figure.title: figure for figure in key_figures(with_shop(day_summary()))}
    assert figures["Boutique"].value == "210,20\u00a0€"
    assert figures["Boutique"].note == "26 tickets"
    assert figures["Par visiteur"].value == "1,72\u00a0€"
    # A sale is no accueil: nothing opens behind it.
    assert figures["Boutique"].behind is None


def test_a_day_without_a_sale_says_so_and_has_no_card_of_the_shop() -> None:
    quiet = without_a_sale(day_summary())
    figures = {figure.title: figure for figure in key_figures(quiet)}
    assert (figures["Boutique"].value, figures["Boutique"].note) == ("0,00\u00a0€", "aucun ticket")
    assert "Par visiteur" not in figures
    assert cards(quiet) == {}


def test_a_month_has_its_days_and_a_year_its_months() -> None:
    month, year = cards(with_shop(month_summary())), cards(with_shop(year_summary()))
    assert "shop-months" not in month
    assert "shop-days" not in year
    assert len(month["shop-days"].table.rows) == 31
    assert len(year["shop-months"].table.rows) == 12
    assert "shop-days" not in cards(with_shop(day_summary()))


def test_every_card_of_the_shop_has_its_table_and_its_words() -> None:
    for key, spec in cards(with_shop(year_summary())).items():
        assert spec.table.rows, key
        assert spec.spoken, key
        assert all(len(row.cells) == len(spec.table.heads) for row in spec.table.rows), key


def test_a_receipt_paid_in_two_ways_explains_why_the_methods_add_up_to_more() -> None:
    sales = with_shop(day_summary()).sales
    assert sales is not None
    card, cash, *rest = sales.by_payment
    plain = replace(sales, receipts=sum(row.receipts for row in sales.by_payment))
    split = replace(plain, by_payment=(card, replace(cash, receipts=cash.receipts + 1), *rest))
    told = "Un ticket réglé de plusieurs façons compte dans chacune."
    assert payments(split).foot == told
    assert payments(plain).foot == ""
    # The printed table is the same one for the day, the month and the year.
    assert [entry.note for entry in printed_payments(split) if entry.note] == [told]
    assert not any(entry.note for entry in printed_payments(plain))


def test_a_period_in_which_only_the_shop_worked_is_not_empty() -> None:
    shut = Season(BASTILLE, closed=[BASTILLE.first]).summary()
    sold = replace(shut, sales=with_shop(day_summary()).sales, closed_days=0)
    assert not Material(sold, None, None).is_empty  # type: ignore[arg-type]
    assert Material(without_a_sale(replace(shut, closed_days=0)), None, None).is_empty  # type: ignore[arg-type]


def test_a_sale_belongs_to_what_the_office_has_noted(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        shop.sell()
        with shop.store.reading() as connection:
            found = extent(connection, (OFFICE,))
    assert found is not None
    assert (found.first, found.last) == (DAY, DAY)
