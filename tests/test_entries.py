"""Entries of registries that edited code brings or changes: each is tried before it is offered to anybody."""

import json
from collections.abc import Iterator
from time import perf_counter
from typing import NamedTuple

import pytest

from glassnet.live import entry_trials
from glassnet.live.sources import EDITABLE, loaded, original, put_back
from tests.one_run import OneRun
from tests.test_code_proof import make_host
from tests.test_host import ask, refused

CONFIG = {
    "seed": 3,
    "data": {"n_samples": 60},
    "network": {"layer_sizes": [2, 4, 1], "activations": "tanh"},
    "training": {"optimizer": "sgd", "learning_rate": 0.1},
}


class Entry(NamedTuple):
    """What is written below a file, and a part of what it is answered with; the file that is named."""

    file: str
    text: str
    says: str
    names: str | None = None


def activation(
    function: str, derivative: str = "lambda z, a: np.ones_like(z)", ends: str = "(-1.0, 1.0)"
) -> str:
    return f'ACTIVATIONS["mine"] = Activation("Mine", "Mine.", {function}, {derivative}, {ends})'


def dataset(draw: str, more: str = "") -> str:
    return f'{draw}\nDATASETS["mine"] = Dataset("Mine", "Mine.", draw{more})'


def loss(value: str, gradient: str = "lambda a, Y: a - Y", more: str = "") -> str:
    return f'LOSSES["mine"] = Loss("Mine", "Mine.", {value}, {gradient}{more})'


def optimizer(body: str) -> str:
    return f'class Mine(SGD):\n    {body}\nOPTIMIZERS["mine"] = OptimizerEntry("Mine", "Mine.", Mine)'


ASYNC = "async def mine(z):\n    return z\n"
GENERATOR = "def mine(z):\n    yield z\n"
DRAW = "def draw(n_samples, rng):\n    X = rng.uniform(-5.0, 5.0, (2, n_samples))\n    "

