"""A network in training as the page sees it: a session, what is looked at of it, events not yet told.

One is made by every version of the code that a run goes through. It knows no past and no JSON.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from glassnet.checks import finite
from glassnet.config import Config
from glassnet.page.catalog import catalog
from glassnet.page.events import (
    config_event,
    costly_view,
    dataset_event,
    divergence_event,
    state_event,
    topology_event,
)
from glassnet.page.loss_work import GetPath, LossWork
from glassnet.page.remark_watch import RemarkWatch
from glassnet.page.view_pace import ViewPace
from glassnet.page.views import CALM_VIEWS, REST_SIZES, VIEW_SIZES, Views
from glassnet.session import TrainingSession


class Bridge:
    """One session, what the page wants to see of it, and the events that it has not yet been sent."""

    def __init__(self, session: TrainingSession, views: Mapping[str, Any], run_id: int = 0) -> None:
        """Show a session, under an id above `run_id`. Views that do not fit it are left closed."""
        self.session = session
        self.run_id = run_id
        self.views = Views().fitting(views, session)
        self.events: list[dict[str, Any]] = [{"type": "catalog", "catalog": catalog()}]
        self._pace = ViewPace(VIEW_SIZES, CALM_VIEWS, REST_SIZES)
        self._is_training = False
        self.replace_session(session)

    def replace_session(self, session: TrainingSession) -> None:
        """Show another session, and queue what a page needs to draw it from its beginning.

        It gets an id above all before it. If anything is raised, the one before stays.
        """
        views = self.views.fitted(session)
        run_id = session.run_id = max(self.run_id + 1, session.run_id)
        events = [topology_event(session), dataset_event(session)]
        self.session, self.views, self.run_id = session, views, run_id
        self.events = [*self.events, *events]
        self._pace.restart()
        self._loss_work = LossWork()
        self._remarks = RemarkWatch()
        self.refresh()

    def show_moment(self, session: TrainingSession, *, in_passing: bool) -> None:
        """Show another moment of the same run: its state is all that a page needs to draw it.

        In passing, that has views as coarse as while it trains; `finish_views` lets the next have finer ones.
        """
        self.run_id = session.run_id = max(self.run_id + 1, session.run_id)
        self.session = session
        self.emit(config_event(session))
        self._is_training, self._pace.is_final = False, not in_passing
        self._loss_work = LossWork()
        self._remarks = RemarkWatch()
        self.refresh()

    def start_over(self, config: Config) -> None:
        """Begin the run of a configuration."""
        self.replace_session(self.session.begun(config))

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Take back what the block has done to the session, the views and the events, if it raises."""
        session = self.session
        owners = [(owner, dict(vars(owner))) for owner in (self, session)]
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
        self._is_training, self._pace.is_final = True, False
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

    def announce_edits(self) -> None:
        """Queue the configuration and what is frozen, after a change that did not start over."""
        self.emit(config_event(self.session))
        self._remarks.look_again()
        self.refresh()

    def announce_parameter(self) -> None:
        """Do the same after a parameter was set by hand, of which no record knows yet."""
        self.announce_edits()
        self._loss_work = LossWork()
        self._remarks.wait_for_newer(self.session)

    def emit(self, event: dict[str, Any]) -> None:
        """Queue an event for the page."""
        self.events = [*self.events, event]

    def take_events(self) -> list[dict[str, Any]]:
        """Return the queued events."""
        events, self.events = self.events, []
        return events

    def refresh(self) -> None:
        """Make everything due again, whether or not it has changed."""
        self._history_mark: Any = None
        self._pace.renew()

    def check(self) -> None:
        """Raise what the next state would, or another beginning of the run, where edited code fails."""
        state_event(self.session, self.views)
        for name, sizes in VIEW_SIZES.items():
            if getattr(self.views, name):
                costly_view(name, self.session, self.views, sizes[0])
        self.session.begun(self.session.config)

    def finish_views(self) -> bool:
        """Let the next state have all open views, as fine as can be: nothing trains. Return if it had not."""
        was_final = self._pace.is_final
        self._is_training, self._pace.is_final = False, True
        self._pace.hurry()
        return not was_final

    def look(self, seconds: float, get_path: GetPath) -> str:
        """Go on with the view that is made in slices, for so long.

        `get_path` makes the run's path of parameters. Return "closed" if it is not asked for, "news"
        if there is something to tell, else "more" if there is more to do, else "rest".
        """
        asked, work = self.views.loss_surface, self._loss_work
        if asked is None:
            return "closed"
        has_more = work.go_on(self.session, asked, get_path, seconds, is_final=self._pace.is_final)
        return "news" if work.part is not None else "more" if has_more else "rest"

    def take_state(self) -> dict[str, Any]:
        """Return a state event; its costly parts and the history are there when due."""
        event = {**state_event(self.session, self.views), "is_final": self._pace.is_final}
        for name in VIEW_SIZES:
            if getattr(self.views, name):
                self._show(name, event)
        if self.views.loss_surface is None:
            self._loss_work.restart()  # it is made anew when it is opened again
        event["loss_surface"] = self._loss_work.take()
        if self.session.history.mark != self._history_mark:
            self._history_mark = self.session.history.mark
            event["history"] = self.session.history.table().ravel()
        remark = self._remarks.remark(self.session, is_final=not self._is_training)
        if remark is not None:
            event["remark"] = {"kind": remark.kind, "message": remark.message}
        return event

    def _show(self, name: str, event: dict[str, Any]) -> None:
        """Put a costly view into a state event, if it is due: at rest twice, if it may be finer still."""
        pace, step = self._pace, self.session.step
        while pace.is_due(name, step, started := time.perf_counter()):
            event[name] = costly_view(name, self.session, self.views, pace.size(name))
            ended = time.perf_counter()
            pace.note(name, step, ended, ended - started)
