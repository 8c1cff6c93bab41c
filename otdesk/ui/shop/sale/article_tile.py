"""The tile of an article: its key, its picture, its name, its price, what is left of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from otdesk import typography
from otdesk.domain.catalogue import Article, Catalogue, ProductKind
from otdesk.domain.money import ONE
from otdesk.i18n import _, ngettext
from otdesk.ui.counter.tile import Face, Tile, TileForm
from otdesk.ui.shop.sale.pictures import paint_picture
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, LEAST, NOTE, SMALL

_FEW = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """What a tile shows of an article.

    `left` is « reste 2 » or « épuisé », empty where there is plenty; `count` how many are in the
    basket; `pieces` those of a set.
    """

    label: str
    detail: str
    price: str
    picture: str
    hue: str
    left: str = ""
    sold_out: bool = False
    count: int = 0
    pieces: int = 0

    @property
    def spoken(self) -> str:
        """Return what a screen reader says."""
        parts = [self.label, self.detail, self.price, self.left]
        if self.count:
            parts.append(_("{} au panier").format(self.count))
        return ", ".join(part for part in parts if part)


def offer_of(catalogue: Catalogue, article: Article, in_basket: int) -> Offer:
    """Return what a tile shows of an article; `in_basket` in thousandths."""
    product = article.product
    family = catalogue.family(product.family)
    sold_out = article.is_gone
    left = ""
    if sold_out:
        left = _("épuisé")
    elif article.stock is not None and (article.is_low or article.stock < _FEW * ONE):
        left = _("reste {}").format(typography.integer(article.stock // ONE))
    is_set = product.kind is ProductKind.SET
    pieces = product.set_count if is_set else 0
    detail = product.detail
    if not detail and is_set:
        detail = ngettext("{} pièce", "{} pièces", pieces).format(pieces)
    if not detail and product.kind is ProductKind.HELD:
        detail = _("pour tiers")
    fallback = "" if family is None else family.picture
    return Offer(
        label=product.short or product.label,
        detail=detail,
        price=_("sans prix") if article.price is None else typography.cents(article.price),
        picture=product.picture or fallback,
        hue="granite" if family is None else family.hue,
        left=left,
        sold_out=sold_out,
        count=-(-in_basket // ONE),
        pieces=pieces,
    )


class ArticleTile(Tile):
    """One key of the left hand. `pressed_by_user` adds the article."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, TileForm.ANSWER, parent)
        self.setCheckable(False)
        self.clicked.connect(lambda: self.pressed_by_user.emit(False))
        self._offer: Offer | None = None
        self._key = ""

    @property
    def offer(self) -> Offer | None:
        """Return what is shown, None for a key without an article."""
        return self._offer

    def show_offer(self, key: str, offer: Offer | None) -> None:
        """Show an article, or an empty place under the key."""
        if (key, offer) == (self._key, self._offer) and self.face.label:
            return
        self._key, self._offer = key, offer
        spoken = _("Touche sans article") if offer is None else offer.spoken
        self.show_face(Face(" " if offer is None else offer.label, key, spoken=spoken))
        self.setEnabled(offer is not None)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: key and picture over the words; no picture where text is large."""
        scale = self._theme.scale
        if scale.text_percent >= 150:
            return QSize(scale.target, scale.em(5.2) + scale.space(14))
        return QSize(scale.target, scale.em(5.2) + scale.space(12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the page; `EnterKey` has pressed by Enter before."""
        event.ignore()

    # Painting ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, key, count, picture, words and price."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._theme.palette
        hue = palette.origin
        offer = self._offer
        self._paint_ground(painter)
        pad = self._theme.scale.space(8)
        cap = self._paint_cap(painter, pad, pad - 1, hue, selected=False)
        if offer is not None:
            right = cap.right()
            if offer.count:
                right = self._paint_count(painter, cap, offer.count)
            large = self._theme.scale.text_percent >= 150
            if not large:
                self._paint_picture(painter, right, offer)
            self._paint_words(painter, cap, offer, large=large)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        offer = self._offer
        in_basket = offer is not None and offer.count > 0
        width = scale.space(2) if in_basket else 1
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        fill = palette.surface
        pen = QPen(QColor(palette.origin.ink if in_basket else palette.line), width)
        if offer is None or offer.sold_out:
            fill = palette.sunken
            if palette.name == "contraste":
                pen.setStyle(Qt.PenStyle.DashLine)
        elif self.isDown():
            fill = palette.origin.soft
        elif self.underMouse():
            fill = palette.hover
        painter.setPen(pen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, scale.radius, scale.radius)

    def _paint_count(self, painter: QPainter, cap: QRect, count: int) -> int:
        """Paint `× 4` beside the key; return its right edge."""
        scale, hue = self._theme.scale, self._theme.palette.origin
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        text = f"×{typography.THIN}{count}"
        width = painter.fontMetrics().horizontalAdvance(text) + scale.space(14)
        chip = QRect(cap.right() + scale.space(6), cap.top(), width, cap.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.fill))
        painter.drawRoundedRect(QRectF(chip), cap.height() / 2, cap.height() / 2)
        painter.setPen(QColor(hue.on_fill))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        return chip.right()

    def _paint_picture(self, painter: QPainter, left: int, offer: Offer) -> None:
        scale = self._theme.scale
        pad = scale.space(8)
        one_line = QFontMetrics(self._theme.font(SMALL, SEMIBOLD))
        fits = one_line.horizontalAdvance(offer.label) <= self.width() - 2 * scale.space(9)
        # Price, detail, and a name of one or two lines.
        words = QFontMetrics(self._theme.font(BODY, SEMIBOLD)).height() * (2 if fits else 3)
        words += QFontMetrics(self._theme.font(NOTE, REGULAR)).height()
        room = self.height() - 2 * pad - words + scale.space(4)
        height = min(scale.space(46), max(room, scale.space(22)))
        width = min(scale.space(52), self.width() - left - pad - scale.space(6))
        if width < scale.space(16):
            return
        box = QRectF(self.width() - pad - width, pad - 1, width, min(height, width * 1.3))
        painter.setOpacity(0.45 if offer.sold_out else 1.0)
        paint_picture(painter, self._theme, box, offer.picture, offer.hue, count=offer.pieces)
        painter.setOpacity(1.0)

    def _paint_words(self, painter: QPainter, cap: QRect, offer: Offer, *, large: bool) -> None:
        """Paint the name (two lines where they fit), the detail, the price and what is left."""
        palette, scale = self._theme.palette, self._theme.scale
        pad = scale.space(9)
        width = self.width() - 2 * pad
        foot, left_is_told = self._paint_foot(painter, pad, width, offer)
        top = cap.bottom() + scale.space(2)
        room = QRect(pad, top, width, foot - top)
        ink = palette.ink_secondary if offer.sold_out else palette.ink
        detail_height = QFontMetrics(self._theme.font(NOTE, REGULAR)).height()
        # What is left goes before the detail where the price leaves it no room.
        detail = offer.detail if left_is_told else offer.left
        if detail and (not large or not left_is_told):
            line = QRect(pad, foot - detail_height, width, detail_height)
            painter.setFont(self._theme.font(NOTE, REGULAR if left_is_told else SEMIBOLD))
            tone = palette.ink_secondary
            if not left_is_told and not offer.sold_out:
                tone = palette.genet.ink
            painter.setPen(QColor(tone))
            told = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, width)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, told)
            room.setBottom(line.top())
        painter.setFont(self._name_font(room, offer.label))
        painter.setPen(QColor(ink))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(room, int(flags) | int(Qt.TextFlag.TextWordWrap), self._breakable)

    def _name_font(self, room: QRect, name: str) -> QFont:
        """Return a font in which the name keeps to one line, or else the largest for two."""
        for step in (BODY, BODY * 0.96, SMALL):
            font = self._theme.font(step, SEMIBOLD)
            if QFontMetrics(font).horizontalAdvance(name) <= room.width():
                return font
        return self._fitting_font(room, (BODY, SMALL, NOTE, LEAST))

    def _paint_foot(
        self, painter: QPainter, pad: int, width: int, offer: Offer
    ) -> tuple[int, bool]:
        """Paint the price, and what is left where it fits beside it.

        Return where the words must end, and whether what is left was told.
        """
        palette, scale = self._theme.palette, self._theme.scale
        font = self._theme.font(BODY, SEMIBOLD)
        height = QFontMetrics(font).height()
        line = QRect(pad, self.height() - scale.space(5) - height, width, height)
        painter.setFont(font)
        painter.setPen(QColor(palette.ink_secondary if offer.sold_out else palette.origin.ink))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, offer.price)
        taken = painter.fontMetrics().horizontalAdvance(offer.price) + scale.space(6)
        if offer.left:
            hue = palette.granite if offer.sold_out else palette.genet
            painter.setFont(self._theme.font(LEAST, MEDIUM if offer.sold_out else SEMIBOLD))
            metrics = painter.fontMetrics()
            chip_width = metrics.horizontalAdvance(offer.left) + scale.space(14)
            if chip_width > width - taken + scale.space(4):
                return line.top(), False
            chip = QRect(
                line.right() - chip_width + 2,
                line.center().y() - metrics.height() // 2 - 1,
                chip_width,
                metrics.height() + 2,
            )
            edge = QColor(hue.ink) if palette.name == "contraste" else QColor(hue.soft)
            painter.setPen(QPen(edge, 1))
            painter.setBrush(QColor(hue.soft))
            painter.drawRoundedRect(QRectF(chip), chip.height() / 2, chip.height() / 2)
            painter.setPen(QColor(hue.ink))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, offer.left)
        return line.top(), True
