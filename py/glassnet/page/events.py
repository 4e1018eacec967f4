"""The events that a page is told of, as plain values and flat arrays (`js/protocol.js` has them all)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassnet.activations import ACTIVATIONS
from glassnet.arrays import Array
from glassnet.config import ConfigError, finite, mapping
from glassnet.datasets import DOMAIN
from glassnet.divergence import diagnose
from glassnet.estimates import best_accuracy_of
from glassnet.features import FEATURES, apply_features
from glassnet.quiet_units import quiet_units
from glassnet.session import TrainingSession

# Of each view that costs much, how many points along each axis of the plane it may have; the page
# smooths between them. Distributions have no plane.
VIEW_SIZES = {
    "grid": (16, 24, 32, 48),
    "unit_grids": (12, 16, 24),
    "distributions": (1,),
    "space": (12, 16, 24),
}
CALM_VIEWS = ("distributions", "space")  # which the page draws ten times a second
N_BINS = 24  # of a histogram


@dataclass(frozen=True)
class Views:
    """What the page shows and so wants to be told; nothing else is computed.

    `sample` is the training sample whose activations are shown, None their mean over all. `unit`
    is the one whose sum is written out, an index of all units; `space` are two units whose
    activations are to span a plane; `probe` is a point of the plane whose outputs are told.
    """

    grid: bool = True
    sample: int | None = 0
    unit_grids: bool = False
    confusion: bool = False
    distributions: bool = False
    unit: int | None = None
    space: tuple[int, int] | None = None
    probe: tuple[float, float] | None = None

    def updated(self, changes: object, session: TrainingSession) -> "Views":
        """Return a copy with the changed fields, or raise ConfigError."""
        changes = mapping("views", changes, Views.__dataclass_fields__)
        sizes = session.network.layer_sizes
        for name in ("grid", "unit_grids", "confusion", "distributions"):
            if not isinstance(changes.get(name, False), bool):
                raise ConfigError(name, "must be true or false", changes[name])
        for name, low, high in (
            ("sample", 0, session.config.data.n_samples - 1),
            ("unit", sizes[0], sum(sizes) - 1),
        ):
            value = changes.get(name)
            is_index = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
            if value is not None and not is_index:
                raise ConfigError(name, f"must be null or a whole number from {low} to {high}", value)
        space = changes.get("space", self.space)
        if space is not None:
            space = _unit_pair(space, sum(sizes))
        probe = changes.get("probe", self.probe)
        if probe is not None:
            probe = _point(probe)
        return replace(self, **{**changes, "space": space, "probe": probe})

    def fitting(self, changes: Mapping[str, Any], session: TrainingSession) -> "Views":
        """Return a copy with those of the changed fields that fit a run; they may have been of another."""
        views = self
        for name, value in changes.items():
            with suppress(ConfigError):
                views = views.updated({name: value}, session)
        return views

    def fitted(self, session: TrainingSession) -> "Views":
        """Return a copy for another run: a sample or unit that is not there is not shown."""
        sizes = session.network.layer_sizes
        sample = self.sample if (self.sample or 0) < session.config.data.n_samples else 0
        unit = self.unit if self.unit is not None and sizes[0] <= self.unit < sum(sizes) else None
        space = self.space if self.space is not None and max(self.space) < sum(sizes) else None
        return replace(self, sample=sample, unit=unit, space=space)


def _unit_pair(value: object, n_units: int) -> tuple[int, int]:
    """Return two checked indices of units."""
    rule = f"must be null or a list of two whole numbers from 0 to {n_units - 1}"
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ConfigError("space", rule, value)
    for index in value:
        if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < n_units:
            raise ConfigError("space", rule, value)
    return value[0], value[1]


def _point(value: object) -> tuple[float, float]:
    """Return a checked point of the plane."""
    low, high = DOMAIN
    rule = f"must be null or a list of two numbers from {low:g} to {high:g}"
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ConfigError("probe", rule, value)
    for number in value:
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not low <= number <= high:
            raise ConfigError("probe", rule, value)
    return float(value[0]), float(value[1])


def topology_event(session: TrainingSession) -> dict[str, Any]:
    """Return the shape of the network and where each parameter is in the flat vector.

    `edits` and `previous_history` are the run's to tell, which knows its past.
    """
    network, config = session.network, session.config
    sizes = network.layer_sizes
    ends = np.cumsum([(n_in + 1) * n_out for n_in, n_out in pairwise(sizes)])
    features = [FEATURES[name] for name in config.network.features]
    ranges = [feature.range for feature in features]
    for name, size in zip(network.activation_names, sizes[1:], strict=True):
        ranges += [ACTIVATIONS[name].range] * size
    class_names = session.dataset.class_names(config.data.n_classes)
    return {
        "type": "topology",
        "run_id": session.run_id,
        "config": config.as_dict(),
        "layer_sizes": sizes,
        "activations": network.activation_names,
        "unit_ranges": ranges,
        "input_labels": [feature.label for feature in features],
        "output_labels": ["ŷ"] if sizes[-1] == 1 else [f"class {name}" for name in class_names],
        "n_parameters": network.parameters.size,
        "n_units": sum(sizes),
        "weight_offsets": [
            int(end) - (n_in + 1) * n_out for end, n_in, n_out in zip(ends, sizes, sizes[1:], strict=False)
        ],
        "bias_offsets": [int(end) - n_out for end, n_out in zip(ends, sizes[1:], strict=True)],
        "unit_offsets": [sum(sizes[:layer]) for layer in range(len(sizes))],
    }


def config_event(session: TrainingSession) -> dict[str, Any]:
    """Return the configuration in force, after a change that did not start over."""
    return {"type": "config", "run_id": session.run_id, "config": session.config.as_dict()}


def divergence_event(session: TrainingSession) -> dict[str, Any]:
    """Return what overflowed first, and why."""
    return {"type": "divergence", "run_id": session.run_id, **asdict(diagnose(session))}


def dataset_event(session: TrainingSession) -> dict[str, Any]:
    """Return all samples, and what can be reached on them without and with the best network."""
    (train_X, train_Y), (test_X, test_Y) = session.train_samples, session.test_samples
    data, dataset = session.config.data, session.dataset
    return {
        "type": "dataset",
        "run_id": session.run_id,
        "name": data.dataset,
        "task": dataset.task,
        "class_names": dataset.class_names(data.n_classes),
        "domain": DOMAIN,
        "target_range": session.target_range,
        "n_inputs": train_X.shape[0],
        "n_outputs": train_Y.shape[0],
        "train_inputs": float32(train_X),
        "train_targets": float32(train_Y),
        "test_inputs": float32(test_X),
        "test_targets": float32(test_Y),
        "baseline_accuracy": finite(session.baseline_accuracy()),
        "baseline_loss": finite(session.baseline_loss()),
        "best_accuracy": best_accuracy_of(data.dataset, data.noise, data.n_classes),
    }


def state_event(session: TrainingSession, views: Views) -> dict[str, Any]:
    """Return where training stands, without the costly views, the history and the remark."""
    state = session.state()
    layers = shown_activations(session, views)
    return {
        "type": "state",
        "steps_per_epoch": session.steps_per_epoch,
        **{name: finite(value) if isinstance(value, float) else value for name, value in state.items()},
        "parameters": float32(state["parameters"]),
        "activations": float32(np.concatenate(layers)),
        "sample": views.sample,
        **dict.fromkeys(VIEW_SIZES),
        "confusion": session.confusion() if views.confusion else None,
        "unit_sum": None if views.unit is None else unit_sum(session, layers, views.unit),
        "probe": None if views.probe is None else probe(session, views.probe),
        "history": None,
        "remark": None,
    }


def costly_view(name: str, session: TrainingSession, views: Views, size: int) -> Any:
    """Return one of the parts of a state event that are computed only now and then."""
    if name == "grid":
        return float32(output_grid(session, size))
    if name == "unit_grids":
        return float32(unit_grids(session, size))
    if name == "space":
        return None if views.space is None else hidden_space(session, views.space, size)
    return distributions(session)


def shown_activations(session: TrainingSession, views: Views) -> list[Array]:
    """Return per layer the activations, `(n_units,)`, of the shown sample or their mean over all."""
    inputs = session.train_inputs
    shown = inputs if views.sample is None else inputs[:, views.sample : views.sample + 1]
    return [layer.mean(axis=1) for layer in session.network.forward(shown)]


def probe(session: TrainingSession, point: tuple[float, float]) -> dict[str, Any]:
    """Return the outputs at a point of the plane, and which point that is; None where not finite."""
    inputs = apply_features(session.config.network.features, np.array(point)[:, np.newaxis])
    outputs = session.network.predict(inputs)[:, 0]
    return {"point": point, "outputs": [finite(output) for output in outputs.tolist()]}


def unit_sum(session: TrainingSession, layers: list[Array], unit: int) -> Array:
    """Return a unit's weights, its inputs, their products, its bias, z and activation, `(3 n_in + 3,)`.

    Of means over samples z is the mean as well, since the sum is linear.
    """
    layer, index = _locate(session.network.layer_sizes, unit)
    weights, inputs = session.network.weights[layer - 1][index], layers[layer - 1]
    bias = session.network.biases[layer - 1][index, 0]
    products = weights * inputs
    return np.concatenate([weights, inputs, products, [bias, products.sum() + bias, layers[layer][index]]])


def _locate(layer_sizes: list[int], unit: int) -> tuple[int, int]:
    """Return the layer of a unit and its place there."""
    for layer, size in enumerate(layer_sizes):
        if unit < size:
            return layer, unit
        unit -= size
    raise IndexError(unit)


def output_grid(session: TrainingSession, size: int) -> Array:
    """Return the outputs over the plane, `(n_outputs, size²)`: x2 by rows, x1 within a row."""
    return session.network.predict(_plane(size, session.config.network.features))


def unit_grids(session: TrainingSession, size: int) -> Array:
    """Return every unit's activation over the plane, `(n_units, size²)`, inputs included."""
    return np.concatenate(session.network.forward(_plane(size, session.config.network.features)))


