"""Numbers as a text that loses no bit: each as its 64 bits, little-endian, together in base64."""

import binascii

import numpy as np

from glassnet.arrays import Array
from glassnet.checks import ConfigError


def numbers_of(name: str, value: object, count: int) -> Array:
    """Return the numbers of a text, if there are so many and all are finite. Raises ConfigError."""
    try:
        content = binascii.a2b_base64(value, strict_mode=True) if isinstance(value, str) else b""
        numbers = np.frombuffer(content, dtype="<f8")
    except ValueError:  # no base64, or no whole numbers
        numbers = np.empty(0)
    if numbers.size == 0:
        raise ConfigError(name, "must be 64-bit numbers, little-endian, as a text in base64", value)
    if numbers.size != count:
        raise ConfigError(name, f"must be {count:,} numbers", value, f"are {numbers.size:,}")
    if not np.isfinite(numbers).all():
        first = int(np.argmin(np.isfinite(numbers)))
        raise ConfigError(name, "must be finite numbers", value, f"number {first + 1:,} is {numbers[first]}")
    return numbers
