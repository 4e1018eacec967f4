"""The commands that write a run into a file and go on with the run of one (saved_run.py).

A file is judged before anything of it takes effect. Code of it runs only when that was asked for.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from glassnet import saved_run
from glassnet.archive import FileError
from glassnet.checks import mapping
from glassnet.page import commands
from glassnet.page.journal import Journal
from glassnet.page.replies import carried_out, is_refusal
from glassnet.page.run import Run
from glassnet.page.saved_past import past_of
from glassnet.page.way import Way, way_to
from glassnet.saved_run import SavedRun

Params = Mapping[str, Any]


def save_run(host: Any, run: str, params: Params, sources: Any) -> Way:
    """Return the reply with a file of a run: its name and its bytes."""
    mapping("save_run", params, ())
    one: Run = host.runs[run]
    now, journal, session = one.now, one.journal, one.session
    kept = [(*moment, snapshot) for moment, snapshot in journal.keyframes.items() if moment != now]
    samples, code = saved_run.samples_of(session), journal.code(now.entry)
    content = saved_run.written(SavedRun(session.snapshot(), samples, code, journal.as_plain(), kept))
    name = f"{session.config.data.dataset}-step-{now.step}.glassnet.npz"
    yield from ()
    result = {"name": name, "file": np.frombuffer(content, dtype=np.uint8)}
    return host.wire.text({"ok": True, "effect": "asks", "result": result})


def open_run(host: Any, run: str, params: Params, sources: Any) -> Way:
    """Return the reply once the run of a file is in the place of `run`; else that one is as it was.

    `sources` has what code may be of (live/sources.py). A file with code is opened only if `runs_code`
    is true; without it the reply has that code, to be asked about.
    """
    mapping("open_run", params, ("file", "runs_code"))
    if not isinstance(params.get("file"), bytes):
        raise FileError("is missing: open_run takes its bytes as a Uint8Array")
    saved = saved_run.read(params["file"])
    past = past_of(saved, _changing(), sources.EDITABLE)
    code = _code_of(past, sources)
    if code and params.get("runs_code") is not True:
        return carried_out("asks", {"opened": False, "code": code})
    if code:
        host.opening[run] = {each["file"] for each in code}
    try:
        yield
        opened = yield from _run_of(host, saved, past, host.runs[run])
        host.editor.refuse_changes()
    finally:
        host.opening.pop(run, None)
    host.runs[run] = opened
    return carried_out("starts_over", {**opened.bridge.status(), "opened": True, "code": code})


def _changing() -> dict[str, bool]:
    """Return the commands that a journal may have, and whether they start over."""
    effects = {name: command.effect for name, command in commands.COMMANDS.items()}
    return {
        name: effect == "starts_over"
        for name, effect in effects.items()
        if effect in ("starts_over", "changes")
    }


def _code_of(past: Journal, sources: Any) -> list[dict[str, str]]:
    """Return every text of code that a past may run, the newest first."""
    texts = {
        (name, text): None
        for entry in list(past.entries.values())[::-1]
        for name, text in (entry.code or {}).items()
        if text != sources.original(name)
    }
    return [{"file": name, "text": text} for name, text in texts]


def _run_of(host: Any, saved: SavedRun, past: Journal, before: Run) -> Way:
    """Return the run of a file, seen as the one `before` it."""
    try:
        version, session = yield from way_to(host.editor.enter, past, past.now)
        if not saved_run.has_same_samples(session, saved):
            raise FileError("is damaged: its samples are not those of its configuration")
        version.commands.TrainingSession.restored(*saved.snapshot).train(1)  # what cannot go on is not opened
        bridge = version.commands.Bridge(session, asdict(before.bridge.views), before.bridge.run_id)
    except Exception as error:
        if past.has_code() or is_refusal(error):
            raise
        raise FileError(f"is damaged: its run cannot go on ({error})") from error
    run = Run(host.editor.enter, version, past, bridge)
    run.events.append(run.code_event())
    return run
