"""Small pictures of articles: what lies on the shelf, recognised before its name is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import SEMIBOLD
from otdesk.ui.theme.palette import Hue, Palette
from otdesk.ui.theme.scale import LEAST

# The hues of families, as the catalogue names them, and the theme's.
_HUES: Mapping[str, str] = {
    "tarn": "demand",
    "chataigne": "origin",
    "bruyere": "channel",
    "genet": "genet",
    "foret": "ok",
    "vert": "ok",
    "granite": "granite",
    "rouge": "refused",
}
_ICONS: Mapping[str, str] = {
    "gift": "gift",
    "fish": "fish",
    "peche": "fish",
    "key": "key-round",
    "calendar": "calendar-days",
    "food": "wheat",
    "child": "puzzle",
    "children": "puzzle",
    "game": "puzzle",
    "clothes": "shirt",
    "textile": "shirt",
    "history": "landmark",
    "nature": "tree-pine",
    "activity": "ticket",
    "registration": "ticket",
    "stevenson": "footprints",
}
_OTHER = "tag"


def hue_of(palette: Palette, name: str) -> Hue:
    """Return the theme's hue of a family's."""
    tone = _HUES.get(name, name)
    try:
        return palette.hue(tone)
    except KeyError:
        return palette.granite


def paint_picture(
    painter: QPainter, theme: Theme, box: QRectF, picture: str, hue: str, *, count: int = 0
) -> None:
    """Paint the picture of an article at the right of a box; `count` is a set's.

    `picture` is a name of the catalogue: a drawing of ours, one of the icons, or anything else,
    which becomes a tag.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = hue_of(theme.palette, hue)
    drawn = _DRAWINGS.get(picture)
    if drawn is None:
        _paint_icon(painter, theme, box, _ICONS.get(picture, picture), colours)
    else:
        drawn(painter, theme, box, colours)
    if count:
        _paint_count(painter, theme, box, count)
    painter.restore()


def _upright(box: QRectF, ratio: float = 0.77) -> QRectF:
    width = box.height() * ratio
    return QRectF(box.right() - width, box.top(), width, box.height())


def _sheet(painter: QPainter, theme: Theme, paper: QRectF, hue: Hue) -> None:
    """Paint a sheet of paper with a coloured head; leave the clip on it."""
    radius = theme.scale.space(4)
    shape = QPainterPath()
    shape.addRoundedRect(paper, radius, radius)
    painter.setPen(QPen(QColor(hue.fill), 1))
    painter.setBrush(QColor(hue.soft))
    painter.drawPath(shape)
    painter.setClipPath(shape)
    painter.fillRect(
        QRectF(paper.left(), paper.top(), paper.width(), paper.height() * 0.34), QColor(hue.fill)
    )


def _relief(painter: QPainter, paper: QRectF, colour: QColor, lift: float) -> None:
    """Paint a slope at the foot of a sheet; `lift` is how high it goes, 0 to 1."""
    left, right, foot = paper.left(), paper.right(), paper.bottom()
    height = paper.height()
    path = QPainterPath(QPointF(left, foot))
    path.lineTo(left, foot - height * lift * 0.55)
    path.cubicTo(
        QPointF(left + paper.width() * 0.35, foot - height * lift),
        QPointF(left + paper.width() * 0.6, foot - height * lift * 0.25),
        QPointF(right, foot - height * lift * 0.7),
    )
    path.lineTo(right, foot)
    path.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(path)


def _paint_map(painter: QPainter, theme: Theme, box: QRectF, hue: Hue) -> None:
    paper = _upright(box)
    _sheet(painter, theme, paper, hue)
    _relief(painter, paper, _tinted(theme.palette.ok.fill, 0.35), 0.55)
    _way(painter, paper, QColor(theme.palette.refused.ink), dashed=False)


def _paint_sheet(painter: QPainter, theme: Theme, box: QRectF, hue: Hue) -> None:
    paper = _upright(box)
    _sheet(painter, theme, paper, hue)
    _relief(painter, paper, _tinted(hue.fill, 0.3), 0.5)
    _way(painter, paper, QColor(hue.ink), dashed=True)


