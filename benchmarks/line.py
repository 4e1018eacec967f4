"""From navigation to the first epoch against the bytes that have to come, over lines of several speeds."""

from __future__ import annotations

import functools
import gzip
import io
import threading
import time
from pathlib import Path
from typing import Any, override

from benchmarks.lab import PICTURES, WATCH, Lab
from benchmarks.picture import write_curves_into
from benchmarks.site_bytes import COMPRESSED, MEGA
from benchmarks.start import TOTAL, naive_start, site_start
from benchmarks.table import Row, Table, at_most
from tools.server import Handler, make_server

LIMITS = {5: 0.7, 20: 0.65, 100: 0.5}  # by Mbit/s, against the naive start
MAX_SENT = 6.3  # MB until the first epoch of a start without the image
DELAY = 0.02  # s from a request to its answer
CHUNK = 16_384  # bytes
ROUNDS = 2
NAIVE, FIRST = "naive", "Glassnet"
PLAIN, IMAGE = "without image", "with image"  # whatever the line is like (js/worker/line.js)
# js/worker-start.js names workers.
NAME_WORKER = """window.Worker = class extends Worker {
    constructor(url, options) { super(url, { ...options, name: "NAME" }); }
};"""
WORKERS = {PLAIN: "plain", IMAGE: "image"}


class Line:
    """What connections share: so many bytes a second, one after the other."""

    def __init__(self, megabits: float) -> None:
        self.sent = 0
        self._seconds_per_byte = 8e-6 / megabits
        self._lock = threading.Lock()
        self._free_at = 0.0

    def send(self, n_bytes: int) -> None:
        """Wait until the line has taken so many bytes."""
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + n_bytes * self._seconds_per_byte
            until = self._free_at
            self.sent += n_bytes
        time.sleep(max(0.0, until - time.monotonic()))


class LineHandler(Handler):
    """Answers like a host that compresses with gzip, at the end of a line."""

    line: Line

    @override
    def send_head(self) -> Any:
        time.sleep(DELAY)
        path = Path(self.translate_path(self.path))
        if path.suffix not in COMPRESSED or not path.is_file():
            return super().send_head()
        content = _compressed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    @override
    def copyfile(self, source: Any, outputfile: Any) -> None:
        while chunk := source.read(CHUNK):
            self.line.send(len(chunk))
            outputfile.write(chunk)


@functools.cache
def _compressed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


def run(lab: Lab) -> Table:
    """Open the naive page and ours over each line, with empty profiles, and draw the curves."""
    rows, sent = [], dict[str, float]()
    curves: dict[str, list[tuple[float, float]]] = {name: [] for name in (NAIVE, FIRST, PLAIN, IMAGE)}
    for megabits, limit in LIMITS.items():
        rounds = []
        for _ in range(ROUNDS):
            seconds = {}
            for name in curves:
                seconds[name], sent[name] = _start(lab, name, megabits)
            rounds.append(seconds)
        best = {name: min(seconds[name] for seconds in rounds) for name in curves}
        for name, points in curves.items():
            points.append((megabits, best[name]))
        rows.append(Row(f"{megabits} Mbit/s", best, best[FIRST] / best[NAIVE], at_most(limit)))
    rows.append(Row("MB without the image", {}, sent[PLAIN] / MEGA, at_most(MAX_SENT)))
    named = {f"{name}, {sent[name] / MEGA:.1f} MB": points for name, points in curves.items()}
    axes = ("Mbit/s", "first epoch after, s")
    write_curves_into(PICTURES / "line.svg", "First visit over a line", axes, named, lab.machine)
    loaded = "; ".join(f"{name} {n_bytes / MEGA:.1f}" for name, n_bytes in sent.items())
    return Table("Line", rows, notes=[f"Seconds to the first epoch; MB until then: {loaded}."])


def _start(lab: Lab, name: str, megabits: float) -> tuple[float, int]:
    """Return the seconds to the first epoch and the bytes that had been sent by then."""
    line = Line(megabits)
    handler = type("Handler", (LineHandler,), {"line": line})
    with make_server(lab.site.parent, handler=handler) as server, lab.profile() as context:
        if name == NAIVE:
            stages = naive_start(context, f"{server.url}benchmarks/pages/naive.html")
        else:
            context.add_init_script(path=WATCH)
            if name in WORKERS:
                context.add_init_script(NAME_WORKER.replace("NAME", WORKERS[name]))
            stages = site_start(context, f"{server.url}app/")
        return stages[TOTAL] / 1000, line.sent
