"""Answers `record_step` and `explain`: judges what is asked, and keeps the record beside the run."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from glassnet.checks import ConfigError, choice, integer
from glassnet.live.step.asked import Asked
from glassnet.live.step.check import wrong_stations
from glassnet.live.step.explain import EXPLAINED, OF_PARAMETERS, explain
from glassnet.live.step.record import MAX_KEPT, StepRecord
from glassnet.live.step.stations import arrays_of, stations_of
from glassnet.live.step.take import record_step

Modules = Mapping[str, ModuleType]  # of the package as it came, by name


class Opened(NamedTuple):
    """A recorded step, and where the run was that it is the next of."""

    record: StepRecord
    place: Any
    settings: Any
    parameters: Any


def open_step(run: Any, copy: Any, chosen: Any, original: Modules) -> dict[str, Any]:
    """Record the next step of a run on a copy of it; the record is kept until the next one."""
    session = run.session
    if session.diverged:
        rule = "must have finite parameters: go back with restore_finite, or reset it"
        raise ConfigError("run", rule, "diverged")
    if chosen is not None:
        chosen = integer("sample", chosen, (0, session.train_inputs.shape[1] - 1))
    record = record_step(copy, chosen)
    wrong = wrong_stations(record, original) if run.version.files else []
    run.opened = Opened(record, *_place_of(run))
    samples, update = record.samples, record.update
    return {
        "entry": run.now[0],
        "step": record.step,
        "batch": samples.batch,
        "kept": samples.kept,
        "left_out": samples.left_out,
        "bytes": record.n_bytes,
        "mean": record.mean,
        "learning_rate": update and update.learning_rate,
        "clipping": record.clipping,
        "optimizer": record.training["optimizer"],
        "n_steps": update.n_steps if update else 0,
        "arrays": arrays_of(record),
        "stations": stations_of(record),
        "wrong": wrong[0] if wrong else None,
        "all_wrong": wrong,
    }


def explain_number(run: Any, asked: Mapping[str, Any], original: Modules) -> dict[str, Any]:
    """Return how a number of the recorded step is made."""
    record = _record_of(run)
    quantity = choice("quantity", asked["quantity"], EXPLAINED)
    return explain(
        Asked(
            record,
            quantity,
            *_unit(record, quantity, asked),
            sample=_sample(record, quantity, asked["sample"]),
            functions=_functions(original),
        )
    )


def _unit(record: StepRecord, quantity: str, asked: Mapping[str, Any]) -> tuple[int, int, int | None]:
    """Return layer, unit and, of a weight, the unit before; as far as the quantity is of these."""
    if quantity in ("loss", "mean"):
        return 0, 0, None
    layers = (0, 0) if quantity == "batch" else (1, len(record.layers))
    layer = 0 if quantity == "batch" and asked["layer"] is None else integer("layer", asked["layer"], layers)
    unit = integer("unit", asked["unit"], (0, record.layer_sizes[layer] - 1))
    source = asked["input"]
    is_weight = quantity == "d_weights" or (quantity in OF_PARAMETERS and source is not None)
    return (
        layer,
        unit,
        integer("input", source, (0, record.layer_sizes[layer - 1] - 1)) if is_weight else None,
    )


def _sample(record: StepRecord, quantity: str, sample: Any) -> int | None:
    """Return a training sample that the record has; None: all of the batch."""
    if quantity in (*OF_PARAMETERS, "mean"):
        return None
    if sample is None and quantity != "loss":
        return None
    kept = record.samples.kept
    if isinstance(sample, bool) or not isinstance(sample, int) or sample < 0 or sample not in kept:
        which = f"of the {MAX_KEPT} that are kept" if record.samples.left_out else "of the batch"
        raise ConfigError("sample", f"must be a training sample {which}", sample)
    return sample


def _functions(original: Modules) -> dict[str, Any]:
    """Return the activation functions as they came, by name."""
    return {name: entry.function for name, entry in original["glassnet.activations"].ACTIVATIONS.items()}


def _record_of(run: Any) -> StepRecord:
    """Return the record of a run; raises ConfigError if there is none or the run has moved on."""
    opened: Opened | None = run.opened
    if opened is None:
        raise ConfigError("run", "must have a recorded step: call record_step first", None)
    place, settings, parameters = _place_of(run)
    is_there = (place, settings) == (opened.place, opened.settings)
    if not is_there or not np.array_equal(parameters, opened.parameters, equal_nan=True):
        run.opened = None
        rule = "must be where its step was recorded: it has moved on, so call record_step again"
        raise ConfigError("run", rule, int(run.session.step))
    return opened.record


def _place_of(run: Any) -> tuple[Any, Any, Any]:
    """Return where a run is: its moment, all that is set but its pace, and its parameters."""
    config = run.session.config.as_dict()
    del config["training"]["speed"]
    return run.now, (config, run.session.frozen.tolist()), run.session.network.parameters.copy()
