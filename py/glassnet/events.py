"""The events that a page is told of, as plain values and flat arrays (`js/protocol.js` has them all)."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassnet.activations import ACTIVATIONS
from glassnet.arrays import Array
from glassnet.config import ConfigError, finite, mapping
from glassnet.datasets import DOMAIN
from glassnet.session import TrainingSession

GRID_SIZE = 48  # points along each axis of the output plane; the page smooths between them


@dataclass(frozen=True)
class Views:
    """What the page shows and so wants to be told; nothing else is computed.

    `sample` is the training sample whose activations are shown, None their mean over all.
    """

    grid: bool = True
    sample: int | None = 0

    def updated(self, changes: object, n_samples: int) -> "Views":
        """Return a copy with the changed fields, or raise ConfigError."""
        changes = mapping("views", changes, ("grid", "sample"))
        grid, sample = changes.get("grid", self.grid), changes.get("sample", self.sample)
        if not isinstance(grid, bool):
            raise ConfigError("grid", "must be true or false", grid)
        if sample is not None and (
            isinstance(sample, bool) or not isinstance(sample, int) or not 0 <= sample < n_samples
        ):
            raise ConfigError("sample", f"must be null or a whole number from 0 to {n_samples - 1}", sample)
        return Views(grid, sample)


def topology_event(session: TrainingSession) -> dict[str, Any]:
    """Return the shape of the network and where each parameter is in the flat vector."""
    network = session.network
    sizes = network.layer_sizes
    ends = np.cumsum([(n_in + 1) * n_out for n_in, n_out in pairwise(sizes)])
    return {
        "type": "topology",
        "run_id": session.run_id,
        "config": session.config.as_dict(),
        "layer_sizes": sizes,
        "activations": network.activation_names,
        "activation_ranges": [DOMAIN, *(ACTIVATIONS[name].range for name in network.activation_names)],
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


def dataset_event(session: TrainingSession) -> dict[str, Any]:
    """Return all samples and the accuracy of always giving the same answer."""
    (train_X, train_Y), (test_X, test_Y) = session.train_samples, session.test_samples
    return {
        "type": "dataset",
        "run_id": session.run_id,
        "name": session.config.data.dataset,
        "domain": DOMAIN,
        "n_inputs": train_X.shape[0],
        "n_outputs": train_Y.shape[0],
        "train_inputs": float32(train_X),
        "train_targets": float32(train_Y),
        "test_inputs": float32(test_X),
        "test_targets": float32(test_Y),
        "baseline_accuracy": session.baseline_accuracy(),
    }


def state_event(session: TrainingSession, views: Views, *, grid: bool, history: bool) -> dict[str, Any]:
    """Return where training stands; `grid` and `history` say whether those are due."""
    state = session.state()
    X = session.train_samples[0]
    shown = X if views.sample is None else X[:, views.sample : views.sample + 1]
    activations = np.concatenate([layer.mean(axis=1) for layer in session.network.forward(shown)])
    return {
        "type": "state",
        "steps_per_epoch": session.steps_per_epoch,
        **{name: finite(value) if isinstance(value, float) else value for name, value in state.items()},
        "parameters": float32(state["parameters"]),
        "activations": float32(activations),
        "sample": views.sample,
        "grid": float32(output_grid(session)) if grid else None,
        "history": session.history.table().ravel() if history else None,
    }


def output_grid(session: TrainingSession) -> Array:
    """Return the outputs over the plane, `(n_outputs, GRID_SIZE²)`: x2 by rows, x1 within a row."""
    return session.network.predict(_PLANE)


def _plane() -> Array:
    """Return the points of the grid, `(2, GRID_SIZE²)`."""
    axis = np.linspace(*DOMAIN, GRID_SIZE)
    x1, x2 = np.meshgrid(axis, axis)
    return np.stack([x1.ravel(), x2.ravel()])


_PLANE = _plane()


def float32(array: Array) -> NDArray[np.float32]:
    """Return a flat copy in the precision that pictures need."""
    with np.errstate(over="ignore"):  # a diverging weight may exceed float32
        return array.astype(np.float32).ravel()
