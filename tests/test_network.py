"""The network: layout of the parameters, shapes, and gradients against central differences."""

import ast
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from glassnet import ACTIVATIONS, LOSSES, NeuralNetwork
from glassnet import network as network_module
from glassnet.penalties import clip, penalty, penalty_gradient

HIDDEN = [name for name, activation in ACTIVATIONS.items() if not activation.output_only]
OUTPUT_OF_LOSS = {name: loss.output_activation or "tanh" for name, loss in LOSSES.items()}


def make_samples(n_inputs: int, n_outputs: int, loss: str) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    X = rng.normal(size=(n_inputs, 9))
    if loss == "cross_entropy":
        return X, np.eye(n_outputs)[:, rng.integers(n_outputs, size=9)]
    return X, rng.integers(2, size=(n_outputs, 9)).astype(float)


def central_differences(network: NeuralNetwork, loss: Callable[[], float], h: float = 1e-6) -> np.ndarray:
    numeric = np.empty_like(network.parameters)
    for index in range(network.parameters.size):
        value = network.parameters[index]
        network.parameters[index] = value + h
        above = loss()
        network.parameters[index] = value - h
        below = loss()
        network.parameters[index] = value
        numeric[index] = (above - below) / (2 * h)
    return numeric


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", HIDDEN)
def test_gradient_equals_central_differences(activation: str, loss: str) -> None:
    network = NeuralNetwork(
        [3, 5, 4, 3],
        activations=activation,
        output_activation=OUTPUT_OF_LOSS[loss],
        loss=loss,
        rng=3,
    )
    network.parameters += 0.05 * np.random.default_rng(4).normal(size=network.parameters.size)
    X, Y = make_samples(3, 3, loss)
    gradient = network.gradient(X, Y).copy()
    numeric = central_differences(network, lambda: network.loss(X, Y))
    assert np.linalg.norm(gradient - numeric) <= 1e-6 * np.linalg.norm(numeric)


@pytest.mark.parametrize("output_activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", ["mse", "huber"])
def test_gradient_is_right_for_every_output_activation(output_activation: str, loss: str) -> None:
    network = NeuralNetwork([2, 4, 3], output_activation=output_activation, loss=loss, rng=5)
    X, Y = make_samples(2, 3, loss)
    gradient = network.gradient(X, Y).copy()
    numeric = central_differences(network, lambda: network.loss(X, Y))
    assert np.linalg.norm(gradient - numeric) <= 1e-6 * np.linalg.norm(numeric)


@pytest.mark.parametrize("hidden_sizes", [[], [5], [5, 4], [3, 4, 3]])
@pytest.mark.parametrize("regularization", [{"l1": 0.01}, {"l2": 0.1}, {"l1": 0.02, "l2": 0.03}])
@pytest.mark.parametrize(
    ("activation", "loss"), [("tanh", "mse"), ("relu", "binary_cross_entropy"), ("gelu", "huber")]
)
def test_gradient_with_penalties_equals_central_differences(
    activation: str, loss: str, regularization: dict, hidden_sizes: list[int]
) -> None:
    strengths = {"l1": 0.0, "l2": 0.0} | regularization
    network = NeuralNetwork(
        [3, *hidden_sizes, 2],
        activations=activation,
        output_activation=OUTPUT_OF_LOSS[loss],
        loss=loss,
        rng=3,
    )
    network.parameters += 0.05 * np.random.default_rng(4).normal(size=network.parameters.size)
    X, Y = make_samples(3, 2, loss)
    gradient = network.step_gradient(X, Y)
    gradient += penalty_gradient(network, **strengths)
    numeric = central_differences(network, lambda: network.loss(X, Y) + penalty(network, **strengths), h=1e-6)
    assert np.linalg.norm(gradient - numeric) <= 1e-6 * np.linalg.norm(numeric)


