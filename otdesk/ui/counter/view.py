"""What the counter shows of its day: figures, last records, hours. One short query each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from otdesk import typography
from otdesk.i18n import _, ngettext
from otdesk.reports.day_list import DayLine, LineKind, latest_lines
from otdesk.reports.live import LiveFigures, live_figures
from otdesk.services.workplace import Workplace
from otdesk.ui.counter.side import CHANNEL_ICONS, RecentItem

_RECENT = 12
_FIRST_HOUR, _LAST_HOUR = 9, 18
