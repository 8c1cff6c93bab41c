"""An office and its siège on real folders, each on a machine of its own, a mailbox between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit
from otdesk.headquarters import pairing, siege_round
from otdesk.services import visits, workplace
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.workplace import Grounds, Workplace
from otdesk.store.store import Store
from otdesk.sync import office_round
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.exchange import Mailbox
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox
from otdesk.sync.pairing.answer import read_answer
from otdesk.sync.pairing.invitation import SUFFIX, read_invitation
from otdesk.sync.pairing.office import accept
from otdesk.sync.post_keys import PostKeys, keys_of
from tests.offices import AFTERNOON


@dataclass
class Place:
    """One folder at work, with its keys; each has a machine of its own."""

    workplace: Workplace
    state: Path
    clock: FixedClock

    @contextmanager
    def store(self) -> Iterator[tuple[Store, PostKeys]]:
        """Open the folder as another program beside the window does."""
        with closing(self.workplace.open_store()) as store:
            yield store, keys_of(store, self.keystore())

    def keystore(self) -> FileKeystore:
        """Return where its keys are."""
        return FileKeystore(self.state / KEYS)


class Network:
    """An office and its siège below one folder, and the mailbox between them."""

    def __init__(self, root: Path, office: str = "VIA") -> None:
        self.root = root
        self.code = office
        self.clock = FixedClock(AFTERNOON)
        self.shared = root / "partage"
        self.shared.mkdir()
        self.siege = self._made("siege")
        self.office = self._made(office)

    def _made(self, name: str) -> Place:
        state = self.root / f"{name}-state"
        grounds = Grounds(paths.database_files(), state, self.clock)
        folder = self.root / name
        if name == "siege":
            made = workplace.create_siege(grounds, folder, profile_code="cevennes")
        else:
            made = workplace.create(grounds, folder, profile_code="cevennes", office=name)
        return Place(made, state, self.clock)

    @contextmanager
    def box(self) -> Iterator[Mailbox]:
        """Open the mailbox."""
        access = Access(KnownHosts(self.root / "hosts"))
        with mailbox(parse_address(str(self.shared)), access) as opened:
            yield opened

    def invitation(self, mailbox: str | None = None) -> Path:
        """Return the file of an invitation; `mailbox` is the shared folder unless told."""
        with self.siege.store() as (store, keys):
            address = str(self.shared) if mailbox is None else mailbox
            made = pairing.invite(self.siege.workplace, store, keys, self.code, mailbox=address)
            file = self.root / f"{self.code}{SUFFIX}"
            file.write_text(made.to_text(keys.signing.signed), "utf-8")
        return file

    def pair(self, mailbox: str | None = None) -> None:
        """Have both know each other."""
        invitation = read_invitation(self.invitation(mailbox))
        with self.office.store() as (store, keys):
            answer = accept(store, keys, invitation, "Comptoir")
            back = self.root / "answer"
            back.write_text(answer.to_text(keys.signing.signed), "utf-8")
        self.confirm(back)
        self.give_answer()

    def confirm(self, answer: Path) -> None:
        """Confirm a post at the siège, once its words were compared."""
        with self.siege.store() as (store, _keys):
            pairing.confirm(store, read_answer(answer), "CA")

    def send(self) -> None:
        """Exchange as the office's scheduler does."""
        with self.office.store() as (store, keys), self.box() as box:
            office_round.exchange(store, keys, box)

    def receive(self) -> siege_round.SiegeRound:
        """Receive and answer as the siège's scheduler does."""
        with self.siege.store() as (store, keys), self.box() as box:
            return siege_round.exchange(self.siege.workplace, store, keys, box)

    def give_answer(self) -> None:
        """Have the siège's answer taken at the office, as a file."""
        with self.siege.store() as (store, keys):
            file = siege_round.answer_into(store, keys, self.code, self.root)
        with self.office.store() as (store, keys):
            office_round.hear_files(store, keys, (file,))

    def exchange(self) -> None:
        """Send, receive, and hear the answer."""
        self.send()
        self.receive()
        self.send()

    def log(self, day: date | None = None, times: int = 1, size: int = 2) -> None:
        """Log accueils at the office."""
        visit = Visit(self.code, day or AFTERNOON.date(), ChannelCode.COMPTOIR, size, "FR-48")
        with closing(self.office.workplace.open_store()) as store:
            for _ in range(times):
                with store.writing("JD") as transaction:
                    visits.record(transaction, visit)
