"""Typing a delivery, a return, a transfer, a loss: the lines at the left, the rest beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from otdesk import typography
from otdesk.domain.catalogue import Article, Catalogue
from otdesk.domain.money import ONE, Cents, Thousandths, times
from otdesk.domain.search import normalise
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.stock import SentTransfer
from otdesk.ui.days.controls import label
from otdesk.ui.shop.goods.fields import ChoiceField, Entry, day_field, text_field
from otdesk.ui.shop.goods.finding import FindingListing
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.goods.table import OPEN, VOID, Cell, Column, GoodsTable, Row
from otdesk.ui.shop.goods.words import pieces_text, signed
from otdesk.ui.shop.stock.line_editor import LineEditor
from otdesk.ui.theme.apply import Theme

SUPPLIED = frozenset({Cause.DELIVERY, Cause.RETURN})
TRANSFERRED = frozenset({Cause.TRANSFER_OUT, Cause.TRANSFER_IN})
# The cost of a piece and of the line: a delivery alone says them.
_COST_COLUMNS = (2, 4)
_DIGITS = {digit: f"digit{digit}" for digit in "0123456789"}


@dataclass(frozen=True, slots=True)
class TypedLine:
    """Some pieces of an article, and what one costs."""

    code: str
    quantity: Thousandths
    cost: Cents | None = None


def has_stock(article: Article) -> bool:
    """Tell whether pieces of an article are counted; a retired one may still come back."""
    return article.product.has_stock


class LinesView(FindingListing):
    """The lines of a document: a scan adds one piece, a name asks how many. `changed`: they did."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        table = GoodsTable(
            theme,
            _("Lignes"),
            (
                Column(_("article"), 16, stretch=True),
                Column(_("quantité"), 6, right=True),
                Column(_("achat HT"), 6.5, right=True, drop=2),
                Column(_("en stock"), 6, right=True, drop=3),
                Column(_("montant"), 7, right=True, drop=1),
            ),
            _DIGITS,
        )
        super().__init__(
            theme,
            table,
            ((OPEN, _("Quantité"), _("Entrée")), (VOID, _("Enlever"), _("Suppr"))),
            search=_("Scanner ou chercher un article"),
            belongs=has_stock,
        )
        self.lines: dict[str, TypedLine] = {}
        self.cause = Cause.DELIVERY
        self.editor = LineEditor(theme, _("Quantité"))
        self.refusal = label("", "note", "refused", wrap=True)
        self.foot.addWidget(self.editor)
        self.foot.addWidget(self.refusal)
        self.refusal.hide()
        self.taken.connect(self.add)
        self.unknown.connect(self._on_unknown)
        self.acted.connect(self._on_acted)
        table.pointed.connect(self._on_pointed)
        self.editor.typed.connect(self._on_typed)
        self.editor.done.connect(self._on_done)
        self.editor.refused.connect(self.refuse)

    def begin(self, catalogue: Catalogue, cause: Cause, lines: Sequence[TypedLine] = ()) -> None:
        """Begin a document, perhaps with some lines."""
        self.search_in(catalogue)
        self.cause = cause
        self.lines = {line.code: line for line in lines}
        self.search.clear()
        self.refuse("")
        self.editor.ask_cost(asked=cause is Cause.DELIVERY)
        self.table.leave_out(() if cause is Cause.DELIVERY else _COST_COLUMNS)
        self._show(lines[0].code if lines else "")

    def add(self, code: str, is_scan: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Add a piece of an article; a scanner goes on, a hand says how many."""
        self.refuse("")
        article = None if self.catalogue is None else self.catalogue.article(code)
        if article is None:
            return
        line = self.lines.get(code)
        if line is None:
            cost = article.product.cost if self.cause is Cause.DELIVERY else None
            line = TypedLine(code, 0, cost)
        self.lines[code] = replace(line, quantity=line.quantity + ONE)
        self._show(code)
        self.changed.emit()
        if is_scan:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.editor.focus()

    @property
    def pieces(self) -> Thousandths:
        """Return how many pieces there are in all."""
        return sum(line.quantity for line in self.lines.values())

    @property
    def amount(self) -> Cents:
        """Return what the lines cost together."""
        return sum(times(line.cost or 0, line.quantity) for line in self.lines.values())

    def _on_acted(self, action: str, code: str) -> None:
        if action == VOID and code in self.lines:
            del self.lines[code]
            self._show("")
            self.changed.emit()
        elif action == OPEN and code:
            self.editor.focus()
        elif action in _DIGITS.values() and code:
            self.editor.focus(action[-1])

    def _on_typed(self, code: str, quantity: Thousandths | None, cost: Cents | None) -> None:
        self.lines[code] = TypedLine(code, quantity or 0, cost)
        self._show(code)
        self.changed.emit()

    def _on_done(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_unknown(self, text: str) -> None:
        self.refuse(
            _("« {} » n’est le code-barres ni le nom d’aucun article compté en stock.").format(text)
        )

    def refuse(self, text: str) -> None:
        """Say below the lines what cannot be among them; nothing where all can."""
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))

    def _on_pointed(self, code: str) -> None:
        line = self.lines.get(code)
        article = None if self.catalogue is None else self.catalogue.article(code)
        if line is None or article is None:
            self.editor.show_line("", "", None)
        elif self.editor.quantity.hasFocus() or self.editor.cost.hasFocus():
            # It is being typed into: what stands there is what was just said.
            return
        else:
            self.editor.show_line(code, article.product.label, line.quantity, line.cost)

    def _show(self, key: str) -> None:
        if self.catalogue is None:
            return
        rows = []
        for line in reversed(self.lines.values()):
            article = self.catalogue.article(line.code)
            if article is not None:
                rows.append(self._row(article, line))
        count = len(rows)
        self.show_rows(
            rows,
            ngettext("{} ligne, {pieces}", "{} lignes, {pieces}", count).format(
                count, pieces=pieces_text(self.pieces)
            ),
            _(
                "Scanner chaque pièce, ou écrire quelques lettres (F3) puis Entrée : l’article "
                "s’ajoute ici, avec sa quantité."
            ),
            key,
        )

    def _row(self, article: Article, line: TypedLine) -> Row:
        left = article.stock or 0
        leaves = self.cause not in {Cause.DELIVERY, Cause.TRANSFER_IN}
        too_many = leaves and line.quantity > left
        cost = "" if line.cost is None else typography.cents(line.cost)
        amount = "" if line.cost is None else typography.cents(times(line.cost, line.quantity))
        return Row(
            line.code,
            (
                Cell(article.product.label, note=article.product.detail, strong=True),
                Cell(labels.quantity(line.quantity), tone="" if line.quantity else "refused"),
                Cell(cost, tone="granite"),
                Cell(signed(left), tone="refused" if too_many else "granite"),
                Cell(amount, tone="demand"),
            ),
        )


class DocumentPanel(FormPanel):
    """What the lines belong to. `answered` carries a StockDocument, and whether costs are kept."""

    answered = Signal(object, bool)

    def __init__(
        self,
        theme: Theme,
        cause: Cause,
        catalogue: Catalogue,
        others: Sequence[tuple[str, str]],
        lines: LinesView,
    ) -> None:
        """`others` are the (code, name) of the other offices."""
        super().__init__(labels.cause(cause), theme, _("Enregistrer"))
        self._cause, self._catalogue, self._lines = cause, catalogue, lines
        self.partner = Entry(*self._partner_field(others))
        self.reference = Entry(
            _("Référence"), text_field(theme, _("Référence"), 40), _reference_note(cause)
        )
        self.note = Entry(_note_name(cause), text_field(theme, _note_name(cause)), _usual(cause))
        self.day = Entry(_("Date"), day_field(theme, _("Date")))
        self.day.field.show_value(catalogue.day)
        self.keep_costs = QCheckBox(_("Retenir ces prix d’achat pour les articles"))
        self.keep_costs.setChecked(True)
        self.keep_costs.setMinimumHeight(theme.scale.target)
        self.total = label("", "figure", "demand")
        if cause in SUPPLIED | TRANSFERRED:
            self.add(self.partner, self.reference)
        self.add(self.note, self.day)
        if cause is Cause.DELIVERY:
            self.add(self.keep_costs)
        self.body.addStretch(1)
        self.add(self.total)
        lines.changed.connect(self._say_total)
        self._say_total()
        self.saved.connect(self._answer)

    def show_transfer(self, transfer: SentTransfer) -> None:
        """Take what another office says that it sent."""
        self.partner.field.choose(transfer.sender)
        self.reference.field.setText(transfer.reference)

    def abandon(self) -> None:
        """Hear no more of the lines: another document may begin with them."""
        self._lines.changed.disconnect(self._say_total)

    def _partner_field(self, others: Sequence[tuple[str, str]]) -> tuple[str, ChoiceField]:
        name = _("Fournisseur") if self._cause in SUPPLIED else _("Bureau")
        if self._cause is Cause.TRANSFER_OUT:
            name = _("Envoyé à")
        elif self._cause is Cause.TRANSFER_IN:
            name = _("Envoyé par")
        field = ChoiceField(self.theme, name)
        if self._cause in SUPPLIED:
            suppliers = sorted(
                ((s.code, s.name) for s in self._catalogue.suppliers.values()),
                key=lambda pair: normalise(pair[1]),
            )
            field.show_choices([("", _("à préciser")), *suppliers])
        else:
            field.show_choices([("", _("choisir un bureau")), *others])
        return name, field

    def _say_total(self) -> None:
        text = pieces_text(self._lines.pieces)
        if self._cause is Cause.DELIVERY:
            text = f"{text} · {typography.cents(self._lines.amount)}"
        self.total.setText(text)
        self.save_button.setEnabled(bool(self._lines.lines))

    def _answer(self) -> None:
        self.refuse("")
        day, dated = self.day.read(self._read_day)
        note, noted = self.note.read(self._read_note)
        partner, known = self.partner.read(self._read_partner)
        if not (dated and noted and known) or day is None or note is None or partner is None:
            self.point_to_fault((self.partner, self.note, self.day))
            return
        try:
            document = StockDocument(
                self._catalogue.office,
                day,
                self._cause,
                tuple(
                    document_line(self._cause, line.code, line.quantity, line.cost)
                    for line in self._lines.lines.values()
                ),
                partner=partner,
                reference=self.reference.field.text().strip(),
                note=note,
            ).check()
        except DataFault as fault:
            self.refuse(str(fault))
            return
        kept = self._cause is Cause.DELIVERY and self.keep_costs.isChecked()
        self.answered.emit(document, kept)

    def _read_day(self) -> date:
        day = self.day.field.value()
        if day is None:
            raise DataFault(_("Dire quel jour."))
        if day > self._catalogue.day:
            raise DataFault(_("Ce jour est à venir."))
        return day

    def _read_note(self) -> str:
        note = self.note.field.text().strip()
        if self._cause is Cause.LOSS and not note:
            raise DataFault(_("Une perte demande un motif : abîmé, volé, périmé…"))
        return note

    def _read_partner(self) -> str:
        partner = self.partner.field.code
        if self._cause in TRANSFERRED and not partner:
            raise DataFault(_("Choisir l’autre bureau."))
        return partner


def _reference_note(cause: Cause) -> str:
    return {
        Cause.DELIVERY: _("bon de livraison, facture"),
        Cause.RETURN: _("bon de retour"),
        Cause.TRANSFER_OUT: _("laissée vide, elle est donnée : à reporter sur le bon"),
        Cause.TRANSFER_IN: _("celle du bon, pour que l’envoi soit soldé"),
    }.get(cause, "")


def _note_name(cause: Cause) -> str:
    return {
        Cause.LOSS: _("Motif"),
        Cause.FREE: _("Offert à"),
        Cause.INTERNAL: _("Pour quel usage"),
    }.get(cause, _("Remarque"))


def _usual(cause: Cause) -> str:
    return _("abîmé, volé, périmé, erreur…") if cause is Cause.LOSS else ""
