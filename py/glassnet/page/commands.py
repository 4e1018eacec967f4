"""The commands of the page, by name: each checks its parameters, acts on the bridge, and answers."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from glassnet.arrays import AnyArray, Array
from glassnet.checks import ConfigError, finite, integer, mapping, number
from glassnet.config import OWN_SEEDS, DataConfig, NetworkConfig, TrainingConfig
from glassnet.features import apply_features
from glassnet.page.parameter_name import parameter_name

if TYPE_CHECKING:
    from glassnet.page.bridge import Bridge

MAX_PREDICTED = 100_000  # samples in one call

Params: TypeAlias = Mapping[str, Any]

NETWORK_FIELDS = tuple(NetworkConfig.__dataclass_fields__)
DATA_FIELDS = tuple(DataConfig.__dataclass_fields__)
TRAINING_FIELDS = tuple(TrainingConfig.__dataclass_fields__)
SEEDS = ("seed", *OWN_SEEDS)


def create_network(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Start over with another network; fields left out stay as they are, or follow those given."""
    mapping("create_network", params, (*NETWORK_FIELDS, *SEEDS))
    _start_over(bridge, _split(params, "network"), "the network")
    return {**bridge.status(), "layer_sizes": bridge.session.network.layer_sizes}


def generate_data(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Draw new samples and start over. Answers with all samples, and as `Y` what the network is to answer.

    The network's settings stay, but its output follows where the dataset needs another one.
    """
    mapping("generate_data", params, (*DATA_FIELDS, *SEEDS))
    _start_over(bridge, _split(params, "data"), "the data")
    X, Y = bridge.session.train_samples
    test_X, test_Y = bridge.session.test_samples
    return {
        **bridge.status(),
        "X": X.tolist(),
        "Y": Y.tolist(),
        "test_X": test_X.tolist(),
        "test_Y": test_Y.tolist(),
    }


def configure(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Start over with a configuration; parts left out stay as they are."""
    mapping("configure", params, ("config",))
    if "config" not in params:
        raise ConfigError("config", "is missing", None)
    _start_over(bridge, params["config"], "all settings")
    return {**bridge.status(), "config": bridge.session.config.as_dict()}


def reset(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Start over with the same configuration, or with other seeds."""
    mapping("reset", params, SEEDS)
    _start_over(bridge, dict(params), "the reset")
    return bridge.status()


def new_weights(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Start over with other first weights, of the next weight seed or of `seed`; all else stays."""
    mapping("new_weights", params, ("seed",))
    seed = params.get("seed", bridge.session.config.next_seed("weight_seed"))
    _start_over(bridge, {"weight_seed": integer("seed", seed)}, "the new weights")
    return {**bridge.status(), "weight_seed": seed}


def set_parameter(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Give the weight or bias at `index` of the parameter vector another value, without starting over."""
    mapping("set_parameter", params, ("index", "value"))
    index = _parameter_index(bridge, "index", params.get("index"))
    value = number("value", params.get("value"))
    _refuse_diverged(bridge)
    with bridge.remembering(f"the {parameter_name(bridge.session, index)}", unless_repeated=True):
        bridge.session.set_parameter(index, value)
    bridge.announce_parameter()
    return {**bridge.status(), "index": index, "value": value}


def freeze(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Make training leave the parameters at `indices` alone, or (`frozen` false) change them again."""
    mapping("freeze", params, ("indices", "frozen"))
    given, frozen = params.get("indices"), params.get("frozen")
    if not isinstance(given, list) or not given:
        raise ConfigError("indices", "must be a list of one or more parameter indices", given)
    if not isinstance(frozen, bool):
        raise ConfigError("frozen", "must be true or false", frozen)
    indices = [_parameter_index(bridge, f"indices[{at}]", index) for at, index in enumerate(given)]
    with bridge.remembering("freezing" if frozen else "thawing"):
        bridge.session.freeze(indices, frozen)
    bridge.announce_edits()
    return {**bridge.status(), "frozen": bridge.edits()["frozen"]}


def undo(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Take back the last change of network, data, settings or parameters, training since then included."""
    mapping("undo", params, ())
    bridge.undo()
    return {**bridge.status(), **bridge.edits()}


def redo(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Make the change again that undo has taken back."""
    mapping("redo", params, ())
    bridge.redo()
    return {**bridge.status(), **bridge.edits()}


def restore_finite(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Bring a diverged run back to its last state with sound parameters."""
    mapping("restore_finite", params, ())
    if not bridge.session.diverged:
        raise ConfigError("run", "must have diverged before it can be brought back", "not diverged")
    bridge.replace_session(bridge.session.checkpoint())
    return bridge.status()


def set_training(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Change training settings from the next step on, without starting over."""
    mapping("set_training", params, TRAINING_FIELDS)
    bridge.session.set_training(params)
    bridge.announce_edits()
    return {**bridge.status(), "training": bridge.session.config.as_dict()["training"]}


def set_views(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Say which views are open, and which sample, unit and point are shown."""
    before, bridge.views = bridge.views, bridge.views.updated(params, bridge.session)
    if bridge.views == before or replace(bridge.views, probe=before.probe) != before:
        bridge.refresh()  # not for another point alone, which changes nothing that costs much
    return asdict(bridge.views)


def start_training(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Train until stopped. Refused for a run that has diverged."""
    mapping("start_training", params, ())
    _refuse_diverged(bridge)
    return bridge.status()


def stop_training(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Stop after the step in hand."""
    mapping("stop_training", params, ())
    return bridge.status()


def step(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Take `n_steps` steps (1 by default), then answer."""
    mapping("step", params, ("n_steps",))
    n_steps = integer("n_steps", params.get("n_steps", 1))
    _refuse_diverged(bridge)
    return {**bridge.status(), "n_steps": n_steps}


def get_network_state(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Answer with the configuration, the metrics and every weight and bias."""
    mapping("get_network_state", params, ())
    session = bridge.session
    return {
        **bridge.status(),
        "config": session.config.as_dict(),
        "layer_sizes": session.network.layer_sizes,
        "weights": [_plain(weights) for weights in session.network.weights],
        "biases": [_plain(biases[:, 0]) for biases in session.network.biases],
    }


def predict(bridge: "Bridge", params: Params) -> dict[str, Any]:
    """Answer with the outputs for points of the plane, `inputs` `(2, n_samples)`, as nested lists.

    The network's features are computed from them.
    """
    mapping("predict", params, ("inputs",))
    if "inputs" not in params:
        raise ConfigError("inputs", "is missing", None)
    session = bridge.session
    X = _matrix("inputs", params["inputs"], session.train_samples[0].shape[0])
    with np.errstate(over="ignore"):  # the square of a huge input
        inputs = apply_features(session.config.network.features, X)
    return {"outputs": _plain(session.network.predict(inputs))}


COMMANDS: dict[str, Callable[["Bridge", Params], dict[str, Any]]] = {
    command.__name__: command
    for command in (
        create_network,
        generate_data,
        start_training,
        stop_training,
        get_network_state,
        predict,
        step,
        reset,
        new_weights,
        set_training,
        configure,
        set_views,
        set_parameter,
        freeze,
        undo,
        redo,
        restore_finite,
    )
}


def _split(params: Params, part: str) -> dict[str, Any]:
    """Return flat parameters as changes of one part of the configuration and of the seeds."""
    changes: dict[str, Any] = {part: {name: value for name, value in params.items() if name not in SEEDS}}
    return changes | {name: params[name] for name in SEEDS if name in params}


def _start_over(bridge: "Bridge", changes: object, what: str) -> None:
    """Begin a new run with a changed configuration; `what` is changed, for undo."""
    bridge.start_run(bridge.session.config.updated(changes), what)


def _parameter_index(bridge: "Bridge", name: str, value: object) -> int:
    """Return a checked index of the parameter vector."""
    last = bridge.session.network.parameters.size - 1
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= last:
        raise ConfigError(name, f"must be a whole number from 0 to {last}", value)
    return value


def _refuse_diverged(bridge: "Bridge") -> None:
    """Raise ConfigError if the run cannot go on."""
    if bridge.session.diverged:
        raise ConfigError(
            "run", "must have finite parameters: go back with restore_finite, or reset it", "diverged"
        )


def _matrix(name: str, value: object, n_rows: int) -> Array:
    """Return nested lists as an `(n_rows, n_samples)` array of finite numbers."""
    rule = f"must be {n_rows} lists of equally many finite numbers, 1 to {MAX_PREDICTED}"
    if not isinstance(value, list) or len(value) != n_rows or not all(isinstance(row, list) for row in value):
        raise ConfigError(name, rule, value)
    n_samples = len(value[0])
    if not 1 <= n_samples <= MAX_PREDICTED or any(len(row) != n_samples for row in value):
        raise ConfigError(name, rule, value)
    for row_index, row in enumerate(value):
        for index, item in enumerate(row):
            if isinstance(item, bool) or not isinstance(item, int | float) or not -1e300 < item < 1e300:
                raise ConfigError(
                    f"{name}[{row_index}][{index}]", "must be a finite number below 1e300", item
                )
    return np.array(value, dtype=np.float64)


def _plain(array: AnyArray) -> Any:
    """Return an array as nested lists that JSON can carry: None where a number is not finite."""
    if np.isfinite(array).all():
        return array.tolist()
    if array.ndim == 1:
        return [finite(value) for value in array.tolist()]
    return [_plain(row) for row in array]
