"""A siège and its offices on real folders, each with keys and a machine of its own."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.domain.openings import read_hours
from otdesk.domain.period import Period
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit
from otdesk.headquarters import pairing, siege_round
from otdesk.services import days, visits, workplace
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.workplace import Grounds, Workplace
from otdesk.store.database import has_database
from otdesk.store.store import Store
from otdesk.sync import office_round
from otdesk.sync.inbox import read_reply
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.exchange import Mailbox
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox
from otdesk.sync.pairing.answer import read_answer
from otdesk.sync.pairing.invitation import read_invitation
from otdesk.sync.pairing.office import accept
from otdesk.sync.post_keys import PostKeys, keys_of
from tests.store.desk import START


@dataclass
class Place:
    """One folder at work, with its keys; each has a machine of its own."""

    workplace: Workplace
    store: Store
    keys: PostKeys


class Network:
    """A siège and offices below one folder, and the mailbox between them."""

    def __init__(
        self,
        root: Path,
        stack: ExitStack,
        address: str | None = None,
        *,
        now: datetime = START,
    ) -> None:
        self.root = root
        self.address = address
        self.stack = stack
        self.clock = FixedClock(now)
        self.shared = root / "partage"
        self.shared.mkdir()
        self.siege = self.opened("siege", None)

    def opened(self, name: str, office: str | None) -> Place:
        state = self.root / f"{name}-state"
        grounds = Grounds(paths.database_files(), state, self.clock)
        folder = self.root / name
        if has_database(folder):
            made = workplace.open_folder(grounds, folder)
        elif office is None:
            made = workplace.create_siege(
                grounds, folder, profile_code="cevennes", database=self.address
            )
        else:
            made = workplace.create(grounds, folder, profile_code="cevennes", office=office)
        store = self.stack.enter_context(closing(made.open_store()))
        return Place(made, store, keys_of(store, FileKeystore(state / KEYS)))

    @property
    def box(self) -> Mailbox:
        access = Access(KnownHosts(self.root / "hosts"))
        return self.stack.enter_context(mailbox(parse_address(str(self.shared)), access))

    def pair(self, place: Place, *, confirmed: bool = True) -> None:
        siege, office = self.siege, place.workplace.identity.office
        invitation = pairing.invite(siege.workplace, siege.store, siege.keys, office)
        file = self.root / "invitation"
        file.write_text(invitation.to_text(siege.keys.signing.signed), "utf-8")
        answer = accept(place.store, place.keys, read_invitation(file), "Comptoir")
        back = self.root / "answer"
        back.write_text(answer.to_text(place.keys.signing.signed), "utf-8")
        if confirmed:
            pairing.confirm(siege.store, read_answer(back), "CA")
            self.say_first_word(place)

    def say_first_word(self, place: Place) -> None:
        """Have a post that was confirmed hear the siège once: nothing leaves it before."""
        siege, office = self.siege, place.workplace.identity.office
        files = self.root / "premier-mot"
        files.mkdir(exist_ok=True)
        reply = siege_round.answer_into(siege.store, siege.keys, office, files)
        read_reply(place.store, office_round.known_partner(place.store), reply)

    def office(self, code: str, *, paired: bool = True) -> Place:
        place = self.opened(code.lower(), code)
        if paired:
            self.pair(place)
        return place

    def send(self, place: Place) -> office_round.Round:
        return office_round.exchange(place.store, place.keys, self.box)

    def receive(self) -> siege_round.SiegeRound:
        siege = self.siege
        return siege_round.exchange(siege.workplace, siege.store, siege.keys, self.box)


# A Saturday of August, a quarter past four in the afternoon in the Cévennes.
AUGUST = datetime(2026, 8, 8, 14, 15, tzinfo=UTC)
HOURS = read_hours("9h30-12h30, 14h-18h")


def fill(place: Place, first: date, last: date, *, acts: int = 2, origin: str = "FR-30") -> None:
    """Log accueils on each day that the office's profile opens, and close its days."""
    office = place.workplace.office
    with place.store.writing("JD") as transaction:
        for day in Period(first, last):
            if office.planned(day):
                for _ in range(acts):
                    visit = Visit(office.code, day, ChannelCode.COMPTOIR, 2, origin)
                    visits.record(transaction, visit)
                days.close(transaction, office.code, day, ranges=HOURS)
