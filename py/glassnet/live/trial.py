"""Tries a new version of the code on a copy of the run, and tells what of it does not show or is not kept.

What is wrong with it is said by `complaints`.
"""

import math
import time
from collections.abc import Iterator, Mapping
from types import CodeType
from typing import Any

import numpy as np

from glassnet.live import sources
from glassnet.live.complaints import (
    complaints_about_answers,
    complaints_about_features,
    complaints_about_layers,
)
from glassnet.live.entries import UnsoundError
from glassnet.live.entry_trials import try_entries
from glassnet.live.excerpts import Lines, executed_lines

SECONDS = 0.3  # at most, after one epoch at least one step
N_COMPARED = 3  # steps
FIRST_WEIGHTS = ("initializers.py", "network.py")


class NotFiniteError(ArithmeticError):
    """The trial has left the finite numbers; `session` is a copy from before the step that did."""

    def __init__(self, message: str, session: Any) -> None:
        super().__init__(message)
        self.session = session


def try_out(bridge: Any) -> None:
    """Train a copy of the run for a moment; raises whatever is wrong with the code, and UnsoundError."""
    session = bridge.session
    end = time.perf_counter() + SECONDS
    _refuse(complaints_about_features(session.config.network.features))
    samples = _copies_of_samples(session)
    _take_first_step(session)
    _begin_epoch(type(session).restored(*session.snapshot()))
    _start_over(type(session)(session.config))
    try_entries()
    for step in range(1, 1 + session.steps_per_epoch):
        if time.perf_counter() > end:
            break
        session.train(1)
        _refuse_not_finite(session, step + 1)
    if not isinstance(session.step, int) or session.network.parameters.dtype != np.float64:
        raise TypeError("parameters must stay 64-bit numbers")
    if not math.isfinite(session.state()["train_loss"]):
        raise ArithmeticError("the train loss is not a finite number")
    _refuse(complaints_about_answers(session))
    bridge.take_events()
    bridge.take_state()
    for name, array, copy in samples:
        if not np.array_equal(array, copy, equal_nan=True):
            raise UnsoundError(
                f"The code writes into {name}, which are taken again in every epoch: "
                "compute a new array instead."
            )


def _copies_of_samples(session: Any) -> list[tuple[str, Any, Any]]:
    """Return the arrays of samples that no step may change, by what they are, with copies."""
    arrays = {
        "the training inputs X": [session.train_inputs, session.train_samples[0], session._shuffled[0]],
        "the training targets Y": [session.train_samples[1], session._shuffled[1]],
        "the test inputs X": [session.test_inputs, session.test_samples[0]],
        "the test targets Y": [session.test_samples[1]],
    }
    return [(name, array, array.copy()) for name, found in arrays.items() for array in found]


def _refuse(complaints: Iterator[str]) -> None:
    """Refuse the code for the first complaint, if there is one."""
    found = next(complaints, None)
    if found is not None:
        raise UnsoundError(found)


def _take_first_step(session: Any) -> None:
    """Take a step and look at all that it should have done."""
    network = session.network
    before, step = network.parameters.copy(), session.step
    session.train(1)
    _refuse_not_finite(session, 1)
    _refuse(complaints_about_layers(network, network.layers))
    if not np.shares_memory(session.optimizer.parameters, network.parameters):
        raise UnsoundError(
            "The optimizer has made another array of its parameters, which the network does not see: "
            "change them in place, as in self.parameters -= self.learning_rate * gradient."
        )
    if session.step != step + 1:
        raise UnsoundError("A step has to count itself: self.step += 1.")
    gradient = np.concatenate(
        [part.ravel() for layer in network.layers for part in (layer.d_weights, layer.d_biases)]
    )
    moves = gradient[~session.frozen].any() and session.learning_rate > 0.0
    if moves and (network.parameters == before).all():
        raise UnsoundError(
            "A step leaves every parameter as it was, though the gradient is not zero: "
            "change them in place, as in self.parameters -= self.learning_rate * gradient, "
            "by more than rounding takes."
        )


def _begin_epoch(session: Any) -> None:
    """Take the first step of an epoch that is not recorded, as most are in a longer run."""
    session.epoch += 1
    session._begin_epoch()
    session.train(1)


def _start_over(session: Any) -> None:
    """Take the first step of a run, as after a *Reset*."""
    if not np.isfinite(session.network.parameters).all():
        raise UnsoundError(
            "The first weights and biases are not all finite numbers: does every initializer return its "
            "numbers?"
        )
    session.train(1)
    _refuse_not_finite(session, 1)


