"""Epochs per second of Glassnet and of a textbook network, on the same samples.

Runs unchanged in CPython, as a program that answers each line of JSON with one, and in Pyodide:
imports nothing but NumPy, glassnet and the baseline.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.textbook import TextbookNetwork
from glassnet import OPTIMIZERS, NeuralNetwork, TrainingSession

N_SAMPLES = 200
LEARNING_RATE = 0.1
FIRST_EPOCHS = 1000  # of a session, whose curves have most of their points there, are not measured

type Epochs = Callable[[int], None]

_prepared: dict[tuple[tuple[int, ...], int], dict[str, Epochs]] = {}


def measure_json(request: str) -> str:
    """Answer `measure` as JSON text, for callers in JavaScript."""
    return json.dumps(measure(**json.loads(request)))


def measure(layer_sizes: list[int], batch_size: int, seconds: float) -> dict[str, float]:
    """Return epochs per second of each engine of `ENGINES`, over about `seconds` each, in turn."""
    key = tuple(layer_sizes), batch_size
    if key not in _prepared:
        _prepared[key] = {name: make(layer_sizes, batch_size) for name, make in ENGINES.items()}
        for epochs in _prepared[key].values():
            _rate(epochs, 2.0 * seconds)  # fills caches
    return {name: _rate(epochs, seconds) for name, epochs in _prepared[key].items()}


def _rate(epochs: Epochs, seconds: float) -> float:
    """Return epochs per second, in one run long enough for a coarse clock."""
    count = 1
    while True:
        start = time.perf_counter()
        epochs(count)
        elapsed = time.perf_counter() - start
        if elapsed >= 0.5 * seconds:
            return count / elapsed
        count *= max(2, min(10, int(seconds / max(elapsed, 1e-3))))


def make_textbook(layer_sizes: list[int], batch_size: int) -> Epochs:
    """Return what trains a textbook network for a number of epochs."""
    X, Y = TrainingSession({"data": {"n_samples": N_SAMPLES}}).train_samples
    rng = np.random.default_rng(0)
    network = TextbookNetwork(layer_sizes, rng)

    def epochs(count: int) -> None:
        for _ in range(count):
            network.train_epoch(X, Y, batch_size=batch_size, learning_rate=LEARNING_RATE, rng=rng)

    return epochs


def make_network(layer_sizes: list[int], batch_size: int) -> Epochs:
    """Return what trains Glassnet's network by its optimizer, without a session around them."""
    X, Y = TrainingSession({"data": {"n_samples": N_SAMPLES}}).train_samples
    rng = np.random.default_rng(0)
    network = NeuralNetwork(layer_sizes, rng=rng)
    optimizer = OPTIMIZERS["sgd"](network.parameters, learning_rate=LEARNING_RATE)

    def epochs(count: int) -> None:
        for _ in range(count):
            order = rng.permutation(N_SAMPLES)
            for start in range(0, N_SAMPLES, batch_size):
                batch = order[start : start + batch_size]
                optimizer.step(network.gradient(X[:, batch], Y[:, batch]))

    return epochs


def make_session(layer_sizes: list[int], batch_size: int) -> Epochs:
    """Return what trains as the page does: a session, its history and checks included."""
    config: dict[str, Any] = {
        "data": {"n_samples": N_SAMPLES},
        "network": {"layer_sizes": layer_sizes, "activations": "sigmoid", "loss": "mse"},
        "training": {"optimizer": "sgd", "learning_rate": LEARNING_RATE, "batch_size": batch_size},
    }
    session = TrainingSession(config)
    session.train(FIRST_EPOCHS * session.steps_per_epoch)
    return lambda count: session.train(count * session.steps_per_epoch)


ENGINES: dict[str, Callable[[list[int], int], Epochs]] = {
    "textbook": make_textbook,
    "network": make_network,
    "session": make_session,
}


if __name__ == "__main__":
    for line in sys.stdin:
        print(measure_json(line), flush=True)
