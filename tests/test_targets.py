"""What classes are learned as: 0 and 1, and −1 and 1 for an output whose range that is."""

import json
import math
from typing import Any

import numpy as np
import pytest

from glassnet import DATASETS, TrainingSession
from tests.one_run import OneRun

TANH = {"layer_sizes": [2, 4, 1], "activations": "tanh", "output_activation": "tanh", "loss": "mse"}


def tanh_session(**data: Any) -> TrainingSession:
    return TrainingSession({"seed": 3, "network": TANH, "data": {"dataset": "moons", "noise": 0.4, **data}})


class PlaygroundNode:
    """A unit as TensorFlow Playground's nn.ts has it: a sum, an output, no arrays."""

    def __init__(self, weights: list[float], bias: float) -> None:
        self.weights, self.bias = weights, bias

    def output(self, inputs: list[float]) -> float:
        total = self.bias
        for weight, value in zip(self.weights, inputs, strict=True):
            total += weight * value
        return math.tanh(total)


def playground_loss(session: TrainingSession, X: np.ndarray, labels: np.ndarray) -> float:
    """Return its getLoss(): the mean over samples of 0.5 * (output - target)², with targets of ±1."""
    layers = [
        [PlaygroundNode(row.tolist(), float(bias[0])) for row, bias in zip(weights, biases, strict=True)]
        for weights, biases in zip(session.network.weights, session.network.biases, strict=True)
    ]
    loss = 0.0
    for place, label in zip(X.T.tolist(), labels.tolist(), strict=True):
        values = place
        for layer in layers:
            values = [node.output(values) for node in layer]
        target = 1 if label == 1 else -1
        loss += 0.5 * (values[0] - target) ** 2
    return loss / len(labels)


def test_with_a_tanh_output_half_squared_errors_are_the_playgrounds_numbers() -> None:
    network = {**TANH, "loss": "half_mse"}
    session = TrainingSession({"seed": 3, "network": network, "data": {"dataset": "moons", "noise": 0.4}})
    for n_steps in (0, 50, 700):
        session.train(n_steps)
        X, Y = session.train_samples
        assert session.state()["train_loss"] == pytest.approx(
            playground_loss(session, X, (Y[0] + 1) / 2), rel=1e-12
        )


def test_with_a_tanh_output_half_the_loss_is_the_playgrounds_number() -> None:
    session = tanh_session()
    session.train(300)
    data = session.config.data
    labels = DATASETS["moons"](data.n_samples, noise=data.noise, rng=session._rng(0))[1][0]
    assert set(labels) == {0.0, 1.0}
    expected = playground_loss(session, session.train_samples[0], labels)
    assert 0.5 * session.state()["train_loss"] == pytest.approx(expected, rel=1e-12)


def test_targets_follow_the_range_of_the_output() -> None:
    tanh, sigmoid = tanh_session(), TrainingSession({"seed": 3, "data": {"dataset": "moons", "noise": 0.4}})
    for one, other in (
        (tanh.train_samples, sigmoid.train_samples),
        (tanh.test_samples, sigmoid.test_samples),
    ):
        assert (one[0] == other[0]).all()
        assert (one[1] == 2 * other[1] - 1).all()
    assert (tanh.target_range, sigmoid.target_range) == ((-1.0, 1.0), (0.0, 1.0))
    plane = TrainingSession({"data": {"dataset": "plane"}, "network": {"output_activation": "tanh"}})
    linear = TrainingSession({"data": {"dataset": "plane"}})
    assert (plane.train_samples[1] == linear.train_samples[1]).all()  # regression has targets of its own


def test_accuracy_confusion_and_baseline_count_from_the_middle_of_the_range() -> None:
    session = tanh_session(dataset="linear", train_share=0.7)
    session.train(60)
    state, confusion = session.state(), session.confusion()
    assert confusion is not None
    for index, (X, Y) in enumerate((session.train_samples, session.test_samples)):
        outputs, is_one = session.network.predict(X)[0], Y[0] == 1.0
        assert (
            (outputs > 0.0) & (outputs < 0.5)
        ).any()  # that the middle of 0 and 1 takes for the other class
        right = np.mean((outputs >= 0.0) == is_one)
        assert (state["train_accuracy"], state["test_accuracy"])[index] == right
        assert confusion[index].trace() / confusion[index].sum() == right
        assert confusion[index].sum(axis=1).tolist() == [np.sum(~is_one), np.sum(is_one)]
    sigmoid = TrainingSession({"seed": 3, "data": {"dataset": "linear", "noise": 0.4, "train_share": 0.7}})
    assert session.baseline_accuracy() == pytest.approx(sigmoid.baseline_accuracy(), abs=1e-12)
    assert session.baseline_loss() == pytest.approx(4 * sigmoid.baseline_loss(), rel=1e-12)


def test_several_classes_are_one_hot_between_minus_one_and_one() -> None:
    network = {"output_activation": "tanh", "activations": "tanh", "loss": "mse"}
    session = TrainingSession({"network": network, "data": {"dataset": "blobs", "n_classes": 4}})
    Y = session.train_samples[1]
    assert set(np.unique(Y)) == {-1.0, 1.0}
    assert (Y.sum(axis=0) == -2.0).all()
    session.train(3000)
    state, confusion = session.state(), session.confusion()
    assert confusion is not None
    assert state["test_accuracy"] > 0.95
    assert confusion[1].trace() / confusion[1].sum() == state["test_accuracy"]
    assert session.baseline_accuracy() == 0.25


def test_the_page_is_told_targets_and_their_range() -> None:
    bridge = OneRun({"network": TANH})
    events = {event["type"]: event for event in bridge.events()}
    assert events["dataset"]["target_range"] == [-1.0, 1.0]
    assert events["topology"]["unit_ranges"][-1] == [-1.0, 1.0]
    reply = json.loads(bridge.command("create_network", '{"output_activation": "sigmoid"}'))
    assert reply["ok"]
    events = {event["type"]: event for event in bridge.events()}
    assert events["dataset"]["target_range"] == [0.0, 1.0]
    assert bridge.session.train_samples[1].min() == 0.0


def test_a_leaky_output_still_learns_zero_and_one() -> None:
    for name in ("linear", "relu", "leaky_relu", "elu", "gelu"):
        session = TrainingSession({"network": {"output_activation": name}})
        assert session.target_range == (0.0, 1.0)
        assert set(np.unique(session.train_samples[1])) == {0.0, 1.0}
