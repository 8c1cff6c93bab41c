"""« Postes du bureau »: the folder that several posts share, and when each of them was heard."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from otdesk import settings, typography
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.reports.posts_here import PostHere, posts_here
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.posts_exchange import PATIENCE_SECONDS
from otdesk.ui.preferences.cards import Card, button, label, row, say
from otdesk.ui.preferences.chooser import Pick, pick_folder
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.theme.apply import Theme

if TYPE_CHECKING:
    from otdesk.store.store import Store
    from otdesk.sync.posts_round import PostsRound


class PostsPage(PreferencesPage):
    """Where the posts of one office exchange; each keeps its own till."""

    def __init__(self, context: ScreenContext, theme: Theme, *, pick: Pick = pick_folder) -> None:
        super().__init__(
            context,
            theme,
            _("Postes du bureau"),
            _(
                "Plusieurs postes dans le bureau : chacun montre la journée de tous, avec le siège "
                "ou sans lui. Chacun garde sa caisse."
            ),
        )
        self._pick = pick
        self._network: StoreLink | None = None
        self.column.addWidget(self._folder_card())
        card = Card(theme, _("Les postes que le siège a reconnus"))
        self.posts = label("")
        card.add(self.posts)
        self.column.addWidget(card)
        self.finish()

    def _folder_card(self) -> Card:
        theme = self.theme
        chosen = self.context.preferences().get(settings.POSTS_FOLDER)
        card = Card(
            theme,
            _("Dossier commun"),
            _(
                "Le même pour tous : un partage du réseau, un dossier Nextcloud, sftp:// ou "
                "webdavs://. Il ne garde que ce qui n’est pas encore chez chacun."
            ),
        )
        self.address = QLineEdit(chosen)
        self.address.setObjectName("posts-address")
        self.address.setAccessibleName(_("Adresse du dossier commun des postes"))
        self.address.setPlaceholderText(_("Aucun : ce poste est seul dans son bureau"))
        self.address.setMinimumHeight(theme.scale.target)
        self.address.setMaximumWidth(theme.scale.em(40))
        self.address.returnPressed.connect(self.keep)
        self.saving = button(theme, _("Enregistrer"), self.keep)
        self.trying = button(theme, _("Échanger maintenant"), self.exchange, icon="refresh-cw")
        self.trying.setEnabled(bool(chosen))
        self.forgetting = button(
            theme, _("Ne plus partager"), lambda: self.save(settings.POSTS_FOLDER, ""), role="ghost"
        )
        self.forgetting.setVisible(bool(chosen))
        card.add(
            self.address,
            row(
                theme,
                (
                    button(theme, _("Choisir un dossier…"), self.choose, icon="folder"),
                    self.saving,
                    self.trying,
                    self.forgetting,
                ),
            ),
        )
        return card

    def arrive(self) -> None:
        """Read who was heard meanwhile."""
        office = self.context.workplace.identity.office
        self.context.reading.read(
            lambda connection: posts_here(connection, office), self.then(self._show), self.fault
        )

    def choose(self) -> None:
        """Ask for a folder of this PC or of the network."""
        chosen = self._pick(self, _("Dossier commun des postes"))
        if chosen is not None:
            self.address.setText(str(chosen))
            self.keep()

    def keep(self) -> None:
        """Keep the address; an empty one shares no more."""
        from otdesk.sync.posts_address import checked_address

        text = self.address.text().strip()
        try:
            text = checked_address(text) if text else ""
        except DataFault as fault:
            self.tell_fault(fault)
            return
        self.save(settings.POSTS_FOLDER, text)

    def exchange(self) -> None:
        """Make a round now, on a thread of its own: a share that is gone is slow to say so.

        Neither the window waits for it nor, on the reading thread, the figures.
        """
        address = self.context.preferences().get(settings.POSTS_FOLDER)
        state = self.context.workplace.anchors.folder

        def work(store: Store) -> PostsRound:
            from otdesk.services.till.keystore import keystore
            from otdesk.sync.post_keys import keys_of
            from otdesk.sync.posts_address import posts_mailbox
            from otdesk.sync.posts_round import exchange_posts

            keys = keys_of(store, keystore(state))
            with closing(posts_mailbox(state, address)) as box:
                return exchange_posts(store, keys, box)

        self.trying.setEnabled(False)
        self.tell(_("Échange avec les autres postes…"), "")
        if self._network is None:
            # Below the store's own link, it ends with it.
            self._network = StoreLink(
                self.context.workplace.open_store, self.context.link, patience=PATIENCE_SECONDS
            )
        self._network.run(work, self.then(self._on_done), self._on_fault)

    def _on_done(self, done: PostsRound) -> None:
        self.trying.setEnabled(True)
        received = ngettext("{} entrée reçue", "{} entrées reçues", done.received)
        sent = ngettext("{} laissée aux autres.", "{} laissées aux autres.", done.sent)
        text = f"{received.format(done.received)}, {sent.format(done.sent)}"
        if not done.received and not done.sent:
            text = _("Rien de nouveau entre les postes.")
        if done.refused:
            self.tell(_("{} Un fichier est en quarantaine : {}").format(text, done.refused[-1][1]))
        elif done.strangers:
            self.tell(
                _("{} Un poste que le siège n’a pas reconnu y dépose aussi.").format(text), "genet"
            )
        else:
            self.tell(text)
        self.arrive()

    def _on_fault(self, error: Exception) -> None:
        self.then(lambda _none: self.trying.setEnabled(True))(None)
        self.fault(error)

    def _show(self, posts: tuple[PostHere, ...]) -> None:
        if not posts:
            say(
                self.posts,
                _(
                    "Aucun encore : chaque poste s’appaire avec le siège, et l’échange avec lui "
                    "apporte la liste."
                ),
            )
            return
        say(self.posts, "\n".join(f"{post.name} · {self._state(post)}" for post in posts))

    def _state(self, post: PostHere) -> str:
        if not post.is_trusted:
            return _("révoqué : rien n’est plus pris de lui")
        if post.is_this:
            return _("ce poste")
        if post.heard_at is None:
            return _("pas encore entendu dans le dossier commun")
        local = self.context.workplace.local(post.heard_at)
        return _("entendu le {}").format(typography.stamp(local))
