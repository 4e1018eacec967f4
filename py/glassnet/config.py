"""The configuration of a run, and the judge of everything that comes from outside.

Every rejected value raises ConfigError with the field, the rule that it breaks and the value;
nothing is ever rounded, clamped or guessed.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from glassnet.activations import ACTIVATIONS
from glassnet.datasets import DATASETS
from glassnet.features import FEATURES
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.optimizers import OPTIMIZERS
from glassnet.schedules import SCHEDULES

LIMITS: dict[str, tuple[float, float]] = {
    "n_layers": (2, 10),
    "layer_size": (1, 64),
    "seed": (0, 2**32 - 1),
    "n_samples": (10, 5000),
    "noise": (0.0, 3.0),
    "train_share": (0.1, 0.9),
    "n_classes": (2, 6),
    "learning_rate": (1e-6, 100.0),
    "batch_size": (1, 5000),
    "speed": (0.1, 100_000.0),
    "schedule_epochs": (1, 100_000),
    "l1": (0.0, 10.0),
    "l2": (0.0, 10.0),
    "dropout": (0.0, 0.9),
    "clip_norm": (1e-6, 1e6),
    "stop_epoch": (1, 10_000_000),
    "stop_loss": (0.0, 1e6),
    "stop_plateau": (1, 100_000),
    "n_steps": (1, 1_000_000),
    "value": (-1e6, 1e6),  # of a parameter set by hand
}

# What a task is learned with when nothing else is asked for: output activation and loss.
OUTPUTS: dict[str, tuple[str, str]] = {
    "binary": ("sigmoid", "mse"),
    "multiclass": ("softmax", "cross_entropy"),
    "regression": ("linear", "mse"),
}


class ConfigError(ValueError):
    """A value from outside that breaks a rule."""

    def __init__(self, field: str, rule: str, value: object, found: str | None = None) -> None:
        """`found` says what breaks the rule, where it is not simply that it is `value`."""
        found = f"is {_shown(value)}" if found is None else found
        super().__init__(f"{field} {rule}" if rule.startswith("is ") else f"{field} {rule}, but {found}")
        self.field, self.rule, self.value = field, rule, value


def _shown(value: object) -> str:
    """Return a value as a message shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def number(name: str, value: object) -> float:
    """Return `value` if it is a finite number within the limits of `name`."""
    low, high = LIMITS[name]
    rule = f"must be a number from {low:g} to {high:g}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(name, rule, value)
    if not low <= value <= high:  # NaN fails this too
        raise ConfigError(name, rule, value)
    return float(value)


