"""JSON text with arrays beside it in memory: all that crosses the border to JavaScript.

An array is replaced by `{"dtype", "address", "length"}` and copied out of memory by whoever reads the
text; it is kept alive until the next text. So there is no proxy to destroy.
"""

import json
from typing import Any

import numpy as np

from glassnet.arrays import AnyArray


class Wire:
    """Writes texts, and keeps the arrays of the last one alive."""

    def __init__(self) -> None:
        self.arrays: list[AnyArray] = []

    def text(self, value: object) -> str:
        """Return a value as JSON text."""
        self.arrays = []
        return json.dumps(value, default=self._address)

    def _address(self, array: object) -> dict[str, Any]:
        """Return where an array is in memory."""
        if not isinstance(array, np.ndarray):
            raise TypeError(f"cannot send a {type(array).__name__}")
        self.arrays.append(array)
        return describe(array, address=array.__array_interface__["data"][0])


def describe(array: AnyArray, **where: object) -> dict[str, Any]:
    """Return an array as JSON carries it: its type, its length and where its numbers are."""
    return {"dtype": str(array.dtype), "length": array.size, **where}
