"""The three matrix products of a layer, each by the fastest means the platform has.

In plain words: forward `W @ a`, `d_weights = d @ aᵀ`, `d_activations = Wᵀ @ d`. CPython's NumPy
hands `matmul` to BLAS. Pyodide's has no BLAS: its `matmul` is three plain loops, which is fine
while the operands fit into the cache's good graces and falls behind `einsum` on large ones
(measured; `benchmarks/` prints the ratio). The choice is made once per layer and batch size.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glassnet.arrays import Array

EINSUM_FROM = 200_000  # multiplications in one product; by measurement


@dataclass(frozen=True)
class Product:
    """Three functions that write their result into the last argument."""

    forward: Callable[[Array, Array, Array], object]  # (W, a, out (n_out, n_samples))
    d_weights: Callable[[Array, Array, Array], object]  # (d, a, out (n_out, n_in))
    d_activations: Callable[[Array, Array, Array], object]  # (W, d, out (n_in, n_samples))


MATMUL = Product(
    forward=np.matmul,
    d_weights=lambda d, a, out: np.matmul(d, a.T, out),
    d_activations=lambda W, d, out: np.matmul(W.T, d, out),
)
EINSUM = Product(
    forward=lambda W, a, out: np.einsum("oi,in->on", W, a, out=out),
    d_weights=lambda d, a, out: np.einsum("on,in->oi", d, a, out=out),
    d_activations=lambda W, d, out: np.einsum("oi,on->in", W, d, out=out),
)


def product_for(n_out: int, n_in: int, n_samples: int) -> Product:
    """Return the faster product for a layer `(n_out, n_in)` and a batch of `n_samples`."""
    large = n_out * n_in * n_samples >= EINSUM_FROM
    return EINSUM if sys.platform == "emscripten" and large else MATMUL
