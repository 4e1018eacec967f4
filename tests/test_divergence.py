"""What is said of a divergence: the step that broke the run, or between which two it lies."""

from typing import Any

import numpy as np
import pytest

from glassnet import TrainingSession, divergence
from glassnet.divergence import diagnose

PLANE = {"data": {"dataset": "plane", "n_samples": 50}, "network": {"layer_sizes": [2, 1]}}


def slowly_diverging() -> dict[str, Any]:
    """Return a linear unit whose steps overshoot by 1.4 % more each: some 25,000 to the last number."""
    X = TrainingSession(PLANE).train_inputs
    rows = np.vstack([X, np.ones(50)])
    steepest = np.linalg.eigvalsh(2.0 / 50 * rows @ rows.T).max()
    return {**PLANE, "training": {"learning_rate": 2.014 / steepest, "batch_size": 50}}


SLOW = slowly_diverging()


def diverged(config: dict[str, Any], n_steps: int) -> TrainingSession:
    """Train in calls of so many steps, as the page does, until the numbers are no longer finite."""
    session = TrainingSession(config)
    while not session.diverged:
        session.train(n_steps)
    return session


def step_of_the_first_infinite_loss(config: dict[str, Any]) -> int:
    session = TrainingSession(config)
    with np.errstate(over="ignore"):
        while np.isfinite(session.network.loss(*session.next_batch())):
            session.train(1)
    return session.step + 1


@pytest.fixture(scope="module")
def slow() -> tuple[TrainingSession, int]:
    return diverged(SLOW, 500), step_of_the_first_infinite_loss(SLOW)


def test_a_slow_divergence_is_found_to_the_step(
    slow: tuple[TrainingSession, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The replay once gave up after 20,000 steps, and named the one that it had come to."""
    session, step = slow
    assert step > 20_000
    monkeypatch.setattr(divergence, "SECONDS", 60.0)
    found = diagnose(session)
    assert (found.step, found.after, found.quantity) == (step, None, "the loss")


@pytest.mark.parametrize("n_ticks", [0, 1, 3, 5, 8, 20, 50])
def test_what_time_does_not_suffice_for_is_not_claimed(
    slow: tuple[TrainingSession, int], monkeypatch: pytest.MonkeyPatch, n_ticks: int
) -> None:
    session, step = slow
    ticks = iter([0.0] * (1 + n_ticks))
    monkeypatch.setattr(divergence.time, "perf_counter", lambda: next(ticks, 1e9))
    found = diagnose(session)
    if found.after is None:
        assert found.step == step
    else:
        assert found.after < step <= found.step
        assert found.quantity is None


def test_a_change_on_the_way_does_not_mislead_it() -> None:
    session = TrainingSession(SLOW)
    session.train(200)
    session.set_training({"learning_rate": 10.0})
    while not session.diverged:
        session.train(7)
    found = diagnose(session)
    assert 200 < found.step <= session.step
    assert found.after is None
    session.reset()
    assert not session.diverged


def test_the_states_on_the_way_are_few(slow: tuple[TrainingSession, int]) -> None:
    assert len(slow[0].waymarks()) <= 16
