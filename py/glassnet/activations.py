"""Activation functions f(z), by name, with their derivatives. They know nothing of layers or losses.

Both take and return whole layers, `(n_units, n_samples)`, as new arrays. A derivative is given the
pre-activations `z` and the activations `a`, and uses whichever is cheaper.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glassnet.arrays import Array

LEAKY_SLOPE = 0.01
GELU_SCALE, GELU_CUBIC = np.sqrt(2.0 / np.pi), 0.044715


@dataclass(frozen=True)
class Activation:
    """One activation function with its derivative.

    `range` is what the picture maps to the smallest and the largest unit; values outside are drawn
    as the nearer end. Where the units depend on each other there is no slope of each, and
    `d_z(d_a, a)` gives dL/dz instead.
    """

    label: str
    description: str
    function: Callable[[Array], Array]  # a = f(z)
    derivative: Callable[[Array, Array], Array]  # f'(z), of z and a
    range: tuple[float, float]
    output_only: bool = False
    d_z: Callable[[Array, Array], Array] | None = None

    def __call__(self, z: Array) -> Array:
        """Return the activations of the pre-activations `z`, `(n_units, n_samples)`."""
        with np.errstate(over="ignore"):
            return self.function(z)


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(-z)).

    For z below -709 exp(-z) overflows to infinity and the quotient is 0,
    the right answer; callers silence that one warning for a whole pass,
    because doing it here would cost more than the sum.
    """
    return np.reciprocal(1.0 + np.exp(-z))


def sigmoid_derivative(z: Array, a: Array) -> Array:
    """Return a (1 - a)."""
    return a - a * a


def tanh(z: Array) -> Array:
    """Return the hyperbolic tangent."""
    return np.tanh(z)


def tanh_derivative(z: Array, a: Array) -> Array:
    """Return 1 - a²."""
    return 1.0 - a * a


def relu(z: Array) -> Array:
    """Return max(z, 0)."""
    return np.maximum(z, 0.0)


def relu_derivative(z: Array, a: Array) -> Array:
    """Return 1 where a > 0 and 0 elsewhere."""
    return np.sign(a)


def leaky_relu(z: Array) -> Array:
    """Return z where it is positive and 0.01 z elsewhere."""
    return np.maximum(z, LEAKY_SLOPE * z)


def leaky_relu_derivative(z: Array, a: Array) -> Array:
    """Return 1 where z > 0 and 0.01 elsewhere."""
    return np.where(z > 0.0, 1.0, LEAKY_SLOPE)


def elu(z: Array) -> Array:
    """Return z where it is positive and exp(z) - 1 elsewhere."""
    below = np.expm1(np.minimum(z, 0.0))  # at least z, everywhere
    return np.maximum(z, below)


def elu_derivative(z: Array, a: Array) -> Array:
    """Return 1 where a > 0 and a + 1 elsewhere."""
    return np.minimum(a, 0.0) + 1.0


def gelu(z: Array) -> Array:
    """Return z (1 + tanh(u)) / 2, with u = √(2/π) (z + 0.044715 z³).

    That is the approximation by Hendrycks and Gimpel, arXiv 1606.08415.
    """
    u = GELU_SCALE * (z + GELU_CUBIC * z * z * z)
    return 0.5 * z * (1.0 + np.tanh(u))


def gelu_derivative(z: Array, a: Array) -> Array:
    """Return (1 + t) / 2 + z (1 - t²) u' / 2, where a = z (1 + t) / 2 and t = tanh(u)."""
    t = np.tanh(GELU_SCALE * (z + GELU_CUBIC * z * z * z))
    d_u = GELU_SCALE * (1.0 + 3.0 * GELU_CUBIC * z * z)
    return 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * d_u


def linear(z: Array) -> Array:
    """Return z itself, as an array of its own."""
    return z.copy()


def linear_derivative(z: Array, a: Array) -> Array:
    """Return 1."""
    return np.ones_like(z)


def softmax(z: Array) -> Array:
    """Return exp(z) / sum(exp(z)) over the units of each sample."""
    exp = np.exp(z - z.max(axis=0))  # the largest exponent is 0: nothing overflows
    return exp / exp.sum(axis=0)


def softmax_derivative(z: Array, a: Array) -> Array:
    """Return a (1 - a), the slope of each unit by its own z; see `softmax_d_z` for the whole."""
    return a - a * a


def softmax_d_z(d_a: Array, a: Array) -> Array:
    """Return a (d_a - sum(d_a a)), the product of d_a and softmax's Jacobian."""
    return a * (d_a - (d_a * a).sum(axis=0))


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        "Sigmoid",
        "Squeezes any number into 0 to 1; it learns slowly where it is flat at both ends.",
        sigmoid,
        sigmoid_derivative,
        (0.0, 1.0),
    ),
    "tanh": Activation(
        "Tanh",
        "Squeezes any number into −1 to 1, centred on zero, which usually learns faster than sigmoid.",
        tanh,
        tanh_derivative,
        (-1.0, 1.0),
    ),
    "relu": Activation(
        "ReLU",
        "Passes positive numbers on and turns negative ones into zero; "
        "a unit that is zero for every sample stops learning.",
        relu,
        relu_derivative,
        (0.0, 4.0),
    ),
    "leaky_relu": Activation(
        "Leaky ReLU",
        "Like ReLU, but lets a hundredth of negative numbers through, so that no unit stops learning.",
        leaky_relu,
        leaky_relu_derivative,
        (-1.0, 4.0),
    ),
    "elu": Activation(
        "ELU",
        "Like ReLU, but bends smoothly towards −1 for negative numbers.",
        elu,
        elu_derivative,
        (-1.0, 4.0),
    ),
    "gelu": Activation(
        "GELU",
        "A smooth ReLU that dips slightly below zero, as used in language models.",
        gelu,
        gelu_derivative,
        (-1.0, 4.0),
    ),
    "linear": Activation(
        "Linear",
        "Passes every number on unchanged; layers of it can only draw straight boundaries.",
        linear,
        linear_derivative,
        (-4.0, 4.0),
    ),
    "softmax": Activation(
        "Softmax",
        "Turns the outputs into probabilities that add up to 1.",
        softmax,
        softmax_derivative,
        (0.0, 1.0),
        output_only=True,
        d_z=softmax_d_z,
    ),
}