def integer(name: str, value: object, limit: str | None = None) -> int:
    """Return `value` if it is a whole number within the limits of `limit` (by default `name`)."""
    low, high = LIMITS[limit or name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ConfigError(name, f"must be a whole number from {low:.0f} to {high:.0f}", value)
    return value


def choice(name: str, value: object, choices: Iterable[str]) -> str:
    """Return `value` if it is one of the names in `choices`."""
    names = list(choices)
    if not isinstance(value, str) or value not in names:
        raise ConfigError(name, f"must be one of {', '.join(names)}", value)
    return value


def mapping(name: str, value: object, allowed: Iterable[str]) -> Mapping[str, Any]:
    """Return `value` if it is a mapping whose keys are all in `allowed`."""
    if not isinstance(value, Mapping):
        raise ConfigError(name, "must be an object", value)
    names = list(allowed)
    for key in value:
        if key not in names:
            raise ConfigError(
                str(key), f"is not a field of {name}; it has {', '.join(names) or 'none'}", value[key]
            )
    return value


@dataclass(frozen=True)
class NetworkConfig:
    """The shape of the network and how it starts."""

    features: tuple[str, ...] = ("x1", "x2")
    layer_sizes: tuple[int, ...] = (2, 4, 1)
    activations: tuple[str, ...] = ("sigmoid",)
    output_activation: str = "sigmoid"
    loss: str = "mse"
    initializer: str = "xavier"
    bias_initializer: str = "zeros"

    def updated(self, changes: Mapping[str, Any], task: str, n_outputs: int) -> Self:
        """Return a copy with the changed fields for a task with `n_outputs`, or raise ConfigError.

        `activations` may be one name for all hidden layers. What is not asked for follows: the
        sizes of the first and last layer, the activation of added layers, and an output activation
        and a loss that fit the task.
        """
        mapping("network", changes, (item.name for item in fields(self)))
        features = _features(changes["features"]) if "features" in changes else self.features
        if "layer_sizes" in changes:
            sizes = _layer_sizes(changes["layer_sizes"], len(features), n_outputs)
        else:
            sizes = (len(features), *self.layer_sizes[1:-1], n_outputs)
        n_hidden = len(sizes) - 2
        if "activations" in changes:
            activations = _activations(changes["activations"], n_hidden)
        else:
            last = self.activations[-1] if self.activations else "sigmoid"
            activations = (self.activations + (last,) * n_hidden)[:n_hidden]
        output, loss = self._outputs(changes, task)
        initializer = choice("initializer", changes.get("initializer", self.initializer), INITIALIZERS)
        biases = choice(
            "bias_initializer", changes.get("bias_initializer", self.bias_initializer), BIAS_INITIALIZERS
        )
        return type(self)(features, sizes, activations, output, loss, initializer, biases)

    def _outputs(self, changes: Mapping[str, Any], task: str) -> tuple[str, str]:
        """Return an output activation and a loss that fit each other and the task.

        One that was asked for stands, and the other follows it where it has to.
        """
        output = choice(
            "output_activation", changes.get("output_activation", self.output_activation), ACTIVATIONS
        )
        loss = choice("loss", changes.get("loss", self.loss), LOSSES)
        asked = [name for name in ("output_activation", "loss") if name in changes]
        complaint = _complaint(output, loss, task)
        if complaint is None:
            return output, loss
        if not asked:
            return OUTPUTS[task]
        if asked == ["loss"]:
            output = LOSSES[loss].output_activation or OUTPUTS[task][0]
        elif asked == ["output_activation"]:
            loss = "cross_entropy" if output == "softmax" and task == "multiclass" else "mse"
        complaint = _complaint(output, loss, task)
        if complaint is not None:
            raise ConfigError(*complaint)
        return output, loss


def _complaint(output: str, loss: str, task: str) -> tuple[str, str, str] | None:
    """Return field, rule and value of what does not fit in a pair of output activation and loss."""
    entry = LOSSES[loss]
    if task not in entry.tasks:
        return (
            "loss",
            f"must fit the dataset: {loss} is for {' and '.join(entry.tasks)}",
            f"{loss}, for {task}",
        )
    if entry.output_activation not in (None, output):
        rule = f"must fit the output activation: {loss} needs {entry.output_activation}"
        return "loss", rule, f"{loss} with {output}"
    if output == "softmax" and task != "multiclass":
        return (
            "output_activation",
            "must fit the dataset: softmax is for several classes",
            f"{output}, for {task}",
        )
    return None


def _features(value: object) -> tuple[str, ...]:
    """Return the checked names of the input features, in the registry's order."""
    rule = f"must be a list of one or more of {', '.join(FEATURES)}, none of them twice"
    if not isinstance(value, list | tuple) or not value or len(set(map(repr, value))) != len(value):
        raise ConfigError("features", rule, value)
    names = [choice(f"features[{index}]", name, FEATURES) for index, name in enumerate(value)]
    return tuple(sorted(names, key=list(FEATURES).index))


def _layer_sizes(value: object, n_inputs: int, n_outputs: int) -> tuple[int, ...]:
    """Return the checked sizes of all layers, input and output included."""
    low, high = LIMITS["n_layers"]
    if not isinstance(value, list | tuple) or not low <= len(value) <= high:
        raise ConfigError("layer_sizes", f"must be a list of {low:.0f} to {high:.0f} layers", value)
    sizes = tuple(integer(f"layer_sizes[{index}]", size, "layer_size") for index, size in enumerate(value))
    if sizes[0] != n_inputs:
        raise ConfigError("layer_sizes[0]", f"must be {n_inputs}, one unit per input feature", sizes[0])
    if sizes[-1] != n_outputs:
        rule = f"must be {n_outputs}, as many outputs as the dataset needs"
        raise ConfigError(f"layer_sizes[{len(sizes) - 1}]", rule, sizes[-1])
    return sizes


def _activations(value: object, n_hidden: int) -> tuple[str, ...]:
    """Return the checked activations of `n_hidden` layers; one name stands for all."""
    names = [name for name, activation in ACTIVATIONS.items() if not activation.output_only]
    if isinstance(value, str):
        return (choice("activations", value, names),) * n_hidden
    if not isinstance(value, list | tuple) or len(value) != n_hidden:
        raise ConfigError(
            "activations", f"must be one name or a list of {n_hidden}, one per hidden layer", value
        )
    return tuple(choice(f"activations[{index}]", name, names) for index, name in enumerate(value))


@dataclass(frozen=True)
class DataConfig:
    """Which samples are drawn.

    `train_share` is the share of all samples that is for training: with 0.5 there are as many for
    testing. `n_classes` counts where the dataset lets one choose.
    """

    dataset: str = "circular"
    n_samples: int = 200
    noise: float = 0.0
    train_share: float = 0.5
    n_classes: int = 3

    def updated(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with the changed fields, or raise ConfigError."""
        mapping("data", changes, (item.name for item in fields(self)))
        return type(self)(
            choice("dataset", changes.get("dataset", self.dataset), DATASETS),
            integer("n_samples", changes.get("n_samples", self.n_samples)),
            number("noise", changes.get("noise", self.noise)),
            number("train_share", changes.get("train_share", self.train_share)),
            integer("n_classes", changes.get("n_classes", self.n_classes)),
        )

    @property
    def n_test_samples(self) -> int:
        """The number of test samples, at least one."""
        return max(1, round(self.n_samples * (1.0 - self.train_share) / self.train_share))


@dataclass(frozen=True)
class TrainingConfig:
    """What may change while training runs.

    `batch_size` is the samples of one step; the last batch of an epoch takes what is left.
    `speed` is the steps a second that the page allows; None is as fast as it goes. `l1` and `l2`
    add l1 Σ|w| and l2/2 Σw² over all weights, no biases, to what is made smaller; `dropout` is the
    share of the hidden units that each step leaves out; `clip_norm` is the largest norm that a
    step's gradient may have. Training stops at the end of epoch `stop_epoch`, when the train loss
    has come down to `stop_loss`, or when it has not come down for `stop_plateau` epochs.
    """

    optimizer: str = "sgd"
    learning_rate: float = 0.1
    batch_size: int = 32
    speed: float | None = None
    schedule: str = "constant"
    schedule_epochs: int = 100
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    clip_norm: float | None = None
    stop_epoch: int | None = None
    stop_loss: float | None = None
    stop_plateau: int | None = None

    def updated(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with the changed fields, or raise ConfigError."""
        mapping("training", changes, (item.name for item in fields(self)))
        checked = {name: _TRAINING_CHECKS[name](name, value) for name, value in changes.items()}
        return replace(self, **checked)


def _or_none(check: Callable[[str, object], Any]) -> Callable[[str, object], Any]:
    """Return a check that also lets None pass."""
    return lambda name, value: None if value is None else check(name, value)


_TRAINING_CHECKS: dict[str, Callable[[str, object], Any]] = {
    "optimizer": lambda name, value: choice(name, value, OPTIMIZERS),
    "learning_rate": number,
    "batch_size": integer,
    "speed": _or_none(number),
    "schedule": lambda name, value: choice(name, value, SCHEDULES),
    "schedule_epochs": integer,
    "l1": number,
    "l2": number,
    "dropout": number,
    "clip_norm": _or_none(number),
    "stop_epoch": _or_none(integer),
    "stop_loss": _or_none(number),
    "stop_plateau": _or_none(integer),
}


OWN_SEEDS = ("data_seed", "weight_seed", "order_seed")


def _own_seed(name: str, value: object) -> int | None:
    """Return a checked seed, or None."""
    return None if value is None else integer(name, value, "seed")


@dataclass(frozen=True)
class Config:
    """Everything that decides a run: the same configuration gives the same run.

    Samples, first weights and order (of the samples, and of what dropout leaves out) come from a seed
    of their own each, or from `seed` where that is None. Another `seed` clears those that are not
    given with it, so that whoever sets the same one has the same run.
    """

    seed: int = 0
    data_seed: int | None = None
    weight_seed: int | None = None
    order_seed: int | None = None
    network: NetworkConfig = field(default_factory=NetworkConfig)
    data: DataConfig = field(default_factory=DataConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the configuration that a (possibly partial) object describes, or raise ConfigError."""
        return cls().updated(value)

    def updated(self, changes: object) -> Self:
        """Return a copy with the changed parts, or raise ConfigError and change nothing."""
        parts = mapping("config", changes, (item.name for item in fields(self)))
        data = self.data.updated(parts.get("data", {}))
        task, old_task = DATASETS[data.dataset].task, DATASETS[self.data.dataset].task
        n_outputs = DATASETS[data.dataset].n_outputs(data.n_classes)
        network = self.network
        if task != old_task:
            network = replace(network, output_activation=OUTPUTS[task][0], loss=OUTPUTS[task][1])
        own = {name: None if "seed" in parts else getattr(self, name) for name in OWN_SEEDS}
        return replace(
            self,
            seed=integer("seed", parts.get("seed", self.seed)),
            **{name: _own_seed(name, parts.get(name, value)) for name, value in own.items()},
            network=network.updated(parts.get("network", {}), task, n_outputs),
            data=data,
            training=self.training.updated(parts.get("training", {})),
        )

    def seed_of(self, name: str) -> int:
        """Return the seed that one of OWN_SEEDS stands for."""
        own: int | None = getattr(self, name)
        return self.seed if own is None else own

    def next_seed(self, name: str) -> int:
        """Return the seed after the one that one of OWN_SEEDS stands for; after the last comes 0."""
        seed = self.seed_of(name) + 1
        return seed if seed <= LIMITS["seed"][1] else 0

    def as_dict(self) -> dict[str, Any]:
        """Return the whole configuration as plain values; `parse` takes it back."""
        return asdict(self)


def finite(value: float) -> float | None:
    """Return a number as JSON can carry it: None stands for one that is not finite."""
    return value if math.isfinite(value) else None