def _way(painter: QPainter, paper: QRectF, colour: QColor, *, dashed: bool) -> None:
    """Paint a way up over a sheet."""
    pen = QPen(colour, max(1.2, paper.width() / 22))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if dashed:
        pen.setDashPattern([2.0, 2.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = ((0.12, 0.86), (0.34, 0.66), (0.52, 0.76), (0.88, 0.48))
    path = QPainterPath()
    for place, (x, y) in enumerate(points):
        at = QPointF(paper.left() + paper.width() * x, paper.top() + paper.height() * y)
        if place:
            path.lineTo(at)
        else:
            path.moveTo(at)
    painter.drawPath(path)


def _paint_card(painter: QPainter, theme: Theme, box: QRectF, hue: Hue) -> None:
    """Paint a postcard: a sun over hills."""
    width = min(box.width(), box.height() * 1.12)
    height = width * 0.74
    card = QRectF(box.right() - width, box.top(), width, height)
    radius = theme.scale.space(4)
    shape = QPainterPath()
    shape.addRoundedRect(card, radius, radius)
    painter.setPen(QPen(QColor(hue.fill), 1))
    painter.setBrush(QColor(hue.soft))
    painter.drawPath(shape)
    painter.setClipPath(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.palette.genet.fill))
    sun = card.height() * 0.15
    painter.drawEllipse(
        QPointF(card.left() + card.width() * 0.7, card.top() + card.height() * 0.34), sun, sun
    )
    _relief(painter, card, _tinted(hue.fill, 0.45), 0.62)
    flipped = QRectF(card)
    painter.save()
    painter.translate(card.left() * 2 + card.width(), 0)
    painter.scale(-1, 1)
    _relief(painter, flipped, QColor(hue.fill), 0.42)
    painter.restore()


def _paint_book(painter: QPainter, theme: Theme, box: QRectF, hue: Hue) -> None:
    cover = _upright(box, 0.78)
    radius = theme.scale.space(4)
    shape = QPainterPath()
    shape.addRoundedRect(cover, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(hue.fill))
    painter.drawPath(shape)
    painter.setClipPath(shape)
    spine = QRectF(cover.left(), cover.top(), cover.width() * 0.14, cover.height())
    painter.fillRect(spine, _tinted(hue.on_fill, 0.28))
    ink = QColor(hue.on_fill)
    line = cover.height() * 0.06
    left = cover.left() + cover.width() * 0.3
    for top, width in ((0.24, 0.5), (0.4, 0.34)):
        bar = QRectF(left, cover.top() + cover.height() * top, cover.width() * width, line)
        painter.setBrush(ink)
        painter.drawRoundedRect(bar, line / 2, line / 2)


def _paint_icon(painter: QPainter, theme: Theme, box: QRectF, name: str, hue: Hue) -> None:
    """Paint an icon in a disc."""
    side = min(box.width(), box.height()) * 0.92
    disc = QRectF(box.right() - side, box.top(), side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(hue.fill))
    painter.drawEllipse(disc)
    size = max(8, round(side * 0.52))
    known = name if name in theme.icons.names() else _OTHER
    ratio = painter.device().devicePixelRatioF()
    pixmap = theme.icons.pixmap(known, hue.on_fill, size, ratio)
    painter.drawPixmap(disc.center() - QPointF(size / 2, size / 2), pixmap)


def _paint_count(painter: QPainter, theme: Theme, box: QRectF, count: int) -> None:
    """Paint how many pieces a set has, on a disc at its foot."""
    painter.setClipping(False)
    painter.setFont(theme.font(LEAST, SEMIBOLD))
    metrics = painter.fontMetrics()
    side = max(metrics.height(), metrics.horizontalAdvance(str(count)) + theme.scale.space(6))
    disc = QRectF(box.right() - side * 0.8, box.bottom() - side * 0.72, side, side)
    hue = theme.palette.demand
    painter.setPen(QPen(QColor(theme.palette.surface), 1.5))
    painter.setBrush(QColor(hue.fill))
    painter.drawEllipse(disc)
    painter.setPen(QColor(hue.on_fill))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(count))


def _tinted(colour: str, opacity: float) -> QColor:
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made


_Draw = Callable[[QPainter, Theme, QRectF, Hue], None]
_DRAWINGS: Mapping[str, _Draw] = {
    "map": _paint_map,
    "sheet": _paint_sheet,
    "hike": _paint_sheet,
    "set": _paint_sheet,
    "card": _paint_card,
    "postcard": _paint_card,
    "book": _paint_book,
    "guide": _paint_book,
}
