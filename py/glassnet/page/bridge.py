"""What the worker talks to: JSON text in, JSON text out, big arrays beside it in memory.

An array inside an event is replaced by `{"dtype", "address", "length"}`; the bridge keeps it alive
until the next call, and the worker copies it out of memory. Nothing else crosses the border, so
that there is no proxy to destroy. Every call has its own clock-free meaning: pacing, threads and
messages are the worker's business.
"""

import json
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from glassnet.arrays import AnyArray
from glassnet.checks import ConfigError, finite
from glassnet.config import Config
from glassnet.page.catalog import catalog
from glassnet.page.commands import COMMANDS
from glassnet.page.events import (
    config_event,
    costly_view,
    dataset_event,
    divergence_event,
    state_event,
    topology_event,
)
from glassnet.page.remark_watch import RemarkWatch
from glassnet.page.view_pace import ViewPace
from glassnet.page.views import CALM_VIEWS, VIEW_SIZES, Views
from glassnet.session import TrainingSession
from glassnet.snapshot import Snapshot

MAX_UNDO = 30


class Origin(NamedTuple):
    """Where a run comes from, whatever it has gone through since: code, workers, undo."""

    begun: int | None = None  # the run id with which it began; None: it begins now
    previous: AnyArray | None = None  # flat history of the run before it on the same dataset, to compare with


class Change(NamedTuple):
    """Something that undo or redo can bring back."""

    what: str
    snapshot: Snapshot  # the state to go back to
    origin: Origin
    code: Any = None  # the code that goes with it, as the host keeps it; None: the code in force


