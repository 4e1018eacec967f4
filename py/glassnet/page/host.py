"""What the worker talks to: the bridge of the code in force, and the commands about code.

This module and what it imports are never edited. A new version of the code is a new generation of
the package (sources.py): its bridge takes over the run from the old one's snapshot, after a
trial on a copy. If anything goes wrong, the old generation goes on as if nothing had been.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from types import ModuleType
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np

from glassnet.live import complaints, guards, sources, trial
from glassnet.live.explanations import explain
from glassnet.live.guards import Fingerprint, Log, code_error, printing_to
from glassnet.live.sources import EDITABLE
from glassnet.live.trial import (
    NotFiniteError,
    UnsoundError,
    note_on_memory,
    note_on_reach,
    note_on_standstill,
    try_out,
)

MAX_TEXT = 200_000  # characters of one file

# Commands after which the run is one of configuration and seed, and those after which it no longer is.
STARTS_OVER = ("create_network", "generate_data", "configure", "reset", "new_weights")
CHANGES_RUN = {
    "set_training": "training settings",
    "set_parameter": "a parameter",
    "freeze": "frozen parameters",
    "undo": "undo",
    "redo": "redo",
    "restore_finite": "back to finite numbers",
    "edit_code": "the code",
}

Params: TypeAlias = Mapping[str, Any]
Told = TypeVar("Told")


class Code(NamedTuple):
    """A version of the code, and what had been done to its run."""

    files: dict[str, str]
    changes: list[str]


class RefusedError(Exception):
    """A new version of the code that must not run."""


class BadRequestError(Exception):
    """A parameter of a command that breaks a rule."""

    def __init__(self, field: str, rule: str, value: object) -> None:
        super().__init__(f"{field} {rule}, got {value!r:.100}.")
        shown = value if value is None or isinstance(value, bool | int | float | str) else repr(value)[:200]
        self.error = {"code": "invalid", "message": str(self), "field": field, "rule": rule, "value": shown}


class Host:
    """One run, and the code that it runs by."""

    def __init__(
        self,
        config_json: str,
        views_json: str,
        code_json: str = "{}",
        starts: Sequence[Params] = ({},),
        run_id: int = 0,
    ) -> None:
        """Begin at the first of the `starts` that the code can begin at; the code is edited files, by name.

        A start is more of what `Bridge` takes. Code that does not start is left out, and told of by
        an event, as is a start that is not the first. Runs get ids above `run_id`.
        """
        self._files: dict[str, str] = {}
        self.log = Log()
        self._changes: list[str] = []
        self._queue: list[dict[str, Any]] = []
        more = [{**start, "run_id": run_id} for start in starts]
        self._bridge = self._first_bridge(json.loads(code_json), more, config_json, views_json)
        self._fingerprint = Fingerprint([complaints, guards, sources, trial, sys.modules[__name__]])

    def _first_bridge(self, files: dict[str, str], starts: Sequence[Params], *texts: str) -> Any:
        from glassnet.page import bridge  # the generation that is there

        if files:
            modules = sources.loaded()
            try:
                with sources.lines_of(files), printing_to(self.log):
                    module = sources.import_generation(files)
                    first = self._begun(module, starts, *texts)
            except BaseException as error:
                sources.put_back(modules)
                failure = code_error(error, ran=False)
                self._queue += [self._code_event(), {"type": "error", "error": failure}]
            else:
                self._files = files
                return first
        return self._begun(bridge, starts, *texts)

    def _begun(self, module: ModuleType, starts: Sequence[Params], *texts: str) -> Any:
        """Return a bridge at the first of the starts that this code can begin at."""
        failure: Exception | None = None
        for start in starts:
            try:
                first = module.Bridge(*texts, **start)
            except Exception as error:  # such as for an activation that only other code has
                failure = failure or error
                continue
            if failure is not None:
                self._queue.append({"type": "error", "error": _older_run(failure)})
            return first
        raise failure or ValueError("there is no start")

    # ------------------------------------------------------------------ what every bridge can do

    def command(self, name: str, params_json: str) -> str:
        """Run a command and return its reply without an id."""
        run = CODE_COMMANDS.get(name)
        if name in ("undo", "redo") and params_json in ("{}", "null") and self._is_of_code(name):
            run = undo_code if name == "undo" else redo_code
        if run is None:
            step = self.session.step
            with printing_to(self.log):
                reply = str(self._bridge.command(name, params_json, CODE_COMMANDS))
            if reply.startswith('{"ok": true'):  # as json.dumps writes it
                self._note_change(name, step)
            return reply
        try:
            return json.dumps({"ok": True, "result": run(self, json.loads(params_json) or {})})
        except BadRequestError as error:
            return json.dumps({"ok": False, "error": error.error})
        except RefusedError as error:
            return json.dumps({"ok": False, "error": error.args[0]})
        except BaseException as error:
            return json.dumps({"ok": False, "error": code_error(error, ran=bool(self._files))})

    def train(self, n_steps: int) -> bool:
        """Take steps; return whether the run may go on."""
        if not self._files:
            return bool(self._bridge.train(n_steps))
        try:
            with printing_to(self.log):
                may_go_on = bool(self._bridge.train(n_steps))
            if changed := self._fingerprint.difference():
                raise RuntimeError(f"it changes {changed}, which is not its own")
        except BaseException as error:
            self._fingerprint.repair()
            failure = code_error(error, ran=True)
            self._queue.append({"type": "error", "error": failure})
            return False
        return may_go_on

    def speed(self) -> float:
        """Return the steps per second that are allowed; infinity is full speed."""
        return float(self._bridge.speed)

    def status_json(self) -> str:
        """Return where training stands, as JSON text."""
        return str(self._bridge.status_json())

    def take_events(self) -> str:
        """Return the queued events as a JSON list; their arrays stay alive until the next take."""
        events, self._queue = self._queue, []
        if text := self.log.take():
            events.append({"type": "log", "text": text})
        texts = [json.dumps(event) for event in events]
        inner = str(self._bridge.take_events())[1:-1]
        return f"[{', '.join([*texts, *([inner] if inner else [])])}]"

    def take_state(self) -> str:
        """Return a state event as JSON."""
        with printing_to(self.log):
            return str(self._bridge.take_state())

    def take_snapshot(self) -> str:
        """Return a snapshot event as JSON."""
        return str(self._bridge.take_snapshot())

    def finish_views(self) -> None:
        """Let the next state have all open views."""
        self._bridge.finish_views()

    # ------------------------------------------------------------------ code

    @property
    def session(self) -> Any:
        """The session of the run."""
        return self._bridge.session

    @property
    def files(self) -> dict[str, str]:
        """The texts of the edited files, by name."""
        return dict(self._files)

    @property
    def changes(self) -> list[str]:
        """What was done to the run since it began, so that configuration and seed alone do not make it."""
        return list(self._changes)

    def copy(self) -> Any:
        """Return another session at the same place of the run."""
        session = self._bridge.session
        return type(session).restored(*session.snapshot())

    def _note_change(self, name: str, step: int) -> None:
        """Add a command that has been carried out, when the run was at `step`, to what was done to it."""
        if name in STARTS_OVER:
            self._changes = []
        elif name in CHANGES_RUN and step > 0:
            self._changes = [*self._changes, f"{CHANGES_RUN[name]} at step {step:,}"]

    def text(self, name: str) -> str:
        """Return the text in force of a file that may be edited."""
        text = self._files.get(name)
        return sources.original(name) if text is None else text

    def edit(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Put new texts in force; raises RefusedError and then changes nothing."""
        changed = {**self._files, **texts}
        files = {name: text for name, text in changed.items() if text != sources.original(name)}
        with sources.lines_of(files):
            try:
                for name, text in texts.items():
                    sources.compiled(name, text)
            except (SyntaxError, ValueError) as error:
                raise RefusedError(code_error(error, ran=False)) from None
            restarted, note = self._put_in_force(files, lambda module: self._tried(module, texts))
        self._note_change("edit_code", self.session.step)
        return {"edited": sorted(files), "step": self.session.step, "restarted": restarted, "note": note}

    def _put_in_force(self, files: dict[str, str], make: Callable[[ModuleType], tuple[Any, Told]]) -> Told:
        """Import a new generation and go on with the bridge that `make` makes of it; returns what it tells.

        Raises RefusedError, and then the old one goes on.
        """
        modules, is_ours = sources.loaded(), self._fingerprint
        self.log.restart()
        try:
            with printing_to(self.log):
                bridge, told = make(sources.import_generation(files))
            if changed_name := is_ours.difference():
                raise RuntimeError(f"it changes {changed_name}, which is not its own")
        except BaseException as error:
            is_ours.repair()
            if isinstance(error, Exception):
                explain(error)
            failure = code_error(error, ran=True)
            if isinstance(error, NotFiniteError):
                failure |= self._place_of(error)
            if isinstance(error, UnsoundError):
                failure["message"] = str(error)
            sources.put_back(modules)
            raise RefusedError(failure) from None
        self._bridge, self._files = bridge, files
        self._queue.append(self._code_event())
        return told

    def _is_of_code(self, name: str) -> bool:
        change = self._bridge.next_change(name)
        return change is not None and change.code is not None

    def take_back(self, name: str) -> dict[str, Any]:
        """Undo or redo a change of the code: it and the run are again what they were."""
        old = self._bridge
        change = old.next_change(name)
        code = change.code
        now = Code(self._files, self._changes)

        def make(module: ModuleType) -> tuple[Any, None]:
            bridge = module.Bridge("{}", json.dumps(asdict(old.views)), change.snapshot)
            bridge.take_back(old, name, now)
            return bridge, None

        with sources.lines_of(code.files):
            self._put_in_force(code.files, make)
        self._changes = code.changes
        return {**self._bridge.status(), **self._bridge.edits(), "edited": sorted(code.files)}

    def _tried(
        self, module: ModuleType, texts: Mapping[str, str]
    ) -> tuple[Any, tuple[str | None, str | None]]:
        """Return a new generation's bridge, with the run taken over and tried out on a copy.

        With it come what is to be told: that the run starts over, and that `texts` do not show yet.
        """
        old = self._bridge
        session = old.session
        before = session.checkpoint() if session.diverged else session.snapshot()
        snapshot: Any = before
        config, views = json.dumps(session.config.as_dict()), json.dumps(asdict(old.views))
        restarted: str | None = None
        try:
            tried = module.Bridge(config, views, snapshot)
        except (ValueError, IndexError, KeyError) as error:
            tried = module.Bridge(config, views)  # its own failure is the one to be told
            restarted = f"The run no longer fits ({type(error).__name__}: {error}), so it starts over."
            snapshot = None
        try_out(tried)
        note = note_on_reach(tried.session, {name: self.text(name) for name in texts}, texts)
        note = note or note_on_standstill(tried.session) or note_on_memory(tried.session)
        bridge = module.Bridge(config, views, snapshot)
        undone = before, Code(self._files, self._changes)
        bridge.take_over(old, "the code", undone, begins=restarted is not None)
        return bridge, (restarted, note)

    def _place_of(self, error: NotFiniteError) -> dict[str, Any]:
        """Return file and line where the numbers stopped being finite, as far as that can be found."""
        from glassnet.live import tracing

        try:
            with printing_to(self.log):
                place = tracing.first_not_finite(error.session)
        except BaseException:
            return {}
        return {} if place is None else {"file": place[0], "line": place[1]}

    def _code_event(self) -> dict[str, Any]:
        return {"type": "code", "edited": sorted(self._files), "files": self._files}


