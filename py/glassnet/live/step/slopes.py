"""Derivatives by differences of the code in force: of a loss by its outputs, of activations by their sums."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from glassnet.live.step.record import Array, StepRecord

STEP = 1e-5  # of a difference
CLOSE = 2e-6  # relative: what rounding leaves of central differences, and their own error
MAX_DIFFERENCED = 16  # samples
NEAR = 1e-3  # the same of one-sided ones, by which a kink is judged


def loss_slopes(value: Callable[[Array], float], at: Array) -> Array:
    """Return by three differences (down, central, up) the slopes of a loss, `(3, *at.shape)`."""
    slopes = np.empty((3, *at.shape))
    here = value(at)
    for row, column in np.ndindex(at.shape):
        up, down = at.copy(), at.copy()
        up[row, column] += STEP
        down[row, column] -= STEP
        higher, lower = value(up), value(down)
        slopes[:, row, column] = here - lower, 0.5 * (higher - lower), higher - here
    return slopes / STEP


def chained(f: Callable[[Array], Array], z: Array, d_a: Array) -> Array:
    """Return by three differences what d_a is as a derivative by each unit's z, `(3, *z.shape)`.

    Units are moved one at a time, so that it holds where they depend on each other.
    """
    slopes = np.empty((3, *z.shape))
    here = f(z)
    for unit in range(len(z)):
        move = np.zeros_like(z)
        move[unit] = STEP
        higher, lower = f(z + move), f(z - move)
        for at, difference in enumerate((here - lower, 0.5 * (higher - lower), higher - here)):
            slopes[at, unit] = (d_a * difference).sum(axis=0)
    return slopes / STEP


def departures(found: Array, slopes: Any) -> Array:
    """Return how far each number is beyond what differences leave; nothing where it is at most 1.

    Where the three differ there is a kink, and any of them will do.
    """
    down, central, up = slopes
    size = max(float(np.abs(central).max(initial=0.0)), float(np.abs(found).max(initial=0.0)), 1e-12)
    errors = np.abs(found - central) / (CLOSE * size + CLOSE * STEP)
    kink = np.abs(up - down) > 1e-3 * size
    sides = np.minimum(np.abs(found - down), np.abs(found - up)) / (NEAR * size)
    return np.where(kink, np.minimum(errors, sides), errors)


def output_slopes(record: StepRecord, by: str) -> Array:
    """Return by three differences the slopes of the first samples' losses by the outputs' "a" or "z"."""
    output, value, f = record.layers[-1], record.code.loss, record.code.functions[-1]
    if output.a is None or output.z is None or record.targets is None:
        return np.zeros((3, len(output.biases), 0))
    slopes = []
    for place in range(min(MAX_DIFFERENCED, output.a.shape[1])):
        a, z, y = (array[:, [place]] for array in (output.a, output.z, record.targets))
        if by == "a":
            slopes.append(loss_slopes(partial(_loss_of_a, value, z, y), a))
        else:
            slopes.append(loss_slopes(partial(_loss_of_z, value, f, y), z))
    return np.concatenate(slopes, axis=2)


def _loss_of_a(value: Callable[..., float], z: Array, y: Array, a: Array) -> float:
    return float(value(a, z, y))


def _loss_of_z(value: Callable[..., float], f: Callable[[Array], Array], y: Array, z: Array) -> float:
    return float(value(f(z), z, y))
