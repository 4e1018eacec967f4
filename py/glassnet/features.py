"""Input features, by name: what the input units are fed, computed from the plane's x1 and x2."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from glassnet.arrays import Array


@dataclass(frozen=True)
class Feature:
    """One function of the plane.

    `function` takes `X`, `(2, n_samples)`, and returns `(n_samples,)`. `range` is what the picture
    maps to the smallest and the largest unit: the feature's values over the plane.
    """

    label: str
    description: str
    function: Callable[[Array], Array]
    range: tuple[float, float]


FEATURES: dict[str, Feature] = {
    "x1": Feature("x₁", "The sample's place from left to right.", lambda X: X[0], (-6.0, 6.0)),
    "x2": Feature("x₂", "The sample's place from bottom to top.", lambda X: X[1], (-6.0, 6.0)),
    "x1_squared": Feature(
        "x₁²",
        "The square of x₁: with it a unit can tell the middle from both sides.",
        lambda X: X[0] ** 2,
        (0.0, 36.0),
    ),
    "x2_squared": Feature(
        "x₂²",
        "The square of x₂: with it a unit can tell the middle from top and bottom.",
        lambda X: X[1] ** 2,
        (0.0, 36.0),
    ),
    "x1_x2": Feature(
        "x₁x₂",
        "The product: positive in two opposite corners, negative in the others.",
        lambda X: X[0] * X[1],
        (-36.0, 36.0),
    ),
    "sin_x1": Feature("sin x₁", "A wave from left to right.", lambda X: np.sin(X[0]), (-1.0, 1.0)),
    "sin_x2": Feature("sin x₂", "A wave from bottom to top.", lambda X: np.sin(X[1]), (-1.0, 1.0)),
}


def apply_features(names: Sequence[str], X: Array) -> Array:
    """Return the features of `X`, `(2, n_samples)`, as the network's inputs, `(len(names), n_samples)`."""
    return np.stack([FEATURES[name].function(X) for name in names])
