"""The configuration of a run, and the judge of everything that comes from outside.

Every rejected value raises ConfigError with the field, the rule that it breaks and the value;
nothing is ever rounded, clamped or guessed.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from glassnet.activations import ACTIVATIONS
from glassnet.datasets import DATASETS
from glassnet.initializers import INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.optimizers import OPTIMIZERS

N_INPUTS, N_OUTPUTS = 2, 1

LIMITS: dict[str, tuple[float, float]] = {
    "n_layers": (2, 10),
    "layer_size": (1, 64),
    "seed": (0, 2**32 - 1),
    "n_samples": (10, 5000),
    "noise": (0.0, 3.0),
    "learning_rate": (1e-6, 100.0),
    "batch_size": (1, 5000),
    "speed": (0.1, 100_000.0),
    "n_steps": (1, 1_000_000),
}


class ConfigError(ValueError):
    """A value from outside that breaks a rule."""

    def __init__(self, field: str, rule: str, value: object) -> None:
        found = "" if rule.startswith("is ") else f", but is {_shown(value)}"
        super().__init__(f"{field} {rule}{found}")
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

    layer_sizes: tuple[int, ...] = (2, 4, 1)
    activations: tuple[str, ...] = ("sigmoid",)
    output_activation: str = "sigmoid"
    loss: str = "mse"
    initializer: str = "xavier"

    def updated(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with the changed fields, or raise ConfigError.

        `activations` may be one name for all hidden layers. Where only `layer_sizes` changes, added
        layers take the activation of the last hidden layer.
        """
        mapping("network", changes, (item.name for item in fields(self)))
        sizes = _layer_sizes(changes["layer_sizes"]) if "layer_sizes" in changes else self.layer_sizes
        n_hidden = len(sizes) - 2
        if "activations" in changes:
            activations = _activations(changes["activations"], n_hidden)
        else:
            last = self.activations[-1] if self.activations else "sigmoid"
            activations = (self.activations + (last,) * n_hidden)[:n_hidden]
        output = choice(
            "output_activation", changes.get("output_activation", self.output_activation), ACTIVATIONS
        )
        loss = choice("loss", changes.get("loss", self.loss), LOSSES)
        needed = LOSSES[loss].output_activation
        if needed not in (None, output):
            raise ConfigError(
                "loss", f"must fit the output activation: {loss} needs {needed}", f"{loss} with {output}"
            )
        initializer = choice("initializer", changes.get("initializer", self.initializer), INITIALIZERS)
        return type(self)(sizes, activations, output, loss, initializer)


def _layer_sizes(value: object) -> tuple[int, ...]:
    """Return the checked sizes of all layers, input and output included."""
    low, high = LIMITS["n_layers"]
    if not isinstance(value, list | tuple) or not low <= len(value) <= high:
        raise ConfigError("layer_sizes", f"must be a list of {low:.0f} to {high:.0f} layers", value)
    sizes = tuple(integer(f"layer_sizes[{index}]", size, "layer_size") for index, size in enumerate(value))
    if sizes[0] != N_INPUTS:
        raise ConfigError("layer_sizes[0]", f"must be {N_INPUTS}, the inputs x1 and x2", sizes[0])
    if sizes[-1] != N_OUTPUTS:
        raise ConfigError(f"layer_sizes[{len(sizes) - 1}]", f"must be {N_OUTPUTS}, the output", sizes[-1])
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
    """Which samples are drawn: as many for testing as for training."""

    dataset: str = "circular"
    n_samples: int = 200
    noise: float = 0.0

    def updated(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with the changed fields, or raise ConfigError."""
        mapping("data", changes, (item.name for item in fields(self)))
        return type(self)(
            choice("dataset", changes.get("dataset", self.dataset), DATASETS),
            integer("n_samples", changes.get("n_samples", self.n_samples)),
            number("noise", changes.get("noise", self.noise)),
        )


@dataclass(frozen=True)
class TrainingConfig:
    """What may change while training runs.

    `batch_size` is the samples of one step; the last batch of an epoch takes what is left.
    `speed` is the steps a second that the page allows; None is as fast as it goes.
    """

    optimizer: str = "sgd"
    learning_rate: float = 0.1
    batch_size: int = 32
    speed: float | None = None

    def updated(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with the changed fields, or raise ConfigError."""
        mapping("training", changes, (item.name for item in fields(self)))
        speed = changes.get("speed", self.speed)
        return type(self)(
            choice("optimizer", changes.get("optimizer", self.optimizer), OPTIMIZERS),
            number("learning_rate", changes.get("learning_rate", self.learning_rate)),
            integer("batch_size", changes.get("batch_size", self.batch_size)),
            None if speed is None else number("speed", speed),
        )


@dataclass(frozen=True)
class Config:
    """Everything that decides a run: the same configuration gives the same run."""

    seed: int = 0
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
        return replace(
            self,
            seed=integer("seed", parts.get("seed", self.seed)),
            network=self.network.updated(parts.get("network", {})),
            data=self.data.updated(parts.get("data", {})),
            training=self.training.updated(parts.get("training", {})),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the whole configuration as plain values; `parse` takes it back."""
        return asdict(self)


def finite(value: float) -> float | None:
    """Return a number as JSON can carry it: None stands for one that is not finite."""
    return value if math.isfinite(value) else None
