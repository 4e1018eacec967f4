"""The network as an ONNX file, which other runtimes load: https://onnx.ai.

A file is one protocol buffer. The few messages that it takes are written here by hand: field numbers
are those of onnx.proto3.
"""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np

from glassnet.arrays import Array
from glassnet.network import NeuralNetwork
from glassnet.onnx_graph import make_graph

OPSET = 17  # the version of ONNX's operations
IR_VERSION = 8  # and of the format, which came with it
INT64 = 7

Field: TypeAlias = tuple[int, int | str | bytes]  # of a message: its number and what it holds
Precision: TypeAlias = Literal["double", "float"]
TYPES: dict[Precision, tuple[int, str]] = {"double": (11, "<f8"), "float": (1, "<f4")}  # of a TensorProto


def to_onnx(
    network: NeuralNetwork, features: Sequence[str] | None = None, *, precision: Precision = "double"
) -> bytes:
    """Return the network as the bytes of an ONNX file.

    Its input is `inputs`, `(n_samples, n_inputs)`, its output `outputs`, `(n_samples, n_outputs)`:
    a row per sample, as is usual there. With `features`, such as `session.config.network.features`,
    the inputs are points of the plane, and the features are part of the graph. Raises ValueError for
    parameters that are not finite in the precision, and for what has no form in ONNX.
    """
    if precision not in TYPES:
        raise ValueError(f"precision must be one of {', '.join(TYPES)}, not {precision!r}")
    with np.errstate(over="ignore"):
        if not np.isfinite(network.parameters.astype(TYPES[precision][1])).all():
            raise ValueError(f"a weight or bias is not a finite number in {precision} precision")
    graph = _Graph(precision)
    graph.finish(make_graph(graph, network, features, "inputs"))
    n_inputs = network.layer_sizes[0] if features is None else 2
    sizes = "-".join(map(str, network.layer_sizes))
    about = f"A network of {sizes} units from Glassnet. Rows are samples. "
    columns = "The inputs are those of the first layer." if features is None else "The inputs are x1 and x2."
    whole = _message(
        *graph.fields,
        (2, "glassnet"),
        (11, graph.value_info("inputs", n_inputs)),
        (12, graph.value_info("outputs", network.layer_sizes[-1])),
    )
    opset = _message((1, ""), (2, OPSET))
    return _message((1, IR_VERSION), (2, "glassnet"), (6, about + columns), (7, whole), (8, opset))


class _Graph:
    """Operations that are written down: nodes and numbers as fields of a GraphProto. A value is its name."""

    def __init__(self, precision: Precision) -> None:
        self._type, self._dtype = TYPES[precision]
        self.fields: list[tuple[int, bytes]] = []
        self._names = 0

    def constant(self, name: str, numbers: Array) -> str:
        """Write numbers down under a name, or one of their own."""
        return self._tensor(name, self._type, numbers.astype(self._dtype))

    def column(self, inputs: str, index: int) -> str:
        """Write down that a column is taken."""
        return self.apply("Gather", inputs, self._tensor("", INT64, np.array([index], "<i8")), axis=1)

    def apply(self, operation: str, *inputs: str, **attributes: int) -> str:
        """Write an operation down, and return the name of what it makes."""
        output = self._new_name()
        self._node(operation, inputs, output, attributes)
        return output

    def finish(self, value: str) -> None:
        """Call a value the outputs."""
        self._node("Identity", (value,), "outputs", {})

    def value_info(self, name: str, n_columns: int) -> bytes:
        """Return what is said of an input or output of any number of samples."""
        shape = _message((1, _message((2, "n_samples"))), (1, _message((1, n_columns))))
        tensor = _message((1, self._type), (2, shape))
        return _message((1, name), (2, _message((1, tensor))))

    def _node(self, operation: str, inputs: Sequence[str], output: str, attributes: dict[str, int]) -> None:
        given = [(5, _message((1, name), (3, value), (20, 2))) for name, value in attributes.items()]
        ends: list[Field] = [*((1, name) for name in inputs), (2, output)]
        self.fields.append((1, _message(*ends, (4, operation), *given)))

    def _tensor(self, name: str, kind: int, numbers: np.ndarray[Any, Any]) -> str:
        name = name or self._new_name()
        dims = [(1, size) for size in numbers.shape]
        self.fields.append((5, _message(*dims, (2, kind), (8, name), (9, numbers.tobytes()))))
        return name

    def _new_name(self) -> str:
        self._names += 1
        return f"value_{self._names}"


def _message(*fields: Field) -> bytes:
    """Return a message of numbered fields: whole numbers, texts, and bytes or messages.

    https://protobuf.dev/programming-guides/encoding
    """
    parts = []
    for number, value in fields:
        if isinstance(value, int):
            parts += [_varint(number << 3), _varint(value)]
        else:
            content = value.encode() if isinstance(value, str) else value
            parts += [_varint(number << 3 | 2), _varint(len(content)), content]
    return b"".join(parts)


def _varint(value: int) -> bytes:
    """Return a whole number from 0 on, seven bits in a byte, the lowest first."""
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])