@pytest.mark.parametrize("hidden_sizes", [[], [4], [4, 4, 4], [12, 3]])
def test_after_a_step_each_layer_holds_what_the_step_has_computed(hidden_sizes: list[int]) -> None:
    network = NeuralNetwork([2, *hidden_sizes, 1], activations="tanh", rng=3)
    network.parameters += 0.1 * np.random.default_rng(4).normal(size=network.parameters.size)
    X, Y = make_samples(2, 1, "mse")
    gradient = network.step_gradient(X, Y)
    held = [dict(vars(layer)) for layer in network.layers]
    network.gradient(X[:, :4], Y[:, :4])  # looking leaves it alone
    network.forward(X[:, :3])
    network.loss(X, Y)
    inputs, d_a = X, 2.0 * (network.predict(X) - Y) / 9
    for layer, kept in zip(network.layers, held, strict=True):
        for name in ("inputs", "z", "a", "d_a", "d_z", "d_weights", "d_biases"):
            assert getattr(layer, name) is kept[name]
        np.testing.assert_array_equal(layer.inputs, inputs)
        np.testing.assert_allclose(layer.z, layer.weights @ inputs + layer.biases)
        inputs = layer.a
    for layer in reversed(network.layers):
        slope = layer.a * (1 - layer.a) if layer is network.layers[-1] else 1 - layer.a**2
        np.testing.assert_allclose(layer.d_a, d_a, rtol=1e-12)
        np.testing.assert_allclose(layer.d_z, d_a * slope, rtol=1e-12)
        np.testing.assert_allclose(layer.d_weights, layer.d_z @ layer.inputs.T)
        np.testing.assert_allclose(layer.d_biases, layer.d_z.sum(axis=1, keepdims=True))
        d_a = layer.weights.T @ layer.d_z
    parts = [part.ravel() for layer in network.layers for part in (layer.d_weights, layer.d_biases)]
    np.testing.assert_array_equal(np.concatenate(parts), gradient)


def test_no_quantity_is_written_over_another() -> None:
    network = NeuralNetwork([2, 4, 3, 1], activations="linear", output_activation="linear", rng=3)
    network.step_gradient(*make_samples(2, 1, "mse"), dropout=0.3, rng=np.random.default_rng(0))
    for layer in network.layers:
        names = ("z", "a", "d_a", "d_z", *(["mask"] if layer is not network.layers[-1] else []))
        arrays = [getattr(layer, name) for name in names]
        for index, array in enumerate(arrays):
            assert not any(np.shares_memory(array, other) for other in arrays[:index])


def test_the_core_is_short_enough_to_be_read_on_two_pages() -> None:
    text = Path(network_module.__file__).read_text(encoding="utf-8")
    tree = ast.parse(text)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    passes = [functions[name] for name in ("_forward", "_backward", "_output_d_z")]
    n_lines = [
        (node.end_lineno or 0) - (node.body[0].end_lineno or 0) for node in passes
    ]  # without docstring
    assert sum(n_lines) <= 40
    assert all(len(node.elts) <= 3 for node in _targets(tree) if isinstance(node, ast.Tuple))
    assert len(text.splitlines()) <= 2 * 78  # lines of a page


