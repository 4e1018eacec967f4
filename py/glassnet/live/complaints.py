"""Says in a sentence what is wrong with code that has been tried, found by the network at hand.

What Python itself raises often names a line far from the mistake, and some mistakes raise nothing: an
array that nobody reads, a function that writes into what it is given.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

QUANTITIES = ("z", "a", "d_a", "d_z")  # of a layer, each `(n_units, n_samples)`


def complaints_about_features(names: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with what `apply_features` makes of a few places of the plane."""
    X = np.linspace(-5.0, 5.0, 2 * (len(names) + 2)).reshape(2, -1)
    given, shape = X.copy(), (len(names), X.shape[1])
    apply_features = sys.modules["glassnet.features"].apply_features
    try:
        with np.errstate(all="ignore"):
            inputs = apply_features(names, given)
            first = apply_features(names, X[:, :1].copy())
    except Exception:  # which Python tells of
        return
    if not np.array_equal(given, X):
        yield "apply_features writes into X, the places of the samples: compute a new array and return that."
    elif not isinstance(inputs, np.ndarray) or inputs.shape != shape:
        found = (
            f"an array of shape {inputs.shape}" if isinstance(inputs, np.ndarray) else type(inputs).__name__
        )
        yield (
            f"apply_features returns {found} for {shape[1]} samples: it has to be an array of shape {shape}."
        )
    elif not np.allclose(first[:, 0], inputs[:, 0], equal_nan=True):
        yield (
            "apply_features makes other inputs of a sample when it comes alone, so that the pictures would "
            "show another network than the one that is trained: use fixed numbers instead of those of all "
            "samples."
        )


def complaints_about_answers(session: Any) -> Iterator[str]:
    """Yield what is wrong with what the pictures and the numbers on the page ask for."""
    network, X = session.network, session.test_inputs
    layers = network.forward(X)
    wanted = [(size, X.shape[1]) for size in network.layer_sizes]
    if not isinstance(layers, list) or [np.shape(layer) for layer in layers] != wanted:
        yield (
            "forward has to return a list of the activations of every layer, the inputs first, here of "
            f"shapes {', '.join(map(str, wanted))}."
        )
    outputs = {"predict": network.predict(X), "evaluate": network.evaluate(X, session.test_samples[1])[1]}
    for name, found in outputs.items():
        if np.shape(found) != wanted[-1]:
            yield f"{name} gives outputs of shape {np.shape(found)}: it has to be {wanted[-1]}."
    for name in ("weights", "biases"):
        arrays = getattr(network, name, [])
        pairs = zip(arrays, network.layers, strict=False)
        shared = [np.shares_memory(array, getattr(layer, name)) for array, layer in pairs]
        if shared != [True] * len(network.layers):
            yield (
                f"self.{name} of the network has to be the list of the layers' {name} themselves, "
                "not of copies."
            )
    if not isinstance(session.penalty(), int | float):
        yield f"penalty returns a {type(session.penalty()).__name__}: it has to return one number."


def complaints_about_layers(network: Any, layers: list[Any], error: Exception | None = None) -> Iterator[str]:
    """Yield what is wrong with layers that a pass has gone through, or has failed in by `error`."""
    start = 0
    for number, layer in enumerate(layers, start=1):
        title = "the output layer" if number == len(layers) else f"hidden layer {number}"
        yield from _complaints_about_functions(layer)
        yield from _complaints_about_quantities(layer, title, error)
        if layers is network.layers:
            yield from _complaints_about_views(network, layer, title, start)
        start += layer.weights.size + layer.biases.size
    yield from _complaints_about_loss(network._loss, layers[-1])


def _complaints_about_functions(layer: Any) -> Iterator[str]:
    """Yield what is wrong with an activation or its derivative, for what the layer holds and for others."""
    z, a = vars(layer).get("z"), vars(layer).get("a")
    if not isinstance(z, np.ndarray):
        return
    for given in (z, _others(z)):
        yield from _complaints_about_call(layer.f, {"z": given}, z.shape)
    if isinstance(a, np.ndarray) and layer.f_d_z is None:
        for given in (z, a), (_others(z), _others(a)):
            yield from _complaints_about_call(layer.f_prime, dict(zip("za", given, strict=True)), z.shape)


def _complaints_about_loss(loss: Any, output: Any) -> Iterator[str]:
    """Yield what is wrong with the loss or its gradient, tried on the output and on other numbers."""
    a, z = vars(output).get("a"), vars(output).get("z")
    if not isinstance(a, np.ndarray) or not isinstance(z, np.ndarray):
        return
    for given_a, given_z, Y in (a, z, np.full(a.shape, 0.5)), (_others(a), _others(z), np.zeros(a.shape)):
        yield from _complaints_about_call(loss.gradient, {"a": given_a, "Y": Y}, a.shape)
        yield from _complaints_about_call(loss.value, {"a": given_a, "z": given_z, "Y": Y}, ())


def _others(array: Any) -> Any:
    """Return numbers below -1 and above 1: a function that has written into `array` would write once more."""
    signs = np.where(np.arange(array.size).reshape(array.shape) % 2, 1.0, -1.0)
    return signs * (1.5 + np.abs(array))


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
    elif isinstance(returned, list | tuple) or not _is_plain(returned):
        yield f"{name} returns a {type(returned).__name__}: make it {wanted}, as by np.array(…)."
    elif np.shape(returned) != shape:
        yield f"{name} returns numbers of shape {np.shape(returned)}: it has to return {wanted}."
    elif np.asarray(returned).dtype.kind not in "fiub":
        yield f"{name} returns {np.asarray(returned).dtype} values: it has to return real numbers."


def _is_plain(value: Any) -> bool:
    """Return whether a value is no array, or an array of NumPy's plain kind, whose * is by elements."""
    return not isinstance(value, np.ndarray) or type(value) is np.ndarray


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
        elif type(value) is not np.ndarray:
            kind = type(value).__name__
            yield f"layer.{name} of {title} is a {kind}: it has to be an array, as by np.array(…)."
        elif error is not None and value.ndim == 2 and len(value) == len(layer.weights):
            continue  # its columns may be those of an earlier pass
        elif shape is not None and value.shape != shape:
            yield f"layer.{name} of {title} has shape {value.shape}: it has to be {shape}, units by samples."


def _complaints_about_views(network: Any, layer: Any, title: str, start: int) -> Iterator[str]:
    """Yield which of a layer's arrays is no longer the part of the network's one vector from `start` on."""
    middle = start + layer.weights.size
    views = (
        ("weights", start, network.parameters),
        ("biases", middle, network.parameters),
        ("d_weights", start, network._step_gradient),
        ("d_biases", middle, network._step_gradient),
    )
    for name, _, vector in views:
        if not np.shares_memory(getattr(layer, name), vector):
            yield (
                f"layer.{name} of {title} has been replaced by another array, which the optimizer does not "
                f"see: write into the one that is there, layer.{name}[...] = …"
            )
            return
    for name, at, vector in views:
        array = getattr(layer, name)
        if not np.array_equal(array.ravel(), vector[at : at + array.size], equal_nan=True):
            yield (
                f"layer.{name} of {title} is not where the page looks for it in the network's one vector: "
                "layer after layer, the weights row by row, then the biases."
            )
