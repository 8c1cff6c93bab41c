"""« Aide »: the manual, its table of contents, its search, its own back and forward."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTextBrowser,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from otdesk import paths
from otdesk.i18n import _, ngettext
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.days.controls import IconButton
from otdesk.ui.manual.document import document_of
from otdesk.ui.manual.found_delegate import FoundDelegate
from otdesk.ui.manual.pages import Found, ManualPage, fold, load_pages, search
from otdesk.ui.preferences.cards import label
from otdesk.ui.theme.apply import Theme

_PLACE = int(Qt.ItemDataRole.UserRole)
HELP = "help"


class Reading(QTextBrowser):
    """The text in the middle of its room, its scroll bar at the edge."""

    def __init__(self, widest: int) -> None:
        super().__init__()
        self._widest = widest

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lines readable, however wide the window is."""
        margins = self.viewportMargins()
        room = self.viewport().width() + margins.left() + margins.right()
        spare = max(0, (room - self._widest) // 2)
        if margins.left() != spare:
            self.setViewportMargins(spare, 0, spare, 0)
        super().resizeEvent(event)


class ManualScreen(Screen):
    """Reads one page at a time; a place is `page` or `page#anchor`."""

    def __init__(self, context: ScreenContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent)
        self.setAccessibleName(_("Aide"))
        self.pages = {page.name: page for page in load_pages(paths.resources() / HELP)}
        self._trail: list[str] = []
        self._at = -1
        self._items: dict[str, QTreeWidgetItem] = {}
        self._build()
        self._fill_contents()
        self._make_shortcuts()
        self.open(next(iter(self.pages)))

    # Making --------------------------------------------------------------------------------

    def _build(self) -> None:
        scale = self.theme.scale
        across = QHBoxLayout(self)
        side, top = scale.margin_side, scale.margin_top
        across.setContentsMargins(side, top, side, top)
        across.setSpacing(scale.gap_wide)
        across.addWidget(self._left())
        page = QFrame()
        page.setProperty("role", "card")
        column = QVBoxLayout(page)
        edge = scale.space(4)
        column.setContentsMargins(edge, edge, edge, edge)
        # Long lines are hard to follow: the text keeps to some seventy letters.
        self.browser = Reading(max(scale.em(52), scale.space(640)))
        self.browser.setAccessibleName(_("Texte de l’aide"))
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._on_link)
        column.addWidget(self.browser)
        across.addWidget(page, 1)

    def _left(self) -> QWidget:
        scale = self.theme.scale
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(max(scale.space(250), min(scale.em(19), scale.space(430))))
        column = QVBoxLayout(card)
        pad = scale.space(10)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(scale.space(8))
        head = QHBoxLayout()
        self.back_button = IconButton("chevron-left", _("Page d’avant"), self.theme, key="Alt ←")
        self.forward_button = IconButton(
            "chevron-right", _("Page d’après"), self.theme, key="Alt →"
        )
        self.back_button.clicked.connect(lambda: self.step(-1))
        self.forward_button.clicked.connect(lambda: self.step(1))
        head.addWidget(self.back_button)
        head.addWidget(self.forward_button)
        head.addStretch(1)
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Chercher dans l’aide"))
        self.field.setPlaceholderText(_("Chercher   Ctrl F"))
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumHeight(scale.target)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.contents = QTreeWidget()
        self.contents.setAccessibleName(_("Sommaire"))
        self.contents.setHeaderHidden(True)
        self.contents.setIndentation(scale.space(16))
        self.contents.setRootIsDecorated(False)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.currentItemChanged.connect(self._on_contents)
        self.results = QListWidget()
        self.results.setAccessibleName(_("Endroits trouvés"))
        self.results.setItemDelegate(FoundDelegate(self.theme, self.results))
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.currentItemChanged.connect(self._on_result)
        self.said = label("", "note")
        self._lists = QStackedWidget()
        self._lists.addWidget(self.contents)
        self._lists.addWidget(self.results)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addWidget(self.said)
        column.addWidget(self._lists, 1)
        self.said.hide()
        return card

    def _fill_contents(self) -> None:
        for page in self.pages.values():
            top = QTreeWidgetItem(self.contents, [page.title])
            top.setData(0, _PLACE, page.name)
            self._items[page.name] = top
            top.setFont(0, self.theme.font(1.0, self.theme.font().Weight.Medium))
            for heading in page.headings[1:]:
                if heading.level == 2:
                    item = QTreeWidgetItem(top, [heading.text])
                    item.setData(0, _PLACE, f"{page.name}#{heading.anchor}")
                    item.setToolTip(0, heading.text)
                    self._items[f"{page.name}#{heading.anchor}"] = item

    def _make_shortcuts(self) -> None:
        for keys, act in (
            ("Alt+Left", lambda: self.step(-1)),
            ("Alt+Right", lambda: self.step(1)),
            ("Ctrl+F", lambda: self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # Arriving ------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front, at a page where one is named."""
        if isinstance(argument, str):
            self.open(argument)
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> object:
        """Return the page and the heading that is read."""
        return self.current

    @property
    def current(self) -> str:
        """Return the place that is read."""
        return self._trail[self._at]

    # Reading -------------------------------------------------------------------------------

    def open(self, place: str) -> None:
        """Go to a place, and remember it for the way back. An unknown one is the first page."""
        name, _hash, anchor = place.removesuffix(".md").replace(".md#", "#").partition("#")
        known = name if name in self.pages else next(iter(self.pages))
        wanted = f"{known}#{anchor}" if anchor else known
        if not self._trail or self.current != wanted:
            del self._trail[self._at + 1 :]
            self._trail.append(wanted)
            self._at += 1
        self._show()

    def step(self, by: int) -> None:
        """Go back or forward on one's own trail."""
        if 0 <= self._at + by < len(self._trail):
            self._at += by
            self._show()

    def _show(self) -> None:
        name, _hash, anchor = self.current.partition("#")
        page = self.pages[name]
        if self.browser.property("page") != name:
            document = document_of(page, self.theme)
            document.setParent(self.browser)
            self.browser.setDocument(document)
            self.browser.setProperty("page", name)
        self.browser.setExtraSelections([])
        self._scroll_to(page, anchor)
        self.back_button.setEnabled(self._at > 0)
        self.forward_button.setEnabled(self._at < len(self._trail) - 1)
        self._mark_contents()

    def _scroll_to(self, page: ManualPage, anchor: str) -> None:
        heading = next((h for h in page.headings if h.anchor == anchor), None)
        if heading is None:
            self.browser.moveCursor(QTextCursor.MoveOperation.Start)
            self.browser.verticalScrollBar().setValue(0)
            return
        block = self.browser.document().begin()
        while block.isValid() and not (
            block.blockFormat().headingLevel() and block.text() == heading.text
        ):
            block = block.next()
        cursor = QTextCursor(block)
        self.browser.setTextCursor(cursor)
        top = self.browser.document().documentLayout().blockBoundingRect(block).top()
        self.browser.verticalScrollBar().setValue(round(top) - self.theme.scale.space(8))

    def _mark_contents(self) -> None:
        name = self.current.partition("#")[0]
        self.contents.blockSignals(True)
        for page in self.pages:
            self._items[page].setExpanded(page == name)
        if self.current in self._items:
            self.contents.setCurrentItem(self._items[self.current])
        self.contents.blockSignals(False)

    def _on_contents(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.open(str(item.data(0, _PLACE)))

    def _on_link(self, url: QUrl) -> None:
        if url.scheme() in {"http", "https", "mailto"}:
            QDesktopServices.openUrl(url)
        else:
            self.open(url.toString())

    # Searching -----------------------------------------------------------------------------

    def _on_text(self, text: str) -> None:
        wanted = bool(text.strip())
        self._lists.setCurrentWidget(self.results if wanted else self.contents)
        self.results.blockSignals(True)
        self.results.clear()
        found = search(tuple(self.pages.values()), text)
        for each in found:
            self._add_result(each)
        self.results.blockSignals(False)
        words = ngettext("{} endroit", "{} endroits", len(found)).format(len(found))
        self.said.setText(words if found else _("Rien. Essayer un autre mot."))
        self.said.setVisible(wanted)
        self.results.setAccessibleDescription(self.said.text())
        if not wanted:
            self.browser.setExtraSelections([])

    def _add_result(self, found: Found) -> None:
        title = found.page.title
        where = title if found.heading.text == title else f"{found.heading.text} · {title}"
        item = QListWidgetItem(f"{where}\n{found.excerpt}", self.results)
        item.setData(_PLACE, f"{found.page.name}#{found.heading.anchor}")

    def _on_result(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.open(str(item.data(_PLACE)))
            self._highlight(self.field.text())

    def _highlight(self, text: str) -> None:
        """Mark every word that was looked for, and bring the first below the heading in sight."""
        folded = fold(self.browser.document().toPlainText())
        selections = []
        after = self.browser.textCursor().position()
        nearest: QTextCursor | None = None
        for word in fold(text).split():
            at = folded.find(word)
            while at >= 0:
                cursor = QTextCursor(self.browser.document())
                cursor.setPosition(at)
                cursor.setPosition(at + len(word), QTextCursor.MoveMode.KeepAnchor)
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor
                genet = self.theme.palette.genet
                mark.format.setBackground(QColor(genet.fill))
                mark.format.setForeground(QColor(genet.on_fill))
                selections.append(mark)
                if at >= after and (nearest is None or at < nearest.selectionStart()):
                    nearest = cursor
                at = folded.find(word, at + len(word))
        self.browser.setExtraSelections(selections)
        if nearest is not None:
            nearest.clearSelection()
            self.browser.setTextCursor(nearest)
            self.browser.ensureCursorVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows, Enter and Esc act while the field has the focus."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            key = event.key()
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.results.count():
                step = 1 if key == Qt.Key.Key_Down else -1
                row = (self.results.currentRow() + step) % self.results.count()
                self.results.setCurrentRow(row)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.results.count():
                if self.results.currentRow() < 0:
                    self.results.setCurrentRow(0)
                self.browser.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if key == Qt.Key.Key_Escape:
                self.field.clear()
                self.browser.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)
