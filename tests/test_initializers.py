"""First biases: zero, 0.1 or drawn, and never at the cost of the weights."""

import json

import numpy as np
import pytest

from glassnet import ConfigError, NeuralNetwork, TrainingSession
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.page.catalog import catalog
from tests.one_run import OneRun


@pytest.mark.parametrize("name", BIAS_INITIALIZERS)
def test_biases_leave_the_weights_of_a_seed_as_they_are(name: str) -> None:
    plain, other = (
        NeuralNetwork([2, 5, 3, 1], rng=4),
        NeuralNetwork([2, 5, 3, 1], bias_initializer=name, rng=4),
    )
    for one, two in zip(plain.weights, other.weights, strict=True):
        assert (one == two).all()
    assert all((biases == 0.0).all() for biases in plain.biases)
    assert [biases.shape for biases in other.biases] == [(5, 1), (3, 1), (1, 1)]


def test_constant_biases_are_those_of_tensorflow_playground() -> None:
    network = NeuralNetwork([2, 5, 1], bias_initializer="constant", rng=0)
    assert all((biases == 0.1).all() for biases in network.biases)


def test_uniform_biases_are_those_of_pytorchs_linear() -> None:
    """Between ±1 / √n_in, of the layer's inputs: 1/4 and 1/20 here."""
    network = NeuralNetwork([16, 400, 300], bias_initializer="uniform", rng=0)
    for biases, limit in zip(network.biases, (1 / 4, 1 / 20), strict=True):
        assert np.abs(biases).max() <= limit
        assert np.abs(biases).max() > 0.97 * limit
        assert biases.std() == pytest.approx(limit / np.sqrt(3), rel=0.1)
        assert len(np.unique(biases)) == biases.size


def test_every_layer_gets_the_shape_of_its_units() -> None:
    rng = np.random.default_rng(0)
    for entry in BIAS_INITIALIZERS.values():
        assert entry.draw(3, 7, rng).shape == (3, 1)
        assert entry.label and entry.description
    for entry in INITIALIZERS.values():
        assert entry.draw(3, 7, rng).shape == (3, 7)


def test_the_configuration_and_the_catalog_have_them() -> None:
    session = TrainingSession({"network": {"bias_initializer": "constant"}})
    assert (session.network.biases[0] == 0.1).all()
    session.train(5)
    session.reset()
    assert (session.network.biases[0] == 0.1).all()
    assert [choice["name"] for choice in catalog()["bias_initializers"]] == list(BIAS_INITIALIZERS)
    with pytest.raises(ConfigError, match="bias_initializer must be one of zeros, constant, uniform"):
        TrainingSession({"network": {"bias_initializer": "ones"}})
    bridge = OneRun()
    assert json.loads(bridge.command("create_network", '{"bias_initializer": "uniform"}'))["ok"]
    assert bridge.session.network.biases[0].any()
