"""What each line of the code in force reads and writes in one step: arrays, units, parameters, samples.

Found by running the step under Python's own tracing. Arrays are recognised by the memory that they
share with the network's, so that it stays true for code that has been edited.
"""

import io
import sys
import time
import tokenize
from dataclasses import dataclass
from itertools import pairwise
from types import FrameType
from typing import Any

import numpy as np

from glassnet.guards import file_of

MAX_VISITS = 16  # of one line
MAX_NUMBERS = 12  # of one array
MAX_NAMES = 8  # of one line
SECONDS = 1.0

type Span = tuple[int, int]  # from, up to and without


@dataclass(frozen=True)
class Region:
    """A piece of memory that means something in the picture."""

    array: Any  # keeps the memory alive
    start: int  # address
    end: int
    layer: int  # input first
    units: Span | None
    parameters: Span | None
    samples: bool = False


def _region(array: Any, layer: int, *, is_written: bool = False, **touches: Any) -> Region:
    if is_written:
        array.fill(0.0)
    low, high = np.lib.array_utils.byte_bounds(array)
    spans = {"units": None, "parameters": None, **touches}
    return Region(array, low, high, layer, **spans)


def regions_of(session: Any) -> tuple[list[Region], Any]:
    """Return the memory of the next step: its samples, its layers and its parameters; and its input layer.

    What the step will write is emptied, so that it can be told from what it has not.
    """
    network = session.network
    X, Y = session.next_batch()
    sizes = network.layer_sizes
    unit_ends = np.cumsum(sizes).tolist()
    units = list(zip([0, *unit_ends[:-1]], unit_ends, strict=True))
    ends = np.cumsum([(n_in + 1) * n_out for n_in, n_out in pairwise(sizes)]).tolist()
    spans = list(zip([0, *ends[:-1]], ends, strict=True))
    with np.errstate(all="ignore"):
        network.gradient(X, Y)  # makes the arrays of such a batch
    has_dropout = session.config.training.dropout > 0.0
    workspace = network._workspace(X.shape[1], has_dropout=has_dropout)
    regions = [_region(array, 0, units=units[0], samples=True) for array in (X, session.train_inputs)]
    regions.append(_region(workspace.X, 0, units=units[0], samples=True, is_written=True))
    for array in (Y, session.train_samples[1]):
        regions.append(_region(array, len(sizes) - 1, units=units[-1], samples=True))
    for layer, ahead in enumerate(workspace.forward, start=1):
        for array in (ahead.z, ahead.a, ahead.mask, ahead.outputs):
            if array is not None:
                regions.append(_region(array, layer, units=units[layer], is_written=True))
    for layer, back in zip(range(len(sizes) - 1, 0, -1), workspace.backward, strict=True):
        for array in (back.d, back.slope):
            regions.append(_region(array, layer, units=units[layer], is_written=True))
    if workspace.has_always_on:  # otherwise it takes the network's own parameters
        for layer, joined in enumerate(network._joined_layers, start=1):
            for array in (joined.rows, joined.d_rows):
                regions.append(_region(array, layer, parameters=spans[layer - 1], is_written=True))
    network._gradient.fill(0.0)
    for vector in (network.parameters, network._gradient, *session.optimizer.buffers):
        regions += [
            _region(vector[start:end], layer, parameters=(start, end))
            for layer, (start, end) in enumerate(spans, start=1)
        ]
    return regions, workspace.X


