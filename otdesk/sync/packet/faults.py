"""Why a packet is refused: a reason for the program, a French sentence for the quarantine."""

from __future__ import annotations

from enum import StrEnum

from otdesk.errors import DataFault


class RefusalReason(StrEnum):
    """What is wrong with a packet, in the order in which it is looked for."""

    ENCRYPTION = "encryption"
    """Encrypted for somebody else, or damaged while encrypted."""
    NOT_A_PACKET = "not_a_packet"
    """No zip file with a manifest: another file, or one cut short."""
    TOO_LARGE = "too_large"
    """More bytes than the limits, packed or unpacked."""
    TOO_MANY_FILES = "too_many_files"
    BAD_NAME = "bad_name"
    """A path, or a name that no packet has."""
    RATIO = "ratio"
    """Unpacks to far more than it is: a bomb."""
    LAYOUT = "layout"
    """A zip file, but not laid out as a packet is, byte by byte."""
    OTHER_NETWORK = "other_network"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"
    ALTERED = "altered"
    """Bytes that are not those that were signed."""
    NEWER = "newer"
    """Made by a newer program: it waits for an update, and is no fault."""
    MANIFEST = "manifest"
    """A signed manifest with a missing, unknown or wrong value."""
    OTHER_OFFICE = "other_office"
    """Signed with the key of an office, in the name of another."""
    FILES = "files"
    """Other files than the manifest says."""
    LINE_TOO_LONG = "line_too_long"
    ENTRY = "entry"
    """An entry that is no entry, or does not follow the one before."""
    SPAN = "span"
    """Other entries than the manifest says."""
    PERSONAL = "personal"
    """Personal contents that belong to no entry of the packet."""


class RefusedPacket(DataFault):
    """A packet that cannot be accepted; nothing of it was taken. `detail` is a French sentence."""

    def __init__(self, reason: RefusalReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
