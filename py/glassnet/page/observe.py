"""What is seen of a run: grids over the plane, a unit's sum, histograms. Looking changes nothing."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from glassnet.arrays import Array
from glassnet.checks import finite
from glassnet.datasets import DOMAIN, to_classes
from glassnet.features import apply_features
from glassnet.quiet_units import quiet_units
from glassnet.session import TrainingSession

N_BINS = 24  # of a histogram
LEAST_WIDTH = 1e-300  # of a histogram: nothing can be divided by less
PART = 4096  # points of the plane at a time: more would not fit into a processor's cache

Point: TypeAlias = tuple[float, float]  # of the plane


@dataclass(frozen=True)
class Look:
    """A look at a run: at a point of the plane, else at a training sample, else at the mean over all."""

    session: TrainingSession
    sample: int | None = None
    point: Point | None = None
    size: int = 0  # points along each axis of the plane

    @cached_property
    def layers(self) -> list[Array]:
        """Per layer the activations, `(n_units,)`, at what is shown, or their mean over all samples."""
        return [layer.mean(axis=1) for layer in self.session.network.forward(self._inputs())]

    def _inputs(self) -> Array:
        if self.point is not None:
            return inputs_at(self.session, self.point)
        inputs = self.session.train_inputs
        return inputs if self.sample is None else inputs[:, self.sample : self.sample + 1]


def inputs_at(session: TrainingSession, point: Point) -> Array:
    """Return the network's inputs at a point of the plane, `(n_inputs, 1)`."""
    return apply_features(session.config.network.features, np.array(point)[:, np.newaxis])


def outputs_at(session: TrainingSession, point: Point) -> dict[str, Any]:
    """Return the outputs at a point of the plane, and which point that is; None where not finite."""
    outputs = session.network.predict(inputs_at(session, point))[:, 0]
    return {"point": point, "outputs": _plain(outputs)}


def probe(session: TrainingSession, point: Point) -> dict[str, Any]:
    """Return what every unit computes at a point of the plane, and the class or value that comes of it.

    `layers` are the activations, inputs first, `z` the sums of the layers after the input.
    """
    inputs = inputs_at(session, point)
    layers = session.network.passed(inputs)
    outputs = layers[-1].a
    return {
        "point": point,
        "layers": [_plain(values[:, 0]) for values in (inputs, *(layer.a for layer in layers))],
        "z": [_plain(layer.z[:, 0]) for layer in layers],
        "outputs": _plain(outputs[:, 0]),
        "answer": _answer(session, outputs),
    }


def _answer(session: TrainingSession, outputs: Array) -> str | float | None:
    """Return the name of the class that outputs `(n_outputs, 1)` stand for, in regression the value."""
    if not np.isfinite(outputs).all():
        return None
    if session.dataset.task == "regression":
        return float(outputs[0, 0])
    names = session.dataset.class_names(session.config.data.n_classes)
    return names[int(to_classes(outputs, session.target_range)[0])]


def _plain(values: Array) -> list[float | None]:
    """Return numbers as JSON can carry them: None where one is not finite."""
    return [finite(value) for value in values.tolist()]


def gradient(session: TrainingSession) -> NDArray[np.float32] | None:
    """Return the gradient of the last step, `(n_parameters,)`; None before the first of this network."""
    layers = session.network.layers
    if not hasattr(layers[0], "inputs"):
        return None
    return float32(
        np.concatenate([each.ravel() for layer in layers for each in (layer.d_weights, layer.d_biases)])
    )


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
    inputs = plane(size, session.config.network.features)
    parts = np.array_split(inputs, -(-inputs.shape[1] // PART), axis=1)
    return np.concatenate([session.network.predict(part) for part in parts], axis=1)


def sample_outputs(session: TrainingSession) -> Array:
    """Return the outputs at all samples, `(n_outputs, n_train + n_test)`: training samples first."""
    predict = session.network.predict
    return np.concatenate([predict(session.train_inputs), predict(session.test_inputs)], axis=1)


def unit_grids(session: TrainingSession, size: int) -> Array:
    """Return every unit's activation over the plane, `(n_units, size²)`, inputs included."""
    return np.concatenate(session.network.forward(plane(size, session.config.network.features)))


def hidden_space(session: TrainingSession, units: tuple[int, int], size: int) -> dict[str, Any]:
    """Return the activations of two units, `(2, n)`: of the training samples, and of the plane's grid.

    They are where these units take the samples, and the plane with them.
    """
    network = session.network
    inputs = plane(size, session.config.network.features)
    places = [_locate(network.layer_sizes, unit) for unit in units]

    def taken(X: Array) -> NDArray[np.float32]:
        layers = network.forward(X)
        return float32(np.stack([layers[layer][index] for layer, index in places]))

    return {"samples": taken(session.train_inputs), "grid": taken(inputs)}


@lru_cache(maxsize=16)  # more than there are sizes
def plane(size: int, features: tuple[str, ...]) -> Array:
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
    if width <= max(1e-6 * size, LEAST_WIDTH):
        room = size if size > LEAST_WIDTH else 1.0
        low, width = low - 5e-4 * room, 1e-3 * room
    bins = np.clip((values.ravel() - low) / width * N_BINS, 0, N_BINS - 1).astype(np.intp)
    return np.bincount(bins, minlength=N_BINS).astype(np.float64), (low, low + width)


def float32(array: Array) -> NDArray[np.float32]:
    """Return a flat copy in the precision that pictures need."""
    with np.errstate(over="ignore"):  # a diverging weight may exceed float32
        return array.astype(np.float32).ravel()
