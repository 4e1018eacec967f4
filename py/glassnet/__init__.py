"""Glassnet: a small neural network in plain NumPy, the same in the browser and in CPython."""

from pathlib import Path

from glassnet.activations import ACTIVATIONS
from glassnet.checks import ConfigError
from glassnet.config import Config
from glassnet.datasets import DATASETS
from glassnet.initializers import INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.network import NeuralNetwork
from glassnet.onnx import to_onnx
from glassnet.optimizers import OPTIMIZERS
from glassnet.session import TrainingSession

__version__ = "0.1.0"

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "Config",
    "ConfigError",
    "NeuralNetwork",
    "TrainingSession",
    "load",
    "save",
    "to_onnx",
]


def load(path: str | Path) -> TrainingSession:
    """Return the session that a file was saved of, in the page or by `save`. Raises ValueError."""
    from glassnet import saved_run  # the page starts without it

    return saved_run.load(path)


def save(session: TrainingSession, path: str | Path) -> None:
    """Write a session into a file, which `load`, the page and `np.load` read."""
    from glassnet import saved_run

    saved_run.save(session, path)
