"""A fixed problem for optimizers: a bent valley in four dimensions, and how it is walked.

A new optimizer needs a line in RULES, which is its rule once more, written for this test alone. Numbers of
PyTorch's are compared where there are some: see tests/test_oracle.py.
"""

from collections.abc import Callable, Iterator

import numpy as np

N_STEPS = 50
START = (-0.7, 1.2, 0.4, -1.1)
LEARNING_RATES = {
    "sgd": 0.002,
    "momentum": 0.0005,
    "nesterov": 0.0005,
    "rmsprop": 0.01,
    "adam": 0.05,
    "adamw": 0.05,
}
OTHER_CONSTANTS = {
    "momentum": {"momentum": 0.5},
    "nesterov": {"momentum": 0.5},
    "rmsprop": {"alpha": 0.8, "epsilon": 0.01},
    "adam": {"beta1": 0.8, "beta2": 0.95, "epsilon": 0.01},
    "adamw": {"beta1": 0.8, "beta2": 0.95, "epsilon": 0.01, "weight_decay": 0.2},
}


def gradient(p: np.ndarray) -> np.ndarray:
    """Return the gradient of sum(100 (p[i+1] - p[i]²)² + (1 - p[i])²), Rosenbrock's function."""
    result = np.zeros_like(p)
    bend = p[1:] - p[:-1] ** 2
    result[:-1] = -400.0 * p[:-1] * bend - 2.0 * (1.0 - p[:-1])
    result[1:] += 200.0 * bend
    return result


Gradient = Callable[[np.ndarray], np.ndarray]


def sgd(p: np.ndarray, gradient: Gradient, lr: float) -> Iterator[np.ndarray]:
    while True:
        p = p - lr * gradient(p)
        yield p


def momentum(
    p: np.ndarray, gradient: Gradient, lr: float, momentum: float = 0.9, looks_ahead: bool = False
) -> Iterator[np.ndarray]:
    v = 0.0 * p
    while True:
        g = gradient(p)
        v = momentum * v + g
        p = p - lr * (g + momentum * v if looks_ahead else v)
        yield p


def nesterov(p: np.ndarray, gradient: Gradient, lr: float, **constants: float) -> Iterator[np.ndarray]:
    return momentum(p, gradient, lr, **constants, looks_ahead=True)


def rmsprop(
    p: np.ndarray, gradient: Gradient, lr: float, alpha: float = 0.99, epsilon: float = 1e-8
) -> Iterator[np.ndarray]:
    s = 0.0 * p
    while True:
        g = gradient(p)
        s = alpha * s + (1 - alpha) * g * g
        p = p - lr * g / (s**0.5 + epsilon)
        yield p


def adam(
    p: np.ndarray,
    gradient: Gradient,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    weight_decay: float = 0.0,
) -> Iterator[np.ndarray]:
    gradients: list[np.ndarray] = []
    while True:
        gradients.append(gradient(p))
        n = len(gradients)  # the means are over all of them, newest first
        m = sum(beta1**age * g for age, g in enumerate(reversed(gradients))) * (1 - beta1) / (1 - beta1**n)
        v = sum(beta2**age * g**2 for age, g in enumerate(reversed(gradients))) * (1 - beta2) / (1 - beta2**n)
        p = p * (1 - lr * weight_decay) - lr * m / (v**0.5 + epsilon)
        yield p


def adamw(
    p: np.ndarray, gradient: Gradient, lr: float, weight_decay: float = 0.01, **constants: float
) -> Iterator[np.ndarray]:
    return adam(p, gradient, lr, weight_decay=weight_decay, **constants)


RULES: dict[str, Callable[..., Iterator[np.ndarray]]] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
}
