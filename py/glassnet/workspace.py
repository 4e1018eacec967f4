"""The arrays of a forward and a backward pass over a number of samples, made once and used again.

Where no layer has as many units as there are samples, a layer's arrays have a row for each unit and a
last one for the always-on unit, whose activation is 1: its weights are the biases of the next layer. So
z = W a + b is one product, [W b] [a; 1], and the gradient of [W b] is one as well: few calls, which is
what small layers pay for. A wider network pays for numbers: there samples are the slower axis of every
array, and biases stay apart, so that each array is contiguous and the parameters are taken as they are.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from glassnet.activations import Activation, Backward, Derivative, Forward
from glassnet.arrays import Array
from glassnet.products import Product, product_for


class LayerParameters(NamedTuple):
    """What one layer multiplies by and adds, and the gradient of the loss by it."""

    rows: Array  # (n_units, n_in + 1): each unit's weights, then its bias; (n_units, n_in): weights alone
    biases: Array | None  # (n_units, 1); None: they are in `rows`
    d_rows: Array  # as `rows`
    d_biases: Array | None  # as `biases`


class ForwardPass(NamedTuple):
    """What one layer reads and writes on the way to the loss."""

    product: Product
    rows: Array  # of `LayerParameters`
    inputs: Array  # (n_in, n_samples): what the layer before gives; and an always-on unit's 1
    biases: Array | None
    z: Array  # (n_units, n_samples)
    activate: Forward
    a: Array  # (n_units, n_samples)
    mask: Array | None  # of dropout: what each activation is multiplied by
    outputs: Array  # (n_units, n_samples): `a`, times `mask` where there is dropout


class BackwardPass(NamedTuple):
    """What one layer reads and writes on the way back from the loss."""

    d: Array  # (n_units, n_samples): dL/da, by the layer after or by the loss, and then dL/dz
    mask: Array | None
    slope: Array  # (n_units, n_samples): da/dz
    backward: Backward | None  # None: the loss has written dL/dz already
    product: Product
    weights_transposed: Array  # (n_in, n_units)
    d_inputs: Array | None  # `d` of the layer before; None: before it is only the data


class GradientProduct(NamedTuple):
    """One product that gives a part of the gradient, of one layer or, in a stack, of several."""

    product: Product
    d: Array  # (n_units, n_samples): dL/dz
    inputs_transposed: Array  # (n_samples, n_in), or n_in + 1: what the layer was given; (n_samples, 1): ones
    gradient: Array  # `d_rows` or `d_biases` of `LayerParameters`


class Slopes(NamedTuple):
    """The derivatives of neighbouring layers with the same activation, computed at once."""

    derivative: Derivative
    z: Array
    a: Array
    slope: Array


class Workspace:
    """Where a network with these parameters, one item per layer, computes `n_samples` samples."""

    def __init__(
        self,
        parameters: Sequence[LayerParameters],
        activations: Sequence[Activation],
        n_samples: int,
        *,
        has_dropout: bool,
        has_output_slope: bool,
    ) -> None:
        """Make the arrays; without an output slope it is the loss that writes dL/dz of the output."""
        self.has_always_on = parameters[0].biases is None
        n_always_on = int(self.has_always_on)
        sizes = [parameters[0].rows.shape[1] - n_always_on, *(len(layer.rows) for layer in parameters)]
        blocks = [np.zeros(sum(size + n_always_on for size in sizes) * n_samples) for _ in range(4)]
        z, a, slope, d = (
            _cut(block, [size + n_always_on for size in sizes], n_samples, "C" if self.has_always_on else "F")
            for block in blocks
        )
        self.X = a[0][: sizes[0]]  # (n_inputs, n_samples)
        ones = np.ones((n_samples, 1))
        self.forward: list[ForwardPass] = []
        self.backward: list[BackwardPass] = []  # from the output to the first layer, as `gradients`
        gradients: list[GradientProduct] = []
        inputs = a[0]
        for layer, activation in enumerate(activations, start=1):
            here, n_in, n_out = layer - 1, sizes[layer - 1], sizes[layer]
            rows, biases, d_rows, d_biases = parameters[here]
            inputs[n_in:] = 1.0
            outputs, mask = a[layer], None
            if has_dropout and layer < len(activations):
                outputs, mask = np.zeros_like(outputs), np.empty((n_out, n_samples))
            product = product_for(rows, inputs)
            ahead = (product, rows, inputs, biases, z[layer][:n_out], activation.forward, a[layer][:n_out])
            self.forward.append(ForwardPass(*ahead, mask, outputs[:n_out]))
            has_slope = has_output_slope or layer < len(activations)
            d_here, weights_transposed = d[layer][:n_out], rows[:, :n_in].T
            self.backward.insert(
                0,
                BackwardPass(
                    d_here,
                    mask,
                    slope[layer][:n_out],
                    activation.backward if has_slope else None,
                    product_for(weights_transposed, d_here),
                    weights_transposed,
                    d[here][:n_in] if here else None,
                ),
            )
            gradients.append(GradientProduct(product_for(d_here, inputs.T), d_here, inputs.T, d_rows))
            if d_biases is not None:
                gradients.append(GradientProduct(np.matmul, d_here, ones, d_biases))
            inputs = outputs
        if self.has_always_on and not has_dropout:  # then the arrays of a kind lie one behind another
            gradients = _stacked(gradients)
        self.gradients = gradients[::-1]
        sloped = activations if has_output_slope else activations[:-1]
        self.slopes: list[Slopes] = []
        start = a[0].size
        for activation, run in groupby(range(len(sloped)), key=lambda index: activations[index]):
            end = start + sum(a[1 + index].size for index in run)
            self.slopes.append(Slopes(activation.derivative, *(block[start:end] for block in blocks[:3])))
            start = end


def _cut(block: Array, sizes: Sequence[int], n_samples: int, order: Literal["C", "F"]) -> list[Array]:
    """Return one view `(size, n_samples)` of the flat `block` per layer."""
    parts = np.split(block, np.cumsum([size * n_samples for size in sizes[:-1]]))
    return [part.reshape((size, n_samples), order=order) for part, size in zip(parts, sizes, strict=True)]


def _stacked(products: Sequence[GradientProduct]) -> list[GradientProduct]:
    """Return one item for neighbours of the same shape, where NumPy multiplies a stack in one call."""
    stacked: list[GradientProduct] = []
    for (product, _), run in groupby(products, key=lambda item: (item.product, item.gradient.shape)):
        same = list(run)
        if len(same) == 1 or product is not np.matmul:
            stacked += same
            continue
        _, *operands = zip(*same, strict=True)
        stacked.append(GradientProduct(product, *map(_stack, operands)))
    return stacked


def _stack(arrays: Sequence[Array]) -> Array:
    """Return one view `(len(arrays), …)` of arrays of one shape that lie at equal distances in memory."""
    first, second = (array.__array_interface__["data"][0] for array in arrays[:2])
    return as_strided(arrays[0], (len(arrays), *arrays[0].shape), (second - first, *arrays[0].strides))
