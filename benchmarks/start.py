"""From navigation to the first epoch, by stage, on the first and on later visits; and in a worker's place."""

from __future__ import annotations

import time

from playwright.sync_api import BrowserContext, Page

from benchmarks.lab import WATCH, Lab
from benchmarks.table import Row, Table, at_most, median_ratio, medians

ROUNDS = 5
NAIVE, FIRST, SECOND = "naive", "first visit", "second visit"
KEPT, RESTARTED = "second visit, by the service worker", "worker replaced"
TOTAL = "first epoch"
_TIMED = (NAIVE, FIRST, SECOND, KEPT, RESTARTED)
_BARE_VISITS = {FIRST: "one triangle by three.js, first visit", SECOND: "one triangle, second visit"}
FIRST_EPOCH = """async () => {
    while (!window.glassnet) await new Promise((resolve) => setTimeout(resolve, 5));
    glassnet.request("set_training", { speed: null }); // at first it is slow enough to be watched
    const { config } = await glassnet.request("get_network_state");
    const n_steps = Math.ceil(config.data.n_samples / config.training.batch_size);
    await glassnet.request("step", { n_steps });
    return performance.now();
}"""
# The memory image, which a first visit may do without (js/worker/line.js).
UNTIL_KEPT = """async () => {
    while (!localStorage.getItem("glassnet.image")) await new Promise((resolve) => setTimeout(resolve, 50));
}"""
# Note when the next worker is made, which is when the page has noticed that the last one is dead.
WATCH_RESTART = """() => {
    window.restart = { died: performance.now() };
    window.noticed = new Promise((resolve) => {
        window.Worker = class extends Worker {
            constructor(...options) {
                super(...options);
                restart.noticed = performance.now();
                setTimeout(resolve);
            }
        };
    });
    void glassnet.on("status", ({ stage }) => {
        if (stage === "ready") restart.ready ??= performance.now();
    });
}"""


def run(lab: Lab) -> Table:
    """Measure the naive page and ours in turn, each round with empty profiles."""
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in (*_TIMED, *_BARE_VISITS.values())}
    for _ in range(ROUNDS):
        with lab.profile() as context:
            rounds[NAIVE].append(naive_start(context, f"{lab.url}benchmarks/pages/naive.html"))
        with lab.profile() as context:
            for bare in _BARE_VISITS.values():
                rounds[bare].append(_bare_scene(context, f"{lab.url}benchmarks/pages/bare-scene.html"))
        with lab.profile() as context:
            context.add_init_script(path=WATCH)
            for visit in (FIRST, SECOND):
                rounds[visit].append(site_start(context, f"{lab.url}app/", stays=True))
                time.sleep(1.0)  # caches are written after the first epoch
            rounds[RESTARTED].append(_restart(context, f"{lab.url}app/"))
        with lab.profile(offline=True) as context:
            context.add_init_script(path=WATCH)
            _keep(context, f"{lab.url}app/")
            rounds[KEPT].append(site_start(context, f"{lab.url}app/"))
    totals = [{name: rounds[name][index][TOTAL] for name in _TIMED} for index in range(ROUNDS)]
    rows = [Row(f"{NAIVE}: Pyodide, then NumPy, nothing drawn", medians(rounds[NAIVE]))]
    for visit, limit in ((FIRST, 0.5), (SECOND, 0.3), (KEPT, 0.3), (RESTARTED, 0.3)):
        rows.append(Row(visit, medians(rounds[visit]), median_ratio(totals, visit, NAIVE), at_most(limit)))
    for visit, bare in _BARE_VISITS.items():
        drawn = [{visit: rounds[visit][k]["scene"], bare: rounds[bare][k]["scene"]} for k in range(ROUNDS)]
        rows.append(Row(bare, medians(rounds[bare])))
        rows.append(Row(f"scene against it, {visit}", {}, median_ratio(drawn, visit, bare)))
        rows.append(Row(f"scene, s, {visit}", {}, medians(drawn)[visit] / 1000, at_most(0.3)))
    notes = [
        "ms since navigation, server on this machine; ratio: to the naive first epoch of the same round.",
        "A worker that is replaced: ms since it died until that is noticed; the rest since it is noticed.",
    ]
    return Table("Start", rows, notes=notes)


def _settled_tab(context: BrowserContext) -> Page:
    """Return an empty tab that is wholly open: until then the browser draws its own window all the time."""
    page = context.new_page()
    time.sleep(1.0)
    return page


def naive_start(context: BrowserContext, url: str) -> dict[str, float]:
    """Return the stages of Pyodide with NumPy and nothing else, in ms since navigation."""
    page = _settled_tab(context)
    page.goto(url)
    return dict(page.evaluate("stages"))


def _bare_scene(context: BrowserContext, url: str) -> dict[str, float]:
    """Return when three.js has drawn one triangle, in ms since navigation."""
    page = _settled_tab(context)
    page.goto(url)
    drawn = float(page.evaluate("drawn"))
    page.close()
    return {"scene": drawn}


def site_start(context: BrowserContext, url: str, *, stays: bool = False) -> dict[str, float]:
    """Return when the scene was drawn, Python ready and the first epoch done, in ms since navigation.

    Who `stays` leaves when the browser has what makes the next visit faster.
    """
    page = _settled_tab(context)
    page.goto(url, wait_until="commit")
    done = page.evaluate(FIRST_EPOCH)
    stages = {**page.evaluate("watch.stages"), TOTAL: done}
    if stays:
        page.evaluate(UNTIL_KEPT)
    page.close()
    names = {"scene": "scene", "worker": "worker", "ready": "Python", TOTAL: TOTAL}
    return {new: stages[old] for old, new in names.items()}


def _keep(context: BrowserContext, url: str) -> None:
    """Stay on a first visit until the service worker has the site."""
    page = context.new_page()
    page.goto(url)
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    time.sleep(1.0)
    page.close()


def _restart(context: BrowserContext, url: str) -> dict[str, float]:
    """Let the worker die, and return when that was noticed, and how long the next took to do an epoch."""
    page = context.new_page()
    page.goto(url)
    page.evaluate(FIRST_EPOCH)
    page.evaluate(WATCH_RESTART)
    (python,) = [worker for worker in page.workers if worker.url.startswith("blob:")]
    python.evaluate("setTimeout(() => self.close())")
    page.evaluate("noticed")
    done = page.evaluate(FIRST_EPOCH)
    died, noticed, ready = page.evaluate("[restart.died, restart.noticed, restart.ready]")
    page.close()
    return {"noticed": noticed - died, "Python": ready - noticed, TOTAL: done - noticed}