def _older_run(error: Exception) -> dict[str, Any]:
    """Return what to tell when the run that was asked for cannot be had."""
    message = f"The code in force cannot do what is set ({error}), so an older run goes on."
    return {"code": "older_run", "message": message}


# ---------------------------------------------------------------------- commands


def get_code(host: Host, params: Params) -> dict[str, Any]:
    """Return the files that may be edited, and the functions that matter first."""
    modules = sources.loaded()
    sources.import_generation({})  # the first is slow, and an edit is about to come
    sources.put_back(modules)
    files = [
        {
            "name": name,
            "text": host.text(name),
            "original": sources.original(name),
            "description": description,
        }
        for name, description in EDITABLE.items()
    ]
    functions = []
    for file, name, title, description in _functions_that_matter(host.session.config):
        lines = find_function(host.text(file), name)
        if lines:
            entry = {"file": file, "name": name, "title": title, "description": description}
            text, span = sources.original(file), find_function(sources.original(file), name)
            was = "\n".join(text.splitlines()[span[0] - 1 : span[1]]) if span else None
            functions.append({**entry, "start": lines[0], "end": lines[1], "original": was})
    return {"files": files, "functions": functions}


def _functions_that_matter(config: Any) -> list[tuple[str, str, str, str]]:
    """Return file, name, title and description of what computes a step of this configuration."""
    network, training = config.network, config.training
    hidden = network.activations[0] if network.activations else network.output_activation
    loss, optimizer = sys.modules["glassnet.losses"].LOSSES[network.loss], training.optimizer
    step = sys.modules["glassnet.optimizers"].OPTIMIZERS[optimizer].make
    if "step" not in vars(step):
        step = next(cls for cls in step.__mro__ if "step" in vars(cls))
    return [
        (
            "network.py",
            "NeuralNetwork._forward",
            "Forward pass",
            "From the inputs to the outputs, layer by layer.",
        ),
        (
            "network.py",
            "NeuralNetwork._backward",
            "Backward pass",
            "From the loss back to every weight and bias.",
        ),
        ("activations.py", hidden, "Activation", "What a hidden unit makes of its weighted sum."),
        ("losses.py", loss.value.__name__, "Loss", "How wrong the outputs are."),
        ("optimizers.py", f"{step.__name__}.step", "Update", "What a step does with the gradient."),
        (
            "session.py",
            "TrainingSession._take_step",
            "One step",
            "From a batch of samples to other parameters.",
        ),
    ]


