"""Weight penalties, L1 and L2: what is added to the loss so that weights stay small."""

import numpy as np

from glassnet.arrays import Array
from glassnet.network import NeuralNetwork


def penalty(network: NeuralNetwork, *, l1: float, l2: float) -> float:
    """Return l1 Σ|w| + l2/2 Σw² over all weights; biases are free."""
    weights = network.parameters[network.is_weight]
    return float(l1 * np.sum(np.abs(weights)) + 0.5 * l2 * np.dot(weights, weights))


def add_penalty_gradient(network: NeuralNetwork, gradient: Array, *, l1: float, l2: float) -> None:
    """Add l1 sign(w) + l2 w to the gradient of every weight, in place; `gradient` is `(n_parameters,)`."""
    weights = np.where(network.is_weight, network.parameters, 0.0)
    gradient += l1 * np.sign(weights) + l2 * weights


def clip(gradient: Array, max_norm: float) -> None:
    """Shorten `gradient`, `(n_parameters,)`, in place to at most `max_norm`; its direction stays."""
    norm = float(np.sqrt(np.dot(gradient, gradient)))
    if norm > max_norm:
        gradient *= max_norm / norm
