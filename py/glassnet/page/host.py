"""What the worker talks to: runs, the commands about them and their code, and what the page is told.

JSON text in, JSON text out (wire.py). This module and those that `Editor` watches over are never
edited, however many versions of the code there are.
"""

import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from glassnet.checks import ConfigError, mapping
from glassnet.live import sources
from glassnet.live.commands import CODE_COMMANDS, Code
from glassnet.live.edits import Editor, RefusedError
from glassnet.live.guards import code_error, printing_to, with_place
from glassnet.page import branches, commands, journal, keyframes, replies, run, turns, way, wire
from glassnet.page.journal import Journal
from glassnet.page.replies import PENDING, carried_out, failed, is_refusal, refused
from glassnet.page.run import FIRST, MOVES, Params, Run
from glassnet.page.turns import Moment
from glassnet.page.way import Way
from glassnet.page.wire import Wire

UNEDITED = [branches, journal, keyframes, replies, run, turns, way, wire]
AS_IT_CAME = sources.Generation({}, commands, sources.loaded())  # before anybody has edited it


class Host:
    """The runs of a worker, by name."""

    def __init__(self, given: Sequence[Params], run_id: int = 0) -> None:
        """Begin runs, or go on with them (`BootRun` in js/protocol.js), under ids above `run_id`."""
        self.editor = Editor(AS_IT_CAME)
        self.wire = Wire()
        self._queue: list[dict[str, Any]] = []
        self._ways: dict[str, Way] = {}  # of runs on the way to a moment; they return the reply
        self.opening: dict[str, set[str]] = {}  # files of whose code one is that comes in a run's place
        self.runs: dict[str, Run] = {each["run"]: self._begun(each, run_id) for each in given}
        self.editor.watch_over([*UNEDITED, sys.modules[__name__]])

    def _begun(self, given: Params, run_id: int) -> Run:
        """Return a run as the page wants to have it."""
        config, views, past = given["config"], given["views"], given["journal"]
        if past is None:
            return Run.begun(self.editor.enter, config, views, run_id)
        kept = [
            (Moment(each["entry"], each["step"]), (each["meta"], each["values"]))
            for each in past["keyframes"]
        ]
        whole = Journal.from_plain(past, kept)
        if given["failed"] is not None:
            return self._without_last_edit(given, whole, run_id)
        return self._revived(given, whole, run_id)

    def _revived(self, given: Params, past: Journal, run_id: int) -> Run:
        """Return a run where its journal says; code that does not start is left out, and told of."""
        while True:
            edit = past.latest_edit()
            try:
                return Run.revived(self.editor.enter, past, given["views"], run_id)
            except BaseException as error:
                self.editor.enter({})
                failure = code_error(error, ran=False)
                if past.now == Moment(FIRST, 0):
                    raise
                before = Moment(edit.parent, edit.step) if edit and edit.parent else Moment(FIRST, 0)
                past.go_to(before)
                past.forward = []
                files = past.code(before.entry)
                self._tell(given["run"], {"type": "code", "edited": sorted(files), "files": files})
                self._tell(given["run"], {"type": "error", "error": failure})

    def _without_last_edit(self, given: Params, past: Journal, run_id: int) -> Run:
        """Return a run without the edit that has failed, but with what was done since then.

        What was trained since is kept if the edit has been good for long.
        """
        edit = past.latest_edit()
        if edit is None or edit.parent is None:
            return self._revived(given, past, run_id)
        if given["failed"]["keeps"]:
            try:
                return Run.going_on(self.editor.enter, past, past.code(edit.parent), given["views"], run_id)
            except BaseException:
                self.editor.enter({})  # what it has trained does not fit the code before
        path = past.path(past.now.entry)
        past.go_to(Moment(edit.parent, edit.step))
        past.forward = []
        revived = self._revived(given, past, run_id)
        for entry in path[path.index(edit) + 1 :]:
            try:
                with printing_to(self.editor.log):
                    revived.do(entry.command, entry.params)
            except BaseException as error:
                message = f"The code in force cannot do what is set ({error}), so an older run goes on."
                self._tell(
                    given["run"], {"type": "error", "error": {"code": "older_run", "message": message}}
                )
        return revived

    def command(self, run: str, name: str, params_json: str, file: Any = None) -> str:
        """Run a command and return its reply without an id; a refused one changes nothing.

        `file` is the parameter of that name, a JavaScript Uint8Array. `{"pending": true}`: the run is on
        its way, and `go_on` is to be called for the reply.
        """
        try:
            one = self._run_of(run)
            params = wire.from_json("params", params_json)
            if file is not None:
                params = {**(params or {}), "file": bytes(file.to_py())}
            if name in one.version.commands.COMMANDS:
                with printing_to(self.editor.log):
                    return one.do(name, params)
            if name in CODE_COMMANDS:
                command = CODE_COMMANDS[name]
                result = command.run(name, Code(self.editor, one), params)
                return self.wire.text({"ok": True, "effect": command.effect, "result": result})
            if name in (*MOVES, *RUN_COMMANDS):
                self._ways[run] = (
                    self._moved(one, name, params) if name in MOVES else RUN_COMMANDS[name](self, run, params)
                )
                return self.go_on(run)
        except RefusedError as error:
            return refused(error.args[0])
        except BaseException as error:
            return self._failed(run, name, error)
        names = ", ".join([*commands.COMMANDS, *MOVES, *RUN_COMMANDS, *CODE_COMMANDS])
        message = f"There is no command {name!r:.80}; there are {names}."
        told = {"rule": f"must be one of {names}", "value": name}
        return refused({"code": "unknown_command", "message": message, **told})

    def _failed(self, run: str, name: str, error: BaseException) -> str:
        """Return the reply to a command that has raised; edited code is blamed where it was on the way."""
        one = self.runs.get(run)
        if one is None or is_refusal(error) or not self.editor.blames(error, one.version.files):
            return failed(error)
        self.editor.repair()
        if name in CODE_COMMANDS or not isinstance(error, Exception):
            return refused(code_error(error, ran=True))
        return failed(error, with_place(error))

    def go_on(self, run: str) -> str:
        """Train on the way to a moment for a while; return the reply, or that it is pending."""
        one, opening = self._run_of(run), self.opening.get(run, set())
        try:
            with printing_to(self.editor.log):
                next(self._ways[run])
            return PENDING
        except StopIteration as end:
            del self._ways[run]
            return str(end.value)
        except BaseException as error:
            del self._ways[run]
            one.version.put_in_force()
            files = {file for entry in one.journal.entries.values() for file in entry.code or ()} | opening
            if is_refusal(error) or not self.editor.blames(error, files):
                return failed(error)
            self.editor.repair()
            return refused(code_error(error, ran=True))

    def _moved(self, one: Run, name: str, params: Params) -> Way:
        """Return the reply to a move of a run, once it has arrived."""
        before, session = one.version, one.session
        yield from MOVES[name](one, params)
        answer = {**one.bridge.status(), **one.edits(), "entry": one.now.entry}
        if one.session is session:
            return carried_out("asks", answer)  # it has not moved: what is said of branches is another
        if one.version is before:
            return carried_out("starts_over", answer)
        return carried_out("changes", {**answer, "edited": sorted(one.version.files)})

    def fork(self, run: str, params: Params) -> Way:
        """Begin another run, named `as`, with the past of this one up to a moment."""
        mapping("fork", params, ("as", "entry", "step"))
        name = params.get("as")
        if not isinstance(name, str) or not re.fullmatch("[a-z]{1,8}", name) or name in self.runs:
            raise ConfigError("as", "must be a name of 1 to 8 small letters that no run has", name)
        one = self.runs[run]
        other = yield from one.forked(one.moment(params))
        self.runs[name] = other
        return carried_out("asks", {**other.bridge.status(), "run": name, "entry": other.now.entry})

    def close_run(self, run: str, params: Params) -> Way:
        """Give up a run; the last one stays."""
        mapping("close_run", params, ())
        if len(self.runs) == 1:
            raise ConfigError("run", "must stay: it is the only one", run)
        del self.runs[run]
        self._tell(run, {"type": "closed"})
        yield from ()
        return carried_out("closes", {})

    def needs_library(self, name: str) -> bool:
        """Return whether a command needs more of the standard library than a start."""
        return name in (*CODE_COMMANDS, *FILE_COMMANDS)

    def train(self, run: str, n_steps: int) -> bool:
        """Take steps; return whether the run may go on."""
        one = self._run_of(run)
        if not one.version.files:
            return one.train(n_steps)
        try:
            with printing_to(self.editor.log):
                may_go_on = one.train(n_steps)
            self.editor.refuse_changes()
        except BaseException as error:
            is_edits = self.editor.blames(error, one.version.files)
            self.editor.repair()
            failure = code_error(error, ran=is_edits)
            self._tell(run, {"type": "error", "error": failure if is_edits else failure | {"code": "python"}})
            return False
        return may_go_on

    def speed(self, run: str) -> float:
        """Return the steps per second that are allowed; infinity is full speed."""
        return float(self.runs[run].bridge.speed)

    def status_json(self, run: str) -> str:
        """Return where training stands, as JSON text."""
        return wire.to_json(self.runs[run].bridge.status())

    def take_events(self) -> str:
        """Return the queued events of all runs as a JSON list; arrays stay alive until the next text."""
        events, self._queue = self._queue, []
        if text := self.editor.log.take():
            events.append({"type": "log", "run": next(iter(self.runs)), "text": text})
        for name, one in self.runs.items():
            events += [{**event, "run": name} for event in one.take_events()]
        return self.wire.text(events)

    def take_state(self, run: str) -> str:
        """Return a state event as JSON."""
        one = self._run_of(run)
        with printing_to(self.editor.log):
            return self.wire.text({**one.bridge.take_state(), "run": run, "entry": one.journal.now.entry})

    def look(self, run: str, seconds: float) -> str:
        """Go on for so long with what is made in slices: as Bridge.look answers."""
        one = self._run_of(run)
        with printing_to(self.editor.log):
            return one.look(seconds)

    def take_keyframe(self, run: str) -> str:
        """Return where a run is now as a keyframe event, as JSON."""
        return self.wire.text({**self.runs[run].take_keyframe(), "run": run})

    def finish_views(self, run: str) -> bool:
        """Let the next state have all open views, unless it is on its way; return if that is news."""
        return run not in self._ways and bool(self.runs[run].bridge.finish_views())

    def has_run(self, run: str) -> bool:
        """Return whether there is a run of that name."""
        return run in self.runs

    def has_code(self, run: str) -> bool:
        """Return whether a move of the run may come to code that was edited."""
        return run in self.opening or (run in self.runs and self.runs[run].journal.has_code())

    def is_edited(self, run: str) -> bool:
        """Return whether the run is by code that was edited."""
        return bool(self.runs[run].version.files)

    def _run_of(self, name: str) -> Run:
        """Return a run, with the version of its code in force."""
        one = self.runs.get(name)
        if one is None:
            raise ConfigError("run", f"must be one of {', '.join(self.runs)}", name)
        if sys.modules.get(one.version.commands.__name__) is not one.version.commands:
            one.version.put_in_force()
        return one

    def _tell(self, run: str, event: dict[str, Any]) -> None:
        self._queue.append({**event, "run": run})


def _file_command(name: str, host: Host, run: str, params: Params) -> Way:
    from glassnet.page import run_files  # no start needs it

    act: Callable[..., Way] = getattr(run_files, name)
    return act(host, run, params, sources)


FILE_COMMANDS = ("save_run", "open_run")
# Commands about runs as wholes.
RUN_COMMANDS: dict[str, Callable[[Host, str, Params], Way]] = {
    "fork": Host.fork,
    "close_run": Host.close_run,
    **{name: partial(_file_command, name) for name in FILE_COMMANDS},
    "mark_branch": lambda host, run, params: branches.mark_branch(host.runs[run], params),
}


def make_host(boot_json: str, arrays: Any) -> Host:
    """Return a host for the worker from its first message (BootMessage in js/protocol.js)."""
    boot = wire.boot_of(boot_json, arrays)
    return Host(boot["runs"], boot["run_id"])
