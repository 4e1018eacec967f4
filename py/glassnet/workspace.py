"""The arrays of a forward and a backward pass over a number of samples, made once and used again.

A layer's arrays have a row for each unit and a last one for the always-on unit, whose activation is
1: its weights are the biases of the next layer. So z = W a + b is one product, [W b] [a; 1], and the
gradient of [W b] is one as well.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal, NamedTuple

import numpy as np

from glassnet.activations import Activation, Backward, Derivative, Forward
from glassnet.arrays import Array
from glassnet.products import Product, product_for


class ForwardPass(NamedTuple):
    """What one layer reads and writes on the way to the loss."""

    product: Product
    rows: Array  # (n_units, n_in + 1): each unit's weights, then its bias
    inputs: Array  # (n_in + 1, n_samples): what the layer before gives, and the always-on unit's 1
    z: Array  # (n_units, n_samples)
    activate: Forward
    a: Array  # (n_units, n_samples)
    mask: Array | None  # of dropout: what each activation is multiplied by
    outputs: Array  # (n_units, n_samples): `a`, times `mask` where there is dropout


class BackwardPass(NamedTuple):
    """What one layer reads and writes on the way back from the loss."""

    product: Product
    d: Array  # (n_units, n_samples): dL/da, by the layer after or by the loss, and then dL/dz
    mask: Array | None
    slope: Array  # (n_units, n_samples): da/dz
    backward: Backward | None  # None: the loss has written dL/dz already
    inputs_transposed: Array  # (n_samples, n_in + 1)
    d_rows: Array  # (n_units, n_in + 1)
    weights_transposed: Array  # (n_in, n_units)
    d_inputs: Array | None  # `d` of the layer before; None: before it is only the data


class Slopes(NamedTuple):
    """The derivatives of neighbouring layers with the same activation, computed at once."""

    derivative: Derivative
    z: Array
    a: Array
    slope: Array


class Workspace:
    """Where a network with these `rows` and `d_rows`, one array per layer, computes `n_samples` samples."""

    def __init__(
        self,
        rows: Sequence[Array],
        d_rows: Sequence[Array],
        activations: Sequence[Activation],
        n_samples: int,
        *,
        has_dropout: bool,
        has_output_slope: bool,
    ) -> None:
        """Make the arrays; without an output slope it is the loss that writes dL/dz of the output."""
        sizes = [rows[0].shape[1] - 1, *(len(layer) for layer in rows)]
        blocks = [np.zeros(sum(size + 1 for size in sizes) * n_samples) for _ in range(4)]
        z, a, slope, d = (_cut(block, sizes, n_samples) for block in blocks)
        self.X = a[0][:-1]  # (n_inputs, n_samples)
        self.forward: list[ForwardPass] = []
        self.backward: list[BackwardPass] = []  # from the output to the first layer
        inputs = a[0]
        for layer, activation in enumerate(activations, start=1):
            inputs[-1] = 1.0
            outputs, mask = a[layer], None
            if has_dropout and layer < len(activations):
                outputs, mask = np.zeros_like(outputs), np.empty((sizes[layer], n_samples))
            here, product = layer - 1, product_for(rows[layer - 1].size * n_samples)
            ahead = (product, rows[here], inputs, z[layer][:-1], activation.forward, a[layer][:-1])
            self.forward.append(ForwardPass(*ahead, mask, outputs[:-1]))
            has_slope = has_output_slope or layer < len(activations)
            self.backward.insert(
                0,
                BackwardPass(
                    product,
                    d[layer][:-1],
                    mask,
                    slope[layer][:-1],
                    activation.backward if has_slope else None,
                    inputs.T,
                    d_rows[here],
                    rows[here][:, :-1].T,
                    d[here][:-1] if here else None,
                ),
            )
            inputs = outputs
        sloped = activations if has_output_slope else activations[:-1]
        self.slopes: list[Slopes] = []
        start = a[0].size
        for activation, run in groupby(range(len(sloped)), key=lambda index: activations[index]):
            end = start + sum(a[1 + index].size for index in run)
            self.slopes.append(Slopes(activation.derivative, *(block[start:end] for block in blocks[:3])))
            start = end


def _cut(block: Array, sizes: Sequence[int], n_samples: int) -> list[Array]:
    """Return one view `(size + 1, n_samples)` of the flat `block` per layer.

    The longer axis is the contiguous one, because NumPy's inner loops run along it.
    """
    order: Literal["C", "F"] = "F" if max(sizes) > n_samples else "C"
    parts = np.split(block, np.cumsum([(size + 1) * n_samples for size in sizes[:-1]]))
    return [part.reshape((size + 1, n_samples), order=order) for part, size in zip(parts, sizes, strict=True)]
