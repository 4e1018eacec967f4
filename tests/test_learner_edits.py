"""Edits that learners make: each does what it says, or is refused in a sentence on what to change."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glassnet.live.sources import loaded, original, put_back
from glassnet.page.host import Host
from tests.test_code_proof import make_host
from tests.test_host import ask, refused

CONFIG = {
    "seed": 3,
    "network": {"layer_sizes": [2, 6, 4, 1], "activations": "tanh"},
    "training": {"optimizer": "sgd", "learning_rate": 0.3},
}
N_STEPS = 30
FORWARD = "            layer.z = layer.weights @ layer.inputs + layer.biases\n"
ACTIVATE = "            layer.a = layer.f(layer.z)  # (n_units, n), as z\n"
STEP = "        self.parameters -= self.learning_rate * gradient\n"
D_WEIGHTS = "            np.matmul(layer.d_z, layer.inputs.T, out=layer.d_weights)\n"
D_BIASES = "            layer.d_z.sum(axis=1, keepdims=True, out=layer.d_biases)\n"


class Edit(NamedTuple):
    """In `file`, `old` becomes `new` where it stands first; `says` is a part of the refusal, if it is one."""

    file: str
    old: str
    new: str
    says: str = ""


# What means the same: the run goes on as it would have.
SAME = {
    "z by np.dot": Edit(
        "network.py", FORWARD, "            layer.z = np.dot(layer.weights, layer.inputs) + layer.biases\n"
    ),
    "z in two lines": Edit(
        "network.py",
        FORWARD,
        "            z = layer.weights @ layer.inputs\n"
        "            z += layer.biases\n            layer.z = z\n",
    ),
    "z unit by unit": Edit(
        "network.py",
        FORWARD,
        "            layer.z = np.zeros((len(layer.weights), layer.inputs.shape[1]))\n"
        "            for unit in range(len(layer.weights)):\n"
        "                layer.z[unit] = layer.weights[unit] @ layer.inputs + layer.biases[unit]\n",
    ),
    "d_weights written into": Edit(
        "network.py", D_WEIGHTS, "            layer.d_weights[...] = layer.d_z @ layer.inputs.T\n"
    ),
    "d_biases by np.sum": Edit(
        "network.py", D_BIASES, "            layer.d_biases[:, 0] = np.sum(layer.d_z, axis=1)\n"
    ),
    "tanh by its formula": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))\n",
    ),
    "tanh into a given array": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    out = np.empty_like(z)\n    np.tanh(z, out=out)\n    return out\n",
    ),
    "a step by np.subtract": Edit(
        "optimizers.py",
        STEP,
        "        np.subtract(self.parameters, self.learning_rate * gradient, out=self.parameters)\n",
    ),
    "a step written into the parameters": Edit(
        "optimizers.py",
        STEP,
        "        self.parameters[:] = self.parameters - self.learning_rate * gradient\n",
    ),
    "samples as lists": Edit(
        "datasets.py",
        "    return _polar(radius, rng.uniform(0.0, 2.0 * np.pi, n_samples)), _row(label)\n",
        "    X = _polar(radius, rng.uniform(0.0, 2.0 * np.pi, n_samples))\n"
        "    return X.tolist(), label[np.newaxis].tolist()\n",
    ),
}

# What means something else: the run goes on otherwise.
OTHER = {
    "an activation that returns another array": Edit(
        "activations.py", "    return np.tanh(z)\n", "    return np.sin(z)\n"
    ),
    "the layer's own activation": Edit(
        "network.py", ACTIVATE, "            layer.a = np.maximum(layer.z, 0.0)\n"
    ),
    "no biases": Edit("network.py", " + layer.biases", ""),
    "a derivative left out": Edit(
        "network.py", "layer.d_z = layer.d_a * layer.f_prime(layer.z, layer.a)", "layer.d_z = layer.d_a"
    ),
    "a loss without its factor": Edit("losses.py", "(2.0 / Y.shape[1]) * (a - Y)", "(a - Y) / Y.shape[1]"),
    "half of the precision": Edit(
        "activations.py", "    return np.tanh(z)\n", "    return np.tanh(z).astype(np.float32)\n"
    ),
    "uphill": Edit("optimizers.py", STEP, STEP.replace("-=", "+=")),
    "a smaller step after a while": Edit(
        "optimizers.py",
        STEP,
        "        self.n_steps += 1\n        self.parameters -= gradient / self.n_steps\n",
    ),
    "always the same batch": Edit("session.py", "        self._position += X.shape[1]\n", "        pass\n"),
    "sign of the gradient": Edit("optimizers.py", STEP, STEP.replace("gradient", "np.sign(gradient)")),
}

REFUSED = {
    "z not kept": Edit(
        "network.py",
        FORWARD + ACTIVATE,
        "            layer.a = layer.f(layer.weights @ layer.inputs + layer.biases)\n",
        "Nobody keeps z of the output layer, which is read here: write layer.z = … before.",
    ),
    "a as a list": Edit(
        "network.py",
        ACTIVATE,
        "            layer.a = layer.f(layer.z).tolist()\n",
        "layer.a of hidden layer 1 is a list: it has to be an array",
    ),
    "an activation without a return": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    np.tanh(z)\n",
        "tanh returns nothing: is a return missing?",
    ),
    "an activation that returns a list": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    return list(np.tanh(z))\n",
        "tanh returns a list: make it an array",
    ),
    "an activation that returns one number": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    return np.tanh(z).mean()\n",
        "tanh returns numbers of shape (): it has to return an array of shape (6, ",
    ),
    "an activation that writes into z": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    np.tanh(z, z)\n    return z\n",
        "tanh writes into z, which is read again later: compute a new array and return that.",
    ),
    "a derivative that writes into a": Edit(
        "activations.py",
        "    return 1.0 - a * a\n",
        "    a *= a\n    return 1.0 - a\n",
        "tanh_derivative writes into a",
    ),
    "an activation as it was once written": Edit(
        "activations.py",
        "def tanh(z: Array) -> Array:\n",
        "def tanh(z: Array, out: Array) -> Array:\n",
        "missing 1 required positional argument: 'out'",
    ),
    "a loss of each sample": Edit(
        "losses.py",
        "    return float(np.vdot(error, error)) / Y.shape[1]\n",
        "    return (error**2).sum(axis=0)\n",
        "it has to return one number.",
    ),
    "a loss without a return": Edit(
        "losses.py",
        "    return float(np.vdot(error, error)) / Y.shape[1]\n",
        "    float(np.vdot(error, error)) / Y.shape[1]\n",
        "mse returns nothing",
    ),
    "a gradient that writes into the outputs": Edit(
        "losses.py",
        "    return (2.0 / Y.shape[1]) * (a - Y)\n",
        "    a -= Y\n    return (2.0 / Y.shape[1]) * a\n",
        "mse_gradient writes into a",
    ),
    "d_weights replaced": Edit(
        "network.py",
        D_WEIGHTS,
        "            layer.d_weights = layer.d_z @ layer.inputs.T\n",
        "layer.d_weights of hidden layer 1 has been replaced by another array",
    ),
    "first weights replaced": Edit(
        "network.py",
        "            layer.weights[...] = INITIALIZERS[initializer].draw(n_out, n_in, rng)\n",
        "            layer.weights = INITIALIZERS[initializer].draw(n_out, n_in, rng)\n",
        "write into the one that is there, layer.weights[...] = …",
    ),
    "parameters replaced": Edit(
        "optimizers.py",
        STEP,
        "        self.parameters = self.parameters - self.learning_rate * gradient\n",
        "The optimizer has made another array of its parameters",
    ),
    "a difference that goes nowhere": Edit(
        "optimizers.py",
        STEP,
        "        self.parameters - self.learning_rate * gradient\n",
        "A step leaves every parameter as it was",
    ),
    "a step that is not counted": Edit(
        "session.py", "        self.step += 1\n", "", "A step has to count itself"
    ),
    "d_z summed too far": Edit(
        "network.py",
        "layer.d_z = layer.d_a * layer.f_prime(layer.z, layer.a)",
        "layer.d_z = (layer.d_a * layer.f_prime(layer.z, layer.a)).sum(axis=1)",
        "layer.d_z of hidden layer 2 has shape (4,): it has to be (4, 32)",
    ),
}


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    modules = loaded()
    yield
    put_back(modules)


def text_of(edit: Edit) -> str:
    text = original(edit.file)
    assert edit.old in text
    return text.replace(edit.old, edit.new, 1)


def trained(host: Host) -> np.ndarray:
    host.train(N_STEPS)
    parameters: np.ndarray = host.session.network.parameters.copy()
    return parameters


def edited(edit: Edit) -> tuple[Host, dict[str, Any]]:
    host = make_host(CONFIG)
    host.train(5)
    return host, ask(host, "edit_code", files={edit.file: text_of(edit)})


def without_an_edit() -> np.ndarray:
    host = make_host(CONFIG)
    host.train(5)
    return trained(host)


@pytest.mark.parametrize("name", SAME)
def test_what_means_the_same_is_the_same(name: str) -> None:
    host, answer = edited(SAME[name])
    assert answer["note"] is None
    assert_allclose(trained(host), without_an_edit(), rtol=1e-9)


@pytest.mark.parametrize("name", OTHER)
def test_what_means_something_else_takes_effect(name: str) -> None:
    host, answer = edited(OTHER[name])
    assert answer["note"] is None
    assert not np.allclose(trained(host), without_an_edit(), rtol=1e-9, atol=0.0)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_work_is_refused_with_a_sentence_and_the_run_goes_on(name: str) -> None:
    edit = REFUSED[name]
    host = make_host(CONFIG)
    host.train(5)
    error = refused(host, **{edit.file.removesuffix(".py"): text_of(edit)})
    assert edit.says in error["message"]
    assert_array_equal(trained(host), without_an_edit())


@pytest.mark.parametrize(
    ("edit", "note"),
    [
        (
            Edit("activations.py", "    return np.maximum(z, 0.0)\n", "    return np.abs(z)\n"),
            "This run does not use",
        ),
        (
            Edit(
                "initializers.py", "    return rng.uniform(-limit, limit", "    return rng.uniform(0.0, limit"
            ),
            "It shows when",
        ),
        (
            Edit("losses.py", "    size = np.abs(a - Y)\n", "    size = np.abs(Y - a)\n"),
            "This run does not use",
        ),
        (Edit("activations.py", "LEAKY_SLOPE = 0.01", "LEAKY_SLOPE = 0.02"), None),
        (Edit("losses.py", "    error = a - Y\n", "    # the difference\n    error = a - Y\n"), None),
    ],
)
def test_what_does_not_show_is_said(edit: Edit, note: str | None) -> None:
    _, answer = edited(edit)
    assert (answer["note"] or "").startswith(note or "")
    assert (answer["note"] is None) == (note is None)
