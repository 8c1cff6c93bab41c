"""What the commands of the exchange share: an open folder with its keys, and its mailbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from otdesk.cli.composition import Composition
from otdesk.cli.importing import AUTHOR
from otdesk.cli.output import say
from otdesk.errors import DataFault
from otdesk.i18n import _

if TYPE_CHECKING:
    from otdesk.services.workplace import Workplace
    from otdesk.store.store import Store
    from otdesk.sync.mailbox.exchange import Mailbox, Sender
    from otdesk.sync.post_keys import PostKeys


@dataclass(frozen=True, slots=True)
class Exchanging:
    """A folder at work in the exchange; `reference` is where the lists of words lie."""

    workplace: Workplace
    store: Store
    keys: PostKeys
    reference: Path

    def spoken(self, key: bytes) -> tuple[str, ...]:
        """Return the four words of a key. Slow on purpose."""
        from otdesk.sync.pairing.spoken_key import read_words, spoken_key

        return spoken_key(key, read_words(self.reference))


@contextmanager
def exchanging(composition: Composition) -> Iterator[Exchanging]:
    """Open the data folder and its keys, which are made at the first time.

    Prices that came meanwhile are noted in the folder's till, where it has one.
    """
    from otdesk.services.till.keystore import keystore
    from otdesk.services.workplace import REFERENCE
    from otdesk.sync.post_keys import keys_of

    grounds = composition.make_grounds()
    workplace = composition.workplace()
    with closing(workplace.open_store()) as store:
        keys = keys_of(store, keystore(grounds.state))
        yield Exchanging(workplace, store, keys, grounds.database_files / REFERENCE)
        if not workplace.is_siege:
            from otdesk.services.till.siege_prices import note_siege_prices

            note_siege_prices(store, lambda: keystore(grounds.state), AUTHOR)


@contextmanager
def open_mailbox(
    composition: Composition, address: str, *, password: str = "", accepted: str = ""
) -> Iterator[Mailbox]:
    """Open the mailbox at an address, with the password and the host key that were kept.

    A `password` is kept for the next time; `accepted` is the fingerprint that somebody compared,
    and is kept where the server shows just that one. Raises AddressFault, MailboxFault;
    DataFault where no address is known.
    """
    from otdesk.sync.mailbox.kept import open_kept

    if not address:
        raise DataFault(
            _(
                "Aucune boîte d’échange n’est connue : indiquer --mailbox ADRESSE "
                "(un dossier, sftp://…, webdavs://…)."
            )
        )
    state = composition.make_grounds().state
    with open_kept(state, address, password=password, accepted=accepted) as opened:
        yield opened


@contextmanager
def open_sender(composition: Composition, address: str, *, password: str = "") -> Iterator[Sender]:
    """Open what sends to an address of e-mail, with the password that was kept.

    A `password` is kept for the next time.

    Raises AddressFault, MailboxFault.
    """
    from otdesk.sync.mailbox.access import Access
    from otdesk.sync.mailbox.address import parse_address
    from otdesk.sync.mailbox.known_hosts import KnownHosts
    from otdesk.sync.mailbox.opening import sender
    from otdesk.sync.mailbox.passwords import passwords

    state, parsed = composition.make_grounds().state, parse_address(address)
    account = parsed.account
    if account is not None:
        kept = passwords(state)
        if password:
            kept.save(account, password)
        password = kept.load(account) or ""
    with sender(parsed, Access(KnownHosts(state), password=password)) as opened:
        yield opened


def say_words(title: str, words: Sequence[str]) -> None:
    """Print the four words of a key, as they are read aloud."""
    say(f"  {title} : {' · '.join(words)}")
