"""The settings of the data: which samples are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from glassnet.checks import mapping
from glassnet.datasets import DATASETS
from glassnet.fields import Choice, Integer, Number, checked, setting


@dataclass(frozen=True)
class DataConfig:
    """Which samples are drawn.

    `train_share` is the share of all samples that is for training: with 0.5 there are as many for
    testing. `n_classes` counts where the dataset lets one choose.
    """

    dataset: str = setting(
        "circular",
        Choice("datasets", DATASETS),
        "Dataset",
        "The samples that the network learns; training starts over, and settings that you have not "
        "changed follow.",
        group=None,
    )
    n_samples: int = setting(
        200,
        Integer(10, 5000, step=10),
        "Samples",
        "The number of training samples; another number draws new ones and starts over.",
    )
    noise: float = setting(
        0.0,
        Number(0.0, 3.0, step=0.05),
        "Noise",
        "How far the samples are scattered, as a standard deviation; another value starts over.",
    )
    train_share: float = setting(
        0.5,
        Number(0.1, 0.9, step=0.05),
        "Share to train on",
        "The training samples as a share of all samples, the rest is for testing; another share starts over.",
    )
    n_classes: int = setting(
        3,
        Integer(2, 6, step=1),
        "Classes",
        "The number of classes of this dataset; another number starts over.",
    )

    def updated(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with the changed fields, or raise ConfigError."""
        mapping("data", changes, (item.name for item in fields(self)))
        return type(self)(**checked(self, {**vars(self), **changes}))

    @property
    def n_test_samples(self) -> int:
        """The number of test samples, at least one."""
        return max(1, round(self.n_samples * (1.0 - self.train_share) / self.train_share))
