"""Weight penalties, L1 and L2: what is added to the loss so that weights stay small."""

import numpy as np

from glassnet.arrays import Array
from glassnet.network import NeuralNetwork


def penalty(network: NeuralNetwork, *, l1: float, l2: float) -> float:
    """Return l1 Σ|w| + l2/2 Σw² over all weights; biases are free."""
    return sum(
        float(l1 * np.abs(weights).sum() + 0.5 * l2 * (weights**2).sum()) for weights in network.weights
    )


def penalty_gradient(network: NeuralNetwork, *, l1: float, l2: float) -> Array:
    """Return l1 sign(w) + l2 w for every weight and 0 for every bias, `(n_parameters,)`."""
    parts = []
    for layer in network.layers:
        parts += [l1 * np.sign(layer.weights) + l2 * layer.weights, np.zeros_like(layer.biases)]
    return np.concatenate([part.ravel() for part in parts])


def clip(gradient: Array, max_norm: float) -> Array:
    """Return `gradient`, `(n_parameters,)`, shortened to at most `max_norm`; its direction stays."""
    norm = float(np.sqrt(np.dot(gradient, gradient)))
    return gradient * (max_norm / norm) if norm > max_norm else gradient