def _refuse_not_finite(session: Any, n_steps: int) -> None:
    if session.diverged:
        before = type(session).restored(*session.checkpoint())
        raise NotFiniteError(f"after {n_steps} steps the weights are no longer finite numbers", before)


def note_on_standstill(session: Any) -> str | None:
    """Return a sentence where further steps change no parameter: `session` is a copy, by the new code."""
    before = session.network.parameters.copy()
    session.train(N_COMPARED)
    if session.frozen.all() or not np.array_equal(session.network.parameters, before):
        return None
    cause = "learning rate" if session.learning_rate == 0.0 else "gradient"
    return f"Steps change no parameter: the {cause} is 0."


def note_on_memory(session: Any) -> str | None:
    """Return a sentence where a copy of the run would not go on as the run does: something is not kept.

    `session` is a copy of the run, by the new code.
    """
    session.train(N_COMPARED)
    twin = type(session).restored(*session.snapshot())
    for one in (session, twin):
        one.train(N_COMPARED)
    if np.array_equal(session.network.parameters, twin.network.parameters, equal_nan=True):
        return None
    kept, other = vars(session.optimizer), vars(twin.optimizer)
    known = ("parameters", "learning_rate", "n_steps", *session.optimizer.memory)
    lost = [name for name in kept if name not in known and not np.array_equal(kept[name], other.get(name))]
    if lost:
        vectors = [f'"{name}"' for name in lost if isinstance(kept[name], np.ndarray)]
        example = f", as in memory = ({', '.join(vectors)},)" if vectors else ""
        return (
            f"What the optimizer keeps in {', '.join(lost)} begins anew at an undo or another edit: "
            f"the run keeps the count n_steps and the vectors that `memory` names{example}."
        )
    return (
        "A copy of the run goes on in another way than the run: what the code draws or remembers outside "
        "of it begins anew at an undo or another edit."
    )


def note_on_reach(session: Any, old: Mapping[str, str], new: Mapping[str, str]) -> str | None:
    """Return a sentence where what was changed does not show now: old and new texts by file name.

    `session` is a copy of the run, by the new code. None where it shows, and where it cannot be known.
    """
    changed = {(name, line) for name in new for line in _changed_lines(old[name], new[name])}
    inside = {(name, line) for name in new for line in _lines_of_functions(name, new[name])}
    if not changed or not changed <= inside:
        return None  # no code, or a constant or an entry, of which nobody knows who reads it

    def go_on() -> None:
        session.train(1)
        session.state()
        session.network.gradient(session.train_inputs, session.train_samples[1])
        session.network.predict(session.train_inputs)  # with forward, what the pictures show
        session.confusion()
        session.baseline_accuracy()
        session.baseline_loss()
        session._end_epoch()

    taken = executed_lines(go_on, new)
    if changed & taken:
        return None
    begun = changed & executed_lines(lambda: type(session)(session.config), new)
    if not begun:
        return _note_on_unused(changed, taken, new)
    # The samples are drawn again for the run as it stands; its weights are those that it has.
    return "It shows when you start over." if {name for name, _ in begun} <= set(FIRST_WEIGHTS) else None


def _note_on_unused(changed: Lines, taken: Lines, texts: Mapping[str, str]) -> str:
    """Return a sentence about changed lines that the next step does not come to."""
    for name, text in texts.items():
        for lines in _functions(name, text):
            if any((name, line) in changed for line in lines) and any(
                (name, line) in taken for line in lines
            ):
                return "The next step does not come to the lines that you have changed."
    return "This run does not use what you have changed."


def _changed_lines(old: str, new: str) -> set[int]:
    """Return which lines of the new text with code on them are not as in the old one."""
    import difflib  # no start needs it

    lines = sources.split_lines(new)
    found: set[int] = set()
    for tag, _, _, start, end in difflib.SequenceMatcher(
        None, sources.split_lines(old), lines, autojunk=False
    ).get_opcodes():
        if tag in ("replace", "insert"):
            found.update(range(start + 1, end + 1))
    return {
        line for line in found if lines[line - 1].strip() and not lines[line - 1].lstrip().startswith("#")
    }


def _lines_of_functions(name: str, text: str) -> set[int]:
    """Return the lines that functions of a file consist of, their headers left out."""
    return {line for lines in _functions(name, text) for line in lines}


def _functions(name: str, text: str) -> Iterator[set[int]]:
    """Yield the lines of each function of a file, its header left out."""
    waiting = [sources.compiled(name, text)]
    while waiting:
        code = waiting.pop()
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
        if code.co_flags & 0x1:  # CO_OPTIMIZED: a function, and not a class or a module
            yield {line for *_, line in code.co_lines() if line and line != code.co_firstlineno}
