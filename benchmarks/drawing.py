"""What a state costs the main thread while it trains, by network and pose; and a frame between poses."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from playwright.sync_api import ViewportSize

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
# By their keys.
POSES = {"Diagram": "1", "Maps": "3", "Output": "4", "Pane": "5", "Hidden space": "6", "Loss": "7"}
SPACE = "2"
# One after the other, each a way that the picture travels.
WAYS = (POSES["Maps"], POSES["Diagram"], POSES["Output"], POSES["Pane"], SPACE)
TRAVEL_SECONDS = 1.0  # half of it on the way
WINDOW: ViewportSize = {"width": 1440, "height": 900}  # px
ROUNDS = 3
SECONDS = 2.0


def run(lab: Lab) -> Table:
    """Train each network with everything open and count."""
    with lab.app(WATCH) as app:
        _open_everything(app)
        rows = [_states_row(app, layer_sizes) for layer_sizes in NETWORKS]
        poses = [_states_row(app, NETWORKS[0], pose) for pose in POSES]
        poses.append(_ways_row(app))
    scenes = _scene_rows(lab)
    connections = [count_connections(layer_sizes) for layer_sizes in NETWORKS]
    series = {
        "page, everything open": [(n, row.result or 1e-3) for n, row in zip(connections, rows, strict=True)]
    }
    in_scenes = [count_connections(layer_sizes) for layer_sizes in SCENES]
    series["scene alone"] = [(n, row.result or 1e-3) for n, row in zip(in_scenes, scenes, strict=True)]
    axes = ("connections", "script per frame, ms")
    write_curves_into(PICTURES / "drawing.svg", "Main thread while training", axes, series, lab.machine)
    notes = [
        "Per drawn state while training at full speed, work by the clock included; between poses per frame.",
        "Script: the processor's time in JavaScript on the main thread, ms; draw calls: the most in a frame.",
        "Draw calls are counted and left out, so that states come as fast as with a graphics card.",
        "Scene: its modules alone, fed by hand; build and hover: ms for a new network, for a moved pointer.",
    ]
    return Table("Drawing", [*rows, *poses, *scenes], result="script", notes=notes)


def _open_everything(app: AppPage) -> None:
    """Open every panel and the code, choose a unit, and have nothing drawn by the processor."""
    app.devtools.send("Performance.enable", {"timeDomain": "threadTicks"})  # waiting is no work
    app.page.evaluate("watch.isBlind = true")
    app.page.set_viewport_size(WINDOW)
    open_all_views(app)
    app.page.locator("#code-button").click()
    app.page.locator("#scene canvas").focus()
    app.page.keyboard.press("n")


def _states_row(app: AppPage, layer_sizes: list[int], pose: str | None = None) -> Row:
    """Watch a network that trains, in Space or in another pose."""
    app.create(layer_sizes)
    app.page.keyboard.press(POSES[pose] if pose else SPACE)
    app.request("start_training")
    time.sleep(SECONDS)
    figures = medians([_watched(app, lambda: None, SECONDS, "states") for _ in range(ROUNDS)])
    app.request("stop_training")
    case = f"{_name(layer_sizes)}, {pose}" if pose else _name(layer_sizes)
    budget = at_most(4.0) if layer_sizes == NETWORKS[0] else None
    return Row(
        f"{case}: {count_connections(layer_sizes):,} connections", figures, figures.pop("script"), budget
    )


def _ways_row(app: AppPage) -> Row:
    """Watch the picture travel between poses."""
    app.page.keyboard.press(SPACE)
    time.sleep(TRAVEL_SECONDS)
    ways = [
        _watched(app, partial(app.page.keyboard.press, key), TRAVEL_SECONDS, "drawnFrames") for key in WAYS
    ]
    figures = medians(ways)
    return Row(f"{_name(NETWORKS[0])}, between poses", figures, figures.pop("script"), at_most(8.0))


def _scene_rows(lab: Lab) -> list[Row]:
    """Draw networks larger than a configuration may be with the scene's modules alone."""
    rows = []
    with lab.profile() as context:
        context.add_init_script(path=WATCH)
        page = context.pages[0]
        page.goto(f"{lab.url}benchmarks/pages/scene.html")
        page.wait_for_function("() => Boolean(window.measureScene)")
        page.evaluate("watch.isBlind = true")
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


def _read(app: AppPage) -> dict[str, float]:
    """Return what has been counted so far, and the processor's time in script, ms."""
    counted = app.page.evaluate("() => ({ ...watch, stages: null, at: performance.now() })")
    return {**counted, "script": 1000.0 * app.metrics()["ScriptDuration"]}


def _watched(app: AppPage, begin: Callable[[], object], seconds: float, unit: str) -> dict[str, float]:
    """Begin something and watch; return what each of what `unit` counts takes, and the most draw calls."""
    app.page.evaluate("watch.mostDraws = 0")
    first = _read(app)
    begin()
    time.sleep(seconds)
    last = _read(app)
    passed = {name: last[name] - first[name] for name in ("script", "stateBytes", "uploaded", "at", unit)}
    count = max(1, passed[unit])
    return {
        "script": passed["script"] / count,
        "draw calls": last["mostDraws"],
        "bytes in a state": passed["stateBytes"] / count,
        "bytes uploaded": passed["uploaded"] / count,
        "a second": 1000.0 * count / passed["at"],
        "script a second": 1000.0 * passed["script"] / passed["at"],
    }
