"""JSON text with arrays beside it in memory: all that crosses the border to JavaScript.

JavaScript reads no NaN and no infinity: null stands for them. An array is replaced by `{"dtype",
"address", "length"}` and copied out of memory by whoever reads the text; it is kept alive until the next
text. So there is no proxy to destroy.
"""

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from glassnet.arrays import AnyArray
from glassnet.checks import MAX_DEPTH, ConfigError, depth_of, finite

MAX_TEXT = 10_000_000  # characters of the parameters of a command


class Wire:
    """Writes texts, and keeps the arrays of the last one alive."""

    def __init__(self) -> None:
        self.arrays: list[AnyArray] = []

    def text(self, value: object) -> str:
        """Return a value as JSON text."""
        self.arrays = []
        return to_json(value, self._address)

    def _address(self, array: object) -> dict[str, Any]:
        """Return where an array is in memory."""
        if not isinstance(array, np.ndarray):
            raise TypeError(f"cannot send a {type(array).__name__}")
        self.arrays.append(array)
        return describe(array, address=array.__array_interface__["data"][0])


def to_json(value: object, default: Callable[[object], object] | None = None) -> str:
    """Return a value as JSON text; `default` makes plain what json does not know, besides NumPy's numbers."""

    def plain(item: object) -> object:
        if isinstance(item, np.generic):
            return _finite(item.item())
        if default is None:
            raise TypeError(f"cannot send a {type(item).__name__}")
        return default(item)

    try:
        return json.dumps(value, default=plain, allow_nan=False)
    except ValueError:  # rare, so that only then all is gone through
        return json.dumps(_finite(value), default=plain, allow_nan=False)


def from_json(name: str, text: str) -> Any:
    """Return what a JSON text from outside says, or raise ConfigError."""
    if len(text) > MAX_TEXT:
        raise ConfigError(name, f"must be at most {MAX_TEXT:,} characters of JSON", len(text))
    if (depth := depth_of(text)) > MAX_DEPTH:
        raise ConfigError(name, f"must be nested at most {MAX_DEPTH} deep", depth)
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise  # no page writes such a text
    except ValueError as error:  # a number of thousands of digits
        raise ConfigError(name, "must be numbers that can be read", text[:200], f"{error}") from None


def _finite(value: Any) -> Any:
    """Return a value with null for every number in it that is not finite."""
    if isinstance(value, float):
        return finite(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value


def describe(array: AnyArray, **where: object) -> dict[str, Any]:
    """Return an array as JSON carries it: its type, its length and where its numbers are."""
    return {"dtype": str(array.dtype), "length": array.size, **where}


def boot_of(text: str, arrays: Any) -> Any:
    """Return a first message; an array in its text is `{"array": index}`, of JavaScript's Float64Arrays."""
    vectors = [np.asarray(vector, dtype=np.float64) for vector in arrays.to_py()]

    def filled(value: dict[str, Any]) -> Any:
        return vectors[value["array"]] if value.keys() == {"array"} else value

    return json.loads(text, object_hook=filled)
