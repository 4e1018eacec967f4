"""How long it takes to open a step, to go from station to station, and to have one number explained."""

from __future__ import annotations

import statistics
import time

from benchmarks.lab import AppPage, Lab
from benchmarks.table import Row, Table, at_most, medians
from tools.environment import ROOT

WATCH = ROOT / "benchmarks/pages/watch-stations.js"
LIMITS_MS = {(2, 8, 8, 8, 1): 150.0, (2, 64, 64, 1): 500.0}
FIRST_MS, MOVE_MS = 150.0, 50.0
ROUNDS, FIRST_ROUNDS = 9, 3
REST_S = 6.0  # after which the worker has nothing more to get ready
RECORD = """async () => {
    const begun = performance.now();
    await glassnet.request("record_step", {});
    return performance.now() - begun;
}"""
EXPLAIN = RECORD.replace(
    '"record_step", {}', '"explain", { quantity: "d_weights", layer: 2, unit: 0, input: 1 }'
)
TO_THE_END = """async () => {
    const moves = [];
    const { max } = document.querySelector("#step input[type=range]");
    while (moves.length < Number(max)) moves.push(await stations.press("ArrowRight"));
    return moves;
}"""


def run(lab: Lab) -> Table:
    """Open a step of each network again and again, and go through its stations."""
    firsts = [_first(lab) for _ in range(FIRST_ROUNDS)]
    first = medians(firsts)
    rows = [
        Row("the first, by command", {}, first["command"], at_most(FIRST_MS)),
        Row("the first, from the key to its numbers", {}, first["key"]),
    ]
    with lab.app(WATCH) as app:
        app.devtools.send("Performance.enable")
        for sizes, limit in LIMITS_MS.items():
            rows += _opened(app, list(sizes), limit)
    notes = [
        f"ms, medians; the first opening of a page {REST_S:g} s after it was ready.",
        "Open, explain: from the command to its answer.",
        "A move: from the key to the numbers in card and picture, the wait for the next frame included;",
        "script: the main thread's for a move, a mean.",
    ]
    return Table("Opening a step", rows, result="ms", notes=notes)


def _first(lab: Lab) -> dict[str, float]:
    """Return how long the first opening of a page takes: by the command, and on another page by its key."""
    with lab.app() as app:
        time.sleep(REST_S)
        command = float(app.page.evaluate(RECORD))
    with lab.app(WATCH) as app:
        time.sleep(REST_S)
        return {"command": command, "key": float(app.page.evaluate("stations.press('o')")["both"])}


def _opened(app: AppPage, layer_sizes: list[int], limit: float) -> list[Row]:
    name = "-".join(map(str, layer_sizes))
    app.create(layer_sizes)
    app.request("step", {"n_steps": 50})
    app.page.evaluate(RECORD)
    opening = statistics.median(app.page.evaluate(RECORD) for _ in range(ROUNDS))
    explaining = statistics.median(app.page.evaluate(EXPLAIN) for _ in range(ROUNDS))
    time.sleep(2.0)
    app.page.evaluate("stations.press('o')")
    script = app.metrics()["ScriptDuration"]
    moves = app.page.evaluate(TO_THE_END)
    per_move = 1000.0 * (app.metrics()["ScriptDuration"] - script) / len(moves)
    app.page.keyboard.press("Escape")
    move = medians(moves)
    return [
        Row(f"{name}, open", {"explain": explaining}, opening, at_most(limit)),
        Row(f"{name}, move", {"card": move["card"], "script": per_move}, move["both"], at_most(MOVE_MS)),
    ]
