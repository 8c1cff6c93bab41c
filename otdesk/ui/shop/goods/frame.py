"""The frame of a page of goods: what it is about, its views, a list, and a panel beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from otdesk import settings
from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.goods.listing import Listing
from otdesk.ui.shop.goods.told import Told
from otdesk.ui.shop.page import ShopPage
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

T = TypeVar("T")

PANEL_EM = 27
# Under this width a panel takes the place of the list: both side by side would cut both.
_TWO_COLUMNS_EM = 66
_LARGE_TEXT = 150
# What a panel under its list needs at least.
_UNDER_EM = 20
_NO_LIMIT = 16_777_215


class _Inside(QWidget):
    """What the page holds: it scrolls only where its least height does not fit.

    A scroll area asks for the preferred height, that of lists and forms which scroll themselves.
    """

    def heightForWidth(self, width: int) -> int:
        """Return the least height at a width."""
        layout = self.layout()
        return -1 if layout is None else layout.totalMinimumHeightForWidth(width)


class GoodsPage(ShopPage):
    """A page of several views.

    `view_changed` follows the view in front; views are widgets by name, made by the page.
    """

    view_changed = Signal(str)

    def __init__(
        self, desk: ShopDesk, theme: Theme, title: str, views: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(title)
        self._title = title
        self._views: dict[str, QWidget] = {}
        self.panel: SidePanel | None = None
        self._return_to: QWidget | None = None
        self._idle_together = self._panel_together = False
        self._build(views)
        find = QShortcut(QKeySequence("F3"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search)

    # Making --------------------------------------------------------------------------------

    def _build(self, views: Sequence[tuple[str, str]]) -> None:
        scale = self.theme.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(area)
        inside = _Inside()
        inside.setProperty("role", "page")
        area.setWidget(inside)
        column = QVBoxLayout(inside)
        side, top = scale.margin_side, scale.margin_top
        column.setContentsMargins(side, top, side, top)
        column.setSpacing(scale.gap)
        column.addWidget(self._made_head(views))
        self.told = Told(self.theme)
        column.addWidget(self.told)
        self._body = body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        body.setSpacing(scale.gap_wide)
        self.stack = QStackedWidget()
        body.addWidget(self.stack, 1)
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._side_column.setContentsMargins(0, 0, 0, 0)
        self._side_column.setSpacing(scale.gap)
        body.addWidget(self._side)
        column.addLayout(body, 1)
        self._idle: QWidget | None = None
        inside.installEventFilter(self)
        self._inside = inside

    def _made_head(self, views: Sequence[tuple[str, str]]) -> QWidget:
        scale = self.theme.scale
        head = QWidget()
        # Large text has no room for both on one line.
        large = scale.text_percent >= _LARGE_TEXT
        row: QBoxLayout = QVBoxLayout(head) if large else QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.space(6) if large else scale.gap_wide)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.lead = label(self._title, "phrase", wrap=True)
        self.note = label("", "note", wrap=True)
        words.addWidget(self.lead)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        holder = QWidget()
        flow = FlowLayout(scale.space(6), holder)
        self._group = QButtonGroup(self)
        self.tabs: dict[str, SegmentButton] = {}
        for name, text in views:
            tab = SegmentButton(text, self.theme)
            tab.setMinimumHeight(scale.target)
            tab.clicked.connect(lambda _on=False, wanted=name: self.show_view(wanted))
            self._group.addButton(tab)
            self.tabs[name] = tab
            flow.addWidget(tab)
        self.back = KeyButton(self.theme, _("Vente"), _("Échap"), "ghost", icon="undo-2")
        self.back.clicked.connect(self.left)
        flow.addWidget(self.back)
        # One line where there is room for it, as many as it takes where the text is large.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        row.addWidget(holder)
        return head

    # Views ---------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """Return the name of the view in front."""
        front = self.stack.currentWidget()
        return next((name for name, widget in self._views.items() if widget is front), "")

    def add_view(self, name: str, widget: QWidget) -> None:
        """Add a view under its name."""
        self._views[name] = widget
        self.add_unnamed_view(widget)

    def add_unnamed_view(self, widget: QWidget) -> None:
        """Add a view that no tab leads to. A list listens to single keys as the settings say."""
        self.stack.addWidget(widget)
        if isinstance(widget, Listing):
            widget.use_single_keys(on=self.desk.context.preferences().get(settings.SINGLE_KEYS))

    def show_view(self, name: str) -> None:
        """Bring a view to the front; a panel that was open goes."""
        self.close_panel(back=False)
        self.told.hide()
        self.tabs[name].setChecked(True)
        self.stack.setCurrentWidget(self._views[name])
        self.view_changed.emit(name)

    def search(self) -> None:
        """Put the focus where one searches, if the view in front has such a place."""

    # The side ------------------------------------------------------------------------------

    def set_idle(self, widget: QWidget | None, *, together: bool = False) -> None:
        """Show something beside the list while no panel is open.

        Where there is no room beside, it goes, or comes under the list if they belong `together`.
        """
        self._idle_together = together
        if self._idle is not None and self._idle is not widget:
            self._side_column.removeWidget(self._idle)
            self._idle.hide()
        self._idle = widget
        if widget is not None:
            self._side_column.addWidget(widget)
            widget.setVisible(self.panel is None)
        self._share()

    def open_panel(self, panel: SidePanel, *, together: bool = False) -> None:
        """Open a panel beside the list; Esc closes it and comes back to where one was.

        Where there is no room beside, it takes the list's place, or comes under it if they belong
        `together`.
        """
        if self.panel is not None:
            self.close_panel(back=False)
        else:
            self._return_to = self.window().focusWidget()
        self.panel, self._panel_together = panel, together
        panel.left.connect(self.close_panel)
        self._side_column.addWidget(panel)
        if self._idle is not None:
            self._idle.hide()
        panel.show()
        self._share()

    def close_panel(self, *, back: bool = True) -> None:
        """Close the panel that is open."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        panel.abandon()
        self._side_column.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        if self._idle is not None:
            self._idle.show()
        self._share()
        if back and self._return_to is not None and shiboken6.isValid(self._return_to):
            self._return_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _share(self) -> None:
        em = self.theme.scale.em()
        two = self._inside.width() >= _TWO_COLUMNS_EM * em
        idle = self._idle is not None and (two or self._idle_together)
        self._side.setVisible(self.panel is not None or idle)
        self.stack.setVisible(two or self.panel is None or self._panel_together)
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if two else directions.TopToBottom)
        least, most = (PANEL_EM * em, PANEL_EM * em) if two else (0, _NO_LIMIT)
        together = self._panel_together if self.panel is not None else self._idle_together
        self._side.setMinimumHeight(_UNDER_EM * em if together and not two else 0)
        self._side.setMinimumWidth(least)
        self._side.setMaximumWidth(most)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the width again when the window changes its size."""
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            # Within the resize itself, Qt would lay out what is about to change.
            QTimer.singleShot(0, self, self._share)
        return False

    # Telling -------------------------------------------------------------------------------

    def then(self, act: Callable[[T], None]) -> Callable[[T], None]:
        """Return `act`, done only while the page is there: the window may be made anew."""

        def guarded(result: T) -> None:
            if shiboken6.isValid(self):
                act(result)

        return guarded

    def fault(self, error: Exception) -> None:
        """Say a fault in its place."""
        if shiboken6.isValid(self):
            self.told.tell_fault(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel, then the page."""
        if event.key() == Qt.Key.Key_Escape:
            if self.panel is not None:
                self.close_panel()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)


def scrolling(widget: QWidget) -> QScrollArea:
    """Return a view that scrolls by itself: its height is not the page's."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    area.viewport().setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    return area
