"""The key figures: one large, the others beside it, each opening the accueils behind it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.documents.pdf import comparison_words as told
from otdesk.documents.pdf import shop_words, words
from otdesk.documents.pdf.subtitles import day_facts, period_facts
from otdesk.domain.period import PeriodKind
from otdesk.domain.reference import ChannelCode
from otdesk.i18n import _, ngettext
from otdesk.reports.records_behind import Behind
from otdesk.reports.shop.sales import Sales
from otdesk.reports.summary import Measure, Summary
from otdesk.typography import cents as money
from otdesk.typography import duration, integer
from otdesk.ui.days.controls import empty, label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.summaries.time_charts import offices_of
from otdesk.ui.theme.apply import Theme


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its words, its value, what it is a part of or compares to, what opens it."""

    title: str
    value: str
    note: str = ""
    behind: Behind | None = None
    tone: str = ""


def key_figures(summary: Summary) -> list[Figure]:
    """Return the figures of a summary, the visitors first. Persons and acts are never added."""
    period, offices = summary.period, offices_of(summary)
    at_least = _("au moins ") if summary.acts_at_least else ""
    written = summary.emails + summary.letters
    figures = [
        Figure(
            _("Visiteurs"),
            integer(summary.persons),
            _trend(summary, Measure.PERSONS)
            or ngettext("personne au comptoir", "personnes au comptoir", summary.persons),
            Behind(period, offices, channel=ChannelCode.COMPTOIR),
            "origin",
        ),
        Figure(
            _("Accueils"),
            f"{at_least}{integer(summary.acts)}",
            _("{} au comptoir").format(integer(summary.counter_acts)),
            Behind(period, offices),
        ),
        Figure(_("Passages"), integer(summary.walk_ins), _("comptés à part")),
        Figure(
            _("Appels"),
            integer(summary.calls),
            _trend(summary, Measure.CALLS)
            or ngettext("{} courriel ou courrier", "{} courriels et courriers", written).format(
                integer(written)
            ),
            Behind(period, offices, channel=ChannelCode.TELEPHONE),
            "channel",
        ),
        Figure(_("Par heure ouverte"), words.rate(summary.persons_per_open_hour), _hours(summary)),
    ]
    if summary.outing_acts or summary.outing_persons:
        figures.append(
            Figure(
                _("Hors les murs"),
                integer(summary.outing_persons),
                ngettext("personne, à part", "personnes, à part", summary.outing_persons),
                Behind(period, offices, channel=ChannelCode.HORS_LES_MURS),
            )
        )
    if summary.sales is not None:
        figures += shop_figures(summary, summary.sales)
    known = summary.origin_known_share
    if known.value is not None:
        base = _("sur {}").format(words.persons(known.base))
        figures.append(Figure(_("Origine connue"), words.share(known, 0), base))
    return figures


def shop_figures(summary: Summary, sales: Sales) -> list[Figure]:
    """Return the turnover and what a visitor spends; nothing of a visitor without any."""
    trend = shop_words.turnover_trend(summary, sales, note=_("par jour ouvert"))
    note = shop_words.receipts(sales.receipts) if sales.receipts else _("aucun ticket")
    if trend.up is not None and sales.receipts:
        note = f"{trend.text} {trend.note}".rstrip()
    figures = [Figure(_("Boutique"), money(sales.turnover_cents), note)]
    if sales.per_visitor_cents is not None and sales.receipts:
        note = ""
        if sales.average_cents is not None:
            note = _("ticket moyen {}").format(money(sales.average_cents))
        figures.append(Figure(_("Par visiteur"), money(sales.per_visitor_cents), note))
    return figures


def _trend(summary: Summary, measure: Measure) -> str:
    """Return « +5,8 % par jour ouvert », nothing where nothing is compared."""
    row = told.row_of(summary, measure)
    if row is None or row.delta is None:
        return ""
    if summary.period.kind is PeriodKind.DAY:
        return told.change(row)
    return _("{} par jour ouvert").format(told.change(row))


def _hours(summary: Summary) -> str:
    if not summary.open_minutes:
        return _("pas d’heure ouverte")
    if summary.persons_per_open_hour is None:
        return _("moins d’une heure ouverte")
    if summary.period.kind is PeriodKind.DAY:
        return _("sur {}").format(duration(summary.open_minutes))
    hours = round(summary.open_minutes / 60)
    return ngettext("sur {} h ouverte", "sur {} h ouvertes", hours).format(integer(hours))


