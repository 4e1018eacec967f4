"""What stands between edited code and everybody else.

A log for what it prints, plain errors for what it raises, and a look at what it has changed that is
not its own.
"""

import builtins
import contextlib
import io
import json
import math
import sys
import traceback
from collections.abc import Container, Iterable, Iterator, Mapping
from types import FrameType, ModuleType
from typing import Any

import numpy as np

from glassnet.live.sources import EDITABLE

MAX_LINES = 10_000  # that an edit may print
MAX_EVENT_LINES = 100  # of them in one event
MAX_TRACEBACK = 4_000  # characters


class TooMuchPrintedError(Exception):
    """An edit has printed more lines than it may."""


class Log(io.TextIOBase):
    """Keeps the lines that edited code prints, up to a limit."""

    def __init__(self) -> None:
        self._pending = ""
        self._lines: list[str] = []
        self._n_lines = 0
        self._n_left_out = 0

    def write(self, text: str) -> int:
        """Keep `text`; raises TooMuchPrintedError beyond MAX_LINES lines."""
        *lines, pending = (self._pending + str(text)).split("\n")
        self._pending = pending[: MAX_TRACEBACK + 1]  # one more tells that there is more
        self._n_lines += len(lines)
        kept = lines[: MAX_EVENT_LINES - len(self._lines)]
        self._lines += [_cut(line) for line in kept]
        self._n_left_out += len(lines) - len(kept)
        if self._n_lines > MAX_LINES:
            raise TooMuchPrintedError(f"more than {MAX_LINES:,} lines were printed")
        return len(text)

    def restart(self) -> None:
        """Count from zero, for another edit."""
        self._n_lines = 0

    def take(self) -> str:
        """Return what was printed since the last take."""
        lines = [*self._lines]
        if self._n_left_out:
            noun = "line" if self._n_left_out == 1 else "lines"
            lines.append(f"… and {self._n_left_out:,} more {noun}, left out")
        if self._pending:
            lines.append(_cut(self._pending))
        self._lines, self._pending, self._n_left_out = [], "", 0
        return "\n".join(lines)


def _cut(line: str) -> str:
    return line if len(line) <= MAX_TRACEBACK else f"{line[:MAX_TRACEBACK]}… (cut)"


@contextlib.contextmanager
def printing_to(log: Log) -> Iterator[None]:
    """Send what is printed to the log."""
    with contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        yield


def code_error(error: BaseException, *, ran: bool) -> dict[str, Any]:
    """Return what edited code has raised as a plain value: message, file, line, traceback.

    `ran` says that code of the edit has been executed. Whatever the error's own methods do, this returns.
    """
    file, line = _place(error)
    if isinstance(error, SyntaxError) and error.filename in EDITABLE:
        file, line = error.filename, error.lineno
    if isinstance(error, KeyboardInterrupt):
        message = "It did not finish in time and was stopped."
    elif isinstance(error, SystemExit):
        message = "It asked Python to exit, which edited code cannot."
    elif isinstance(error, MemoryError):
        message = "MemoryError: it asked for more memory than there is."
    else:
        message = ". ".join([f"{type(error).__name__}: {_text_of(error)}", *_notes_of(error)])
    try:
        trace = "".join(traceback.format_exception(error, chain=False))[-MAX_TRACEBACK:]
    except BaseException:
        trace = message
    return {"code": "code", "message": message, "file": file, "line": line, "traceback": trace, "ran": ran}