class Tracer:
    """Collects visits while it is Python's trace function."""

    def __init__(self, regions: list[Region], inputs: Any) -> None:
        self._regions = regions
        self._inputs = inputs  # (n_inputs, n): zeros until the step puts its batch in
        self.batch: Any = None  # a copy of what it has put in
        self._kept = [region.array.copy() for region in regions]
        # By frame: the line it is at, and the regions that have changed since, also by what it calls.
        self._open: dict[int, tuple[int, set[int]]] = {}
        self._end = time.perf_counter() + SECONDS
        self._names: dict[tuple[str, int], list[str]] = {}
        self._lines: dict[str, list[str]] = {}
        self.files: dict[str, dict[int, list[dict[str, Any]]]] = {}
        self.not_finite: tuple[str, int] | None = None  # the first line that wrote something not finite

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        """Follow frames of files that may be edited."""
        if file_of(frame) is None or time.perf_counter() > self._end:
            return None
        return self._follow

    def _follow(self, frame: FrameType, event: str, _: Any) -> Any:
        if event in ("line", "return") and id(frame) in self._open:
            now = self._changed()
            if self.not_finite is None and any(not np.isfinite(self._kept[index]).all() for index in now):
                self.not_finite = file_of(frame) or "", self._open[id(frame)][0]
            for _, changed in self._open.values():
                changed |= now
            self._close(frame, *self._open.pop(id(frame)))
        if event == "line" and time.perf_counter() < self._end:
            self._open[id(frame)] = frame.f_lineno, set()
        return self._follow

    def _close(self, frame: FrameType, line: int, changed: set[int]) -> None:
        """Note what a line that has just run had in hand."""
        name = file_of(frame) or ""
        visits = self.files.setdefault(name, {}).setdefault(line, [])
        if len(visits) >= MAX_VISITS:
            return
        arrays = self._arrays(frame, name, line)
        touched = {index for _, array in arrays for index in self._touched(array)}
        if not arrays and not changed:
            return
        involved = [self._regions[index] for index in sorted(touched | (changed if not arrays else set()))]
        visits.append(
            {
                "function": frame.f_code.co_qualname,
                "layer": max((region.layer for region in involved), default=None),
                "values": [self._shown(text, array, changed) for text, array in arrays],
                "touches": {
                    "units": _joined([region.units for region in involved if region.units]),
                    "parameters": _joined([region.parameters for region in involved if region.parameters]),
                    "samples": self._samples(involved, [array for _, array in arrays]),
                },
            }
        )

    def _samples(self, involved: list[Region], arrays: list[Any]) -> str | None:
        """Return whether these are the samples of the batch, or all of them."""
        if not any(region.samples for region in involved):
            return None
        of_samples = [
            array
            for array in arrays
            if array.ndim > 0 and any(self._regions[index].samples for index in self._touched(array))
        ]
        n_batch = self._inputs.shape[1]
        return "all" if any(array.shape[-1] > n_batch for array in of_samples) else "batch"

    def _changed(self) -> set[int]:
        """Return the regions that are not as they were at the last look."""
        changed = set()
        for index, (region, kept) in enumerate(zip(self._regions, self._kept, strict=True)):
            if not np.array_equal(region.array, kept, equal_nan=True):
                kept[...] = region.array
                changed.add(index)
        if self.batch is None and self._inputs.any():
            self.batch = self._inputs.copy()
        return changed

    def _arrays(self, frame: FrameType, file: str, line: int) -> list[tuple[str, Any]]:
        """Return the arrays that a line names, dotted names included."""
        found = []
        for text in self._names_on(frame, file, line):
            head, *rest = text.split(".")
            value = frame.f_locals.get(head)
            for part in rest:
                value = getattr(value, part, None) if not callable(value) else None
            if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
                found.append((text, value))
        return found[:MAX_NAMES]

    def _names_on(self, frame: FrameType, file: str, line: int) -> list[str]:
        key = file, line
        if key not in self._names:
            self._names[key] = _dotted_names(self._text(frame, file, line))
        return self._names[key]

    def _text(self, frame: FrameType, file: str, line: int) -> str:
        import linecache

        if file not in self._lines:
            self._lines[file] = linecache.getlines(frame.f_code.co_filename, frame.f_globals)
        lines = self._lines[file]
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def _touched(self, array: Any) -> list[int]:
        if array.size == 0:
            return []
        low, high = np.lib.array_utils.byte_bounds(array)
        return [
            index for index, region in enumerate(self._regions) if low < region.end and region.start < high
        ]

    def _shown(self, text: str, array: Any, changed: set[int]) -> dict[str, Any]:
        numbers = [float(number) for number in array.ravel()[:MAX_NUMBERS]]
        return {
            "name": text,
            "shape": list(array.shape),
            "dtype": str(array.dtype),
            "numbers": [number if np.isfinite(number) else str(number) for number in numbers],
            "changed": bool(changed.intersection(self._touched(array))),
        }


def _dotted_names(line: str) -> list[str]:
    """Return the names on a line, `a.b` as one, each once."""
    names: list[str] = []
    previous = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(line.strip() + "\n").readline):
            if token.type == tokenize.NAME:
                if previous == "." and names:
                    names[-1] += f".{token.string}"
                else:
                    names.append(token.string)
            previous = token.string
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass  # a part of a longer statement
    return list(dict.fromkeys(names))


def _joined(spans: list[Span]) -> list[Span]:
    """Return the union of spans, in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _traced(session: Any) -> Tracer:
    """Return what a step of `session` has let a tracer see."""
    tracer = Tracer(*regions_of(session))
    old = sys.gettrace()
    sys.settrace(tracer)
    try:
        session.train(1)
    finally:
        sys.settrace(old)
    return tracer


def trace_step(session: Any) -> dict[str, Any]:
    """Take one step of `session`, which is a copy, and return what each line had in hand.

    `batch` is the training samples that the step has taken, as indexes.
    """
    step = session.step
    turn = session._order[session._position :][: session.config.training.batch_size].tolist()
    tracer = _traced(session)
    files = {
        name: {line: visits for line, visits in lines.items() if visits}
        for name, lines in tracer.files.items()
    }
    batch = [] if tracer.batch is None else _found(tracer.batch, session.train_inputs, turn)
    return {"step": step, "batch": batch, "files": files}


def _found(batch: Any, inputs: Any, turn: list[int]) -> list[int]:
    """Return which columns of `inputs` the columns of `batch` are, by their values, in order.

    So it is true for whatever the code takes. Of samples at the same place it is the one in `turn`.
    """
    texts = [column.tobytes() for column in inputs.T]
    known = {text: index for index, text in enumerate(texts)} | {texts[index]: index for index in turn}
    return sorted({known[text] for text in (column.tobytes() for column in batch.T) if text in known})


def first_not_finite(session: Any) -> tuple[str, int] | None:
    """Take one step of `session`, which is a copy; return file and line that first wrote no finite number."""
    return _traced(session).not_finite
