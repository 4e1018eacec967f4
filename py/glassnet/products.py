"""The matrix product of a layer, by the fastest means the platform has.

CPython's NumPy hands `matmul` to BLAS. Pyodide's has no BLAS: its `matmul` is three plain loops,
which keep up while the operands are small and fall behind `einsum` when they are large (measured;
`benchmarks/` prints the ratio). A column times a row is neither's: there each number is one product of
two, as `multiply` has it. Weights are copied in the order in which `einsum` reads them, where the copy
takes less time than it saves: transposed ones, and those of many units with few inputs. The choice is
made once per product and number of samples.

In training nothing else asks for `einsum`: a browser that compiles it builds in the loops that it has seen
there, as many as it allows itself, and each loop that serves another sum takes the place of one of these.
With one for a loss beside them, the steps of 2-64-64-1 took 8 % longer.
"""

import inspect
import sys
from collections.abc import Callable

import numpy as np

from glassnet.arrays import Array

# By measurement:
EINSUM_FROM = 18_000  # multiplications in one product
FEW_INPUTS, MANY_UNITS = 7, 64

# Without the question, at each call, whether other libraries' arrays are among the operands: 1.3 µs there.
_einsum = inspect.unwrap(np.einsum)

type Product = Callable[[Array, Array, Array], object]  # (left, right, out): write left @ right


def einsum(left: Array, right: Array, out: Array) -> None:
    """Write left @ right by loops that run along whichever axis is contiguous."""
    _einsum("ij,jk->ik", left, right, out=out)


def einsum_by_rows(left: Array, right: Array, out: Array) -> None:
    """Write left @ right, with a copy of `left` whose rows are contiguous like the columns of `right`."""
    _einsum("ij,jk->ik", np.ascontiguousarray(left), right, out=out)


def einsum_by_columns(left: Array, right: Array, out: Array) -> None:
    """Write left @ right, with a copy of `left` whose columns are contiguous like those of `out`."""
    _einsum("ij,jk->ik", np.asfortranarray(left), right, out=out)


def product_for(left: Array, right: Array) -> Product:
    """Return the fastest product of `left`, `(n, m)`, and `right`, `(m, k)`, whatever numbers they hold."""
    if right.shape[0] == 1:
        return np.multiply
    if sys.platform != "emscripten":
        return np.matmul
    if len(left) >= MANY_UNITS and len(right) <= FEW_INPUTS and right.flags.f_contiguous:
        return einsum_by_columns
    if left.size * right.shape[1] < EINSUM_FROM:
        return np.matmul
    return einsum_by_rows if left.flags.f_contiguous and right.flags.f_contiguous else einsum
