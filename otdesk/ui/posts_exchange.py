"""The exchange with the other posts of the office, each minute, on a thread of its own.

It waits while somebody is typing an accueil, though not for ever. What it brings is on the disk;
the window sees it there as it sees what any other program wrote (`Afterwards.look`).
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from otdesk import settings
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.ui.background import StoreLink

if TYPE_CHECKING:
    from otdesk.store.store import Store
    from otdesk.sync.post_keys import PostKeys
    from otdesk.sync.posts_round import PostsRound
    from otdesk.ui.application import Session

_LOOK_MILLISECONDS = 5_000
_EVERY_SECONDS = 60.0
# An accueil that is begun and left standing does not keep the posts apart.
_AT_LAST_SECONDS = 180.0
# A shared folder that does not answer is waited for so long by a window that closes: its server
# may take thirty, and a round that is cut short is made again.
PATIENCE_SECONDS = 5.0
# Who tells of it: the banner lets go of it by this name.
_TELLER = "posts"


class PostsExchange(QObject):
    """Makes the rounds of one window; `rounded` follows each, with what it did."""

    rounded = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._link = StoreLink(session.workplace.open_store, self, patience=PATIENCE_SECONDS)
        self._keys: PostKeys | None = None
        self._began: float | None = None
        self._busy = False
        self._stopped = False
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Begin; the first round comes with the first look."""
        self._timer.start()

    def stop(self) -> None:
        """Give up what is under way: nothing is half sent, and the next start goes on."""
        self._stopped = True
        self._timer.stop()
        self._link.close()

    @property
    def address(self) -> str:
        """Return the shared folder, nothing where this post has none."""
        return self._session.context.preferences().get(settings.POSTS_FOLDER)

    def look(self) -> None:
        """Make a round where one is due and nobody is typing."""
        if self._stopped or self._busy or not self.address:
            return
        since = _AT_LAST_SECONDS if self._began is None else time.monotonic() - self._began
        is_typing = not self._session.window.controller.draft.is_blank
        if since >= (_AT_LAST_SECONDS if is_typing else _EVERY_SECONDS):
            self.make_round()

    def make_round(self) -> None:
        """Make a round now."""
        self._began, self._busy = time.monotonic(), True
        self._link.run(self._round, self._on_done, self._on_fault)

    def _round(self, store: Store) -> PostsRound:
        # On its own thread: what it imports takes longer than the first picture may.
        from otdesk.services.till.keystore import keystore
        from otdesk.sync.mailbox.exchange import Watch
        from otdesk.sync.post_keys import keys_of
        from otdesk.sync.posts_address import posts_mailbox
        from otdesk.sync.posts_round import exchange_posts

        state = self._session.workplace.anchors.folder
        if self._keys is None:
            self._keys = keys_of(store, keystore(state))
        with closing(posts_mailbox(state, self.address)) as box:
            return exchange_posts(store, self._keys, box, Watch(cancelled=lambda: self._stopped))

    def _on_done(self, done: PostsRound) -> None:
        self._busy = False
        if self._stopped:
            return
        if done.refused:
            name, reason = done.refused[-1]
            self._tell(
                _("Un fichier d’un autre poste est en quarantaine : {}").format(name),
                _("{} Rien n’a été changé ; ce poste le redemande.").format(reason),
            )
        elif self._told:
            self._told = ""
            self._session.window.banner.withdraw(_TELLER)
        self.rounded.emit(done)

    def _on_fault(self, fault: Exception) -> None:
        self._busy = False
        if self._stopped:
            return
        what, safe = str(fault), ""
        if isinstance(fault, EnvironmentFault):
            what, safe = fault.what, f"{fault.safe} {fault.todo}"
        self._tell(_("Les autres postes ne sont pas joints : {}").format(what), safe)

    def _tell(self, what: str, safe: str) -> None:
        # Once, and again only after a round that went well: a banner a minute is not read.
        if self._told != what:
            self._told = what
            banner = self._session.window.banner
            banner.tell(what, safe, tone="genet", teller=_TELLER, stays=True)
