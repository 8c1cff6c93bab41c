"""Measuring in pairs: the bare thing, ours, the bare thing, ours… and the ratio of the medians.

A machine that is busy, hot or slow is so for both. The ratio is what a limit is set on; the
seconds are printed for the curious.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_MEMORY = frozenset({"tmpfs", "ramfs", "zram"})


class Pairs:
    """Runs pairs and writes what came of them into the benchmark's record."""

    def __init__(self, benchmark: Any) -> None:  # noqa: ANN401 - pytest-benchmark has no types
        self._benchmark = benchmark

    def compare(
        self,
        what: str,
        ours: Callable[[], object],
        bare: Callable[[], object],
        *,
        rounds: int,
        limit: float,
    ) -> None:
        """Fail where the median of ours is more than `limit` times that of the bare thing."""
        beside: list[float] = []

        def measure_bare() -> None:
            began = time.perf_counter()
            bare()
            beside.append(time.perf_counter() - began)

        # Caches of the disk, of statements, of imports: warm for both.
        for _round in range(2):
            bare()
            ours()
        self._benchmark.pedantic(ours, setup=measure_bare, rounds=rounds)
        if self._benchmark.stats is None:
            # --benchmark-disable: it ran, nothing was measured.
            return
        mine = float(self._benchmark.stats.stats.median)
        self.note(what, mine, statistics.median(beside), limit)

    def note(self, what: str, ours: float, bare: float, limit: float) -> None:
        """Record seconds and ratio for the table of `make bench`, and hold them to the limit."""
        ratio = ours / bare
        self._benchmark.extra_info.update(what=what, ours=ours, bare=bare, ratio=ratio, limit=limit)
        print(f"\n{what}: {ours * 1000:.2f} ms / {bare * 1000:.2f} ms = {ratio:.2f} (≤ {limit})")
        assert ratio <= limit, f"{what}: {ratio:.2f} times, at most {limit} allowed"

    def once(self, run: Callable[[], object]) -> None:
        """Run something that measures by itself, as one round."""
        self._benchmark.pedantic(run, rounds=1)


def require_disk(folder: Path) -> None:
    """Raise where a folder lies in memory: a flush costs nothing there, and proves nothing."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _device, point, system, *_rest = line.split()
        if folder.resolve().is_relative_to(point) and len(point) >= len(best):
            best, kind = point, system
    if kind in _MEMORY:
        raise RuntimeError(
            f"{folder} lies on {kind}, in memory: benchmarks need the checkout on a disk"
        )


def percentile(values: list[float], part: float) -> float:
    """Return the value below which that part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def child_environment() -> dict[str, str]:
    """Return the environment of an installed program: off screen, with its byte code kept."""
    kept = {name: value for name, value in os.environ.items() if name[:2] != "PY"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}
