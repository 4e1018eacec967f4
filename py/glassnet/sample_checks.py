"""Refuses what a dataset has drawn where that is no samples, in a sentence that says what it is instead."""

import sys
from typing import Any, NoReturn

import numpy as np

from glassnet.arrays import Array
from glassnet.checks import ConfigError

EXACT = 2**53  # up to which every whole number is a float64
NO_NUMBERS = {"c": "complex numbers", "U": "text", "S": "bytes", "M": "dates", "m": "spans of time"}


def checked_samples(
    label: str, drawn: object, n_samples: int, n_outputs: int, *, has_labels: bool
) -> tuple[Array, Array]:
    """Return what the dataset of this name has drawn as `X` and `Y`; raises ConfigError."""
    if not isinstance(drawn, tuple | list) or len(drawn) != 2:
        _refuse(label, "must return two arrays, X and Y", f"{_kind(drawn)}")
    X = _floats(label, "X", drawn[0], (2, n_samples))
    Y = _floats(label, "Y", drawn[1], (n_outputs, n_samples))
    if has_labels:
        _check_labels(label, Y)
    return X, Y


def _floats(label: str, name: str, value: object, shape: tuple[int, int]) -> Array:
    """Return a checked copy of `value` as an array of a shape; one row may be a flat list."""
    n_rows, n_columns = shape
    rows = "a row" if n_rows == 1 else f"{n_rows} rows"
    rule = f"must return {name} as {rows} of {n_columns} finite numbers"
    try:
        array = np.asarray(value)
    except ValueError:
        _refuse(label, rule, "rows of different lengths")
    if array.dtype.kind not in "biuf":
        _refuse(label, rule, _no_numbers(value, array.dtype.kind))
    if _is_masked(value):
        _refuse(label, rule, "some that are masked")
    if array.shape == (n_columns,) and n_rows == 1:
        array = array[np.newaxis]
    if array.shape != shape:
        _refuse(label, rule, f"an array of shape {array.shape}")
    floats = array.astype(np.float64)
    if not np.isfinite(floats).all():
        _refuse(label, rule, f"{floats[~np.isfinite(floats)][0]:g}")
    if array.dtype.kind in "iu" and np.abs(floats).max() > EXACT:
        _refuse(label, rule, f"{np.abs(floats).max():.17g}, too large to be exact")
    return floats


def _check_labels(label: str, Y: Array) -> None:
    """Refuse anything but 0 and 1, and of several classes anything but a single 1."""
    wrong = Y[(Y != 0.0) & (Y != 1.0)]
    if wrong.size:
        _refuse(label, "must return labels 0 and 1", f"{wrong[0]:g}")
    several = np.flatnonzero(Y.sum(axis=0) != 1.0)
    if len(Y) > 1 and several.size:
        column = ", ".join(f"{value:g}" for value in Y[:, several[0]])
        _refuse(label, "must return one label 1 for each sample and 0 for its other classes", column)


def _is_masked(value: object) -> bool:
    """Tell whether some of an array are masked; who has made it has loaded what no start needs."""
    masked = sys.modules.get("numpy.ma")
    return masked is not None and isinstance(value, masked.MaskedArray) and bool(np.any(value.mask))


def _refuse(label: str, rule: str, returned: str) -> NoReturn:
    raise ConfigError("dataset", f"“{label}” {rule}", returned, f"returned {returned}")


def _kind(value: Any) -> str:
    """Return what a value is, in a few words."""
    count = f" of {len(value)}" if isinstance(value, tuple | list) else ""
    if value is None:
        return "None"
    return "an array" if isinstance(value, np.ndarray) else f"a {type(value).__name__}{count}"


def _no_numbers(value: object, kind: str) -> str:
    """Return what something is whose array has another kind of entries than numbers, in a few words."""
    if kind in NO_NUMBERS:
        return NO_NUMBERS[kind]
    has_entries = isinstance(value, list | tuple | np.ndarray)
    return f"{_kind(value)} with something else in it" if has_entries else _kind(value)
