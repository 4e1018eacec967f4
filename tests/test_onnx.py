"""An exported network gives, in ONNX's own runtime, what `predict` gives."""

import base64
import itertools
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime
import pytest

from glassnet import NeuralNetwork, TrainingSession, to_onnx
from glassnet.activations import ACTIVATIONS
from glassnet.features import FEATURES, apply_features
from glassnet.live.sources import original
from glassnet.onnx import IR_VERSION, OPSET, Precision
from tests.one_run import OneRun

TOLERANCES: dict[Precision, float] = {"double": 1e-12, "float": 1e-5}
TYPES = {"double": np.float64, "float": np.float32}
HIDDEN = [name for name, activation in ACTIVATIONS.items() if not activation.output_only]
TASKS = {"binary": "circular", "multiclass": "blobs", "regression": "saddle"}
FEATURE_SETS: list[list[str]] = [*([name] for name in FEATURES), list(FEATURES)]
PLANE = np.random.default_rng(0).uniform(-6.0, 6.0, (2, 200))


def answers(model: bytes, X: np.ndarray[Any, Any], precision: Precision = "double") -> Any:
    """Return what ONNX's runtime gives for inputs `(n_inputs, n_samples)`, in the same shape."""
    run = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (outputs,) = run.run(["outputs"], {"inputs": np.ascontiguousarray(X.T, dtype=TYPES[precision])})
    assert outputs.dtype == TYPES[precision]
    return outputs.T


def run_of(task: str, features: Sequence[str], **network: Any) -> TrainingSession:
    """Return a short run of a task."""
    config = {
        "data": {"dataset": TASKS[task], "n_samples": 40},
        "network": {"features": list(features), "layer_sizes": [len(features), 5, 4, 1], **network},
        "training": {"learning_rate": 0.001},
    }
    if task == "multiclass":
        config["network"]["layer_sizes"][-1] = 3
    session = TrainingSession(config)
    session.train(20)
    return session


def assert_same(session: TrainingSession, precision: Precision) -> None:
    """Check the file of a run's network against `predict`, over the plane."""
    features = session.config.network.features
    wanted = session.network.predict(apply_features(features, PLANE))
    assert np.isfinite(wanted).all()
    model = to_onnx(session.network, features, precision=precision)
    np.testing.assert_allclose(answers(model, PLANE, precision), wanted, rtol=0, atol=TOLERANCES[precision])


@pytest.mark.parametrize("precision", TOLERANCES)
@pytest.mark.parametrize(("activation", "task"), list(itertools.product(HIDDEN, TASKS)))
def test_every_activation_with_every_feature_and_task_is_the_same_there(
    activation: str, task: str, precision: Precision
) -> None:
    for features in FEATURE_SETS:
        assert_same(run_of(task, features, activations=activation), precision)


@pytest.mark.parametrize("precision", TOLERANCES)
@pytest.mark.parametrize("output_activation", ACTIVATIONS)
def test_so_is_every_activation_of_the_output(output_activation: str, precision: Precision) -> None:
    task = "multiclass" if output_activation == "softmax" else "binary"
    network = {"output_activation": output_activation, "activations": "tanh"}
    assert_same(run_of(task, ["x1", "x2"], **network), precision)


def test_without_features_the_inputs_are_the_networks_own() -> None:
    network = NeuralNetwork([3, 4, 2], activations="tanh", rng=0)
    X = np.random.default_rng(1).normal(size=(3, 10))
    np.testing.assert_allclose(answers(to_onnx(network), X), network.predict(X), rtol=0, atol=1e-12)


@pytest.mark.parametrize("sizes", [[2, 1], [2, *[64] * 8, 6]])
def test_the_smallest_and_the_largest_network_are_the_same_there(sizes: list[int]) -> None:
    network = NeuralNetwork(sizes, activations="tanh", rng=0)
    network.parameters += np.random.default_rng(1).normal(0.0, 0.1, network.parameters.size)
    np.testing.assert_allclose(answers(to_onnx(network), PLANE), network.predict(PLANE), rtol=0, atol=1e-12)


def test_large_sums_do_not_overflow_there() -> None:
    for activation in ACTIVATIONS:
        network = NeuralNetwork([1, 1, 2], activations="linear", output_activation=activation, rng=0)
        network.parameters[:] = [1000.0, 0.0, 1.0, -1.0, 0.0, 0.0]
        X = np.array([[-1.0, 0.0, 1.0]])
        np.testing.assert_allclose(answers(to_onnx(network), X), network.predict(X), rtol=1e-12, atol=1e-12)


