"""How long a stop takes to be honoured, from the command to its answer."""

from __future__ import annotations

import time

from benchmarks.lab import AppPage, Lab
from benchmarks.page_share import open_all_views
from benchmarks.table import Row, Table, at_most, medians

NETWORKS = ([2, 4, 1], [2, 8, 8, 8, 1], [2, 64, 64, 1], [2, *[64] * 8, 1])
STOPS = 12
LIMIT_MS = 100.0


def run(lab: Lab) -> Table:
    """Stop each network again and again, at full speed and with the largest batch."""
    rows = []
    with lab.app() as app:
        for layer_sizes in NETWORKS:
            app.create(NETWORKS[0])
            _stop(app, 0)  # what has been learned about the smallest network's steps must not hold up others
            app.create(layer_sizes)
            for batch_size in (32, 160):
                app.request("set_training", {"batch_size": batch_size})
                rows.append(_stops(app, f"{'-'.join(map(str, layer_sizes))}, batch {batch_size}"))
        app.create(NETWORKS[1])
        app.request("set_training", {"batch_size": 32})
        open_all_views(app)
        rows.append(_stops(app, f"{'-'.join(map(str, NETWORKS[1]))}, batch 32, every view open"))
    return Table("Stop", rows, result="longest", notes=["ms from the command to its answer, page drawn."])


def _stops(app: AppPage, case: str) -> Row:
    waits = [_stop(app, index) for index in range(STOPS)]
    return Row(case, medians([{"median": wait} for wait in waits]), max(waits), at_most(LIMIT_MS))


def _stop(app: AppPage, index: int) -> float:
    app.request("start_training")
    time.sleep(0.15 + 0.013 * index)  # at another moment of a slice each time
    script = """async () => {
        const start = performance.now();
        await glassnet.request("stop_training");
        return performance.now() - start;
    }"""
    return float(app.page.evaluate(script))