REFUSED = {
    # activations
    "a range without an end": Entry(
        "activations", activation("lambda z: z.copy()", ends="(0.0, np.inf)"), "has the range (0.0, inf)"
    ),
    "a range that falls": Entry(
        "activations", activation("lambda z: z.copy()", ends="(1.0, 0.0)"), "the smaller first"
    ),
    "a range of arrays": Entry(
        "activations", activation("lambda z: z.copy()", ends="(np.zeros(2), np.ones(2))"), "two numbers"
    ),
    "an activation without a return": Entry(
        "activations",
        "def mine(z):\n    np.tanh(z)\n" + activation("mine"),
        "mine returns nothing",
        "activations.py",
    ),
    "an async activation": Entry(
        "activations",
        ASYNC + activation("mine"),
        "is an async function: it has to be a plain",
        "activations.py",
    ),
    "a generator": Entry("activations", GENERATOR + activation("mine"), "is a generator", "activations.py"),
    "an activation with an out": Entry(
        "activations",
        "def mine(z, out): ...\n" + activation("mine"),
        "missing 1 required positional argument",
    ),
    "an activation that is no number below 0": Entry(
        "activations", activation("lambda z: np.sqrt(z)"), "returns nan", "activations.py"
    ),
    "an activation of complex numbers": Entry(
        "activations", activation("lambda z: z * 1j"), "complex128 values", "activations.py"
    ),
    "an activation that raises": Entry(
        "activations", activation("lambda z: z @ z"), "was tried: function(z) has"
    ),
    "a derivative of another shape": Entry(
        "activations", activation("np.tanh", "lambda z, a: z.sum(axis=0)"), "numbers of shape (5,)"
    ),
    "a derivative that writes": Entry(
        "activations",
        "def slope(z, a):\n    z *= 2\n    return z\n" + activation("np.tanh", "slope"),
        "slope writes into z",
        "activations.py",
    ),
    "a function instead of an entry": Entry(
        "activations", 'ACTIVATIONS["mine"] = np.tanh', "it has to be made by Activation(label, description"
    ),
    "an entry in use that has lost its function": Entry(
        "activations",
        'from dataclasses import replace\nACTIVATIONS["tanh"] = replace(ACTIVATIONS["tanh"], function=None)',
        "has None as its function: it has to be a function",
    ),
    "an entry without words": Entry(
        "activations",
        'ACTIVATIONS["mine"] = Activation("", "", np.tanh, tanh_derivative, (-1.0, 1.0))',
        "its label and its description",
    ),
    # losses
    "a loss of each sample": Entry("losses", loss("lambda a, z, Y: (a - Y) ** 2"), "one finite number"),
    "a loss that is no number": Entry("losses", loss("lambda a, z, Y: np.nan"), "returns nan"),
    "a loss that cannot be taken": Entry("losses", loss("lambda a, z, Y: 1 / 0"), "ZeroDivisionError"),
    "a gradient without a return": Entry("losses", loss("mse", "lambda a, Y: None"), "returns nothing"),
    "a loss of an activation that there is not": Entry(
        "losses", loss("mse", "mse_gradient", ', output_activation="none"'), "which ACTIVATIONS lacks"
    ),
    "a loss of a task that there is not": Entry(
        "losses", loss("mse", "mse_gradient", ', tasks=("all",)'), "they have to be among binary"
    ),
    # optimizers
    "an optimizer that cannot be made": Entry(
        "optimizers",
        optimizer("def __init__(self, *a, **k): raise KeyError('no')"),
        "KeyError",
        "optimizers.py",
    ),
    "an optimizer that is none": Entry(
        "optimizers",
        'OPTIMIZERS["mine"] = OptimizerEntry("Mine", "Mine.", lambda parameters, *, learning_rate: print)',
        "without parameters, learning_rate",
    ),
    "a step that returns": Entry(
        "optimizers",
        optimizer("def step(self, gradient): return self.parameters - 0.1 * gradient"),
        "A step leaves every parameter as it was",
        "optimizers.py",
    ),
    "a step that replaces": Entry(
        "optimizers",
        optimizer("def step(self, gradient): self.parameters = self.parameters - 0.1 * gradient"),
        "made another array of its parameters",
    ),
    "an async step": Entry(
        "optimizers", optimizer("async def step(self, gradient): ..."), "an async function"
    ),
    "a step to nowhere": Entry(
        "optimizers", optimizer("def step(self, gradient): self.parameters /= 0.0"), "to finite numbers"
    ),
    "an option that is no number": Entry(
        "optimizers",
        optimizer("def __init__(self, p, *, learning_rate, of=None): super().__init__(p, learning_rate=1.0)"),
        "has None as its of: it has to be a number",
    ),
    # datasets
    "a dataset with NaN": Entry(
        "datasets",
        dataset(DRAW + "X[0, 3] = np.nan\n    return X, _row(X[0] > 0)"),
        "finite numbers, but returned nan",
    ),
    "labels of -1 and 1": Entry(
        "datasets", dataset(DRAW + "return X, np.sign(X[:1])"), "labels 0 and 1, but"
    ),
    "one-hot labels": Entry(
        "datasets",
        dataset(DRAW + "return X, _one_hot((X[0] > 0).astype(int), 2)"),
        "must return Y as a row of 200 finite numbers, but returned an array of shape (2, 200)",
        "datasets.py",
    ),
    "always 100 samples": Entry(
        "datasets", dataset(DRAW + "return np.ones((2, 100)), np.ones((1, 100))"), "shape (2, 100)"
    ),
    "a dataset of nothing": Entry("datasets", dataset(DRAW + "pass"), "must return two arrays, X and Y, but"),
    "a task that there is not": Entry(
        "datasets", dataset(DRAW + "return X, X[:1]", ', "ternary"'), "has the task 'ternary'"
    ),
    "a spread below 0": Entry(
        "datasets", dataset(DRAW + "return X, _row(X[0] > 0)", ", spread=-1.0"), "a number from 0 on"
    ),
    # the others
    "a feature of both rows": Entry(
        "features", 'FEATURES["mine"] = Feature("m", "Mine.", lambda X: X, (0.0, 1.0))', "shape (2, 5)"
    ),
    "a feature that grows too far": Entry(
        "features",
        'FEATURES["mine"] = Feature("m", "Mine.", lambda X: np.log(X[0]), (0.0, 1.0))',
        "returns nan",
    ),
    "weights of another shape": Entry(
        "initializers",
        'INITIALIZERS["mine"] = Initializer("M", "Mine.", lambda n_out, n_in, rng: np.zeros((n_in, n_out)))',
        "of shape (4, 3)",
    ),
    "biases of nothing": Entry(
        "initializers",
        'BIAS_INITIALIZERS["mine"] = Initializer("M", "Mine.", lambda n_out, n_in, rng: None)',
        "of shape (4, 1)",
    ),
    "a schedule of arrays": Entry(
        "schedules",
        'SCHEDULES["mine"] = Schedule("M", "Mine.", lambda epoch, length: [1.0])',
        "one finite number",
    ),
    "a schedule that divides by its epoch": Entry(
        "schedules", 'SCHEDULES["mine"] = Schedule("M", "Mine.", lambda epoch, length: 1 / epoch)', "Error"
    ),
    # names
    "a name with a comma": Entry(
        "activations", activation("np.tanh").replace('"mine"', '"a,b"'), "no link could"
    ),
    "a name that is a number": Entry(
        "losses", loss("mse", "mse_gradient").replace('"mine"', "3"), "LOSSES[3] has"
    ),
    "a name that is None": Entry(
        "optimizers", 'OPTIMIZERS[None] = OPTIMIZERS["sgd"]', "OPTIMIZERS[None] has a"
    ),
    "a name that is empty": Entry("features", 'FEATURES[""] = FEATURES["x1"]', "which begins with a letter"),
    # what is gone
    "the dataset of the run": Entry("datasets", 'del DATASETS["circular"]', "which this run uses: keep it"),
    "a dataset of an example": Entry("datasets", 'del DATASETS["spiral"]', "which examples and links name"),
    "the activation of the run": Entry("activations", 'del ACTIVATIONS["tanh"]', "which this run uses"),
    "an activation that links may name": Entry(
        "activations", 'del ACTIVATIONS["gelu"]', "keep it, and change"
    ),
    "the optimizer of the run": Entry("optimizers", 'del OPTIMIZERS["sgd"]', "which this run uses"),
    "an initializer of an example": Entry(
        "initializers", 'INITIALIZERS.pop("zeros")', "examples and links name"
    ),
    "all losses": Entry(
        "losses", "LOSSES.clear()", "losses.py has to have LOSSES, a dict with an entry for each name"
    ),
    "no registry": Entry("features", "FEATURES = None", "features.py has to have FEATURES"),
}


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    modules = loaded()
    yield
    put_back(modules)


