"""Printing from a page of goods: a document made off the window's thread, and its panel."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QSpinBox, QWidget

from otdesk import settings
from otdesk.i18n import _
from otdesk.services import preferences
from otdesk.store.store import Store
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.printing.panel import PrintPanel, Spooler
from otdesk.ui.shop.goods.fields import Entry
from otdesk.ui.shop.goods.frame import GoodsPage
from otdesk.ui.shop.paper_panel import PaperPanel
from otdesk.ui.theme.apply import Theme

if TYPE_CHECKING:
    from otdesk.domain.catalogue import Article, Catalogue
    from otdesk.domain.stock import StockDocument
    from otdesk.services.workplace import Workplace


def pick_pdf(parent: QWidget, title: str) -> Path | None:
    """Ask where to write a PDF file."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, "", "PDF (*.pdf)")
    return Path(chosen) if chosen else None


def shelf_labels(articles: Sequence[Article], workplace: Workplace, first: int = 1) -> bytes:
    """Return sheets of shelf labels from a place of the first sheet on, counted from 1.

    Articles without a price have none.
    """
    from otdesk.documents.pdf.shelf_labels import label_of, render_labels
    from otdesk.documents.pdf.style import PrintStyle

    labels = [label_of(article) for article in articles if article.price is not None]
    style = PrintStyle.shipped(reconstruction=workplace.identity.reconstruction)
    return render_labels(labels, style, author=workplace.profile.name, skipped=first - 1)


def count_pages(catalogue: Catalogue, codes: Collection[str], workplace: Workplace) -> bytes:
    """Return the sheet that one counts some articles on."""
    from otdesk.documents.pdf.count_sheet import count_sheet, render_count_sheet
    from otdesk.documents.pdf.style import PrintStyle

    sheet = count_sheet(
        catalogue, workplace.profile.name, workplace.office.name, codes=frozenset(codes)
    )
    style = PrintStyle.shipped(reconstruction=workplace.identity.reconstruction)
    return render_count_sheet(sheet, style)


def slip_pages(
    document: StockDocument,
    names: tuple[str, str],
    catalogue: Catalogue,
    workplace: Workplace,
    *,
    training: bool,
) -> bytes:
    """Return the slip that goes with the goods of a document; `names`: author and partner."""
    from otdesk.documents.pdf.stock_slip import GoodsLine, GoodsSlip, render_goods_slip
    from otdesk.documents.pdf.style import PrintStyle

    author, partner = names
    lines = []
    for line in document.lines:
        article = catalogue.article(line.product)
        name = line.product if article is None else article.product.label
        lines.append(GoodsLine(line.product, name, abs(line.quantity), line.cost))
    slip = GoodsSlip(
        organisation=workplace.profile.legal_name,
        office=workplace.office.name,
        cause=document.cause,
        day=document.day,
        author=author,
        lines=tuple(lines),
        partner=partner,
        reference=document.reference,
        note=document.note,
        training=training,
    )
    return render_goods_slip(
        slip, PrintStyle.shipped(reconstruction=workplace.identity.reconstruction)
    )


class FirstLabelField(QSpinBox):
    """Which place of its sheet the first label takes, by arrows, digits or a finger."""

    def __init__(self, theme: Theme) -> None:
        from otdesk.documents.pdf.shelf_labels import COLUMNS, ROWS

        super().__init__()
        self.setRange(1, COLUMNS * ROWS)
        self.setMinimumHeight(theme.scale.target)
        self.setAccessibleName(_("Première étiquette n°"))
        theme.dress_spin_box(self)
        self.note = _("1 : planche neuve. Sinon, compter de gauche à droite, rangée par rangée.")


class Printing:
    """Makes documents of a page on the reading thread, and offers them to a printer."""

    def __init__(
        self, page: GoodsPage, *, device: Spooler | None = None, pick: Pick = pick_pdf
    ) -> None:
        self._page = page
        self._device = device
        self._pick = pick

    def offer(self, title: str, make: Callable[[], bytes]) -> None:
        """Open the panel and give it the pages once they are made."""
        panel = self._opened(title)
        self._make(make, panel, lambda made: panel.offer(title, *made))

    def offer_labels(self, title: str, make: Callable[[int], bytes]) -> None:
        """Offer sheets of labels; `make` takes the place of the first, which may be chosen.

        A sheet that was begun serves again. The place is not remembered: the next sheet is
        another one.
        """
        panel = self._opened(title)
        first = FirstLabelField(self._page.theme)
        panel.body.insertWidget(0, Entry(_("Première étiquette n°"), first, first.note))
        is_offered = False

        def show(made: tuple[bytes, int], place: int) -> None:
            nonlocal is_offered
            if first.value() != place:
                # Another place was chosen meanwhile: its pages are on their way.
                return
            if is_offered:
                panel.replace_pages(*made)
            else:
                is_offered = True
                panel.offer(title, *made)

        def ask(place: int) -> None:
            panel.await_pages()
            self._make(partial(make, place), panel, lambda made: show(made, place))

        first.valueChanged.connect(ask)
        ask(first.value())

    def _opened(self, title: str) -> PrintPanel:
        page, context = self._page, self._page.desk.context
        panel = PaperPanel(
            context.reading,
            page.theme,
            remembered=context.preferences().get(settings.PRINTER),
            device=self._device,
        )
        panel.pdf_wanted.connect(lambda: self._save(panel))
        panel.printer_chosen.connect(self._remember)
        page.open_panel(panel)
        panel.await_pages(title)
        return panel

    def _make(
        self,
        make: Callable[[], bytes],
        panel: PrintPanel,
        then: Callable[[tuple[bytes, int]], None],
    ) -> None:
        page = self._page

        def work(_store: Store) -> tuple[bytes, int]:
            from otdesk.ui.printing.pages import page_sizes

            content = make()
            return content, len(page_sizes(content))

        def done(made: tuple[bytes, int]) -> None:
            if page.panel is panel:
                then(made)

        def refused(fault: Exception) -> None:
            if page.panel is panel:
                panel.refuse_pages(fault)
            page.fault(fault)

        page.desk.context.reading.run(work, page.then(done), page.then(refused))

    def _save(self, panel: PrintPanel) -> None:
        target = self._pick(self._page, _("Enregistrer en PDF"))
        if target is None:
            return
        path = target if target.suffix else target.with_suffix(".pdf")
        try:
            path.write_bytes(panel.document)
        except OSError as error:
            self._page.told.tell(
                _("Le PDF n’a pas pu être enregistré ({}). Choisir un autre dossier.").format(
                    error.strerror or error
                ),
                "refused",
            )
            return
        self._page.close_panel()
        self._page.told.tell(_("Enregistré : {}").format(path.name))

    def _remember(self, printer: str) -> None:
        self._page.desk.link.run(lambda store: preferences.keep(store, settings.PRINTER, printer))
