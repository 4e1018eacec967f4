"""The longest task of the page's main thread after its first paint, by what the user does."""

from __future__ import annotations

import statistics
import time

from benchmarks.lab import WATCH, AppPage, Lab
from benchmarks.page_share import open_all_views
from benchmarks.table import Row, Table, at_most

LIMIT_MS = 50.0  # browsers report longer ones only
ROUNDS, STARTS = 3, 5
WATCH_TASKS = """() => {
    window.tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    observer.observe({ type: "longtask", buffered: true });
}"""
SCENE, OPENED = "the scene's first picture", "the rest of the page's start"
FIRST_VIEWS = {
    "spheres, the first time": "[data-control=tiles]",
    "Diagram, the first time": ".poses__button:first-child",
    "Space again": ".poses__button:nth-child(2)",
}
# What is done, as script in the page.
ACTIONS = {
    "train at full speed": "glassnet.request('start_training')",
    "another dataset": "glassnet.request('generate_data', { dataset: round % 2 ? 'spiral' : 'xor' })",
    "64 more units": "glassnet.request('create_network', { layer_sizes: [2, 8 + 56 * (round % 2), 64, 1] })",
    "the largest network": "glassnet.request('create_network', {layer_sizes: [2, ...Array(8).fill(64), 1]})",
    "back to 2-8-8-8-1": "glassnet.request('create_network', { layer_sizes: [2, 8, 8, 8, 1] })",
    "the other theme": "document.querySelector('#appearance button').click()",
    "the help": "document.querySelector('#help-button').click()",
}


def run(lab: Lab) -> Table:
    """Do everything with every view open, in several rounds, and look at the longest tasks."""
    longest: dict[str, list[float]] = {}
    for _ in range(STARTS):
        for name, time_ms in _first_views(lab).items():
            longest.setdefault(name, []).append(time_ms)
    with lab.app() as app:
        app.page.evaluate(WATCH_TASKS)
        app.create([2, 8, 8, 8, 1])
        open_all_views(app)
        time.sleep(2.0)
        for index in range(ROUNDS):
            for name, script in ACTIONS.items():
                app.page.evaluate(f"() => {{ const round = {index}; tasks.length = 0; {script}; }}")
                longest.setdefault(name, []).append(_longest(app))
            app.page.keyboard.press("Escape")
            app.page.evaluate("tasks.length = 0")
            app.page.set_viewport_size({"width": 1000 + 100 * (index % 2), "height": 650})
            longest.setdefault("another size of the window", []).append(_longest(app))
            app.request("stop_training")
    rows = [
        Row(name, {}, statistics.median(times), None if name == SCENE else at_most(LIMIT_MS))
        for name, times in longest.items()
    ]
    notes = [
        "ms, median of the rounds' longest tasks; 0: none was longer than 50 ms.",
        "From the training on, every view is open.",
        "The scene's first picture is under way when the page is painted first.",
        "Software WebGL: waiting for the graphics process counts as the page's task here.",
    ]
    return Table("Longest task", rows, result="longest", notes=notes)


def _first_views(lab: Lab) -> dict[str, float]:
    """Open the site and, once Python is there, two views of the scene; return the longest task of each."""
    with lab.app(WATCH) as app:
        app.page.evaluate(WATCH_TASKS)
        times = {
            SCENE: _longest(app, "task.startTime < watch.stages.scene"),
            OPENED: _longest(app, "task.startTime >= watch.stages.scene"),
        }
        for name, view in FIRST_VIEWS.items():
            app.page.evaluate("tasks.length = 0")
            app.page.locator(view).click()
            times[name] = _longest(app)
        return times


def _longest(app: AppPage, which: str = "true") -> float:
    """Return the longest task so far, a little later; `which` is a condition on `task` in JavaScript."""
    time.sleep(1.5)
    script = f"Math.max(0, ...tasks.filter((task) => {which}).map((task) => task.duration))"
    return float(app.page.evaluate(script))