@pytest.mark.parametrize("name", REFUSED)
def test_an_entry_that_cannot_work_is_refused_in_a_sentence_and_the_run_goes_on(name: str) -> None:
    file, text, says, named = REFUSED[name]
    host, other = make_host(CONFIG), make_host(CONFIG)
    host.train(5)
    host.take_events()
    error = refused(host, **{file: f"{original(f'{file}.py')}\n\n{text}\n"})
    assert says in error["message"]
    assert error["code"] == "code"
    assert len(error["message"]) < 400
    if named:
        assert error["file"] == named
        lines = f"{original(f'{file}.py')}\n\n{text}\n".splitlines()
        assert original(f"{file}.py").count("\n") < error["line"] <= len(lines) or named == "datasets.py"
    assert host.files == {} and host.events() == []
    host.train(5)
    other.train(10)
    assert (host.session.network.parameters == other.session.network.parameters).all()


GOOD = {
    "a sine": ("activations", activation("np.sin", "lambda z, a: np.cos(z)")),
    "an activation with its own exponent": ("activations", activation("lambda z: 1 / (1 + np.exp(-3 * z))")),
    "an activation that returns z": ("activations", activation("lambda z: z")),
    "a loss with NumPy's number": (
        "losses",
        loss("lambda a, z, Y: np.mean(np.abs(a - Y))", "lambda a, Y: np.sign(a - Y)"),
    ),
    "an optimizer by a lambda": (
        "optimizers",
        'OPTIMIZERS["mine"] = OptimizerEntry("Mine", "M.", lambda parameters, *, learning_rate: SGD('
        "parameters, learning_rate=2 * learning_rate))",
    ),
    "an optimizer by partial": (
        "optimizers",
        "from functools import partial\n"
        'OPTIMIZERS["mine"] = OptimizerEntry("Mine", "M.", partial(Momentum, momentum=0.5))',
    ),
    "samples as lists": (
        "datasets",
        dataset(
            "def draw(n_samples, rng):\n    return [[0.0] * n_samples, [1.0] * n_samples], [0] * n_samples"
        ),
    ),
    "weights of one number": (
        "initializers",
        'INITIALIZERS["mine"] = Initializer("M", "Mine.", lambda n_out, n_in, rng: 0.5)',
    ),
    "a schedule of a whole number": (
        "schedules",
        'SCHEDULES["mine"] = Schedule("M", "Mine.", lambda epoch, length: 1)',
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_entry_that_works_is_offered_and_can_be_chosen_and_the_panel_opens(name: str) -> None:
    file, text = GOOD[name]
    host = make_host(CONFIG)
    host.train(5)
    ask(host, "edit_code", files={f"{file}.py": f"{original(f'{file}.py')}\n\n{text}\n"})
    part, setting = {
        "activations": ("network", "activations"),
        "losses": ("network", "loss"),
        "optimizers": ("training", "optimizer"),
        "datasets": ("data", "dataset"),
        "initializers": ("network", "initializer"),
        "schedules": ("training", "schedule"),
    }[file]
    ask(host, "configure", config={part: {setting: "mine"}})
    host.train(20)
    state = json.loads(host.take_state())
    assert state["step"] == 20
    assert ask(host, "get_code")["functions"]
    ask(host, "trace_step")
    ask(host, "check_gradient")
    reply = json.loads(host.command("export_run", "{}"))
    assert reply["ok"] or reply["error"]["code"] == "export", reply
    ask(host, "reset")


def test_an_entry_that_was_added_goes_again_but_not_under_the_run() -> None:
    host = make_host(CONFIG)
    text = original("activations.py")
    ask(host, "edit_code", files={"activations.py": text + "\n" + activation("np.sin") + "\n"})
    ask(host, "edit_code", files={"activations.py": text})
    ask(host, "undo")
    ask(host, "create_network", activations="mine")
    error = refused(host, activations=text)
    assert "ACTIVATIONS has no entry 'mine' any more, which this run uses" in error["message"]
    host.train(5)
    assert host.session.step == 5
    ask(host, "undo")
    ask(host, "edit_code", files={"activations.py": text})


def test_files_without_registries_are_tried_as_well() -> None:
    """Whoever puts an entry into a registry from another file is told the same."""
    text = 'from glassnet.activations import ACTIVATIONS\nACTIVATIONS["mine"] = None\n'
    for file in EDITABLE:
        if file in ("activations.py", "layers.py", "losses.py"):
            continue
        error = refused(make_host(CONFIG), **{file.removesuffix(".py"): original(file) + text})
        assert "ACTIVATIONS['mine'] is a NoneType: it has to be made by Activation" in error["message"]


def test_samples_that_share_their_places_are_not_called_separable() -> None:
    host = OneRun({"data": {"n_samples": 60}})
    draw = "def draw(n_samples, rng):\n    return np.zeros((2, n_samples)), _row(np.arange(n_samples) % 2)"
    text = original("datasets.py") + "\n" + dataset(draw) + "\n"
    ask(host, "edit_code", files={"datasets.py": text})
    ask(host, "generate_data", dataset="mine")
    best = [event["best_accuracy"] for event in host.events() if event["type"] == "dataset"][-1]
    assert best == pytest.approx(0.5)


def test_entries_are_tried_in_no_time() -> None:
    entry_trials.try_entries()
    started = perf_counter()
    entry_trials.try_entries()
    assert perf_counter() - started < 0.2
