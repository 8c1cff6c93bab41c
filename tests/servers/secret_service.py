"""Run beside a keystore: secret_service.py STATE save|load STREAM; tells where the key lies."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from otdesk.services.till.keystore import keystore

PEM = "-----BEGIN PRIVATE KEY-----\nMIG=\n-----END PRIVATE KEY-----\n"


def main() -> None:
    """Keep a key, or look for it."""
    state, act, stream = sys.argv[1:]
    kept = keystore(Path(state))
    if act == "save":
        kept.save(stream, PEM)
    found = kept.load(stream)
    sys.stdout.write(json.dumps({"found": found == PEM, "holder": kept.holder(stream)}))


if __name__ == "__main__":
    main()
