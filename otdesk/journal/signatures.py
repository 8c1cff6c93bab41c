"""The signatures of a till's stream, judged entry by entry with the key that its first one names.

Whoever owns the file can make a whole new chain, with a key of their own: what tells it from the
old one is a key that was seen outside, on this machine or by an inspector (`shop.md`, "The till's
journal").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from otdesk.i18n import _
from otdesk.journal.canonical import Value
from otdesk.journal.chain import ChainFault, FaultKind
from otdesk.journal.keys import UnusableKey, Verifier, fingerprint, verifier

# The kind of a till's first entry, whose payload holds its public key.
TILL = "till"
# The technical event that names the next key; it is signed with the one before.
KEY_EVENT = ("till_event", "key")


class Signed(NamedTuple):
    """What of an entry its signature is about."""

    seq: int
    kind: str
    digest: bytes
    signature: bytes | None


class Signatures:
    """The signatures of one till, whose stream is `stream`.

    `seen` is the key that this machine keeps of it, `trusted` those that were given from outside;
    where there are any, the till must have begun with one of them. A key is known by its PEM text.
    `current` is the key in force where the entries do not begin with the till's opening.
    """

    def __init__(
        self,
        stream: str,
        *,
        seen: str | None = None,
        trusted: tuple[str, ...] = (),
        current: str | None = None,
    ) -> None:
        self._stream = stream
        self._seen = seen
        self._trusted = trusted
        self._current = current
        self._begun = False
        self._verify: Verifier | None = None
        self.key = ""

    @staticmethod
    def needs_payload(kind: str) -> bool:
        """Tell whether a payload of this kind may name a key."""
        return kind in {TILL, KEY_EVENT[0]}

    def judge(self, entry: Signed, payload: Mapping[str, Value] | None) -> Iterator[ChainFault]:
        """Yield what is wrong with the signature of the next entry, or with the till's key.

        `payload` is wanted where `needs_payload` says so.
        """
        stream, seq = self._stream, entry.seq
        if not self._begun:
            self._begun = True
            for detail in self._begin(entry, payload or {}):
                yield ChainFault(FaultKind.KEY, stream, seq, detail)
        if entry.signature is None:
            yield ChainFault(FaultKind.SIGNATURE, stream, seq, _("la signature manque"))
        elif self._verify is not None and not self._verify(entry.digest, entry.signature):
            detail = _("la signature n’est pas celle de la caisse")
            yield ChainFault(FaultKind.SIGNATURE, stream, seq, detail)
        elif payload and (entry.kind, payload.get("event")) == KEY_EVENT:
            detail = self._change(payload.get("detail"))
            if detail:
                yield ChainFault(FaultKind.KEY, stream, seq, detail)

    def _begin(self, entry: Signed, payload: Mapping[str, Value]) -> Iterator[str]:
        """Choose the key to judge by; yield what is wrong with the one that the entry names."""
        named = payload.get("public_key") if entry.kind == TILL else self._current
        own = named if isinstance(named, str) else ""
        self.key = own
        if not own:
            yield _("la caisse ne commence pas par une ouverture qui dit sa clé")
        elif self._seen is not None and own != self._seen:
            yield _("la clé {found} n’est pas celle que l’on connaît d’elle ({seen})").format(
                found=_short(own), seen=_short(self._seen)
            )
        if own and self._trusted and own not in self._trusted:
            yield _("la clé {found} n’est pas la clé publique donnée ({given})").format(
                found=_short(own), given=", ".join(map(_short, self._trusted))
            )
        usable: list[Verifier] = []
        for key in (own, self._seen, *self._trusted):
            if key:
                try:
                    usable.append(verifier(key))
                except UnusableKey:
                    if key is own:
                        yield _("la clé publique de la caisse est illisible")
        signature = entry.signature or b""
        # A first entry that was tampered with must not take the proof from all that follow.
        signing = [verify for verify in usable if verify(entry.digest, signature)]
        self._verify = next(iter(signing or usable), None)

    def _change(self, detail: Value | None) -> str:
        """Go on with the key that an event names; return what is wrong with it."""
        if not isinstance(detail, str) or "PUBLIC KEY" not in detail:
            # An event about the key that changes none: lost, exported, shown.
            return ""
        try:
            self._verify = verifier(detail)
        except UnusableKey:
            return _("la nouvelle clé publique est illisible")
        return ""


def _short(key: str) -> str:
    """Return the beginning of a key's fingerprint: enough to tell two by eye."""
    return fingerprint(key)[:16]
