"""Write the golden packet of the present format beside this script, and encrypted.

    PYTHONPATH=. python tests/data/packets/make_packet.py

A packet of a released format is never made again: packets of that format are in archives. The
keys are those of `tests/sync/packets.py`; the age identity is public, and for this alone.
"""

from __future__ import annotations

from pathlib import Path

from otdesk.sync.packet.encryption import encrypt
from otdesk.sync.packet.manifest import FORMAT
from tests.sync.packets import write

HERE = Path(__file__).parent
RECIPIENT = "age17sqh59rx3pfn0hvxwf85np74yutux2sqjl3vuvlpl2zkskn2ndtsaw0mav"


def main() -> None:
    """Write both files, named by their format."""
    written = write(HERE).path
    packet = written.rename(HERE / f"format-{FORMAT}.zip")
    encrypt(packet, RECIPIENT, HERE)


if __name__ == "__main__":
    main()
