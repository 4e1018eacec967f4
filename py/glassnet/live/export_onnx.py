"""The run's network as an ONNX file, if that computes what the code in force does.

The graph is carried out with NumPy and compared, because edited code may compute anything.
"""

import base64
from typing import Any

import numpy as np

from glassnet.arrays import Array
from glassnet.live.export_code import CannotExportError
from glassnet.onnx import Precision, to_onnx
from glassnet.onnx_graph import make_graph

NAMES: dict[Precision, str] = {"double": "network.onnx", "float": "network-float.onnx"}
SAME = 1e-9  # relative; exp and tanh differ in the last digits from machine to machine


def export_onnx(session: Any, precision: Precision) -> dict[str, str]:
    """Return name and content, in base64, of the file; raises CannotExportError."""
    network, features = session.network, session.config.network.features
    try:
        model = to_onnx(network, features, precision=precision)
    except ValueError as error:
        raise CannotExportError(f"There is no ONNX file of this network: {error}.") from None
    with np.errstate(over="ignore"):
        computed = make_graph(_Calculator(), network, features, session.train_samples[0].T)
        answered = network.predict(session.train_inputs).T
    if not np.allclose(computed, answered, rtol=SAME, atol=SAME):
        raise CannotExportError(
            "There is no ONNX file of this network: the edited code computes something else than it would."
        )
    return {"name": NAMES[precision], "base64": base64.b64encode(model).decode("ascii")}


class _Calculator:
    """Operations of ONNX, carried out."""

    def constant(self, name: str, numbers: Array) -> Array:
        """Return the numbers."""
        return numbers

    def column(self, inputs: Array, index: int) -> Array:
        """Return a column, `(n_samples, 1)`."""
        return inputs[:, [index]]

    def apply(self, operation: str, *inputs: Array, **attributes: int) -> Array:
        """Return what an operation makes of its inputs."""
        result: Array = _OPERATIONS[operation](*inputs)
        return result


def _softmax(z: Array) -> Array:
    exp = np.exp(z - z.max(axis=1, keepdims=True))
    softmax: Array = exp / exp.sum(axis=1, keepdims=True)
    return softmax


# With the attributes that `make_graph` gives them.
_OPERATIONS: dict[str, Any] = {
    "Add": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "Max": np.maximum,
    "Min": np.minimum,
    "Exp": np.exp,
    "Sin": np.sin,
    "Tanh": np.tanh,
    "Sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "Relu": lambda z: np.maximum(z, 0.0),
    "Softmax": _softmax,
    "Concat": lambda *columns: np.concatenate(columns, axis=1),
    "Gemm": lambda a, W, b: a @ W.T + b,
}
