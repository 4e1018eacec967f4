"""The network as a graph of ONNX's operations, features included. Knows not how a graph is written down.

Whoever has `Operations` gets the graph: a writer keeps them, a calculator carries them out. ONNX's
rows are samples, so that all values here are `(n_samples, n)`. Where ONNX has an operation of that
name that runtimes lack for doubles, such as Elu, it is put together of those that they have.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import numpy as np

from glassnet.activations import GELU_CUBIC, GELU_SCALE, LEAKY_SLOPE
from glassnet.arrays import Array
from glassnet.network import NeuralNetwork

Value = TypeVar("Value")


class Operations(Protocol[Value]):
    """What a graph is made with."""

    def constant(self, name: str, numbers: Array) -> Value:
        """Return numbers that belong to the graph."""

    def column(self, inputs: Value, index: int) -> Value:
        """Return a column of the inputs, `(n_samples, 1)`."""

    def apply(self, operation: str, *inputs: Value, **attributes: int) -> Value:
        """Return what an operation of ONNX makes of its inputs."""


class _Formula(Protocol):
    """A function of one value, made with operations."""

    def __call__(self, ops: Operations[Value], z: Value) -> Value: ...


def _number(ops: Operations[Value], value: float) -> Value:
    return ops.constant("", np.array(value))


def _leaky_relu(ops: Operations[Value], z: Value) -> Value:
    return ops.apply("Max", z, ops.apply("Mul", _number(ops, LEAKY_SLOPE), z))


def _elu(ops: Operations[Value], z: Value) -> Value:
    below = ops.apply("Exp", ops.apply("Min", z, _number(ops, 0.0)))
    return ops.apply("Max", z, ops.apply("Sub", below, _number(ops, 1.0)))


def _gelu(ops: Operations[Value], z: Value) -> Value:
    cubic = ops.apply("Mul", _number(ops, GELU_CUBIC), ops.apply("Mul", z, ops.apply("Mul", z, z)))
    t = ops.apply("Tanh", ops.apply("Mul", _number(ops, GELU_SCALE), ops.apply("Add", z, cubic)))
    half = ops.apply("Mul", _number(ops, 0.5), z)
    return ops.apply("Mul", half, ops.apply("Add", _number(ops, 1.0), t))


# The functions of `activations.ACTIVATIONS`.
FORMULAS: dict[str, _Formula] = {
    "sigmoid": lambda ops, z: ops.apply("Sigmoid", z),
    "tanh": lambda ops, z: ops.apply("Tanh", z),
    "relu": lambda ops, z: ops.apply("Relu", z),
    "leaky_relu": _leaky_relu,
    "elu": _elu,
    "gelu": _gelu,
    "linear": lambda ops, z: z,
    "softmax": lambda ops, z: ops.apply("Softmax", z, axis=1),
}


class _FeatureFormula(Protocol):
    """A function of the plane, made with operations."""

    def __call__(self, ops: Operations[Value], x1: Value, x2: Value) -> Value: ...


# Those of `features.FEATURES`.
FEATURE_FORMULAS: dict[str, _FeatureFormula] = {
    "x1": lambda ops, x1, x2: x1,
    "x2": lambda ops, x1, x2: x2,
    "x1_squared": lambda ops, x1, x2: ops.apply("Mul", x1, x1),
    "x2_squared": lambda ops, x1, x2: ops.apply("Mul", x2, x2),
    "x1_x2": lambda ops, x1, x2: ops.apply("Mul", x1, x2),
    "sin_x1": lambda ops, x1, x2: ops.apply("Sin", x1),
    "sin_x2": lambda ops, x1, x2: ops.apply("Sin", x2),
}


def make_graph(
    ops: Operations[Value], network: NeuralNetwork, features: Sequence[str] | None, inputs: Value
) -> Value:
    """Return what the network answers to inputs: to points of the plane, if `features` are made of them.

    Raises ValueError for an activation or a feature that has no formula here.
    """
    a = inputs if features is None else _make_features(ops, features, inputs)
    layers = zip(network.weights, network.biases, network.activation_names, strict=True)
    for number, (weights, biases, activation) in enumerate(layers, start=1):
        W = ops.constant(f"weights_{number}", weights)  # (n_out, n_in)
        b = ops.constant(f"biases_{number}", biases[:, 0])
        z = ops.apply("Gemm", a, W, b, transB=1)  # a Wᵀ + b
        a = _formula(FORMULAS, "activation", activation)(ops, z)
    return a


def _make_features(ops: Operations[Value], names: Sequence[str], plane: Value) -> Value:
    x1, x2 = ops.column(plane, 0), ops.column(plane, 1)
    columns = [_formula(FEATURE_FORMULAS, "feature", name)(ops, x1, x2) for name in names]
    return ops.apply("Concat", *columns, axis=1)


Formula = TypeVar("Formula", bound=Callable[..., object])


def _formula(formulas: dict[str, Formula], kind: str, name: str) -> Formula:
    if name not in formulas:
        raise ValueError(f"the {kind} {name!r} has no form in ONNX here")
    return formulas[name]