class Bridge:
    """One session, what the page wants to see of it, and the events that it has not yet been sent."""

    def __init__(
        self,
        config_json: str,
        views_json: str = "{}",
        snapshot: tuple[str, Any] | None = None,
        *,
        origin: tuple[int | None, AnyArray | None] = (None, None),
        training: Mapping[str, Any] | None = None,
        run_id: int = 0,
    ) -> None:
        """Begin with a configuration, or go on from a snapshot (meta text and float64 values).

        `training` are settings that have changed since the snapshot. Runs get ids above `run_id`,
        the highest that the page has seen. Views that do not fit the run are left closed.
        """
        if snapshot is None:
            self.session = TrainingSession(Config.parse(json.loads(config_json)))
        else:
            self.session = TrainingSession.restored(snapshot[0], np.asarray(snapshot[1], dtype=np.float64))
        if training:
            self.session.set_training(training)
        self._run_id = run_id
        self.views = Views().fitting(json.loads(views_json), self.session)
        self._pace = ViewPace(VIEW_SIZES, CALM_VIEWS)
        self._events: list[dict[str, Any]] = [{"type": "catalog", "catalog": catalog()}]
        self._arrays: list[AnyArray] = []
        self._last_change: tuple[str, int, int] | None = None
        self._done: list[Change] = []  # what undo would take back, and the state before it
        self._undone: list[Change] = []
        self._begin(self.session, [], [], Origin(*origin))

    def command(self, name: str, params_json: str, others: Iterable[str] = ()) -> str:
        """Run a command and return its reply without an id; a rejected command changes nothing.

        `others` are the commands that somebody else answers, for whoever asks for one that there is not.
        """
        try:
            if name not in COMMANDS:
                names = ", ".join([*COMMANDS, *others])
                return _reply_error("unknown_command", f"There is no command {name!r}; there are {names}.")
            with self._all_or_nothing():
                return json.dumps({"ok": True, "result": COMMANDS[name](self, json.loads(params_json))})
        except ConfigError as error:
            return _reply_error(
                "invalid", f"{error}.", field=error.field, rule=error.rule, value=_plain(error.value)
            )
        except Exception as error:  # whatever it is, the page gets a plain value and training goes on
            return _reply_error(
                "python", f"{type(error).__name__}: {error}", traceback=traceback.format_exc()
            )

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Take back what the block has done to the run, its past, the views and the events, if it raises."""
        session = self.session
        owners: list[tuple[object, dict[str, Any]]] = [
            (
                owner,
                {
                    name: list(value) if isinstance(value, list) else value
                    for name, value in vars(owner).items()
                },
            )
            for owner in (self, session)
        ]
        parameters, frozen = session.network.parameters.copy(), session.frozen.copy()
        try:
            yield
        except BaseException:
            for owner, values in owners:
                vars(owner).update(values)
            session.network.parameters[...] = parameters
            session.frozen[...] = frozen
            raise

    def train(self, n_steps: int) -> bool:
        """Take steps; return whether the run may go on."""
        self._pace.is_final = False
        self.session.train(n_steps)
        if self.session.diverged:
            self.emit(divergence_event(self.session))
        return not self.session.diverged and self.session.stop_reason is None

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

    def start_run(self, config: Config, what: str) -> None:
        """Start over and announce the new run; undo takes back `what`."""
        change = Change(what, self.session.snapshot(), self.origin)
        session = self.session.begun(config)
        self._begin(session, _with(self._done, change), [], _origin_after(self, session))

    @contextmanager
    def remembering(self, what: str, *, unless_repeated: bool = False) -> Iterator[None]:
        """Make the state before the block the one that undo goes back to, once the block has changed it.

        With `unless_repeated` a second change of the same, with no step between, is one change.
        """
        key = (what, self.session.step, self.session.run_id)
        is_new = not unless_repeated or self._last_change != key
        change = Change(what, self.session.snapshot(), self.origin) if is_new else None
        yield
        self._last_change = key
        if change is not None:
            self._done, self._undone = _with(self._done, change), []

    def undo(self) -> None:
        """Go back to before the last change, or raise ConfigError."""
        self._exchange(self._done, self._undone, "undo")

    def redo(self) -> None:
        """Make the change that undo took back, or raise ConfigError."""
        self._exchange(self._undone, self._done, "redo")

    def _exchange(self, source: list[Change], target: list[Change], name: str) -> None:
        """Restore the last state of `source`; the one in force goes to `target`."""
        if not source:
            raise ConfigError(name, "is possible only after a change", None)
        change = source[-1]
        now = Change(change.what, self.session.snapshot(), self.origin)
        left, more = source[:-1], [*target, now]
        past = (left, more) if name == "undo" else (more, left)
        self.replace_session(change.snapshot, *past, origin=change.origin)

    def next_change(self, name: str) -> Change | None:
        """Return what `undo` or `redo` would bring back; with other code, that is for the host to do."""
        changes = self._done if name == "undo" else self._undone
        return changes[-1] if changes else None

    def replace_session(
        self,
        snapshot: Snapshot,
        done: list[Change] | None = None,
        undone: list[Change] | None = None,
        *,
        origin: Origin | None = None,
    ) -> None:
        """Go on from a snapshot, and with another past; the speed stays as it is."""
        session = TrainingSession.restored(*snapshot)
        session.set_training({"speed": self.session.config.training.speed})
        done = self._done if done is None else done
        undone = self._undone if undone is None else undone
        self._begin(session, done, undone, origin or self.origin)

    def edits(self) -> dict[str, Any]:
        """Return what has been done by hand, and what can be undone and redone."""
        return _edits(self.session, self._done, self._undone)

    def take_over(self, other: Any, what: str, before: tuple[Snapshot, Any], *, begins: bool) -> None:
        """Go on for another generation's bridge, or begin after its run.

        Undo leads back to what was `before`: a snapshot, and the code.
        """
        snapshot, code = before
        origin = _origin_after(other, self.session) if begins else other.origin
        self._follow(other, _with(other._done, Change(what, snapshot, other.origin, code)), [], origin)

    def take_back(self, other: Any, name: str, code: Any) -> None:
        """Go on for another generation's bridge, by its `undo` or `redo` of a change of the code."""
        done, undone = list(other._done), list(other._undone)
        source, target = (done, undone) if name == "undo" else (undone, done)
        change = source.pop()
        target.append(Change(change.what, other.session.snapshot(), other.origin, code))
        self.session.set_training({"speed": other.session.config.training.speed})
        self._follow(other, done, undone, change.origin)

    def _follow(self, other: Any, done: list[Change], undone: list[Change], origin: Origin) -> None:
        self._run_id = other._run_id
        self._events = [event for event in self._events if event["type"] == "catalog"]
        self._begin(self.session, done, undone, origin)

    def announce_edits(self) -> None:
        """Queue the configuration and the edits in force, after a change that did not start over."""
        self.emit(config_event(self.session, self.edits()))
        self._remarks.look_again()
        self.refresh()

    def announce_parameter(self) -> None:
        """Do the same after a parameter was set by hand, of which no record knows yet."""
        self.announce_edits()
        self._remarks.wait_for_newer(self.session)

    def emit(self, event: dict[str, Any]) -> None:
        """Queue an event for the page."""
        self._events.append(event)

    def refresh(self) -> None:
        """Make everything due again, whether or not it has changed."""
        self._history_mark: Any = None
        self._pace.renew()

    def take_events(self) -> str:
        """Return the queued events as a JSON list; their arrays stay alive until the next take."""
        events, self._events, self._arrays = self._events, [], []
        return json.dumps(events, default=self._address)

    def take_state(self) -> str:
        """Return a state event as JSON; its costly parts and the history are there when due."""
        event = state_event(self.session, self.views)
        for name in VIEW_SIZES:
            if getattr(self.views, name):
                self._show(name, event)
        if self.session.history.mark != self._history_mark:
            self._history_mark = self.session.history.mark
            event["history"] = self.session.history.table().ravel()
        remark = self._remarks.remark(self.session, is_final=self._pace.is_final)
        if remark is not None:
            event["remark"] = {"kind": remark.kind, "message": remark.message}
        self._arrays = []
        return json.dumps(event, default=self._address)

    def _show(self, name: str, event: dict[str, Any]) -> None:
        """Put a costly view into a state event, if it is due."""
        pace, step = self._pace, self.session.step
        started = time.perf_counter()
        if not pace.is_due(name, step, started):
            return
        event[name] = costly_view(name, self.session, self.views, pace.size(name))
        ended = time.perf_counter()
        pace.note(name, step, ended, ended - started)

    def finish_views(self) -> None:
        """Let the next state have all open views, as fine as can be: training has ended."""
        self._pace.is_final = True
        self._pace.hurry()

    def take_snapshot(self) -> str:
        """Return a snapshot event as JSON."""
        meta, values = self.session.snapshot()
        self._arrays = []
        begun, previous = self.origin
        event = {"type": "snapshot", "run_id": self.session.run_id, "meta": meta, "values": values}
        event |= {"begun": begun, "previous_history": previous}
        return json.dumps(event, default=self._address)

    def _begin(
        self, session: TrainingSession, done: list[Change], undone: list[Change], origin: Origin
    ) -> None:
        """Put a session and a past in force, and queue what a page needs to draw the run from its beginning.

        The run begins or goes on, under an id above all before it. If anything is raised, the session,
        the past and the views before stay in force.
        """
        views = self.views.fitted(session)
        run_id = session.run_id = max(self._run_id + 1, session.run_id)
        if origin.begun is None:
            origin = origin._replace(begun=run_id)
        events = [topology_event(session, _edits(session, done, undone), *origin), dataset_event(session)]
        self._run_id, self.origin = run_id, origin
        self.session, self.views, self._done, self._undone = session, views, done, undone
        self._last_change = None
        self._events += events
        self._pace.restart()
        self._remarks = RemarkWatch()
        self.refresh()

    def _address(self, array: object) -> dict[str, Any]:
        """Return where an array is in memory."""
        if not isinstance(array, np.ndarray):
            raise TypeError(f"cannot send a {type(array).__name__}")
        self._arrays.append(array)
        return describe(array, address=array.__array_interface__["data"][0])


def _origin_after(old: Any, session: TrainingSession) -> Origin:
    """Return the origin of a run that begins after another bridge's, which counts if it has been trained."""
    if old.session.config.data.dataset != session.config.data.dataset:
        return Origin()
    table = old.session.history.table()
    return Origin(None, table.ravel() if table.shape[1] > 1 else old.origin.previous)


def _with(done: list[Change], change: Change) -> list[Change]:
    """Return the changes that can be undone after one more."""
    return [*done[1 - MAX_UNDO :], change]


def _edits(session: TrainingSession, done: list[Change], undone: list[Change]) -> dict[str, Any]:
    """Return what has been done to a session by hand, and what can be undone and redone."""
    return {
        "frozen": np.flatnonzero(session.frozen).tolist(),
        "undo": done[-1].what if done else None,
        "redo": undone[-1].what if undone else None,
    }


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
