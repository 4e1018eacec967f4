"""Tries a new version of the code on a copy of the run, and says in a sentence what is wrong with it.

What Python itself raises often names a line far from the mistake, and some mistakes raise nothing: an
array that nobody reads, a function that writes into what it is given. These are looked for here.
"""

import difflib
import math
import time
from collections.abc import Callable, Iterator, Mapping
from types import CodeType
from typing import Any

import numpy as np

from glassnet.live import sources
from glassnet.live.excerpts import executed_lines

SECONDS = 0.3  # at most, after one epoch at least one step
FIRST_WEIGHTS = ("initializers.py", "network.py")
QUANTITIES = ("z", "a", "d_a", "d_z")  # of a layer, each `(n_units, n_samples)`


class UnsoundError(Exception):
    """Code that runs, but not as it has to; the text says what to change."""


class NotFiniteError(ArithmeticError):
    """The trial has left the finite numbers; `session` is a copy from before the step that did."""

    def __init__(self, message: str, session: Any) -> None:
        super().__init__(message)
        self.session = session


def try_out(bridge: Any) -> None:
    """Train a copy of the run for a moment; raises whatever is wrong with the code, and UnsoundError."""
    session = bridge.session
    end = time.perf_counter() + SECONDS
    _take_first_step(session)
    for step in range(1, 1 + session.steps_per_epoch):
        if time.perf_counter() > end:
            break
        session.train(1)
        _refuse_not_finite(session, step + 1)
    if not isinstance(session.step, int) or session.network.parameters.dtype != np.float64:
        raise TypeError("parameters must stay 64-bit numbers")
    if not math.isfinite(session.state()["train_loss"]):
        raise ArithmeticError("the train loss is not a finite number")
    bridge.take_events()
    bridge.take_state()


def explain(error: Exception) -> None:
    """Add a sentence to what new code has raised, where the network at hand then tells more than Python."""
    trace = error.__traceback__
    networks: list[Any] = []
    while trace is not None:
        owners = [trace.tb_frame.f_locals.get(name) for name in ("self", "session", "bridge")]
        for owner in owners:
            networks += [
                found for found in (owner, getattr(owner, "network", None)) if hasattr(found, "_observed")
            ]
        trace = trace.tb_next
    for network in networks[-1:]:
        for layers in (network._observed, network.layers):
            found = next(_complaints_about_layers(network, layers, error), None)
            if found is not None:
                error.add_note(found)
                return


def _take_first_step(session: Any) -> None:
    """Take a step and look at all that it should have done."""
    network = session.network
    before, step = network.parameters.copy(), session.step
    session.train(1)
    _refuse_not_finite(session, 1)
    if found := next(_complaints_about_layers(network, network.layers), None):
        raise UnsoundError(found)
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
            "change them in place, as in self.parameters -= self.learning_rate * gradient."
        )


def _refuse_not_finite(session: Any, n_steps: int) -> None:
    if session.diverged:
        before = type(session).restored(*session.checkpoint())
        raise NotFiniteError(f"after {n_steps} steps the weights are no longer finite numbers", before)


def _complaints_about_layers(
    network: Any, layers: list[Any], error: Exception | None = None
) -> Iterator[str]:
    """Yield what is wrong with layers that a pass has gone through, or has failed in by `error`."""
    for number, layer in enumerate(layers, start=1):
        title = "the output layer" if number == len(layers) else f"hidden layer {number}"
        yield from _complaints_about_functions(layer)
        yield from _complaints_about_quantities(layer, title, error)
        if layers is network.layers:
            yield from _complaints_about_views(network, layer, title)
    yield from _complaints_about_loss(network._loss, layers[-1])


def _complaints_about_functions(layer: Any) -> Iterator[str]:
    """Yield what is wrong with an activation or its derivative, tried on what the layer holds."""
    z, a = vars(layer).get("z"), vars(layer).get("a")
    if not isinstance(z, np.ndarray):
        return
    yield from _complaints_about_call(layer.f, {"z": z}, z.shape)
    if isinstance(a, np.ndarray) and layer.f_d_z is None:
        yield from _complaints_about_call(layer.f_prime, {"z": z, "a": a}, z.shape)


def _complaints_about_loss(loss: Any, output: Any) -> Iterator[str]:
    """Yield what is wrong with the loss or its gradient, tried on the output for targets of 0.5."""
    a, z = vars(output).get("a"), vars(output).get("z")
    if not isinstance(a, np.ndarray) or not isinstance(z, np.ndarray):
        return
    Y = np.full(a.shape, 0.5)
    yield from _complaints_about_call(loss.gradient, {"a": a, "Y": Y}, a.shape)
    yield from _complaints_about_call(loss.value, {"a": a, "z": z, "Y": Y}, ())


