"""Finds out what left the finite numbers first when a run has diverged."""

from dataclasses import dataclass

import numpy as np

from glassnet.arrays import AnyArray
from glassnet.session import TrainingSession

MAX_REPLAY = 20_000  # steps
OVERSHOOT = (
    "Each step overshoots the minimum by more than the last, which tends to happen when the learning rate "
    "is too large: the weights grow until numbers exceed about 1.8e308. Lower the learning rate, or clip "
    "the gradient."
)
UNBOUNDED = (
    "Activations without an upper bound multiply from layer to layer, and a learning rate that is too large "
    "makes the weights grow with every step. Lower the learning rate, or use tanh or sigmoid."
)


@dataclass(frozen=True)
class Divergence:
    """What overflowed first, in which step, and why that tends to happen."""

    step: int
    quantity: str
    reason: str
    finite_step: int  # the step of the session's checkpoint


def diagnose(session: TrainingSession) -> Divergence:
    """Replay a diverged run from its checkpoint and look at every quantity of the step that broke it."""
    twin = TrainingSession.restored(*session.checkpoint())
    finite_step = twin.step
    last = min(session.step, finite_step + MAX_REPLAY)
    with np.errstate(over="ignore", invalid="ignore"):
        while not twin.diverged and twin.step < last:
            found = _inspect_step(twin)
            if found is not None:
                return Divergence(twin.step + 1, *found, finite_step)
            twin.train(1)
    return Divergence(twin.step, "the update of the parameters", OVERSHOOT, finite_step)


def _inspect_step(session: TrainingSession) -> tuple[str, str] | None:
    """Return the first quantity of the coming step that is not finite, and the reason."""
    network = session.network
    X, Y = session.next_batch()
    last = len(network.layer_sizes) - 1
    for layer, activations in enumerate(network.forward(X)):
        if not _is_finite(activations):
            name = "the output" if layer == last else f"the activations of hidden layer {layer}"
            return name, UNBOUNDED
    if not np.isfinite(network.loss(X, Y)):
        return "the loss", OVERSHOOT
    gradient = network.gradient(X, Y)
    if not _is_finite(gradient):
        return "the gradient", OVERSHOOT
    if not _is_finite(network.parameters - session.learning_rate * gradient):
        return "the update of the parameters", OVERSHOOT
    return None


def _is_finite(array: AnyArray) -> bool:
    return bool(np.isfinite(array).all())
