"""A station that is judged: its numbers, what they should be, and where they depart most."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from glassnet.live.step.lines import Key
from glassnet.live.step.record import Array, StepRecord
from glassnet.live.step.slopes import departures

CLOSE = 1e-9  # relative to the largest number
ORIGINAL, DIFFERENCES, CHAIN = "the original code", "central differences", "the chain rule"


@dataclass(frozen=True)
class Finding:
    """A station that is judged: how far each of its numbers is off, in units of what may be."""

    key: Key
    compared_with: str
    message: str
    found: Array
    expected: Array
    errors: Array  # at most 1 is right
    layout: str = (
        ""  # what the axes are: "us": unit and sample, "ui": unit and input, "u", "s", "p": parameter
    )

    @property
    def is_wrong(self) -> bool:
        """Whether a number departs."""
        return bool((~(self.errors <= 1.0)).any())


def judged(
    key: Key,
    compared_with: str,
    message: str,
    found: Any,
    expected: Any,
    layout: str = "",
    scale: float = 0.0,
) -> Finding:
    """Return the judgement of numbers that should be the expected ones, but for rounding."""
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    if found.shape != expected.shape:
        expected = np.broadcast_to(np.nan, found.shape)
    finite = expected[np.isfinite(expected)]
    size = max(float(np.abs(finite).max(initial=0.0)), scale, 1e-300)
    errors = np.abs(found - expected) / (CLOSE * size)
    same = (found == expected) | (~np.isfinite(found) & ~np.isfinite(expected))
    return Finding(key, compared_with, message, found, expected, np.where(same, 0.0, errors), layout)


def by_differences(key: Key, message: str, found: Array, slopes: Array) -> Finding:
    """Return the judgement of derivatives by three differences of the code itself."""
    return Finding(key, DIFFERENCES, message, found, slopes[1], departures(found, slopes), "us")


def worst_of(record: StepRecord, wrong: Finding) -> dict[str, Any]:
    """Return where a station departs most, and by which numbers."""
    where: dict[str, Any] = dict.fromkeys(("unit", "input", "sample"))
    errors = np.where(np.isnan(wrong.errors), np.inf, wrong.errors)
    if errors.ndim == 0:
        return {**where, "found": float(wrong.found), "expected": float(wrong.expected)}
    index = np.unravel_index(int(np.argmax(errors)), errors.shape)
    for axis, at in zip(wrong.layout, index, strict=False):
        name = {"u": "unit", "i": "input", "s": "sample"}.get(axis)
        if name:
            where[name] = record.samples.kept[int(at)] if axis == "s" else int(at)
    return {**where, "found": float(wrong.found[index]), "expected": float(wrong.expected[index])}
