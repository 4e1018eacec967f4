"""Edits that learners make: each does what it says, or is refused in a sentence on what to change."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glassnet.live.sources import loaded, original, put_back
from tests.one_run import OneRun
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
    "a feature of twice the size": Edit("features.py", "lambda X: X[0], (", "lambda X: 2.0 * X[0], ("),
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


REFUSED |= {
    "an activation that cuts z off in place": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    z[z < 0] = 0\n    return z\n",
        "tanh writes into z",
    ),
    "a derivative that sets a to 0 and 1": Edit(
        "activations.py",
        "    return 1.0 - a * a\n",
        "    a[a > 0] = 1\n    a[a <= 0] = 0\n    return a\n",
        "tanh_derivative writes into a",
    ),
    "a loss that makes labels of 0 to -1": Edit(
        "losses.py", "    error = a - Y\n", "    Y[Y == 0] = -1\n    error = a - Y\n", "mse writes into Y"
    ),
    "inputs scaled in place": Edit(
        "network.py",
        "        inputs = X\n",
        "        X *= 0.5\n        inputs = X\n",
        "writes into the training inputs",
    ),
    "a batch moved in place": Edit(
        "session.py",
        "        gradient = self._gradient(X, Y)\n",
        "        X += 0.1\n        gradient = self._gradient(X, Y)\n",
        "writes into the training inputs",
    ),
    "features that scale the places": Edit(
        "features.py",
        "    return np.stack([FEATURES",
        "    X /= 6.0\n    return np.stack([FEATURES",
        "apply_features writes into X",
    ),
    "features of all samples": Edit(
        "features.py",
        "    return np.stack([FEATURES",
        "    X = X - X.mean(axis=1, keepdims=True)\n    return np.stack([FEATURES",
        "apply_features makes other inputs of a sample when it comes alone",
    ),
    "features as a list": Edit(
        "features.py",
        "    return np.stack([",
        "    return list([",
        "apply_features returns list for 4 samples",
    ),
    "a range that is one number": Edit(
        "activations.py",
        "        tanh_derivative,\n        (-1.0, 1.0),",
        "        tanh_derivative,\n        1.0,",
        "ACTIVATIONS['tanh'] has the range 1.0: it has to be two numbers, the smaller first.",
    ),
    "a derivative that is a number": Edit(
        "activations.py",
        "        tanh_derivative,\n",
        "        tanh_derivative(0.0, 0.0),\n",
        "ACTIVATIONS['tanh'] has 1.0 as its derivative: it has to be a function.",
    ),
    "a masked array": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    return np.ma.masked_less(z, 0.0)\n",
        "returns a MaskedArray",
    ),
    "a condition on a whole layer": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    if z > 0:\n        return z\n    return 0 * z\n",
        "np.where(condition, this, that) chooses",
    ),
    "a function of one number": Edit(
        "activations.py",
        "    return np.tanh(z)\n",
        "    import math\n    return math.tanh(z)\n",
        "NumPy's, such as np.tanh, take whole arrays",
    ),
    "a step without self": Edit(
        "optimizers.py",
        'p -= lr g."""\n\n    def step(self, gradient: Array)',
        'p -= lr g."""\n\n    def step(gradient: Array)',
        "A method gets self first",
    ),
    "a layer whose weights have another name": Edit(
        "layers.py",
        "        self.weights, self.biases = weights, biases\n",
        "        self.W, self.b = weights, biases\n",
        "'Layer' object has no attribute 'weights'",
    ),
    "weights column by column": Edit(
        "layers.py",
        "(vector[start:middle].reshape(n_out, n_in) for",
        "(vector[start:middle].reshape(n_in, n_out).T for",
        "layer.weights of hidden layer 1 is not where the page looks for it",
    ),
    "copies for the pictures": Edit(
        "network.py",
        "[layer.weights for layer in self.layers]",
        "[layer.weights.copy() for layer in self.layers]",
        "the list of the layers' weights themselves",
    ),
    "outputs turned round": Edit(
        "network.py",
        "(output.a, output.z, Y)), output.a\n",
        "(output.a, output.z, Y)), output.a.T\n",
        "evaluate gives outputs of shape (200, 1): it has to be (1, 200).",
    ),
    "activations without the inputs": Edit(
        "network.py", "return [X, *(layer.a", "return [*(layer.a", "forward has to return a list"
    ),
    "a penalty without a return": Edit(
        "penalties.py", "    return sum(\n", "    sum(\n", "penalty returns a NoneType"
    ),
    "a batch of lists": Edit(
        "session.py",
        "return X[:, batch], Y[:, batch]",
        "return X[:, batch].tolist(), Y[:, batch].tolist()",
        "next_batch returns X as a list",
    ),
    "an epoch that does not begin": Edit(
        "session.py",
        "        self.epoch += 1\n        self._begin_epoch()\n",
        "        self.epoch += 1\n",
        "next_batch returns no samples",
    ),
    "a batch that is not kept": Edit(
        "session.py",
        "X, Y = self.batch = self.next_batch()",
        "X, Y = self.next_batch()",
        "'TrainingSession' object has no attribute 'batch'",
    ),
    "first weights without a return": Edit(
        "initializers.py",
        "    return rng.uniform(-limit, limit, (n_out, n_in))\n",
        "    rng.uniform(-limit, limit, (n_out, n_in))\n",
        "The first weights and biases are not all finite numbers",
    ),
    "what fails at the first step of a run": Edit(
        "session.py",
        "            return training.learning_rate\n",
        "            return training.learning_rate / min(1, self.step)\n",
        "ZeroDivisionError",
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


def trained(host: OneRun) -> np.ndarray:
    host.train(N_STEPS)
    parameters: np.ndarray = host.session.network.parameters.copy()
    return parameters


def edited(edit: Edit) -> tuple[OneRun, dict[str, Any]]:
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


@pytest.mark.parametrize("name", SAME)
def test_what_means_the_same_is_no_wrong_station_of_a_step(name: str) -> None:
    host, _ = edited(SAME[name])
    record = ask(host, "record_step")
    assert record["wrong"] is None
    assert all(each["missing"] or each["line"] for each in record["stations"])


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
        (
            Edit("losses.py", "return (2.0 / Y.shape[1]) * (a - Y)", "return (2 // Y.shape[1]) * (a - Y)"),
            "Steps change no parameter: the gradient is 0.",
        ),
        (
            Edit("session.py", "            return training.learning_rate\n", "            return 0.0\n"),
            "Steps change no parameter: the learning rate is 0.",
        ),
        (Edit("activations.py", "LEAKY_SLOPE = 0.01", "LEAKY_SLOPE = 0.02"), None),
        (Edit("losses.py", "    error = a - Y\n", "    # the difference\n    error = a - Y\n"), None),
    ],
)
def test_what_does_not_show_is_said(edit: Edit, note: str | None) -> None:
    _, answer = edited(edit)
    assert (answer["note"] or "").startswith(note or "")
    assert (answer["note"] is None) == (note is None)


