"""The pages of a document, one under another, painted as they come from the reading thread."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from otdesk.i18n import _
from otdesk.ui.printing.pages import PageSize
from otdesk.ui.theme.apply import Theme

PIXELS_A_POINT = 96 / 72


class PageCanvas(QWidget):
    """Lays pages out in one column.

    `wanted` asks for a page's picture (its number from 0, its width in pixels) that is about to
    be seen and that nobody has rendered at this zoom.
    """

    wanted = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sizes: tuple[PageSize, ...] = ()
        self._images: dict[int, QImage] = {}
        self._asked: set[tuple[int, int]] = set()
        self._zoom = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def zoom(self) -> float:
        """Return the size of the pages, 1 being paper's own."""
        return self._zoom

    @property
    def margin(self) -> int:
        """Return the room around and between pages."""
        return self._theme.scale.space(12)

    def show_pages(self, sizes: tuple[PageSize, ...]) -> None:
        """Take another document."""
        self._sizes = sizes
        self._images.clear()
        self._asked.clear()
        self._resettle()

    def set_zoom(self, zoom: float) -> None:
        """Take another zoom; pictures of the old one stand in until the new ones come."""
        self._zoom = zoom
        self._asked.clear()
        self._resettle()

    def take(self, index: int, image: QImage) -> None:
        """Take a page's picture."""
        image.setDevicePixelRatio(self.devicePixelRatio())
        self._images[index] = image
        self.update(self.box(index))

    def has(self, index: int) -> bool:
        """Tell whether a page can be seen."""
        return index in self._images

    def box(self, index: int) -> QRect:
        """Return where a page lies."""
        top = self.margin
        for size in self._sizes[:index]:
            top += self._pixels(size).height() + self.margin
        page = self._pixels(self._sizes[index])
        return QRect((self.width() - page.width()) // 2, top, page.width(), page.height())

    def page_at(self, y: int) -> int:
        """Return the page at a height."""
        for index in range(len(self._sizes)):
            if y <= self.box(index).bottom():
                return index
        return max(0, len(self._sizes) - 1)

    def _pixels(self, size: PageSize) -> QSize:
        factor = PIXELS_A_POINT * self._zoom
        return QSize(round(size.width * factor), round(size.height * factor))

    def _resettle(self) -> None:
        pages = [self._pixels(size) for size in self._sizes]
        width = max((page.width() for page in pages), default=0) + 2 * self.margin
        height = sum(page.height() + self.margin for page in pages) + self.margin
        self.setMinimumSize(width, height)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen, and ask for what is missing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index in range(len(self._sizes)):
            box = self.box(index)
            if box.intersects(event.rect()):
                self._page(painter, index, box)
                self._ask(index, box)
        painter.end()

    def _page(self, painter: QPainter, index: int, box: QRect) -> None:
        image = self._images.get(index)
        # Paper is white in every theme: what is shown is what will be printed.
        painter.fillRect(box, QColor("#FFFFFF"))
        if image is not None:
            painter.drawImage(QRectF(box), image)
        else:
            painter.setPen(QColor("#5A636A"))
            words = _("Page {}…").format(index + 1)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.setPen(QColor(self._theme.palette.border))
        painter.drawRect(box.adjusted(0, 0, -1, -1))

    def _ask(self, index: int, box: QRect) -> None:
        width = round(box.width() * self.devicePixelRatio())
        image = self._images.get(index)
        if (image is None or image.width() != width) and (index, width) not in self._asked:
            self._asked.add((index, width))
            self.wanted.emit(index, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the view."""
        event.ignore()
