"""The command `python3 build.py bench`: runs benchmarks by name and prints their tables."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks import (
    drawing,
    film,
    jank,
    line,
    memory,
    opened,
    page_share,
    site_bytes,
    start,
    stop,
    training,
)
from benchmarks.lab import Lab, open_lab
from benchmarks.table import Table
from tools.console import BuildError, say

BENCHMARKS: Mapping[str, Callable[[Lab], Table]] = {
    "bytes": site_bytes.run,
    "start": start.run,
    "line": line.run,
    "training": training.run,
    "page": page_share.run,
    "drawing": drawing.run,
    "jank": jank.run,
    "memory": memory.run,
    "stop": stop.run,
    "film": film.run,
    "opened": opened.run,
}


QUIET = 0.5  # processes that want to run, on average over a minute


def _other_work() -> float:
    """Return the load of the last minute where the system tells it."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def run_benchmarks(names: Sequence[str], json_path: Path | None) -> int:
    """Run the benchmarks of these names, or all, and return 1 if a budget is missed."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise BuildError(f"No benchmark is called {', '.join(unknown)}: there are {', '.join(BENCHMARKS)}.")
    tables = {}
    with open_lab() as lab:
        say(f"Machine: {lab.machine}")
        if (busy := _other_work()) > QUIET:
            say(f"This machine is busy (load {busy:.1f}): figures and ratios will be off. Measure again.")
        for name in names or BENCHMARKS:
            started = time.monotonic()
            tables[name] = BENCHMARKS[name](lab)
            say(f"\n{tables[name].as_markdown()}\n({time.monotonic() - started:.0f} s)")
        answer = {"machine": lab.machine, "tables": {name: table.as_json() for name, table in tables.items()}}
    if json_path:
        json_path.write_text(json.dumps(answer, indent=1) + "\n")
    missed = [
        f"{name}: {row.case}"
        for name, table in tables.items()
        for row in table.rows
        if row.verdict == "MISSED"
    ]
    say("\nMissed: " + "; ".join(missed) if missed else "\nEvery budget holds.")
    return 1 if missed else 0
