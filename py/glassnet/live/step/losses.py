"""The losses of one sample as sums over its outputs, and their gradients, in symbols and numbers."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from glassnet.live.step.record import Array
from glassnet.live.step.sums import Term, given, product

Made: TypeAlias = tuple[list[Term], str]  # terms, and the rule in symbols


def _label(at: int, n_outputs: int, text: str) -> str:
    return text if n_outputs == 1 else f"output {at + 1}"


def _squares(a: Array, y: Array, factor: float | None, rule: str, text: str) -> Made:
    factors = [] if factor is None else [factor]
    terms = [
        product(_label(at, len(a), text), *factors, error, error) for at, error in enumerate((a - y).tolist())
    ]
    return terms, rule


def _mse(a: Array, z: Array, y: Array) -> Made:
    return _squares(a, y, None, "loss = Σ (a - y)²", "(a - y)²")


def _half_mse(a: Array, z: Array, y: Array) -> Made:
    return _squares(a, y, 0.5, "loss = Σ ½ (a - y)²", "½ (a - y)²")


def _binary_cross_entropy(a: Array, z: Array, y: Array) -> Made:
    terms: list[Term] = []
    for at, (each, target) in enumerate(zip(z.tolist(), y.tolist(), strict=True)):
        whose = "" if len(z) == 1 else f" of output {at + 1}"
        terms += [given(f"log(1 + exp(z)){whose}", np.logaddexp(0.0, each))]
        terms += [product(f"-y z{whose}", -1.0, target, each)]
    return terms, "loss = log(1 + exp(z)) - y z, which is -y log a - (1 - y) log(1 - a)"


def _cross_entropy(a: Array, z: Array, y: Array) -> Made:
    shifted = z - z.max()
    log_a = shifted - np.log(np.exp(shifted).sum())
    terms = [product(f"output {at + 1}", -1.0, y[at], log_a[at]) for at in range(len(z))]
    return terms, "loss = -Σ y log a"


def _huber(a: Array, z: Array, y: Array) -> Made:
    sizes = np.abs(a - y).tolist()
    terms = [
        product(_label(at, len(a), "|e| - ½"), min(size, 1.0), size - 0.5 * min(size, 1.0))
        if size > 1.0
        else product(_label(at, len(a), "½ e²"), 0.5, size, size)
        for at, size in enumerate(sizes)
    ]
    return terms, "loss = Σ ½ e², |e| - ½ where |e| > 1; e = a - y"


TERMS: dict[str, Callable[[Array, Array, Array], Made]] = {
    "mse": _mse,
    "half_mse": _half_mse,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
    "huber": _huber,
}


def _error(factor: float, text: str) -> Callable[[float, float, int], tuple[Term, str]]:
    def rule(a: float, y: float, n: int) -> tuple[Term, str]:
        return product(text, factor / n, a - y), text

    return rule


def _cut_off(a: float, y: float, n: int) -> tuple[Term, str]:
    text = "(a - y) / n, with a - y cut off at ±1"
    return product(text, 1.0 / n, min(max(a - y, -1.0), 1.0)), text


# Of an output and its target, in a batch of n: dL/da, or of the cross-entropies dL/dz.
GRADIENTS: dict[str, Callable[[float, float, int], tuple[Term, str]]] = {
    "mse": _error(2.0, "2 (a - y) / n"),
    "half_mse": _error(1.0, "(a - y) / n"),
    "binary_cross_entropy": _error(1.0, "(a - y) / n"),
    "cross_entropy": _error(1.0, "(a - y) / n"),
    "huber": _cut_off,
}
