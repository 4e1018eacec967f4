"""Finds out what left the finite numbers first when a run has diverged, in bounded time."""

import json
import time
from dataclasses import dataclass

import numpy as np

from glassnet.arrays import AnyArray
from glassnet.session import TrainingSession
from glassnet.snapshot import Snapshot

SECONDS = 0.4  # at most, apart from what one step takes
CHUNK = 16  # steps between two looks at the clock
OVERSHOOT = (
    "Each step overshoots the minimum by more than the last, which tends to happen when the learning rate "
    "is too large: the weights grow until numbers exceed about 1.8e308. Lower the learning rate, or clip "
    "the gradient."
)
UNBOUNDED = (
    "Activations without an upper bound multiply from layer to layer, and a learning rate that is too large "
    "makes the weights grow with every step. Lower the learning rate, or use tanh or sigmoid."
)


UPDATE = "the update of the parameters", OVERSHOOT


@dataclass(frozen=True)
class Divergence:
    """What overflowed first, in which step, and why that tends to happen.

    Where time did not suffice to find the step, it comes after step `after` and at the latest in `step`.
    """

    step: int
    after: int | None  # None: `step` is the one
    quantity: str | None  # None: not found either
    reason: str
    finite_step: int  # the step of the session's checkpoint


def diagnose(session: TrainingSession) -> Divergence:
    """Find the step by bisecting between states that the run has kept, on copies that are trained again."""
    end = time.perf_counter() + SECONDS
    finite_step = _step_of(session.checkpoint())
    sound, *others = session.waymarks()
    found = _first_overflow(TrainingSession.restored(*sound))
    if found is not None:
        return Divergence(_step_of(sound) + 1, None, *found, finite_step)
    last = session.step - 1  # in the step after this one, at the latest, it has overflowed
    while others and time.perf_counter() < end:
        middle = others[len(others) // 2]
        overflow = _first_overflow(TrainingSession.restored(*middle))
        if overflow is None:
            sound, others = middle, others[len(others) // 2 + 1 :]
        else:
            found, last, others = overflow, _step_of(middle), others[: len(others) // 2]
    while last - _step_of(sound) > 1 or found is None:
        n_steps = max(1, (last - _step_of(sound)) // 2)
        twin = _trained(sound, n_steps, end)
        if twin is None:
            return Divergence(last + 1, _step_of(sound), None, OVERSHOOT, finite_step)
        if twin.diverged:
            found, last = None, twin.step - 1
            continue
        state = twin.snapshot()
        overflow = _first_overflow(twin)
        if overflow is None:
            sound = state
        else:
            found, last = overflow, _step_of(state)
    return Divergence(last + 1, None, *found, finite_step)


def _step_of(snapshot: Snapshot) -> int:
    return int(json.loads(snapshot[0])["step"])


def _trained(snapshot: Snapshot, n_steps: int, end: float) -> TrainingSession | None:
    """Return a copy of the run, so many steps after a snapshot; None if that takes beyond `end`."""
    twin = TrainingSession.restored(*snapshot)
    last = twin.step + n_steps
    while twin.step < last and not twin.diverged:
        if time.perf_counter() > end:
            return None
        twin.train(min(CHUNK, last - twin.step))
    return twin


def _first_overflow(session: TrainingSession) -> tuple[str, str] | None:
    """Take a step; return the first of its quantities that is not finite, and the reason."""
    network = session.network
    X, Y = session.next_batch()
    last = len(network.layer_sizes) - 1
    with np.errstate(over="ignore", invalid="ignore"):
        for layer, activations in enumerate(network.forward(X)):
            if not _is_finite(activations):
                return (
                    "the output" if layer == last else f"the activations of hidden layer {layer}",
                    UNBOUNDED,
                )
        if not np.isfinite(network.loss(X, Y)):
            return "the loss", OVERSHOOT
        if not _is_finite(network.gradient(X, Y)):
            return "the gradient", OVERSHOOT
        session.train(1)
    return UPDATE if session.diverged else None


def _is_finite(array: AnyArray) -> bool:
    return bool(np.isfinite(array).all())
