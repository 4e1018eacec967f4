"""The space that a layer's units span: where the layer takes the samples, and the input plane with them."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from glassnet.arrays import Array
from glassnet.checks import ConfigError, finite, integer
from glassnet.page.observe import float32, plane
from glassnet.session import TrainingSession

N_AXES = 3


class LayerSpace(NamedTuple):
    """Which axes: some units of a layer, by their places in it; None: its main directions.

    `before` is the space of another layer, which is told as well: the plane is on its way from there.
    """

    layer: int  # 0: the inputs
    units: tuple[int, ...] | None
    before: "LayerSpace | None" = None


def checked_layer_space(name: str, value: object, session: TrainingSession) -> LayerSpace | None:
    """Return a checked choice of axes, or None."""
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) not in (2, 3):
        rule = "must be null or a list of a layer, its units and, if asked for, another such list"
        raise ConfigError(name, rule, value)
    sizes = session.network.layer_sizes
    layer = integer(name, value[0], (0, len(sizes) - 1))
    before = checked_layer_space(name, value[2], session) if len(value) == 3 else None
    if before is not None and before.before is not None:
        raise ConfigError(name, "must be of two layers at most", value)
    return LayerSpace(layer, _checked_units(name, value[1], sizes[layer]), before)


def _checked_units(name: str, units: object, size: int) -> tuple[int, ...] | None:
    if units is None:
        return None
    if isinstance(units, list | tuple) and 1 <= len(units) <= N_AXES:
        checked = tuple(integer(name, unit, (0, size - 1)) for unit in units)
        if len(set(checked)) == len(checked):
            return checked
    raise ConfigError(name, f"must have null or a list of up to {N_AXES} different units of the layer", units)


def layer_space_there(space: LayerSpace | None, session: TrainingSession) -> LayerSpace | None:
    """Return the axes, if another run's network has them as well."""
    sizes = session.network.layer_sizes
    if space is None or space.layer >= len(sizes) or max(space.units or (0,)) >= sizes[space.layer]:
        return None
    return space._replace(before=layer_space_there(space.before, session))


def layer_space(session: TrainingSession, space: LayerSpace, size: int) -> dict[str, Any]:
    """Return the coordinates, `(3, n)`, of the samples and of the points of the plane's grid.

    `before` has the same of the layer before, where that is asked for.

    They are `axes @ (a - origin)` of the layer's activations `a`; an axis that there is not is 0.
    `planes`, `(n_next, 4)`, are of the units of the next layer: w · a + b is `normal @ c + offset`
    at the coordinates c, for activations that differ from `origin` along the axes alone.
    """
    network, features = session.network, session.config.network.features
    layers = network.forward(session.train_inputs)
    grid = network.forward(plane(size, features))
    test = network.forward(session.test_inputs)
    activations = layers[space.layer]
    mean = activations.mean(axis=1, keepdims=True)  # (n_units, 1)
    if space.units is None:
        origin, (axes, shares) = mean, main_directions(activations - mean)
    else:
        origin, axes, shares = mean, np.eye(len(mean))[list(space.units)], None
        origin[list(space.units)] = 0.0  # so that a coordinate is the activation itself
    axes = np.concatenate([axes, np.zeros((N_AXES - len(axes), len(mean)))])  # (3, n_units)

    def placed(of_layers: list[Array]) -> NDArray[np.float32]:
        return float32(axes @ (of_layers[space.layer] - origin))

    return {
        "layer": space.layer,
        "units": space.units,
        "shares": shares,
        "train": placed(layers),
        "test": placed(test),
        "grid": placed(grid),
        "outputs": float32(grid[-1]),
        "planes": float32(_planes(session, space.layer, axes, origin)),
        "before": space.before and layer_space(session, space.before, size),
    }


def main_directions(deviations: Array) -> tuple[Array, list[float | None]]:
    """Return up to three directions of most variance, `(n_axes, n_units)`, and the share that each holds.

    `deviations` from the mean are `(n_units, n_samples)`. Of each direction the largest entry is
    positive, so that the same numbers always give the same picture.
    """
    if not np.isfinite(deviations).all():
        n_axes = min(N_AXES, len(deviations))
        return np.full((n_axes, len(deviations)), np.nan), [None] * n_axes
    directions, spreads, _ = np.linalg.svd(deviations, full_matrices=False)
    axes = directions.T[:N_AXES]
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(len(axes)), largest])
    variances = spreads**2
    shares = variances / (variances.sum() or 1.0)
    return axes * signs[:, np.newaxis], [finite(share) for share in shares[:N_AXES].tolist()]


def _planes(session: TrainingSession, layer: int, axes: Array, origin: Array) -> Array:
    """Return per unit of the next layer its normal in the space and its offset, `(n_next, 4)`."""
    network = session.network
    if layer == len(network.weights):
        return np.zeros((0, N_AXES + 1))
    weights, biases = network.weights[layer], network.biases[layer]
    return np.concatenate([weights @ axes.T, weights @ origin + biases], axis=1)
