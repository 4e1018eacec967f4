"""The events that a page is told of, as plain values and flat arrays (`js/protocol.js` has them all)."""

from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np

from glassnet.activations import ACTIVATIONS
from glassnet.checks import finite
from glassnet.datasets import DOMAIN
from glassnet.divergence import diagnose
from glassnet.estimates import best_accuracy_of
from glassnet.features import FEATURES
from glassnet.page.observe import Look, float32
from glassnet.page.views import VIEWS, Views
from glassnet.session import TrainingSession


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
    look = Look(session, views.sample, views.point)
    return {
        "type": "state",
        "steps_per_epoch": session.steps_per_epoch,
        **{name: finite(value) if isinstance(value, float) else value for name, value in state.items()},
        "parameters": float32(state["parameters"]),
        "activations": np.concatenate(look.layers),
        "sample": views.sample,
        "point": views.point,
        **{
            view.part or name: None if view.sizes or view.in_slices else views.observed(name, look)
            for name, view in VIEWS.items()
            if view.observe or view.in_slices
        },
        "history": None,
        "remark": None,
    }


def costly_view(name: str, session: TrainingSession, views: Views, size: int) -> Any:
    """Return one of the parts of a state event that are computed only now and then."""
    return views.observed(name, Look(session, views.sample, views.point, size))
