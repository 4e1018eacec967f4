"""Hidden units that no longer learn: dead ones, the same for every sample, and saturated ones."""

import numpy as np

from glassnet.activations import ACTIVATIONS
from glassnet.arrays import Array
from glassnet.session import TrainingSession

NEARLY = 0.01  # of its range from an end, a unit counts as saturated
MOSTLY = 0.99  # of the samples


def quiet_units(session: TrainingSession, layers: list[Array]) -> tuple[list[int], list[int]]:
    """Return the dead and the saturated hidden units, as indices of all units."""
    network = session.network
    dead: list[int] = []
    saturated: list[int] = []
    first = network.layer_sizes[0]
    for name, activations in zip(network.activation_names[:-1], layers[:-1], strict=True):
        is_dead = np.ptp(activations, axis=1) == 0.0
        if name in ("sigmoid", "tanh"):
            low, high = ACTIVATIONS[name].range
            margin = NEARLY * (high - low)
            at_end = (activations < low + margin) | (activations > high - margin)
            is_saturated = at_end.mean(axis=1) >= MOSTLY
            saturated += (first + np.flatnonzero(is_saturated)).tolist()
            is_dead &= ~is_saturated
        dead += (first + np.flatnonzero(is_dead)).tolist()
        first += len(activations)
    return dead, saturated
