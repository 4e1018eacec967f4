"""Makes the surface of the loss when nothing else wants the time: in slices, and the newest request wins."""

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from glassnet.arrays import Array
from glassnet.page.loss_surface import SIZES, LossRequest, Making, n_losses, surface
from glassnet.session import TrainingSession

TRAINING_COST = 0.04  # s that a surface may cost while training goes on; chosen by eye
PATIENCE = 0.15  # s; what is there by then is told, before a finer grid

GetPath: TypeAlias = Callable[[], Sequence[Array]]


class LossWork:
    """The surface in the making, and what of it is still to be told."""

    def __init__(self) -> None:
        self._cost = 0.0  # s of a loss
        self.restart()

    def restart(self) -> None:
        """Begin anew: the parameters are other ones, of this network or of another."""
        self._asked: LossRequest | None = None
        self._key: tuple[int, bool] | None = None  # what the surface in the making is of
        self._begun, self._finest = 0.0, 0  # when, and the size of its last grid
        self._making: Making | None = None
        self.part: dict[str, Any] | None = None  # the newest grid that was not told yet

    def go_on(
        self,
        session: TrainingSession,
        asked: LossRequest,
        get_path: GetPath,
        seconds: float,
        *,
        is_final: bool,
    ) -> bool:
        """Work for so long, at least for one loss; return whether there is more to do.

        While training goes on (not `is_final`) a surface is finished before a newer one is begun.
        """
        key = (session.step, is_final)
        if asked != self._asked or (key != self._key and (is_final or self._making is None)):
            if asked != self._asked:
                self.part = None
            path = get_path()
            sizes = self._sizes(asked.size, len(path), is_final=is_final)
            self._asked, self._key, self._begun = asked, key, time.perf_counter()
            self._finest = sizes[-1]
            self._making = surface(session, asked, path, sizes)
        self._work(seconds)
        return self._making is not None

    def take(self) -> dict[str, Any] | None:
        """Return the newest grid, once."""
        part, self.part = self.part, None
        return part

    def _work(self, seconds: float) -> None:
        started = time.perf_counter()
        n_done = 0
        with np.errstate(over="ignore", invalid="ignore"):  # far away a network may overflow
            while self._making is not None and (n_done == 0 or time.perf_counter() - started < seconds):
                part = next(self._making, ENDED)
                if part is ENDED:
                    self._making = None
                elif part is not None and self._is_due(part["size"]):
                    self.part = part
                n_done += 1
        if n_done > 1:
            self._cost = (time.perf_counter() - started) / n_done

    def _is_due(self, size: int) -> bool:
        """Return whether a grid is to be told; of those that come at once only the finest is."""
        return size == self._finest or time.perf_counter() - self._begun > PATIENCE

    def _sizes(self, finest: int, n_points: int, *, is_final: bool) -> list[int]:
        """Return the sizes of the grids that are made one after the other; while training goes on one."""
        sizes = [size for size in SIZES if size <= finest]
        if is_final:
            return sizes
        affordable = [size for size in sizes if self._cost * n_losses(size, n_points) <= TRAINING_COST]
        return affordable[-1:] if self._cost and affordable else sizes[:1]


ENDED: dict[str, Any] = {}  # no part of an event
