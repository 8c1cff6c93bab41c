"""The blank tally sheet: one page that a hand can fill."""

from __future__ import annotations

import io

import pypdfium2  # type: ignore[import-untyped]
import pytest

from otdesk import paths
from otdesk.documents.drawing import text_boxes
from otdesk.documents.pdf import PrintStyle, tally_sheet
from otdesk.documents.pdf.page import HEIGHT, LEFT, RIGHT
from otdesk.documents.pdf.tally import compose_tally
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.reference import Lists
from otdesk.store.profiles import available_profiles, load_profile
from otdesk.store.reference import load_lists


@pytest.fixture(scope="module")
def style() -> PrintStyle:
    return PrintStyle.shipped()


@pytest.fixture(scope="module")
def lists() -> Lists:
    return load_lists(paths.database_files() / "reference")


@pytest.fixture(scope="module")
def networks(lists: Lists) -> list[NetworkProfile]:
    folder = paths.database_files() / "profiles"
    return [load_profile(folder, code, lists) for code in available_profiles(folder)]


def test_every_office_of_every_network_has_a_sheet_of_one_page(
    networks: list[NetworkProfile], lists: Lists, style: PrintStyle
) -> None:
    for network in networks:
        for office in network.offices:
            stream = io.BytesIO()
            tally_sheet(network, office, lists, style, stream)
            document = pypdfium2.PdfDocument(stream.getvalue())
            assert len(document) == 1
            text = document[0].get_textpage().get_text_range()
            assert office.name in text
            assert "Non demandé" in text


def test_no_words_of_the_sheet_touch_one_another(
    networks: list[NetworkProfile], lists: Lists, style: PrintStyle
) -> None:
    for network in networks:
        sketch = compose_tally(network.offices[0], lists, style)
        boxes = text_boxes(sketch.items, style.fonts)
        for number, box in enumerate(boxes):
            assert box.left >= LEFT - 1.6
            assert box.right <= RIGHT + 0.5
            assert box.bottom <= HEIGHT
            assert not any(box.overlaps(other) for other in boxes[number + 1 :]), box


def test_the_sheet_names_the_own_departement_first(
    networks: list[NetworkProfile], lists: Lists, style: PrintStyle
) -> None:
    office = networks[0].offices[0]
    own = lists.origin_label(office.own_departments[0])
    texts = [box.text for box in text_boxes(compose_tally(office, lists, style).items, style.fonts)]
    assert own in texts
