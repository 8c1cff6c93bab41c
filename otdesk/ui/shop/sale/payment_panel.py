"""The payment: how, how much was handed over, what goes back, and the one key that ends it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from otdesk import typography
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.shop_counter.keys import METHODS, ShopKey, ShopKeyKind
from otdesk.domain.shop_counter.selling import Selling
from otdesk.domain.shop_counter.tender import Tender
from otdesk.domain.till import change_in_pieces
from otdesk.i18n import _
from otdesk.ui.counter.tile import Face, Tile, TileForm
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.sale.money_tiles import Back, ChangeBox, Handed, MoneyTile, ReceivedBox
from otdesk.ui.theme.apply import Theme

_NOTES = (0, 500, 1000, 2000, 5000)
_MOST_PIECES = 8


def method_words(method: PaymentMethod) -> str:
    """Return the name of a payment method, as screens and receipts say it."""
    return {
        PaymentMethod.CASH: _("Espèces"),
        PaymentMethod.CARD: _("CB"),
        PaymentMethod.CHEQUE: _("Chèque"),
        PaymentMethod.ANCV: _("Chèques-vacances"),
        PaymentMethod.TRANSFER: _("Virement"),
        PaymentMethod.ACCOUNT: _("En compte"),
    }[method]


def method_inside(method: PaymentMethod) -> str:
    """Return the name of a payment method inside a sentence: `espèces`, and `CB` as it stands."""
    words = method_words(method)
    return words if words.isupper() else words[:1].lower() + words[1:]


def pieces_words(cents: int) -> str:
    """Return the notes and coins of a change: `20 + 1 + 0,50`, the many of one kind as `2 × 20`."""
    pieces = change_in_pieces(cents)
    if not pieces:
        return ""
    told = [_coin(piece) for piece in pieces]
    if len(told) > _MOST_PIECES:
        kinds = dict.fromkeys(pieces)
        told = [
            _coin(kind) if pieces.count(kind) == 1 else f"{pieces.count(kind)} × {_coin(kind)}"
            for kind in kinds
        ]
    return " + ".join(told)


def _coin(cents: int) -> str:
    euros, rest = divmod(cents, 100)
    return str(euros) if not rest else f"{euros},{rest:02d}"


class PaymentPanel(QFrame):
    """`pressed` carries a ShopKey; `typed` a key event of the amount; `ticket_wanted` the paper."""

    pressed = Signal(object)
    typed = Signal(object)
    ticket_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        self.setAccessibleName(_("Règlement"))
        self.methods = {method: self._method(place) for place, method in enumerate(METHODS)}
        self.split = self._tile(ShopKey(ShopKeyKind.SPLIT))
        self.notes = [MoneyTile(theme, cents) for cents in _NOTES]
        for note in self.notes:
            note.clicked.connect(lambda _on=False, cents=note.cents: self._on_note(cents))
        self.received = ReceivedBox(theme)
        self.received.typed.connect(self.typed)
        self.change = ChangeBox(theme)
        self._build()

    def _method(self, place: int) -> Tile:
        return self._tile(ShopKey(ShopKeyKind.METHOD, place))

    def _tile(self, key: ShopKey) -> Tile:
        tile = Tile(self._theme, TileForm.LINE, self)
        tile.pressed_by_user.connect(lambda _shifted: self.pressed.emit(key))
        return tile

    def _build(self) -> None:
        scale = self._theme.scale
        column = QVBoxLayout(self)
        margin = scale.space(10)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(scale.space(8))
        methods = QGridLayout()
        methods.setSpacing(scale.space(7))
        across = 4 if scale.text_percent < 125 else 2
        tiles = [*(self.methods[method] for method in METHODS[:3]), self.split]
        for place, tile in enumerate(tiles):
            methods.addWidget(tile, place // across, place % across)
        for place, share in enumerate((6, 4, 5, 6) if across == 4 else (1, 1)):
            methods.setColumnStretch(place, share)
        column.addLayout(methods)
        # Seldom there: each has its share of a row of their own, and its words on one line.
        rare = QHBoxLayout()
        rare.setSpacing(scale.space(7))
        for method in METHODS[3:]:
            rare.addWidget(self.methods[method], 1)
        column.addLayout(rare)
        notes = QHBoxLayout()
        notes.setSpacing(scale.space(7))
        for note in self.notes:
            notes.addWidget(note, 1)
        column.addLayout(notes)
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        boxes = QBoxLayout(beside if scale.text_percent < 175 else down)
        boxes.setSpacing(scale.space(8))
        boxes.addWidget(self.received, 5)
        boxes.addWidget(self.change, 9)
        column.addLayout(boxes, 1)
        foot = QBoxLayout(beside if scale.text_percent < 150 else down)
        foot.setSpacing(scale.space(8))
        self.sell = KeyButton(self._theme, _("Encaisser"), _("Entrée"), "primary")
        self.sell.setMinimumHeight(max(scale.space(56), scale.target))
        self.sell.clicked.connect(lambda: self.pressed.emit(ShopKey(ShopKeyKind.ENTER)))
        self.ticket = KeyButton(self._theme, _("Ticket"), "Ctrl P", icon="receipt")
        self.ticket.setMinimumHeight(max(scale.space(56), scale.target))
        self.ticket.setToolTip(_("Imprimé seulement sur demande"))
        self.ticket.clicked.connect(self.ticket_wanted)
        foot.addWidget(self.sell, 1)
        foot.addWidget(self.ticket)
        column.addLayout(foot)

    def _on_note(self, cents: int) -> None:
        kind = ShopKeyKind.NOTE if cents else ShopKeyKind.EXACT
        self.pressed.emit(ShopKey(kind, cents))

    # Following -----------------------------------------------------------------------------

    def follow(self, state: Selling, *, ancv: bool, invoiced: bool) -> None:
        """Show how a sale is being paid."""
        tender = state.tender
        method = None if tender is None else tender.method
        caps = {PaymentMethod.CASH: "F5", PaymentMethod.CARD: "F6", PaymentMethod.CHEQUE: "F7"}
        for each, tile in self.methods.items():
            tile.show_face(Face(method_words(each), caps.get(each, ""), tone="demand"))
            tile.follow(checked=each is method)
        self.methods[PaymentMethod.ANCV].setVisible(ancv)
        self.methods[PaymentMethod.ACCOUNT].setVisible(invoiced)
        self.split.show_face(Face(_("Partagé"), "F8", tone="demand"))
        self.split.follow(checked=tender is not None and tender.split)
        self._show_money(state, tender)
        self.sell.setEnabled(not state.basket.is_empty)

    def _show_money(self, state: Selling, tender: Tender | None) -> None:
        total = state.total
        amount = None if tender is None else tender.amount
        cash = tender is not None and tender.method is PaymentMethod.CASH
        for note in self.notes:
            exact = not note.cents and cash and amount is None
            handed = bool(note.cents) and tender is not None and tender.from_notes
            note.show_on(on=exact or (handed and amount == note.cents))
        self.received.show_handed(_handed(tender, total))
        self.change.show_back(_back(tender, total))


def _handed(tender: Tender | None, total: int) -> Handed:
    """Return what the box of the amount received says."""
    if tender is None:
        return Handed(_("Reçu"), "", _("d’abord F5, F6 ou F7"))
    typed = tender.typed
    faulty = bool(typed) and tender.amount is None
    shown = f"{typed}{typography.NBSP}€" if typed else ""
    if tender.split and tender.method is None:
        rest = typography.cents(tender.due(total))
        return Handed(_("Part"), shown, _("reste {}").format(rest), active=True, faulty=faulty)
    if tender.method is PaymentMethod.CASH:
        note = _("ou tapez la somme") if typed else _("rien : somme juste")
        return Handed(_("Reçu"), shown, note, active=True, faulty=faulty)
    return Handed(_("Reçu"), typography.cents(tender.due(total)), _("la somme exacte"))


def _back(tender: Tender | None, total: int) -> Back:
    """Return what the box of the change says."""
    if tender is None:
        return Back(_("À payer"), typography.cents(total), tone="granite")
    if tender.missing(total):
        return Back(
            _("Il manque"),
            typography.cents(tender.missing(total)),
            _("F8 partage le règlement"),
            "genet",
        )
    if tender.method is None:
        due = tender.due(total)
        paid = " + ".join(
            f"{typography.cents(part.cents)} {method_inside(part.method)}" for part in tender.parts
        )
        return Back(_("Reste à payer"), typography.cents(due), paid, "genet" if due else "demand")
    if tender.method is PaymentMethod.CASH:
        change = tender.change(total)
        words = pieces_words(change) or _("rien à rendre")
        return Back(_("À rendre"), typography.cents(change), words)
    figure = typography.cents(tender.due(total))
    said = {
        PaymentMethod.CARD: _("sur le terminal"),
        PaymentMethod.CHEQUE: _("un chèque à l’ordre de l’office"),
    }.get(tender.method, "")
    return Back(method_words(tender.method), figure, said)
