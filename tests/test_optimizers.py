"""Optimizers: two steps of each worked out by hand with PyTorch's rules, lr 0.1, p = 1, g = 0.5, -0.25."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from glassnet import OPTIMIZERS
from tests.optimizer_problem import LEARNING_RATES, N_STEPS, START, gradient

LR = 0.1
EXPECTED = json.loads((Path(__file__).parent / "expected_optimizers.json").read_text())


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_step_equals_pytorchs(name: str) -> None:
    """The numbers are PyTorch's own; tests/test_oracle.py wrote them."""
    parameters = np.array(START)
    optimizer = OPTIMIZERS[name](parameters, learning_rate=LEARNING_RATES[name])
    path = []
    for _ in range(N_STEPS):
        optimizer.step(gradient(parameters))
        path.append(parameters.copy())
    assert len(EXPECTED[name]) == N_STEPS
    np.testing.assert_allclose(path, EXPECTED[name], rtol=1e-10)


def two_steps(name: str) -> float:
    parameters = np.array([1.0])
    optimizer = OPTIMIZERS[name](parameters, learning_rate=LR)
    optimizer.step(np.array([0.5]))
    optimizer.step(np.array([-0.25]))
    return float(parameters[0])


def by_hand(name: str) -> float:
    g1, g2 = 0.5, -0.25
    if name == "sgd":
        return 1 - LR * g1 - LR * g2
    if name in ("momentum", "nesterov"):
        v1, v2 = g1, 0.9 * g1 + g2
        if name == "momentum":
            return 1 - LR * v1 - LR * v2
        return 1 - LR * (g1 + 0.9 * v1) - LR * (g2 + 0.9 * v2)
    if name == "rmsprop":
        s1 = 0.01 * g1**2
        s2 = 0.99 * s1 + 0.01 * g2**2
        return 1 - LR * g1 / (math.sqrt(s1) + 1e-8) - LR * g2 / (math.sqrt(s2) + 1e-8)
    decay = 1 - LR * 0.01 if name == "adamw" else 1.0
    m1, s1 = 0.1 * g1, 0.001 * g1**2
    m2, s2 = 0.9 * m1 + 0.1 * g2, 0.999 * s1 + 0.001 * g2**2
    p = decay * 1 - LR * (m1 / 0.1) / (math.sqrt(s1 / 0.001) + 1e-8)
    return decay * p - LR * (m2 / (1 - 0.9**2)) / (math.sqrt(s2 / (1 - 0.999**2)) + 1e-8)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_two_steps_equal_the_rule_worked_out_by_hand(name: str) -> None:
    assert two_steps(name) == pytest.approx(by_hand(name), rel=1e-12)


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
