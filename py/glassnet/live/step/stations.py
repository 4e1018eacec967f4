"""A record as the page has it: its stations in the order of the step, and its arrays, flat."""

from typing import Any

import numpy as np

from glassnet.live.step.lines import Key
from glassnet.live.step.record import Array, StepRecord

FORWARD, BACKWARD = ("z", "a"), ("d_a", "d_z", "d_weights", "d_biases")
UPDATE = ("penalty", "clipping", "optimizer", "change", "new_value")
QUANTITIES = ("batch", *FORWARD, "loss", "mean", *BACKWARD, *UPDATE)


def stations_of(record: StepRecord) -> list[dict[str, Any]]:
    """Return the places of a step, in order (`Station` in js/protocol.js)."""
    layers = range(1, len(record.layer_sizes))
    places: list[tuple[str, Key]] = [("forward", ("batch", None))]
    places += [("forward", (name, layer)) for layer in layers for name in FORWARD]
    places += [("loss", (name, None)) for name in ("loss", "mean")]
    places += [("backward", (name, layer)) for layer in reversed(layers) for name in BACKWARD]
    places += [("update", (name, None)) for name in UPDATE]
    return [_station(record, phase, key) for phase, key in places]


def _station(record: StepRecord, phase: str, key: Key) -> dict[str, Any]:
    name, layer = key
    file, line = record.lines.get(key, (None, None))
    missing = record.missing.get(key)
    return {"name": name, "phase": phase, "layer": layer, "missing": missing, "file": file, "line": line}


def arrays_of(record: StepRecord) -> dict[str, Any]:
    """Return the arrays of a record, flat (`StepArrays` in js/protocol.js)."""
    update = record.update
    return {
        **{name: _units(record, name).ravel() for name in ("a", "z", "mask", "d_a", "d_z")},
        "means": {name: _means(record, name) for name in ("a", "z", "d_a", "d_z")},
        "targets": _flat(record.targets),
        "losses": _flat(record.losses),
        "d_parameters": _parameters(record, record.d_parameters),
        "penalty": np.zeros_like(record.before) if record.penalty is None else record.penalty,
        "gradient": _parameters(record, record.gradient),
        "before": record.before,
        "change": record.change,
        "after": record.after,
        "memory_before": dict(update.memory_before) if update else {},
        "memory_after": dict(update.memory_after) if update else {},
    }


def _flat(values: Array | None) -> Array:
    return np.zeros(0) if values is None else np.ravel(values)


def _parameters(record: StepRecord, values: Array | None) -> Array:
    return np.full_like(record.before, np.nan) if values is None else np.ravel(values)


def _units(record: StepRecord, name: str) -> Array:
    """Return a quantity of every unit, `(n_units, n_kept)`; inputs have only activations."""
    n_kept = len(record.samples.places)
    first = record.layers[0].inputs if name == "a" else None
    parts = [first, *(getattr(layer, name) for layer in record.layers)]
    return np.concatenate(
        [
            np.full((size, n_kept), np.nan) if part is None else part
            for size, part in zip(record.layer_sizes, parts, strict=True)
        ]
    )


def _means(record: StepRecord, name: str) -> Array:
    """Return the mean of a quantity over the whole batch, `(n_units,)`."""
    first = record.layers[0].sums.get("inputs") if name == "a" else None
    parts = [first, *(layer.sums.get(name) for layer in record.layers)]
    means = [
        np.full(size, np.nan) if part is None else part / record.n
        for size, part in zip(record.layer_sizes, parts, strict=True)
    ]
    return np.concatenate(means)
