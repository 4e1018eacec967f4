"""What it costs to record a run's past: steps per second with and without, and what is kept of a long one.

Runs unchanged in CPython, as a program that answers each line of JSON with one, and in Pyodide. Trains in
slices as the page does (js/worker/trainer.js); imports nothing but the standard library and glassnet.
"""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from glassnet.page.host import Host
from glassnet.page.journal import MAX_KEYFRAMES

clock = time.process_time  # what other work takes of a busy processor does not count, but in a page

SLICE = 0.012  # s of training between two looks at messages
REPLAY = 0.05  # s of training between two keyframes
RUN = "a"
MEGA = 1e6

type Train = Callable[[int], None]


def measure_json(request: str) -> str:
    """Answer a request, such as `{"rates": {…}}`, as JSON text, for callers in JavaScript."""
    ((name, params),) = json.loads(request).items()
    answer = rates(**params) if name == "rates" else hour(**params)
    return json.dumps(answer)


def rates(layer_sizes: list[int], seconds: float) -> dict[str, float]:
    """Return steps per second without a past and with one that is full, and what a keyframe takes.

    Each is measured over about `seconds`.
    """
    key = tuple(layer_sizes)
    if key not in _prepared:
        bare, recorded = begun(layer_sizes), begun(layer_sizes)
        for _ in range(MAX_KEYFRAMES + 1):
            record(recorded, 1)
        bare.runs[RUN].bridge.train(MAX_KEYFRAMES + 1)
        _prepared[key] = (
            Rate(bare.runs[RUN].bridge.train, lambda: None),
            Rate(lambda n_steps: recorded.train(RUN, n_steps), lambda: take_keyframe(recorded)),
        )
    bare_rate, recorded_rate = _prepared[key]
    figures = {"without": bare_rate.over(seconds), "recorded": recorded_rate.over(seconds)}
    return {**figures, "keyframe, ms": 1000.0 * middle(recorded_rate.keeping)}


def middle(values: list[float]) -> float:
    """Return a median; a page's Python has no `statistics` at its start."""
    return sorted(values)[len(values) // 2]


def begun(layer_sizes: list[int], optimizer: str = "sgd") -> Host:
    """Return a host whose run has just begun."""
    network = {"layer_sizes": layer_sizes, "activations": "sigmoid"}
    config = {"network": network, "training": {"optimizer": optimizer}}
    return Host([{"run": RUN, "config": config, "views": {}, "journal": None, "failed": None}])


def record(host: Host, n_steps: int) -> None:
    """Train, and keep where the run is then."""
    host.train(RUN, n_steps)
    take_keyframe(host)


def take_keyframe(host: Host) -> None:
    """Keep where the run is, and copy what the page gets of it."""
    host.take_keyframe(RUN)
    _ = [array.copy() for array in host.wire.arrays]


class Rate:
    """Trains in slices as the page does, and tells how fast."""

    def __init__(self, train: Callable[[int], Any], keep: Callable[[], None]) -> None:
        self._train, self._keep = train, keep
        self._n_steps = 1  # of a slice
        self._trained = 0.0  # s since the last keyframe
        self.keeping: list[float] = []  # s of each

    def over(self, seconds: float) -> float:
        """Return steps per second."""
        start, n_steps = clock(), 0
        while (elapsed := clock() - start) < seconds:
            n_steps += self._slice()
        return n_steps / elapsed

    def _slice(self) -> int:
        n_steps, start = self._n_steps, clock()
        self._train(n_steps)
        taken = clock() - start
        self._n_steps = max(1, min(int(n_steps * SLICE / max(taken, 1e-4)), 2 * n_steps))
        self._trained += taken
        if self._trained > REPLAY:
            self._trained, start = 0.0, clock()
            self._keep()
            self.keeping.append(clock() - start)
        return n_steps


_prepared: dict[tuple[int, ...], tuple[Rate, Rate]] = {}


def hour(layer_sizes: list[int], n_keyframes: int, looks: list[int]) -> list[dict[str, float]]:
    """Return what is kept after some numbers of keyframes, a step apart: MB, the most so far, how many."""
    host, most = begun(layer_sizes, "adam"), 0.0
    kept = host.runs[RUN].journal.keyframes
    answers = []
    for at in range(1, n_keyframes + 1):
        record(host, 1)
        size = sum(len(meta) + values.nbytes for meta, values in kept.values()) / MEGA
        most = max(most, size)
        if at in looks:
            sizes = {"kept, MB": size, "most, MB": most, "process, MB": process_size()}
            answers.append({**sizes, "keyframes": len(kept)})
    return answers


def process_size() -> float:
    """Return the most memory that this process has had, in MB; not a number where none is told."""
    with contextlib.suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGA
    return float("nan")


if __name__ == "__main__":
    for line in sys.stdin:
        print(measure_json(line), flush=True)
