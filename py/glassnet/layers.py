"""The layers of a network: parameters, and what a step computes, each quantity in an array of its own."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from glassnet.activations import ACTIVATIONS, Activation
from glassnet.arrays import Array


class Layer:
    """One layer, and what the last pass through it has computed.

    `weights` is `(n_units, n_in)`, `biases` `(n_units, 1)`, `inputs` `(n_in, n_samples)`, all else
    `(n_units, n_samples)`. `d_z` is dL/dz, and so on. An output has no `d_a` where the loss gives `d_z`.
    """

    inputs: Array  # what the layer before gives
    z: Array
    a: Array
    mask: Array | None  # of dropout: what each activation is multiplied by on its way
    d_a: Array
    d_z: Array

    def __init__(self, weights: Array, biases: Array, d_weights: Array, d_biases: Array, f: Activation):
        self.weights, self.biases = weights, biases
        self.d_weights, self.d_biases = d_weights, d_biases
        self.f, self.f_prime, self.f_d_z = f.function, f.derivative, f.d_z


def make_layers(
    layer_sizes: Sequence[int], activations: Sequence[str], parameters: Array
) -> tuple[list[Layer], Array]:
    """Return the layers after the input, with views of the parameters, and of a gradient of their own.

    Per layer the vectors hold the weights in C order, then the biases: the weight from unit `i` to
    unit `o` is at `weight_offset + o * n_in + i`, the bias of unit `o` at `bias_offset + o`.
    """
    layers, gradient, start = [], np.zeros_like(parameters), 0
    for (n_in, n_out), name in zip(pairwise(layer_sizes), activations, strict=True):
        middle, end = start + n_out * n_in, start + n_out * (n_in + 1)
        weights, d_weights = (vector[start:middle].reshape(n_out, n_in) for vector in (parameters, gradient))
        biases, d_biases = (vector[middle:end].reshape(n_out, 1) for vector in (parameters, gradient))
        layers.append(Layer(weights, biases, d_weights, d_biases, ACTIVATIONS[name]))
        start = end
    return layers, gradient
