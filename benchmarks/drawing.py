"""What a frame costs the page's main thread while it trains, and how that grows with the network."""

from __future__ import annotations

import time
from itertools import pairwise

from benchmarks.lab import PICTURES, WATCH, AppPage, Lab
from benchmarks.page_share import open_all_views
from benchmarks.picture import write_curves_into
from benchmarks.table import Row, Table, at_most, medians

# The last is as large as a configuration may be.
NETWORKS = (
    [2, 8, 8, 8, 1],
    [2, 16, 16, 1],
    [2, 32, 32, 1],
    [2, 64, 64, 1],
    [2, 64, 64, 64, 64, 1],
    [2, *[64] * 8, 1],
)
# Drawn by the scene alone, from about a hundred connections to 100,000 of 2,000 units.
SCENES = (
    [2, 6, 6, 6, 2, 1],
    [2, 21, 21, 21, 1],
    [2, *[50] * 5, 1],
    [2, *[50] * 40, 1],
)
ROUNDS = 3
SECONDS = 2.0


def run(lab: Lab) -> Table:
    """Train each network with every view open and count."""
    rows = []
    with lab.app(WATCH) as app:
        app.devtools.send("Performance.enable")
        open_all_views(app)
        for layer_sizes in NETWORKS:
            app.create(layer_sizes)
            app.request("start_training")
            time.sleep(0.5)
            figures = medians([_watched(app) for _ in range(ROUNDS)])
            app.request("stop_training")
            budget = at_most(4.0) if layer_sizes == NETWORKS[0] else None
            case = f"{_name(layer_sizes)}: {count_connections(layer_sizes):,} connections"
            rows.append(Row(case, figures, figures.pop("script"), budget))
    scenes = _scene_rows(lab)
    connections = [count_connections(layer_sizes) for layer_sizes in NETWORKS]
    series = {"page, all views": [(n, row.result or 1e-3) for n, row in zip(connections, rows, strict=True)]}
    in_scenes = [count_connections(layer_sizes) for layer_sizes in SCENES]
    series["scene alone"] = [(n, row.result or 1e-3) for n, row in zip(in_scenes, scenes, strict=True)]
    axes = ("connections", "script per frame, ms")
    write_curves_into(PICTURES / "drawing.svg", "Main thread while training", axes, series, lab.machine)
    notes = [
        "Per drawn state while training at full speed; script: ms of JavaScript on the main thread.",
        "Scene: its modules alone, fed by hand; build and hover: ms for a new network, for a moved pointer.",
    ]
    return Table("Drawing", [*rows, *scenes], result="script", notes=notes)


def _scene_rows(lab: Lab) -> list[Row]:
    """Draw networks larger than a configuration may be with the scene's modules alone."""
    rows = []
    with lab.profile() as context:
        context.add_init_script(path=WATCH)
        page = context.pages[0]
        page.goto(f"{lab.url}benchmarks/pages/scene.html")
        page.wait_for_function("() => Boolean(window.measureScene)")
        for layer_sizes in SCENES:
            measured = page.evaluate("(layer_sizes) => measureScene(layer_sizes)", layer_sizes)
            figures = {
                "draw calls": measured["draws"],
                "bytes in a state": measured["bytes"],
                "bytes uploaded": measured["uploaded"],
                "build": measured["build"],
                "hover": measured["hover"],
            }
            case = f"scene, {sum(layer_sizes):,} units: {count_connections(layer_sizes):,} connections"
            rows.append(Row(case, figures, measured["script"]))
    return rows


def count_connections(layer_sizes: list[int]) -> int:
    """Return the number of weights."""
    return sum(n_in * n_out for n_in, n_out in pairwise(layer_sizes))


def _name(layer_sizes: list[int]) -> str:
    hidden = layer_sizes[1:-1]
    if len(hidden) > 3:
        return f"{layer_sizes[0]}-{hidden[0]}×{len(hidden)}-{layer_sizes[-1]}"
    return "-".join(map(str, layer_sizes))


def _watched(app: AppPage) -> dict[str, float]:
    """Return per state: script in ms, draw calls and bytes; and states per second."""
    counters = "() => ({ ...watch, stages: null, at: performance.now() })"
    first, script = app.page.evaluate(counters), app.metrics()["ScriptDuration"]
    time.sleep(SECONDS)
    last, script_end = app.page.evaluate(counters), app.metrics()["ScriptDuration"]
    states = max(1, last["states"] - first["states"])
    return {
        "script": 1000.0 * (script_end - script) / states,
        "draw calls": (last["draws"] - first["draws"]) / states,
        "bytes in a state": (last["stateBytes"] - first["stateBytes"]) / states,
        "bytes uploaded": (last["uploaded"] - first["uploaded"]) / states,
        "states/s": 1000.0 * states / (last["at"] - first["at"]),
    }