def find_function(text: str, name: str) -> tuple[int, int] | None:
    """Return the first and last line of a function, by its dotted name; None if it is not there.

    Comments below it that are indented like its body belong to it.
    """
    import ast  # no start needs it

    try:
        node: ast.AST = ast.parse(text)
    except SyntaxError:
        return None
    for part in name.split("."):
        found = [child for child in ast.iter_child_nodes(node) if getattr(child, "name", None) == part]
        if not found:
            return None
        node = found[-1]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
    end = node.end_lineno or node.lineno
    for number, line in enumerate(text.splitlines()[end:], start=end + 1):
        if line.strip() and len(line) - len(line.lstrip()) <= node.col_offset:
            break
        if line.strip():
            end = number
    return node.lineno, end


def edit_code(host: Host, params: Params) -> dict[str, Any]:
    """Put other texts in force from the next step on."""
    files = params.get("files")
    if not isinstance(files, dict) or not files:
        raise BadRequestError("files", "must be texts by file name", files)
    for name, text in files.items():
        if name not in EDITABLE:
            raise BadRequestError("files", f"must be among {', '.join(EDITABLE)}", name)
        if not isinstance(text, str) or len(text) > MAX_TEXT:
            raise BadRequestError(
                "files", f"must be texts of at most {MAX_TEXT:,} characters", type(text).__name__
            )
    return host.edit(files)


