"""The prices of one article: a new one from a day on, and all those before with who set them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.catalogue import Article, Price, least_price
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop.prices import DatedPrice
from otdesk.ui.days.controls import empty, label
from otdesk.ui.shop.goods.fields import Entry, amount_field, day_field
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.theme.apply import Theme

_LINE = "price-line"


class PricePanel(FormPanel):
    """Sets a price. `answered` carries a Price."""

    answered = Signal(object)

    def __init__(self, theme: Theme, article: Article, today: date, zone: ZoneInfo) -> None:
        product = article.product
        super().__init__(_("Prix : {}").format(product.label), theme, _("Fixer ce prix"))
        self._article, self._today, self._zone = article, today, zone
        self.amount = amount_field(theme, _("Nouveau prix TTC"))
        self.since = day_field(theme, _("À partir du"))
        self.since.show_value(today)
        self._amount_entry = Entry(_("Nouveau prix TTC"), self.amount)
        self._since_entry = Entry(_("À partir du"), self.since)
        self.add_row(self._amount_entry, self._since_entry)
        if article.price_managed:
            self.add(label(_("Le siège fixe ce prix : il s’y change."), "note", wrap=True))
            for widget in (self.amount, self.since, self.save_button):
                widget.setEnabled(False)
        if product.publisher_price and article.price is not None:
            least = typography.cents(least_price(product, article.price))
            text = _("Prix de l’éditeur : vendu de {least} à {most}.").format(
                least=least, most=typography.cents(article.price)
            )
            self.add(label(text, "note", wrap=True))
        self.margin = label("", "note", wrap=True)
        self.add(self.margin, label(_("Les prix, du plus récent au plus ancien"), "heading"))
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.scale.space(6))
        self.add(holder)
        self.body.addStretch(1)
        self.amount.textChanged.connect(lambda _text: self._say_margin())
        self.saved.connect(self._answer)
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_prices(self, prices: Sequence[DatedPrice]) -> None:
        """Show every price, the latest first; the one in force is marked."""
        empty(self._list)
        in_force = next((each for each in prices if each.since <= self._today), None)
        for price in prices:
            self._list.addWidget(self._line(price, in_force is price))
        if not prices:
            self._list.addWidget(label(_("Aucun prix encore."), "note"))

    def texts(self) -> list[str]:
        """Return what is said of each price."""
        frames = self.findChildren(QFrame, _LINE)
        return [frame.accessibleName() for frame in frames]

    def _line(self, price: DatedPrice, in_force: bool) -> QWidget:  # noqa: FBT001 - of this class
        frame = QFrame()
        frame.setObjectName(_LINE)
        frame.setProperty("role", "sunken")
        column = QVBoxLayout(frame)
        scale = self.theme.scale
        column.setContentsMargins(scale.gap, scale.space(6), scale.gap, scale.space(6))
        column.setSpacing(scale.space(2))
        since = typography.short_date(price.since)
        if in_force:
            told = _("{price} depuis le {day}, en vigueur")
        elif price.since > self._today:
            told = _("{price} à partir du {day}, à venir")
        else:
            told = _("{price} à partir du {day}")
        text = told.format(price=typography.cents(price.cents), day=since)
        column.addWidget(label(text, "heading", "demand" if in_force else "", wrap=True))
        parts = []
        if price.before is not None:
            parts.append(_("avant {}").format(typography.cents(price.before)))
        if price.recorded_at is not None:
            moment = typography.stamp(price.recorded_at.astimezone(self._zone))
            parts.append(
                _("fixé par {author} le {moment}").format(author=price.author, moment=moment)
            )
        column.addWidget(label(" · ".join(parts), "note", wrap=True))
        frame.setAccessibleName(f"{text}. {', '.join(parts)}")
        return frame

    def _say_margin(self) -> None:
        cost = self._article.product.cost
        try:
            cents = self.amount.value()
        except DataFault:
            cents = None
        if cents is None or cost is None or not cents:
            self.margin.setText("")
            return
        text = _("Acheté {cost} HT.").format(cost=typography.cents(cost))
        if cents < cost:
            text += " " + _("Ce prix est au-dessous du prix d’achat.")
        self.margin.setText(text)

    def _answer(self) -> None:
        cents, good = self._amount_entry.read(self._read_amount)
        since, dated = self._since_entry.read(self._read_since)
        if not (good and dated) or cents is None or since is None:
            self.point_to_fault((self._amount_entry, self._since_entry))
            return
        self.answered.emit(Price(self._article.product.code, since, cents).check())

    def _read_amount(self) -> int:
        cents = self.amount.value()
        if cents is None:
            raise DataFault(_("Écrire le nouveau prix."))
        Price("", self._today, cents).check()
        return cents

    def _read_since(self) -> date:
        day = self.since.value()
        if day is None:
            raise DataFault(_("Dire à partir de quel jour."))
        if day < self._today:
            # A price of the past would say that old receipts were wrong.
            raise DataFault(_("Un prix change à partir d’aujourd’hui, jamais dans le passé."))
        return day
