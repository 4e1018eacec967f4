"""One run: a network by the code in force, and its past, through which it can be moved.

Its bridge is of the version of the code in force; where the past had another, the way to it (way.py)
makes that. Knows nothing of whoever edits code.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Self, TypeAlias

from glassnet.arrays import Array
from glassnet.checks import ConfigError, integer, mapping
from glassnet.page.events import config_event
from glassnet.page.journal import Entry, Files, Journal
from glassnet.page.keyframes import Snapshot
from glassnet.page.parameter_path import ParameterPath
from glassnet.page.turns import Moment, Turn
from glassnet.page.way import Enter, Version, Way, arrived, way_to
from glassnet.page.wire import to_json
from glassnet.snapshot import config_of, history_of

FIRST = 1  # the id of the first entry

Params: TypeAlias = Mapping[str, Any]


class Run:
    """A bridge, the version of the code that it is of, and the journal."""

    def __init__(self, enter: Enter, version: Version, journal: Journal, bridge: Any) -> None:
        """Take a bridge that is where the journal says."""
        self._enter, self.version, self.journal, self.bridge = enter, version, journal, bridge
        self.events: list[dict[str, Any]] = []  # besides the bridge's
        self.parameter_path = ParameterPath()
        self.opened: Any = None  # the step that was recorded last, and where; the editor's

    @classmethod
    def begun(cls, enter: Enter, config: Params, views: Params, run_id: int = 0) -> Self:
        """Return the run of a configuration, by the code as it came."""
        version = enter({})
        bridge = version.commands.Bridge(version.commands.TrainingSession(config), views, run_id)
        params = {"config": bridge.session.config.as_dict()}
        return cls(
            enter, version, Journal(Entry(FIRST, None, 0, "configure", params, "", begins=True)), bridge
        )

    @classmethod
    def revived(cls, enter: Enter, journal: Journal, views: Params, run_id: int = 0) -> Self:
        """Return the run of a journal, where that says that it is; raises whatever goes wrong there."""
        version, session = arrived(way_to(enter, journal, journal.now))
        return cls(enter, version, journal, version.commands.Bridge(session, views, run_id))

    @classmethod
    def going_on(cls, enter: Enter, journal: Journal, files: Files, views: Params, run_id: int = 0) -> Self:
        """Return a run that goes on where its journal says, by other code than there."""
        keyframe = journal.keyframes[journal.now]
        version = enter(files)
        session = version.commands.TrainingSession.restored(*keyframe)
        run = cls(enter, version, journal, version.commands.Bridge(session, views, run_id))
        entry = journal.make_entry("edit_code", {}, "the code", code=version.files)
        journal.add(entry, keyframe)
        return run

    def forked(self, moment: Moment) -> Way:
        """Return another run with a past of its own, which is the same up to a moment."""
        self.journal.advance(self.session.step)
        self.journal.keep(self.journal.now, self.session.snapshot())
        other = self.journal.copy()
        other.place_at(moment)
        version, session = yield from way_to(self._enter, other, moment, self.version)
        bridge = version.commands.Bridge(session, asdict(self.bridge.views), self.bridge.run_id)
        run = type(self)(self._enter, version, other, bridge)
        run.events.append(run.code_event())
        run.parameter_path = self.parameter_path.copy()
        return run

    @property
    def session(self) -> Any:
        """The session in force."""
        return self.bridge.session

    @property
    def now(self) -> Moment:
        """The moment that the run is at."""
        self.journal.advance(self.session.step)
        return self.journal.now

    def edits(self) -> dict[str, Any]:
        """Return what was done by hand, and what can be undone and redone."""
        return {
            "frozen": [index for index, is_frozen in enumerate(self.session.frozen.tolist()) if is_frozen],
            "undo": self.journal.what_is_undone(),
            "redo": self.journal.what_is_redone(),
        }

    def changes(self) -> list[str]:
        """Return what was done to the run, so that configuration and seed alone do not make it."""
        self.journal.advance(self.session.step)
        return [f"{entry.what} at step {entry.step:,}" for entry in self.journal.changes()]

    def previous_history(self) -> Any:
        """Return the flat curves of the last run before this one, to compare with: None if of other data."""
        journal, dataset = self.journal, self.session.config.data.dataset
        entry = journal.beginning(journal.now.entry)
        while entry.parent is not None:
            snapshot = journal.keyframes.get(Moment(entry.parent, entry.step))
            if snapshot is None or config_of(snapshot)["data"]["dataset"] != dataset:
                return None
            table = history_of(snapshot)
            if table.shape[1] > 1:
                return table.ravel()
            entry = journal.beginning(entry.parent)  # of a run that was not trained nothing is known
        return None

    def sound_state(self) -> tuple[Moment, Snapshot]:
        """Return a moment with its state: now, or where a diverged run still was sound."""
        if not self.session.diverged:
            return self.now, self.session.snapshot()
        moment = self.sound_moment()
        _, session = arrived(way_to(self._enter, self.journal, moment, self.version))
        return moment, session.snapshot()

    # ------------------------------------------------------------------ training and looking

    def train(self, n_steps: int) -> bool:
        """Take steps; return whether the run may go on."""
        self._record_path()
        may_go_on = bool(self.bridge.train(n_steps))
        self._record_path()
        return may_go_on

    def look(self, seconds: float) -> str:
        """Go on for so long with what is made in slices; what it answers is the bridge's `look`."""
        return str(self.bridge.look(seconds, self._path))

    def _record_path(self) -> None:
        begun_by = self.journal.beginning(self.journal.now.entry).id
        self.parameter_path.record(begun_by, self.now, self.session.network.parameters)

    def _path(self) -> list[Array]:
        """Return parameters on the way to where the run is, oldest first."""
        now, n_parameters = self.now, self.session.network.parameters.size
        keyframes = {key: values[:n_parameters] for key, (_, values) in self.journal.keyframes.items()}
        return self.parameter_path.to(now, self.journal.path(now.entry), keyframes)

    # ------------------------------------------------------------------ telling

    def take_events(self) -> list[dict[str, Any]]:
        """Return what the page has not been told yet."""
        events, self.events = [*self.events, *self.bridge.take_events()], []
        for event in events:
            if event["type"] in ("topology", "config"):
                event["edits"] = self.edits()
            if event["type"] == "topology":
                event["previous_history"] = self.previous_history()
        return [*events, *self.journal.take_news()]

    def take_keyframe(self) -> dict[str, Any]:
        """Return where the run is now as a keyframe event, and keep it."""
        return self.journal.take_keyframe(self.now, self.session.snapshot())

    # ------------------------------------------------------------------ commands

    def do(self, name: str, params: Any) -> str:
        """Carry out a command; return its reply as JSON. A refused one changes nothing."""
        command = self.version.commands.COMMANDS[name]
        self.journal.advance(self.session.step)
        before = self.session.snapshot() if command.effect in ("starts_over", "changes") else None
        with self.bridge.all_or_nothing():
            views = self.bridge.views
            result = command.run(self.bridge, params)
            has_changed = before is not None or self.bridge.views != views
            if self.version.files and has_changed:
                self.bridge.check()  # what cannot be shown, or not begun again, is not done
            reply = {"ok": True, "effect": command.effect, "result": result}
            if command.effect == "trains":
                reply["n_steps"] = result.pop("n_steps")
            what = command.what(self.bridge, params)
            text = to_json(reply)
        if before is not None and what is not None:
            key = (name, what, *sorted(params)) if command.unless_repeated else None
            entry = self.journal.make_entry(name, params, what, begins=command.effect == "starts_over")
            self.journal.add(entry, before, key)
        return text

    def take_edit(
        self, version: Version, session: Any, at: Moment, before: Snapshot, *, begins: bool
    ) -> None:
        """Go on by another version of the code, with the session that it has made of a state `before`."""
        bridge = version.commands.Bridge(session, asdict(self.bridge.views), self.bridge.run_id)
        if at != self.now:
            self.journal.go_to(at)
        entry = self.journal.make_entry("edit_code", {}, "the code", begins=begins, code=version.files)
        self._take(version, bridge)
        self.journal.add(entry, before)

    # ------------------------------------------------------------------ moves

    def undo(self, params: Params) -> Way:
        """Take back the last change, and the training since then."""
        mapping("undo", params, ())
        yield from self._turn("undo", self.journal.undone(), self.journal.undo)

    def redo(self, params: Params) -> Way:
        """Make the change again that undo has taken back."""
        mapping("redo", params, ())
        yield from self._turn("redo", self.journal.redone(), self.journal.redo)

    def mark(self, entry: int, what: str, changes: Params) -> None:
        """Note what is said of a branch, and tell what can be undone now."""
        self.journal.mark(entry, what, **changes)
        self.events.append(config_event(self.session))

    def go_to(self, params: Params) -> Way:
        """Go to a moment of the past: after the entry `entry`, at `step` of it; `in_passing` to others."""
        mapping("go_to", params, ("entry", "step", "in_passing"))
        moment, in_passing = self.moment(params), params.get("in_passing", False)
        if not isinstance(in_passing, bool):
            raise ConfigError("in_passing", "must be true or false", in_passing)
        yield from self._go(moment, lambda: self.journal.go_to(moment), in_passing=in_passing)

    def restore_finite(self, params: Params) -> Way:
        """Bring a diverged run back to its last state with sound parameters."""
        mapping("restore_finite", params, ())
        if not self.session.diverged:
            raise ConfigError("run", "must have diverged before it can be brought back", "not diverged")
        moment = self.sound_moment()
        yield from self._go(moment, lambda: self.journal.go_to(moment))

    def moment(self, params: Params) -> Moment:
        """Return the moment that parameters name; what is left out is as it is now. Raises ConfigError."""
        now, entries = self.now, self.journal.entries
        entry = params.get("entry", now.entry)
        if isinstance(entry, bool) or not isinstance(entry, int) or entry not in entries:
            raise ConfigError("entry", "must be the number of an entry of the journal", entry)
        first = entries[entry].first_step
        last = self.journal.reached[entry]
        return Moment(entry, integer("step", params.get("step", last), (first, last)))

    def sound_moment(self) -> Moment:
        """Return the moment where a diverged run still was sound."""
        journal, step = self.journal, int(json.loads(self.session.checkpoint()[0])["step"])
        path = journal.path(self.now.entry)
        if step == self.session.step:  # it had diverged when it was restored: only keyframes know more
            sound = [key for key, (meta, _) in journal.keyframes.items() if not json.loads(meta)["diverged"]]
            for entry in path[::-1]:
                steps = [key.step for key in sound if key.entry == entry.id and key.step < step]
                if steps or entry.begins:
                    return Moment(entry.id, max(steps, default=entry.first_step))
        entry = next(entry for entry in path[::-1] if entry.begins or entry.step <= step)
        return Moment(entry.id, step)

    def _turn(self, name: str, turn: Turn | None, note: Callable[[], None]) -> Way:
        """Go where undo or redo leads."""
        if turn is None:
            raise ConfigError(name, "is possible only after a change", None)
        if isinstance(turn, Moment):
            yield from self._go(turn, note)
        else:
            note()
            self.events.append(config_event(self.session))

    def _go(self, moment: Moment, note: Callable[[], None], *, in_passing: bool = False) -> Way:
        """Go to a moment; `note` tells the journal. If anything is raised, the run is where it was."""
        now, was = self.now, self.session.snapshot()
        version, session = yield from way_to(self._enter, self.journal, moment, self.version)
        session.set_training({"speed": self.session.config.training.speed})  # the pace is not the run's
        if version is self.version:
            begins = self.journal.beginning(moment.entry) is not self.journal.beginning(now.entry)
            if begins or session.diverged:
                self.bridge.replace_session(session)
            else:
                self.bridge.show_moment(session, in_passing=in_passing)
        else:
            views = asdict(self.bridge.views)
            self._take(version, version.commands.Bridge(session, views, self.bridge.run_id))
        if now.step == self.journal.reached[now.entry]:  # so that the way back is short; others are near one
            self.journal.keep(now, was)
        note()

    def _take(self, version: Version, bridge: Any) -> None:
        self.version, self.bridge = version, bridge
        self.events.append(self.code_event())

    def code_event(self) -> dict[str, Any]:
        """Return which version of the code is in force."""
        return {"type": "code", "edited": sorted(self.version.files), "files": self.version.files}


MOVES: dict[str, Callable[[Run, Params], Way]] = {
    "undo": Run.undo,
    "redo": Run.redo,
    "go_to": Run.go_to,
    "restore_finite": Run.restore_finite,
}