def test_the_file_says_what_it_is() -> None:
    session = run_of("multiclass", ["x1", "x2", "x1_x2"])
    model = to_onnx(session.network, session.config.network.features)
    run = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (given,), (answered,) = run.get_inputs(), run.get_outputs()
    assert (given.name, given.shape, given.type) == ("inputs", ["n_samples", 2], "tensor(double)")
    assert (answered.name, answered.shape) == ("outputs", ["n_samples", 3])
    about = run.get_modelmeta()
    assert about.producer_name == "glassnet"
    assert about.description.startswith("A network of 3-5-4-3 units from Glassnet.")
    assert (OPSET, IR_VERSION) == (17, 8)


def test_parameters_that_the_precision_cannot_hold_are_refused() -> None:
    network = NeuralNetwork([2, 2, 1], rng=0)
    network.parameters[0] = 1e200
    to_onnx(network)
    with pytest.raises(ValueError, match="not a finite number in float precision"):
        to_onnx(network, precision="float")
    network.parameters[0] = np.nan
    with pytest.raises(ValueError, match="not a finite number in double precision"):
        to_onnx(network)


def test_what_has_no_form_in_onnx_is_refused_by_name() -> None:
    network = NeuralNetwork([2, 2, 1], rng=0)
    with pytest.raises(ValueError, match="the feature 'x3' has no form in ONNX"):
        to_onnx(network, ["x1", "x3"])
    network.activation_names[0] = "cube"
    with pytest.raises(ValueError, match="the activation 'cube' has no form in ONNX"):
        to_onnx(network)


class TestCommand:
    def edited(self, config: dict[str, Any], file: str, old: str, new: str) -> OneRun:
        """Return a run by code with another line."""
        run = OneRun(config)
        assert old in original(file)
        params = {"files": {file: original(file).replace(old, new)}}
        assert json.loads(run.command("edit_code", json.dumps(params)))["ok"]
        return run

    @pytest.mark.parametrize("precision", TOLERANCES)
    def test_it_answers_with_the_file_of_the_network_in_force(self, precision: Precision) -> None:
        run = OneRun({"network": {"features": ["x1", "sin_x2"], "layer_sizes": [2, 3, 1]}})
        run.command("step", '{"n_steps": 5}')
        result = json.loads(run.command("export_onnx", json.dumps({"precision": precision})))["result"]
        features = run.session.config.network.features
        assert base64.b64decode(result["base64"]) == to_onnx(
            run.session.network, features, precision=precision
        )
        assert result["name"] == {"double": "network.onnx", "float": "network-float.onnx"}[precision]

    @pytest.mark.parametrize(("activation", "task"), [*itertools.product(HIDDEN, TASKS)])
    def test_no_network_by_the_code_as_it_came_is_refused(self, activation: str, task: str) -> None:
        config = {
            "data": {"dataset": TASKS[task]},
            "network": {"features": list(FEATURES), "activations": activation},
        }
        assert json.loads(OneRun(config).command("export_onnx", "{}"))["ok"]

    @pytest.mark.parametrize(
        ("config", "file", "old", "new"),
        [
            (
                {},
                "activations.py",
                "np.reciprocal(1.0 + np.exp(-z))",
                "np.reciprocal(1.0 + np.exp(-2.0 * z))",
            ),
            ({}, "network.py", "layer.inputs + layer.biases", "layer.inputs"),
            (
                {"network": {"features": ["x1_squared"]}},
                "features.py",
                "lambda X: X[0] ** 2",
                "lambda X: X[0] ** 3",
            ),
        ],
    )
    def test_edited_code_that_computes_something_else_is_refused(
        self, config: dict[str, Any], file: str, old: str, new: str
    ) -> None:
        run = self.edited(config, file, old, new)
        run.session.network.parameters[:] = 0.5
        error = json.loads(run.command("export_onnx", "{}"))["error"]
        assert error["code"] == "export"
        assert "the edited code computes something else" in error["message"]

    def test_another_loss_is_not(self) -> None:
        run = self.edited({}, "losses.py", "(2.0 / Y.shape[1])", "(3.0 / Y.shape[1])")
        assert json.loads(run.command("export_onnx", "{}"))["ok"]

    def test_another_precision_is_refused(self) -> None:
        error = json.loads(OneRun().command("export_onnx", '{"precision": "half"}'))["error"]
        assert (error["code"], error["field"]) == ("invalid", "precision")
