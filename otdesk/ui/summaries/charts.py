"""Which charts a summary has on the screen, in their order."""

from __future__ import annotations

from otdesk.domain.period import PeriodKind
from otdesk.ui.summaries import people_charts, time_charts
from otdesk.ui.summaries.chart_spec import ChartSpec
from otdesk.ui.summaries.material import Material
from otdesk.ui.summaries.shop_charts import shop_charts

LONGEST_MONTH = 31


def leading_chart(material: Material) -> ChartSpec:
    """Return the picture of time, which goes beside the comparison."""
    summary = material.summary
    if summary.period.kind is PeriodKind.DAY:
        return time_charts.day_hours(summary)
    if summary.period.days <= LONGEST_MONTH:
        return time_charts.month_days(summary)
    return time_charts.year_months(summary)


def other_charts(material: Material) -> list[ChartSpec]:
    """Return the other cards; those that would be empty are left out."""
    summary = material.summary
    several = summary.period.kind is not PeriodKind.DAY
    specs = [people_charts.where_from(summary)]
    if several:
        specs.append(people_charts.department_map(summary, material.departments))
    specs.append(people_charts.what_for(summary))
    if several and summary.week_hours:
        specs += [time_charts.week_heat(summary), time_charts.typical_week(summary)]
    if summary.countries:
        specs.append(people_charts.countries(summary))
    if summary.by_unmet and several:
        specs.append(people_charts.unmet(summary))
    if summary.by_audience or summary.by_residency:
        specs.append(people_charts.who(summary))
    if summary.classement and several:
        specs.append(people_charts.opening_count(summary))
    if summary.sales is not None:
        specs += shop_charts(summary.sales)
    return specs
