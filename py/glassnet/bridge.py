"""What the worker talks to: JSON text in, JSON text out, big arrays beside it in memory.

An array inside an event is replaced by `{"dtype", "address", "length"}`; the bridge keeps it alive
until the next call, and the worker copies it out of memory. Nothing else crosses the border, so
that there is no proxy to destroy. Every call has its own clock-free meaning: pacing, threads and
messages are the worker's business.
"""

import json
import time
import traceback
from typing import Any

import numpy as np

from glassnet.arrays import AnyArray
from glassnet.catalog import catalog
from glassnet.commands import COMMANDS
from glassnet.config import Config, ConfigError, finite
from glassnet.events import Views, dataset_event, state_event, topology_event
from glassnet.session import TrainingSession

GRID_SHARE = 0.04  # of the time may go into the grid; chosen by eye: still 10 to 60 grids a second


class Bridge:
    """One session, what the page wants to see of it, and the events that it has not yet been sent."""

    def __init__(
        self, config_json: str, views_json: str = "{}", snapshot: tuple[str, Any] | None = None
    ) -> None:
        """Begin with a configuration, or go on from a snapshot (meta text and float64 values)."""
        if snapshot is None:
            self.session = TrainingSession(Config.parse(json.loads(config_json)))
        else:
            self.session = TrainingSession.restored(snapshot[0], np.asarray(snapshot[1], dtype=np.float64))
        self.views = Views().updated(json.loads(views_json), self.session.config.data.n_samples)
        self._events: list[dict[str, Any]] = [{"type": "catalog", "catalog": catalog()}]
        self._arrays: list[AnyArray] = []
        self._grid_at = 0.0
        self._announce()

    def command(self, name: str, params_json: str) -> str:
        """Run a command and return its reply without an id; a rejected command changes nothing."""
        try:
            if name not in COMMANDS:
                return _reply_error(
                    "unknown_command", f"There is no command {name!r}; there are {', '.join(COMMANDS)}."
                )
            return json.dumps({"ok": True, "result": COMMANDS[name](self, json.loads(params_json))})
        except ConfigError as error:
            return _reply_error(
                "invalid", f"{error}.", field=error.field, rule=error.rule, value=_plain(error.value)
            )
        except Exception as error:  # whatever it is, the page gets a plain value and training goes on
            return _reply_error(
                "python", f"{type(error).__name__}: {error}", traceback=traceback.format_exc()
            )

    def train(self, n_steps: int) -> bool:
        """Take steps; return whether the run may go on."""
        self.session.train(n_steps)
        return not self.session.diverged

    @property
    def speed(self) -> float:
        """Steps per second that are allowed; infinity is full speed."""
        speed = self.session.config.training.speed
        return float("inf") if speed is None else speed

    def status(self) -> dict[str, Any]:
        """Return the part of every answer that says where training stands."""
        state = self.session.state()
        del state["parameters"]
        return {name: finite(value) if isinstance(value, float) else value for name, value in state.items()}

    def status_json(self) -> str:
        """Return `status` as JSON text."""
        return json.dumps(self.status())

    def start_run(self, config: Config) -> None:
        """Start over and announce the new run."""
        self.session.configure(config)
        if self.views.sample is not None and self.views.sample >= config.data.n_samples:
            self.views = Views(self.views.grid, 0)
        self._announce()

    def emit(self, event: dict[str, Any]) -> None:
        """Queue an event for the page."""
        self._events.append(event)

    def refresh(self) -> None:
        """Make everything due again, whether or not it has changed."""
        self._grid_step = self._history_epoch = -1
        self._grid_at = 0.0

    def take_events(self) -> str:
        """Return the queued events as a JSON list; their arrays stay alive until the next take."""
        events, self._events, self._arrays = self._events, [], []
        return json.dumps(events, default=self._address)

    def take_state(self) -> str:
        """Return a state event as JSON; its grid and history are there when due."""
        history = self.session.history.last_epoch != self._history_epoch
        grid = (
            self.views.grid and self.session.step != self._grid_step and time.perf_counter() >= self._grid_at
        )
        started = time.perf_counter()
        event = state_event(self.session, self.views, grid=grid, history=history)
        if grid:
            now = time.perf_counter()
            self._grid_at, self._grid_step = now + (now - started) / GRID_SHARE, self.session.step
        self._history_epoch = self.session.history.last_epoch
        self._arrays = []
        return json.dumps(event, default=self._address)

    def finish_grid(self) -> None:
        """Let the next state have its grid, however short ago the last was."""
        self._grid_at = 0.0

    def take_snapshot(self) -> str:
        """Return a snapshot event as JSON."""
        meta, values = self.session.snapshot()
        self._arrays = []
        event = {"type": "snapshot", "run_id": self.session.run_id, "meta": meta, "values": values}
        return json.dumps(event, default=self._address)

    def _announce(self) -> None:
        """Queue what a page needs to draw a run from its beginning."""
        self._events += [topology_event(self.session), dataset_event(self.session)]
        self.refresh()

    def _address(self, array: object) -> dict[str, Any]:
        """Return where an array is in memory."""
        if not isinstance(array, np.ndarray):
            raise TypeError(f"cannot send a {type(array).__name__}")
        self._arrays.append(array)
        return describe(array, address=array.__array_interface__["data"][0])


def describe(array: AnyArray, **where: object) -> dict[str, Any]:
    """Return an array as JSON carries it: its type, its length and where its numbers are."""
    return {"dtype": str(array.dtype), "length": array.size, **where}


def _plain(value: object) -> object:
    """Return a rejected value as JSON can carry it."""
    return (
        value
        if value is None or (isinstance(value, bool | int | float | str) and value == value)
        else repr(value)[:200]
    )


def _reply_error(code: str, message: str, **more: object) -> str:
    """Return a refusal as JSON."""
    return json.dumps({"ok": False, "error": {"code": code, "message": message, **more}})


def make_bridge(config_json: str, views_json: str, meta: str | None = None, values: Any = None) -> Bridge:
    """Return a bridge for the worker; `values` is a JavaScript Float64Array there."""
    snapshot = None if meta is None else (meta, values.to_py())
    return Bridge(config_json, views_json, snapshot)
