"""Every paper of a demonstration says that it is a reconstruction, on each of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from otdesk.documents.pdf.count_sheet import count_sheet, render_count_sheet
from otdesk.documents.pdf.deposit_slip import SlipPaper, render_deposit_slip
from otdesk.documents.pdf.receipt import render_receipt
from otdesk.documents.pdf.shelf_labels import label_of, render_labels
from otdesk.documents.pdf.shop_statement import Issuer
from otdesk.documents.pdf.stock_statements import render_stock_list
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.tally import tally_sheet
from otdesk.documents.receipt_text import receipt_lines
from otdesk.domain.invoices import Invoice
from otdesk.domain.paper_roll import RollWidth
from otdesk.domain.receipts import PaymentMethod
from otdesk.reports.shop.stock_list import read_stock_list
from otdesk.services.workplace import Workplace
from otdesk.ui.shop.receipts.printing import rendered
from otdesk.ui.shop.till.printing import invoice_pdf
from tests.shop import Shop, opened

MARK = "RECONSTITUTION"
Make = Callable[[Shop, PrintStyle], bytes]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path) as shop:
        yield shop


def receipt(shop: Shop, style: PrintStyle) -> bytes:
    return render_receipt(shop.sell()[1], style, signature="7F3A-09C2", duplicate=2)


def labels(shop: Shop, style: PrintStyle) -> bytes:
    found = [label_of(article) for article in shop.catalogue().articles.values()]
    return render_labels(found * 4, style, author="office")


def sheet(shop: Shop, style: PrintStyle) -> bytes:
    return render_count_sheet(count_sheet(shop.catalogue(), "office", "Vialas"), style)


def slip(_shop: Shop, style: PrintStyle) -> bytes:
    paper = SlipPaper(
        organisation="Office",
        office="Vialas",
        number="1-7F3A",
        day=date(2022, 7, 20),
        method=PaymentMethod.CASH,
        cents=1000,
        destination="bank",
        author="CA",
    )
    return render_deposit_slip(paper, style)


def statement(shop: Shop, style: PrintStyle) -> bytes:
    issuer = Issuer("Office", datetime(2022, 7, 20, tzinfo=shop.workplace.zone))
    with shop.store.reading() as connection:
        stock = read_stock_list(connection, ("PDM",), date(2022, 7, 20))
    return render_stock_list(stock, issuer, style)


def tally(shop: Shop, style: PrintStyle) -> bytes:
    place, out = shop.workplace, BytesIO()
    tally_sheet(place.profile, place.office, place.lists, style, out)
    return out.getvalue()


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range() for page in document]


def demonstration(shop: Shop) -> Workplace:
    real = shop.workplace
    return replace(real, identity=replace(real.identity, reconstruction=True))


@pytest.mark.parametrize("make", [receipt, labels, sheet, slip, statement, tally])
def test_each_page_of_a_demonstration_says_so_once(shop: Shop, make: Make) -> None:
    said = pages(make(shop, PrintStyle.shipped(reconstruction=True)))
    assert [text.count(MARK) for text in said] == [1] * len(said)


@pytest.mark.parametrize("make", [receipt, labels])
def test_no_page_of_an_office_says_so(shop: Shop, make: Make) -> None:
    assert MARK not in "".join(pages(make(shop, PrintStyle.shipped())))


def test_the_invoice_of_a_demonstration_says_so(shop: Shop) -> None:
    uid, sold = shop.sell()
    invoice = Invoice("", date(2022, 7, 20), 1, uid, "M. Roux", "Rue du Quai")
    for place, count in ((demonstration(shop), 1), (shop.workplace, 0)):
        content = invoice_pdf(invoice, sold, "7F3A-09C2", shop.catalogue(), place)
        assert "".join(pages(content)).count(MARK) == count


def test_the_receipt_of_a_demonstration_says_so_on_paper_and_on_a_roll(shop: Shop) -> None:
    _uid, sold = shop.sell()
    assert MARK in pages(rendered(sold, "7F3A-09C2", 0, {}, reconstruction=True))[0]
    lines = receipt_lines(sold, RollWidth.MM58, signature="7F3A-09C2", mark=MARK)
    assert any(line.text.strip() == MARK and line.large for line in lines)
