"""The run as a film: how soon a moment is shown, what recording costs, and what of a long past is kept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from benchmarks.lab import AppPage, Lab
from benchmarks.table import Row, Table, at_least, at_most, median_ratio, medians
from benchmarks.training import native

NETWORK = [2, 64, 64, 1]
CASES = ([2, 8, 8, 8, 1], NETWORK)
N_STEPS = 10_000
MOMENTS = 40
SHOWN_MS = 100.0
ROUNDS = 24
SECONDS = 0.25  # of training per figure and round
SPEED_LEFT = 0.97
HOUR = 72_000  # keyframes: twenty a second of training at full speed
LOOKS = (HOUR // 60, HOUR // 6, HOUR)  # after a minute, ten minutes and the hour
KEPT_MB = 32.0
PAGES = Path(__file__).parent / "pages"
SHOW_MOMENT, NO_WEBGL = PAGES / "show-moment.js", PAGES / "no-webgl.js"


def run(lab: Lab) -> Table:
    """Go to random moments in the page, train with and without a past, and keep an hour's keyframes."""
    rows = [*_moments(lab), *_moments(lab, NO_WEBGL), *_speeds(lab), *_hour()]
    notes = [
        "Moment: ms from the request until the page has the state of that step, until its numbers are of it,",
        "and until the next frame. Without a graphics card the picture is drawn by software, for which all",
        "frames of the page wait: without WebGL is what is left when nothing is.",
        "Recording: steps/s in the site's Pyodide, in slices as in the page, into a past that is full;",
        "a keyframe with its copy for the page; natively, in processor time. Ratio: recorded to without.",
        "Hour: keyframes of Adam at 2-64-64-1, natively. Ratio: the process's MB to those after ten minutes.",
    ]
    return Table("Film", rows, notes=notes)


def _moments(lab: Lab, *scripts: Path) -> list[Row]:
    choose = random.Random(0)
    with lab.app(SHOW_MOMENT, *scripts) as app:
        app.create(NETWORK)
        app.request("step", {"n_steps": N_STEPS})
        entry = app.request("go_to")["entry"]
        waits = [_moment(app, entry, choose.randrange(N_STEPS)) for _ in range(MOMENTS)]
    figures = medians(waits)
    longest = {name: max(wait[name] for wait in waits) for name in figures}
    where = ", no WebGL" if scripts else ""
    return [
        Row(
            f"moment of {N_STEPS:,} steps{where}, median", figures, figures["numbers, ms"], at_most(SHOWN_MS)
        ),
        Row("longest", longest),
    ]


def _moment(app: AppPage, entry: int, step: int) -> dict[str, float]:
    return dict(app.page.evaluate("([entry, step]) => showMoment(entry, step)", [entry, step]))


def _speeds(lab: Lab) -> list[Row]:
    rows: list[Row] = []
    with lab.profile() as context:
        page = context.pages[0]
        page.goto(f"{lab.url}benchmarks/pages/training.html")
        script = "(request) => measure(request, 'recording')"
        rows += [
            _recording(sizes, "", lambda text: json.loads(page.evaluate(script, text))) for sizes in CASES
        ]
    with native("benchmarks.recording") as ask:
        rows += [_recording(sizes, ", natively", ask) for sizes in CASES]
    return rows


def _recording(layer_sizes: list[int], where: str, ask: Callable[[str], dict[str, float]]) -> Row:
    request = json.dumps({"rates": {"layer_sizes": layer_sizes, "seconds": SECONDS}})
    rounds = [ask(request) for _ in range(ROUNDS)]
    name = f"recording, {'-'.join(map(str, layer_sizes))}{where}"
    return Row(name, medians(rounds), median_ratio(rounds, "recorded", "without"), at_least(SPEED_LEFT))


def _hour() -> list[Row]:
    request = {"hour": {"layer_sizes": NETWORK, "n_keyframes": HOUR, "looks": LOOKS}}
    with native("benchmarks.recording") as ask:
        minute, ten_minutes, hour = ask(json.dumps(request))
    grown = hour["process, MB"] / ten_minutes["process, MB"]
    return [
        Row("after a minute", minute),
        Row("after ten", ten_minutes),
        Row("after an hour", hour, grown, at_most(1.1)),
        Row("MB kept at most", {}, hour["most, MB"], at_most(KEPT_MB)),
    ]