def hidden_space(session: TrainingSession, units: tuple[int, int], size: int) -> dict[str, Any]:
    """Return the activations of two units, `(2, n)`: of the training samples, and of the plane's grid.

    They are where these units take the samples, and the plane with them.
    """
    network = session.network
    plane = _plane(size, session.config.network.features)
    places = [_locate(network.layer_sizes, unit) for unit in units]

    def taken(inputs: Array) -> NDArray[np.float32]:
        layers = network.forward(inputs)
        return float32(np.stack([layers[layer][index] for layer, index in places]))

    return {"samples": taken(session.train_inputs), "grid": taken(plane)}


@lru_cache(maxsize=16)  # more than there are sizes
def _plane(size: int, features: tuple[str, ...]) -> Array:
    """Return the network's inputs at the points of a grid, `(n_inputs, size²)`."""
    axis = np.linspace(*DOMAIN, size)
    x1, x2 = np.meshgrid(axis, axis)
    return apply_features(features, np.stack([x1.ravel(), x2.ravel()]))


def distributions(session: TrainingSession) -> dict[str, Any]:
    """Return histograms per layer of weights and biases, activations, and gradients.

    Activations are over all training samples; so is the gradient, without penalties and dropout.
    """
    network = session.network
    X, Y = session.train_inputs, session.train_samples[1]
    layers = network.forward(X)[1:]
    gradient = network.gradient(X, Y)
    ends = np.cumsum(
        [weights.size + biases.size for weights, biases in zip(network.weights, network.biases, strict=True)]
    )
    kinds = [np.split(network.parameters, ends[:-1]), layers, np.split(gradient, ends[:-1])]
    counts = np.zeros((len(kinds), len(layers), N_BINS))
    ranges = np.zeros((len(kinds), len(layers), 2))
    for kind, per_layer in enumerate(kinds):
        for layer, values in enumerate(per_layer):
            counts[kind, layer], ranges[kind, layer] = _histogram(values)
    dead, saturated = quiet_units(session, layers)
    return {
        "n_bins": N_BINS,
        "counts": float32(counts),
        "ranges": float32(ranges),
        "dead_units": dead,
        "saturated_units": saturated,
    }


def _histogram(values: Array) -> tuple[Array, tuple[float, float]]:
    """Return the counts of `N_BINS` bins and their ends; no counts when a value is not finite.

    Values that are all alike lie in the middle of a narrow range. (numpy.histogram refuses ranges
    that are too narrow for their size, which a training that fails does have.)
    """
    low, high = float(values.min()), float(values.max())
    width = high - low
    if not np.isfinite(width):
        return np.zeros(N_BINS), (0.0, 0.0)
    size = max(abs(low), abs(high))
    if width <= 1e-6 * size or width == 0.0:
        low, width = low - 5e-4 * (size or 1.0), 1e-3 * (size or 1.0)
    bins = np.clip((values.ravel() - low) / width * N_BINS, 0, N_BINS - 1).astype(np.intp)
    return np.bincount(bins, minlength=N_BINS).astype(np.float64), (low, low + width)


def float32(array: Array) -> NDArray[np.float32]:
    """Return a flat copy in the precision that pictures need."""
    with np.errstate(over="ignore"):  # a diverging weight may exceed float32
        return array.astype(np.float32).ravel()