def is_in(error: BaseException, files: Container[str]) -> bool:
    """Return whether one of these edited files was on the way to an error."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in files:  # as `sources.compiled` names it: without a folder
            return True
        trace = trace.tb_next
    return False


def with_place(error: BaseException) -> str:
    """Return what was raised with the file and line of edited code where it was, as a sentence."""
    file, line = _place(error)
    place = f" ({file}, line {line})" if file else ""
    return f"{type(error).__name__}: {_text_of(error)}{place}. Everything is as it was before."


def _notes_of(error: BaseException) -> list[str]:
    """Return what the trial has added: sentences on what to change."""
    notes = getattr(error, "__notes__", None)
    return [f"{note}"[:500] for note in notes[:3]] if isinstance(notes, list) else []


def _text_of(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):
            from glassnet.live.characters import complaint_about_characters  # no start needs it

            return str(complaint_about_characters(error) or error.msg)[:500]
        return str(error)[:500]
    except BaseException as second:
        return f"(its text could not be made: {type(second).__name__})"


def _place(error: BaseException) -> tuple[str | None, int | None]:
    """Return the file and line of the innermost frame in a file that may be edited."""
    place: tuple[str | None, int | None] = None, None
    trace = error.__traceback__
    while trace is not None:
        name = file_of(trace.tb_frame)
        if name is not None:
            place = name, trace.tb_lineno
        trace = trace.tb_next
    return place


def file_of(frame: FrameType) -> str | None:
    """Return which editable file a frame runs, None for any other code."""
    path = frame.f_code.co_filename.replace("\\", "/")
    folder, _, name = path.rpartition("/")
    return name if name in EDITABLE and (not folder or folder.endswith("/glassnet")) else None


class Fingerprint:
    """What edited code must leave as it is: Python's and NumPy's own names, and the editor's."""

    def __init__(self, own: Iterable[ModuleType]) -> None:
        """Remember Python, NumPy and the modules in `own`, with their classes, as they are."""
        modules = [builtins, np, np.random, np.linalg, math, json, io, traceback, contextlib, *own]
        classes = [
            value
            for module in own
            for value in vars(module).values()
            if isinstance(value, type) and value.__module__ == module.__name__
        ]
        self._names: dict[Any, dict[str, Any]] = {owner: dict(vars(owner)) for owner in [*modules, *classes]}
        self._system = _system()

    def difference(self) -> str | None:
        """Return the first name that is not what it was, None if all are."""
        for owner, names in self._names.items():
            now = owner.__dict__
            for name in [*names, *now]:
                is_same = now.get(name, _NONE) is names.get(name, _NONE)
                if not (is_same or name in _VOLATILE or _is_loaded_later(owner, name, names)):
                    return f"{owner.__name__}.{name}"
        system = _system()
        return next((f"sys.{name}" for name in system if system[name] != self._system[name]), None)

    def repair(self) -> None:
        """Put back what can be put back, so that the error can still be told."""
        for owner, names in self._names.items():
            if isinstance(owner, type):
                for name, value in names.items():
                    if owner.__dict__.get(name) is not value:
                        setattr(owner, name, value)
                continue
            now = owner.__dict__  # by attribute: `vars` itself may be what is missing
            now.update(names)
            for name in now.keys() - names.keys():
                if not _is_loaded_later(owner, name, names):
                    del now[name]


def _is_loaded_later(owner: Any, name: str, names: Mapping[str, Any]) -> bool:
    """Return whether a name is a part of a package that Python has imported when it was first used."""
    value = owner.__dict__.get(name)
    is_part = isinstance(value, ModuleType) and sys.modules.get(f"{owner.__name__}.{name}") is value
    return is_part and name not in names


_NONE = object()
# What Python itself changes in a module or a class.
_VOLATILE = ("_", "__warningregistry__", "__cached__", "_abc_impl", "__abstractmethods__")


def _system() -> dict[str, Any]:
    """Return what of `sys` must stay."""
    return {
        "gettrace": sys.gettrace(),
        "getprofile": sys.getprofile(),
        "getrecursionlimit": sys.getrecursionlimit(),
        "excepthook": id(sys.excepthook),
        "displayhook": id(sys.displayhook),
        "settrace": id(sys.settrace),
        "modules": id(sys.modules),
        "meta_path": [id(finder) for finder in sys.meta_path],
        "path": list(sys.path),
        "numpy": id(sys.modules.get("numpy")),
    }
