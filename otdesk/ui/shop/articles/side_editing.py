"""What is done to families and suppliers: their forms, and the order of the families."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from otdesk.domain.catalogue import Catalogue, Family, Supplier
from otdesk.domain.changes import Changes
from otdesk.i18n import _
from otdesk.services.shop import catalogue as catalogue_service
from otdesk.store.transaction import Transaction
from otdesk.ui.shop.articles import side_lists
from otdesk.ui.shop.articles.side_lists import FamilyForm, SupplierForm
from otdesk.ui.shop.goods.table import OPEN

if TYPE_CHECKING:
    from otdesk.ui.shop.articles.page import ArticlesPage


class SideEditing:
    """Opens the forms of families and suppliers beside their lists, and writes what they say."""

    def __init__(self, page: ArticlesPage) -> None:
        self._page = page

    def on_family(self, action: str, code: str) -> None:
        """Do to a family what a key or a button asks for."""
        catalogue = self._page.catalogue
        if catalogue is None:
            return
        family = catalogue.family(code)
        if action in {side_lists.UP, side_lists.DOWN} and family is not None:
            self._move_family(catalogue, family, 1 if action == side_lists.DOWN else -1)
            return
        if action not in {OPEN, side_lists.NEW}:
            return
        form = FamilyForm(self._page.theme, catalogue, family if action == OPEN else None)

        def save(answer: Family) -> None:
            self._page.write(
                form,
                lambda transaction: catalogue_service.put_family(transaction, answer),
                _("La famille « {} » est enregistrée.").format(answer.label),
            )

        form.answered.connect(save)
        self._page.open_panel(form)
        form.label_entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_family(self, catalogue: Catalogue, family: Family, step: int) -> None:
        families = list(catalogue.families)
        place = families.index(family)
        if not 0 <= place + step < len(families):
            return
        families.insert(place + step, families.pop(place))
        moved = [replace(each, position=at) for at, each in enumerate(families, 1)]

        def work(transaction: Transaction) -> Changes:
            for each in moved:
                catalogue_service.put_family(transaction, each)
            return transaction.changes

        self._page.do(work, "")

    def on_supplier(self, action: str, code: str) -> None:
        """Do to a supplier what a key or a button asks for."""
        catalogue = self._page.catalogue
        if catalogue is None or action not in {OPEN, side_lists.NEW}:
            return
        standing = catalogue.suppliers.get(code) if action == OPEN else None
        form = SupplierForm(self._page.theme, catalogue, standing)

        def save(answer: Supplier) -> None:
            self._page.write(
                form,
                lambda transaction: catalogue_service.put_supplier(transaction, answer),
                _("Le fournisseur « {} » est enregistré.").format(answer.name),
            )

        form.answered.connect(save)
        self._page.open_panel(form)
        form.name_entry.field.setFocus(Qt.FocusReason.OtherFocusReason)
