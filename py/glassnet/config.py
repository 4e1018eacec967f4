"""The configuration of a run: every setting, declared once, and what follows from a change.

Every rejected value raises ConfigError with the field, the rule that it breaks and the value;
nothing is ever rounded, clamped or guessed. A new setting of the training is a field of
TrainingConfig, and needs no other line but those that use it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from glassnet.checks import LIMITS as OTHER_LIMITS
from glassnet.checks import ConfigError, Limits, choice, finite, integer, mapping, number
from glassnet.data_config import DataConfig
from glassnet.datasets import DATASETS
from glassnet.fields import Choice, Field, Integer, Number, Scale, checked, setting, settings_of
from glassnet.network_config import OUTPUTS, NetworkConfig
from glassnet.optimizers import OPTIMIZERS
from glassnet.schedules import SCHEDULES

__all__ = [
    "FIELDS",
    "GROUPS",
    "LIMITS",
    "OUTPUTS",
    "OWN_SEEDS",
    "Config",
    "ConfigError",
    "DataConfig",
    "NetworkConfig",
    "TrainingConfig",
    "choice",
    "finite",
    "integer",
    "mapping",
    "number",
]

# Of the settings behind More, in their order.
GROUPS = ("Data", "Seeds", "Inputs", "Layers", "Output", "Training", "Stop")

PENALTIES = Scale(1e-5, 10.0, first=0.0)
KEPT = (0.0, 0.999999)  # of shares of its memory that an optimizer keeps: with 1 it would never forget


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

    optimizer: str = setting(
        "sgd",
        Choice("optimizers", OPTIMIZERS),
        "Optimizer",
        "The rule that turns a gradient into a step; it takes effect at the next step.",
    )
    momentum: float = setting(
        0.9,
        Number(*KEPT, step=0.05),
        "Momentum",
        "The share of its last speed that each step keeps; it takes effect at the next step.",
        belongs_to="optimizer",
    )
    beta1: float = setting(
        0.9,
        Number(*KEPT, step=0.05),
        "Beta 1",
        "The share of the mean gradient that each step keeps; it takes effect at the next step.",
        belongs_to="optimizer",
    )
    beta2: float = setting(
        0.999,
        Number(*KEPT, step=0.001),
        "Beta 2",
        "The share of the mean squared gradient that each step keeps; it takes effect at the next step.",
        belongs_to="optimizer",
    )
    alpha: float = setting(
        0.99,
        Number(*KEPT, step=0.01),
        "Alpha",
        "The share of the mean squared gradient that each step keeps; it takes effect at the next step.",
        belongs_to="optimizer",
    )
    epsilon: float = setting(
        1e-8,
        Number(1e-12, 1.0, step=Scale(1e-12, 1.0, first=1e-8)),
        "Epsilon",
        "What is added to the size that a gradient is divided by, so that it is never 0.",
        belongs_to="optimizer",
    )
    weight_decay: float = setting(
        0.01,
        Number(0.0, 10.0, step=PENALTIES),
        "Weight decay",
        "How much of every parameter each step takes away, times the learning rate.",
        belongs_to="optimizer",
    )
    learning_rate: float = setting(
        0.1,
        Number(1e-6, 100.0),
        "Learning rate",
        "How far each step moves the parameters; it takes effect at the next step, also while training runs.",
        group=None,
    )
    batch_size: int = setting(
        32,
        Integer(1, 5000),
        "Batch size",
        "How many training samples each step looks at; it takes effect at the next step.",
    )
    speed: float | None = setting(
        None,
        Number(0.1, 100_000.0, null="full speed"),
        "Speed",
        "How many steps a second training takes at most, from one to as many as possible.",
        group=None,
    )
    schedule: str = setting(
        "constant",
        Choice("schedules", SCHEDULES),
        "Schedule",
        "How the learning rate changes with the epochs; it takes effect at the next step.",
    )
    schedule_epochs: int = setting(
        100,
        Integer(1, 100_000, step=10),
        "Schedule length",
        "The epochs that the schedule takes, or that lie between two of its steps.",
    )
    l1: float = setting(
        0.0,
        Number(0.0, 10.0, step=PENALTIES),
        "L1",
        "Adds this times the sum of all |weights| to what training makes smaller, which drives useless "
        "weights to 0.",
    )
    l2: float = setting(
        0.0,
        Number(0.0, 10.0, step=PENALTIES),
        "L2",
        "Adds half of this times the sum of all squared weights to what training makes smaller, which keeps "
        "weights small.",
    )
    dropout: float = setting(
        0.0,
        Number(0.0, 0.9, step=0.1),
        "Dropout",
        "The share of the hidden units that each step leaves out, so that no unit relies on another.",
    )
    clip_norm: float | None = setting(
        None,
        Number(1e-6, 1e6, null="none", step=Scale(1e-3, 1000.0, first=1.0)),
        "Gradient clipping",
        "Shortens a gradient that is longer than this; empty means that none is shortened.",
    )
    stop_epoch: int | None = setting(
        None,
        Integer(1, 10_000_000, null="none", step=10),
        "Stop at epoch",
        "Training stops at the end of this epoch; empty means never.",
        group="Stop",
    )
    stop_loss: float | None = setting(
        None,
        Number(0.0, 1e6, null="none", step=Scale(1e-6, 100.0, first=0.01)),
        "Stop at loss",
        "Training stops when the train loss has come down to this; empty means never.",
        group="Stop",
    )
    stop_plateau: int | None = setting(
        None,
        Integer(1, 100_000, null="none", step=10),
        "Stop on plateau",
        "Training stops when the train loss has not fallen for so many epochs; empty means never.",
        group="Stop",
    )

    def updated(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with the changed fields, or raise ConfigError."""
        mapping("training", changes, (item.name for item in fields(self)))
        return replace(self, **checked(self, changes))

    def options(self, names: Iterable[str]) -> dict[str, float]:
        """Return those of an optimizer's constants that are settings."""
        own = {each.name for each in settings_of(type(self), None, "") if each.belongs_to == "optimizer"}
        return {name: getattr(self, name) for name in names if name in own}


