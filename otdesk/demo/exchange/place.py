"""The posts of the demonstration and its siège: open folders with their keys, paired by files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from otdesk import paths
from otdesk.clock import Clock
from otdesk.demo.exchange.told import PairedPost
from otdesk.demo.writer import SeasonWriter
from otdesk.headquarters import pairing, siege_round
from otdesk.services import workplace
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.workplace import REFERENCE, Grounds, Workplace
from otdesk.store import faults
from otdesk.store.anchor import Anchors
from otdesk.store.store import DATABASE, Store
from otdesk.sync.inbox import read_reply
from otdesk.sync.office_round import known_partner
from otdesk.sync.pairing.answer import read_answer
from otdesk.sync.pairing.invitation import SUFFIX, read_invitation
from otdesk.sync.pairing.office import accept
from otdesk.sync.pairing.spoken_key import read_words, spoken_key
from otdesk.sync.post_keys import PostKeys, keys_of

_ANSWER = ".otdesk-reponse"
_POST = "Comptoir"


@dataclass(frozen=True, slots=True)
class Post:
    """An office's folder in the exchange."""

    office: str
    store: Store
    keys: PostKeys
    season: SeasonWriter


@dataclass(frozen=True, slots=True)
class Siege:
    """The head office's folder in the exchange."""

    workplace: Workplace
    store: Store
    keys: PostKeys


def post_of(office: str, store: Store, season: SeasonWriter) -> Post:
    """Return an office's folder with its keys, which lie as files beside the marks."""
    return Post(office, store, _keys(store, store.anchors), season)


@contextmanager
def siege_made(folder: Path, profile: str, clock: Clock, anchors: Anchors) -> Iterator[Siege]:
    """Make the siège's folder, a reconstruction as its offices are, and open it."""
    grounds = Grounds(paths.database_files(), anchors.folder, clock)
    made = workplace.create_siege(grounds, folder, profile_code=profile, reconstruction=True)
    with closing(made.open_store()) as store:
        yield Siege(made, store, _keys(store, anchors))


@contextmanager
def copied(post: Post, folder: Path) -> Iterator[Post]:
    """Copy a post to another PC below `folder`, as a disk is copied, and open it there.

    The other PC has marks of its own, which know nothing yet: nothing tells it that it is a copy.
    """
    with faults.explained(folder):
        place = folder / post.store.folder.name
        place.mkdir()
        shutil.copyfile(post.store.path, place / DATABASE)
    anchors = Anchors(folder / "state")
    with closing(Store.open(place, post.store.clock, post.store.zone, anchors)) as store:
        yield Post(post.office, store, post.keys, post.season)


def pair(siege: Siege, post: Post, mailbox: Path, files: Path, *, author: str) -> PairedPost:
    """Pair a post with the siège by two files, and compare the words as a telephone call does.

    Both files go through the folder `files`; `author` confirms at the siège. Raises ValueError
    where the two read other words.
    """
    words = read_words(paths.database_files() / REFERENCE)
    invitation = pairing.invite(
        siege.workplace, siege.store, siege.keys, post.office, mailbox=str(mailbox.resolve())
    )
    invited = files / f"{post.office}{SUFFIX}"
    invited.write_text(invitation.to_text(siege.keys.signing.signed), "utf-8")
    answer = accept(post.store, post.keys, read_invitation(invited), _POST)
    answered = files / f"{post.office}{_ANSWER}"
    answered.write_text(answer.to_text(post.keys.signing.signed), "utf-8")
    came = read_answer(answered)
    read_here = spoken_key(post.keys.signing.public.raw, words)
    if spoken_key(came.post_key, words) != read_here:
        raise ValueError(f"{post.office}: the siège reads other words than the post")
    pairing.confirm(siege.store, came, author)
    # Nothing of a post leaves before it has heard its siège.
    reply = siege_round.answer_into(siege.store, siege.keys, post.office, files)
    read_reply(post.store, known_partner(post.store), reply)
    return PairedPost(post.office, read_here)


def words_of(keys: PostKeys) -> tuple[str, ...]:
    """Return the four words of a folder's public key. Slow on purpose."""
    return spoken_key(keys.signing.public.raw, read_words(paths.database_files() / REFERENCE))


def _keys(store: Store, anchors: Anchors) -> PostKeys:
    return keys_of(store, FileKeystore(anchors.folder / KEYS))
