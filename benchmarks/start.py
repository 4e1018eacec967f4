"""From navigation to the first epoch, by stage, on the first and on the second visit."""

from __future__ import annotations

import time

from playwright.sync_api import BrowserContext

from benchmarks.lab import WATCH, Lab
from benchmarks.table import Row, Table, at_most, median_ratio, medians

ROUNDS = 3
NAIVE, FIRST, SECOND = "naive", "first visit", "second visit"
TOTAL = "first epoch"


def run(lab: Lab) -> Table:
    """Measure the naive page and ours in turn, each round with empty profiles."""
    rounds: dict[str, list[dict[str, float]]] = {NAIVE: [], FIRST: [], SECOND: []}
    for _ in range(ROUNDS):
        with lab.profile() as context:
            rounds[NAIVE].append(_naive(context, f"{lab.url}benchmarks/pages/naive.html"))
        with lab.profile() as context:
            context.add_init_script(path=WATCH)
            for visit in (FIRST, SECOND):
                rounds[visit].append(_app(context, f"{lab.url}app/"))
                time.sleep(1.0)  # caches are written after the first epoch
    totals = [{visit: rounds[visit][index][TOTAL] for visit in rounds} for index in range(ROUNDS)]
    rows = [Row(f"{NAIVE}: Pyodide, then NumPy, nothing drawn", medians(rounds[NAIVE]))]
    for visit, limit in ((FIRST, 0.5), (SECOND, 0.3)):
        rows.append(Row(visit, medians(rounds[visit]), median_ratio(totals, visit, NAIVE), at_most(limit)))
    drawn = medians(rounds[FIRST])["scene"]
    rows.append(Row("scene drawn, s", {}, drawn / 1000, at_most(0.3)))
    note = "ms since navigation, server on this machine; ratio: to the naive first epoch of the same round."
    return Table("Start", rows, notes=[note])


def _naive(context: BrowserContext, url: str) -> dict[str, float]:
    page = context.pages[0]
    page.goto(url)
    return dict(page.evaluate("stages"))


def _app(context: BrowserContext, url: str) -> dict[str, float]:
    """Return when the scene was drawn, Python was ready and the first epoch was done."""
    page = context.new_page()
    page.goto(url, wait_until="commit")
    stages = page.evaluate(
        """async () => {
            while (!window.glassnet) await new Promise((resolve) => setTimeout(resolve, 5));
            const { config } = await glassnet.request("get_network_state");
            const n_steps = Math.ceil(config.data.n_samples / config.training.batch_size);
            await glassnet.request("step", { n_steps });
            return { ...watch.stages, "first epoch": performance.now() };
        }"""
    )
    page.close()
    names = {"scene": "scene", "worker": "worker", "ready": "Python", TOTAL: TOTAL}
    return {new: stages[old] for old, new in names.items()}
