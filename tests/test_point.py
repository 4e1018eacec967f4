"""The shown point: every unit there by one real forward pass, the command about it, and the last gradient."""

import json
from typing import Any

import numpy as np
import pytest

from glassnet.features import apply_features
from tests.one_run import OneRun
from tests.test_bridge import call, read


@pytest.fixture
def bridge() -> OneRun:
    return OneRun({"seed": 2})


def test_the_shown_point_wins_over_the_sample_until_another_is_chosen(bridge: OneRun) -> None:
    call(bridge, "set_views", sample=17, point=[3.8, 1.18])
    state = json.loads(bridge.take_state())
    assert (state["sample"], state["point"]) == (17, [3.8, 1.18])
    layers = bridge.session.network.forward(np.array([[3.8], [1.18]]))
    assert read(state["activations"]).tolist() == np.concatenate(layers)[:, 0].tolist()
    assert call(bridge, "set_views", unit=3)["point"] == [3.8, 1.18]
    assert call(bridge, "set_views", sample=3)["point"] is None


NETWORKS = (
    {},
    {"network": {"layer_sizes": [3, 7, 5, 1], "features": ["x1", "x2", "sin_x1"], "activations": "relu"}},
    {"data": {"dataset": "blobs", "n_classes": 5}, "network": {"layer_sizes": [2, 8, 8, 5]}},
    {"data": {"dataset": "saddle"}},
)


@pytest.mark.parametrize("config", NETWORKS)
def test_at_300_points_what_is_shown_and_told_equals_a_forward_pass_to_the_bit(
    config: dict[str, Any],
) -> None:
    bridge = OneRun(config)
    bridge.train(100)
    session, network = bridge.session, bridge.session.network
    unit = network.layer_sizes[0] + 1
    for point in np.random.default_rng(5).uniform(-6.0, 6.0, (300, 2)).tolist():
        layers = network.forward(apply_features(session.config.network.features, np.array(point)[:, None]))
        call(bridge, "set_views", point=point, unit=unit)
        state = json.loads(bridge.take_state())
        assert read(state["activations"]).tolist() == np.concatenate(layers)[:, 0].tolist()
        told = call(bridge, "probe", point=point)
        assert told["point"] == point
        assert told["layers"] == [layer[:, 0].tolist() for layer in layers]
        assert told["outputs"] == told["layers"][-1]
        for before, z, layer in zip(layers, told["z"], network.layers, strict=False):
            assert z == (layer.weights @ before + layer.biases)[:, 0].tolist()
        written = read(state["unit_sum"])
        n_in = network.layer_sizes[0]
        assert written[n_in : 2 * n_in].tolist() == told["layers"][0]
        assert written[-1] == told["layers"][1][1]
        assert written[-2] == pytest.approx(told["z"][0][1])


def test_a_probe_tells_the_class_or_the_value_that_the_outputs_stand_for(bridge: OneRun) -> None:
    X = bridge.session.train_samples[0]
    bridge.train(3000)
    for at in range(20):
        told = call(bridge, "probe", point=X[:, at].tolist())
        assert told["answer"] == ("1" if told["outputs"][0] >= 0.5 else "0")
    call(bridge, "generate_data", dataset="blobs", n_classes=4)
    told = call(bridge, "probe", point=[1, 2])
    assert told["answer"] == str(np.argmax(told["outputs"]))
    call(bridge, "generate_data", dataset="plane")
    told = call(bridge, "probe", point=[1, 2])
    assert told["answer"] == told["outputs"][0]
    bridge.session.network.parameters[:] = np.nan
    told = call(bridge, "probe", point=[1, 2])
    assert (told["outputs"], told["answer"], told["z"][-1]) == ([None], None, [None])


def test_the_gradient_is_the_last_steps_and_there_is_none_before_the_first(bridge: OneRun) -> None:
    assert json.loads(bridge.take_state())["gradient"] is None
    call(bridge, "set_views", gradient=True)
    assert json.loads(bridge.take_state())["gradient"] is None
    before = bridge.session.network.parameters.copy()
    call(bridge, "set_training", optimizer="sgd", learning_rate=0.5)
    bridge.train(1)
    gradient = read(json.loads(bridge.take_state())["gradient"])
    assert gradient.any()
    np.testing.assert_allclose(
        before - bridge.session.network.parameters, 0.5 * gradient, rtol=1e-5, atol=1e-9
    )
    call(bridge, "set_views", gradient=False)
    assert json.loads(bridge.take_state())["gradient"] is None
    call(bridge, "set_views", gradient=True)
    call(bridge, "reset")
    assert json.loads(bridge.take_state())["gradient"] is None
