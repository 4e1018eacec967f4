"""Finds which line of the code in force computes each quantity of a step, while the step is taken.

Under Python's own tracing, as in tracing.py, but looking only at what changes: a step takes few ms so.
"""

import contextlib
import math
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, TypeAlias

import numpy as np

from glassnet.live.guards import file_of

SECONDS = 0.5  # after which no more lines are looked for

Key: TypeAlias = tuple[str, int | None]  # name of a station, and its layer
Place: TypeAlias = tuple[str, int]  # file and line

MADE = ("z", "a", "mask", "d_a", "d_z", "d_weights", "d_biases")  # of a layer
GRADIENTS = ("d_weights", "d_biases")  # written in place
UNWRITTEN = -0.0  # what gradients hold before the step: it changes no sum, and no step writes it


class LineFinder:
    """Python's trace function for one step of a session, which is a copy."""

    def __init__(self, session: Any) -> None:
        self._layers = session.network.layers
        self._optimizer, self._parameters = session.optimizer, session.network.parameters
        self.found: dict[Key, Place] = {}
        self._seen: dict[Key, object] = {}
        self._at: dict[int, int] = {}  # by frame, the line that it is at
        self._end = time.perf_counter() + SECONDS
        self._updates: tuple[Any, list[Any]] | None = None  # parameters and memory, while they change
        for index, layer in enumerate(self._layers, start=1):
            for name in MADE:
                self._seen[name, index] = vars(layer).get(name)

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """Look at the lines that run in the block, until `stop` is called."""
        old = sys.gettrace()
        sys.settrace(self)
        try:
            yield
        finally:
            sys.settrace(old)

    def stop(self) -> None:
        """Look no more: what comes now is no part of the step."""
        self._end = 0.0
        if sys.gettrace() is self:
            sys.settrace(None)

    @contextlib.contextmanager
    def updating(self) -> Iterator[None]:
        """Look for the lines that change parameters and memory in the block."""
        self._updates = self._parameters.copy(), _copies(self._optimizer)
        try:
            yield
        finally:
            self._updates = None

    def note_caller(self, name: str) -> None:
        """Take the line that has called the caller of this for the station `name`."""
        frame = sys._getframe(2)
        file = file_of(frame)
        if file is not None:
            self.found.setdefault((name, None), (file, frame.f_lineno))

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        """Follow frames of files that may be edited."""
        return self._follow if time.perf_counter() < self._end and file_of(frame) else None

    def _follow(self, frame: FrameType, event: str, _: Any) -> Any:
        line = self._at.pop(id(frame), None) if event in ("line", "return") else None
        if line is not None and time.perf_counter() < self._end:
            self._note((file_of(frame) or "", line))
        if event == "line":
            self._at[id(frame)] = frame.f_lineno
        return self._follow

    def _note(self, place: Place) -> None:
        """Find out what the line has changed that has just run."""
        for index, layer in enumerate(self._layers, start=1):
            values = vars(layer)
            for name in MADE:
                key, value = (name, index), values.get(name)
                if key in self.found or not isinstance(value, np.ndarray):
                    continue
                if value is not self._seen[key] or (name in GRADIENTS and is_written(value)):
                    self.found[key] = place
        if self._updates is not None:
            self._note_update(place, *self._updates)

    def _note_update(self, place: Place, parameters: Any, memory: list[Any]) -> None:
        """Note the first line that changes what is remembered, and the last that changes a parameter."""
        if not np.array_equal(self._parameters, parameters, equal_nan=True):
            parameters[...] = self._parameters
            self.found["change", None] = place
        now = _copies(self._optimizer)
        if any(
            not np.array_equal(one, other, equal_nan=True) for one, other in zip(now, memory, strict=False)
        ):
            self.found.setdefault(("optimizer", None), place)


def _copies(optimizer: Any) -> list[Any]:
    """Return copies of the vectors that an optimizer remembers."""
    return [np.array(buffer) for buffer in optimizer.buffers]


def is_written(array: Any) -> bool:
    """Return whether a gradient is no longer as it was before the step."""
    first = array.item(0)
    return bool(first != 0.0 or math.copysign(1.0, first) > 0.0)


def place_of_return(function: Callable[..., Any], *args: Any) -> tuple[Any, Place | None]:
    """Return what a function returns, and the line that returns it."""
    place: list[Place] = []

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code is not getattr(function, "__code__", None):
            return None
        if event == "return" and file_of(frame):
            place[:] = [(file_of(frame) or "", frame.f_lineno)]
        return trace

    old = sys.gettrace()
    sys.settrace(trace)
    try:
        value = function(*args)
    finally:
        sys.settrace(old)
    return value, place[0] if place else None
