"""The loss and accuracy curves of a run: bounded in size however long the run is."""

import numpy as np

from glassnet.arrays import Array

CAPACITY = 256  # as many as a chart has pixels to tell apart


class History:
    """Records at every `stride`-th epoch; when full, every second record goes and the stride doubles.

    What is kept depends on the epochs alone, so that the same run gives the same curves.
    """

    N_ROWS = 6  # epoch, step, train loss, test loss, train accuracy, test accuracy

    def __init__(self, table: Array | None = None, stride: int = 1) -> None:
        """Start empty, or with an earlier history's `table` and `stride`."""
        self.stride = stride
        self._table = np.empty((self.N_ROWS, CAPACITY))
        self._count = 0 if table is None else table.shape[1]
        if table is not None:
            self._table[:, : self._count] = table

    def wants(self, epoch: int) -> bool:
        """Return whether this epoch is to be recorded."""
        return epoch % self.stride == 0

    def record(self, epoch: int, step: int, metrics: tuple[float, float, float, float]) -> None:
        """Append one record."""
        if self._count == CAPACITY:
            kept = self._table[:, : self._count : 2].copy()
            self._count = kept.shape[1]
            self._table[:, : self._count] = kept
            self.stride *= 2
            if not self.wants(epoch):
                return
        self._table[:, self._count] = epoch, step, *metrics
        self._count += 1

    @property
    def last_epoch(self) -> int:
        """The newest recorded epoch, -1 while there is none."""
        return int(self._table[0, self._count - 1]) if self._count else -1

    def table(self) -> Array:
        """Return the records, `(6, n_records)`: epoch, step, losses, accuracies (train, test)."""
        return self._table[:, : self._count].copy()
