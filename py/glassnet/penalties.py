"""Weight penalties, L1 and L2: what is added to the loss so that weights stay small."""

import numpy as np

from glassnet.arrays import Array
from glassnet.network import NeuralNetwork


def penalty(network: NeuralNetwork, *, l1: float, l2: float) -> float:
    """Return l1 Σ|w| + l2/2 Σw² over all weights; biases are free."""
    return sum(
        float(l1 * np.abs(weights).sum() + 0.5 * l2 * (weights**2).sum()) for weights in network.weights
    )


def add_penalty_gradient(network: NeuralNetwork, *, l1: float, l2: float) -> None:
    """Add l1 sign(w) + l2 w to the gradient of every weight that the last step has computed, in place."""
    for layer in network.layers:
        layer.d_weights += l1 * np.sign(layer.weights) + l2 * layer.weights


def clip(gradient: Array, max_norm: float) -> None:
    """Shorten `gradient`, `(n_parameters,)`, in place to at most `max_norm`; its direction stays."""
    norm = float(np.sqrt(np.dot(gradient, gradient)))
    if norm > max_norm:
        gradient *= max_norm / norm