def _complaints_about_call(
    function: Callable[..., Any], given: Mapping[str, Any], shape: tuple[int, ...]
) -> Iterator[str]:
    """Yield what is wrong with a function that is to return numbers of a shape, and to change nothing."""
    name = getattr(function, "__name__", "the function")
    copies = {key: value.copy() for key, value in given.items()}
    try:
        with np.errstate(all="ignore"):
            returned = function(*copies.values())
    except Exception:  # which Python tells of
        return
    for key, value in given.items():
        if not np.array_equal(copies[key], value, equal_nan=True):
            yield f"{name} writes into {key}, which is read again later: compute a new array and return that."
    wanted = "one number" if shape == () else f"an array of shape {shape}"
    if returned is None:
        yield f"{name} returns nothing: is a return missing? It has to return {wanted}."
    elif isinstance(returned, list | tuple):
        yield f"{name} returns a {type(returned).__name__}: make it {wanted}, as by np.array(…)."
    elif np.shape(returned) != shape:
        yield f"{name} returns numbers of shape {np.shape(returned)}: it has to return {wanted}."
    elif np.asarray(returned).dtype.kind not in "fiub":
        yield f"{name} returns {np.asarray(returned).dtype} values: it has to return real numbers."


def _complaints_about_quantities(layer: Any, title: str, error: Exception | None) -> Iterator[str]:
    """Yield which of a layer's quantities is not what it is called."""
    samples = vars(layer).get("inputs")
    shape = (
        (len(layer.weights), samples.shape[1])
        if isinstance(samples, np.ndarray) and samples.ndim == 2
        else None
    )
    for name in QUANTITIES:
        value = vars(layer).get(name)
        if value is None:
            if isinstance(error, AttributeError) and error.name == name and error.obj is layer:
                yield f"Nobody keeps {name} of {title}, which is read here: write layer.{name} = … before."
        elif not isinstance(value, np.ndarray):
            kind = type(value).__name__
            yield f"layer.{name} of {title} is a {kind}: it has to be an array, as by np.array(…)."
        elif shape is not None and value.shape != shape:
            yield f"layer.{name} of {title} has shape {value.shape}: it has to be {shape}, units by samples."


def _complaints_about_views(network: Any, layer: Any, title: str) -> Iterator[str]:
    """Yield which of a layer's arrays is no longer a part of the network's one vector."""
    for name, vector in (
        ("weights", network.parameters),
        ("biases", network.parameters),
        ("d_weights", network._step_gradient),
        ("d_biases", network._step_gradient),
    ):
        if not np.shares_memory(getattr(layer, name), vector):
            yield (
                f"layer.{name} of {title} has been replaced by another array, which the optimizer does not "
                f"see: write into the one that is there, layer.{name}[...] = …"
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

    if changed & executed_lines(go_on, new):
        return None
    begun = changed & executed_lines(lambda: type(session)(session.config), new)
    if not begun:
        return "This run does not use what you have changed."
    # The samples are drawn again for the run as it stands; its weights are those that it has.
    return "It shows when you start over." if {name for name, _ in begun} <= set(FIRST_WEIGHTS) else None


def _changed_lines(old: str, new: str) -> set[int]:
    """Return which lines of the new text with code on them are not as in the old one."""
    lines = new.splitlines()
    found: set[int] = set()
    for tag, _, _, start, end in difflib.SequenceMatcher(
        None, old.splitlines(), lines, autojunk=False
    ).get_opcodes():
        if tag in ("replace", "insert"):
            found.update(range(start + 1, end + 1))
    return {
        line for line in found if lines[line - 1].strip() and not lines[line - 1].lstrip().startswith("#")
    }


def _lines_of_functions(name: str, text: str) -> set[int]:
    """Return the lines that functions of a file consist of, their headers left out."""
    found: set[int] = set()
    waiting = [sources.compiled(name, text)]
    while waiting:
        code = waiting.pop()
        inner = [each for each in code.co_consts if isinstance(each, CodeType)]
        waiting += inner
        if code.co_flags & 0x1:  # CO_OPTIMIZED: a function, and not a class or a module
            found.update(line for *_, line in code.co_lines() if line and line != code.co_firstlineno)
    return found
