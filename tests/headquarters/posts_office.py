"""An office with several posts: paired with their siège, and a folder that they share."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import select

from otdesk.domain.vat import VatRegime
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.till.start import begin_new
from otdesk.store import tables
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.exchange import Box, Mailbox
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox
from otdesk.sync.posts_round import PostsRound, exchange_posts
from otdesk.sync.posts_speech import MOST_ENTRIES
from tests.network import Network, Place
from tests.shop import Shop

OFFICE = "PDM"
# A file system in memory has nothing to flush: these tests ask what is said, not what is kept.
_IN_MEMORY = Path("/dev/shm")


@contextmanager
def place_in_memory() -> Iterator[Path]:
    """Give a folder in memory where there is one."""
    root = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="otdesk-posts-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


class Posts:
    """The posts of one office, by their folders' names, and what lies between them."""

    def __init__(
        self, root: Path, stack: ExitStack, names: tuple[str, ...] = ("un", "deux")
    ) -> None:
        self.network = Network(root, stack)
        self.shared = root / "bureau"
        self.shared.mkdir()
        self.posts: dict[str, Place] = {}
        for name in names:
            self.join(name)

    def join(self, name: str) -> Place:
        """Pair one more post, and have every post hear of it."""
        place = self.network.opened(name, OFFICE)
        self.posts[name] = place
        self.network.pair(place)
        self.hear_the_siege()
        return place

    def hear_the_siege(self) -> None:
        """Have every post read what the siège says by now."""
        self.network.receive()
        for place in self.posts.values():
            self.network.send(place)

    @property
    def box(self) -> Mailbox:
        """Return the mailbox of the posts."""
        access = Access(KnownHosts(self.network.root / "hosts"))
        return self.network.stack.enter_context(mailbox(parse_address(str(self.shared)), access))

    @property
    def files(self) -> list[Path]:
        """Return what lies in the shared folder."""
        folder = self.shared / Box.BETWEEN_POSTS.value
        return sorted(folder.iterdir()) if folder.exists() else []

    def meet(self, name: str, *, most: int = MOST_ENTRIES) -> PostsRound:
        """Have one post make a round."""
        place = self.posts[name]
        return exchange_posts(place.store, place.keys, self.box, most=most)

    def calm_down(self, rounds: int = 6) -> None:
        """Have all of them make rounds until nobody has news."""
        for _round in range(rounds):
            done = [self.meet(name) for name in sorted(self.posts)]
            if not any(each.delivered for each in done):
                return
        raise AssertionError("the posts never calm down")

    def damage(self, chance: random.Random) -> None:
        """Change one bit of a file that lies between the posts."""
        if self.files:
            file = chance.choice(self.files)
            data = bytearray(file.read_bytes())
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            file.write_bytes(data)


def rows_of(place: Place) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the projected tables of a folder, but for who the folder is."""
    found = {}
    with place.store.reading() as connection:
        for table in tables.PROJECTED:
            if table.name in {"folder", "stream_origin"}:
                continue
            rows = connection.execute(select(table)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def shop_at(network: Network, place: Place, *, stocked: bool) -> Shop:
    """Return the shop of a post whose folder is there already, with its till begun."""
    shop = Shop.__new__(Shop)
    shop.root, shop.clock, shop.regime = network.root, network.clock, VatRegime.FRANCHISE
    shop.workplace, shop.store = place.workplace, place.store
    if stocked:
        shop.stock_up()
    keystore = FileKeystore(place.workplace.anchors.folder / KEYS)
    name = f"Caisse {place.workplace.folder.name}"
    shop.post, _changes = begin_new(place.store, keystore, author="CA", office=OFFICE, name=name)
    return shop
