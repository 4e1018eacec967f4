"""The share of the training speed that is left while the page draws everything."""

from __future__ import annotations

import time

from benchmarks.lab import WATCH, AppPage, Lab
from benchmarks.table import Row, Table, at_least, median_ratio, medians

NETWORKS = ([2, 8, 8, 8, 1], [2, 64, 64, 1])
ROUNDS = 7
SECONDS = 1.5
DRAWN, UNDRAWN = "drawn", "not drawn"


def run(lab: Lab) -> Table:
    """Train with and without animation frames, in turn."""
    rows = []
    with lab.app(WATCH) as app:
        open_all_views(app)
        for layer_sizes in NETWORKS:
            app.create(layer_sizes)
            app.request("start_training")
            time.sleep(1.0)
            rounds = [
                {UNDRAWN: _rate(app, is_frozen=True), DRAWN: _rate(app, is_frozen=False)}
                for _ in range(ROUNDS)
            ]
            app.request("stop_training")
            share = median_ratio(rounds, DRAWN, UNDRAWN)
            rows.append(Row("-".join(map(str, layer_sizes)), medians(rounds), share, at_least(0.9)))
    notes = [
        "Epochs/s in the open page. Software WebGL: what a graphics card would do takes processor time here."
    ]
    return Table("Speed left with the page drawn", rows, result="share", notes=notes)


def open_all_views(app: AppPage) -> None:
    """Open every panel; units are tiles, and the output a map, from the start."""
    app.page.evaluate(
        """() => {
            for (const panel of document.querySelectorAll("main details.panel")) panel.open = true;
        }"""
    )


def _rate(app: AppPage, *, is_frozen: bool) -> float:
    """Return epochs per second over a while."""
    app.page.evaluate("(isFrozen) => { watch.isFrozen = isFrozen; }", is_frozen)
    time.sleep(0.2)
    first, start = app.request("get_network_state"), time.perf_counter()
    time.sleep(SECONDS)
    last, end = app.request("get_network_state"), time.perf_counter()
    return float(last["epoch"] - first["epoch"]) / (end - start)
