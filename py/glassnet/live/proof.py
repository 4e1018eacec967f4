"""Checks of the code in force: whether its gradient is the slope of its loss, and its run repeats."""

import math
import time
from typing import Any

import numpy as np

MAX_CHECKED = 300  # parameters
STEP = 1e-3  # of the central differences, relative to a parameter of size 1
TOLERANCE = 1e-5  # relative; what rounding and the differences themselves leave is far below (tested)
SECONDS = 0.8  # at most for a replay


def check_gradient(session: Any) -> dict[str, Any]:
    """Compare the gradient of the first samples with central differences of the loss.

    The differences are the five-point ones, (-L(2h) + 8 L(h) - 8 L(-h) + L(-2h)) / 12h, whose error
    falls with h⁴ (Abramowitz and Stegun, 25.3.6). Where another h gives another slope there is a
    kink, as ReLU has, and a much smaller h decides. The error of a parameter is |analytic - numeric|
    over the largest of both and a thousandth of the gradient's largest entry, so that parameters
    that hardly matter are not judged by rounding.
    """
    network = session.network
    n_samples = min(32, session.config.data.n_samples)
    X, Y = session.train_inputs[:, :n_samples].copy(), session.train_samples[1][:, :n_samples].copy()
    analytic = np.array(network.gradient(X, Y), dtype=float)
    parameters = network.parameters
    if analytic.shape != parameters.shape:
        raise ValueError(f"the gradient has shape {analytic.shape}, the parameters have {parameters.shape}")
    chosen = np.unique(np.linspace(0, parameters.size - 1, min(MAX_CHECKED, parameters.size)).astype(int))
    numeric = np.empty(len(chosen))
    for place, index in enumerate(chosen):
        numeric[place] = _slope(network, X, Y, index, STEP)
        if abs(numeric[place] - _slope(network, X, Y, index, STEP / 4)) > 1e-6 * abs(numeric[place]) + 1e-9:
            numeric[place] = _slope(network, X, Y, index, STEP / 1000)  # a kink is near
    floor = max(1e-3 * float(np.abs(numeric).max(initial=0.0)), 1e-8)
    scale = np.maximum(np.maximum(np.abs(analytic[chosen]), np.abs(numeric)), floor)
    errors = np.abs(analytic[chosen] - numeric) / scale
    worst = int(np.argmax(np.where(np.isfinite(errors), errors, np.inf)))
    error = float(errors[worst])
    ok = bool(math.isfinite(error) and error <= TOLERANCE)
    return {
        "ok": ok,
        "n_checked": len(chosen),
        "n_parameters": parameters.size,
        "largest_error": error if math.isfinite(error) else None,
        "tolerance": TOLERANCE,
        "parameter": int(chosen[worst]),
        "analytic": _finite(analytic[chosen[worst]]),
        "numeric": _finite(numeric[worst]),
    }


def _slope(network: Any, X: Any, Y: Any, index: int, step: float) -> float:
    """Return dL/dp of one parameter by five-point differences; the parameter is left as it was."""
    parameters = network.parameters
    kept, h = float(parameters[index]), step * max(1.0, abs(float(parameters[index])))
    total = 0.0
    for place, weight in ((2.0, -1.0), (1.0, 8.0), (-1.0, -8.0), (-2.0, 1.0)):
        parameters[index] = kept + place * h
        total += weight * float(network.loss(X, Y))
    parameters[index] = kept
    return total / (12.0 * h)


def check_replay(session: Any, make_session: Any) -> dict[str, Any]:
    """Run the configuration again from its seed, twice, and compare with what the run recorded.

    Goes as far as the run has come or as time allows. `first_difference` is the first record that
    differs at all; a run that was changed by hand on its way does not repeat, and need not.
    """
    recorded = session.history.table()
    end = time.perf_counter() + SECONDS
    first, second = make_session(session.config), make_session(session.config)
    difference: dict[str, Any] | None = None
    epoch = 0
    for column in range(recorded.shape[1]):
        step, train_loss = int(recorded[1, column]), float(recorded[2, column])
        for one in (first, second):
            one.train(step - one.step)
        if first.step != step or time.perf_counter() > end:
            break
        epoch = int(recorded[0, column])
        replayed = first.history.table()[2, -1] if first.history.last_epoch == epoch else first.metrics()[0]
        if float(replayed) != train_loss:
            difference = {"epoch": epoch, "recorded": train_loss, "replayed": _finite(replayed)}
            break
    same = bool((first.network.parameters == second.network.parameters).all())
    return {
        "ok": same and difference is None,
        "repeats": same,
        "n_epochs": epoch,
        "n_steps": first.step,
        "first_difference": difference,
    }


def _finite(value: Any) -> float | None:
    return float(value) if math.isfinite(value) else None
