"""Learning rate schedules, by name: a factor on the learning rate that changes with the epochs."""

import math
from collections.abc import Callable
from dataclasses import dataclass

LOWEST = 0.01  # where the cosine ends: small, but still training


@dataclass(frozen=True)
class Schedule:
    """One schedule; `factor(epoch, length)` is for a fractional epoch and a length in epochs."""

    label: str
    description: str
    factor: Callable[[float, float], float]


def constant(epoch: float, length: float) -> float:
    """Return 1."""
    return 1.0


def step(epoch: float, length: float) -> float:
    """Return 1, halved after every `length` epochs."""
    return float(0.5 ** (epoch // length))


def cosine(epoch: float, length: float) -> float:
    """Return half a cosine wave from 1 down to `LOWEST` over `length` epochs, and that from then on."""
    wave = 0.5 * (1.0 + math.cos(math.pi * min(epoch / length, 1.0)))
    return LOWEST + (1.0 - LOWEST) * wave


def warm_up(epoch: float, length: float) -> float:
    """Return a straight rise from `LOWEST` to 1 over `length` epochs, and 1 from then on."""
    return LOWEST + (1.0 - LOWEST) * min(epoch / length, 1.0)


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule("Constant", "The learning rate stays as it is.", constant),
    "step": Schedule("Step", "The learning rate is halved after every so many epochs.", step),
    "cosine": Schedule(
        "Cosine", "The learning rate falls in half a cosine wave to a hundredth, and stays there.", cosine
    ),
    "warm_up": Schedule(
        "Warm-up", "The learning rate rises from a hundredth to its full value, and stays there.", warm_up
    ),
}
