"""`otdesk` and `python -m otdesk`."""

from __future__ import annotations

import sys

from otdesk.app import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
