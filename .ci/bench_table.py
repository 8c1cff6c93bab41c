"""Print the medians of some runs of the benchmarks as a table: bench_table.py RECORD.json..."""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def main(records: Sequence[str]) -> int:
    """Print one line a benchmark; 1 where a median is over its limit or nothing was measured."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        for each in json.loads(Path(record).read_text(encoding="utf-8"))["benchmarks"]:
            info = each["extra_info"]
            if "ratio" in info:
                found[info["what"]].append(info)
    if not found:
        print("no benchmark was measured", file=sys.stderr)
        return 1
    width = max(len(what) for what in found)
    print(f"{'':{width}}  {'ours':>10}  {'beside':>10}  {'ratio':>6}  {'limit':>6}  runs")
    over = 0
    for what, infos in found.items():
        ours, bare, ratio = (
            statistics.median(info[name] for info in infos) for name in ("ours", "bare", "ratio")
        )
        limit = infos[0]["limit"]
        mark = "" if ratio <= limit else "  over"
        over += ratio > limit
        print(
            f"{what:{width}}  {ours * 1000:7.2f} ms  {bare * 1000:7.2f} ms"
            f"  {ratio:6.2f}  {limit:6.2f}  {len(infos)}{mark}"
        )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
