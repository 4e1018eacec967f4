"""A run as JSON text and one flat vector: what is kept of it, how it is packed, and how it is restored.

The text has a format number and says which parts the vector has, in order: the parameters, what
the optimizer remembers, the order of the epoch's samples, and the loss curves.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self, TypeAlias

import numpy as np

from glassnet.arrays import AnyArray, Array
from glassnet.checks import finite
from glassnet.config import Config
from glassnet.history import History
from glassnet.network import NeuralNetwork
from glassnet.optimizers import Optimizer
from glassnet.stopping import Progress

FORMAT = 1  # another one for other parts
SOUND = 1e4  # parameters larger than this are on their way out of the finite numbers
MAX_WAYMARKS = 16  # states kept between there and a divergence

Snapshot: TypeAlias = tuple[str, Array]


class State(NamedTuple):
    """A copy of all that changes in a run; of the history, which only grows, how far it has come."""

    meta: dict[str, Any]
    parts: list[Array]
    history: History
    n_records: int

    @property
    def is_sound(self) -> bool:
        """Whether it can be gone back to: its parameters are not about to leave the finite numbers."""
        return bool(np.abs(self.parts[0]).max() < SOUND)

    def packed(self) -> Snapshot:
        """Return the state as JSON text and one flat vector."""
        meta = self.meta
        plain = {**meta, "config": meta["config"].as_dict(), "frozen": meta["frozen"].tolist()}
        return json.dumps(plain, allow_nan=False), np.concatenate(
            [*self.parts, self.history.table(self.n_records).ravel()]
        )


@dataclass(frozen=True)
class Unpacked:
    """The parts of a snapshot."""

    meta: Mapping[str, Any]
    parameters: Array
    memory: list[Array]
    order: Array
    history: Array  # (6, n_records)

    @classmethod
    def of(cls, meta_text: str, values: Array) -> Self:
        """Take a snapshot apart; raises ValueError for one of another format or length."""
        meta = json.loads(meta_text)
        if meta.get("format") != FORMAT:
            raise ValueError(f"a snapshot of format {meta.get('format')} instead of {FORMAT}")
        memory = [size for _, size in meta["memory"]]
        sizes = [meta["n_parameters"], *memory, meta["n_order"], History.N_ROWS * meta["n_records"]]
        if values.shape != (sum(sizes),):
            raise ValueError(f"a snapshot of {values.size:,} numbers instead of {sum(sizes):,}")
        parameters, *vectors, order, records = np.split(values, np.cumsum(sizes[:-1]))
        return cls(meta, parameters, vectors, order, records.reshape(History.N_ROWS, -1))


def history_of(snapshot: Snapshot) -> Array:
    """Return the curves of the run that a snapshot is of, `(6, n_records)` as `History.table` has them."""
    return Unpacked.of(*snapshot).history.copy()


def config_of(snapshot: Snapshot) -> dict[str, Any]:
    """Return the configuration of the run that a snapshot is of, as plain values."""
    config: dict[str, Any] = Unpacked.of(*snapshot).meta["config"]
    return config


class Restorable:
    """A run that can be kept and gone back to. What it declares is all that changes in a run."""

    config: Config
    run_id: int
    step: int
    epoch: int
    diverged: bool
    stop_reason: str | None
    network: NeuralNetwork
    optimizer: Optimizer
    frozen: AnyArray
    history: History
    _order: AnyArray
    _position: int
    _shuffle_rng: np.random.Generator
    _dropout_rng: np.random.Generator
    _progress: Progress

    _sound: State  # the last one to go back to
    _waymarks: tuple[State, ...]  # some on the way from there, with nothing but training between them

    def __init__(self, config: Config | Mapping[str, Any] | None = None) -> None:
        """Start a run."""
        raise NotImplementedError

    def _shuffle(self, order: AnyArray, position: int = 0) -> None:
        """Put the training samples in this order."""
        raise NotImplementedError

    def snapshot(self) -> Snapshot:
        """Return JSON text and a flat vector that together restore this very run."""
        return self._capture().packed()

    def checkpoint(self) -> Snapshot:
        """Return a snapshot of the last state with sound parameters, where a diverged run can go back to."""
        return self._sound.packed()

    def waymarks(self) -> list[Snapshot]:
        """Return snapshots on the way from the last sound state, with nothing but training between them."""
        return [state.packed() for state in self._waymarks]

    @classmethod
    def restored(cls, meta_text: str, values: Array) -> Self:
        """Return the session that a snapshot was taken of, bit for bit, under the next run id.

        What an optimizer remembers that is another one, by other code, is left out. Raises
        ValueError for another format, and for a vector or parameters of another number.
        """
        unpacked = Unpacked.of(meta_text, values)
        session = cls(unpacked.meta["config"])
        session._put_back(unpacked)
        session._begin_trail()
        return session

    def _begin_trail(self) -> None:
        """Make the state the only one to go back to."""
        self._sound = self._capture()
        self._waymarks = (self._sound,)

    def _restart_trail(self) -> None:
        """Leave no way that leads over a change by hand."""
        self._waymarks = (self._capture(),)

    def _extend_trail(self) -> None:
        """Keep the state, if it is sound to go back to, or else as one of few on the way to a divergence."""
        state = self._capture()
        if state.is_sound:
            self._sound, self._waymarks = state, (state,)
            return
        self._waymarks = (*self._waymarks, state)
        if len(self._waymarks) > MAX_WAYMARKS:
            self._waymarks = self._waymarks[::2]  # each second one: they stay evenly far apart

    def _capture(self) -> State:
        """Return copies of all that changes in a run; cheap enough for every call of `train`."""
        n_records, watch = self.history.mark
        meta = {
            "format": FORMAT,
            "config": self.config,
            "run_id": self.run_id,
            "step": self.step,
            "epoch": self.epoch,
            "position": self._position,
            "diverged": self.diverged,
            "stop_reason": self.stop_reason,
            "optimizer_steps": self.optimizer.n_steps,
            "shuffle": self._shuffle_rng.bit_generator.state,
            "dropout": self._dropout_rng.bit_generator.state,
            "frozen": np.flatnonzero(self.frozen),
            "losses": [finite(loss) for loss in self._progress],
            "watch": watch,
            "n_parameters": self.network.parameters.size,
            "memory": self._memory(),
            "n_order": len(self._order),
            "n_records": n_records,
        }
        parts = [self.network.parameters, *self.optimizer.buffers, self._order]
        return State(meta, [part.astype(np.float64) for part in parts], self.history, n_records)

    def _memory(self) -> list[list[str | int]]:
        """Return name and size of each vector that the optimizer remembers."""
        memory = zip(self.optimizer.memory, self.optimizer.buffers, strict=True)
        return [[name, vector.size] for name, vector in memory]

    def _put_back(self, unpacked: Unpacked) -> None:
        """Make this run, which has just begun, the one of a snapshot."""
        meta, parameters = unpacked.meta, self.network.parameters
        if unpacked.parameters.size != parameters.size:
            raise ValueError(f"{unpacked.parameters.size:,} parameters instead of {parameters.size:,}")
        parameters[...] = unpacked.parameters
        if meta["memory"] == self._memory():
            self.optimizer.n_steps = meta["optimizer_steps"]
            for vector, values in zip(self.optimizer.buffers, unpacked.memory, strict=True):
                vector[...] = values
        self.run_id = meta["run_id"] + 1
        self.step, self.epoch = meta["step"], meta["epoch"]
        self.diverged, self.stop_reason = meta["diverged"], meta["stop_reason"]
        self._shuffle_rng.bit_generator.state = meta["shuffle"]
        self._dropout_rng.bit_generator.state = meta["dropout"]
        self.frozen[meta["frozen"]] = True
        last, best, best_epoch = meta["losses"]
        last, best = (math.inf if loss is None else loss for loss in (last, best))
        self._progress = Progress(last, best, best_epoch)
        self._shuffle(unpacked.order.astype(np.intp), meta["position"])
        self.history = History(unpacked.history, meta["watch"])
