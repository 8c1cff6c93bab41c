"""The preview: the real pages of the PDF, from page to page and from near to far."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.ui.background import StoreLink
from otdesk.ui.days.controls import IconButton, label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.printing.pages import PageSize, page_image
from otdesk.ui.printing.tasks import while_there
from otdesk.ui.summaries.page_canvas import PIXELS_A_POINT, PageCanvas
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0)


class Fit(StrEnum):
    """What decides the zoom."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class _View(QScrollArea):
    """Scrolls the pages; keys turn them."""

    turned = Signal(int)
    zoomed = Signal(int)
    fitted = Signal(object)
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and zoom; the rest scrolls or is the screen's."""
        key = Qt.Key(event.key())
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        zooms = {"+": 1, "-": -1}
        if key in turns:
            self.turned.emit(turns[key])
        elif key is Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif key is Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        elif event.text() in zooms:
            self.zoomed.emit(zooms[event.text()])
        elif event.text() == "0":
            self.fitted.emit(Fit.PAGE)
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the zoom follow."""
        super().resizeEvent(event)
        self.resized.emit()


class Preview(QFrame):
    """Shows a document's pages; they are rendered on the reading thread, newest wish first.

    `told` is what a screen reader says of the pages, which it cannot read. In a panel, which is
    `narrow`, the buttons that fit the page would take its room: keys do it.
    """

    def __init__(
        self,
        link: StoreLink,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        told: str = "",
        narrow: bool = False,
    ) -> None:
        super().__init__(parent)
        self._told = told or _("Les mêmes chiffres se lisent dans la vue Chiffres, en tableaux.")
        self.setProperty("role", "card")
        self._link = link
        self._theme = theme
        self._content = b""
        self._sizes: tuple[PageSize, ...] = ()
        # Counts documents and zooms: what was asked for an older one is dropped.
        self._round = 0
        self._fit = Fit.WIDTH
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.space(10), scale.space(8), scale.space(10), scale.space(10))
        column.setSpacing(scale.space(6))
        self.canvas = PageCanvas(theme)
        self.canvas.wanted.connect(self._on_wanted)
        column.addLayout(self._tools())
        if narrow:
            for widget in (self.percent, self.fit_width, self.fit_page):
                widget.hide()
        self.view = self._made_view()
        column.addWidget(self.view, 1)

    def _tools(self) -> FlowLayout:
        row = FlowLayout(self._theme.scale.space(6))
        self.back = IconButton("chevron-up", _("Page précédente"), self._theme, key=_("Page ↑"))
        self.on = IconButton("chevron-down", _("Page suivante"), self._theme, key=_("Page ↓"))
        self.place = label("", "heading")
        self.smaller = IconButton("minus", _("Réduire"), self._theme, key="-")
        self.larger = IconButton("plus", _("Agrandir"), self._theme, key="+")
        self.percent = label("", "heading")
        self.fit_width = SegmentButton(_("Largeur"), self._theme)
        self.fit_page = SegmentButton(_("Page entière"), self._theme)
        self.fit_page.setAccessibleDescription("0")
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.larger.clicked.connect(lambda: self.zoom(1))
        self.fit_width.clicked.connect(lambda: self.fit(Fit.WIDTH))
        self.fit_page.clicked.connect(lambda: self.fit(Fit.PAGE))
        for widget in (
            self.back,
            self.on,
            self.place,
            self.smaller,
            self.larger,
            self.percent,
            self.fit_width,
            self.fit_page,
        ):
            row.addWidget(widget)
        return row

    def _made_view(self) -> _View:
        view = _View()
        view.setWidget(self.canvas)
        view.setWidgetResizable(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A bar that comes and goes changes the width that the pages are fitted to.
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        view.turned.connect(self.turn)
        view.zoomed.connect(self.zoom)
        view.fitted.connect(self.fit)
        view.resized.connect(self._refit)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self._say())
        return view

    # What is shown -------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """Return the page in front, 0 being the first."""
        middle = self.view.verticalScrollBar().value() + self.view.viewport().height() // 2
        return self.canvas.page_at(middle)

    def show_document(self, content: bytes, sizes: tuple[PageSize, ...]) -> None:
        """Show a document from its first page."""
        self._content, self._sizes = content, sizes
        self._round += 1
        self.canvas.show_pages(sizes)
        self._refit()
        self.view.verticalScrollBar().setValue(0)
        self._say()

    def turn(self, step: int) -> None:
        """Go to the next or the previous page."""
        there = self.page + step
        if 0 <= there < len(self._sizes):
            self.view.verticalScrollBar().setValue(
                self.canvas.box(there).top() - self.canvas.margin
            )

    def zoom(self, step: int) -> None:
        """Take the next larger or smaller zoom."""
        here = self.canvas.zoom
        wider = [z for z in _STEPS if z > here + 0.01]
        narrower = [z for z in _STEPS if z < here - 0.01]
        if step > 0 and wider:
            self._set_zoom(wider[0], Fit.FREE)
        elif step < 0 and narrower:
            self._set_zoom(narrower[-1], Fit.FREE)

    def fit(self, fit: Fit) -> None:
        """Fit the width or the whole page."""
        self._fit = fit
        self._refit()

    def _refit(self) -> None:
        if not self._sizes or self._fit is Fit.FREE:
            return
        room, size = self.view.viewport().size(), self._sizes[0]
        width = (room.width() - 2 * self.canvas.margin) / (size.width * PIXELS_A_POINT)
        height = (room.height() - 2 * self.canvas.margin) / (size.height * PIXELS_A_POINT)
        # Fitted to a wide screen a page would show its title alone.
        zoom = min(width, 1.6) if self._fit is Fit.WIDTH else min(width, height)
        self._set_zoom(max(0.1, zoom), self._fit)

    def _set_zoom(self, zoom: float, fit: Fit) -> None:
        self._fit = fit
        if abs(zoom - self.canvas.zoom) > 0.001:
            page = self.page
            self._round += 1
            self.canvas.set_zoom(zoom)
            self.canvas.resize(self.canvas.minimumSize().expandedTo(self.view.viewport().size()))
            bar = self.view.verticalScrollBar()
            if page and page < len(self._sizes):
                bar.setValue(self.canvas.box(page).top() - self.canvas.margin)
        self._say()

    def _say(self) -> None:
        count = len(self._sizes)
        words = _("Page {n} sur {count}").format(n=self.page + 1, count=count) if count else ""
        self.place.setText(words)
        self.view.setAccessibleName(words)
        self.view.setAccessibleDescription(self._told)
        self.percent.setText(f"{round(self.canvas.zoom * 100)}\u202f%")
        self.back.setEnabled(self.page > 0)
        self.on.setEnabled(self.page < count - 1)
        self.fit_width.setChecked(self._fit is Fit.WIDTH)
        self.fit_page.setChecked(self._fit is Fit.PAGE)

    # Rendering -----------------------------------------------------------------------------

    def _on_wanted(self, index: int, width: int) -> None:
        content, asked = self._content, self._round

        def work(_store: object) -> QImage | None:
            # Somebody has zoomed again meanwhile: this picture would never be seen.
            return page_image(content, index, width) if asked == self._round else None

        def done(image: QImage | None) -> None:
            if image is not None and asked == self._round:
                self.canvas.take(index, image)

        self._link.run(work, while_there(self, done))