def undo_code(host: Host, params: Params) -> dict[str, Any]:
    """Take back the last change, which was one of the code, training since then included."""
    return host.take_back("undo")


def redo_code(host: Host, params: Params) -> dict[str, Any]:
    """Make the change of the code again that undo has taken back."""
    return host.take_back("redo")


def trace_step(host: Host, params: Params) -> dict[str, Any]:
    """Take one step on a copy of the run and return what each line of code had in hand."""
    from glassnet.live import tracing

    with printing_to(host.log):
        return tracing.trace_step(host.copy())


def check_gradient(host: Host, params: Params) -> dict[str, Any]:
    """Compare the gradient with central differences, on a copy of the run."""
    from glassnet.live import proof

    with printing_to(host.log):
        return proof.check_gradient(host.copy())


def check_replay(host: Host, params: Params) -> dict[str, Any]:
    """Start over from configuration and seed on copies, and compare with what the run recorded."""
    from glassnet.live import proof

    with printing_to(host.log):
        answer = proof.check_replay(host.session, type(host.session))
    return {**answer, "changes": host.changes}


def export_run(host: Host, params: Params) -> dict[str, Any]:
    """Return the run as a program or a notebook."""
    from glassnet.live import export

    form = params.get("format", "py")
    if form not in ("py", "ipynb"):
        raise BadRequestError("format", 'must be "py" or "ipynb"', form)
    try:
        return dict(export.export_run(host.session, host.text, ", ".join(host.changes), form))
    except export.CannotExportError as error:
        raise RefusedError({"code": "export", "message": str(error)}) from None


