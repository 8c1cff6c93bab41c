"""Writing what a form says: it stays open, with the reason, where that is refused."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6

from otdesk.domain.changes import Changes
from otdesk.services.worker import UseCase
from otdesk.ui.shop.goods.frame import GoodsPage
from otdesk.ui.shop.goods.panel import FormPanel


def write_form(
    page: GoodsPage, form: FormPanel | None, use_case: UseCase, then: Callable[[Changes], None]
) -> None:
    """Run a use case for a form of a page; `then` means that it is on the disk."""
    if form is not None:
        form.save_button.setEnabled(False)

    def done(changes: Changes) -> None:
        settle("")
        if form is not None and page.panel is form:
            page.close_panel()
        then(changes)

    def refused(fault: Exception) -> None:
        if not settle(str(fault)):
            page.told.tell_fault(fault)

    def settle(reason: str) -> bool:
        """Let the form be saved again; False where it is gone, and nobody would read why."""
        if form is None or not shiboken6.isValid(form):
            return False
        form.save_button.setEnabled(True)
        form.refuse(reason)
        return form.isVisibleTo(page)

    page.desk.write(use_case, page.then(done), page.then(refused))
