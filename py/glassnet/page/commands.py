"""The commands about a network, by name: each checks its parameters, acts on the bridge, and answers.

Each is declared once, with what it does to the run. The module is what a version of the code is
entered by (live/sources.py): with it come the bridge and the session of that version.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from glassnet.arrays import AnyArray, Array
from glassnet.checks import ConfigError, finite, integer, mapping, number
from glassnet.config import OWN_SEEDS, DataConfig, NetworkConfig, TrainingConfig
from glassnet.features import apply_features
from glassnet.page import observe
from glassnet.page.bridge import Bridge
from glassnet.page.number_text import numbers_of
from glassnet.page.parameter_name import parameter_name
from glassnet.page.views import checked_point
from glassnet.session import TrainingSession as TrainingSession

MAX_PREDICTED = 100_000  # samples in one call

Params: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = dict[str, Any]
Action: TypeAlias = Callable[[Bridge, Params], Answer]
Words: TypeAlias = Callable[[Bridge, Params], str | None]
# What a command does to the run: begins another, changes it, trains it (its answer's `n_steps`: so
# many, None until stopped, 0 not at all), or nothing.
Effect: TypeAlias = Literal["starts_over", "changes", "trains", "asks"]


@dataclass(frozen=True)
class Command:
    """A command, and what it does to the run."""

    run: Action
    effect: Effect
    what: Words  # is changed, as undo says it; None: nothing that belongs to the run
    unless_repeated: bool  # the same again, with no step between, is one change with it


COMMANDS: dict[str, Command] = {}


def command(
    effect: Effect, what: Words | str | None = None, *, unless_repeated: bool = False
) -> Callable[[Action], Action]:
    """Declare a function as the command of its name."""

    def declared(run: Action) -> Action:
        words = what if callable(what) else lambda bridge, params: what
        COMMANDS[run.__name__] = Command(run, effect, words, unless_repeated)
        return run

    return declared


NETWORK_FIELDS = tuple(NetworkConfig.__dataclass_fields__)
DATA_FIELDS = tuple(DataConfig.__dataclass_fields__)
TRAINING_FIELDS = tuple(TrainingConfig.__dataclass_fields__)
SEEDS = ("seed", *OWN_SEEDS)


def _parameter_in_words(bridge: Bridge, params: Params) -> str:
    return f"the {parameter_name(bridge.session, params['index'])}"


def _settings_in_words(bridge: Bridge, params: Params) -> str | None:
    return "training settings" if set(params) - {"speed"} else None  # the pace is not the run's


@command("starts_over", "the network")
def create_network(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Start over with another network; fields left out stay as they are, or follow those given."""
    mapping("create_network", params, (*NETWORK_FIELDS, *SEEDS))
    _start_over(bridge, _split(params, "network"))
    return {**bridge.status(), "layer_sizes": bridge.session.network.layer_sizes}