def get_defects(host: Host, params: Params) -> dict[str, Any]:
    """Return the defects that the lab has, and not where they are: `get_hint` tells that."""
    from glassnet.live.defects import DEFECTS

    entries = [
        {"name": name, "title": defect.title, "symptom": defect.symptom} for name, defect in DEFECTS.items()
    ]
    return {"defects": entries}


def break_code(host: Host, params: Params) -> dict[str, Any]:
    """Return the text in force with a defect, to be put in force by `edit_code`."""
    from glassnet.live import defects

    name = params.get("name")
    if name not in defects.DEFECTS:
        raise BadRequestError("name", f"must be one of {', '.join(defects.DEFECTS)}", name)
    file = defects.DEFECTS[name].file
    try:
        return {"files": {file: defects.broken(name, host.text(file))}}
    except ValueError as error:
        raise BadRequestError("name", f"cannot be put in: {error}", name) from None


def get_hint(host: Host, params: Params) -> dict[str, Any]:
    """Return the file of a defect, and with `of` "line" its line in the text in force as well."""
    from glassnet.live import defects

    name, of = params.get("name"), params.get("of", "file")
    if name not in defects.DEFECTS:
        raise BadRequestError("name", f"must be one of {', '.join(defects.DEFECTS)}", name)
    if of not in ("file", "line"):
        raise BadRequestError("of", 'must be "file" or "line"', of)
    file = defects.DEFECTS[name].file
    return {"file": file, "line": defects.line_of(name, host.text(file)) if of == "line" else None}


def check_fix(host: Host, params: Params) -> dict[str, Any]:
    """Tell whether the code in force does what the original does."""
    from glassnet.live import defects

    with printing_to(host.log):
        return defects.check_fix(type(host.session))


CODE_COMMANDS: dict[str, Callable[[Host, Params], dict[str, Any]]] = {
    "get_code": get_code,
    "edit_code": edit_code,
    "trace_step": trace_step,
    "check_gradient": check_gradient,
    "check_replay": check_replay,
    "export_run": export_run,
    "get_defects": get_defects,
    "break_code": break_code,
    "get_hint": get_hint,
    "check_fix": check_fix,
}


def make_host(boot_json: str, arrays: Any) -> Host:
    """Return a host for the worker from its first message (BootMessage in js/protocol.js).

    An array in it is `{"array": index}`, an index of `arrays`, a JavaScript array of Float64Arrays.
    """
    vectors = [np.asarray(vector, dtype=np.float64) for vector in arrays.to_py()]

    def filled(value: dict[str, Any]) -> Any:
        return vectors[value["array"]] if value.keys() == {"array"} else value

    boot = json.loads(boot_json, object_hook=filled)
    config, views, code = (json.dumps(boot[name]) for name in ("config", "views", "code"))
    return Host(config, views, code, [_start(given) for given in boot["starts"]], boot["run_id"])


def _start(given: Params) -> dict[str, Any]:
    """Return one of BootMessage's starts as `Bridge` takes it."""
    meta = given.get("meta")
    return {
        "snapshot": None if meta is None else (meta, given["values"]),
        "origin": (given.get("begun"), given.get("previous_history")),
        "training": given.get("training"),
    }
