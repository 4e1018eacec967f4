"""Gradients and optimizers against PyTorch, where it is installed: `pip install torch` into .venv.

`python tests/test_oracle.py` writes tests/expected_optimizers.json, which the default run checks.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glassnet import ACTIVATIONS, LOSSES, NeuralNetwork
from glassnet.penalties import penalty, penalty_gradient
from tests.optimizer_problem import LEARNING_RATES, N_STEPS, OTHER_CONSTANTS, START, gradient

torch = pytest.importorskip("torch")

EXPECTED = Path(__file__).parent / "expected_optimizers.json"
HIDDEN = [name for name, activation in ACTIVATIONS.items() if not activation.output_only]


def torch_options(name: str, constants: dict[str, float]) -> dict[str, Any]:
    """Return our constants as PyTorch takes them."""
    options: dict[str, Any] = dict(constants)
    if name in ("momentum", "nesterov"):
        options = {"momentum": 0.9, "nesterov": name == "nesterov", **options}
    if "epsilon" in options:
        options["eps"] = options.pop("epsilon")
    if "beta1" in options:
        options["betas"] = options.pop("beta1"), options.pop("beta2")
    return options


def walk(key: str) -> list[list[float]]:
    """Return the parameters after each step of PyTorch's optimizer; `key` as in the file."""
    name, *others = key.split()
    parameters = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    options = torch_options(name, OTHER_CONSTANTS[name] if others else {})
    makers = {"rmsprop": torch.optim.RMSprop, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    optimizer = makers.get(name, torch.optim.SGD)([parameters], lr=LEARNING_RATES[name], **options)
    path = []
    for _ in range(N_STEPS):
        parameters.grad = torch.from_numpy(gradient(parameters.detach().numpy().copy()))
        optimizer.step()
        path.append(parameters.detach().tolist())
    return path


KEYS = (*LEARNING_RATES, *(f"{name} (other constants)" for name in OTHER_CONSTANTS))


@pytest.mark.parametrize("key", KEYS)
def test_the_checked_in_numbers_are_pytorchs(key: str) -> None:
    expected = json.loads(EXPECTED.read_text())[key]
    np.testing.assert_allclose(walk(key), expected, rtol=1e-12)


def activate(name: str, z: Any) -> Any:
    functions = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
        "elu": torch.nn.functional.elu,
        "gelu": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
        "linear": lambda z: z,
        "softmax": lambda z: torch.softmax(z, dim=0),
    }
    return functions[name](z)


def loss_of(name: str, z: Any, a: Any, Y: Any) -> Any:
    n_samples = Y.shape[1]
    if name == "mse":
        return ((a - Y) ** 2).sum() / n_samples
    if name == "half_mse":
        return ((a - Y) ** 2).sum() / (2 * n_samples)
    if name == "huber":
        return torch.nn.functional.huber_loss(a, Y, reduction="sum") / n_samples
    if name == "binary_cross_entropy":
        return torch.nn.functional.binary_cross_entropy_with_logits(z, Y, reduction="sum") / n_samples
    return torch.nn.functional.cross_entropy(z.T, Y.T, reduction="sum") / n_samples


OUTPUTS = [
    (loss, output)
    for loss, entry in LOSSES.items()
    for output in ([entry.output_activation] if entry.output_activation else ACTIVATIONS)
]
REGULARIZATIONS = {
    "none": (0.0, 0.0, 0.0),
    "l1": (0.02, 0.0, 0.0),
    "l2": (0.0, 0.1, 0.0),
    "dropout": (0.0, 0.0, 0.3),
    "all": (0.01, 0.03, 0.2),
}  # l1, l2, dropout
SEED = 11  # of the dropout


def make_problem(sizes: list[int], **options: str) -> tuple[NeuralNetwork, np.ndarray, np.ndarray]:
    network = NeuralNetwork(sizes, **options, rng=3)
    rng = np.random.default_rng(5)
    network.parameters += 0.1 * rng.normal(size=network.parameters.size)
    return network, rng.normal(size=(3, 9)), np.eye(3)[:, rng.integers(3, size=9)]


def differentiate(
    network: NeuralNetwork, loss: str, X: np.ndarray, Y: np.ndarray, l1: float, l2: float, dropout: float
) -> tuple[float, np.ndarray]:
    """Return PyTorch's loss and gradient of a network, with the dropout of `SEED`."""
    weights = [torch.tensor(weight, requires_grad=True) for weight in network.weights]
    biases = [torch.tensor(bias, requires_grad=True) for bias in network.biases]
    rng = np.random.default_rng(SEED)
    a = torch.from_numpy(X)
    for layer, name in enumerate(network.activation_names):
        z = weights[layer] @ a + biases[layer]
        a = activate(name, z)
        if dropout and layer < len(weights) - 1:
            a = a * torch.from_numpy((rng.random(a.shape) >= dropout) / (1.0 - dropout))
    value = loss_of(loss, z, a, torch.from_numpy(Y))
    value = value + sum(l1 * weight.abs().sum() + l2 / 2 * (weight**2).sum() for weight in weights)
    value.backward()
    parts = [part.grad.numpy().ravel() for pair in zip(weights, biases, strict=True) for part in pair]
    return value.item(), np.concatenate(parts)


def check(network: NeuralNetwork, loss: str, X: np.ndarray, Y: np.ndarray, regularization: str) -> None:
    l1, l2, dropout = REGULARIZATIONS[regularization]
    value, expected = differentiate(network, loss, X, Y, l1, l2, dropout)
    ours = network.loss(X, Y, dropout=dropout, rng=np.random.default_rng(SEED))
    assert ours + penalty(network, l1=l1, l2=l2) == pytest.approx(value, rel=1e-12)
    gradient = network.step_gradient(X, Y, dropout=dropout, rng=np.random.default_rng(SEED))
    gradient += penalty_gradient(network, l1=l1, l2=l2)
    assert np.linalg.norm(gradient - expected) <= 1e-12 * np.linalg.norm(expected)


@pytest.mark.parametrize("regularization", REGULARIZATIONS)
@pytest.mark.parametrize("hidden_sizes", [[], [5], [6, 4], [4, 5, 3]])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", HIDDEN)
def test_loss_and_gradient_equal_autograd(
    activation: str, loss: str, hidden_sizes: list[int], regularization: str
) -> None:
    output = LOSSES[loss].output_activation or "tanh"
    network, X, Y = make_problem(
        [3, *hidden_sizes, 3], activations=activation, output_activation=output, loss=loss
    )
    check(network, loss, X, Y, regularization)


@pytest.mark.parametrize(("loss", "output"), OUTPUTS)
def test_every_output_activation_equals_autograd(loss: str, output: str) -> None:
    network, X, Y = make_problem([3, 5, 3], activations="tanh", output_activation=output, loss=loss)
    check(network, loss, X, Y, "none")


if __name__ == "__main__":
    EXPECTED.write_text(json.dumps({key: walk(key) for key in KEYS}) + "\n")