@command("starts_over", "the data")
def generate_data(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Draw new samples and start over. Answers with all samples, and as `Y` what the network is to answer.

    The network's settings stay, but its output follows where the dataset needs another one.
    """
    mapping("generate_data", params, (*DATA_FIELDS, *SEEDS))
    _start_over(bridge, _split(params, "data"))
    X, Y = bridge.session.train_samples
    test_X, test_Y = bridge.session.test_samples
    return {
        **bridge.status(),
        "X": X.tolist(),
        "Y": Y.tolist(),
        "test_X": test_X.tolist(),
        "test_Y": test_Y.tolist(),
    }


@command("starts_over", "all settings")
def configure(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Start over with a configuration; parts left out stay as they are."""
    mapping("configure", params, ("config",))
    if "config" not in params:
        raise ConfigError("config", "is missing", None)
    _start_over(bridge, params["config"])
    return {**bridge.status(), "config": bridge.session.config.as_dict()}


@command("starts_over", "the reset")
def reset(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Start over with the same configuration, or with other seeds."""
    mapping("reset", params, SEEDS)
    _start_over(bridge, dict(params))
    return bridge.status()


@command("starts_over", "the new weights")
def new_weights(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Start over with other first weights, of the next weight seed or of `seed`; all else stays."""
    mapping("new_weights", params, ("seed",))
    seed = params.get("seed", bridge.session.config.next_seed("weight_seed"))
    _start_over(bridge, {"weight_seed": integer("seed", seed)})
    return {**bridge.status(), "weight_seed": seed}


@command("changes", _parameter_in_words, unless_repeated=True)
def set_parameter(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Give the weight or bias at `index` of the parameter vector another value, without starting over."""
    mapping("set_parameter", params, ("index", "value"))
    index = _parameter_index(bridge, "index", params.get("index"))
    value = number("value", params.get("value"))
    _refuse_diverged(bridge)
    bridge.session.set_parameter(index, value)
    bridge.announce_parameter()
    return {**bridge.status(), "index": index, "value": value}


@command("changes", "all weights and biases")
def set_parameters(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Give all weights and biases other values, without starting over: as text, which loses no bit."""
    mapping("set_parameters", params, ("parameters",))
    count = bridge.session.network.parameters.size
    values = numbers_of("parameters", params.get("parameters"), count)
    _refuse_diverged(bridge)
    bridge.session.set_parameters(values)
    bridge.announce_parameter()
    return bridge.status()


@command("changes", lambda bridge, params: "freezing" if params["frozen"] else "thawing")
def freeze(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Make training leave the parameters at `indices` alone, or (`frozen` false) change them again."""
    mapping("freeze", params, ("indices", "frozen"))
    given, frozen = params.get("indices"), params.get("frozen")
    if not isinstance(given, list) or not given:
        raise ConfigError("indices", "must be a list of one or more parameter indices", given)
    if not isinstance(frozen, bool):
        raise ConfigError("frozen", "must be true or false", frozen)
    indices = [_parameter_index(bridge, f"indices[{at}]", index) for at, index in enumerate(given)]
    bridge.session.freeze(indices, frozen)
    bridge.announce_edits()
    return {**bridge.status(), "frozen": np.flatnonzero(bridge.session.frozen).tolist()}


@command("changes", _settings_in_words, unless_repeated=True)
def set_training(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Change training settings from the next step on, without starting over."""
    mapping("set_training", params, TRAINING_FIELDS)
    bridge.session.set_training(params)
    bridge.announce_edits()
    return {**bridge.status(), "training": bridge.session.config.as_dict()["training"]}


@command("asks")
def set_views(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Say which views are open, and which sample, unit and point are shown."""
    before, bridge.views = bridge.views, bridge.views.updated(params, bridge.session)
    if bridge.views == before or replace(bridge.views, point=before.point, probe=before.probe) != before:
        bridge.refresh()  # not for another point alone, which changes nothing that costs much
    return asdict(bridge.views)


@command("trains")
def start_training(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Train until stopped. Refused for a run that has diverged."""
    mapping("start_training", params, ())
    _refuse_diverged(bridge)
    return {**bridge.status(), "n_steps": None}


@command("trains")
def stop_training(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Stop after the step in hand."""
    mapping("stop_training", params, ())
    return {**bridge.status(), "n_steps": 0}


@command("trains")
def step(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Take `n_steps` steps (1 by default), then answer."""
    mapping("step", params, ("n_steps",))
    n_steps = integer("n_steps", params.get("n_steps", 1))
    _refuse_diverged(bridge)
    return {**bridge.status(), "n_steps": n_steps}


@command("asks")
def get_network_state(bridge: Bridge, params: Params) -> dict[str, Any]:
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


@command("asks")
def predict(bridge: Bridge, params: Params) -> dict[str, Any]:
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


@command("asks")
def probe(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Answer with what every unit computes at a `point` of the plane, layer by layer."""
    mapping("probe", params, ("point",))
    if "point" not in params:
        raise ConfigError("point", "is missing", None)
    return observe.probe(bridge.session, checked_point("point", params["point"]))


def _split(params: Params, part: str) -> dict[str, Any]:
    """Return flat parameters as changes of one part of the configuration and of the seeds."""
    changes: dict[str, Any] = {part: {name: value for name, value in params.items() if name not in SEEDS}}
    return changes | {name: params[name] for name in SEEDS if name in params}


def _start_over(bridge: Bridge, changes: object) -> None:
    """Begin a new run with a changed configuration."""
    bridge.start_over(bridge.session.config.updated(changes))


def _parameter_index(bridge: Bridge, name: str, value: object) -> int:
    """Return a checked index of the parameter vector."""
    return integer(name, value, (0, bridge.session.network.parameters.size - 1))


def _refuse_diverged(bridge: Bridge) -> None:
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
