"""The matrix product of a layer, by the fastest means the platform has.

CPython's NumPy hands `matmul` to BLAS. Pyodide's has no BLAS: its `matmul` is three plain loops,
which keep up while the operands are small and fall behind `einsum` when they are large (measured;
`benchmarks/` prints the ratio). The choice is made once per layer and number of samples.
"""

import sys
from collections.abc import Callable

import numpy as np

from glassnet.arrays import Array

EINSUM_FROM = 35_000  # multiplications in one product; by measurement

type Product = Callable[[Array, Array, Array], object]  # (left, right, out): write left @ right


def einsum(left: Array, right: Array, out: Array) -> None:
    """Write left @ right by loops that run along whichever axis is contiguous."""
    np.einsum("ij,jk->ik", left, right, out=out)


def product_for(n_multiplications: int) -> Product:
    """Return the faster product for so many multiplications."""
    large = n_multiplications >= EINSUM_FROM
    return einsum if sys.platform == "emscripten" and large else np.matmul
