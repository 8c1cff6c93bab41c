"""What an article is: counted in stock, a set of pieces, or cashed for somebody else."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from otdesk.domain.catalogue import Product, ProductKind
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.ui.shop.goods.fields import ChoiceField, Entry, quantity_field, text_field
from otdesk.ui.theme.apply import Theme


class KindFields(QWidget):
    """What the article is; what a set is made of is asked of sets alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scale.gap)
        self.choice = ChoiceField(theme, _("Nature"))
        self.choice.show_choices(
            [
                (ProductKind.GOODS.value, _("article, compté en stock")),
                (ProductKind.SET.value, _("lot de plusieurs pièces")),
                (ProductKind.HELD.value, _("encaissé pour un tiers")),
            ]
        )
        self.nature = Entry(_("Nature"), self.choice)
        self.of_field = text_field(theme, _("Lot de"), 40)
        self.of = Entry(_("Lot de"), self.of_field, _("un secteur, ou le code d’un article"))
        self.count_field = quantity_field(theme, _("Nombre de pièces"))
        self.count = Entry(_("Nombre de pièces"), self.count_field)
        for widget in (self.nature, self.of, self.count):
            column.addWidget(widget)
        self.choice.currentIndexChanged.connect(lambda _at: self.field_changed())

    @property
    def kind(self) -> ProductKind:
        """Return what the article is."""
        return ProductKind(self.choice.code)

    def show_product(self, product: Product) -> None:
        """Show an article's nature."""
        self.choice.choose(product.kind.value)
        self.of_field.setText(product.set_of)
        self.count_field.show_value(product.set_count * 1000 if product.set_count else None)
        self.field_changed()

    def field_changed(self) -> None:
        """Ask what the nature asks."""
        is_set = self.kind is ProductKind.SET
        self.of.setVisible(is_set)
        self.count.setVisible(is_set)
        self.nature.say("")

    def read_of(self) -> str:
        """Return what a set is made of, nothing for what is no set."""
        return self.of_field.text().strip() if self.kind is ProductKind.SET else ""

    def read_count(self) -> int:
        """Return how many pieces a set counts, 0 for what is no set. Raises DataFault."""
        if self.kind is not ProductKind.SET:
            return 0
        pieces = self.count_field.value()
        if pieces is None or pieces % 1000 or pieces < 2000:
            raise DataFault(_("Un lot compte au moins deux pièces entières."))
        return pieces // 1000
