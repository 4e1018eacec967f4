"""The configuration of a run: its settings, what they are at first, and which of them go together."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from glassnet.activations import ACTIVATIONS
from glassnet.checks import LIMITS, ConfigError, choice, integer, mapping, number
from glassnet.datasets import DATASETS
from glassnet.features import FEATURES
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.optimizers import OPTIMIZERS
from glassnet.schedules import SCHEDULES

# What a task is learned with when nothing else is asked for: output activation and loss.
OUTPUTS: dict[str, tuple[str, str]] = {
    "binary": ("sigmoid", "mse"),
    "multiclass": ("softmax", "cross_entropy"),
    "regression": ("linear", "mse"),
}


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
