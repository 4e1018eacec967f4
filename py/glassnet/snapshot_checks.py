"""The judge of snapshots from outside (snapshot.py): what would not restore a run is refused by name.

It judges the form alone. Whether the settings make sense says the configuration, by its own code.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from glassnet.archive import FileError
from glassnet.arrays import AnyArray
from glassnet.checks import LIMITS
from glassnet.history import History
from glassnet.snapshot import FORMAT, Snapshot, Unpacked

MAX_COUNT = 10**12  # steps, epochs
MAX_MEMORY, MAX_RECORDS = 16, 100_000

Judge = Callable[[Any], bool]


def is_count(value: Any, high: float = MAX_COUNT) -> bool:
    """Return whether a value is a whole number from 0 on."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= high


def layer_sizes(config: Any) -> list[int]:
    """Return the layer sizes of a configuration from outside. Raises FileError."""
    sizes = _at(config, "network", "layer_sizes")
    (least, most), (_, high) = LIMITS["n_layers"], LIMITS["layer_size"]
    is_list = isinstance(sizes, list) and least <= len(sizes) <= most
    if not is_list or not all(is_count(size, high) and size > 0 for size in sizes):
        raise FileError("is damaged: its configuration has no sizes of layers")
    return list(sizes)


def checked_meta(meta: Any) -> dict[str, Any]:
    """Return what a snapshot says of itself, under a run id of its own. Raises FileError."""
    if not isinstance(meta, dict):
        raise FileError("is damaged: its state is no object")
    if meta.get("format") != FORMAT:
        raise FileError(f"is of another version: its state has format {meta.get('format')!r:.20}")
    sizes = layer_sizes(meta.get("config"))
    n_parameters = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    for name, is_sound in _judges(n_parameters, _at(meta["config"], "data", "n_samples")).items():
        try:
            sound = name in meta and is_sound(meta[name])
        except (TypeError, ValueError, KeyError, OverflowError):
            sound = False
        if not sound:
            raise FileError(f"is damaged: “{name}” of its state makes no sense")
    return {**meta, "run_id": 0}


def _judges(n_parameters: int, n_samples: object) -> dict[str, Judge]:
    """Return what each value of a snapshot is judged by."""
    return {
        **dict.fromkeys(("step", "epoch", "optimizer_steps"), is_count),
        "position": lambda value: is_count(value) and is_count(n_samples) and value < n_samples,
        "diverged": lambda value: isinstance(value, bool),
        "stop_reason": lambda value: value in (None, "epoch", "loss", "plateau"),
        **dict.fromkeys(("shuffle", "dropout"), _is_generator),
        "frozen": lambda value: (
            isinstance(value, list) and all(is_count(index, n_parameters - 1) for index in value)
        ),
        "losses": lambda value: len(value) == 3 and all(map(_is_number, value[:2])) and is_count(value[2]),
        "watch": lambda value: (
            len(value) == 4 and all(map(_is_loss, value[:2])) and all(map(_is_record, value[2:]))
        ),
        "n_parameters": lambda value: value == n_parameters,
        "memory": lambda value: (
            isinstance(value, list) and len(value) <= MAX_MEMORY and all(map(_is_memory, value))
        ),
        "n_order": lambda value: is_count(value) and value == n_samples,
        "n_records": lambda value: is_count(value, MAX_RECORDS) and value > 0,
    }


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _is_record(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and len(value) == History.N_ROWS and all(map(_is_loss, value))
    )


def _is_loss(value: object) -> bool:
    """Return whether it is a number, as text where JSON has none for it."""
    return (_is_number(value) and value is not None) or value in ("inf", "-inf", "nan")


def _is_memory(value: Any) -> bool:
    name, size = value
    return isinstance(name, str) and name.isidentifier() and len(name) <= 40 and is_count(size, 10**7)


def _is_generator(value: Any) -> bool:
    """Return whether NumPy takes it for the state of a generator."""
    np.random.PCG64(0).state = value
    return isinstance(value["state"]["state"], int) and isinstance(value["state"]["inc"], int)


def checked_snapshot(meta_text: str, meta: Mapping[str, Any], values: AnyArray) -> Snapshot:
    """Return a snapshot whose numbers fit what it says of itself. Raises FileError."""
    try:
        parts = Unpacked.of(meta_text, values)
    except ValueError:
        raise FileError("is damaged: a state has another length than it says") from None
    if not meta["diverged"] and not np.isfinite(parts.parameters).all():
        raise FileError("is damaged: some of its weights are no finite numbers")
    if not np.array_equal(np.sort(parts.order), np.arange(meta["n_order"])):
        raise FileError("is damaged: its order of the samples is none")
    return meta_text, values


def _at(value: Any, *keys: str) -> Any:
    """Return what is at a place of nested objects, None where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
