"""The loss and accuracy curves of a run: what they keep grows with the logarithm of its length."""

import numpy as np

from glassnet.arrays import Array

RESOLUTION = 64  # records over the length of a run; chosen by eye, for charts of some 300 px


class History:
    """Records every epoch at first, later one when the run has grown by 1 / RESOLUTION.

    What is kept depends on the epochs alone, so that the same run gives the same curves.
    """

    N_ROWS = 6  # epoch, step, train loss, test loss, train accuracy, test accuracy

    def __init__(self, table: Array | None = None) -> None:
        """Start empty, or with an earlier history's `table`."""
        self._table = np.empty((self.N_ROWS, RESOLUTION)) if table is None else table.copy()
        self._count = 0 if table is None else table.shape[1]

    def __len__(self) -> int:
        """Return the number of records."""
        return self._count

    def wants(self, epoch: int) -> bool:
        """Return whether this epoch is to be recorded."""
        return epoch - self.last_epoch >= max(1, epoch // RESOLUTION)

    def record(self, epoch: int, step: int, metrics: tuple[float, float, float, float]) -> None:
        """Append one record."""
        if self._count == self._table.shape[1]:
            self._table = np.concatenate([self._table, np.empty_like(self._table)], axis=1)
        self._table[:, self._count] = epoch, step, *metrics
        self._count += 1

    @property
    def last_epoch(self) -> int:
        """The newest recorded epoch, -1 while there is none."""
        return int(self._table[0, self._count - 1]) if self._count else -1

    def table(self, count: int | None = None) -> Array:
        """Return the records, or the first `count`, `(6, n_records)`: epoch, step, losses, accuracies."""
        return self._table[:, : self._count if count is None else count].copy()
