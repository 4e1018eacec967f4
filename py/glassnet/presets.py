"""Settings that learn each dataset; `tests/test_presets.py` trains every one of them."""

from typing import Any

from glassnet.config import Config
from glassnet.datasets import DATASETS

# What a dataset without a line of its own gets: enough for two classes in the plane.
GENERAL: dict[str, Any] = {
    "network": {
        "layer_sizes": [2, 16, 16, 1],
        "activations": "tanh",
        "output_activation": "sigmoid",
        "loss": "binary_cross_entropy",
        "initializer": "xavier",
    },
    "training": {"optimizer": "adam", "learning_rate": 0.03, "batch_size": 32},
}


def _with_sgd(layer_sizes: list[int], activation: str) -> dict[str, Any]:
    """Return settings with a squared error and plain gradient descent, as simple as it gets."""
    network = {**GENERAL["network"], "layer_sizes": layer_sizes, "activations": activation, "loss": "mse"}
    return {"network": network, "training": {"optimizer": "sgd", "learning_rate": 0.3, "batch_size": 32}}


RECOMMENDED: dict[str, dict[str, Any]] = {
    "circular": _with_sgd([2, 8, 1], "tanh"),
    "linear": _with_sgd([2, 4, 1], "sigmoid"),
    "xor": _with_sgd([2, 8, 1], "tanh"),
    "spiral": GENERAL,
}


def recommended(dataset: str) -> Config:
    """Return the recommended configuration for a dataset of `DATASETS`, with its standard samples."""
    return Config.parse({"data": {"dataset": dataset}, **RECOMMENDED.get(dataset, GENERAL)})


def first_page() -> Config:
    """Return what a first visitor sees: it learns within seconds, slowly enough to watch."""
    return recommended(next(iter(DATASETS))).updated({"training": {"speed": 100}})