class FigureButton(QPushButton):
    """A figure that is pressed to see its accueils; one without any is a plain picture of it."""

    def __init__(self, figure: Figure, theme: Theme, *, lead: bool) -> None:
        super().__init__()
        self.figure = figure
        self.setProperty("role", "ghost")
        # The style sheet's height is that of a line.
        self.setStyleSheet("QPushButton { min-height: 0; padding: 0; }")
        scale = theme.scale
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(scale.space(8), scale.space(5), scale.space(8), scale.space(5))
        column.setSpacing(0)
        tone = figure.tone
        size = "main-figure" if lead else "figure"
        for text, role, colour in (
            (figure.title, "heading", tone),
            (figure.value, size, tone),
            (figure.note, "note", ""),
        ):
            column.addWidget(self._part(text, role, colour))
        column.addStretch(1)
        spoken = f"{figure.title} : {figure.value}"
        self.setAccessibleName(f"{spoken}, {figure.note}" if figure.note else spoken)
        if figure.behind is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleDescription(_("Ouvre les accueils derrière ce chiffre."))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of its three lines; a button would only count its own text."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the same: no figure is cut."""
        return self.sizeHint()

    @staticmethod
    def _part(text: str, role: str, tone: str) -> QLabel:
        part = label(text, role, tone)
        # A press on the words is a press on the button.
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return part


class FactsBlock(QWidget):
    """What makes the figures provisional, as chips, over the openings of the period."""

    def __init__(self, summary: Summary, theme: Theme) -> None:
        super().__init__()
        scale = theme.scale
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(scale.space(8), 0, 0, 0)
        column.setSpacing(scale.space(5))
        self._width = scale.em(19)
        chips = FlowLayout(scale.space(5))
        for text, tone in facts(summary):
            chips.addWidget(label(text, "chip", tone))
        column.addLayout(chips)
        single = summary.period.kind is PeriodKind.DAY
        note = day_facts(summary) if single else period_facts(summary)
        column.addWidget(label(typography.capitalised(note), "note", wrap=True))

    def sizeHint(self) -> QSize:
        """Return the height that the words take on this width: the row asks for no other."""
        return QSize(self._width, self._column.heightForWidth(self._width))

    def minimumSizeHint(self) -> QSize:
        """Return the same: no word is cut."""
        return self.sizeHint()


class FigureBand(QFrame):
    """The card of the key figures; `opened` carries the Behind of the one that was pressed."""

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(_("Chiffres clés"))
        self._theme = theme
        self.buttons: list[FigureButton] = []
        row = QHBoxLayout(self)
        scale = theme.scale
        row.setContentsMargins(scale.space(8), scale.space(6), scale.space(8), scale.space(6))
        self._flow = FlowLayout(scale.space(20))
        row.addLayout(self._flow)

    def show_figures(self, summary: Summary) -> None:
        """Show the figures of a summary."""
        empty(self._flow)
        self.buttons = []
        for number, figure in enumerate(key_figures(summary)):
            button = FigureButton(figure, self._theme, lead=number == 0)
            button.clicked.connect(lambda _on=False, f=figure: self._open(f))
            self.buttons.append(button)
            self._flow.addWidget(button)
        self._flow.addWidget(FactsBlock(summary, self._theme))

    def _open(self, figure: Figure) -> None:
        if figure.behind is not None:
            self.opened.emit(figure.behind)


def facts(summary: Summary) -> list[tuple[str, str]]:
    """Return what makes the figures provisional or partial, each with its tone."""
    found: list[tuple[str, str]] = []
    today = summary.generated_at.date()
    pending = summary.open_days - summary.closed_days
    running = summary.period.last >= today >= summary.period.first
    # A day is over once it is closed, whatever the hour.
    closed = summary.period.kind is PeriodKind.DAY and bool(summary.closed_days) and pending <= 0
    if running and not closed:
        found.append((_("provisoire : {}").format(_unfinished(summary)), "genet"))
    elif pending > 0:
        text = ngettext(
            "provisoire : {} journée non clôturée",
            "provisoire : {} journées non clôturées",
            pending,
        )
        found.append((text.format(integer(pending)), "genet"))
    if summary.missing_days:
        text = ngettext("{} journée non saisie", "{} journées non saisies", summary.missing_days)
        found.append((text.format(integer(summary.missing_days)), "refused"))
    if summary.corrected_days:
        text = ngettext("{} journée rectifiée", "{} journées rectifiées", summary.corrected_days)
        found.append((text.format(integer(summary.corrected_days)), "granite"))
    if summary.sheets:
        text = ngettext("{} feuille papier", "{} feuilles papier", len(summary.sheets))
        found.append((text.format(integer(len(summary.sheets))), "granite"))
    if summary.month_record:
        record = _("record de {}").format(typography.month_name(summary.period.first))
        found.append((record, "origin"))
    return found


def _unfinished(summary: Summary) -> str:
    if summary.period.kind is PeriodKind.DAY:
        return _("journée non clôturée")
    return {
        PeriodKind.MONTH: _("mois en cours"),
        PeriodKind.YEAR: _("année en cours"),
    }.get(summary.period.kind, _("période en cours"))