SEED = Integer(*OTHER_LIMITS["seed"])
OWN_SEED = Integer(*OTHER_LIMITS["seed"], null="as Seed")
OWN_SEEDS = ("data_seed", "weight_seed", "order_seed")


@dataclass(frozen=True)
class Config:
    """Everything that decides a run: the same configuration gives the same run.

    Samples, first weights and order (of the samples, and of what dropout leaves out) come from a seed
    of their own each, or from `seed` where that is None. Another `seed` clears those that are not
    given with it, so that whoever sets the same one has the same run.
    """

    seed: int = setting(
        0,
        SEED,
        "Seed",
        "The start of every random number, so that the same seed gives the same run; another one empties "
        "the three seeds below and starts over.",
    )
    data_seed: int | None = setting(
        None,
        OWN_SEED,
        "Data seed",
        "The start of the samples alone; empty is as Seed, another one draws new samples and starts over.",
    )
    weight_seed: int | None = setting(
        None,
        OWN_SEED,
        "Weight seed",
        "The start of the first weights and biases alone; empty is as Seed, another one starts over with "
        "the same samples.",
    )
    order_seed: int | None = setting(
        None,
        OWN_SEED,
        "Order seed",
        "The start of the order in which samples are taken, and of what dropout leaves out; empty is as "
        "Seed, another one starts over.",
    )
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
        cleared = dict.fromkeys(OWN_SEEDS) if "seed" in parts else {}
        return replace(
            self,
            **checked(self, {**cleared, **parts}),
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
        return seed if seed <= SEED.high else 0

    def as_dict(self) -> dict[str, Any]:
        """Return the whole configuration as plain values; `parse` takes it back."""
        return asdict(self)


# Every setting, in the order of a link.
FIELDS: tuple[Field, ...] = (
    *settings_of(DataConfig, "data", "Data"),
    *settings_of(NetworkConfig, "network", "Layers"),
    *settings_of(TrainingConfig, "training", "Training"),
    *settings_of(Config, None, "Seeds"),
)

LIMITS: dict[str, Limits] = OTHER_LIMITS | {
    each.name: each.kind.limits for each in FIELDS if isinstance(each.kind, Number)
}
