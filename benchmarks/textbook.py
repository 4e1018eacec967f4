"""The baseline: a network as a first course writes it in NumPy, nothing prepared and nothing reused.

Knows nothing of Glassnet and runs in CPython and in Pyodide.
"""

from itertools import pairwise
from typing import Any

import numpy as np

type Array = np.ndarray[Any, np.dtype[np.float64]]


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(-z)), clipped against overflow as courses do."""
    return 1.0 / (1.0 + np.exp(-np.clip(z, -500.0, 500.0)))


class TextbookNetwork:
    """Sigmoid layers, squared error, plain gradient descent; samples are columns."""

    def __init__(self, layer_sizes: list[int], rng: np.random.Generator) -> None:
        self.weights = [rng.normal(0.0, n_in**-0.5, (n_out, n_in)) for n_in, n_out in pairwise(layer_sizes)]
        self.biases = [np.zeros((n_out, 1)) for n_out in layer_sizes[1:]]

    def forward(self, X: Array) -> list[Array]:
        """Return the activations of every layer, input first."""
        activations = [X]
        for weights, biases in zip(self.weights, self.biases, strict=True):
            activations.append(sigmoid(weights @ activations[-1] + biases))
        return activations

    def update(self, X: Array, Y: Array, learning_rate: float) -> None:
        """Take one step down the gradient of the mean squared error."""
        activations = self.forward(X)
        d_z = 2.0 * (activations[-1] - Y) / X.shape[1] * activations[-1] * (1.0 - activations[-1])
        for layer in reversed(range(len(self.weights))):
            below = activations[layer]
            d_weights = d_z @ below.T
            d_biases = d_z.sum(axis=1, keepdims=True)
            if layer > 0:
                d_z = self.weights[layer].T @ d_z * below * (1.0 - below)
            self.weights[layer] = self.weights[layer] - learning_rate * d_weights
            self.biases[layer] = self.biases[layer] - learning_rate * d_biases

    def train_epoch(
        self, X: Array, Y: Array, *, batch_size: int, learning_rate: float, rng: np.random.Generator
    ) -> None:
        """Take all samples once, in a new order."""
        order = rng.permutation(X.shape[1])
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            self.update(X[:, batch], Y[:, batch], learning_rate)
