"""How long it takes to open a step, and to have one of its numbers explained."""

from __future__ import annotations

from benchmarks.lab import AppPage, Lab
from benchmarks.table import Row, Table, at_most, medians

LIMITS_MS = {(2, 8, 8, 8, 1): 150.0, (2, 64, 64, 1): 500.0}
ROUNDS = 9
SCRIPT = """async () => {
    const begun = performance.now();
    await glassnet.request("record_step", {});
    const recorded = performance.now();
    await glassnet.request("explain", { quantity: "d_weights", layer: 2, unit: 0, input: 1 });
    return { open: recorded - begun, explain: performance.now() - recorded };
}"""


def run(lab: Lab) -> Table:
    """Open a step of each network again and again; the first time loads what it needs, and does not count."""
    with lab.app() as app:
        rows = [_opened(app, list(sizes), limit) for sizes, limit in LIMITS_MS.items()]
    return Table("Opening a step", rows, result="open", notes=["ms from the command to its answer: medians."])


def _opened(app: AppPage, layer_sizes: list[int], limit: float) -> Row:
    app.create(layer_sizes)
    app.request("step", {"n_steps": 50})
    app.page.evaluate(SCRIPT)
    figures = medians([app.page.evaluate(SCRIPT) for _ in range(ROUNDS)])
    return Row(
        "-".join(map(str, layer_sizes)), {"explain": figures["explain"]}, figures["open"], at_most(limit)
    )
