"""Activation functions, by name. They know nothing of layers or losses.

Every function works on whole layers, `(n_units, n_samples)`, and writes into an array that it is
given, so that training allocates nothing. A derivative is written from the pre-activations `z` or
the activations `a`, whichever is cheaper.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glassnet.arrays import Array, scalar

ZERO, ONE, LEAKY_SLOPE = scalar(0.0), scalar(1.0), scalar(0.01)
GELU_SCALE, GELU_CUBIC = np.sqrt(2.0 / np.pi), 0.044715


type Forward = Callable[[Array, Array], None]  # (z, out)
type Derivative = Callable[[Array, Array, Array], None]  # (z, a, out): da/dz, the slope
type Backward = Callable[[Array, Array, Array], object]  # (dL/da, slope, out): dL/dz


@dataclass(frozen=True)
class Activation:
    """One activation function with its derivative.

    `range` is what the picture maps to the smallest and the largest unit; values outside are drawn
    as the nearer end.
    """

    label: str
    description: str
    forward: Forward
    derivative: Derivative
    range: tuple[float, float]
    output_only: bool = False
    backward: Backward = np.multiply

    def __call__(self, z: Array) -> Array:
        """Return the activations of the pre-activations `z`, `(n_units, n_samples)`."""
        out = np.empty_like(z, dtype=np.float64)
        with np.errstate(over="ignore"):
            self.forward(z, out)
        return out


def sigmoid(z: Array, out: Array) -> None:
    """Write 1 / (1 + exp(-z)).

    For z below -709 exp(-z) overflows to infinity and the quotient is 0, the right answer; callers
    silence that one warning for a whole pass, because doing it here would cost more than the sum.
    """
    np.negative(z, out)
    np.exp(out, out)
    np.add(out, ONE, out)
    np.reciprocal(out, out)


def sigmoid_derivative(z: Array, a: Array, out: Array) -> None:
    """Write a (1 - a)."""
    np.subtract(ONE, a, out)
    np.multiply(out, a, out)


def tanh(z: Array, out: Array) -> None:
    """Write the hyperbolic tangent."""
    np.tanh(z, out)


def tanh_derivative(z: Array, a: Array, out: Array) -> None:
    """Write 1 - a²."""
    np.multiply(a, a, out)
    np.subtract(ONE, out, out)


def relu(z: Array, out: Array) -> None:
    """Write max(z, 0)."""
    np.maximum(z, ZERO, out)


def relu_derivative(z: Array, a: Array, out: Array) -> None:
    """Write 1 where a > 0 and 0 elsewhere."""
    np.sign(a, out)


def leaky_relu(z: Array, out: Array) -> None:
    """Write z where it is positive and 0.01 z elsewhere."""
    np.multiply(z, LEAKY_SLOPE, out)
    np.maximum(z, out, out)


def leaky_relu_derivative(z: Array, a: Array, out: Array) -> None:
    """Write 1 where z > 0 and 0.01 elsewhere."""
    np.heaviside(z, ZERO, out)
    np.maximum(out, LEAKY_SLOPE, out)


def elu(z: Array, out: Array) -> None:
    """Write z where it is positive and exp(z) - 1 elsewhere."""
    np.minimum(z, ZERO, out)
    np.expm1(out, out)
    np.maximum(z, out, out)  # exp(z) - 1 >= z everywhere


def elu_derivative(z: Array, a: Array, out: Array) -> None:
    """Write 1 where a > 0 and a + 1 elsewhere."""
    np.minimum(a, ZERO, out)
    np.add(out, ONE, out)


def gelu(z: Array, out: Array) -> None:
    """Write z (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2 (Hendrycks and Gimpel, arXiv 1606.08415)."""
    np.multiply(z, z, out)
    out *= GELU_CUBIC
    out += 1.0
    out *= z
    out *= GELU_SCALE
    np.tanh(out, out)
    out += 1.0
    out *= z
    out *= 0.5


def gelu_derivative(z: Array, a: Array, out: Array) -> None:
    """Write (1 + t) / 2 + z (1 - t²) u' / 2, where a = z (1 + t) / 2 and t = tanh(u)."""
    t = np.tanh(GELU_SCALE * (z + GELU_CUBIC * z**3))
    inner = GELU_SCALE * (1.0 + 3.0 * GELU_CUBIC * z * z)
    np.add(0.5 * (1.0 + t), 0.5 * z * (1.0 - t * t) * inner, out)


def linear(z: Array, out: Array) -> None:
    """Write z itself."""
    np.copyto(out, z)


def linear_derivative(z: Array, a: Array, out: Array) -> None:
    """Write 1."""
    out.fill(1.0)


def softmax(z: Array, out: Array) -> None:
    """Write exp(z) / sum(exp(z)) over the units of each sample."""
    np.subtract(z, z.max(axis=0), out)  # the largest exponent is 0: nothing overflows
    np.exp(out, out)
    np.divide(out, out.sum(axis=0), out)


def softmax_derivative(z: Array, a: Array, out: Array) -> None:
    """Write a, all that `softmax_backward` needs: its units depend on each other and have no slope."""
    np.copyto(out, a)


def softmax_backward(d: Array, a: Array, out: Array) -> None:
    """Write a (d - sum(d a)), the product of d and softmax's Jacobian."""
    np.subtract(d, np.multiply(d, a).sum(axis=0), out)
    np.multiply(out, a, out)


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
        backward=softmax_backward,
    ),
}
