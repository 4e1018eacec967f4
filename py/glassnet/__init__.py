"""Glassnet: a small neural network in plain NumPy, the same in the browser and in CPython."""

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
    "to_onnx",
]
