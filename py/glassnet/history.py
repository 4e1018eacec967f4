"""The loss and accuracy curves of a run: what they keep grows with the logarithm of its length."""

import math
from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from glassnet.arrays import Array

RESOLUTION = 40  # records over the length of a run; chosen by eye, for charts of some 300 px
STANDS_OUT = 5.0  # times the greatest loss since the last record, or the least through this; chosen by eye

TRAIN_LOSS = 2  # its row

Record = tuple[float, ...]  # N_ROWS numbers


class History:
    """Records every epoch at first, later one when the run has grown by 1 / RESOLUTION.

    Of the epochs between two records it keeps those of the least and the greatest train loss, where
    these stand out, so that a short event is not lost. The epochs and losses of the run alone
    decide, so that the same run gives the same curves.
    """

    N_ROWS = 6  # epoch, step, train loss, test loss, train accuracy, test accuracy

    def __init__(self, table: Array | None = None, watch: Sequence[Any] | None = None) -> None:
        """Start empty, or go on from an earlier history's `table` and `watch`."""
        self._table = np.empty((self.N_ROWS, RESOLUTION)) if table is None else table.copy()
        self._count = 0 if table is None else table.shape[1]
        # Since the last record: the least and the greatest loss seen, and what stood out.
        least, greatest, *extremes = watch or (np.inf, -np.inf, None, None)
        self._least, self._greatest = float(least), float(greatest)
        self._extremes: list[Record | None] = [extreme and tuple(map(_read, extreme)) for extreme in extremes]

    @classmethod
    def begun(cls, metrics: Sequence[float]) -> Self:
        """Return the curves of a run that has not been trained yet."""
        history = cls()
        history.record(0, 0, metrics)
        return history

    def wants(self, epoch: int) -> bool:
        """Return whether this epoch is to be recorded."""
        return epoch - self.last_epoch >= max(1, epoch // RESOLUTION)

    def record(self, epoch: int, step: int, metrics: Sequence[float]) -> None:
        """Append one record, and before it what stood out since the last."""
        new = (epoch, step, *metrics)
        for extreme in self._outstanding(new):
            self._append(extreme)
        self._append(new)
        loss = metrics[0]
        self._least, self._greatest, self._extremes = loss, loss, [None, None]

    def stands_out(self, loss: float) -> bool:
        """Return whether a loss, which may be an estimate, is far from all since the last record."""
        is_new = loss * STANDS_OUT < self._least or loss > self._greatest * STANDS_OUT
        self._least, self._greatest = min(self._least, loss), max(self._greatest, loss)
        return is_new

    def note_extreme(self, epoch: int, step: int, metrics: Sequence[float]) -> None:
        """Keep an epoch between two records if it has the least or the greatest loss of them."""
        least, greatest = self._extremes
        if least is None or metrics[0] < least[TRAIN_LOSS]:
            least = (epoch, step, *metrics)
        if greatest is None or metrics[0] > greatest[TRAIN_LOSS]:
            greatest = (epoch, step, *metrics)
        self._extremes = [least, greatest]

    def _outstanding(self, new: Record | None = None) -> list[Record]:
        """Return the extremes that are beyond the records around them, in order."""
        around = [float(self._table[TRAIN_LOSS, self._count - 1])] if self._count else []
        around += [new[TRAIN_LOSS]] if new else []
        least, greatest = self._extremes
        kept = {least} if least and least[TRAIN_LOSS] < min(around) else set()
        kept |= {greatest} if greatest and greatest[TRAIN_LOSS] > max(around) else set()
        return sorted(kept)

    def _append(self, record: Record) -> None:
        if self._count == self._table.shape[1]:
            self._table = np.concatenate([self._table, np.empty_like(self._table)], axis=1)
        self._table[:, self._count] = record
        self._count += 1

    @property
    def last_epoch(self) -> int:
        """The newest recorded epoch, -1 while there is none."""
        return int(self._table[0, self._count - 1]) if self._count else -1

    @property
    def mark(self) -> tuple[int, tuple[Any, ...]]:
        """The number of records and the watch between them, as JSON has it: with the table it is all."""
        extremes = [extreme and [_plain(number) for number in extreme] for extreme in self._extremes]
        return self._count, (_plain(self._least), _plain(self._greatest), *extremes)

    def table(self, count: int | None = None) -> Array:
        """Return the records, `(6, n_records)`: epoch, step, losses, accuracies.

        Those of a mark are its first `count`; without one, what stands out since then is among them.
        """
        if count is not None:
            return self._table[:, :count].copy()
        latest = np.array(self._outstanding()).reshape(-1, self.N_ROWS).T
        return np.concatenate([self._table[:, : self._count], latest], axis=1)


def _plain(number: float) -> float | str:
    """Return a number as JSON can carry it: of infinity and NaN, which it has not, the name."""
    return number if math.isfinite(number) else str(float(number))


def _read(number: float | str) -> float:
    return float(number) if isinstance(number, str) else number