def test_an_edit_that_cannot_even_be_looked_at_leaves_the_code_that_was_there() -> None:
    host = make_host(CONFIG)
    before = loaded()
    edit = REFUSED["a layer whose weights have another name"]
    refused(host, layers=text_of(edit))
    assert loaded() == before


@pytest.mark.parametrize(("old", "new"), [("self.forward(X)[-1]", "np.round(self.forward(X)[-1])")])
def test_what_only_the_pictures_show_is_not_called_unused(old: str, new: str) -> None:
    _, answer = edited(Edit("network.py", old, new))
    assert answer["note"] is None


def test_what_the_end_of_an_epoch_does_is_not_called_unused() -> None:
    old = "        self.epoch += 1\n"
    _, answer = edited(Edit("session.py", old, f"{old}        self.network.parameters *= 0.99\n"))
    assert answer["note"] is None


def test_a_branch_that_the_next_step_does_not_take_is_not_called_unused() -> None:
    _, answer = edited(
        Edit(
            "session.py",
            "        self.stop_reason, self._progress",
            "        if self.epoch > 9:\n            self.own = 1\n        self.stop_reason, self._progress",
        )
    )
    assert answer["note"] in (None, "The next step does not come to the lines that you have changed.")


MOMENTUM = """\
        self.v = 0.9 * getattr(self, "v", 0.0) + gradient
        self.parameters -= self.learning_rate * self.v
"""


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Edit("optimizers.py", STEP, MOMENTUM), "keeps in v begins anew at an undo or another edit"),
        (
            Edit(
                "optimizers.py", STEP, STEP.replace("gradient", "np.random.default_rng().random() * gradient")
            ),
            "A copy of the run goes on in another way than the run",
        ),
        (
            Edit(
                "network.py",
                FORWARD,
                FORWARD
                + "            layer.seen = 0.1 + getattr(layer, 'seen', 0.0)\n"
                + "            layer.z = layer.z - layer.seen\n",
            ),
            "A copy of the run goes on in another way than the run",
        ),
    ],
)
def test_what_a_run_would_lose_at_an_undo_is_said(edit: Edit, says: str) -> None:
    _, answer = edited(edit)
    assert says in answer["note"]


def test_an_optimizer_that_gets_a_memory_goes_on_with_the_weights() -> None:
    config = {**CONFIG, "network": {"layer_sizes": [2, 3, 4, 1], "activations": "tanh"}}  # 30 parameters
    host = make_host(config)
    host.train(30)
    before = host.session.snapshot()[1]
    text = original("optimizers.py").replace(STEP, MOMENTUM.replace('getattr(self, "v", 0.0)', "self.v"), 1)
    text = text.replace('p -= lr g."""\n', 'p -= lr g."""\n\n    memory = ("v",)\n', 1)
    answer = ask(host, "edit_code", files={"optimizers.py": text})
    assert (answer["restarted"], answer["note"], answer["step"]) == (None, None, 30)
    session = host.session
    assert_array_equal(session.network.parameters, before[:30])
    assert_array_equal(session.optimizer.v, np.zeros(30))
    assert_array_equal(session._order, before[30:230])
    host.train(20)
    twin = host.copy()
    host.train(5)
    twin.train(5)
    assert_array_equal(twin.network.parameters, host.session.network.parameters)


def test_an_epoch_of_fewer_samples_survives_a_copy() -> None:
    old = "self._shuffle_rng.permutation(self.train_inputs.shape[1])"
    host, answer = edited(Edit("session.py", old, f"{old}[:96]"))
    assert answer["note"] is None
    host.train(20)
    twin = host.copy()
    assert_array_equal(twin.history.table(), host.session.history.table())
    assert_array_equal(twin._order, host.session._order)


@pytest.mark.parametrize("training", [{"l2": 0.1}, {"l1": 0.1}, {"clip_norm": 1e-4}])
def test_a_gradient_that_is_a_copy_gets_penalties_and_is_clipped(training: dict[str, float]) -> None:
    edit = Edit(
        "network.py", "        return self._step_gradient\n", "        return self._step_gradient.copy()\n"
    )
    ends = []
    for files in ({}, {edit.file: text_of(edit)}):
        host = make_host({**CONFIG, "training": {"optimizer": "sgd", **training}})
        if files:
            ask(host, "edit_code", files=files)
        ends.append(trained(host))
    assert_allclose(ends[0], ends[1], rtol=1e-12)
