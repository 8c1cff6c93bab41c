"""What is left of each article, what it is worth, and how long it lasts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.catalogue import Catalogue
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.stock import PACE_DAYS, SentTransfer, StockLevel, StockLevels
from otdesk.ui.days.controls import empty, label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.goods.fields import ChoiceField
from otdesk.ui.shop.goods.listing import Listing, found
from otdesk.ui.shop.goods.table import OPEN, Cell, Column, GoodsTable, Row
from otdesk.ui.shop.goods.words import family_label, matches, scanned, signed, words_of
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

DELIVERY, RETURN, TRANSFER = "delivery", "return", "transfer_out"
LOSS, FREE, INTERNAL = "loss", "free", "internal"
_LONG = 365


class LevelsView(Listing):
    """Lists the levels; letters begin a document about the article that is pointed to."""

    def __init__(self, theme: Theme) -> None:
        table = GoodsTable(
            theme,
            _("Stock"),
            (
                Column(_("article"), 16, stretch=True),
                Column(_("famille"), 8, drop=5),
                Column(_("reste"), 4.3, right=True),
                Column(_("seuil"), 4, right=True, drop=4),
                Column(_("tient encore"), 7.2, right=True, drop=3),
                Column(_("valeur"), 6, right=True, drop=2),
                Column(_("état"), 8.5, drop=1),
            ),
            {
                "l": DELIVERY,
                "r": RETURN,
                "t": TRANSFER,
                "p": LOSS,
                "g": FREE,
                "u": INTERNAL,
            },
        )
        legend = (
            (OPEN, _("Mouvements"), _("Entrée")),
            (DELIVERY, _("Livraison"), "L"),
            (TRANSFER, _("Transfert"), "T"),
            (LOSS, _("Perte"), "P"),
            (FREE, _("Offert"), "G"),
            (INTERNAL, _("Interne"), "U"),
            (RETURN, _("Retour"), "R"),
        )
        super().__init__(theme, table, legend, search=_("Chercher"))
        self._catalogue: Catalogue | None = None
        self._levels: StockLevels | None = None
        self._words: dict[str, str] = {}
        self.family = ChoiceField(theme, _("Famille"))
        self.family.setMinimumContentsLength(13)
        self.family.currentIndexChanged.connect(lambda _at: self.refilter())
        self.low = SegmentButton(_("À commander"), theme)
        self.low.setMinimumHeight(theme.scale.target)
        self.low.clicked.connect(lambda _on=False: self.refilter())
        self.add_choices(self.family, self.low)
        self.search.textChanged.connect(lambda _text: self.refilter())

    def show_levels(self, catalogue: Catalogue, levels: StockLevels) -> None:
        """Show the levels as they were read."""
        self._catalogue, self._levels = catalogue, levels
        self._words = {
            each.product.code: words_of(catalogue, each.product) for each in levels.levels
        }
        self.family.show_choices(
            [("", _("Toutes les familles")), *((f.code, f.label) for f in catalogue.families)]
        )
        count = levels.low
        self.low.setText(_("À commander ({})").format(count) if count else _("À commander"))
        self.refilter()

    def refilter(self) -> None:
        """Show what the search and the choices keep."""
        if self._levels is None or self._catalogue is None:
            return
        text = scanned(self.search.text())
        kept = [
            level
            for level in self._levels.levels
            if (not self.low.isChecked() or level.is_low)
            and (not self.family.code or level.product.family == self.family.code)
            and matches(self._words[level.product.code], text)
        ]
        total = len(self._levels.levels)
        nothing = _("Aucun article ne répond à cette recherche. Échap les montre tous.")
        if not total:
            nothing = _(
                "Aucun article n’a de stock encore. Le catalogue se fait dans la page Articles ; "
                "une livraison le remplit."
            )
        elif self.low.isChecked() and not self._levels.low:
            nothing = _("Rien à commander : chaque article est au-dessus de son seuil.")
        self.show_rows(
            [self._row(self._catalogue, level) for level in kept],
            found(len(kept), total, _("article"), _("articles")),
            nothing,
        )

    @staticmethod
    def _row(catalogue: Catalogue, level: StockLevel) -> Row:
        product = level.product
        tone = "refused" if level.quantity < 0 else "genet" if level.is_low else ""
        threshold = product.reorder_level
        return Row(
            product.code,
            (
                Cell(product.label, note=product.detail, strong=True),
                Cell(family_label(catalogue, product.family), tone="granite"),
                Cell(signed(level.quantity) if level.is_known else "—", tone=tone),
                Cell("" if threshold is None else labels.quantity(threshold), tone="granite"),
                Cell(lasting(level), tone="granite"),
                Cell(
                    _("inconnue") if level.value is None else typography.cents(level.value),
                    tone="granite" if level.value is None else "demand",
                ),
                _state(level),
            ),
        )


def lasting(level: StockLevel) -> str:
    """Return how long an article lasts at the pace of late, nothing where none was sold."""
    days = level.days_left
    if days is None or level.quantity <= 0:
        return ""
    if days > _LONG:
        return _("plus d’un an")
    return ngettext("{} jour", "{} jours", days).format(days)


def _state(level: StockLevel) -> Cell:
    if not level.is_known:
        return Cell(_("non compté"), chip=True)
    if level.quantity < 0:
        return Cell(_("à recompter"), tone="refused", chip=True)
    if level.is_gone:
        return Cell(_("épuisé"), tone="refused", chip=True)
    if level.is_low:
        return Cell(_("à commander"), tone="genet", chip=True)
    return Cell("")


class StockCard(QFrame):
    """The stock as a whole, and what other offices sent. `receive_wanted` carries a transfer."""

    receive_wanted = Signal(object)
    type_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        scale = theme.scale
        column = QVBoxLayout(self)
        side = scale.margin_side
        column.setContentsMargins(side, scale.space(12), side, scale.space(12))
        column.setSpacing(scale.space(6))
        column.addWidget(label(_("Valeur au prix d’achat"), "title"))
        self.value = label("", "large-figure", "demand")
        self.base = label("", "note", wrap=True)
        self.pace = label(
            _("« Tient encore » suit les ventes des {} derniers jours.").format(PACE_DAYS),
            "note",
            wrap=True,
        )
        for widget in (self.value, self.base, self.pace):
            column.addWidget(widget)
        column.addSpacing(scale.gap)
        column.addWidget(label(_("À recevoir d’un autre bureau"), "title", wrap=True))
        holder = QWidget()
        self._sent = QVBoxLayout(holder)
        self._sent.setContentsMargins(0, 0, 0, 0)
        self._sent.setSpacing(scale.space(6))
        column.addWidget(holder)
        self.typed = KeyButton(theme, _("Saisir une réception"), "", icon="truck")
        self.typed.clicked.connect(self.type_wanted)
        column.addWidget(self.typed)
        column.addStretch(1)

    def show_levels(
        self, levels: StockLevels, sent: Sequence[SentTransfer], names: dict[str, str]
    ) -> None:
        """Show the value and what is on its way; `names` are those of the offices."""
        self.value.setText(typography.cents(levels.value))
        missing = levels.without_cost
        if missing:
            base = ngettext(
                "au moins : {} article en stock n’a pas de prix d’achat",
                "au moins : {} articles en stock n’ont pas de prix d’achat",
                missing,
            ).format(missing)
        elif any(level.quantity > 0 for level in levels.levels):
            base = _("tous les articles en stock ont un prix d’achat")
        else:
            base = _("aucun article en stock")
        self.base.setText(base)
        empty(self._sent)
        for transfer in sent:
            self._sent.addWidget(self._transfer(transfer, names))
        if not sent:
            text = _(
                "Rien d’annoncé. Un transfert envoyé ici paraît dès que les données de l’autre "
                "bureau sont là ; sinon, le saisir d’après son bon."
            )
            self._sent.addWidget(label(text, "note", wrap=True))

    def _transfer(self, transfer: SentTransfer, names: dict[str, str]) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "sunken")
        scale = self._theme.scale
        column = QVBoxLayout(frame)
        column.setContentsMargins(scale.gap, scale.space(6), scale.gap, scale.space(6))
        column.setSpacing(scale.space(4))
        count = len(transfer.document.lines)
        what = ngettext("{} article", "{} articles", count).format(count)
        sender = names.get(transfer.sender, transfer.sender)
        column.addWidget(label(f"{sender} · {what}", "heading", wrap=True))
        told = _("envoyé le {day}, {reference}").format(
            day=typography.short_date(transfer.day), reference=transfer.reference
        )
        column.addWidget(label(told, "note", wrap=True))
        button = KeyButton(self._theme, _("Recevoir"), "", icon="package")
        button.setAccessibleName(_("Recevoir {}").format(transfer.reference))
        button.clicked.connect(lambda: self.receive_wanted.emit(transfer))
        column.addWidget(button)
        return frame
