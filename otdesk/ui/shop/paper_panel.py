"""The panel that prints a paper of the shop: its pages are looked at where they are printed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from otdesk.i18n import _
from otdesk.ui.background import StoreLink
from otdesk.ui.printing.pages import PageSize, page_sizes
from otdesk.ui.printing.panel import PrintPanel, Spooler
from otdesk.ui.printing.tasks import while_there
from otdesk.ui.summaries.preview import Preview
from otdesk.ui.theme.apply import Theme

# A page that is lower than this shows nothing that could be read.
_LEAST_EM = 20
# Larger text leaves no room for names beside their fields.
_LARGE_TEXT = 150
# What the panel takes of a wide screen.
PAPER_EM = 27


class PaperPanel(PrintPanel):
    """Shows the pages over the choice of the printer. `link` is the thread of long reading."""

    def __init__(
        self,
        link: StoreLink,
        theme: Theme,
        *,
        remembered: str = "",
        device: Spooler | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            link,
            theme,
            remembered=remembered,
            device=device,
            compact=theme.scale.text_percent < _LARGE_TEXT,
            parent=parent,
        )
        self.preview = Preview(
            link,
            theme,
            told=_("Les pages, comme elles s’impriment ; elles s’enregistrent en PDF."),
            narrow=True,
        )
        self.preview.setMinimumHeight(theme.scale.em(_LEAST_EM))
        self.preview.hide()
        self.body.insertWidget(0, self.preview, 100)

    def await_pages(self, document: str = "") -> None:
        """Say that pages are being made; those of another document go."""
        super().await_pages(document)
        self.note.show()
        if document:
            self.preview.hide()

    def offer(self, document: str, content: bytes, pages: int) -> None:
        """Offer a document for printing, and show it."""
        super().offer(document, content, pages)
        self._show_pages(content)

    def replace_pages(self, content: bytes, pages: int) -> None:
        """Offer other pages of the same document, and show them."""
        super().replace_pages(content, pages)
        self._show_pages(content)

    def _show_pages(self, content: bytes) -> None:
        def show(sizes: tuple[PageSize, ...]) -> None:
            # Another document was offered meanwhile.
            if content is self.document:
                self.preview.show()
                # It counts the pages itself.
                self.note.hide()
                self.preview.show_document(content, sizes)

        self._link.run(lambda _store: page_sizes(content), while_there(self, show))
