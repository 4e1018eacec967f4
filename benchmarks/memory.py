"""Memory of the page over a long run, after a collection of garbage."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.lab import AppPage, Lab
from benchmarks.table import Row, Table, at_most

EPOCHS = (0, 1_000, 2_500, 5_000, 10_000)
NETWORK = [2, 8, 8, 8, 1]
MEGA = 1e6
WATCH_MEMORY = Path(__file__).parent / "pages/watch-memory.js"


def run(lab: Lab) -> Table:
    """Train with the page drawn, and look after each part of the run."""
    rows = []
    with lab.app(WATCH_MEMORY) as app:
        app.devtools.send("Performance.enable")
        app.create(NETWORK)
        for epochs in EPOCHS:
            _train_until(app, epochs)
            rows.append(Row(f"epoch {epochs:,}", _sizes(app)))
    for name, column in (("", "heap, MB"), ("worker, ", "worker, MB")):
        grown = rows[len(EPOCHS) - 1].figures[column] / rows[1].figures[column]
        rows.append(Row(f"{name}last to epoch 1,000", {}, grown, at_most(1.2)))
    notes = [
        "The page's JavaScript heap, its nodes and its listeners;",
        "the worker's WebAssembly memory, which holds Python and all of its arrays and never shrinks.",
    ]
    return Table("Memory over a long run", rows, notes=notes)


def _train_until(app: AppPage, epochs: int) -> None:
    if epochs:
        app.request("start_training")
        while app.request("get_network_state")["epoch"] < epochs:
            time.sleep(0.2)
        app.request("stop_training")


def _sizes(app: AppPage) -> dict[str, float]:
    app.devtools.send("HeapProfiler.collectGarbage")
    metrics = app.metrics()
    (python,) = [worker for worker in app.page.workers if worker.url.startswith("blob:")]
    return {
        "heap, MB": metrics["JSHeapUsedSize"] / MEGA,
        "worker, MB": python.evaluate("Math.max(...memories.map(({ buffer }) => buffer.byteLength))") / MEGA,
        "nodes": metrics["Nodes"],
        "listeners": metrics["JSEventListeners"],
    }
