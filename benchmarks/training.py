"""Epochs per second, in the site's Pyodide and natively, against the textbook network."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from benchmarks.lab import PICTURES, Lab
from benchmarks.picture import write_curves_into
from benchmarks.table import Budget, Row, Table, at_least, median_ratio, medians
from tools.environment import ROOT

N_SAMPLES = 200  # as in benchmarks/rates.py
NETWORKS = ([2, 4, 1], [2, 8, 1], [2, 8, 8, 8, 1], [2, 64, 64, 1])
BATCH_SIZES = (32, N_SAMPLES)
ROUNDS = 4
SECONDS = 0.25  # per figure and round
BUDGETS: Mapping[tuple[str, int], Budget] = {
    ("2-8-8-8-1", 32): at_least(1.4),
    ("2-64-64-1", 32): at_least(1.1),
}
TEXTBOOK, NETWORK, GLASSNET = "textbook", "network alone", "Glassnet"
NATIVE_TEXTBOOK, NATIVE_GLASSNET = "textbook, native", "Glassnet, native"


def run(lab: Lab) -> Table:
    """Measure every network with both batch sizes, and draw speed against size."""
    rows = []
    with lab.profile() as context, native("benchmarks.rates") as ask_native:
        page = context.pages[0]
        page.goto(f"{lab.url}benchmarks/pages/training.html")

        def ask_page(request: str) -> dict[str, float]:
            return dict(json.loads(page.evaluate("(request) => measure(request)", request)))

        for layer_sizes in NETWORKS:
            for batch_size in BATCH_SIZES:
                case = {"layer_sizes": layer_sizes, "batch_size": batch_size, "seconds": SECONDS}
                request = json.dumps(case)
                rounds = [_round(ask_page(request), ask_native(request)) for _ in range(ROUNDS)]
                rows.append(make_row(layer_sizes, batch_size, rounds))
    _draw(rows, lab.machine)
    notes = [
        "Epochs/s, 200 samples. Glassnet: a session as the page trains it, with its curves and checks,",
        "from epoch 1,000 on. Natively: one BLAS thread.",
        "Ratio: Glassnet to textbook, both in the site's Pyodide.",
    ]
    return Table("Training", rows, notes=notes)


@contextlib.contextmanager
def native(module: str) -> Iterator[Callable[[str], Any]]:
    """Keep CPython ready to measure by a module; yields what asks it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "py"), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", module]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:

        def ask(request: str) -> Any:
            assert process.stdin
            assert process.stdout
            print(request, file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())

        yield ask


def _round(in_page: Mapping[str, float], natively: Mapping[str, float]) -> dict[str, float]:
    return {
        TEXTBOOK: in_page["textbook"],
        NETWORK: in_page["network"],
        GLASSNET: in_page["session"],
        NATIVE_TEXTBOOK: natively["textbook"],
        NATIVE_GLASSNET: natively["session"],
    }


def make_row(layer_sizes: list[int], batch_size: int, rounds: list[dict[str, float]]) -> Row:
    """Return one network's medians and ratio."""
    name = "-".join(map(str, layer_sizes))
    batch = "full batch" if batch_size == N_SAMPLES else f"batch {batch_size}"
    ratio = median_ratio(rounds, GLASSNET, TEXTBOOK)
    return Row(f"{name}, {batch}", medians(rounds), ratio, BUDGETS.get((name, batch_size)))


def count_parameters(layer_sizes: list[int]) -> int:
    """Return the number of weights and biases."""
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(layer_sizes))


def _draw(rows: list[Row], machine: str) -> None:
    batched = rows[:: len(BATCH_SIZES)]
    sizes = [count_parameters(layer_sizes) for layer_sizes in NETWORKS]
    names = (TEXTBOOK, GLASSNET, NATIVE_TEXTBOOK, NATIVE_GLASSNET)
    series = {
        name: [(size, row.figures[name]) for size, row in zip(sizes, batched, strict=True)] for name in names
    }
    axes = ("parameters", "epochs/s, 200 samples, batch 32")
    write_curves_into(PICTURES / "training.svg", "Training speed", axes, series, machine)