def _targets(tree: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            found += node.targets
        elif isinstance(node, ast.For):
            found.append(node.target)
    return found


@pytest.mark.parametrize("width", [8, 12])  # fewer than samples, and more
def test_gradient_with_dropout_equals_central_differences_of_the_thinned_network(width: int) -> None:
    network = NeuralNetwork([3, width, 6, 2], activations="tanh", rng=3)
    X, Y = make_samples(3, 2, "mse")

    def thinned() -> dict:
        return {"dropout": 0.4, "rng": np.random.default_rng(5)}

    gradient = network.gradient(X, Y, **thinned()).copy()
    numeric = central_differences(network, lambda: network.loss(X, Y, **thinned()))
    assert np.linalg.norm(gradient - numeric) <= 1e-6 * np.linalg.norm(numeric)
    assert (gradient != network.gradient(X, Y)).any()


def test_dropout_keeps_the_expected_sum_and_leaves_the_output_whole() -> None:
    network = NeuralNetwork([2, 400, 1], activations="linear", output_activation="linear", rng=1)
    X = np.ones((2, 500))
    network.step_gradient(X, np.ones((1, 500)), dropout=0.25, rng=np.random.default_rng(0))
    hidden, output = network.layers
    mask = hidden.mask
    assert mask is not None
    assert output.mask is None
    assert set(np.unique(mask)) == {0.0, 1.0 / 0.75}
    assert mask.mean() == pytest.approx(1.0, abs=0.01)
    assert network.predict(X) == pytest.approx(output.a.mean(), abs=0.05)
    network.step_gradient(X, np.ones((1, 500)))
    assert hidden.mask is None


def test_clipping_shortens_only_what_is_too_long() -> None:
    gradient = np.array([3.0, 4.0])
    gradient = clip(gradient, 10.0)
    assert gradient.tolist() == [3.0, 4.0]
    gradient = clip(gradient, 1.0)
    assert gradient == pytest.approx([0.6, 0.8])


def test_parameters_are_one_vector_and_the_rest_are_views() -> None:
    network = NeuralNetwork([2, 3, 1], rng=0)
    network.parameters[:] = np.arange(13)
    np.testing.assert_array_equal(network.weights[0], [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_array_equal(network.biases[0], [[6], [7], [8]])
    np.testing.assert_array_equal(network.weights[1], [[9, 10, 11]])
    np.testing.assert_array_equal(network.biases[1], [[12]])
    assert network.parameters.dtype == np.float64
    assert network.parameters.flags.c_contiguous


@pytest.mark.parametrize("n_samples", [2, 9])
def test_forward_pass_equals_the_formula_written_out(n_samples: int) -> None:
    network = NeuralNetwork([2, 3, 1], activations="tanh", rng=1)
    network.parameters[:] = np.linspace(-1.0, 1.0, network.parameters.size)
    X = np.random.default_rng(0).normal(size=(2, n_samples))
    hidden = np.tanh(network.weights[0] @ X + network.biases[0])
    output = 1 / (1 + np.exp(-(network.weights[1] @ hidden + network.biases[1])))
    layers = network.forward(X)
    assert [layer.shape for layer in layers] == [(2, n_samples), (3, n_samples), (1, n_samples)]
    np.testing.assert_array_equal(layers[0], X)
    np.testing.assert_allclose(layers[1], hidden, rtol=1e-15)
    np.testing.assert_allclose(network.predict(X), output, rtol=1e-14)


@pytest.mark.parametrize("output_activation", ["sigmoid", "softmax"])
def test_the_gradient_is_the_same_with_more_and_with_fewer_units_than_samples(output_activation: str) -> None:
    loss = "cross_entropy" if output_activation == "softmax" else "mse"
    network = NeuralNetwork(
        [2, 6, 5, 3], activations="gelu", output_activation=output_activation, loss=loss, rng=3
    )
    network.parameters[:] = np.random.default_rng(4).normal(size=network.parameters.size)
    X, Y = np.random.default_rng(5).normal(size=(2, 10)), np.eye(3)[:, np.arange(10) % 3]

    whole = network.gradient(X, Y).copy()
    halves = [network.gradient(X[:, half], Y[:, half]).copy() for half in (slice(0, 5), slice(5, 10))]
    np.testing.assert_allclose(whole, sum(halves) / 2.0, rtol=1e-12, atol=1e-15)


def test_results_are_copies_that_later_calls_leave_alone() -> None:
    network = NeuralNetwork([2, 3, 1], rng=1)
    first = network.predict(np.ones((2, 4)))
    kept = first.copy()
    network.predict(np.zeros((2, 4)))
    np.testing.assert_array_equal(first, kept)


def test_xavier_weights_fill_their_interval_and_biases_are_zero() -> None:
    network = NeuralNetwork([2, 64, 1], rng=2)
    limit = np.sqrt(6 / 66)
    assert 0.9 * limit < np.abs(network.weights[0]).max() <= limit
    assert abs(network.weights[0].mean()) < 0.2 * limit
    assert not network.biases[0].any()


def test_same_seed_gives_the_same_weights_and_another_seed_others() -> None:
    first, same, other = (NeuralNetwork([2, 8, 1], rng=seed).parameters for seed in (5, 5, 6))
    assert (first == same).all()
    assert (first != other).any()


def test_any_number_of_batch_sizes_may_be_used() -> None:
    network = NeuralNetwork([2, 4, 1], rng=0)
    outputs = [network.predict(np.full((2, n), 0.3))[0, 0] for n in range(1, 40)]
    np.testing.assert_allclose(outputs, outputs[0], rtol=1e-15)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"layer_sizes": [2]}, "do not fit"),
        ({"layer_sizes": [2, 4, 1], "activations": ["tanh", "tanh"]}, "do not fit"),
        (
            {"layer_sizes": [2, 4, 1], "loss": "cross_entropy"},
            "needs the output activation 'softmax'",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(arguments: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        NeuralNetwork(**arguments, rng=0)
