"""Puts other texts of the code in force for a run, or refuses them: they are tried on a copy first.

If anything goes wrong, the old version goes on as if nothing had been.
"""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from types import ModuleType
from typing import Any, TypeVar

import numpy as np

from glassnet.live import complaints, entries, entry_trials, guards, sources, trial
from glassnet.live.entries import UnsoundError
from glassnet.live.explanations import explain
from glassnet.live.guards import Fingerprint, Log, code_error, printing_to
from glassnet.live.sources import Generation
from glassnet.live.trial import (
    NotFiniteError,
    note_on_memory,
    note_on_reach,
    note_on_standstill,
    try_out,
)

Made = TypeVar("Made")


class RefusedError(Exception):
    """A new version of the code that must not run; its argument is the error as a plain value."""


class Editor:
    """Makes versions of the code; has what edited code prints, and knows what it must leave alone."""

    def __init__(self, as_it_came: Generation) -> None:
        """Begin with the package as it came."""
        self.log = Log()
        self._as_it_came = as_it_came

    def watch_over(self, own: Iterable[ModuleType]) -> None:
        """Remember everything as it is now, once it is imported; no edit may touch the modules in `own`."""
        editor = [complaints, entries, entry_trials, guards, sources, trial, sys.modules[__name__]]
        self._fingerprint = Fingerprint([*editor, *own])

    @property
    def original(self) -> dict[str, ModuleType]:
        """The modules of the package as it came, by name."""
        return self._as_it_came.modules

    def enter(self, files: dict[str, str]) -> Generation:
        """Return the version of these edited files, in force; raises whatever their import raises."""
        self._note_imports()
        if not files:
            self._as_it_came.put_in_force()
            return self._as_it_came
        with printing_to(self.log):
            return sources.make_generation(files)

    def _note_imports(self) -> None:
        """Keep what the package as it came has imported since."""
        if sources.is_in_force(self._as_it_came):
            self._as_it_came.modules.update(sources.loaded())

    def refuse_changes(self) -> None:
        """Raise RuntimeError if edited code has changed what is not its own, and put it back."""
        if changed := self._fingerprint.difference():
            raise RuntimeError(f"it changes {changed}, which is not its own")

    def blames(self, error: BaseException, files: Collection[str]) -> bool:
        """Return whether edited code has failed, and not we: it was on the way, or changed what we use."""
        return bool(files) and (guards.is_in(error, files) or self._fingerprint.difference() is not None)

    def repair(self) -> None:
        """Put back what edited code has changed that is not its own."""
        self._fingerprint.repair()

    def edit(self, run: Any, texts: Mapping[str, str]) -> dict[str, Any]:
        """Put new texts in force for a run; raises RefusedError and then changes nothing."""
        self._note_imports()
        changed = {**run.version.files, **texts}
        files = {name: text for name, text in changed.items() if text != sources.original(name)}
        with sources.lines_of(files):
            try:
                for name, text in texts.items():
                    _refuse_depth(name, text)
                    sources.compiled(name, text)
            except (SyntaxError, ValueError) as error:
                raise RefusedError(code_error(error, ran=False)) from None
            restarted, note = self._guarded(run.version, lambda: self._put_in_force(run, files, texts))
        notes = " ".join(filter(None, (note, sources.note_on_syntax(texts)))) or None
        return {"edited": sorted(files), "step": run.session.step, "restarted": restarted, "note": notes}

    def _guarded(self, old: Generation, act: Callable[[], Made]) -> Made:
        """Return what untried code makes; raises RefusedError, and then `old` is in force."""
        self.log.restart()
        try:
            with printing_to(self.log):
                return act()
        except BaseException as error:
            self.repair()
            if isinstance(error, Exception):
                explain(error)
            failure = code_error(error, ran=True)
            if isinstance(error, NotFiniteError):
                failure |= self._place_of(error)
            if isinstance(error, UnsoundError):
                failure["message"] = str(error)
                if error.file in sources.EDITABLE:
                    failure |= {"file": error.file, "line": error.line}
            sources.put_back(old.modules)
            raise RefusedError(failure) from None

    def _put_in_force(
        self, run: Any, files: dict[str, str], texts: Mapping[str, str]
    ) -> tuple[str | None, str | None]:
        """Try a version on a copy of the run, and have the run go on by it.

        Returns what is to be told: that the run starts over, and that `texts` do not show yet.
        """
        old_texts = {name: text_of(run.version.files, name) for name in texts}
        at, before = run.sound_state()
        version = self._made(files, run.session.config)
        self.refuse_changes()
        make = version.commands.TrainingSession
        restarted: str | None = None
        try:
            session, tried = (make.restored(*before) for _ in range(2))
        except (ValueError, IndexError, KeyError) as error:
            config = run.session.config.as_dict()
            session, tried = make(config), make(config)  # its own failure is the one to be told
            restarted = f"The run no longer fits ({type(error).__name__}: {error}), so it starts over."
        begins = restarted is not None or (session.step == 0 and _is_a_beginning(session))
        try_out(version.commands.Bridge(tried, {}))
        note = note_on_reach(tried, old_texts, texts)
        note = note or note_on_standstill(tried) or note_on_memory(tried)
        self.refuse_changes()
        run.take_edit(version, session, at, before, begins=begins)
        return restarted, note

    def _made(self, files: dict[str, str], config: Any) -> Generation:
        """Return a version of the code, in force, whose registries hold what they have to."""

        def check() -> None:
            entries.refuse_missing(entries.names_in(self._as_it_came.modules), entries.names_of(config))
            entries.check_entries()

        if files:
            return sources.make_generation(files, check)
        version = self.enter({})
        check()
        return version

    def _place_of(self, error: NotFiniteError) -> dict[str, Any]:
        """Return file and line where the numbers stopped being finite, as far as that can be found."""
        from glassnet.live import tracing

        try:
            with printing_to(self.log):
                place = tracing.first_not_finite(error.session)
        except BaseException:
            return {}
        return {} if place is None else {"file": place[0], "line": place[1]}


def _refuse_depth(name: str, text: str) -> None:
    """Raise SyntaxError where a text nests so deep that compiling it could bring Python down."""
    from glassnet.live import depth  # no start needs it

    if line := depth.too_deep(text):
        raise SyntaxError(
            f"this nests more than {depth.MAX_DEPTH} deep: take it apart", (name, line, None, None)
        )


def text_of(files: Mapping[str, str], name: str) -> str:
    """Return the text of a file that may be edited, of the edited ones or as it came."""
    text = files.get(name)
    return sources.original(name) if text is None else text


def _is_a_beginning(session: Any) -> bool:
    """Return whether a run at step 0 is what its configuration begins with by its code."""
    begun = type(session)(session.config.as_dict())
    (_, values), (_, others) = session.snapshot(), begun.snapshot()
    return np.array_equal(values, others) and not session.frozen.any()
