"""Barcodes as scanners type them and as books print them."""

from __future__ import annotations

import pytest

from otdesk.errors import DataFault
from otdesk.services.shop import barcodes

# As a scanner that believes in a US keyboard types it on an AZERTY one.
SCANNED = "9782848264684".translate(str.maketrans("0123456789", "à&é\"'(-è_ç"))


@pytest.mark.parametrize(
    "text",
    ["9782848264684", " 978-2-84826-468-4 ", "978 2 84826 468 4", SCANNED, "2-84826-468-3"],
)
def test_one_book_is_read_however_its_number_is_written(text: str) -> None:
    assert barcodes.read(text) == "9782848264684"


@pytest.mark.parametrize("text", ["9782848264685", "12345", "", "Les Camisards", "6-6-6"])
def test_what_is_no_barcode_is_refused(text: str) -> None:
    with pytest.raises(DataFault, match="code-barres valable"):
        barcodes.read(text)
