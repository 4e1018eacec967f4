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
from typing import Any, TypeAlias

import numpy as np

from glassnet.live.guards import file_of

MAX_VISITS = 16  # of one line
MAX_NUMBERS = 12  # of one array
MAX_NAMES = 8  # of one line
SECONDS = 1.0

Span: TypeAlias = tuple[int, int]  # from, up to and without

QUANTITIES = ("inputs", "z", "a", "mask", "d_a", "d_z")  # of a layer, which each step makes anew


@dataclass(frozen=True)
class Region:
    """An array that means something in the picture."""

    array: Any
    layer: int  # input first
    units: Span | None = None
    parameters: Span | None = None
    samples: bool = False


def regions_of(session: Any) -> list[Region]:
    """Return what the next step finds: its samples, its parameters, their gradient and what is remembered."""
    network = session.network
    X, Y = session.next_batch()
    unit_spans, parameter_spans = _spans(network.layer_sizes)
    last = len(network.layer_sizes) - 1
    regions = [Region(array, 0, unit_spans[0], samples=True) for array in (X, session.train_inputs)]
    regions += [Region(array, last, unit_spans[-1], samples=True) for array in (Y, session.train_samples[1])]
    for layer in network.layers:
        layer.d_weights.fill(0.0)
        layer.d_biases.fill(0.0)
    for vector in (network.parameters, network._step_gradient, *session.optimizer.buffers):
        regions += [
            Region(vector[start:end], layer, parameters=(start, end))
            for layer, (start, end) in enumerate(parameter_spans, start=1)
        ]
    return regions


def _spans(layer_sizes: list[int]) -> tuple[list[Span], list[Span]]:
    """Return the units of every layer, and the parameters of every layer after the input."""
    unit_ends = np.cumsum(layer_sizes).tolist()
    ends = np.cumsum([(n_in + 1) * n_out for n_in, n_out in pairwise(layer_sizes)]).tolist()
    return (
        list(zip([0, *unit_ends[:-1]], unit_ends, strict=True)),
        list(zip([0, *ends[:-1]], ends, strict=True)),
    )


class Tracer:
    """Collects visits while it is Python's trace function."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._given = regions_of(session)
        self._kept = [region.array.copy() for region in self._given]
        self._made: dict[tuple[int, str], tuple[Region, Any]] = {}  # by layer and quantity, with a copy
        self._units = _spans(session.network.layer_sizes)[0]
        # By frame: the line it is at, and the regions that have changed since, also by what it calls.
        self._open: dict[int, tuple[int, list[Region]]] = {}
        self._step = session.step
        self._end = time.perf_counter() + SECONDS
        self._names: dict[tuple[str, int], list[str]] = {}
        self._lines: dict[str, list[str]] = {}
        self.files: dict[str, dict[int, list[dict[str, Any]]]] = {}
        self.not_finite: tuple[str, int] | None = None  # the first line that wrote something not finite

    @property
    def batch(self) -> Any:
        """The inputs that the step has taken, `(n_inputs, n)`; None if its first layer has kept none."""
        made = self._made.get((1, "inputs"))
        return made[1] if made else None

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        """Follow frames of files that may be edited."""
        if file_of(frame) is None or time.perf_counter() > self._end:
            return None
        return self._follow

    def _follow(self, frame: FrameType, event: str, returned: Any) -> Any:
        if event in ("line", "return") and id(frame) in self._open:
            now = self._changed()
            if self.not_finite is None:
                line = self._open[id(frame)][0]
                named = [array for _, array in self._arrays(frame, file_of(frame) or "", line)]
                if not all(map(_is_finite, [returned, *named, *(region.array for region in now)])):
                    self.not_finite = file_of(frame) or "", line
            for _, changed in self._open.values():
                changed += now
            self._close(frame, *self._open.pop(id(frame)))
            if self._session.step != self._step:  # what comes now is no part of it
                self._end = 0.0
        if event == "line" and time.perf_counter() < self._end:
            self._open[id(frame)] = frame.f_lineno, []
        return self._follow

    def _close(self, frame: FrameType, line: int, changed: list[Region]) -> None:
        """Note what a line that has just run had in hand."""
        name = file_of(frame) or ""
        visits = self.files.setdefault(name, {}).setdefault(line, [])
        if len(visits) >= MAX_VISITS:
            return
        arrays = self._arrays(frame, name, line)
        if not arrays and not changed:
            return
        involved = [region for _, array in arrays for region in self._touched(array)] or changed
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
            array for array in arrays if array.ndim > 0 and any(r.samples for r in self._touched(array))
        ]
        n_batch = self._given[0].array.shape[1]
        return "all" if any(array.shape[-1] > n_batch for array in of_samples) else "batch"

    def _changed(self) -> list[Region]:
        """Return the regions that are not as they were at the last look, and those that are new."""
        changed = []
        for region, kept in zip(self._given, self._kept, strict=True):
            if not np.array_equal(region.array, kept, equal_nan=True):
                kept[...] = region.array
                changed.append(region)
        for index, layer in enumerate(self._session.network.layers, start=1):
            for name in QUANTITIES:
                array = vars(layer).get(name)
                if not isinstance(array, np.ndarray):
                    continue
                made = self._made.get((index, name))
                if made and made[0].array is array and np.array_equal(array, made[1], equal_nan=True):
                    continue
                at = index - 1 if name == "inputs" else index
                region = Region(array, at, self._units[at], samples=at == 0)
                self._made[index, name] = region, array.copy()
                changed.append(region)
        return changed

    def _regions(self) -> list[Region]:
        return [*self._given, *(region for region, _ in self._made.values())]

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

    def _touched(self, array: Any) -> list[Region]:
        return [region for region in self._regions() if np.may_share_memory(region.array, array)]

    def _shown(self, text: str, array: Any, changed: list[Region]) -> dict[str, Any]:
        numbers = [float(number) for number in array.ravel()[:MAX_NUMBERS]]
        return {
            "name": text,
            "shape": list(array.shape),
            "dtype": str(array.dtype),
            "numbers": [number if np.isfinite(number) else str(number) for number in numbers],
            "changed": any(np.may_share_memory(region.array, array) for region in changed),
        }


def _is_finite(value: Any) -> bool:
    """Return whether nothing in a value, which need not be numbers, is infinite or NaN."""
    is_float = isinstance(value, float | np.ndarray) and np.asarray(value).dtype.kind == "f"
    return not is_float or bool(np.isfinite(value).all())


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
    tracer = Tracer(session)
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
