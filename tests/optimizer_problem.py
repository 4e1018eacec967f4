"""A fixed problem for optimizers: a bent valley in four dimensions, and how it is walked."""

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


def gradient(p: np.ndarray) -> np.ndarray:
    """Return the gradient of sum(100 (p[i+1] - p[i]²)² + (1 - p[i])²), Rosenbrock's function."""
    result = np.zeros_like(p)
    bend = p[1:] - p[:-1] ** 2
    result[:-1] = -400.0 * p[:-1] * bend - 2.0 * (1.0 - p[:-1])
    result[1:] += 200.0 * bend
    return result
