"""Settings that learn each dataset, and settings that fail on purpose.

`tests/test_presets.py` trains every one of them over several seeds and proves what is said here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from glassnet.config import OUTPUTS, Config
from glassnet.datasets import DATASETS
from glassnet.features import FEATURES

ADAM = {"optimizer": "adam", "learning_rate": 0.03, "batch_size": 32}


def _settings(
    hidden_sizes: Sequence[int],
    activation: str = "tanh",
    *,
    training: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    **network: Any,
) -> dict[str, Any]:
    """Return settings for any dataset: its number of outputs is filled in by `_complete`."""
    return {
        "hidden_sizes": list(hidden_sizes),
        "network": {"activations": activation, **network},
        "training": training or ADAM,
        "data": data or {},
    }


def _sgd(learning_rate: float) -> dict[str, Any]:
    """Return plain gradient descent, as simple as it gets."""
    return {"optimizer": "sgd", "learning_rate": learning_rate, "batch_size": 32}


RECOMMENDED: dict[str, dict[str, Any]] = {
    "circular": _settings([8], training=_sgd(0.3), loss="mse"),
    "linear": _settings([4], "sigmoid", training=_sgd(0.3), loss="mse"),
    "xor": _settings([8], training=_sgd(0.3), loss="mse"),
    "spiral": _settings([16, 16]),
    "gaussians": _settings([4], training=_sgd(0.1)),
    "moons": _settings([8]),
    "rings": _settings([8, 8]),
    "checkerboard": _settings([16, 16], data={"n_samples": 400}),
    "blobs": _settings([4], training=_sgd(0.1)),
    "arms": _settings([16]),
    "plane": _settings([4], training={**ADAM, "learning_rate": 0.01}),
    "multi_gaussian": _settings([16, 16], training={**ADAM, "learning_rate": 0.02}, data={"n_samples": 400}),
    "saddle": _settings([8], training={**ADAM, "learning_rate": 0.02}),
}
GENERAL = _settings([16, 16])  # to begin with, for a dataset without a line of its own: nobody has tried it


def _complete(dataset: str, settings: dict[str, Any]) -> Config:
    """Return the configuration of a dataset with settings, with an output that fits its task."""
    entry = DATASETS[dataset]
    output_activation, loss = OUTPUTS[entry.task]
    if entry.task == "binary":
        loss = "binary_cross_entropy"  # learns faster than the original's squared error
    features = settings["network"].get("features", ["x1", "x2"])
    data = {"dataset": dataset, **settings["data"]}
    n_outputs = entry.n_outputs(data.get("n_classes", Config().data.n_classes))
    network = {
        "layer_sizes": [len(features), *settings["hidden_sizes"], n_outputs],
        "output_activation": output_activation,
        "loss": loss,
        **settings["network"],
    }
    return Config.parse({"data": data, "network": network, "training": settings["training"]})


def is_tested(dataset: str) -> bool:
    """Tell whether the recommended configuration has been seen to learn; for others it is a beginning."""
    return dataset in RECOMMENDED


def recommended(dataset: str) -> Config:
    """Return the recommended configuration for a dataset of `DATASETS`."""
    return _complete(dataset, RECOMMENDED.get(dataset, GENERAL))


def first_page() -> Config:
    """Return what a first visitor sees: it learns within seconds, slowly enough to watch."""
    return recommended(next(iter(DATASETS))).updated({"training": {"speed": 100}})


@dataclass(frozen=True)
class Preset:
    """A whole configuration with a name and one sentence on why it works, or why it `fails`."""

    label: str
    description: str
    config: Config
    fails: bool = False


PRESETS: dict[str, Preset] = {
    "fence": Preset(
        "Fence in a disc",
        "Each of the eight units draws a soft line, and together the lines close around the disc.",
        first_page(),
    ),
    "all_features": Preset(
        "Spiral with all features",
        "Squares, products and waves of the inputs do half of the work, so that 16 units are enough.",
        _complete(
            "spiral",
            _settings([8, 8], features=list(FEATURES), training={**ADAM, "learning_rate": 0.02}),
        ),
    ),
    "product": Preset(
        "Learn a product",
        "No unit can multiply, but eight smooth ones together bend into a saddle.",
        recommended("saddle"),
    ),
    "four_arms": Preset(
        "Four spiral arms",
        "Softmax gives every class a probability, and each arm gets the region where its own is largest.",
        _complete("arms", _settings([16], data={"n_classes": 4})),
    ),
    "diverges": Preset(
        "Diverges",
        "The learning rate of 3 makes every step overshoot by more than the last, "
        "until the numbers are too large to exist.",
        _complete("plane", _settings([8], "relu", training=_sgd(3.0))),
        fails=True,
    ),
    "dies": Preset(
        "Dead units",
        "Squares reach 36, so the first large steps push every ReLU unit so far below zero that it is 0 "
        "for every sample: no gradient comes back, and nothing moves it again.",
        _complete(
            "circular",
            _settings(
                [8],
                "relu",
                training=_sgd(0.3),
                features=["x1_squared", "x2_squared"],
                output_activation="linear",
                loss="mse",
            ),
        ),
        fails=True,
    ),
    "saturates": Preset(
        "Saturated units",
        "Inputs up to 36 and large steps push every tanh unit to −1 or 1, where its slope is almost 0, "
        "so that it hardly learns any more.",
        _complete(
            "spiral",
            _settings([8], features=["x1_squared", "x2_squared", "x1_x2"], training=_sgd(30.0)),
        ),
        fails=True,
    ),
    "overfits": Preset(
        "Overfits",
        "Thirty noisy samples and 700 parameters: the network learns each sample by heart, "
        "and the test loss rises while the train loss falls.",
        _complete(
            "gaussians",
            _settings(
                [24, 24],
                data={"n_samples": 30, "noise": 1.5, "train_share": 0.1},
                training={**ADAM, "learning_rate": 0.02},
            ),
        ),
        fails=True,
    ),
    "cannot_separate": Preset(
        "Cannot separate",
        "Linear units only draw straight lines, in however many layers, and no straight line separates XOR.",
        _complete("xor", _settings([8, 8], "linear", training=_sgd(0.1))),
        fails=True,
    ),
    "zero_init": Preset(
        "All weights zero",
        "Units that start alike get the same gradient and stay alike: eight units do the work of one, "
        "and here of none.",
        _complete("xor", _settings([8], training=_sgd(0.3), initializer="zeros")),
        fails=True,
    ),
}
