"""Tries every entry of the registries once, by the code at hand, and says what of it does not work.

What Python raises in it goes on its way, with a sentence on that.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np

from glassnet.live.entries import (
    REGISTRIES,
    UnsoundError,
    is_number,
    kind_of,
    refuse_odd_function,
    registry,
)

OF_OPTIMIZERS = ("parameters", "learning_rate", "n_steps", "memory", "buffers", "step", "take_over")
N_OUTPUTS = {"binary": 1, "multiclass": 3, "regression": 1}
N_SAMPLES = 5  # of most trials


def try_entries() -> None:
    """Try all entries of the code at hand; raises UnsoundError, or whatever an entry raises."""
    for of in REGISTRIES:
        for name, entry in registry(of).items():
            with np.errstate(all="ignore"):
                TRIALS[of](f"{of}[{name!r}]", entry)


def _try_activation(title: str, entry: Any) -> None:
    z = np.linspace(-2.0, 2.2, 3 * N_SAMPLES).reshape(3, N_SAMPLES)
    rule = "function(z) has to return an array like z, one finite number for each of its numbers"
    a = _called(title, rule, entry.function, {"z": z}, z.shape)
    rule = "derivative(z, a) has to return an array like z, the slope at each of its numbers"
    _called(title, rule, entry.derivative, {"z": z, "a": a}, z.shape)
    if entry.d_z is not None:
        rule = "d_z(d_a, a) has to return an array like a"
        _called(title, rule, entry.d_z, {"d_a": z, "a": a}, z.shape)
    if not isinstance(entry.output_only, bool):
        raise UnsoundError(f"{title} has to have True or False as its output_only.")


def _try_loss(title: str, entry: Any) -> None:
    output, activations = entry.output_activation, registry("ACTIVATIONS")
    for task in entry.tasks:
        z = np.linspace(-1.5, 1.4, N_OUTPUTS[task] * N_SAMPLES).reshape(N_OUTPUTS[task], N_SAMPLES)
        a = activations[output].function(z) if output else 0.5 + 0.25 * z
        Y = np.arange(N_SAMPLES) % 2 == np.arange(N_OUTPUTS[task])[:, np.newaxis]
        given = {"a": np.asarray(a), "z": z, "Y": Y.astype(float)}
        rule = "value(a, z, Y) has to return one finite number, the mean over the samples"
        _called(title, rule, entry.value, given, ())
        del given["z"]
        rule = "gradient(a, Y) has to return an array like a, the slope of the loss by each output"
        _called(title, rule, entry.gradient, given, z.shape)


def _try_initializer(title: str, entry: Any, width: int | None = None) -> None:
    n_out, n_in = 4, 3
    shape = (n_out, n_in if width is None else width)
    rule = f"draw(n_out, n_in, rng) has to return finite numbers of shape {shape}, for n_out 4 and n_in 3"
    with _telling(title, rule):
        drawn = entry.draw(n_out, n_in, np.random.default_rng(0))
    try:
        fits = np.broadcast_shapes(np.shape(drawn), shape) == shape
    except ValueError:
        fits = False
    if not fits or not _is_finite(drawn):
        _refuse(title, rule, drawn, entry.draw)


def _try_bias_initializer(title: str, entry: Any) -> None:
    _try_initializer(title, entry, width=1)


def _try_optimizer(title: str, entry: Any) -> None:
    rule = (
        "make(parameters, learning_rate=…) has to return an optimizer: a class that inherits Optimizer does"
    )
    parameters, gradient = np.linspace(-1.0, 1.0, 7), np.linspace(0.5, -0.4, 7)
    with _telling(title, rule):
        options = entry.options
        optimizer = entry(parameters, learning_rate=0.1)
    for name, value in options.items():
        if not is_number(value):
            raise UnsoundError(f"{title} has {value!r:.50} as its {name}: it has to be a number.", entry.make)
    lacking = [name for name in OF_OPTIMIZERS if not hasattr(optimizer, name)]
    if lacking:
        raise UnsoundError(
            f"{title} makes {kind_of(optimizer)} without {', '.join(lacking)}: {rule}.", entry.make
        )
    refuse_odd_function(f"{title}: its step", optimizer.step)
    before, given = parameters.copy(), gradient.copy()
    step = getattr(type(optimizer), "step", None)
    rule = "step(gradient) has to change self.parameters in place, to finite numbers"
    with _telling(title, rule):
        for _ in range(2):
            optimizer.step(given)
    if not np.isfinite(parameters).all():
        raise UnsoundError(f"{title}: {rule}, but makes {parameters[~np.isfinite(parameters)][0]}.", step)
    own = optimizer.parameters
    if not isinstance(own, np.ndarray) or not np.shares_memory(own, parameters):
        raise UnsoundError(
            f"{title}: {rule}. The optimizer has made another array of its parameters, which the network "
            "does not see: write self.parameters -= …",
            step,
        )
    if (parameters == before).all():
        raise UnsoundError(f"{title}: {rule}. A step leaves every parameter as it was.", step)
    if not np.array_equal(given, gradient):
        raise UnsoundError(f"{title}: its step writes into the gradient: compute a new array instead.", step)


def _try_dataset(title: str, entry: Any) -> None:
    rule = "draw(n_samples, rng) has to return X, 2 rows, and Y, with one column for each sample"
    try:  # as many as a run begins with: a table of one's own may have no other number
        with _telling(title, rule):
            entry(noise=0.1, n_classes=3, rng=0)
    except ValueError as error:
        if not hasattr(error, "rule"):
            raise
        raise UnsoundError(f"{error}.", entry.draw) from None


def _try_feature(title: str, entry: Any) -> None:
    X = np.linspace(-5.0, 5.2, 2 * N_SAMPLES).reshape(2, N_SAMPLES)
    rule = "function(X) has to return one finite number for each sample, of X with its 2 rows"
    _called(title, rule, entry.function, {"X": X}, (N_SAMPLES,))


def _try_schedule(title: str, entry: Any) -> None:
    rule = "factor(epoch, length) has to return one finite number, which is multiplied with the learning rate"
    for epoch in (0.0, 3.5, 250.0):
        with _telling(title, rule):
            factor = entry.factor(epoch, 100)
        if not is_number(factor):
            _refuse(title, rule, factor, entry.factor)


TRIALS: dict[str, Callable[[str, Any], None]] = {
    "ACTIVATIONS": _try_activation,
    "LOSSES": _try_loss,
    "INITIALIZERS": _try_initializer,
    "BIAS_INITIALIZERS": _try_bias_initializer,
    "OPTIMIZERS": _try_optimizer,
    "DATASETS": _try_dataset,
    "FEATURES": _try_feature,
    "SCHEDULES": _try_schedule,
}


@contextmanager
def _telling(title: str, rule: str) -> Iterator[None]:
    """Add to what is raised which entry was tried, and what it has to do."""
    try:
        yield
    except Exception as error:
        error.add_note(f"{title} was tried: {rule}")
        raise


def _called(title: str, rule: str, function: Any, given: Mapping[str, Any], shape: tuple[int, ...]) -> Any:
    """Return what a function makes of copies of these arrays; refuses what is not numbers of this shape."""
    copies = {name: array.copy() for name, array in given.items()}
    with _telling(title, rule):
        returned = function(*copies.values())
    own = getattr(function, "__name__", "it")
    for name, array in given.items():
        if not np.array_equal(copies[name], array):
            raise UnsoundError(
                f"{title}: {own} writes into {name}, which is read again later: compute a new array and "
                "return that.",
                function,
            )
    is_plain = np.isscalar(returned) or type(returned) is np.ndarray
    if not is_plain or np.shape(returned) != shape or not _is_finite(returned):
        _refuse(title, rule, returned, function)
    return returned


def _refuse(title: str, rule: str, returned: Any, function: Any) -> NoReturn:
    own = getattr(function, "__name__", "it")
    raise UnsoundError(f"{title}: {rule}. {own} returns {_found(returned)}.", function)


def _found(returned: Any) -> str:
    """Return what has come instead of numbers, in a few words."""
    if returned is None:
        return "nothing: is a return missing?"
    if not isinstance(returned, np.ndarray):
        return f"{returned!r:.50}" if np.isscalar(returned) else f"{kind_of(returned)}: make it an array"
    if type(returned) is not np.ndarray:
        return f"{kind_of(returned)}: make it an array"
    if returned.dtype.kind not in "fiub":
        return f"{returned.dtype} values: it has to return real numbers"
    wrong = returned[~np.isfinite(returned)]
    return f"{wrong[0]:g}" if wrong.size else f"numbers of shape {returned.shape}"


def _is_finite(values: Any) -> bool:
    array = np.asarray(values)
    return array.dtype.kind in "fiub" and bool(np.isfinite(array).all())
