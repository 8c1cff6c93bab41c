"""A data folder and all that goes with it: lists, profile, zone, clock. Made once, handed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from otdesk.clock import Clock
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.list_items import ListItem, merged
from otdesk.domain.profile import NetworkProfile, OfficeProfile
from otdesk.domain.reference import Lists
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store import placement
from otdesk.store.anchor import Anchors
from otdesk.store.database import Database, database_of
from otdesk.store.database_file import SCHEMA_VERSION, SIEGE_OFFICE, SIEGE_ROLE, Identity
from otdesk.store.list_items import standing_items
from otdesk.store.occupancy import FolderLock
from otdesk.store.profiles import load_profile
from otdesk.store.reference import load_lists

if TYPE_CHECKING:
    from otdesk.store.store import Store

REFERENCE = "reference"
PROFILES = "profiles"
# Written where an office's folder has its code.
SIEGE = SIEGE_OFFICE


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the composition root knows before any data folder is named."""

    database_files: Path
    state: Path
    clock: Clock


class ListsInUse:
    """The lists of a folder: those of the program with what the siège says of them.

    They change while a window is open, when an exchange brings news: whoever asks a workplace for
    its lists has those of now.
    """

    def __init__(self, shipped: Lists, items: tuple[ListItem, ...] = ()) -> None:
        self.shipped = shipped
        self.items: tuple[ListItem, ...] = ()
        self.now = shipped
        self.take(items)

    def with_items(self, items: tuple[ListItem, ...]) -> Lists:
        """Return the lists as these entries of the siège would make them."""
        return merged(self.shipped, items)

    def take(self, items: tuple[ListItem, ...]) -> bool:
        """Put the siège's entries in the place of those before; tell whether anything changed."""
        if items == self.items:
            return False
        self.now, self.items = self.with_items(items), items
        return True


@dataclass(frozen=True, slots=True)
class Workplace:
    """One data folder at work: everything that services, reports and screens are given.

    `open_store` may be called once per thread; each store belongs to the thread that opened it.
    """

    folder: Path
    identity: Identity
    lists_in_use: ListsInUse
    profile: NetworkProfile
    calendar: DayCalendar
    zone: ZoneInfo
    clock: Clock
    anchors: Anchors

    @property
    def lists(self) -> Lists:
        """Return the reference lists as they are now."""
        return self.lists_in_use.now

    @property
    def is_siege(self) -> bool:
        """Tell whether this is the head office's folder, which holds its offices' journals."""
        return self.identity.role == SIEGE_ROLE

    @property
    def office(self) -> OfficeProfile:
        """Return the profile of this folder's office. Raises DataFault where it has none."""
        office = self.profile.office(self.identity.office)
        if office is None:
            raise DataFault(
                _("Le bureau « {office} » ne figure plus au profil de {network}.").format(
                    office=self.identity.office, network=self.profile.name
                )
            )
        return office

    @property
    def database(self) -> Database:
        """Return where the tables of this folder are."""
        return database_of(self.folder, self.anchors.folder)

    def open_store(self) -> Store:
        """Open the folder's database for the calling thread."""
        # The first picture is there before SQLAlchemy (decision 0008).
        from otdesk.store.store import Store

        return Store.open(self.folder, self.clock, self.zone, self.anchors)

    def today(self) -> date:
        """Return the office's local date."""
        return self.local(self.clock.now()).date()

    def local(self, moment: datetime) -> datetime:
        """Return an instant in the office's zone."""
        return moment.astimezone(self.zone)

    def minute(self, moment: datetime) -> int:
        """Return the local minute of the day of an instant."""
        local = self.local(moment)
        return local.hour * 60 + local.minute


def create(
    grounds: Grounds,
    folder: Path,
    *,
    profile_code: str,
    office: str,
    reconstruction: bool = False,
) -> Workplace:
    """Make a new, empty data folder of an office of a network, and return it at work.

    Raises DataFault on an unknown profile or office, FolderTaken where something lies there,
    SynchronisedFolder where OneDrive or the like would copy the database while it is written.
    """
    placement.check(folder)
    profile = _profile(grounds.database_files / PROFILES, profile_code)
    known = {o.code for o in profile.offices}
    if office not in known:
        raise DataFault(
            _("« {office} » n’est pas un bureau de {network} : {known}.").format(
                office=office, network=profile.name, known=", ".join(sorted(known))
            )
        )
    return _made(grounds, folder, Identity(profile.code, office, "office", reconstruction), profile)


def create_siege(
    grounds: Grounds,
    folder: Path,
    *,
    profile_code: str,
    database: str | None = None,
    reconstruction: bool = False,
) -> Workplace:
    """Make the new, empty folder of a network's head office, and return it at work.

    `database` is the address of an empty PostgreSQL database; without it, the folder has its own
    SQLite file. Raises as `create` does, DataFault on an address that is none, and an
    EnvironmentFault where the server cannot be used.
    """
    placement.check(folder)
    profile = _profile(grounds.database_files / PROFILES, profile_code)
    identity = Identity(profile.code, SIEGE, SIEGE_ROLE, reconstruction)
    if database is None:
        return _made(grounds, folder, identity, profile)
    from otdesk.store.server.making import make

    zone = ZoneInfo(profile.timezone)
    make(folder, database, identity, clock=grounds.clock, zone=zone, state=grounds.state)
    return _assembled(grounds, folder, identity, profile)


def _made(grounds: Grounds, folder: Path, identity: Identity, profile: NetworkProfile) -> Workplace:
    from otdesk.store.store import Store

    zone, anchors = ZoneInfo(profile.timezone), Anchors(grounds.state)
    Store.create(folder, identity, grounds.clock, zone, anchors).close()
    return _assembled(grounds, folder, identity, profile)


def open_folder(grounds: Grounds, folder: Path, *, lock: FolderLock | None = None) -> Workplace:
    """Open an existing data folder, migrated first where it is older.

    A window gives the lock that it holds: a migration is refused where another window is open.
    Raises an EnvironmentFault on anything that is not a whole otdesk folder.
    """
    database = database_of(folder, grounds.state)
    if database.schema() < SCHEMA_VERSION:
        from otdesk.store import migration

        migration.prepare(folder, grounds.clock, state=grounds.state, lock=lock)
    identity = database.identity()
    with database.glance() as asked:
        items = standing_items(asked)
    profile = _profile(grounds.database_files / PROFILES, identity.network)
    return _assembled(grounds, folder, identity, profile, items)


def _assembled(
    grounds: Grounds,
    folder: Path,
    identity: Identity,
    profile: NetworkProfile,
    items: tuple[ListItem, ...] = (),
) -> Workplace:
    lists = _lists(grounds.database_files / REFERENCE)
    return Workplace(
        folder=folder,
        identity=identity,
        lists_in_use=ListsInUse(lists, items),
        profile=profile,
        calendar=DayCalendar.of(lists.public_holidays, lists.school_holidays),
        zone=ZoneInfo(profile.timezone),
        clock=grounds.clock,
        anchors=Anchors(grounds.state),
    )


@cache
def _lists(folder: Path) -> Lists:
    """Read the lists that are shipped, once a process: they are the same for each folder."""
    return load_lists(folder)


@cache
def _profile(folder: Path, code: str) -> NetworkProfile:
    """Read a network's profile, once a process."""
    return load_profile(folder, code)


def with_clock(workplace: Workplace, clock: Clock) -> Workplace:
    """Return the same workplace under another clock (tests, replays)."""
    return replace(workplace, clock=clock)
