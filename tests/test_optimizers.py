"""Optimizers: the numbers of PyTorch, and each rule once more, written for the test alone."""

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from glassnet import OPTIMIZERS, Config, TrainingSession
from glassnet.config import FIELDS
from tests.optimizer_problem import LEARNING_RATES, N_STEPS, OTHER_CONSTANTS, RULES, START, gradient

LR = 0.1
EXPECTED = json.loads((Path(__file__).parent / "expected_optimizers.json").read_text())
CASES = [
    *((name, {}) for name in OPTIMIZERS),
    *((name, constants) for name, constants in OTHER_CONSTANTS.items()),
]


def walk(name: str, constants: dict[str, float]) -> list[np.ndarray]:
    """Return the parameters after each step down the valley."""
    parameters = np.array(START)
    optimizer = OPTIMIZERS[name](parameters, learning_rate=LEARNING_RATES.get(name, 0.001), **constants)
    path = []
    for _ in range(N_STEPS):
        optimizer.step(gradient(parameters))
        path.append(parameters.copy())
    return path


@pytest.mark.parametrize("key", EXPECTED)
def test_every_step_equals_pytorchs(key: str) -> None:
    """The numbers are PyTorch's own; tests/test_oracle.py wrote them."""
    name, *others = key.split()
    assert len(EXPECTED[key]) == N_STEPS
    path = walk(name, OTHER_CONSTANTS[name] if others else {})
    np.testing.assert_allclose(path, EXPECTED[key], rtol=1e-10)


@pytest.mark.parametrize(("name", "constants"), CASES)
def test_every_step_equals_the_rule(name: str, constants: dict[str, float]) -> None:
    assert name in RULES, "write its rule in tests/optimizer_problem.py"
    rule = RULES[name](np.array(START), gradient, LEARNING_RATES.get(name, 0.001), **constants)
    np.testing.assert_allclose(walk(name, constants), list(islice(rule, N_STEPS)), rtol=1e-9)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_two_steps_equal_the_rule_worked_out_by_hand(name: str) -> None:
    parameters, gradients = np.array([1.0]), [np.array([0.5]), np.array([-0.25])]
    optimizer = OPTIMIZERS[name](parameters, learning_rate=LR)
    rest = iter(gradients)
    by_hand = RULES[name](np.array([1.0]), lambda _p: next(rest), LR)
    for g in gradients:
        optimizer.step(g)
        expected = next(by_hand)
    assert float(parameters[0]) == pytest.approx(float(expected[0]), rel=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_steps_leave_the_gradient_alone_and_update_in_place(name: str) -> None:
    parameters, gradient = np.ones(3), np.array([0.1, -0.2, 0.3])
    optimizer = OPTIMIZERS[name](parameters, learning_rate=LR)
    optimizer.step(gradient)
    np.testing.assert_array_equal(gradient, [0.1, -0.2, 0.3])
    assert optimizer.parameters is parameters
    assert (np.sign(1 - parameters) == np.sign(gradient)).all() or name == "adamw"


def test_learning_rate_may_change_between_steps() -> None:
    parameters = np.array([1.0])
    optimizer = OPTIMIZERS["sgd"](parameters, learning_rate=LR)
    optimizer.learning_rate = 0.5
    optimizer.step(np.array([1.0]))
    assert parameters[0] == 0.5


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_constants_that_it_offers_begin_as_the_settings_do(name: str) -> None:
    defaults = vars(Config().training)
    of_optimizers = {each.name for each in FIELDS if each.belongs_to == "optimizer"}
    for constant, usual in OPTIMIZERS[name].options.items():
        if constant in of_optimizers:
            assert defaults[constant] == usual, constant
    if name == "adamw":
        assert list(OPTIMIZERS[name].options) == ["beta1", "beta2", "epsilon", "weight_decay"]


def test_every_constant_of_the_settings_is_one_of_an_optimizers() -> None:
    offered = {constant for entry in OPTIMIZERS.values() for constant in entry.options}
    assert offered >= {each.name for each in FIELDS if each.belongs_to == "optimizer"}


@pytest.mark.parametrize(("name", "constants"), OTHER_CONSTANTS.items())
def test_a_run_is_trained_with_the_constants_that_are_set(name: str, constants: dict[str, float]) -> None:
    session = TrainingSession({"training": {"optimizer": name, **constants}})
    first = session.network.parameters.copy()
    by_rule = RULES[name](first, lambda _p: session.network.gradient(*session.batch), 0.1, **constants)
    X, Y = session.next_batch()
    session.batch = X, Y
    expected = next(by_rule)
    session.train(1)
    np.testing.assert_allclose(session.network.parameters, expected, rtol=1e-12)
    assert vars(session.optimizer).items() >= constants.items()


@pytest.mark.parametrize(("name", "constants"), OTHER_CONSTANTS.items())
def test_constants_change_while_training_and_the_memory_stays(name: str, constants: dict[str, float]) -> None:
    session = TrainingSession({"training": {"optimizer": name}})
    session.train(5)
    memory, n_steps = [each.copy() for each in session.optimizer.buffers], session.optimizer.n_steps
    session.set_training(constants)
    assert vars(session.optimizer).items() >= constants.items()
    assert session.optimizer.n_steps == n_steps
    np.testing.assert_array_equal(session.optimizer.buffers, memory)
    other = TrainingSession.restored(*session.snapshot())
    untouched = TrainingSession({"training": {"optimizer": name}})
    untouched.train(5)
    for each in (session, other, untouched):
        each.train(5)
    np.testing.assert_array_equal(other.network.parameters, session.network.parameters)
    assert not np.array_equal(untouched.network.parameters, session.network.parameters)


def test_an_optimizer_with_other_constants_than_the_settings_has_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As one that a user has added by an edit."""

    class Mine(type(OPTIMIZERS["momentum"].make(np.zeros(1), learning_rate=LR))):  # type: ignore[misc]
        def __init__(self, parameters: np.ndarray, *, learning_rate: float, friction: float = 0.3) -> None:
            super().__init__(parameters, learning_rate=learning_rate, momentum=1.0 - friction)

    entry = type(OPTIMIZERS["sgd"])("Mine", "Mine.", Mine)
    monkeypatch.setitem(OPTIMIZERS, "mine", entry)
    session = TrainingSession({"training": {"optimizer": "mine", "momentum": 0.5}})
    assert session.optimizer.momentum == 0.7  # type: ignore[attr-defined]
    session.set_training({"momentum": 0.4})
    assert session.optimizer.momentum == 0.7  # type: ignore[attr-defined]
