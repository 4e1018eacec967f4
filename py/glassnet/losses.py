"""Loss functions, by name: means over samples of sums over outputs, both `(n_outputs, n_samples)`."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glassnet.arrays import Array

HUBER_DELTA = 1.0


@dataclass(frozen=True)
class Loss:
    """One loss function with its gradient.

    `value(a, z, Y)` is the loss of outputs `a` with pre-activations `z` for targets `Y`, and
    `gradient(a, Y)` is dL/da. Of a loss that belongs to one `output_activation` it is dL/dz: both
    derivatives have been multiplied on paper, and nothing can overflow. `tasks` are those of
    `datasets.Task` that it makes sense for.
    """

    label: str
    description: str
    value: Callable[[Array, Array, Array], float]
    gradient: Callable[[Array, Array], Array]
    output_activation: str | None = None
    tasks: tuple[str, ...] = ("binary", "multiclass", "regression")


def mse(a: Array, z: Array, Y: Array) -> float:
    """Return the mean over samples of Σ (a - y)², not halved."""
    error = a - Y
    return float(np.vdot(error, error)) / Y.shape[1]


def mse_gradient(a: Array, Y: Array) -> Array:
    """Return dL/da = 2 (a - y) / n_samples."""
    return (2.0 / Y.shape[1]) * (a - Y)


def half_mse(a: Array, z: Array, Y: Array) -> float:
    """Return the mean over samples of Σ (a - y)² / 2."""
    return 0.5 * mse(a, z, Y)


def half_mse_gradient(a: Array, Y: Array) -> Array:
    """Return dL/da = (a - y) / n_samples."""
    return (1.0 / Y.shape[1]) * (a - Y)


def binary_cross_entropy(a: Array, z: Array, Y: Array) -> float:
    """Return the mean over samples of -y log a - (1 - y) log(1 - a).

    With a = sigmoid(z) that is log(1 + exp(z)) - y z, which stays exact
    when a rounds to 0 or 1.
    """
    return float(np.sum(np.logaddexp(0.0, z) - Y * z)) / Y.shape[1]


def cross_entropy(a: Array, z: Array, Y: Array) -> float:
    """Return the mean over samples of -Σ y log a, with a = softmax(z)."""
    shifted = z - z.max(axis=0)
    log_a = shifted - np.log(np.exp(shifted).sum(axis=0))
    return -float(np.sum(Y * log_a)) / Y.shape[1]


def cross_entropy_gradient(a: Array, Y: Array) -> Array:
    """Return dL/dz = (a - y) / n_samples, of both cross-entropies (Bishop, PRML, section 5.2)."""
    return (1.0 / Y.shape[1]) * (a - Y)


def huber(a: Array, z: Array, Y: Array) -> float:
    """Return the mean over samples of Σ e²/2; |e| - 1/2 where |e| > 1."""
    size = np.abs(a - Y)
    inner = np.minimum(size, HUBER_DELTA)
    return float(np.sum(inner * (size - 0.5 * inner))) / Y.shape[1]


def huber_gradient(a: Array, Y: Array) -> Array:
    """Return dL/da = a - y, cut off at ±1, over n_samples."""
    return (1.0 / Y.shape[1]) * np.clip(a - Y, -HUBER_DELTA, HUBER_DELTA)


LOSSES: dict[str, Loss] = {
    "mse": Loss(
        "Mean squared error",
        "The mean of (prediction − target)²: large errors count most. "
        "TensorFlow Playground shows half of it, over targets of −1 and 1.",
        mse,
        mse_gradient,
    ),
    "half_mse": Loss(
        "Half squared error",
        "The mean of ½ (prediction − target)², as many books have it; "
        "with a tanh output its numbers are TensorFlow Playground's.",
        half_mse,
        half_mse_gradient,
    ),
    "binary_cross_entropy": Loss(
        "Binary cross-entropy",
        "Punishes confident wrong answers hardest; the usual choice for two classes, with a sigmoid output.",
        binary_cross_entropy,
        cross_entropy_gradient,
        output_activation="sigmoid",
        tasks=("binary", "multiclass"),
    ),
    "cross_entropy": Loss(
        "Cross-entropy",
        "Punishes a low probability of the right class; the usual choice for several classes, with softmax.",
        cross_entropy,
        cross_entropy_gradient,
        output_activation="softmax",
        tasks=("multiclass",),
    ),
    "huber": Loss(
        "Huber",
        "Squared for small errors and straight for large ones, so that outliers pull less.",
        huber,
        huber_gradient,
    ),
}
