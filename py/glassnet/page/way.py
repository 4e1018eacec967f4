"""The way to a moment of a run's past: from the nearest state that is kept, by doing again what was done.

Of code this module knows only texts: `enter` turns them into a version of the package.
"""

from collections.abc import Callable, Generator
from typing import Any, Protocol, TypeAlias

from glassnet.checks import ConfigError
from glassnet.page.journal import Entry, Files, Journal
from glassnet.page.turns import Moment

SLICE = 200  # steps that are trained at once


class Version(Protocol):
    """A version of the code: the texts that differ, and the package made with them."""

    @property
    def files(self) -> Files:
        """The edited texts, by name."""

    @property
    def commands(self) -> Any:
        """Its glassnet.page.commands."""

    def put_in_force(self) -> None:
        """Make it the one that is imported."""


Enter: TypeAlias = Callable[[Files], Version]
Way: TypeAlias = Generator[None, None, Any]  # yields while there is still to be trained


def arrived(way: Way) -> Any:
    """Return what a way leads to, without a pause."""
    while True:
        try:
            next(way)
        except StopIteration as end:
            return end.value


def way_to(enter: Enter, journal: Journal, moment: Moment, at_hand: Version | None = None) -> Way:
    """Return the version and the session of a moment.

    The way begins at the nearest keyframe, and does what was done since. `at_hand` is a version that
    need not be made.
    """

    def version_of(files: Files) -> Version:
        return at_hand if at_hand is not None and at_hand.files == files else enter(files)

    path = journal.path(moment.entry)
    start = journal.nearest(moment)
    version = version_of(journal.code(path[0].id if start is None else start.entry))
    if start is None:
        session = version.commands.TrainingSession(path[0].params["config"])
    else:
        path = path[[entry.id for entry in path].index(start.entry) :]
        session = version.commands.TrainingSession.restored(*journal.keyframes[start])
    begins = max(place for place, entry in enumerate(path) if entry.begins or place == 0)
    ends = [*(entry.step for entry in path[1:]), moment.step]
    for place, (entry, end) in enumerate(zip(path, ends, strict=True)):
        if place > 0:
            version = version if entry.code is None else version_of(entry.code)
            session = _done(entry, version, session)
        if place >= begins:  # what was trained before another beginning does not matter
            yield from _train(session, end)
    if session.step != moment.step:
        raise ConfigError("step", f"cannot be reached again: the run ends at {session.step}", moment.step)
    return version, session


def _done(entry: Entry, version: Version, session: Any) -> Any:
    """Return the session after an entry, by this version of the code."""
    commands = version.commands
    if entry.code is not None:
        if entry.begins:
            return commands.TrainingSession(session.config.as_dict())
        return commands.TrainingSession.restored(*session.snapshot())
    bridge = commands.Bridge(session, {})
    commands.COMMANDS[entry.command].run(bridge, entry.params)
    return bridge.session


def _train(session: Any, step: int) -> Way:
    """Train up to a step, whatever stops a run on the way."""
    while session.step < step:
        session.diverged = False  # as long as nobody had noticed
        before = session.step
        session.train(min(SLICE, step - before))
        if session.step == before:
            return
        if session.step < step:
            yield
