"""Datasets, by name: functions that draw samples of a plane and their labels.

To add one, write a function like those below and give it a line in `DATASETS`; the page then
offers it. The plane is `DOMAIN` wide on both axes; labels of two classes are 0 and 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glassnet.arrays import Array

DOMAIN = (-6.0, 6.0)
RADIUS = 5.0
SPIRAL_TURNS = 1.75

type Samples = tuple[Array, Array]


@dataclass(frozen=True)
class Dataset:
    """One source of labelled samples."""

    label: str
    description: str
    draw: Callable[[int, np.random.Generator], Samples]  # (n_samples, rng) -> X, Y without noise

    def __call__(
        self, n_samples: int = 200, *, noise: float = 0.0, rng: np.random.Generator | int
    ) -> Samples:
        """Return `X`, `(n_inputs, n_samples)`, and `Y`, `(n_outputs, n_samples)`.

        `noise` is the standard deviation, in units of the plane, by which samples are moved after
        they have got their labels. `rng` is a generator or a seed.
        """
        rng = np.random.default_rng(rng)
        X, Y = self.draw(n_samples, rng)
        return X + noise * rng.standard_normal(X.shape), Y


def circular(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a disc of label 1 in a ring of label 0, half of the samples each."""
    label = np.arange(n_samples) % 2
    radius = np.where(label == 1, rng.uniform(0.0, 0.5, n_samples), rng.uniform(0.7, 1.0, n_samples)) * RADIUS
    return _polar(radius, rng.uniform(0.0, 2.0 * np.pi, n_samples)), _row(label)


def linear(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a square whose label is 1 above the falling diagonal, x1 + x2 > 0."""
    X = rng.uniform(-RADIUS, RADIUS, (2, n_samples))
    return X, _row(X[0] + X[1] > 0.0)


def xor(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw four squares, with gaps along the axes; the label is 1 where the signs of x1, x2 differ."""
    X = rng.uniform(-RADIUS, RADIUS, (2, n_samples))
    X += np.copysign(0.3, X)
    return X, _row(X[0] * X[1] < 0.0)


def spiral(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw two interleaved arms of 1.75 turns, half of the samples each; the label is the arm.

    Each sample has a stretch of its arm of its own, so that the arms have no gaps.
    """
    index = np.arange(n_samples)
    label = index % 2
    along = (index // 2 + rng.uniform(0.0, 1.0, n_samples)) / ((n_samples + 1) // 2)
    return _polar(along * RADIUS, (along * SPIRAL_TURNS * 2.0 + label) * np.pi), _row(label)


def _polar(radius: Array, angle: Array) -> Array:
    """Return the points `(2, n_samples)` at a radius and an angle in radians, measured from x2."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)])


def _row(label: NDArray[np.generic]) -> Array:
    """Return labels as targets, `(1, n_samples)`."""
    return label.astype(np.float64)[np.newaxis]


DATASETS: dict[str, Dataset] = {
    "circular": Dataset("Circular", "A disc inside a ring: the boundary has to close on itself.", circular),
    "linear": Dataset("Linear", "Two halves of a square: one straight line separates them.", linear),
    "xor": Dataset("XOR", "Opposite corners share a label: no single line can separate them.", xor),
    "spiral": Dataset("Spiral", "Two arms wound around each other: the hardest of the four.", spiral),
}
