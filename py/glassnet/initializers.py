"""Initialisers, by name: of a layer's weights, `(n_out, n_in)`, and of its biases, `(n_out, 1)`."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glassnet.arrays import Array


@dataclass(frozen=True)
class Initializer:
    """One way to draw a layer's first weights, or its first biases."""

    label: str
    description: str
    draw: Callable[[int, int, np.random.Generator], Array]  # (n_out, n_in, rng)


def xavier(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw from ±√(6 / (n_in + n_out)) (Glorot and Bengio 2010, equation 16)."""
    limit = np.sqrt(6.0 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_out, n_in))


def xavier_normal(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw normally with variance 2 / (n_in + n_out) (Glorot and Bengio 2010)."""
    return rng.normal(0.0, np.sqrt(2.0 / (n_in + n_out)), (n_out, n_in))


def he(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw normally with variance 2 / n_in (He et al. 2015, arXiv 1502.01852)."""
    return rng.normal(0.0, np.sqrt(2.0 / n_in), (n_out, n_in))


def zeros(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Return zeros: every unit of a layer then stays the same as its neighbours."""
    return np.zeros((n_out, n_in))


def small_uniform(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw from ±0.5 whatever the layer's size, as TensorFlow Playground does."""
    return rng.uniform(-0.5, 0.5, (n_out, n_in))


def no_biases(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Return biases of zero."""
    return np.zeros((n_out, 1))


def small_biases(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Return biases of 0.1, as TensorFlow Playground has them."""
    return np.full((n_out, 1), 0.1)


def uniform_biases(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw biases from ±1 / √n_in, as PyTorch's Linear does."""
    limit = 1.0 / np.sqrt(n_in)
    return rng.uniform(-limit, limit, (n_out, 1))


INITIALIZERS: dict[str, Initializer] = {
    "xavier": Initializer(
        "Xavier uniform",
        "Keeps signals of equal size from layer to layer; made for sigmoid and tanh.",
        xavier,
    ),
    "xavier_normal": Initializer(
        "Xavier normal", "Xavier's spread, drawn from a bell curve instead of an interval.", xavier_normal
    ),
    "he": Initializer("He", "A wider spread that makes up for the half that ReLU cuts away.", he),
    "zeros": Initializer(
        "Zeros", "Every unit of a layer starts equal and stays equal: a classic mistake to watch.", zeros
    ),
    "small_uniform": Initializer(
        "Small uniform", "Between −0.5 and 0.5 whatever the layer's size.", small_uniform
    ),
}

BIAS_INITIALIZERS: dict[str, Initializer] = {
    "zeros": Initializer("Zeros", "Every unit starts with its weights alone.", no_biases),
    "constant": Initializer(
        "0.1",
        "A small positive value, which TensorFlow Playground starts with: most ReLU units start awake.",
        small_biases,
    ),
    "uniform": Initializer(
        "Uniform", "Between ±1 / √(inputs of the unit), which PyTorch starts with.", uniform_biases
    ),
}
